"""Mountains with a river valley: uplift, and erosion by running water.

The height field is brought near the steady state of the stream power law, dz/dt = U - K A^m S (m = 0.5, n = 1), solved
implicitly from the outlets upwards as in Braun and Willett (2013), Geomorphology 180-181, 170-179. That is what gives
the branching valleys and the ridges between them; noise alone does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .lines import smooth_line
from .noise import Array, bilinear, blur, fractal, resize

_STEEPEST = 0.66  # hillsides fail beyond about this slope (tangent)
_NEIGHBOURS = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]


@dataclass(frozen=True)
class Surface:
    """A coarse height field that reaches beyond the scene on all sides, read at any point.

    Args:
        heights: (n, n) metres.
        cell: metres per cell.
        origin: x and y of the outer corner of the first cell, metres right and down of the scene's corner.
    """

    heights: Array
    cell: float
    origin: tuple[float, float]

    def sample(self, points: Array) -> Array:
        """Heights at (N, 2) points (x, y), bilinear."""
        cells = self._cells(points)
        return bilinear(self.heights, cells[..., 1], cells[..., 0])

    def gradient(self, points: Array) -> Array:
        """Uphill gradient (dz/dx, dz/dy) at (N, 2) points."""
        cells = self._cells(points)
        # East, west, south and north of each point in one call: most callers ask for one point, very often.
        around = cells[..., None, :] + ((0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5))
        east, west, south, north = np.moveaxis(bilinear(self.heights, around[..., 1], around[..., 0]), -1, 0)
        return np.stack([east - west, south - north], axis=-1) / self.cell

    def smoothed(self, distance: float) -> Surface:
        """The same surface without what is smaller than `distance` metres."""
        return Surface(blur(self.heights, distance / self.cell), self.cell, self.origin)

    def over_scene(self, size: int, gsd: float) -> Array:
        """Heights at the scene's pixels, (size, size)."""
        left, top = (-value / self.cell for value in self.origin)
        side = size * gsd / self.cell
        return resize(self.heights, size, (left, top, left + side, top + side))

    def _cells(self, points: Array) -> Array:
        return (np.asarray(points, dtype=np.float64) - self.origin) / self.cell - 0.5


@dataclass(frozen=True)
class Terrain:
    """The mountains before anything stands on them.

    Args:
        surface: heights of the ground, reaching beyond the scene.
        river: (N, 2) course of the river, metres, downstream.
        river_width: metres.
        above_river: height above the river's level, on the grid of `surface`.
        floor: (n, n) share of valley floor, 0-1, on the grid of `surface`.
    """

    surface: Surface
    river: Array
    river_width: float
    above_river: Surface
    floor: Surface


def make_terrain(rng: np.random.Generator, extent: float) -> Terrain:
    """Raises mountains around a scene of `extent` metres."""
    side = max(1.3 * extent, 900.0)
    count = int(np.clip(side / 6, 128, 256))
    cell = side / count
    river = _river_course(rng, side)
    centres = (np.arange(count) + 0.5) * cell
    distance, station = _distance_to(river, centres)
    river_width = float(rng.uniform(11, 28))
    floor_width = (river_width + rng.uniform(12, 45)) * (1 + 0.5 * fractal(rng, count, cell, side, 120, 3)).clip(
        0.35, 2.2
    )
    level = 0.012 * (station.max() - station)
    base = distance < floor_width
    heights = _raise_and_erode(rng, base, level, side)
    rise = blur(np.maximum(heights - level, 0), 9 / cell)
    folds = fractal(rng, count, cell, 150, 40, 3.5)
    rise = np.maximum(rise + 2.0 * folds * np.clip(rise / 25, 0, 1), 0)
    floor = blur((distance < floor_width * 1.15).astype(np.float32), 1.5)
    rise = rise + 0.035 * np.minimum(distance, floor_width)  # floors rise gently from the river
    corner = _choose_corner(rng, rise, side, extent)
    altitude = rng.uniform(300, 1500)
    origin = (float(-corner[0]), float(-corner[1]))
    return Terrain(
        Surface((altitude + level + rise).astype(np.float32), cell, origin),
        river - corner,
        river_width,
        Surface(rise.astype(np.float32), cell, origin),
        Surface(floor, cell, origin),
    )


def _choose_corner(rng: np.random.Generator, rise: Array, side: float, extent: float) -> Array:
    """Upper left corner of the scene. One smaller than its surroundings may lie anywhere, rather on steep ground."""
    spare = side - extent
    corners = spare / 2 + rng.uniform(-0.4, 0.4, (5, 2)) * spare
    cell = side / len(rise)
    steep = np.hypot(*np.gradient(rise, cell)) > 0.4
    span = max(int(extent / cell), 1)
    starts = (corners / cell).astype(int)
    shares = [steep[top : top + span, left : left + span].mean() for left, top in starts]
    return corners[int(np.argmax(shares))]


def _river_course(rng: np.random.Generator, side: float) -> Array:
    along = np.linspace(-0.8, 0.8, 240) * side
    bends = np.zeros_like(along)
    for wavelength in (side * 0.9, 420.0, 230.0, 130.0):
        phase = rng.uniform(0, 2 * np.pi)
        bends += rng.uniform(0.04, 0.09) * wavelength * np.sin(2 * np.pi * along / wavelength + phase)
    bends += rng.uniform(-0.15, 0.15) * side
    angle = rng.uniform(0, 2 * np.pi)
    direction = np.array([np.cos(angle), np.sin(angle)])
    return smooth_line(side / 2 + along[:, None] * direction + bends[:, None] * direction[::-1] * (-1, 1), 2)


def _distance_to(line: Array, centres: Array) -> tuple[Array, Array]:
    """Distance to a line's nearest vertex and the length along the line there, on a square grid."""
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    nearest = np.full((len(centres), len(centres)), np.inf)
    station = np.zeros_like(nearest)
    for (x, y), length in zip(line, lengths, strict=True):
        distance = (centres[None] - x) ** 2 + (centres[:, None] - y) ** 2
        closer = distance < nearest
        nearest[closer] = distance[closer]
        station[closer] = length
    return np.sqrt(nearest).astype(np.float32), blur(station.astype(np.float32), 60 / (centres[1] - centres[0]))


def _raise_and_erode(rng: np.random.Generator, base: Array, level: Array, side: float) -> Array:
    """From coarse to fine: each grid starts from the coarser one's mountains and adds its own gullies."""
    count = len(base)
    outside = rng.uniform(10, 70)
    strength = rng.uniform(15, 26)
    heights = np.zeros((8, 8), np.float32)
    for share, steps, pace in ((4, 40, 1.0), (2, 16, 0.5), (1, 10, 0.3)):
        grid = count // share
        cell = side / grid
        here = resize(base.astype(np.float32), grid) > 0.5
        low = resize(level, grid).astype(np.float64)
        border = np.zeros_like(here)
        border[[0, -1]] = border[:, [0, -1]] = True
        fixed = here | border
        bottom = np.where(here, low, low + outside)
        rough = fractal(rng, grid, cell, side / 3, 2 * cell, 2)
        heights = np.maximum(resize(heights, grid), low) + cell * 0.12 * (rough - rough.min())
        uplift = strength * np.exp(0.35 * fractal(rng, grid, cell, side / 2, 100, 3))
        hardness = np.exp(0.3 * fractal(rng, grid, cell, 200, 2 * cell, 1))
        steepest = _STEEPEST * np.exp(0.16 * fractal(rng, grid, cell, side / 3, 40, 2))
        for _ in range(steps):
            heights = np.where(fixed, bottom, heights)
            receivers, reach = _steepest_descent(rng, heights, fixed, cell)
            heights = _erode(heights, receivers, reach, np.where(fixed, 0, uplift * pace), hardness * pace, steepest)
    return heights.astype(np.float32)


def _erode(heights: Array, receivers: Array, reach: Array, uplift: Array, power: Array, steepest: Array) -> Array:
    """One time step: water gathers downstream, then each cell is lowered towards the one below it."""
    levels = _levels_upstream(receivers)
    area = np.full(heights.size, float(reach.min()) ** 2)
    for members in reversed(levels):
        np.add.at(area, receivers[members], area[members])
    raised = (heights + uplift).ravel()
    factor = power.ravel() * np.sqrt(area) / reach
    limit = steepest.ravel() * reach
    for members in levels:
        below = raised[receivers[members]]
        lowered = (raised[members] + factor[members] * below) / (1 + factor[members])
        raised[members] = np.minimum(lowered, below + limit[members])
    return raised.reshape(heights.shape)


def _steepest_descent(rng: np.random.Generator, heights: Array, fixed: Array, cell: float) -> tuple[Array, Array]:
    """For each cell the index of the neighbour that its water runs to (itself in a pit) and the distance to it.

    The choice between neighbours is slightly random, else valleys would run along the grid's eight directions.
    """
    side = len(heights)
    index = np.arange(heights.size).reshape(heights.shape)
    padded = np.pad(heights, 1, constant_values=np.inf)
    best = np.zeros_like(heights)
    receivers = index.copy()
    reach = np.full(heights.shape, cell)
    for down, right in _NEIGHBOURS:
        length = cell * np.hypot(down, right)
        fall = (heights - padded[1 + down : 1 + down + side, 1 + right : 1 + right + side]) / length
        fall = fall * rng.uniform(0.85, 1.15, fall.shape)
        steeper = (fall > best) & ~fixed
        best = np.where(steeper, fall, best)
        receivers = np.where(steeper, index + down * side + right, receivers)
        reach = np.where(steeper, length, reach)
    return receivers.ravel(), reach.ravel()


def _levels_upstream(receivers: Array) -> list[Array]:
    """Cells grouped by their number of steps to an outlet, from 1 upwards, by pointer doubling."""
    depth = (receivers != np.arange(receivers.size)).astype(np.int32)
    pointer = receivers
    while True:
        ahead = depth[pointer]
        if not ahead.any():
            break
        depth = depth + ahead
        pointer = pointer[pointer]
    order = np.argsort(depth, kind="stable")
    bounds = np.searchsorted(depth[order], np.arange(1, depth.max() + 2))
    return [order[start:stop] for start, stop in zip(bounds[:-1], bounds[1:], strict=True)]
