"""A raster as the network sees it: chosen bands, 0-1 values and a validity mask, window by window on a work grid."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window, intersection

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.ground_overlay import ImageFacts, is_ground_overlay, virtual_raster
from landslide_plugin.common.raster_paths import is_missing, raster_name
from landslide_plugin.engine.raster.bands import choose_bands, guess_warning, has_palette
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.ground import ground_sample_distance, pixel_sides
from landslide_plugin.engine.raster.masking import open_mask
from landslide_plugin.engine.raster.sampling import sample_pixels
from landslide_plugin.engine.raster.stamps import polygon_files, stamps
from landslide_plugin.engine.raster.stretch import Stretch
from landslide_plugin.engine.raster.validity import Validity, find_validity
from landslide_plugin.engine.turning import Aspect, mirror_padded

_NEARLY_SQUARE = 0.01  # of one side to the other; Web Mercator's are 0.007 apart at most
_STRIP_PIXELS = 16e6  # of the raster, read at once: a few tenths of a second
_stretches: dict[Hashable, Stretch] = {}  # found before: sampling takes longer than the answer to a click
_MOST_STRETCHES = 256


@dataclass(frozen=True)
class Reading:
    """What a person may say of an image that its file does not say.

    Args:
        crs: of an image whose file says none, or a wrong one, e.g. `EPSG:4326`; None = the file's.
        mask: raster or polygon file of ground that is not to be looked at; it becomes nodata.
        mask_values: values of the mask raster that mean masked; None = all but 0 and nodata.
        stretch: spread 8-bit bands too between their 2nd and 98th percentile, as those of more bits always are.
    """

    crs: str | None = None
    mask: str | None = None
    mask_values: tuple[float, ...] | None = None
    stretch: bool = False


@dataclass(frozen=True)
class Tile:
    """Pixels of one window.

    Args:
        pixels: (bands, height, width) float32, 0-1; 0 where not valid.
        valid: (height, width) bool; False = nodata, never to be called ground.
    """

    pixels: NDArray[np.float32]
    valid: NDArray[np.bool_]


class RasterSource:
    """An open raster. Not to be shared between threads: each thread opens its own with `reopen`.

    Args:
        path: anything GDAL opens.
        wanted: names of the bands that the model reads.
        bands: the person's choice of 1-based bands; None = what the image says its bands are.
        reading: what the person says of the image beyond that.
        like: the same raster, open with the same bands and reading: what was found out about it holds here too.

    Raises:
        InputError: the raster cannot be read, or has not the bands.
    """

    aspect: Aspect | None = None  # which of its bands point somewhere

    def __init__(
        self,
        path: str,
        wanted: Sequence[str] = ("red", "green", "blue"),
        bands: Sequence[int] | None = None,
        reading: Reading | None = None,
        like: RasterSource | None = None,
    ) -> None:
        self.path = path
        self._wanted, self._reading = tuple(wanted), reading or Reading()
        self.dataset, self._mask = open_raster(path), None
        try:
            self.crs = _crs(self._reading.crs) or self.dataset.crs
            self.bands = choose_bands(self.dataset, wanted, bands)
            self._guess = None if bands else guess_warning(self.dataset, wanted)
            if self._reading.mask is not None:
                self._mask = open_mask(self._reading.mask, self._reading.mask_values, self.crs, self.grid())
            self._palette = _palette_table(self.dataset) if has_palette(self.dataset) else None
            self._validity = like._validity if like else self._find_validity()
            self.stretch = like.stretch if like else self._find_stretch()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> RasterSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files."""
        self.dataset.close()
        if self._mask is not None:
            self._mask.close()

    def reopen(self) -> RasterSource:
        """The same raster, for another thread."""
        return RasterSource(self.path, self._wanted, self.bands, self._reading, self)

    def check(self, window: Window, grid: WorkGrid) -> tuple[str, ...]:  # noqa: ARG002
        """What must be said about a window of the work grid before it is read.

        Raises:
            InputError: it cannot be read.
        """
        return ()

    @property
    def name(self) -> str:
        """What its results are called: the file's name without folder and ending, and that of its sub-dataset."""
        return raster_name(self.path)

    @property
    def ground_sample_distance(self) -> float | None:
        """Metres per pixel; None without a usable georeference."""
        return ground_sample_distance(self.transform, self.dataset.width, self.dataset.height, self.crs)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was guessed about the image."""
        return (self._guess,) if self._guess else ()

    @property
    def transform(self) -> Affine:
        """Pixel to coordinates; an image without georeference gets QGIS's own convention, y downwards from 0."""
        return Affine.scale(1, -1) if self.dataset.transform.is_identity else self.dataset.transform

    def grid(self, scale: float = 1.0) -> WorkGrid:
        """The work grid with `scale` raster pixels per work pixel, both ways."""
        return WorkGrid.over(self.dataset.width, self.dataset.height, self.transform, scale)

    def ground_grid(self, scale: float = 1.0) -> WorkGrid:
        """The work grid with pixels that are square on the ground and `scale`^2 raster pixels large.

        In degrees, pixels are narrower than high, at 45 degrees north by 0.7, and landslides look stretched. No
        network has learned them so (measured: `benchmarks/degrees.py`).
        """
        width, height, sides = self.dataset.width, self.dataset.height, None
        with suppress(InputError):  # coordinates that cannot be: whoever needs metres is told of it
            sides = pixel_sides(self.transform, width, height, self.crs)
        across, down = sides or (1.0, 1.0)
        aspect = across / down
        # Where they are nearly square, reading them as they are costs nothing and blurs nothing.
        if abs(math.log(aspect)) < _NEARLY_SQUARE:
            aspect = 1.0
        return WorkGrid.over(width, height, self.transform, scale, aspect)

    def is_masked(self, column: int, row: int, grid: WorkGrid) -> bool:
        """Whether the person's mask hides a pixel of the work grid."""
        pixel = grid.transform_of(Window(column, row, 1, 1))
        return self._mask is not None and bool(self._mask.masked(pixel, (1, 1)).all())

    def read(self, window: Window, grid: WorkGrid, check: Callable[[], None] = lambda: None) -> Tile:
        """Reads a window of the work grid; what lies beyond the raster mirrors it, as in training.

        Args:
            window: whole work pixels.
            grid: from `grid()`.
            check: called now and then, as a tile of a drone image takes many seconds; may raise to end it.

        Raises:
            InputError: the file is damaged or was taken away.
        """
        whole = Window(0, 0, grid.width, grid.height)
        inside = intersection(window, whole)
        strips = []
        for strip in _strips(inside, grid):
            check()
            strips.append(self._read_inside(strip, grid))
        pixels, valid = (
            strips[0] if len(strips) == 1 else (np.concatenate(parts, axis=-2) for parts in zip(*strips, strict=True))
        )
        if inside == window:
            return Tile(pixels, valid)
        before = (int(inside.row_off - window.row_off), int(inside.col_off - window.col_off))
        after = (int(window.height - inside.height) - before[0], int(window.width - inside.width) - before[1])
        margins = ((before[0], after[0]), (before[1], after[1]))
        return Tile(mirror_padded(pixels, margins, self.aspect), np.pad(valid, margins, mode="reflect"))

    def _read_inside(self, window: Window, grid: WorkGrid) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        values, valid = self._read_raw(
            grid.to_raster(window), (int(window.height), int(window.width)), (grid.scale_x, grid.scale_y)
        )
        pixels = self.stretch.apply(values)
        if not valid.all():
            pixels[:, ~valid] = 0
        return pixels, valid

    def _read_raw(
        self, window: Window, shape: tuple[int, int], scales: tuple[float, float]
    ) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
        """Values (bands, *shape) as stored and their validity, shrunk or enlarged to the shape."""
        # Averaging keeps what fine texture says at a coarser scale; palette indices cannot be averaged. Where only one
        # side shrinks, GDAL's bilinear kernel averages along that one and interpolates along the other.
        resampling = Resampling.nearest if self._palette is not None or scales == (1, 1) else (
            Resampling.average if min(scales) >= 1 else Resampling.bilinear
        )  # fmt: skip
        try:
            if self._palette is not None:
                indices = self.dataset.read(1, window=window, out_shape=shape, resampling=resampling)
                values = self._palette[[band - 1 for band in self.bands]][:, indices]
            else:
                values = self.dataset.read(list(self.bands), window=window, out_shape=(len(self.bands), *shape),
                                           resampling=resampling)  # fmt: skip
            valid = self._validity.read(self.dataset, window, values)
        except RasterioError as error:
            raise self._unreadable(error) from error
        if self._mask is not None and valid.any():
            scale_to = Affine.scale(window.width / shape[1], window.height / shape[0])
            valid &= ~self._mask.masked(
                self.transform @ Affine.translation(window.col_off, window.row_off) @ scale_to, shape
            )
        if values.dtype.kind == "f":
            values = np.where(np.isfinite(values), values, 0)
        return values, valid

    def _find_validity(self) -> Validity:
        try:
            return find_validity(self.dataset, self.bands if self._palette is None else (1,))
        except RasterioError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: RasterioError) -> InputError:
        return InputError(
            f"{Path(self.path).name} cannot be read any more, it is damaged or was taken away: check the file "
            f"({reason(error)})."
        )

    def _find_stretch(self) -> Stretch:
        if self._palette is not None:
            return Stretch.for_8_bit(len(self.bands))  # its bands are the colours, not those of the file
        if not self._reading.stretch and all(self.dataset.dtypes[band - 1] == "uint8" for band in self.bands):
            return Stretch.for_8_bit(len(self.bands))
        files = self.dataset.files
        images, mask = stamps(files), stamps(polygon_files(self._reading.mask))
        key = (self.path, tuple(files), images, mask, self.bands, self._reading)
        found = _stretches.get(key)
        if found is None:
            found = self._sampled_stretch()
            if files and None not in (*images, *mask[:1]):  # on the web, in an archive: who knows when it changes
                if len(_stretches) >= _MOST_STRETCHES:
                    _stretches.clear()
                _stretches[key] = found
        return found

    def _sampled_stretch(self) -> Stretch:
        # Nearest keeps the tails of the histogram, which averaging would pull in; scale 1 asks for it.
        sample = sample_pixels(self.dataset, self.bands[0], lambda window, shape: self._read_raw(window, shape, (1, 1)))
        if sample.shape[1] == 0:
            raise InputError(f"{Path(self.path).name} holds no data (only nodata was found): choose another image.")
        return Stretch.from_sample(sample.astype(np.float64))


def _strips(window: Window, grid: WorkGrid) -> list[Window]:
    """The window in strips of whole rows, each of so many pixels of the raster that it is read in a moment."""
    rows = max(1, int(_STRIP_PIXELS / (window.width * grid.scale_x * grid.scale_y)))
    top, height = int(window.row_off), int(window.height)
    return [
        Window(window.col_off, top + start, window.width, min(rows, height - start)) for start in range(0, height, rows)
    ]


def open_raster(path: str) -> rasterio.DatasetReader:
    """Opens a raster for reading.

    Raises:
        InputError: one sentence that says why it cannot be opened.
    """
    name = Path(path).name or path
    try:
        is_overlay = is_ground_overlay(path) and not is_missing(path)
        dataset = _open_overlay(path) if is_overlay else rasterio.open(path)
    except PermissionError as error:
        raise InputError(f"{name} cannot be opened, it is locked or not readable: close it elsewhere.") from error
    except RasterioError as error:
        if is_missing(path):
            raise InputError(f"There is no file {path}: check the path.") from error
        raise InputError(f"{name} cannot be opened as an image ({reason(error)}): check the file.") from error
    if dataset.count == 0:
        dataset.close()
        raise InputError(f"{name} holds several images and none by itself: choose one of its sub-datasets.")
    if dataset.transform.is_identity and (dataset.gcps[0] or dataset.rpcs):
        dataset.close()
        raise InputError(
            f"{name} is placed by ground control points or a camera model (RPC) alone: save it with Raster > "
            "Projections > Warp (Reproject) and use the saved file."
        )
    return dataset


def _open_overlay(path: str) -> rasterio.DatasetReader:
    """Google Earth's overlays: super-overlays of GDAL's kind through its driver, which knows their levels."""
    with suppress(RasterioError):
        dataset = rasterio.open(path)
        if dataset.driver == "KMLSUPEROVERLAY":
            return dataset
        dataset.close()
    return rasterio.open(virtual_raster(path, _image_facts))


def _image_facts(path: str) -> ImageFacts:
    with warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning):
        try:
            with rasterio.open(path) as image:
                return ImageFacts(image.width, image.height, tuple(meaning.name for meaning in image.colorinterp))
        except RasterioError as error:
            raise InputError(f"The overlay's image {Path(path).name} cannot be read ({reason(error)}).") from error


def _crs(text: str | None) -> CRS | None:
    if not text:
        return None
    try:
        return CRS.from_user_input(text)
    except (CRSError, ValueError) as error:  # rasterio lets the latter through for codes that are no number
        raise InputError(f"'{text}' is no coordinate reference system: give a code such as EPSG:32648.") from error


def _palette_table(dataset: rasterio.DatasetReader) -> NDArray[np.uint8]:
    """(3, indices) colours by palette index."""
    table = np.zeros((3, np.iinfo(dataset.dtypes[0]).max + 1), np.uint8)
    for index, colour in dataset.colormap(1).items():
        table[:, index] = colour[:3]
    return table


def reason(error: Exception) -> str:
    """GDAL's own words, without the full stop that would end our sentence early."""
    logging.getLogger(__name__).debug("GDAL said %s", error)
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
