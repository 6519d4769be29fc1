"""Which part of a labelled area is kept for validation: whole square blocks, because neighbouring pixels are alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.inference.tiling import STRIDE
from landslide_plugin.engine.raster.grid import WorkGrid

_WANTED_BLOCKS = 36
_SMALLEST_SIDE = 2 * STRIDE


@dataclass(frozen=True)
class Block:
    """A square of the work grid.

    Args:
        window: its work pixels.
        ground: its outline in the raster's CRS.
    """

    window: Window
    ground: shapely.Polygon


def cut_into_blocks(labelled: shapely.Geometry, grid: WorkGrid, largest: int) -> list[Block]:
    """The squares of a regular pattern that hold some of the labelled area.

    Args:
        labelled: what has been labelled, in the raster's CRS.
        grid: work grid.
        largest: longest side of a block, work pixels; smaller where that would make too few of them.
    """
    pixel = abs(grid.transform.determinant)
    side = math.sqrt(labelled.area / pixel / _WANTED_BLOCKS)
    side = int(min(largest, max(_SMALLEST_SIDE, round(side / STRIDE) * STRIDE)))
    places = {place for part in shapely.get_parts(labelled) for place in _places_near(part, grid, side)}
    windows = [
        Window(left, top, min(side, grid.width - left), min(side, grid.height - top)) for top, left in sorted(places)
    ]
    blocks = [Block(window, grid.ground_of(window)) for window in windows]
    shapely.prepare(labelled)
    return [block for block in blocks if _share(labelled, block.ground)]


def _places_near(part: shapely.Polygon, grid: WorkGrid, side: int) -> Iterator[tuple[int, int]]:
    """Top and left of the squares that the box of a part touches: a few labels on a large image are few squares."""
    try:
        around = grid.window_of(part.bounds)
    except InputError:  # a sliver on the image's edge, thinner than a float's last digit
        return
    for top in range(int(around.row_off) // side * side, int(around.row_off + around.height), side):
        for left in range(int(around.col_off) // side * side, int(around.col_off + around.width), side):
            yield top, left


def _share(labelled: shapely.Geometry, ground: shapely.Polygon) -> bool:
    """Whether they share more than an edge."""
    return labelled.intersects(ground) and not labelled.touches(ground)


def hold_back_blocks(
    blocks: list[Block], landslides: tuple[shapely.Geometry, ...], share: float, seed: int
) -> list[Block]:
    """Draws the blocks to validate in: a share of those with landslides, and the same share of the others.

    A landslide that reaches into one of them is not learned from, so blocks are left where learning would lose more
    than half of all landslides.

    Args:
        blocks: from `cut_into_blocks`.
        landslides: polygons in the same CRS.
        share: of the blocks, 0-1.
        seed: of the draw.
    """
    if share == 0 or not blocks:
        return []
    touched: list[set[int]] = [set() for _ in blocks]
    if landslides:
        pairs = shapely.STRtree(landslides).query([block.ground for block in blocks], predicate="intersects")
        for block, landslide in pairs.T:
            touched[block].add(int(landslide))
    rng, held = np.random.default_rng(seed), set()
    order = rng.permutation(len(blocks))
    chosen: list[Block] = []
    for group in ([i for i in order if touched[i]], [i for i in order if not touched[i]]):
        wanted, taken = max(1, round(share * len(group))), 0
        for index in group:
            few_enough = len(held | touched[index]) <= len(landslides) // 2 and len(chosen) + 1 < len(blocks)
            if taken < wanted and few_enough:
                chosen.append(blocks[index])
                held |= touched[index]
                taken += 1
    return chosen


def random_point(area: shapely.Geometry, rng: np.random.Generator, tries: int = 30) -> NDArray[np.float64]:
    """A point in a polygon: even over its area, or, where that is a sliver of its box, some point inside."""
    xmin, ymin, xmax, ymax = area.bounds
    points = rng.uniform((xmin, ymin), (xmax, ymax), (tries, 2))
    inside = np.flatnonzero(shapely.contains_xy(area, points))
    if len(inside):
        return points[inside[0]]
    return np.array(area.representative_point().coords[0])
