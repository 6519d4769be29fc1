"""Colours of the ground, of landslides and of houses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .farmland import PARCEL_NUMBERS
from .land_cover import LandCover
from .landslides import Landslide
from .noise import Array, bilinear, blur, fractal, mix, pixel_centres, pixel_window, smoothstep
from .palette import Colour, Palette


@dataclass(frozen=True)
class Canvas:
    """A picture in the making.

    Args:
        colour: (3, H, W) colour in even light, 0-1.
        height: (H, W) height of what stands on the ground, metres.
        forest: (H, W) density of trees still to be planted.
        shrubs: (H, W) density of bushes still to be planted.
        grain: (H, W) noise of the size of a pixel.
    """

    colour: Array
    height: Array
    forest: Array
    shrubs: Array
    grain: Array


def paint_ground(rng: np.random.Generator, palette: Palette, cover: LandCover, gsd: float) -> Canvas:
    """The ground before anything slides, grows or is built on it."""
    size = len(cover.farmed)
    grain = fractal(rng, size, gsd, 10 * gsd, gsd, 1.0)
    patches = fractal(rng, size, gsd, 120, 4 * gsd, 2.2)
    dryness = np.clip(0.4 + 0.28 * patches, 0, 1)
    colour = np.stack([
        mix(np.float32(green), np.float32(dry), dryness) * (1 + 0.07 * grain)
        for green, dry in zip(palette.grass, palette.dry_grass, strict=True)
    ])  # fmt: skip
    _paint_fields(rng, palette, cover, colour, grain, patches, gsd)
    _blend(colour, palette.rock, 1 + 0.14 * grain, cover.rock * 0.85)
    _blend(
        colour, palette.soil, 1 + 0.06 * grain + 0.08 * patches, np.clip(cover.roads.cut * (0.8 + 0.25 * patches), 0, 1)
    )
    _blend(colour, palette.gravel, (0.9 + 0.16 * cover.bench) * (1 + 0.05 * grain + 0.08 * patches), cover.quarry)
    _blend(colour, palette.gravel, 1 + 0.10 * grain + 0.10 * patches, cover.river.gravel * 0.95)
    _blend(colour, palette.water, 1.12 + 0.05 * patches + 0.012 * grain - 0.25 * cover.river.depth, cover.river.water)
    _blend(colour, palette.dirt, 1 + 0.05 * grain + 0.04 * patches, cover.roads.dirt * 0.9)
    _blend(colour, palette.road, 1 + 0.02 * grain + 0.03 * patches, cover.roads.pavement)
    _blend(colour, (0.85, 0.85, 0.82), np.float32(1), cover.roads.marking * cover.roads.pavement)
    return Canvas(colour, np.zeros((size, size), np.float32), cover.forest.copy(), cover.shrubs.copy(), grain)


def _blend(colour: Array, other: Colour, brightness: Array, share: Array) -> None:
    for band in range(3):
        colour[band] += (other[band] * brightness - colour[band]) * share


def _paint_fields(
    rng: np.random.Generator,
    palette: Palette,
    cover: LandCover,
    colour: Array,
    grain: Array,
    patches: Array,
    gsd: float,
) -> None:
    land = cover.farmland
    # Between the seasons when everything grows and those when most fields lie bare.
    weights = rng.dirichlet(
        np.where(np.isin(np.arange(len(palette.crops)), palette.bare_crops), rng.uniform(0.2, 2), 2)
    )
    crops = rng.choice(len(palette.crops), PARCEL_NUMBERS, p=weights)
    tones = np.asarray(palette.crops, np.float32)[crops]
    tones = tones * rng.uniform(0.85, 1.15, (PARCEL_NUMBERS, 1)).astype(np.float32)
    spacing = float(rng.uniform(1.3, 2.4))
    strength = rng.uniform(0, 0.2, PARCEL_NUMBERS).astype(np.float32) * np.exp(-((1.5 * gsd / spacing) ** 2))
    rows = strength[land.parcel] * np.sin(2 * np.pi * land.row / spacing + land.parcel)
    texture = 1 + rows + 0.05 * grain + 0.05 * patches
    for band in range(3):
        colour[band] += (tones[:, band][land.parcel] * texture - colour[band]) * cover.farmed
    _blend(colour, palette.ridge, 1 + 0.1 * grain, cover.farmed * land.border * np.where(land.terraced, 0.9, 0.6))


def paint_landslide(palette: Palette, canvas: Canvas, landslide: Landslide, gsd: float) -> None:
    """Bare, streaked soil from the crown to the toe, overgrown as far as the landslide is old."""
    rng = np.random.default_rng(landslide.seed)
    window = landslide.position.window
    along, across = landslide.along, np.clip(landslide.across, -1.5, 1.5)
    grain = canvas.grain[window]
    meander = fractal(rng, max(along.shape), gsd, 90.0, max(10.0, 4 * gsd), 3)[: along.shape[0], : along.shape[1]]
    lanes = ((0.6, 0.35 * landslide.half_width, 0.5 * landslide.length), (0.5, 5.0, 45.0), (0.4, 2.2, 20.0))
    streaks = sum(
        weight * _streaks(rng, landslide, max(width, 2 * gsd), length, meander) for weight, width, length in lanes
    )
    clods = blur(rng.standard_normal(along.shape).astype(np.float32), 1.1) * 3.5
    deposit = smoothstep(0.5, 0.85, along)
    crown = smoothstep(0.22, 0.04, along)
    fresh = np.asarray(palette.soil) * rng.uniform(1.08, 1.38) * (1 + rng.normal(0, 0.025, 3))
    wet = fresh * (0.66, 0.65, 0.64)
    darkness = np.clip(0.22 + 0.4 * streaks + 0.15 * deposit + 0.12 * deposit * clods, 0, 1)
    brightness = 1 + rng.uniform(0, 0.2) * crown + 0.05 * grain + 0.04 * clods
    age = 1 - landslide.freshness
    # Plants return first at the rims and on the deposit, in streaks.
    green = smoothstep(
        0.75, 1.25, 1.6 * age + 0.3 * streaks * age + 0.25 * np.abs(across) + 0.1 * deposit + 0.2 * clods * age
    )
    edge = smoothstep(1.03, 0.95, np.abs(landslide.across))
    share = np.where(landslide.inside, edge * (1 - 0.8 * green), 0)
    for band in range(3):
        target = canvas.colour[band][window]
        target += (mix(fresh[band], wet[band], darkness) * brightness - target) * share
    canvas.forest[window] *= np.where(landslide.inside, np.float32(0.0), 1)
    canvas.forest[window] += np.where(landslide.inside, 0.05 * (green > 0.8) * (age > 0.3), 0)
    canvas.shrubs[window] = np.where(landslide.inside, 0.5 * green + 0.006, canvas.shrubs[window])
    # Rills and ridges between the lanes.
    canvas.height[window] += np.where(landslide.inside, 0.45 * np.clip(streaks + 1, 0, 3), 0)
    _strew_blocks(rng, palette, canvas, landslide, deposit, gsd)


def _streaks(rng: np.random.Generator, landslide: Landslide, width: float, length: float, meander: Array) -> Array:
    """Noise drawn out along the path, about unit variance; `meander` (unit variance) bends the lanes."""
    # Straight across, not in shares of the width: material keeps to its lane where the landslide widens or narrows.
    reach = 2 * landslide.half_width
    across = np.clip(landslide.position.offset, -reach, reach) + (0.8 + 0.2 * width) * meander
    columns = max(int(2 * reach / width), 4)
    rows = max(int(landslide.length / length), 1) + 3
    noise = rng.standard_normal((rows, columns)).astype(np.float32)
    row = landslide.along * (rows - 3) + 1 + 0.35 * meander
    return 1.4 * bilinear(noise, row, (across / (2 * reach) + 0.5) * (columns - 1))


def _strew_blocks(
    rng: np.random.Generator, palette: Palette, canvas: Canvas, landslide: Landslide, deposit: Array, gsd: float
) -> None:
    per_pixel = 0.005 * landslide.blocks * min(1.0, gsd * gsd)
    stones = (rng.random(deposit.shape) < per_pixel * (0.1 + deposit)) & landslide.inside
    shape = np.clip(blur(stones.astype(np.float32), 0.8) * 5, 0, 1) * (gsd < 1.5)
    window = landslide.position.window
    canvas.height[window] += 1.3 * shape
    for band in range(3):
        target = canvas.colour[band][window]
        target += (palette.rock[band] * 1.1 - target) * 0.7 * shape


def build_houses(rng: np.random.Generator, palette: Palette, canvas: Canvas, cover: LandCover, gsd: float) -> None:
    """Roofs and yards."""
    size = len(canvas.height)
    for house in cover.houses:
        window = pixel_window(house.centre, float(np.hypot(*house.half)) + 6, size, gsd)
        if window is None:
            continue
        x = pixel_centres(window[1], gsd)[None] - house.centre[0]
        y = pixel_centres(window[0], gsd)[:, None] - house.centre[1]
        u = np.cos(house.angle) * x + np.sin(house.angle) * y
        v = np.cos(house.angle) * y - np.sin(house.angle) * x
        inside = (np.abs(u) < house.half[0]) & (np.abs(v) < house.half[1])
        yard = (np.abs(u) < house.half[0] + 1.5) & (np.abs(v - 2.5) < house.half[1] + 2.5)
        pitch = 0.0 if house.flat else 0.55
        roof = house.height + pitch * (house.half[1] - np.abs(v))
        canvas.height[window] = np.where(inside, roof, np.where(yard, 0, canvas.height[window]))
        roofs = palette.flat_roofs if house.flat else palette.roofs
        tone = np.asarray(roofs[house.roof % len(roofs)]) * rng.uniform(0.88, 1.12)
        parapet = house.flat & (np.minimum(house.half[0] - np.abs(u), house.half[1] - np.abs(v)) < 0.6)
        tiles = 1 + 0.05 * canvas.grain[window] + 0.12 * parapet
        for band in range(3):
            ground = np.where(yard, palette.yard[band], canvas.colour[band][window])
            canvas.colour[band][window] = np.where(inside, tone[band] * tiles, ground)
