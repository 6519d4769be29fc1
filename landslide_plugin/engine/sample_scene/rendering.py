"""From terrain, cover and landslides to what a camera above them sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .land_cover import LandCover
from .landslides import Landslide
from .noise import Array, blur, fractal, mix, shifted, smoothstep
from .palette import Palette

_BAND_ROWS = 256


@dataclass
class Canvas:
    """The ground's colour (3, H, W), 0-1, and the height of what stands on the ground, metres."""

    colour: Array
    height: Array


def render(
    rng: np.random.Generator,
    palette: Palette,
    dem: Array,
    cover: LandCover,
    landslides: list[Landslide],
    gsd: float,
) -> Array:
    """Paints the scene: (3, H, W) uint8."""
    size = len(dem)
    grain = fractal(rng, size, gsd, 8 * gsd, gsd, 0.8)
    patches = fractal(rng, size, gsd, 120, 4 * gsd, 2.2)
    canvas = Canvas(_ground(rng, palette, cover, grain, patches, gsd), np.zeros((size, size), np.float32))
    forest = cover.forest.copy()
    for landslide in landslides:
        _paint_landslide(palette, canvas, forest, landslide, grain, gsd)
    _plant_trees(rng, palette, canvas, forest, cover, patches, gsd)
    _build_houses(rng, palette, canvas, cover, gsd)
    return _photograph(rng, palette, dem, canvas, cover, gsd)


def _blend(colour: Array, other: Array, share: Array) -> None:
    for band in range(3):
        colour[band] += (other[band] - colour[band]) * share


def _flat(colour: tuple[float, float, float], brightness: Array) -> list[Array]:
    return [value * brightness for value in colour]


def _ground(
    rng: np.random.Generator, palette: Palette, cover: LandCover, grain: Array, patches: Array, gsd: float
) -> Array:
    grass = [
        mix(np.float32(green), np.float32(dry), np.clip(0.35 + 0.3 * patches, 0, 1)) * (1 + 0.12 * grain)
        for green, dry in zip(palette.grass, palette.dry_grass, strict=True)
    ]
    colour = np.stack(grass).astype(np.float32)
    crops = rng.integers(len(palette.crops), size=65521)
    crops[rng.random(65521) < 0.2] = 0
    tones = np.asarray(palette.crops, np.float32)[crops] * rng.uniform(0.85, 1.15, (65521, 1)).astype(np.float32)
    row_length = rng.uniform(1.6, 2.6)
    visible = np.exp(-((1.6 * gsd / row_length) ** 2))
    rows = 1 + 0.16 * visible * np.sin(2 * np.pi * cover.row / row_length + cover.parcel)
    texture = rows * (1 + 0.07 * grain + 0.05 * patches)
    _blend(colour, [tones[:, band][cover.parcel] * texture for band in range(3)], cover.fields)
    _blend(colour, _flat(palette.ridge, 1 + 0.1 * grain), cover.fields * cover.border * 0.8)
    _blend(colour, _flat(palette.rock, 1 + 0.2 * grain), cover.rock * 0.85)
    _blend(colour, _flat(palette.soil, (1 + 0.08 * grain) * (0.75 + 0.4 * cover.quarry_step)), cover.quarry)
    _blend(colour, _flat(palette.gravel, 1 + 0.2 * grain + 0.06 * patches), cover.gravel)
    ripples = 1 + 0.06 * patches + 0.05 * grain - 0.25 * cover.depth
    _blend(colour, _flat(palette.water, ripples), cover.water)
    _blend(colour, _flat(palette.dirt, 1 + 0.08 * grain), cover.dirt * 0.9)
    _blend(colour, _flat(palette.road, 1 + 0.04 * grain), cover.road)
    _blend(colour, _flat((0.85, 0.85, 0.82), 1 + 0 * grain), cover.mark * cover.road)
    return colour


def _paint_landslide(
    palette: Palette, canvas: Canvas, forest: Array, landslide: Landslide, grain: Array, gsd: float
) -> None:
    rng = np.random.default_rng(landslide.seed)
    window = landslide.position.window
    along, across = landslide.along, np.clip(landslide.across, -2, 2)
    fine = grain[window]
    side = 64
    # Streaks: noise stretched along the path, looked up by place along and across.
    streaks = blur(rng.standard_normal((side, 4 * side)).astype(np.float32), 1.6)
    streaks /= streaks.std()
    row = np.clip(along * (side - 1), 0, side - 1).astype(int)
    column = ((across * 0.5 + 1) % 1 * (4 * side - 1)).astype(int)
    streak = streaks[row, column]
    tone = np.asarray(palette.soil) * rng.uniform(0.82, 1.15) * (1 + rng.normal(0, 0.05, 3))
    wet = np.asarray(palette.soil) * (0.62, 0.6, 0.58)
    scarp = smoothstep(0.3, 0.05, along) * rng.uniform(0.05, 0.3)
    deposit = smoothstep(0.5, 0.85, along)
    brightness = 1 + scarp + 0.10 * streak + 0.10 * fine - 0.12 * deposit
    darker = np.clip(0.25 + 0.28 * streak + 0.2 * deposit, 0, 0.8)
    soft = smoothstep(1.02, 0.97, np.abs(landslide.across))
    regrowth = np.clip((1 - landslide.freshness) * 1.15 + 0.22 * streak * (1 - landslide.freshness) ** 0.5, 0, 0.85)
    share = np.where(landslide.inside, soft * (1 - 0.75 * regrowth), 0)
    for band in range(3):
        target = canvas.colour[band][window]
        target += (mix(tone[band], wet[band], darker) * brightness - target) * share
    forest[window] *= np.where(landslide.inside, 0.22 * regrowth * (regrowth > 0.3), 1)
    blocks = (rng.random(along.shape) < 0.012 * landslide.blocks * deposit * min(1, gsd**2 * 4)) & landslide.inside
    stones = blur(blocks.astype(np.float32), 0.7)
    canvas.height[window] += np.clip(stones * 8, 0, 1.6)


def _plant_trees(
    rng: np.random.Generator,
    palette: Palette,
    canvas: Canvas,
    forest: Array,
    cover: LandCover,
    patches: Array,
    gsd: float,
) -> None:
    """Crowns as domes on a jittered grid; in dense forest they touch, elsewhere they stand alone."""
    stand = np.clip(0.5 + 0.25 * patches, 0, 1)
    for spacing, tallest, density in (
        (5.2, 11.0, forest),
        (
            2.4,
            2.8,
            np.clip(
                forest * 1.2
                + 0.10 * (1 - cover.fields) * (1 - cover.water) * (1 - cover.road) * (1 - cover.dirt) * (forest > 0.01),
                0,
                1,
            ),
        ),
    ):
        spacing = max(spacing, 1.8 * gsd)
        height, hue = _crowns(rng, density, spacing, tallest, gsd)
        taller = height > canvas.height
        share = np.where(taller, smoothstep(0.0, 0.5, height), 0)
        gap = 0.72 + 0.28 * np.clip(height / tallest, 0, 1)
        for band in range(3):
            crown = mix(palette.forest[band], palette.forest_light[band], np.clip(0.65 * hue + 0.5 * stand - 0.1, 0, 1))
            canvas.colour[band] += (crown * gap - canvas.colour[band]) * share
        np.maximum(canvas.height, height, out=canvas.height)


def _crowns(
    rng: np.random.Generator, density: Array, spacing: float, tallest: float, gsd: float
) -> tuple[Array, Array]:
    """Height and hue (0-1) of the tallest crown over each pixel."""
    size = len(density)
    cells = int(np.ceil(size * gsd / spacing)) + 3
    trees = rng.random((5, cells, cells), dtype=np.float32)
    column = (np.arange(cells) - 1 + trees[0]) * spacing
    row = (np.arange(cells)[:, None] - 1 + trees[1]) * spacing
    at = [np.clip(place / gsd, 0, size - 1).astype(int) for place in (row, column)]
    stands = trees[2] < density[at[0], at[1]]
    radius = spacing * (0.55 + 0.35 * trees[3])
    top = np.where(stands, tallest * (0.55 + 0.45 * trees[3]), -1).astype(np.float32)
    height, hue = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    axis = (np.arange(size, dtype=np.float32) + 0.5) * gsd
    own = (axis / spacing).astype(int) + 1
    for start in range(0, size, _BAND_ROWS):
        band = slice(start, start + _BAND_ROWS)
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                pick = np.ix_(own[band] + down, own + right)
                squared = (axis[None] - column[pick].astype(np.float32)) ** 2
                squared += (axis[band][:, None] - row[pick].astype(np.float32)) ** 2
                dome = top[pick] * np.sqrt(np.clip(1 - squared / radius[pick] ** 2, 0, 1))
                higher = dome > height[band]
                height[band][higher] = dome[higher]
                hue[band][higher] = trees[4][pick][higher]
    return height, hue


def _build_houses(rng: np.random.Generator, palette: Palette, canvas: Canvas, cover: LandCover, gsd: float) -> None:
    size = len(canvas.height)
    for house in cover.houses:
        reach = float(np.hypot(*house.half)) + 6
        left, top, right, bottom = (
            int(np.clip(value / gsd, 0, size))
            for value in (*np.subtract(house.centre, reach), *np.add(house.centre, reach))
        )
        if right <= left or bottom <= top:
            continue
        x = (np.arange(left, right) + 0.5)[None] * gsd - house.centre[0]
        y = (np.arange(top, bottom) + 0.5)[:, None] * gsd - house.centre[1]
        u = np.cos(house.angle) * x + np.sin(house.angle) * y
        v = np.cos(house.angle) * y - np.sin(house.angle) * x
        inside = (np.abs(u) < house.half[0]) & (np.abs(v) < house.half[1])
        yard = (np.abs(u) < house.half[0] + 3.5) & (np.abs(v - 3) < house.half[1] + 3.5)
        pitch = 0.0 if house.roof >= 3 else 0.45
        roof_height = house.height + pitch * (house.half[1] - np.abs(v))
        window = (slice(top, bottom), slice(left, right))
        canvas.height[window] = np.where(inside, roof_height, np.where(yard, 0, canvas.height[window]))
        tone = np.asarray(palette.roofs[house.roof]) * rng.uniform(0.85, 1.15)
        for band in range(3):
            ground = np.where(yard, palette.yard[band], canvas.colour[band][window])
            canvas.colour[band][window] = np.where(inside, tone[band], ground)


def _photograph(
    rng: np.random.Generator, palette: Palette, dem: Array, canvas: Canvas, cover: LandCover, gsd: float
) -> Array:
    """Sunlight, shadows, haze, optics and sensor noise."""
    azimuth, elevation = np.radians(palette.sun_azimuth), np.radians(palette.sun_elevation)
    east, south, up = np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation), np.sin(elevation)
    surface = dem + canvas.height
    relief = dem + 0.5 * canvas.height
    slope_y, slope_x = np.gradient(relief, gsd)
    light = (-slope_x * east - slope_y * south + up) / np.sqrt(1 + slope_x**2 + slope_y**2)
    lit = 1 - blur(_in_shadow(surface, east, south, up, gsd), 0.7)
    crowding = blur(canvas.height, max(3.0 / gsd, 1)) - canvas.height
    sky = 0.42 * np.exp(-0.05 * np.clip(crowding, 0, 10))
    shade = sky + palette.sun_strength * np.clip(light, 0, 1) * lit
    image = canvas.colour * shade[None]
    shadow_tint = (1 - lit) * 0.06
    image[2] += shadow_tint * 0.5
    size = len(dem)
    air = palette.haze * (1 + 0.25 * fractal(rng, size, gsd, max(800.0, size * gsd / 2), 100, 3.5))
    for band in range(3):
        image[band] = mix(image[band], np.float32(palette.air[band]), air)
        image[band] = blur(image[band], palette.sharpness)
    image = np.clip(image * palette.exposure, 0, 1) ** palette.gamma
    image += rng.normal(0, palette.noise, image.shape).astype(np.float32)
    return np.clip(image * 255 + 0.5, 0, 255).astype(np.uint8)


def _in_shadow(surface: Array, east: float, south: float, up: float, gsd: float) -> Array:
    """1 where something towards the sun stands above the ray.

    The highest obstacle within 2, 4, 8, ... pixels follows from that within 1, 2, 4, ...: the logarithm of the way.
    """
    flat = float(np.hypot(east, south))
    drop = up / flat * gsd
    toward = np.array([south, east]) / flat
    horizon = shifted(surface, *np.rint(toward * 1).astype(int)) - drop
    reach = 1
    while reach * drop < min(float(np.ptp(surface)), 400.0) and reach < len(surface):
        horizon = np.maximum(horizon, shifted(horizon, *np.rint(toward * reach).astype(int)) - reach * drop)
        reach *= 2
    return smoothstep(0.0, 0.5 + 0.5 * gsd, horizon - surface)
