"""Roads: lines of constant grade that follow the contours, and how they lie on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .lines import locate, smooth_line, stations
from .noise import Array, fractal, smoothstep
from .terrain import Surface, Terrain

_STEP = 4.0  # metres between the points of a line while it is laid out


@dataclass(frozen=True)
class Road:
    """A road's centre line, (N, 2) metres, its width in metres, and whether it is paved or a dirt track."""

    line: Array
    width: float
    paved: bool


@dataclass(frozen=True)
class RoadCover:
    """Shares 0-1 per pixel: pavement, dirt (tracks and verges), white marking, bare cut slope, and cleared of trees."""

    pavement: Array
    dirt: Array
    marking: Array
    cut: Array
    cleared: Array


def lay_roads(rng: np.random.Generator, terrain: Terrain, extent: float) -> list[Road]:
    """One paved road at the foot of the slopes, others that climb from it."""
    ground = terrain.surface.smoothed(18.0)
    roads: list[Road] = []
    wanted = int(np.clip(rng.integers(2, 5) * extent / 900, 1, 6))
    for _ in range(4 * wanted):
        first = not roads
        start = rng.uniform(0.05, 0.95, 2) * extent
        start = walk_to_height(terrain.above_river, start, rng.uniform(4, 9) if first else rng.uniform(15, 60))
        grade = rng.uniform(0.0, 0.012) if first else rng.uniform(0.04, 0.1)
        back = _walk(ground, start, -grade, -1, extent)
        line = smooth_line(np.concatenate([back[::-1], _walk(ground, start, grade, 1, extent)[1:]]), 24)
        apart = min((np.hypot(*(line[:, None] - road.line[None, ::4]).T).min(0).mean() for road in roads), default=1e9)
        if stations(line)[-1] < 0.45 * min(extent, 900) or apart < 40:
            continue
        paved = first or rng.random() < 0.3
        roads.append(Road(line, float(rng.uniform(6, 8) if paved else rng.uniform(3, 4.5)), paved))
        if len(roads) == wanted:
            break
    return roads


def walk_to_height(height: Surface, point: Array, wanted: float) -> Array:
    """Goes straight up or down the slope until a height is reached."""
    for _ in range(400):
        excess = float(height.sample(point)) - wanted
        uphill = height.gradient(point)
        if abs(excess) < 1:
            break
        point = point - np.sign(excess) * 2.5 * uphill / max(float(np.hypot(*uphill)), 0.02)
    return point


def _walk(ground: Surface, start: Array, grade: float, hand: int, extent: float) -> Array:
    """A line of constant grade with the slope on one hand, as mountain roads are built.

    It ends where it leaves the scene or would meet itself.
    """
    path = [np.array(start, dtype=np.float64)]
    heading = None
    for _ in range(int(2 * extent / _STEP)):
        uphill = ground.gradient(path[-1])
        steepness = max(float(np.hypot(*uphill)), 0.03)
        up = uphill / steepness
        climb = float(np.clip(grade / steepness, -0.6, 0.6))
        step = np.array([-up[1], up[0]]) * hand * np.sqrt(1 - climb**2) + up * climb
        heading = step if heading is None else 0.88 * heading + 0.12 * step
        heading = heading / max(float(np.hypot(*heading)), 1e-6)
        point = path[-1] + _STEP * heading
        if len(path) > 15 and np.hypot(*(np.asarray(path[:-15:3]) - point).T).min() < 35:
            break
        path.append(point)
        if (point < -40).any() or (point > extent + 40).any():
            break
    return np.array(path)


def draw_roads(rng: np.random.Generator, roads: list[Road], ground: Surface, size: int, gsd: float) -> RoadCover:
    """Rasterises the roads, with soft edges."""
    cover = RoadCover(*(np.zeros((size, size), np.float32) for _ in range(5)))
    soft = 0.6 * gsd
    rough = fractal(rng, size, gsd, 60, 3 * gsd, 1.8)
    height = ground.over_scene(size, gsd)
    slope_y, slope_x = np.gradient(height, gsd)
    for road in roads:
        place = locate(road.line, road.width + 9, size, gsd)
        if place is None:
            continue
        window = place.window
        distance = np.abs(place.offset)
        edge = road.width / 2
        surface = smoothstep(edge + soft, edge - soft, distance)
        _raise(cover.pavement if road.paved else cover.dirt, window, surface)
        _raise(cover.cleared, window, smoothstep(edge + 4.0, edge + 2.0, distance))
        if road.paved:
            _raise(cover.dirt, window, 0.7 * smoothstep(edge + 1.5, edge + 0.5, distance))
            dash = (place.station % 12 < 6) & (distance < max(0.15, gsd / 2.5))
            _raise(cover.marking, window, dash * np.float32(min(1.0, 0.3 / gsd)))
        # The cut lies on the uphill side: there the ground rises away from the line.
        away_y, away_x = np.gradient(np.where(np.isfinite(distance), distance, road.width + 9), gsd)
        uphill = away_x * slope_x[window] + away_y * slope_y[window]
        bank = 9.0 * np.clip(uphill - 0.16 + 0.12 * rough[window], 0, 0.6)
        _raise(cover.cut, window, smoothstep(edge + bank + 0.5, edge + bank - 0.5, distance) * (bank > 0.4))
    return cover


def _raise(target: Array, window: tuple[slice, slice], values: Array) -> None:
    target[window] = np.maximum(target[window], values)
