"""Trees and bushes: crowns as domes on jittered grids, which touch in dense forest and stand alone elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Array, fractal, mix, pixel_centres, smoothstep
from .palette import Palette

_BAND_ROWS = 256


@dataclass(frozen=True)
class Layer:
    """A storey of the forest: distance between crowns and height of the tallest, metres."""

    spacing: float
    tallest: float


_OLD_TREES, _TREES, _BUSHES = Layer(7.0, 13.0), Layer(4.4, 8.0), Layer(2.1, 2.2)


def plant(
    rng: np.random.Generator,
    palette: Palette,
    colour: Array,
    height: Array,
    forest: Array,
    shrubs: Array,
    gsd: float,
) -> None:
    """Grows the vegetation into a picture.

    Args:
        rng: source of randomness.
        palette: colours.
        colour: (3, H, W), changed in place.
        height: (H, W) height of what stands on the ground, metres, changed in place.
        forest: (H, W) density of trees, 0-1.
        shrubs: (H, W) density of bushes, 0-1.
        gsd: metres per pixel.
    """
    size = len(height)
    stands = fractal(rng, size, gsd, 220, 25, 2.4)
    leaves = fractal(rng, size, gsd, max(4.0, 3 * gsd), gsd, 1.2)
    old = smoothstep(0.0, 0.5, stands)
    dome_detail = 1 + 0.3 * leaves
    for layer, density in ((_OLD_TREES, forest * old), (_TREES, forest * (1 - 0.7 * old)), (_BUSHES, shrubs)):
        crown, hue = _crowns(rng, density, layer, dome_detail, gsd)
        share = np.where(crown > height, smoothstep(0.0, 0.25 * layer.tallest, crown), 0)
        light = np.clip(0.42 + 0.55 * (hue - 0.5) - 0.22 * stands + 0.13 * leaves, 0, 1)
        gap = 0.78 + 0.30 * crown / layer.tallest
        for band in range(3):
            leaf = mix(palette.forest[band], palette.forest_light[band], light) * gap
            colour[band] += (leaf - colour[band]) * share
        np.maximum(height, crown, out=height)


def _crowns(rng: np.random.Generator, density: Array, layer: Layer, detail: Array, gsd: float) -> tuple[Array, Array]:
    """Height and hue (0-1) of the tallest crown over each pixel."""
    size = len(density)
    # Crowns finer than the pixels would only alias.
    spacing = max(layer.spacing, 1.7 * gsd)
    cells = int(np.ceil(size * gsd / spacing)) + 3
    trees = rng.random((5, cells, cells), dtype=np.float32)
    column = (np.arange(cells, dtype=np.float32) - 1 + trees[0]) * spacing
    row = (np.arange(cells, dtype=np.float32)[:, None] - 1 + trees[1]) * spacing
    row_at, column_at = (np.clip(place / gsd, 0, size - 1).astype(int) for place in (row, column))
    grown = 0.4 + 0.6 * trees[3] ** 1.5
    radius = spacing * (0.45 + 0.5 * grown)
    top = np.where(trees[2] < density[row_at, column_at], layer.tallest * (0.35 + 0.65 * grown), 0).astype(np.float32)
    height, hue = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    axis = pixel_centres(slice(0, size), gsd)
    own = (axis / spacing).astype(int) + 1
    for start in range(0, size, _BAND_ROWS):
        band = slice(start, start + _BAND_ROWS)
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                pick = np.ix_(own[band] + down, own + right)
                squared = (axis[None] - column[pick]) ** 2 + (axis[band][:, None] - row[pick]) ** 2
                dome = top[pick] * np.sqrt(np.clip(1 - squared / radius[pick] ** 2 * detail[band], 0, 1))
                higher = dome > height[band]
                height[band][higher] = dome[higher]
                hue[band][higher] = trees[4][pick][higher]
    return height, hue
