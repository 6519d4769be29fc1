"""Bands that a model gets from an elevation model and not from the image: the engine makes them, QGIS offers them."""

from __future__ import annotations

from collections.abc import Sequence

from .errors import InputError

TERRAIN_BANDS = ("elevation", "slope", "aspect_sin", "aspect_cos", "relief")
ASPECT = ("aspect_sin", "aspect_cos")
"""East and north component of the direction that the ground faces: they mean something only together."""


def image_bands(bands: Sequence[str]) -> tuple[str, ...]:
    """Those of a model's bands that are read from the image."""
    return tuple(band for band in bands if band not in TERRAIN_BANDS)


def terrain_bands(bands: Sequence[str]) -> tuple[str, ...]:
    """Those of a model's bands that are derived from an elevation model."""
    return tuple(band for band in bands if band in TERRAIN_BANDS)


def split_bands(bands: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bands of the image and bands of the terrain.

    Raises:
        InputError: there is none of the image, they are mixed, one is named twice, or half of the aspect is missing.
    """
    image, terrain = image_bands(bands), terrain_bands(bands)
    if not image:
        raise InputError(f"{', '.join(bands)}: a model reads at least one band of the image, name it first.")
    if (*image, *terrain) != tuple(bands) or len(set(terrain)) != len(terrain):
        raise InputError(
            f"{', '.join(bands)}: name the image's bands first, then those of the terrain, each of these once."
        )
    if len(set(ASPECT) & set(terrain)) == 1:
        raise InputError("The bands aspect_sin and aspect_cos belong together: name both of them or neither.")
    return image, terrain
