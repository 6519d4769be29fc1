"""What a camera above the scene records: sunlight, shadows, haze, optics and sensor noise."""

from __future__ import annotations

import numpy as np

from .noise import Array, blur, fractal, mix, shifted, smoothstep
from .painting import Canvas
from .palette import Palette


def photograph(rng: np.random.Generator, palette: Palette, dem: Array, canvas: Canvas, gsd: float) -> Array:
    """Lights the scene and takes its picture.

    Args:
        rng: source of randomness.
        palette: sun, air and sensor.
        dem: (H, W) height of the ground, metres.
        canvas: colours and what stands on the ground.
        gsd: metres per pixel.

    Returns:
        (3, H, W) uint8.
    """
    size = len(dem)
    azimuth, elevation = np.radians(palette.sun_azimuth), np.radians(palette.sun_elevation)
    east, south, up = np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation), np.sin(elevation)
    # Leaves scatter light, so crowns are shaded less than solid domes would be.
    slope_y, slope_x = np.gradient(dem + 0.35 * canvas.height, gsd)
    light = (up - slope_x * east - slope_y * south) / np.sqrt(1 + slope_x**2 + slope_y**2)
    lit = 1 - blur(_in_shadow(dem + canvas.height, east, south, up, gsd), 0.8)
    crowding = blur(canvas.height, max(3.0 / gsd, 1)) - canvas.height
    sky = 0.45 * np.exp(-0.04 * np.clip(crowding, 0, 12))
    sun = palette.sun_strength * np.clip(light, 0, 1) * lit
    image = canvas.colour * (sky + sun)
    image[2] += 0.1 * sky * (1 - lit) * canvas.colour[2]
    image *= palette.exposure * 0.32 / max(float(image.mean()), 1e-3)
    air = palette.haze * (1 + 0.3 * fractal(rng, size, gsd, max(800.0, size * gsd / 2), 100, 3.5))
    for band in range(3):
        image[band] = mix(image[band], np.float32(palette.air[band]), air)
        image[band] = blur(image[band], palette.sharpness)
    # A soft shoulder keeps bright soil and roofs from clipping.
    image = np.where(image > 0.6, 0.6 + 0.4 * np.tanh((image - 0.6) / 0.4), image)
    image = np.clip(image, 0, 1) ** palette.gamma
    image += palette.noise * rng.standard_normal(image.shape, dtype=np.float32)
    return np.clip(image * 255 + 0.5, 0, 255).astype(np.uint8)


def _in_shadow(surface: Array, east: float, south: float, up: float, gsd: float) -> Array:
    """1 where something towards the sun stands above the ray.

    The highest obstacle within 2, 4, 8, ... pixels follows from that within 1, 2, 4, ...: the logarithm of the way.
    """
    flat = float(np.hypot(east, south))
    drop = up / flat * gsd
    toward = np.array([south, east]) / flat
    horizon = shifted(surface, *np.rint(toward).astype(int).tolist()) - drop
    reach = 1
    while reach * drop < float(np.ptp(surface)) and reach < len(surface):
        horizon = np.maximum(horizon, shifted(horizon, *np.rint(toward * reach).astype(int).tolist()) - reach * drop)
        reach *= 2
    return smoothstep(0.0, 0.5 + 0.5 * gsd, horizon - surface)
