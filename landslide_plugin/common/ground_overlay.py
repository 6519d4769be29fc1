"""Ground overlays of Google Earth (KML, KMZ) as virtual rasters that GDAL opens.

GDAL reads super-overlays of its own kind, and a single overlay, of which it ignores the rotation; it opens neither
several overlays in one file nor a `gx:LatLonQuad`. Here each overlay becomes an image with its place, from the OGC KML
2.3 standard (OGC 12-007r2, GroundOverlay), and all of them one virtual raster. Standard library only: both processes
use it, each with its own GDAL to ask for the images' sizes.
"""

from __future__ import annotations

import html
import math
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Optional
from urllib.parse import unquote
from xml.etree import ElementTree  # nosec B405 - expat refuses entities that grow without bound since 2.4.1

from .errors import InputError

ENDINGS = (".kml", ".kmz")
_MOST_FILES = 20_000  # links that lead in a circle, or to a whole country, end here
_LARGEST_DOCUMENT = 20_000_000  # bytes; as a tree in memory it takes 25 times that
_PARALLELOGRAM = 1.0  # pixels; a quadrilateral nearer than this to a parallelogram is drawn as one

Corner = tuple[float, float]
Placement = tuple[float, float, float, float, float, float]
"""GDAL's geotransform: x of the upper left, x per column, x per row; y of the upper left, y per column, y per row."""


@dataclass(frozen=True)
class ImageFacts:
    """What GDAL says of an image file.

    Args:
        width, height: pixels.
        colours: of its bands, any of `gray`, `red`, `green`, `blue`, `alpha`, `palette`.
    """

    width: int
    height: int
    colours: tuple[str, ...]


Probe = Callable[[str], ImageFacts]


@dataclass(frozen=True)
class Overlay:
    """One image draped over the ground.

    Args:
        image: what GDAL opens.
        upper_left, upper_right, lower_right, lower_left: of the image, longitude and latitude.
    """

    image: str
    upper_left: Corner
    upper_right: Corner
    lower_right: Corner
    lower_left: Corner

    @property
    def upright(self) -> bool:
        """True where the image's rows run east and its columns south."""
        (west, north), (east, south) = self.upper_left, self.lower_right
        return self.upper_right == (east, north) and self.lower_left == (west, south)

    def placement(self, width: int, height: int) -> Placement:
        """The geotransform of the image.

        Raises:
            InputError: its corners are no parallelogram.
        """
        (x, y), (right_x, right_y), (left_x, left_y) = self.upper_left, self.upper_right, self.lower_left
        fourth = (right_x + left_x - x, right_y + left_y - y)
        pixel = math.dist(self.upper_left, self.lower_right) / math.hypot(width, height)
        if math.dist(fourth, self.lower_right) > _PARALLELOGRAM * pixel:
            raise InputError(
                "The overlay is pulled out of shape (its four corners are no parallelogram): save its image and place "
                "it with QGIS's Georeferencer."
            )
        across = ((right_x - x) / width, (right_y - y) / width)
        down = ((left_x - x) / height, (left_y - y) / height)
        return x, across[0], down[0], y, across[1], down[1]


def is_ground_overlay(path: str) -> bool:
    """True for files that this module reads."""
    return path.lower().endswith(ENDINGS)


def needs_reading(path: str) -> bool:
    """True where GDAL cannot open the overlays, or would put them in another place than Google Earth does.

    Raises:
        InputError: the file is no KML or KMZ that can be read.
    """
    file = Path(path).stat() if Path(path).is_file() else None
    return _needs_reading(path, file and (file.st_mtime_ns, file.st_size))


@lru_cache(maxsize=32)
def _needs_reading(path: str, state: Optional[tuple[int, int]]) -> bool:  # noqa: ARG001 - what was written anew is read
    first = _Archive(path)
    tree = first.tree(first.document)
    overlays = [element for element in tree.iter() if _name(element) == "GroundOverlay"]
    return len(overlays) > 1 or any(not _overlay(first, first.document, element).upright for element in overlays)


def virtual_raster(path: str, probe: Probe) -> str:
    """All ground overlays of a file as the XML text of one GDAL virtual raster in EPSG:4326, red, green, blue, alpha.

    Args:
        path: the .kml or .kmz file; what it links to, inside it or beside it, is read too.
        probe: asks GDAL about an image file; raises InputError where it cannot be read.

    Raises:
        InputError: there are no overlays, or they cannot be joined to one image.
    """
    overlays = list(_overlays(_Archive(path)))
    if not overlays:
        raise InputError(
            f"{Path(path).name} holds no ground overlay: in Google Earth, save the overlay itself as KMZ, or save the "
            "image."
        )
    facts = [probe(overlay.image) for overlay in overlays]
    if len(overlays) == 1:
        (overlay,), (fact,) = overlays, facts
        return _vrt(fact.width, fact.height, overlay.placement(fact.width, fact.height), [(overlay, fact, None)])
    return _mosaic(path, overlays, facts)


def _mosaic(path: str, overlays: Sequence[Overlay], facts: Sequence[ImageFacts]) -> str:
    if not all(overlay.upright for overlay in overlays):
        raise InputError(
            f"{Path(path).name} holds several overlays and some of them are rotated: save each as a KMZ of its own."
        )
    west = min(overlay.upper_left[0] for overlay in overlays)
    north = max(overlay.upper_left[1] for overlay in overlays)
    east = max(overlay.lower_right[0] for overlay in overlays)
    south = min(overlay.lower_right[1] for overlay in overlays)
    sizes = [
        ((overlay.lower_right[0] - overlay.upper_left[0]) / fact.width,
         (overlay.upper_left[1] - overlay.lower_right[1]) / fact.height)
        for overlay, fact in zip(overlays, facts)
    ]  # fmt: skip
    dx, dy = min(size[0] for size in sizes), min(size[1] for size in sizes)
    placed = []
    # The coarse levels of a super-overlay lie under the fine ones.
    for size, overlay, fact in sorted(zip(sizes, overlays, facts), key=lambda one: -one[0][0]):
        left, top = (overlay.upper_left[0] - west) / dx, (north - overlay.upper_left[1]) / dy
        placed.append((overlay, fact, (left, top, fact.width * size[0] / dx, fact.height * size[1] / dy)))
    width, height = round((east - west) / dx), round((north - south) / dy)
    return _vrt(max(1, width), max(1, height), (west, dx, 0, north, 0, -dy), placed)


def _vrt(
    width: int,
    height: int,
    placement: Placement,
    sources: Sequence[tuple[Overlay, ImageFacts, Optional[tuple[float, float, float, float]]]],
) -> str:
    bands = []
    for index, colour in enumerate(("Red", "Green", "Blue", "Alpha"), 1):
        parts = "".join(_source(index, overlay, fact, rectangle) for overlay, fact, rectangle in sources)
        bands.append(
            f'<VRTRasterBand dataType="Byte" band="{index}"><ColorInterp>{colour}</ColorInterp>{parts}</VRTRasterBand>'
        )
    return (
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS dataAxisToSRSAxisMapping="2,1">EPSG:4326</SRS>'
        f"<GeoTransform>{', '.join(map(repr, placement))}</GeoTransform>{''.join(bands)}</VRTDataset>"
    )


def _source(band: int, overlay: Overlay, fact: ImageFacts, rectangle: Optional[tuple[float, ...]]) -> str:
    """One image in one of the bands red, green, blue, alpha (1-4)."""
    extra = ""
    if fact.colours[0] == "palette":
        taken, extra = 1, f"<ColorTableComponent>{band}</ColorTableComponent>"
    elif band < 4:
        taken = band if len(fact.colours) >= 3 else 1
    elif fact.colours[-1] == "alpha":
        taken = len(fact.colours)
    else:  # opaque wherever the image is
        taken, extra = 1, "<ScaleOffset>255</ScaleOffset><ScaleRatio>0</ScaleRatio>"
    left, top, width, height = rectangle or (0, 0, fact.width, fact.height)
    return (
        f'<ComplexSource><SourceFilename relativeToVRT="0">{html.escape(overlay.image, quote=False)}</SourceFilename>'
        f"<SourceBand>{taken}</SourceBand>"
        f'<SourceProperties RasterXSize="{fact.width}" RasterYSize="{fact.height}" DataType="Byte"/>'
        f'<SrcRect xOff="0" yOff="0" xSize="{fact.width}" ySize="{fact.height}"/>'
        f'<DstRect xOff="{left!r}" yOff="{top!r}" xSize="{width!r}" ySize="{height!r}"/>{extra}</ComplexSource>'
    )


class _Archive:
    """A KML file with what lies beside it, or a KMZ with what is in it.

    Args:
        path: the file.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        self._name = self._path.name
        self._zip: Optional[zipfile.ZipFile] = None
        try:
            if self._path.suffix.lower() == ".kmz":
                self._zip = zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile) as error:
            raise InputError(f"{self._name} cannot be opened as a KMZ: check the file ({error}).") from error
        if self._zip is None:
            self.document = self._name
            return
        documents = [name for name in self._zip.namelist() if name.lower().endswith(".kml")]
        if not documents:
            raise InputError(f"{self._name} holds no KML document: check the file.")
        # The standard's main file: doc.kml, else the first one nearest to the root.
        self.document = min(documents, key=lambda name: (name.lower() != "doc.kml", name.count("/")))

    def tree(self, document: str) -> ElementTree.Element:
        """A KML document.

        Raises:
            InputError: it is none.
        """
        try:
            file = self._path.parent / document
            size = self._zip.getinfo(document).file_size if self._zip else file.stat().st_size
            if size > _LARGEST_DOCUMENT:
                raise InputError(
                    f"The KML in {self._name} has {size / 1e6:.0f} MB, too much for an image's place: save the overlay "
                    "alone in Google Earth."
                )
            text = self._zip.read(document) if self._zip else file.read_bytes()
            return ElementTree.fromstring(text)  # nosec B314 - as above
        except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
            raise InputError(f"{self._name} is no KML that can be read ({error}): save it anew.") from error

    def beside(self, document: str, address: str) -> str:
        """A file that a document names, as a path inside the archive or relative to the KML."""
        if "://" in address:
            raise InputError(
                f"The overlay in {self._name} takes its image from the web ({address}): save it in Google Earth as "
                "KMZ, which puts the image into the file."
            )
        found = PurePosixPath(document).parent / unquote(address.strip()).replace("\\", "/").split("#")[0]
        parts: list[str] = []
        for part in found.parts:
            if part == ".." and parts and parts[-1] != "..":
                parts.pop()
            else:
                parts.append(part)
        return "/".join(parts)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self._zip.namelist() if self._zip else (self._path.parent / name).is_file()

    def image(self, name: str) -> str:
        """What GDAL opens."""
        if self._zip is not None:
            return f"/vsizip/{{{self._path.as_posix()}}}/{name}"
        return str(self._path.parent / name)

    def linked(self, name: str) -> tuple[_Archive, str]:
        """The archive and document that a link leads to: a KMZ opens another archive."""
        if self._zip is None and name.lower().endswith(".kmz"):
            other = _Archive(str(self._path.parent / name))
            return other, other.document
        return self, name


def _overlays(archive: _Archive) -> Iterator[Overlay]:
    """Of the main document and of all that its links lead to."""
    waiting, seen = [(archive, archive.document)], set()
    while waiting:
        home, document = waiting.pop()
        if (id(home), document) in seen or len(seen) > _MOST_FILES:
            continue
        seen.add((id(home), document))
        for element in home.tree(document).iter():
            if _name(element) == "GroundOverlay":
                yield _overlay(home, document, element)
            elif _name(element) == "NetworkLink":
                address = _text(element, "Link/href") or _text(element, "Url/href")
                if address and "://" not in address:
                    name = home.beside(document, address)
                    if home.has(name):
                        waiting.append(home.linked(name))


def _overlay(archive: _Archive, document: str, element: ElementTree.Element) -> Overlay:
    address = _text(element, "Icon/href")
    if not address:
        raise InputError("A ground overlay in the file names no image: save it anew in Google Earth.")
    image = archive.image(archive.beside(document, address))
    quad = _text(element, "LatLonQuad/coordinates")
    try:
        if quad:
            corners = [tuple(map(float, corner.split(",")[:2])) for corner in quad.split()]
            lower_left, lower_right, upper_right, upper_left = corners
            return Overlay(image, upper_left, upper_right, lower_right, lower_left)
        sides = [float(_text(element, f"LatLonBox/{side}")) for side in ("west", "south", "east", "north")]
        rotation = float(_text(element, "LatLonBox/rotation") or 0)
    except ValueError as error:
        raise InputError(
            "A ground overlay in the file has no place (LatLonBox): save it anew in Google Earth."
        ) from error
    return _rotated_box(image, *sides, rotation)


def _rotated_box(image: str, west: float, south: float, east: float, north: float, rotation: float) -> Overlay:
    """A LatLonBox turned counterclockwise by degrees about its middle, as a rectangle on the ground.

    Degrees of longitude are shorter than those of latitude by the cosine of the latitude; the turn is that of metres.
    """
    if east < west:  # across the antimeridian
        east += 360
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    shrink = math.cos(math.radians(middle_y))
    sine, cosine = math.sin(math.radians(rotation)), math.cos(math.radians(rotation))

    def turned(x: float, y: float) -> Corner:
        if rotation == 0:
            return x, y
        dx, dy = (x - middle_x) * shrink, y - middle_y
        return middle_x + (dx * cosine - dy * sine) / shrink, middle_y + dx * sine + dy * cosine

    return Overlay(image, turned(west, north), turned(east, north), turned(east, south), turned(west, south))


def _name(element: ElementTree.Element) -> str:
    """Without its namespace: files mix those of KML 2.0 to 2.3 and Google's."""
    return str(element.tag).rsplit("}", 1)[-1]


def _text(element: ElementTree.Element, path: str) -> str:
    """The text of the first descendant on a path, empty where there is none."""
    for step in path.split("/"):
        element = next((child for child in element if _name(child) == step), None)
        if element is None:
            return ""
    return (element.text or "").strip()
