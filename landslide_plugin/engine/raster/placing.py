"""Polygons that come in another CRS than the raster, or from the other side of the antimeridian."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import shapely
import shapely.affinity
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from rasterio.crs import CRS as RasterioCRS  # noqa: N811 - it shares its name with pyproj's

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.ground import unwrapped

_PARTS = 32  # an edge that is straight in one CRS is curved in another: so many pieces of the longest side


class UnplacedError(InputError):
    """Part of a polygon has no coordinates in the raster's CRS."""


def place_area(
    area: shapely.Geometry, area_crs: str | None, raster_crs: RasterioCRS | None, outline: shapely.Polygon
) -> shapely.Geometry:
    """The area in the raster's CRS, on the raster's side of the antimeridian.

    Args:
        area: polygons.
        area_crs: of the area, e.g. `EPSG:4326`; None = the raster's.
        raster_crs: of the raster.
        outline: of the raster, in its CRS.

    Raises:
        InputError: the CRS does not lead to the raster's. UnplacedError: the area has no place there.
    """
    if area_crs is not None:
        area = _transformed(area, area_crs, raster_crs)
    period = world_width(raster_crs)
    if period is None:
        return area
    if area_crs is not None:
        area = shapely.transform(area, lambda xy: np.column_stack((unwrapped(xy[:, 0], period), xy[:, 1])))
    copies = [shapely.affinity.translate(area, turns * period) for turns in (-1, 0, 1)]
    meeting = [copy for copy in map(shapely.make_valid, copies) if copy.intersects(outline)]
    return shapely.union_all(meeting) if meeting else area


def surrounds(area: shapely.Geometry, area_crs: str, raster_crs: RasterioCRS | None, outline: shapely.Polygon) -> bool:
    """Whether the raster lies within the area, whose far edges may fold up in the raster's CRS, as the world's do.

    Args:
        area, area_crs, raster_crs, outline: as in `place_area`.

    Raises:
        InputError: the CRS does not lead to the raster's.
    """
    transformer = transformer_between(area_crs, raster_crs)
    there = shapely.transform(
        shapely.segmentize(outline, outline.length / 4 / _PARTS),
        lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1], direction="INVERSE")),
    )
    return bool(np.isfinite(shapely.get_coordinates(there)).all()) and shapely.make_valid(area).contains(there)


def world_width(crs: RasterioCRS | None) -> float | None:
    """How far east one comes back to the same place, in units of the CRS; None where x does not go around the world."""
    if not crs:
        return None
    try:
        known = CRS.from_wkt(crs.to_wkt())
    except CRSError:
        return None
    if known.is_geographic:
        return math.tau / known.axis_info[0].unit_conversion_factor
    operation = known.coordinate_operation
    if known.is_projected and operation is not None and "mercator" in operation.method_name.lower():
        turned = {"transverse", "oblique"} & set(operation.method_name.lower().replace("_", " ").split())
        if not turned:
            return math.tau * known.ellipsoid.semi_major_metre / known.axis_info[0].unit_conversion_factor
    return None


def transformer_between(area_crs: str, raster_crs: RasterioCRS | None) -> Transformer:
    """What brings coordinates into the raster's CRS.

    Raises:
        InputError: nothing leads there.
    """
    if not raster_crs:
        raise InputError(
            "The image has no coordinate reference system to bring the area into: give the area in the image's own "
            "coordinates."
        )
    try:
        return _transformer(area_crs, raster_crs.to_wkt())
    except (CRSError, ProjError) as error:
        raise InputError(
            f"'{area_crs}' is no coordinate reference system that leads to the image's: give a code such as EPSG:4326."
        ) from error


def _transformed(area: shapely.Geometry, area_crs: str, raster_crs: RasterioCRS | None) -> shapely.Geometry:
    transformer = transformer_between(area_crs, raster_crs)
    xmin, ymin, xmax, ymax = area.bounds
    longest = max(xmax - xmin, ymax - ymin)
    fine = shapely.segmentize(area, longest / _PARTS) if longest else area
    placed = shapely.transform(fine, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    if not np.isfinite(shapely.get_coordinates(placed)).all():
        raise UnplacedError(
            "Part of the chosen area has no coordinates in the image's coordinate reference system: choose a smaller "
            "area near the image."
        )
    return shapely.make_valid(placed)


@lru_cache(maxsize=8)
def _transformer(theirs: str, ours: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(theirs), CRS.from_wkt(ours), always_xy=True)
