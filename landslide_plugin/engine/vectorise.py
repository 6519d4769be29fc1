"""From a mask to landslide polygons, while the mask streams past."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.features import rasterize, shapes

from landslide_plugin.engine.metrics.components import connect, pieces_of
from landslide_plugin.engine.raster.ground import measure

NEAR = 3  # pixels; a click that misses a thin landslide by so much still means it
SIMPLIFY_PIXELS = 1.0  # takes away the pixel staircase and nothing that a pixel could show
_MANY_HOLES = 300  # from so many on, what keeps them apart takes too long: the square of their number


@dataclass
class _Piece:
    """Part of a landslide, band by band in pixel coordinates, with the probabilities in it.

    The outlines of the bands are united once, when the landslide ends: uniting one that fills the image with each band
    would take the square of the image's height.
    """

    outlines: list[shapely.Polygon]
    pixels: int
    probability_sum: float
    probability_max: float

    def join(self, other: _Piece) -> None:
        """Takes in a piece that shares a side with this one."""
        self.outlines += other.outlines
        self.pixels += other.pixels
        self.probability_sum += other.probability_sum
        self.probability_max = max(self.probability_max, other.probability_max)


@dataclass(frozen=True)
class Landslide:
    """A finished outline.

    Args:
        geometry: valid polygon in the raster's CRS.
        area, perimeter: on the ellipsoid, m2 and m; in pixels where there is no CRS.
        probability_mean, probability_max: inside the mask that it was drawn from.
    """

    geometry: shapely.MultiPolygon
    area: float
    perimeter: float
    probability_mean: float
    probability_max: float


class Polygoniser:
    """Draws polygons around the landslide pixels of bands that come from top to bottom.

    Only landslides that reach the last row seen are held as pieces; all others are finished. Pixels belong together
    when they share a side.

    Args:
        transform: pixel of the mask to the raster's CRS.
        crs: of the raster.
        minimum_area: smaller landslides are dropped and smaller holes are filled, m2 (pixels without CRS).
    """

    def __init__(self, transform: Affine, crs: CRS | None, minimum_area: float) -> None:
        self._transform, self._crs, self._minimum_area = transform, crs, minimum_area
        self._open: list[_Piece] = []
        self._last = np.zeros(0, np.int32)  # for each pixel of the last row its piece's place in `_open`, -1 = none
        self._next_row = 0

    def add(self, mask: NDArray[np.bool_], probability: NDArray[np.float32]) -> Iterator[Landslide]:
        """Takes the next rows and yields the landslides that end in them.

        Args:
            mask, probability: (rows, width).
        """
        places = self._without_specks(*pieces_of(mask))
        fresh = _pieces(places, probability, self._next_row)
        self._next_row += len(mask)
        before = len(self._open)
        above, below, last = self._last, places[0][: len(self._last)], places[-1]
        touching = (above >= 0) & (below >= 0)
        roots = connect(before + len(fresh), above[touching], below[touching] + before)
        joined: dict[int, _Piece] = {}
        for root, piece in zip(roots.tolist(), self._open + fresh, strict=True):
            if root in joined:
                joined[root].join(piece)
            else:
                joined[root] = piece
        going_on, self._last = np.full(len(last), -1), np.full(len(last), -1)
        going_on[last >= 0] = roots[last[last >= 0] + before]
        still_open = np.unique(going_on[last >= 0])
        self._last[last >= 0] = np.searchsorted(still_open, going_on[last >= 0])
        self._open = [joined.pop(root) for root in still_open.tolist()]
        for piece in joined.values():
            yield from self._finish(piece)

    def close(self) -> Iterator[Landslide]:
        """Yields what reaches the last row."""
        pieces, self._open = self._open, []
        for piece in pieces:
            yield from self._finish(piece)

    def _without_specks(self, places: NDArray[np.int32], sizes: NDArray[np.int64]) -> NDArray[np.int32]:
        """Takes away what is far too small, before each speck of noise costs a polygon.

        Specks that touch the first or the last row are kept, as they may go on there.
        """
        height = len(places)
        pixel = shapely.Polygon([
            self._transform @ corner
            for row in [self._next_row - height / 2]
            for corner in ((0, row), (1, row), (1, row + 1), (0, row + 1))
        ])  # fmt: skip
        area, _ = _measure(pixel, self._transform, self._crs)
        kept = sizes >= math.floor(self._minimum_area / 2 / (area or 1))
        for edge in (places[0], places[-1]):
            kept[edge[edge >= 0]] = True
        if not kept.all():
            inside = places >= 0
            places[inside] = np.where(kept, np.cumsum(kept) - 1, -1)[places[inside]]
        return places

    def _finish(self, piece: _Piece) -> Iterator[Landslide]:
        landslide = outline_landslide(
            shapely.union_all(piece.outlines), self._transform, self._crs, self._minimum_area,
            piece.probability_sum / piece.pixels, piece.probability_max,
        )  # fmt: skip
        if landslide.area >= self._minimum_area:
            yield landslide


def outline_at(here: tuple[int, int], mask: NDArray[np.bool_]) -> shapely.Polygon | None:
    """The outline of the landslide at a pixel, or at the nearest landslide pixel close by.

    Args:
        here: row and column.
        mask: (height, width).

    Returns:
        In pixel coordinates; None where there is none.
    """
    top, left = max(0, here[0] - NEAR), max(0, here[1] - NEAR)
    rows, columns = np.nonzero(mask[top : here[0] + NEAR + 1, left : here[1] + NEAR + 1])
    if not len(rows):
        return None
    rows, columns = rows + top, columns + left
    nearest = np.argmin((rows - here[0]) ** 2 + (columns - here[1]) ** 2)
    point = shapely.Point(columns[nearest] + 0.5, rows[nearest] + 0.5)
    for geometry, _ in shapes(mask.view(np.uint8), mask=mask, connectivity=4):
        outline = shapely.geometry.shape(geometry)
        if outline.contains(point):
            return outline
    raise AssertionError("a masked pixel lies in one of the mask's polygons")


def cells_of(outline: shapely.Polygon, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """(height, width), True inside an outline of pixel coordinates."""
    return rasterize([(outline, 1)], shape, dtype="uint8").astype(bool)


def outline_landslide(
    outline: shapely.Polygon,
    transform: Affine,
    crs: CRS | None,
    smallest_hole: float,
    probability_mean: float,
    probability_max: float,
) -> Landslide:
    """Smooths, fills, georeferences and measures one outline.

    Args:
        outline: in pixel coordinates.
        transform: pixel to the raster's CRS.
        crs: of the raster.
        smallest_hole: smaller ones are filled, m2 (pixels without CRS).
        probability_mean, probability_max: inside of it.
    """
    matrix = (transform.a, transform.b, transform.d, transform.e, transform.c, transform.f)
    if smallest_hole > 0:
        # Before the outline is simplified: noise may leave a hundred thousand holes of a pixel. One factor for all.
        extent = shapely.box(*outline.bounds)
        to_ground = _measure(shapely.affinity.affine_transform(extent, matrix), transform, crs)[0] / extent.area
        rings = np.asarray(outline.interiors)
        large = shapely.area(shapely.polygons(rings)) * to_ground >= smallest_hole if len(rings) else []
        outline = shapely.Polygon(outline.exterior, list(rings[large]) if len(rings) else None)
    # Simplification depends on the first corner and on corners in straight sides, which tell where bands met: neither
    # may show in the result.
    apart = len(outline.interiors) < _MANY_HOLES
    simple = outline.normalize().simplify(0, preserve_topology=apart).simplify(SIMPLIFY_PIXELS, preserve_topology=apart)
    # A thin outline may lose its body to simplification; the staircase is then the truer one.
    placed = shapely.affinity.affine_transform(simple if simple.area > 0 else outline, matrix)
    area, perimeter = _measure(placed, transform, crs)
    polygons = [part for part in shapely.get_parts(shapely.make_valid(placed)) if part.geom_type == "Polygon"]
    return Landslide(shapely.MultiPolygon(polygons), area, perimeter, float(probability_mean), float(probability_max))


def _measure(geometry: shapely.Geometry, transform: Affine, crs: CRS | None) -> tuple[float, float]:
    """Area and perimeter on the ground; in pixels without CRS, whatever unit a world file has."""
    area, perimeter = measure(geometry, crs)
    if crs:
        return area, perimeter
    pixel = abs(transform.determinant)
    return area / pixel, perimeter / math.sqrt(pixel)


def _pieces(places: NDArray[np.int32], probability: NDArray[np.float32], top: int) -> list[_Piece]:
    """The pieces of a band.

    Args:
        places: (rows, width) number of each pixel's piece, -1 = none.
        probability: (rows, width).
        top: row of the image that the band begins at.
    """
    mask = places >= 0
    owners, inside = places[mask], probability[mask]
    pixels, sums = np.bincount(owners), np.bincount(owners, inside)
    highest = np.zeros(len(pixels), np.float32)
    np.maximum.at(highest, owners, inside)
    return [
        _Piece([outline], int(pixels[n]), float(sums[n]), float(highest[n]))
        for n, outline in sorted(_outlines(places, mask, top), key=lambda numbered: numbered[0])
    ]


def _outlines(places: NDArray[np.int32], mask: NDArray[np.bool_], top: int) -> Iterator[tuple[int, shapely.Polygon]]:
    """Number and outline of each piece; columns without any are passed over, which saves most of the time."""
    edges = np.flatnonzero(np.diff(mask.any(axis=0), prepend=False, append=False))
    for left, right in edges.reshape(-1, 2).tolist():
        columns = slice(left, right)
        for geometry, number in shapes(
            places[:, columns], mask[:, columns], connectivity=4, transform=Affine.translation(left, top)
        ):
            yield int(number), shapely.geometry.shape(geometry)
