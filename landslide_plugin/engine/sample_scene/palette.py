"""The look of a scene: geology, season, sun and air, drawn once for each seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Colour = tuple[float, float, float]

_SOILS: tuple[Colour, ...] = (
    (0.62, 0.53, 0.41),  # yellow-brown loam
    (0.58, 0.55, 0.50),  # grey shale
    (0.63, 0.42, 0.29),  # red earth
    (0.70, 0.67, 0.61),  # limestone rubble
    (0.47, 0.39, 0.31),  # brown forest soil
)
_VEGETATION: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (  # forest, sunlit forest, grass, dry grass
    ((0.15, 0.26, 0.15), (0.28, 0.43, 0.22), (0.36, 0.47, 0.26), (0.49, 0.50, 0.33)),  # early summer
    ((0.12, 0.23, 0.15), (0.21, 0.37, 0.21), (0.29, 0.44, 0.25), (0.41, 0.48, 0.31)),  # after the rains
    ((0.17, 0.25, 0.16), (0.32, 0.40, 0.23), (0.42, 0.44, 0.28), (0.53, 0.50, 0.36)),  # late summer
    ((0.21, 0.25, 0.17), (0.37, 0.37, 0.24), (0.46, 0.43, 0.30), (0.56, 0.50, 0.37)),  # dry season
    ((0.13, 0.23, 0.19), (0.23, 0.35, 0.27), (0.32, 0.42, 0.31), (0.44, 0.47, 0.36)),  # conifers
)


@dataclass(frozen=True)
class Palette:
    """Colours as reflectance-like values 0-1, sun in degrees (azimuth clockwise from north), haze 0-1.

    `bare_crops` are the places of freshly tilled soil in `crops`.
    """

    soil: Colour
    forest: Colour
    forest_light: Colour
    grass: Colour
    dry_grass: Colour
    crops: tuple[Colour, ...]
    bare_crops: tuple[int, ...]
    ridge: Colour
    rock: Colour
    gravel: Colour
    water: Colour
    dirt: Colour
    road: Colour
    yard: Colour
    roofs: tuple[Colour, ...]
    flat_roofs: tuple[Colour, ...]
    air: Colour
    sun_azimuth: float
    sun_elevation: float
    sun_strength: float
    haze: float
    exposure: float
    gamma: float
    sharpness: float
    noise: float


def choose_palette(rng: np.random.Generator) -> Palette:
    """Draws the look of a scene."""
    soil = _varied(rng, _SOILS[rng.integers(len(_SOILS))], 0.06)
    forest, light, grass, dry = (_varied(rng, colour, 0.07) for colour in _VEGETATION[rng.integers(len(_VEGETATION))])
    crops = (
        grass, light, dry, _varied(rng, (0.39, 0.48, 0.30), 0.05), _varied(rng, (0.56, 0.54, 0.38), 0.05),
        _scaled(soil, 0.84), _scaled(soil, 0.68), _varied(rng, (0.31, 0.40, 0.26), 0.05),
    )  # fmt: skip
    water = _varied(rng, ((0.26, 0.38, 0.33), (0.43, 0.42, 0.33), (0.20, 0.31, 0.31))[rng.integers(3)], 0.08)
    return Palette(
        soil, forest, light, grass, dry, crops,
        bare_crops=(5, 6),
        ridge=_scaled(grass, 0.8),
        rock=_varied(rng, (0.56, 0.55, 0.52), 0.05),
        gravel=_varied(rng, (0.57, 0.55, 0.50), 0.05),
        water=water,
        dirt=_scaled(soil, 1.08),
        road=_varied(rng, ((0.42, 0.42, 0.43), (0.62, 0.61, 0.58))[rng.integers(2)], 0.05),
        yard=_varied(rng, (0.60, 0.58, 0.54), 0.05),
        roofs=((0.46, 0.34, 0.29), (0.36, 0.36, 0.38), (0.53, 0.39, 0.32), (0.42, 0.41, 0.41)),
        flat_roofs=((0.66, 0.65, 0.63), (0.58, 0.58, 0.58), (0.36, 0.47, 0.62), (0.72, 0.71, 0.69), (0.62, 0.60, 0.56)),
        air=_varied(rng, (0.60, 0.66, 0.70), 0.03),
        sun_azimuth=float(rng.uniform(105, 250)),
        sun_elevation=float(rng.uniform(38, 62)),
        sun_strength=float(rng.uniform(0.72, 0.95)),
        haze=float(rng.uniform(0.01, 0.2)),
        exposure=float(rng.uniform(0.85, 1.15)),
        gamma=float(rng.uniform(0.85, 1.1)),
        sharpness=float(rng.uniform(0.45, 0.8)),
        noise=float(rng.uniform(0.004, 0.014)),
    )  # fmt: skip


def _varied(rng: np.random.Generator, colour: Colour, amount: float) -> Colour:
    values = np.asarray(colour) * (1 + rng.normal(0, amount)) * (1 + rng.normal(0, amount / 3, 3))
    return tuple(float(value) for value in np.clip(values, 0.02, 0.95))


def _scaled(colour: Colour, factor: float) -> Colour:
    return tuple(value * factor for value in colour)
