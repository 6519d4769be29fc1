"""Label polygons of an image: read, brought to its CRS, made valid, and sorted by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fiona
import shapely
from fiona.errors import FionaError
from rasterio.crs import CRS
from rasterio.errors import CRSError, RasterioError

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.labels import CLASSES, class_of
from landslide_plugin.engine.raster.placing import Placing, UnplacedError

CLASS_FIELD = "class"
_PLACEHOLDER = re.compile(r'\w+\["Undefined ')  # what a GeoPackage says of a layer without CRS


@dataclass(frozen=True)
class Labels:
    """Polygons in the image's CRS, each of which reaches into the image.

    Args:
        landslides: to be found.
        negatives: what was marked as looking like a landslide and being none.
        unsure: to be ignored.
        warnings: sentences on what was mended or left out.
    """

    landslides: tuple[shapely.Geometry, ...]
    negatives: tuple[shapely.Geometry, ...]
    unsure: tuple[shapely.Geometry, ...]
    warnings: tuple[str, ...]


def read_labels(file: Path, layer: str | None, ground: shapely.Polygon, crs: CRS | None) -> Labels:
    """Reads a layer of label polygons.

    A polygon without a class counts as a landslide, as does every polygon of a layer without the field.

    Args:
        file: anything OGR reads.
        layer: its layer; None where it has only one.
        ground: outline of the image, in its CRS.
        crs: of the image; None = coordinates are taken as they are.

    Raises:
        InputError: the file cannot be read, has no such layer, or holds a class that is not known.
    """
    warnings: list[str] = []
    found: dict[str, list[shapely.Geometry]] = {name: [] for name in CLASSES}
    for name, polygon in _read_layer(file, layer, ground, crs, warnings):
        if name not in found:
            raise InputError(f"{_called(file, layer)} holds the class '{name}': use one of {', '.join(CLASSES)}.")
        found[name].append(polygon)
    return Labels(*(tuple(found[name]) for name in CLASSES), warnings=tuple(warnings))


def read_areas(
    file: Path, layer: str | None, ground: shapely.Polygon, crs: CRS | None
) -> tuple[shapely.Geometry | None, tuple[str, ...]]:
    """Reads a layer of areas: their union, None where none reaches into the image, and warnings.

    Raises:
        InputError: the file cannot be read or has no such layer.
    """
    warnings: list[str] = []
    parts = [polygon for _, polygon in _read_layer(file, layer, ground, crs, warnings)]
    area = _polygons_of(shapely.union_all(parts).intersection(ground))
    return (None if area.is_empty else area), tuple(warnings)


def _read_layer(
    file: Path, layer: str | None, ground: shapely.Polygon, crs: CRS | None, warnings: list[str]
) -> Iterator[tuple[str, shapely.Geometry]]:
    """Class and polygon of each feature that reaches into the image."""
    counts = {"were invalid and have been mended": 0, "have no area and are left out": 0,
              "do not lie on the image and are left out": 0,
              "have no place in the image's coordinate reference system and are left out": 0}  # fmt: skip
    mended, empty, outside, unplaced = counts
    called = _called(file, layer)
    try:
        with fiona.open(file, layer=_layer_of(file, layer)) as features:
            known = "" if _PLACEHOLDER.match(features.crs_wkt) else features.crs_wkt
            if crs and not known:
                warnings.append(f"{called} has no coordinate reference system: the image's is taken.")
            placing = _placing(called, known, crs, ground)
            counts[outside] = _count(features)
            for feature in placing.features_of(features):
                counts[outside] -= 1
                shape = _shape_of(feature)
                counts[mended] += not shape.is_valid
                shape = _polygons_of(shapely.make_valid(shape))
                if shape.is_empty:
                    counts[empty] += 1
                    continue
                try:
                    polygon = _polygons_of(placing.place(shape))
                except UnplacedError:
                    counts[unplaced] += 1
                    continue
                if not polygon.intersects(ground):
                    counts[outside] += 1
                else:
                    yield _class_of(feature), polygon
    except (FionaError, RasterioError) as error:
        raise InputError(f"{file.name} cannot be read as polygons ({error}): check the file.") from error
    warnings += [f"Of the features of {called}, {count} {what}." for what, count in counts.items() if count]


def _called(file: Path, layer: str | None) -> str:
    """What a person knows the polygons by: QGIS has those of several layers copied to one file."""
    return file.name if layer is None else f"'{layer}'"


def _placing(called: str, theirs: str, crs: CRS | None, ground: shapely.Polygon) -> Placing:
    """What brings the layer's polygons onto the image.

    Raises:
        InputError: nothing leads from the layer's CRS to the image's.
    """
    try:
        other = theirs if theirs and crs and CRS.from_wkt(theirs) != crs else None
        return Placing(other, crs, ground)
    except (CRSError, InputError) as error:
        raise InputError(
            f"The coordinate reference system of {called} does not lead to that of the image: give the layer the "
            "right one."
        ) from error


def _count(features: fiona.Collection) -> int:
    try:
        return len(features)
    except TypeError:  # some formats do not know, such as GML
        return sum(1 for _ in features)


def _shape_of(feature: fiona.Feature) -> shapely.Geometry:
    if feature.geometry is None:
        return shapely.Polygon()
    return shapely.force_2d(shapely.geometry.shape(feature.geometry.__geo_interface__))


def _layer_of(file: Path, layer: str | None) -> str:
    if not file.exists():
        raise InputError(f"There is no file {file}: check the path of the labels.")
    layers = fiona.listlayers(file)
    if layer is None and len(layers) == 1:
        return layers[0]
    if layer not in layers:
        said = "holds several layers" if layer is None else f"has no layer '{layer}'"
        raise InputError(f"{file.name} {said}: name one of {', '.join(layers)}.")
    return layer


def _class_of(feature: fiona.Feature) -> str:
    fields = {name.lower(): value for name, value in feature.properties.items()}
    value = fields.get(CLASS_FIELD)
    return class_of(None if value is None else str(value))


def _polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """The parts with an area: mending may leave lines and points behind."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.area]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)
