"""Fields: blocks of strip parcels on gentle ground, terraces along the contours where it is steeper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import Array, fractal, pixel_centres, pixel_window, smoothstep
from .terrain import Surface

_BLOCK = 80.0  # metres between the centres of neighbouring blocks
PARCEL_NUMBERS = 65521


@dataclass(frozen=True)
class Farmland:
    """Parcels, defined everywhere; the land cover says where they are farmed.

    Args:
        parcel: (H, W) int32, number of the parcel, 0 to `PARCEL_NUMBERS` - 1.
        border: (H, W) closeness to the parcel's edge, 0-1.
        row: (H, W) distance across the crop rows, metres.
        terraced: (H, W) bool, where the parcels are terraces.
    """

    parcel: Array
    border: Array
    row: Array
    terraced: Array


def divide_land(rng: np.random.Generator, ground: Surface, slope: Array, size: int, gsd: float) -> Farmland:
    """Divides the whole scene into parcels.

    Args:
        rng: source of randomness.
        ground: terrain.
        slope: (H, W) tangent of the broad slope.
        size: side of the scene, pixels.
        gsd: metres per pixel.
    """
    broad = ground.smoothed(30)
    seeds = _block_centres(rng, size * gsd)
    owner = _nearest(seeds, size, gsd)
    uphill = broad.gradient(seeds)
    angles = np.arctan2(uphill[:, 1], uphill[:, 0]) + rng.normal(0, 0.12, len(seeds))
    cosine, sine = np.cos(angles).astype(np.float32)[owner], np.sin(angles).astype(np.float32)[owner]
    axis = pixel_centres(slice(0, size), gsd)
    x, y = axis[None], axis[:, None]
    across = x * cosine + y * sine + 1.2 * fractal(rng, size, gsd, 150, 40, 3)
    along = y * cosine - x * sine
    width = rng.uniform(9, 24, len(seeds)).astype(np.float32)[owner]
    # On a terraced slope the strips are height intervals, whose width on the map follows from the slope.
    terraced = slope > rng.uniform(0.19, 0.25)
    level = ground.smoothed(14).over_scene(size, gsd)
    rise = float(rng.uniform(1.6, 3.2))
    strip = np.where(terraced, np.floor(level / rise) + 1000, np.floor(across / width))
    into = np.where(terraced, level % rise / np.maximum(slope, 0.1), across % width)
    breadth = np.where(terraced, rise / np.maximum(slope, 0.1), width)
    mixed = (strip * 0.7548776 + owner * 0.5698402) % 1
    length = np.where(terraced, 40.0, width * 2.2) * (1 + 1.1 * mixed)
    position = along + mixed * 5 * length
    piece = np.floor(position / length)
    number = (strip * 7385.0 + piece * 1934.0 + owner * 8349.0) % PARCEL_NUMBERS
    into_piece = position % length
    to_edge = np.minimum.reduce([into, breadth - into, into_piece, length - into_piece])
    border = smoothstep(0.7 + gsd, 0.2, to_edge)
    row = np.where(terraced, into, across)
    return Farmland(number.astype(np.int32), border.astype(np.float32), row.astype(np.float32), terraced)


def _block_centres(rng: np.random.Generator, extent: float) -> Array:
    cells = int(np.ceil(extent / _BLOCK)) + 3
    columns, rows = np.meshgrid(np.arange(cells) - 1, np.arange(cells) - 1)
    return ((np.stack([columns, rows], -1) + rng.uniform(0.1, 0.9, (cells, cells, 2))) * _BLOCK).reshape(-1, 2)


def _nearest(seeds: Array, size: int, gsd: float) -> Array:
    """Number of the nearest seed of each pixel."""
    nearest = np.full((size, size), np.inf, np.float32)
    owner = np.zeros((size, size), np.int32)
    for index, seed in enumerate(seeds):
        window = pixel_window(seed, 1.7 * _BLOCK, size, gsd)
        if window is None:
            continue
        distance = (pixel_centres(window[1], gsd)[None] - seed[0]) ** 2
        distance = distance + (pixel_centres(window[0], gsd)[:, None] - seed[1]) ** 2
        closer = distance < nearest[window]
        nearest[window][closer] = distance[closer]
        owner[window][closer] = index
    return owner
