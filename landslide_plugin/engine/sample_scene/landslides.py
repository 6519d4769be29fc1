"""Landslides that follow the slope: where they start, the way they run, and the shape they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .lines import LinePosition, locate, smooth_line, stations
from .noise import Array, fractal, smoothstep
from .terrain import Surface, Terrain

_STEP = 3.0  # metres between the points of a path
_MARGIN = 8.0  # metres kept free between two landslides


@dataclass(frozen=True)
class Kind:
    """A type of movement.

    Args:
        name: after Hungr, Leroueil and Picarelli (2014), Landslides 11:167-194, in plain words.
        share: how often it occurs.
        elongation: lowest and highest length-to-width ratio.
        widths: relative half-width from the crown to the toe, at equal distances.
    """

    name: str
    share: float
    elongation: tuple[float, float]
    widths: tuple[float, ...]


KINDS = (
    Kind("debris slide", 0.38, (1.8, 3.4), (0.8, 1.1, 1.05, 0.85, 0.8, 0.85, 0.8)),
    Kind("debris flow", 0.24, (4.5, 8.0), (1.0, 1.5, 1.2, 0.75, 0.6, 0.65, 0.9, 1.1)),
    Kind("rock fall", 0.16, (1.6, 2.6), (0.45, 0.55, 0.75, 1.0, 1.25, 1.3)),
    Kind("rotational slide", 0.22, (1.5, 1.9), (0.95, 1.1, 1.0, 0.85, 0.95, 1.0)),
)


@dataclass(frozen=True)
class Landslide:
    """One landslide and the pixels it covers.

    Args:
        kind: type of movement.
        position: the window and the pixels' place relative to the path.
        inside: (h, w) bool, the exact truth.
        along: (h, w) share of the way from crown (0) to toe (1).
        across: (h, w) offset from the path in half-widths, -1 to 1 inside.
        length, half_width: metres.
        freshness: 1 bare ground, towards 0 overgrown.
        blocks: share of the deposit strewn with blocks.
        seed: of its own texture.
    """

    kind: Kind
    position: LinePosition
    inside: Array
    along: Array
    across: Array
    length: float
    half_width: float
    freshness: float
    blocks: float
    seed: int


def place_landslides(
    rng: np.random.Generator, terrain: Terrain, keep_out: Array, size: int, gsd: float
) -> tuple[list[Landslide], Array]:
    """Lets landslides fail on steep ground.

    Args:
        rng: source of randomness.
        terrain: the mountains.
        keep_out: (size, size) bool, where no landslide may lie: the river, houses.
        size, gsd: the scene's side in pixels and metres per pixel.

    Returns:
        The landslides, and their numbers from 1 as (size, size) uint16, 0 elsewhere.
    """
    extent = size * gsd
    slope = terrain.surface.smoothed(12.0)
    numbers = np.zeros((size, size), np.uint16)
    taken = np.zeros((size, size), bool)
    wanted = int(np.clip(round(rng.uniform(16, 26) * (extent / 1024) ** 1.4), 2, 60))
    largest = min(20000.0, 0.12 * extent**2)
    smallest = max(300.0 if extent > 400 else 0.004 * extent**2, 60 * gsd**2)
    areas = np.sort(np.exp(rng.normal(np.log(np.clip(2200.0, smallest, largest)), 0.95, wanted)))[::-1]
    edge_noise = fractal(rng, size, gsd, max(30.0, 10 * gsd), max(2.5, 3 * gsd), 3)
    found: list[Landslide] = []
    for area in np.clip(areas, smallest, largest):
        for _ in range(150):
            head = rng.uniform(0, extent, 2)
            if taken[tuple((head[::-1] / gsd).astype(int))] or not 0.36 < np.hypot(*slope.gradient(head)) < 0.95:
                continue
            landslide = _try_one(rng, slope, head, float(area), edge_noise, size, gsd)
            if landslide is None or landslide.inside.sum() * gsd**2 < 0.6 * smallest:
                continue
            window = landslide.position.window
            if (taken[window] | keep_out[window])[landslide.inside].any():
                continue
            found.append(landslide)
            numbers[window][landslide.inside] = len(found)
            clearance = np.abs(landslide.position.offset) < landslide.half_width * 1.9 + _MARGIN
            taken[window] |= clearance
            break
    return found, numbers


def _try_one(
    rng: np.random.Generator, slope: Surface, head: Array, area: float, edge_noise: Array, size: int, gsd: float
) -> Landslide | None:
    kind = KINDS[rng.choice(len(KINDS), p=[kind.share for kind in KINDS])]
    elongation = rng.uniform(*kind.elongation)
    length = float(np.sqrt(area * elongation))
    path = _run_out(slope, head, length)
    covered = float(stations(path)[-1])
    straight = float(np.hypot(*(path[-1] - path[0])))
    if covered < 0.7 * length or straight < (0.75 if kind.name == "debris flow" else 0.9) * covered:
        return None  # it would stop short, or turn more sharply than a mass of its width can
    half_width = area / covered / 2 / float(np.mean(kind.widths))
    caps = (0.8 * half_width * kind.widths[0], 0.7 * half_width * kind.widths[-1])
    path = _prolonged(path, caps)
    position = locate(path, half_width * 2.2 + 4, size, gsd)
    if position is None:
        return None
    across, along, inside = _shape(rng, kind, position, covered, caps, half_width, edge_noise)
    expected = area / gsd**2
    if inside.sum() < 0.55 * expected:
        return None
    fresh = float(np.clip(rng.beta(3.2, 1.3), 0.22, 1))
    blocks = float(rng.uniform(0.1, 1)) if kind.name != "debris flow" else 0.2
    return Landslide(
        kind,
        position,
        inside,
        along,
        across,
        float(sum(caps)) + covered,
        half_width,
        fresh,
        blocks,
        int(rng.integers(2**31)),
    )


def _run_out(slope: Surface, head: Array, length: float) -> Array:
    """The way down: it keeps some of its direction, and ends on gentle ground."""
    point = np.array(head, dtype=np.float64)
    path = [point]
    heading = np.zeros(2)
    for _ in range(max(int(length / _STEP), 4)):
        uphill = slope.gradient(point)
        steepness = float(np.hypot(*uphill))
        if steepness < 0.12:
            break
        heading = 0.6 * heading - 0.4 * uphill / steepness
        heading = heading / max(float(np.hypot(*heading)), 1e-9)
        point = point + _STEP * heading
        path.append(point)
    return smooth_line(np.array(path), 4)


def _prolonged(path: Array, ends: tuple[float, float]) -> Array:
    """The path with a straight piece at either end, where crown and toe are rounded off."""
    first, last = path[0] - path[1], path[-1] - path[-2]
    start = path[0] + ends[0] * first / np.hypot(*first)
    stop = path[-1] + ends[1] * last / np.hypot(*last)
    return np.concatenate([[start], path, [stop]])


def _shape(
    rng: np.random.Generator,
    kind: Kind,
    position: LinePosition,
    covered: float,
    caps: tuple[float, float],
    half_width: float,
    noise: Array,
) -> tuple[Array, Array, Array]:
    """Place of the pixels across (half-widths) and along (0-1) the landslide, and which of them it covers."""
    before, after = caps
    total = before + covered + after
    station = position.station
    places = np.linspace(0, 1, len(kind.widths))
    profile = np.array(kind.widths) * rng.uniform(0.8, 1.2, len(places))
    width = np.interp((station - before) / covered, places, profile).astype(np.float32)
    into_cap = np.maximum((before - station) / before, (station - before - covered) / after)
    width = width * np.sqrt(1 - np.clip(into_cap, 0, 1) ** 2)
    along = station / total
    swings, phases = rng.uniform(1, 2.5, 2), rng.uniform(0, 2 * np.pi, 2)
    left, right = (
        1 + 0.14 * np.sin(2 * np.pi * along * swing + phase) for swing, phase in zip(swings, phases, strict=True)
    )
    width = width * np.where(position.offset < 0, left, right) * half_width
    width = np.maximum(width + min(0.13 * half_width, 2.5) * noise[position.window], 0.05 * half_width)
    across = np.where(np.isfinite(position.offset), position.offset, 1e9) / width
    return across, along, np.abs(across) < 1


def deform(landslides: list[Landslide], size: int) -> Array:
    """Change of the ground's height: hollow at the crown, hummocky deposit with a steep toe, low levees. Metres."""
    change = np.zeros((size, size), np.float32)
    for landslide in landslides:
        depth = min(0.07 * 2 * landslide.half_width, 4.0)
        body = np.clip(1 - np.abs(landslide.across), 0, 1) ** 0.5
        source = 1 - smoothstep(0.15, 0.55, landslide.along)
        deposit = smoothstep(0.5, 0.8, landslide.along)
        profile = depth * (0.7 * deposit - source - 0.15)
        change[landslide.position.window] += np.where(landslide.inside, body * profile, 0)
    return change
