"""Turning and mirroring images some of whose bands point somewhere.

The bands `aspect_sin` and `aspect_cos` are the east and north component of the direction that the ground faces, stored
as 0.5 + 0.5 v. When the ground is turned, its pixels move and these vectors turn as well. Right is taken for east and
up for north: on an image that is not north up all vectors are off by one angle, which a turn keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from landslide_plugin.common.terrain import ASPECT

Margins = tuple[tuple[int, int], tuple[int, int]]
"""Rows before and after, columns before and after."""


@dataclass(frozen=True)
class Aspect:
    """Where the two components are among the bands."""

    east: int
    north: int


def aspect_of(bands: Sequence[str]) -> Aspect | None:
    """The place of the aspect among bands; None where it is not among them."""
    return Aspect(*(list(bands).index(name) for name in ASPECT)) if set(ASPECT) <= set(bands) else None


def flipped(images: torch.Tensor, aspect: Aspect | None) -> torch.Tensor:
    """Left and right exchanged.

    Args:
        images: (..., bands, H, W), 0-1.
        aspect: of its bands.
    """
    result = images.flip(-1)
    if aspect is not None:
        result[..., aspect.east, :, :] = 1 - result[..., aspect.east, :, :]
    return result


def quarter_turned(images: torch.Tensor, turns: int, aspect: Aspect | None) -> torch.Tensor:
    """Turned counter-clockwise by quarters; as `flipped`. Without a turn, the images themselves."""
    if turns % 4 == 0:
        return images  # rot90 would copy them
    result = torch.rot90(images, turns, (-2, -1))
    if aspect is None:
        return result
    cosine, sine = ((0, 1), (-1, 0), (0, -1))[turns % 4 - 1]
    result = result.clone()
    east, north = _vectors(result, aspect)
    _store(result, aspect, cosine * east - sine * north, sine * east + cosine * north)
    return result


def facing(images: torch.Tensor, aspect: Aspect | None, matrix: torch.Tensor, mirrored: torch.Tensor) -> torch.Tensor:
    """Turns the vectors of images whose pixels have been sampled already.

    Args:
        images: (bands, H, W), 0-1; changed in place.
        aspect: of its bands.
        matrix: (2, 2), from a place of the result to a place of the original, x right and y down.
        mirrored: (2, H, W) bool, whether x and y of that place were mirrored back into the original.
    """
    if aspect is not None:
        east, north = _vectors(images, aspect)
        right, down = torch.where(mirrored, -1.0, 1.0) * torch.stack([east, -north])
        # Heights h(q) with q = S M p have the gradient M^T S grad h there, and the aspect points down the gradient.
        right, down = (matrix[0, i] * right + matrix[1, i] * down for i in (0, 1))
        _store(images, aspect, right, -down)
    return images


def mirror_padded(pixels: NDArray[np.float32], margins: Margins, aspect: Aspect | None) -> NDArray[np.float32]:
    """Mirrors an image beyond its edges.

    Args:
        pixels: (bands, H, W), 0-1.
        margins: how far.
        aspect: of its bands.
    """
    padded = np.pad(pixels, ((0, 0), *margins), mode="reflect")
    if aspect is not None:
        rows, columns = (_is_mirrored(side, *margin) for side, margin in zip(pixels.shape[1:], margins, strict=True))
        padded[aspect.north, rows] = 1 - padded[aspect.north, rows]
        padded[aspect.east][:, columns] = 1 - padded[aspect.east][:, columns]
    return padded


def _is_mirrored(side: int, before: int, after: int) -> NDArray[np.bool_]:
    """Which rows or columns of a mirrored image run the other way."""
    period = max(1, 2 * (side - 1))
    return np.arange(-before, side + after) % period > side - 1


def _vectors(images: torch.Tensor, aspect: Aspect) -> tuple[torch.Tensor, torch.Tensor]:
    return tuple(2 * images[..., index, :, :] - 1 for index in (aspect.east, aspect.north))


def _store(images: torch.Tensor, aspect: Aspect, east: torch.Tensor, north: torch.Tensor) -> None:
    for index, component in ((aspect.east, east), (aspect.north, north)):
        images[..., index, :, :] = 0.5 + 0.5 * component
