"""Lines on the ground: smoothing them, and where each pixel stands relative to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Array


def smooth_line(points: Array, rounds: int) -> Array:
    """Rounds the corners of (N, 2) points, ends kept."""
    points = np.asarray(points, dtype=np.float64)
    for _ in range(rounds):
        inner = 0.25 * points[:-2] + 0.5 * points[1:-1] + 0.25 * points[2:]
        points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def stations(points: Array) -> Array:
    """Length along the line at each of its points, metres."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])


@dataclass(frozen=True)
class LinePosition:
    """Where the pixels of a window stand relative to a line.

    Args:
        rows, columns: the window in the scene.
        offset: signed distance to the line, metres, positive to the right of its direction (as seen on the image).
        station: length along the line at the nearest point, metres; pixels out of reach have an infinite offset.
    """

    rows: slice
    columns: slice
    offset: Array
    station: Array

    @property
    def window(self) -> tuple[slice, slice]:
        """The window as an index."""
        return self.rows, self.columns


def locate(points: Array, reach: float, size: int, gsd: float) -> LinePosition | None:
    """The position of all pixels within `reach` metres of a line; None when the line misses the scene.

    A sliver of a single row or column counts as missed: no slope could be taken on it.
    """
    points = np.asarray(points, dtype=np.float64)
    low = np.clip(np.floor((points.min(0) - reach) / gsd), 0, size).astype(int)
    high = np.clip(np.ceil((points.max(0) + reach) / gsd), 0, size).astype(int)
    if (high - low < 2).any():
        return None
    shape = (high[1] - low[1], high[0] - low[0])
    nearest = np.full(shape, np.inf, np.float32)
    offset = np.full(shape, np.inf, np.float32)
    station = np.zeros(shape, np.float32)
    for start, stop, length in zip(points[:-1], points[1:], stations(points)[:-1], strict=True):
        run = stop - start
        along = float(np.hypot(*run))
        first = np.maximum(np.floor((np.minimum(start, stop) - reach) / gsd).astype(int), low) - low
        last = np.minimum(np.ceil((np.maximum(start, stop) + reach) / gsd).astype(int), high) - low
        if along == 0 or (last <= first).any():
            continue
        window = (slice(first[1], last[1]), slice(first[0], last[0]))
        x = ((np.arange(first[0], last[0]) + low[0] + 0.5) * gsd - start[0]).astype(np.float32)[None]
        y = ((np.arange(first[1], last[1]) + low[1] + 0.5) * gsd - start[1]).astype(np.float32)[:, None]
        share = np.clip((x * run[0] + y * run[1]) / along**2, 0, 1).astype(np.float32)
        squared = (x - share * run[0]) ** 2 + (y - share * run[1]) ** 2
        closer = squared < np.minimum(nearest[window], reach * reach)
        side = np.where(run[0] * y - run[1] * x >= 0, 1, -1)
        nearest[window] = np.where(closer, squared, nearest[window])
        offset[window] = np.where(closer, side * np.sqrt(squared), offset[window])
        station[window] = np.where(closer, length + share * along, station[window])
    if not np.isfinite(offset).any():
        return None
    return LinePosition(slice(low[1], high[1]), slice(low[0], high[0]), offset, station)


def directions(points: Array) -> Array:
    """Unit vectors along the line at each of its points."""
    steps = np.gradient(np.asarray(points, dtype=np.float64), axis=0)
    return steps / np.maximum(np.hypot(*steps.T)[:, None], 1e-9)
