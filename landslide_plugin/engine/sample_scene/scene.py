"""The sample scene as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landslide_plugin.common.errors import InputError

from .camera import photograph
from .land_cover import cover_land, keep_out
from .landslides import deform, place_landslides
from .noise import Array, fractal
from .painting import build_houses, paint_ground, paint_landslide
from .palette import choose_palette
from .terrain import make_terrain
from .vegetation import plant

EPSG = 32648


@dataclass(frozen=True)
class Scene:
    """A generated landscape with its truth.

    Args:
        rgb: (3, H, W) uint8.
        dem: (H, W) float32, height of the bare ground, metres.
        truth: (H, W) uint8, 1 landslide, 0 not.
        numbers: (H, W) uint16, number of the landslide from 1, 0 elsewhere.
        kinds: type of movement of each landslide, in the order of its number.
        freshness: 1 bare to 0 overgrown, in the same order.
        gsd: metres per pixel.
        origin: easting and northing of the upper left corner in EPSG:32648.
    """

    rgb: Array
    dem: Array
    truth: Array
    numbers: Array
    kinds: tuple[str, ...]
    freshness: tuple[float, ...]
    gsd: float
    origin: tuple[float, float]


def generate(seed: int, size: int = 2048, gsd: float = 0.5) -> Scene:
    """Makes the landscape that belongs to a seed.

    The same arguments give the same scene. Geology, season, sun and air differ from seed to seed.

    Args:
        seed: any integer from 0.
        size: side of the square scene, pixels.
        gsd: metres per pixel.

    Raises:
        InputError: a seed, size or ground sample distance that no scene can have.
    """
    if seed < 0:
        raise InputError(f"The seed of a scene must be 0 or more, not {seed}.")
    if size < 64:
        raise InputError(f"The scene must be at least 64 pixels wide, not {size}.")
    if not 0.1 <= gsd <= 10:
        raise InputError(f"The ground sample distance of a scene must lie between 0.1 and 10 m, not {gsd}.")
    rng = np.random.default_rng(seed)
    palette = choose_palette(rng)
    terrain = make_terrain(rng, size * gsd)
    dem = terrain.surface.over_scene(size, gsd)
    dem = dem + 0.06 * fractal(rng, size, gsd, 15, 3 * gsd, 2.4)
    cover = cover_land(rng, terrain, size, gsd)
    landslides, numbers = place_landslides(rng, terrain, keep_out(cover, size, gsd), size, gsd)
    dem = dem + deform(landslides, size)
    canvas = paint_ground(rng, palette, cover, gsd)
    for landslide in landslides:
        paint_landslide(palette, canvas, landslide, gsd)
    plant(rng, palette, canvas.colour, canvas.height, canvas.forest, canvas.shrubs, gsd)
    build_houses(rng, palette, canvas, cover, gsd)
    rgb = photograph(rng, palette, dem, canvas, gsd)
    easting, northing = 500_000 + 100 * int(seed % 1000), 2_980_000.0
    return Scene(
        rgb,
        dem.astype(np.float32),
        (numbers > 0).astype(np.uint8),
        numbers,
        tuple(landslide.kind.name for landslide in landslides),
        tuple(landslide.freshness for landslide in landslides),
        gsd,
        (float(easting), northing),
    )
