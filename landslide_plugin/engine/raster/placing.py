"""Polygons that come in another CRS than the raster, or from the other side of the antimeridian."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

import fiona
import numpy as np
import shapely
import shapely.affinity
from fiona.errors import DriverError
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from rasterio.crs import CRS as RasterioCRS  # noqa: N811 - it shares its name with pyproj's

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.ground import unwrapped

_PARTS = 32  # an edge that is straight in one CRS is curved in another: so many pieces of the longest side
_MARGIN = 0.1  # of the raster's side, around what counts as near
_NO_PLACE = (
    "Part of the chosen area has no coordinates in the image's coordinate reference system: choose a smaller area near "
    "the image."
)


class UnplacedError(InputError):
    """Part of a polygon has no coordinates in the raster's CRS."""


class Placing:
    """Brings polygons of one CRS onto a raster of another.

    Far from its ground a CRS folds, and polygons of the other side of the world come to lie on the raster. So the
    raster's surroundings are sought in the polygons' CRS, and only what lies there is brought over.

    Args:
        area_crs: of the polygons, e.g. `EPSG:4326`; None = the raster's.
        raster_crs: of the raster.
        outline: of the raster, in its CRS.

    Raises:
        InputError: the CRS does not lead to the raster's.
    """

    def __init__(self, area_crs: str | None, raster_crs: RasterioCRS | None, outline: shapely.Polygon) -> None:
        self._outline, self._period = outline, world_width(raster_crs)
        self._transformer = None if area_crs is None else _transformer_between(area_crs, raster_crs)
        self._surroundings = self._find_surroundings()
        shapely.prepare(self._surroundings)

    def place(self, area: shapely.Geometry) -> shapely.Geometry:
        """An area in the raster's CRS, on its side of the antimeridian. What is not near the raster may be missing.

        Args:
            area: valid polygons.

        Raises:
            UnplacedError: the area has no place there.
        """
        if self._transformer is not None:
            area = self._brought(area)
        if self._period is None or area.is_empty:
            return area
        copies = [shapely.affinity.translate(area, turns * self._period) for turns in (-1, 0, 1)]
        meeting = [copy for copy in map(shapely.make_valid, copies) if copy.intersects(self._outline)]
        return shapely.union_all(meeting) if meeting else area

    def features_of(self, layer: fiona.Collection) -> Iterator[fiona.Feature]:
        """Features of a layer without those that OGR knows to be far from the raster; layers hold whole countries.

        Args:
            layer: open, in the polygons' CRS.
        """
        box = None
        with suppress(DriverError):  # of an empty layer, which has no bounds
            # Coordinates without any place, such as metres that are labelled as degrees, are for `place` to tell of.
            if self._surroundings is not None and self._has_place(layer.bounds):
                common = self._surroundings.intersection(shapely.box(*layer.bounds))  # of one turn around the world
                box = (self._surroundings if common.is_empty else common).bounds
        return layer.filter(bbox=box)

    def _find_surroundings(self) -> shapely.Geometry | None:
        """The raster and some ground around it, in the polygons' CRS; None where they fold there."""
        side = self._outline.length / 4
        around = shapely.segmentize(self._outline.buffer(side * _MARGIN, join_style="mitre"), side / _PARTS)
        ring, period = shapely.get_coordinates(around), self._period
        if self._transformer is not None:
            there = np.column_stack(self._transformer.transform(*ring.T, direction="INVERSE"))
            if not self._is_same(self._forth(there), ring, side * _MARGIN):
                return None
            ring, period = there, _world_width(self._transformer.source_crs)
        if period is None:
            return shapely.box(*ring.min(axis=0), *ring.max(axis=0))
        x, (ymin, ymax) = unwrapped(ring[:, 0], period), (ring[:, 1].min(), ring[:, 1].max())
        xmin, xmax = x.min(), x.max()
        if abs(x[-1] - x[0]) > period / 2:  # it goes around a pole
            ymin, ymax = (ymin, period) if ymin + ymax > 0 else (-period, ymax)
        turns = (-period, 0, period)
        return shapely.union_all([shapely.box(xmin + turn, ymin, xmax + turn, ymax) for turn in turns])

    def _is_same(self, a: NDArray[np.float64], b: NDArray[np.float64], tolerance: float) -> bool:
        """Whether coordinates of the raster's CRS are the same, whichever turn around the world they are on."""
        with np.errstate(invalid="ignore"):  # what is infinite is not the same
            apart = a - b
            if self._period is not None:
                apart[:, 0] -= np.rint(apart[:, 0] / self._period) * self._period
            return bool((np.abs(apart) <= tolerance).all())

    def _brought(self, area: shapely.Geometry) -> shapely.Geometry:
        near = area
        if self._surroundings is not None and not self._surroundings.contains(area):
            near = area.intersection(self._surroundings)
        if near.is_empty:
            if not (area.is_empty or self._has_place(area.bounds)):
                raise UnplacedError(_NO_PLACE)
            return near
        xmin, ymin, xmax, ymax = near.bounds
        longest = max(xmax - xmin, ymax - ymin)
        fine = shapely.segmentize(near, longest / _PARTS) if longest else near
        placed = shapely.transform(fine, self._forth)
        if not np.isfinite(shapely.get_coordinates(placed)).all():
            raise UnplacedError(_NO_PLACE)
        if self._period is None:
            return shapely.make_valid(placed)
        return shapely.transform(
            shapely.make_valid(placed), lambda xy: np.column_stack((unwrapped(xy[:, 0], self._period), xy[:, 1]))
        )

    def _has_place(self, bounds: tuple[float, float, float, float]) -> bool:
        return bool(np.isfinite(self._forth(np.reshape(bounds, (2, 2)))).all())

    def _forth(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """(points, 2) of the polygons' CRS in the raster's."""
        return xy if self._transformer is None else np.column_stack(self._transformer.transform(xy[:, 0], xy[:, 1]))


def world_width(crs: RasterioCRS | None) -> float | None:
    """How far east one comes back to the same place, in units of the CRS; None where x does not go around the world."""
    if not crs:
        return None
    try:
        return _world_width(CRS.from_wkt(crs.to_wkt()))
    except CRSError:
        return None


def _world_width(crs: CRS) -> float | None:
    if crs.is_geographic:
        return math.tau / crs.axis_info[0].unit_conversion_factor
    operation = crs.coordinate_operation
    if crs.is_projected and operation is not None and "mercator" in operation.method_name.lower():
        turned = {"transverse", "oblique"} & set(operation.method_name.lower().replace("_", " ").split())
        if not turned:
            return math.tau * crs.ellipsoid.semi_major_metre / crs.axis_info[0].unit_conversion_factor
    return None


def _transformer_between(area_crs: str, raster_crs: RasterioCRS | None) -> Transformer:
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


@lru_cache(maxsize=8)
def _transformer(theirs: str, ours: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(theirs), CRS.from_wkt(ours), always_xy=True)
