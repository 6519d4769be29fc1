"""What covers the ground: parcels and terraces, river and gravel, roads, houses, forest."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .lines import directions, locate, smooth_line, stations
from .noise import Array, blur, fractal, smoothstep
from .terrain import Surface, Terrain


@dataclass(frozen=True)
class Road:
    """A road's centre line, (N, 2) metres, and its width; paved roads are asphalt or concrete, others dirt."""

    line: Array
    width: float
    paved: bool


@dataclass(frozen=True)
class House:
    """A building: centre, half sizes along and across its ridge, direction of the ridge, height, kind of roof."""

    centre: tuple[float, float]
    half: tuple[float, float]
    angle: float
    height: float
    roof: int


@dataclass
class LandCover:
    """Cover of a scene; arrays are (size, size).

    Args:
        water, gravel, road, dirt, bare, field, forest, rock: shares 0-1.
        parcel: number of the parcel, 0 outside fields.
        furrow: direction across the crop rows, radians.
        line_mark: share of white road marking.
    """

    water: Array
    gravel: Array
    depth: Array
    road: Array
    dirt: Array
    mark: Array
    fields: Array
    parcel: Array
    border: Array
    row: Array
    forest: Array
    rock: Array
    quarry: Array
    quarry_step: Array
    roads: list[Road] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)


def cover_land(rng: np.random.Generator, terrain: Terrain, dem: Array, size: int, gsd: float) -> LandCover:
    """Lays out the land cover on the terrain."""
    extent = size * gsd
    floor = terrain.floor.over_scene(size, gsd)
    rise = terrain.above_river.over_scene(size, gsd)
    broad = terrain.surface.smoothed(10.0).over_scene(size, gsd)
    slope = np.hypot(*np.gradient(broad, gsd)).astype(np.float32)
    patches = fractal(rng, size, gsd, 260, 12, 2.6)
    water, gravel, depth = _river(rng, terrain, size, gsd)
    roads = _roads(rng, terrain, extent)
    road, dirt, mark = _draw_roads(roads, size, gsd)
    farmed = smoothstep(0.27, 0.20, slope + 0.05 * patches) * smoothstep(70, 40, rise + 12 * patches)
    terraced = rng.uniform(0.2, 1.2)
    farmed = np.maximum(farmed, smoothstep(0.42, 0.36, slope) * smoothstep(terraced, terraced + 0.2, -patches))
    parcel, border, row = _parcels(rng, terrain.surface.smoothed(30), size, gsd)
    quarry, step = _quarry(rng, terrain, size, gsd)
    houses = _houses(rng, terrain, roads, extent)
    forest = smoothstep(-0.9, 0.1, patches + 1.6 * (slope - 0.3) + rng.uniform(-0.3, 0.6))
    farmed = (farmed > 0.5).astype(np.float32)
    free = (1 - farmed) * (1 - np.maximum.reduce([water, gravel, road, dirt, quarry]))
    forest = forest * free * (1 - 0.8 * smoothstep(0.3, 0.9, floor))
    rock = smoothstep(0.78, 0.95, slope + 0.08 * fractal(rng, size, gsd, 60, 2 * gsd, 1.8)) * free
    return LandCover(
        water, gravel, depth, road, dirt, mark, farmed, parcel, border, row, forest, rock, quarry, step, roads, houses
    )


def _river(rng: np.random.Generator, terrain: Terrain, size: int, gsd: float) -> tuple[Array, Array, Array]:
    water, gravel, depth = (np.zeros((size, size), np.float32) for _ in range(3))
    half = terrain.river_width / 2
    place = locate(terrain.river, half * 4.5 + 10, size, gsd)
    if place is None:
        return water, gravel, depth
    noise = fractal(rng, size, gsd, 60, 2 * gsd, 2.4)[place.window]
    wander = fractal(rng, size, gsd, 200, 20, 3)[place.window]
    distance = np.abs(place.offset + half * 0.9 * wander)
    edge = distance - half * (1 + 0.18 * noise)
    soft = 0.7 * gsd + 0.3
    water[place.window] = smoothstep(soft, -soft, edge)
    bar = half * (0.9 + 0.9 * np.sign(place.offset) * wander + 0.5 * noise)
    gravel[place.window] = smoothstep(soft, -soft, edge - np.maximum(bar, 0.8)) * (1 - water[place.window])
    depth[place.window] = np.clip(-edge / half, 0, 1)
    return water, gravel, depth


def _roads(rng: np.random.Generator, terrain: Terrain, extent: float) -> list[Road]:
    ground = terrain.surface.smoothed(16.0)
    roads = []
    margin = 0.05 * extent
    for number in range(int(np.clip(rng.integers(2, 5) * extent / 900, 1, 7))):
        start = rng.uniform(margin, extent - margin, 2)
        if number == 0:
            start = _towards(terrain.above_river, start, 9.0)
        grade = rng.uniform(0.0, 0.02) if number == 0 else rng.uniform(0.03, 0.1)
        line = np.concatenate([
            _contour_walk(ground, start, -grade, -1, extent)[::-1], _contour_walk(ground, start, grade, 1, extent)[1:]
        ])  # fmt: skip
        if stations(line)[-1] > 0.3 * extent:
            paved = number == 0 or rng.random() < 0.3
            roads.append(Road(smooth_line(line, 30), float(rng.uniform(6, 8) if paved else rng.uniform(3, 4.5)), paved))
    return roads


def _towards(height: Surface, point: Array, wanted: float) -> Array:
    """Walks up or down the slope to a height."""
    for _ in range(400):
        excess = float(height.sample(point)) - wanted
        uphill = height.gradient(point)
        if abs(excess) < 1:
            break
        point = point - np.sign(excess) * 2.5 * uphill / max(float(np.hypot(*uphill)), 0.02)
    return point


def _contour_walk(ground: Surface, start: Array, grade: float, hand: int, extent: float) -> Array:
    """A line of constant grade: it follows the contours with the slope on one hand, as mountain roads do."""
    point, path = np.array(start, dtype=np.float64), [np.array(start, dtype=np.float64)]
    heading = None
    for _ in range(int(2.2 * extent / 4)):
        uphill = ground.gradient(point)
        steepness = max(float(np.hypot(*uphill)), 0.03)
        up = uphill / steepness
        climb = float(np.clip(grade / steepness, -0.6, 0.6))
        level = np.array([-up[1], up[0]]) * hand
        step = level * np.sqrt(1 - climb**2) + up * climb
        heading = step if heading is None else 0.85 * heading + 0.15 * step
        heading = heading / max(float(np.hypot(*heading)), 1e-6)
        point = point + 4 * heading
        path.append(point)
        if (point < -40).any() or (point > extent + 40).any():
            break
    return np.array(path)


def _draw_roads(roads: list[Road], size: int, gsd: float) -> tuple[Array, Array, Array]:
    road, dirt, mark = (np.zeros((size, size), np.float32) for _ in range(3))
    soft = 0.6 * gsd
    for item in roads:
        place = locate(item.line, item.width * 2 + 3, size, gsd)
        if place is None:
            continue
        distance = np.abs(place.offset)
        surface = smoothstep(item.width / 2 + soft, item.width / 2 - soft, distance)
        target = road if item.paved else dirt
        target[place.window] = np.maximum(target[place.window], surface)
        if item.paved:
            verge = 0.8 * smoothstep(item.width / 2 + 1.6, item.width / 2 + 0.6, distance)
            dirt[place.window] = np.maximum(dirt[place.window], verge)
            dash = (place.station % 12 < 6) & (distance < max(0.15, gsd / 2.5))
            mark[place.window] = np.maximum(mark[place.window], dash * min(1.0, 0.3 / gsd))
    return road, dirt, mark


def _parcels(rng: np.random.Generator, ground: Surface, size: int, gsd: float) -> tuple[Array, Array, Array]:
    """Blocks of strips: number, closeness to the border (0-1) and the phase of the crop rows of each pixel."""
    block = 75.0
    cells = int(np.ceil(size * gsd / block)) + 3
    axis = (np.arange(size, dtype=np.float32) + 0.5) * gsd
    x, y = axis[None], axis[:, None]
    seeds = np.stack(np.meshgrid(np.arange(cells), np.arange(cells)), -1) - 1 + rng.uniform(0.1, 0.9, (cells, cells, 2))
    seeds = (seeds * block).reshape(-1, 2)
    uphill = ground.gradient(seeds)
    angles = np.arctan2(uphill[:, 1], uphill[:, 0]) + rng.normal(0, 0.12, len(seeds))
    nearest = np.full((size, size), np.inf, np.float32)
    owner = np.zeros((size, size), np.int32)
    for index, seed in enumerate(seeds):
        left, top = (np.clip(((seed - 2 * block) / gsd).astype(int), 0, size)).tolist()
        right, bottom = (np.clip(((seed + 2 * block) / gsd).astype(int), 0, size)).tolist()
        window = (slice(top, bottom), slice(left, right))
        distance = np.abs(x[:, left:right] - seed[0]) ** 2 + np.abs(y[top:bottom] - seed[1]) ** 2
        closer = distance < nearest[window]
        nearest[window][closer] = distance[closer]
        owner[window][closer] = index
    cosine, sine = np.cos(angles).astype(np.float32)[owner], np.sin(angles).astype(np.float32)[owner]
    across = x * cosine + y * sine
    along = y * cosine - x * sine
    bend = 2.5 * fractal(rng, size, gsd, 120, 25, 3)
    across += bend
    strip_width = rng.uniform(9, 22, len(seeds)).astype(np.float32)[owner]
    strip = np.floor(across / strip_width)
    mixed = (strip * 7.13 + owner * 3.77) % 1
    length = strip_width * (2.2 + 2.5 * mixed)
    piece = np.floor(along / length + mixed * 5)
    number = ((strip * 73856093 + piece * 19349663 + owner * 83492791).astype(np.int64) % 65521).astype(np.int32)
    into_strip = np.minimum(across % strip_width, strip_width - across % strip_width)
    position = along + mixed * 5 * length
    into_piece = np.minimum(position % length, length - position % length)
    border = smoothstep(0.9 + gsd, 0.3, np.minimum(into_strip, into_piece))
    return number, border.astype(np.float32), across


def _quarry(rng: np.random.Generator, terrain: Terrain, size: int, gsd: float) -> tuple[Array, Array]:
    """Quarries and building sites: bare like a landslide, but benched, angular and at the foot of the slope."""
    share, step = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    extent = size * gsd
    for _ in range(int(rng.poisson(2.2 * min(1.5, extent / 1024)))):
        centre = _towards(terrain.above_river, rng.uniform(0.1, 0.9, 2) * extent, rng.uniform(6, 20))
        radius = rng.uniform(14, 38) * min(1.0, extent / 400)
        place = locate(np.array([centre - (0.5 * radius, 0), centre + (0.5 * radius, 0)]), radius * 1.6, size, gsd)
        if place is None:
            continue
        corners = rng.uniform(0, 2 * np.pi, 6)
        rows = (np.arange(place.rows.start, place.rows.stop) + 0.5) * gsd - centre[1]
        columns = (np.arange(place.columns.start, place.columns.stop) + 0.5) * gsd - centre[0]
        reach = np.max([
            (np.cos(angle) * columns[None] + np.sin(angle) * rows[:, None]) / rng.uniform(0.7, 1.2) for angle in corners
        ], axis=0)  # fmt: skip
        reach = np.maximum(reach, np.abs(place.offset) * 0.8)
        share[place.window] = np.maximum(share[place.window], smoothstep(radius + gsd, radius - gsd, reach))
        step[place.window] = np.where(reach < radius, (np.minimum(reach, radius) / 5.0) % 1, step[place.window])
    return share, step


def _houses(rng: np.random.Generator, terrain: Terrain, roads: list[Road], extent: float) -> list[House]:
    houses: list[House] = []
    ground = terrain.surface.smoothed(12.0)
    for road in roads:
        headings = directions(road.line)
        for _ in range(int(rng.integers(1, 4)) if road.paved else int(rng.integers(0, 3))):
            middle = int(rng.integers(len(road.line)))
            for _ in range(int(rng.integers(3, 12))):
                index = int(np.clip(middle + rng.normal(0, 14), 0, len(road.line) - 1))
                heading = headings[index]
                half = (float(rng.uniform(4.5, 9)), float(rng.uniform(3.5, 5.5)))
                away = rng.choice([-1, 1]) * (road.width / 2 + half[1] + rng.exponential(9) + 2)
                centre = road.line[index] + away * np.array([-heading[1], heading[0]])
                if float(np.hypot(*ground.gradient(centre))) > 0.3 or terrain.above_river.sample(centre) < 1.2:
                    continue
                if any(np.hypot(*(centre - other.centre)) < 17 for other in houses):
                    continue
                if min(np.hypot(*(other.line - centre).T).min() - other.width / 2 for other in roads) < half[1] + 1:
                    continue
                angle = float(np.arctan2(heading[1], heading[0]) + rng.normal(0, 0.12))
                houses.append(House(
                    (float(centre[0]), float(centre[1])), half, angle, float(rng.uniform(4, 11)), int(rng.integers(5))
                ))  # fmt: skip
    return houses


def keep_out(cover: LandCover, size: int, gsd: float) -> Array:
    """Where no landslide may lie: water, and around houses."""
    closed = cover.water > 0.3
    for house in cover.houses:
        reach = max(house.half) + 6
        left, top, right, bottom = (
            int(np.clip(value / gsd, 0, size))
            for value in (*np.subtract(house.centre, reach), *np.add(house.centre, reach))
        )
        closed[top:bottom, left:right] = True
    return blur(closed.astype(np.float32), 2) > 0.2
