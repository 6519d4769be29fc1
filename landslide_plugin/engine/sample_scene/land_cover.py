"""What covers the ground: river and gravel, fields, roads, houses, quarries, forest and rock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .farmland import Farmland, divide_land
from .lines import directions, locate
from .noise import Array, blur, fractal, pixel_centres, pixel_window, smoothstep
from .roads import Road, RoadCover, draw_roads, lay_roads, walk_to_height
from .terrain import Surface, Terrain


@dataclass(frozen=True)
class House:
    """A building.

    Args:
        centre: x and y, metres.
        half: half its length along the ridge and half its width, metres.
        angle: direction of the ridge on the image, radians.
        height: of the eaves, metres.
        roof: number of the roof's colour.
        flat: whether the roof is flat.
    """

    centre: tuple[float, float]
    half: tuple[float, float]
    angle: float
    height: float
    roof: int
    flat: bool


@dataclass(frozen=True)
class River:
    """Shares 0-1 per pixel of water and of gravel bank, and the relative depth 0-1."""

    water: Array
    gravel: Array
    depth: Array


@dataclass(frozen=True)
class LandCover:
    """Cover of a scene. Arrays are (H, W), shares 0-1.

    Args:
        river: water and gravel.
        roads: roads as they lie on the ground.
        houses: buildings.
        farmland: parcels.
        farmed: share of farmed land.
        forest: density of trees.
        shrubs: density of bushes.
        rock: share of rock outcrop.
        quarry: share of quarry or building site.
        bench: place within a step of the quarry, 0-1.
    """

    river: River
    roads: RoadCover
    houses: list[House]
    farmland: Farmland
    farmed: Array
    forest: Array
    shrubs: Array
    rock: Array
    quarry: Array
    bench: Array


def cover_land(rng: np.random.Generator, terrain: Terrain, size: int, gsd: float) -> LandCover:
    """Lays out the land cover on the terrain: who farms where, and what grows on the rest."""
    extent = size * gsd
    rise = terrain.above_river.over_scene(size, gsd)
    slope = _slope(terrain.surface.smoothed(12.0), size, gsd)
    regions = fractal(rng, size, gsd, 380, 60, 3)
    patches = fractal(rng, size, gsd, 160, 6, 2.4)
    river = _draw_river(rng, terrain, size, gsd)
    lines = lay_roads(rng, terrain, extent)
    roads = draw_roads(rng, lines, terrain.surface.smoothed(8.0), size, gsd)
    quarry, bench = _dig_quarries(rng, terrain, size, gsd)
    built = np.maximum.reduce([river.water, river.gravel, roads.pavement, roads.dirt, quarry])
    gentle = _slope(terrain.surface.smoothed(30.0), size, gsd)
    hunger = rng.uniform(-0.6, 0.7)  # how far up the slopes the people have cleared
    reach = gentle + 0.05 * regions + 0.012 * patches + 0.0035 * np.clip(rise - 12, 0, None)
    farmed = smoothstep(0.30 + 0.1 * hunger + gsd / 100, 0.295 + 0.1 * hunger, reach)
    farmed = farmed * (slope < 0.52) * (1 - built)
    wild = (1 - farmed) * (1 - built) * (1 - np.maximum(roads.cleared, roads.cut))
    wooded = 0.9 * patches + 1.2 * regions + 2.2 * (slope - 0.35) + rng.uniform(0.0, 1.3)
    forest = smoothstep(-0.5, 0.1, wooded) * wild
    # Riverside: single trees, not forest.
    forest = forest * (1 - 0.85 * smoothstep(0.3, 0.9, terrain.floor.over_scene(size, gsd)))
    shrubs = np.maximum(0.55 * smoothstep(-1.3, 0.2, wooded) * wild, 0.5 * smoothstep(0.75, 1, patches) * wild)
    rock = smoothstep(0.80, 0.98, slope + 0.07 * fractal(rng, size, gsd, 60, 2 * gsd, 1.8)) * wild
    houses = _build_houses(rng, terrain, lines, extent)
    return LandCover(
        river, roads, houses, divide_land(rng, terrain.surface, slope, size, gsd), farmed, forest, shrubs, rock,
        quarry, bench,
    )  # fmt: skip


def _slope(surface: Surface, size: int, gsd: float) -> Array:
    return np.hypot(*np.gradient(surface.over_scene(size, gsd), gsd)).astype(np.float32)


def _draw_river(rng: np.random.Generator, terrain: Terrain, size: int, gsd: float) -> River:
    river = River(*(np.zeros((size, size), np.float32) for _ in range(3)))
    half = terrain.river_width / 2
    place = locate(terrain.river, half * 3.5 + 10, size, gsd)
    if place is None:
        return river
    noise = fractal(rng, size, gsd, 50, 4 * gsd, 3)[place.window]
    wander = fractal(rng, size, gsd, 240, 40, 3)[place.window]
    edge = np.abs(place.offset + half * 0.8 * wander) - half * (1 + 0.12 * noise)
    soft = 0.7 * gsd + 0.3
    river.water[place.window] = smoothstep(soft, -soft, edge)
    bar = np.clip(half * (0.35 + 1.0 * np.sign(place.offset) * wander + 0.35 * noise), 0.8, None)
    river.gravel[place.window] = smoothstep(soft, -soft, edge - bar) * (1 - river.water[place.window])
    river.depth[place.window] = np.clip(-edge / half, 0, 1)
    return river


def _dig_quarries(rng: np.random.Generator, terrain: Terrain, size: int, gsd: float) -> tuple[Array, Array]:
    """Quarries and building sites: bare like a landslide, but angular, benched and at the foot of the slope."""
    share, bench = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    extent = size * gsd
    rough = fractal(rng, size, gsd, 40, 3 * gsd, 2.4)
    for _ in range(int(rng.poisson(2.4 * min(1.5, extent / 1024)))):
        centre = walk_to_height(terrain.above_river, rng.uniform(0.1, 0.9, 2) * extent, rng.uniform(6, 25))
        radius = rng.uniform(14, 36) * min(1.0, extent / 400)
        window = pixel_window(centre, 2.2 * radius, size, gsd)
        if window is None:
            continue
        x = pixel_centres(window[1], gsd)[None] - centre[0]
        y = pixel_centres(window[0], gsd)[:, None] - centre[1]
        sides = np.sort(rng.uniform(0, 2 * np.pi, 3))
        sides = np.concatenate([sides, sides + np.pi])
        reach = np.max([(np.cos(side) * x + np.sin(side) * y) / rng.uniform(0.7, 1.3) for side in sides], axis=0)
        reach = reach + 1.2 * rough[window]
        inside = smoothstep(radius + gsd, radius - gsd, reach)
        share[window] = np.maximum(share[window], inside)
        bench[window] = np.where(inside > 0, np.clip(reach, 0, radius) / rng.uniform(4, 8) % 1, bench[window])
    return share, bench


def _build_houses(rng: np.random.Generator, terrain: Terrain, roads: list[Road], extent: float) -> list[House]:
    """Hamlets along the roads, where the ground is gentle."""
    houses: list[House] = []
    ground = terrain.surface.smoothed(14.0)
    for road in roads:
        headings = directions(road.line)
        for _ in range(int(rng.integers(4, 9)) if road.paved else int(rng.integers(1, 5))):
            middle = int(rng.integers(len(road.line)))
            flat_hamlet = rng.random() < 0.4
            for _ in range(int(rng.integers(4, 16))):
                index = int(np.clip(middle + rng.normal(0, 9), 0, len(road.line) - 1))
                heading = headings[index]
                half = (float(rng.uniform(4.5, 9)), float(rng.uniform(3.5, 5.5)))
                away = rng.choice([-1, 1]) * (road.width / 2 + half[1] + rng.exponential(14) + 2)
                centre = road.line[index] + away * np.array([-heading[1], heading[0]])
                if float(np.hypot(*ground.gradient(centre))) > 0.34 or _in_the_way(
                    centre, half, houses, roads, terrain
                ):
                    continue
                flat = bool(rng.random() < (0.8 if flat_hamlet else 0.25))
                houses.append(
                    House(
                        centre=(float(centre[0]), float(centre[1])),
                        half=half,
                        angle=float(np.arctan2(heading[1], heading[0]) + rng.normal(0, 0.15)),
                        height=float(rng.uniform(4, 11)),
                        roof=int(rng.integers(8)),
                        flat=flat,
                    )
                )
    return [house for house in houses if min(house.centre) > 0 and max(house.centre) < extent]


def _in_the_way(
    centre: Array, half: tuple[float, float], houses: list[House], roads: list[Road], terrain: Terrain
) -> bool:
    if any(np.hypot(centre[0] - other.centre[0], centre[1] - other.centre[1]) < 16 for other in houses):
        return True
    if np.hypot(*(terrain.river - centre).T).min() < 1.4 * terrain.river_width + half[0]:
        return True
    return min(np.hypot(*(road.line - centre).T).min() - road.width / 2 for road in roads) < half[1] + 1


def keep_out(cover: LandCover, size: int, gsd: float) -> Array:
    """Where no landslide may lie: in the water and around houses. (H, W) bool."""
    closed = cover.river.water > 0.3
    for house in cover.houses:
        window = pixel_window(house.centre, max(house.half) + 6, size, gsd)
        if window is not None:
            closed[window] = True
    return blur(closed.astype(np.float32), 1.5) > 0.2
