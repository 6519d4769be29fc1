"""Where crops are drawn from: one interface for tiles in memory and for spots of a map on disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.engine.metrics.components import Components
from landslide_plugin.engine.turning import Aspect, mirror_padded

Crop = tuple[torch.Tensor, torch.Tensor]
"""Image (bands, S, S) float32 in 0-1, and truth (2, S, S) float32: landslide, and whether that is known.

Both channels of the truth go through the same changes, so a pixel that nobody has labelled stays one that nobody has.
"""


class Place(ABC):
    """Somewhere whose truth is known, at least in part."""

    @property
    @abstractmethod
    def has_landslide(self) -> bool:
        """Whether there is a landslide."""

    @property
    @abstractmethod
    def landslides(self) -> int:
        """How many landslides there are."""

    @abstractmethod
    def pixels(self) -> tuple[int, int]:
        """Landslide pixels and known pixels."""

    @abstractmethod
    def tile(self) -> LabelledTile:
        """All of it, as the network sees it when it is measured."""

    def squeezed(self, side: int) -> Place:  # noqa: ARG002 - a tile needs it
        """The place where whole tiles are brought to one size: a part of a map keeps its pixels, a detection's.

        Args:
            side: pixels of a tile.
        """
        return self

    @abstractmethod
    def crop(self, side: int, scale: tuple[float, float], rng: np.random.Generator) -> Crop:
        """A square piece at a random scale.

        Args:
            side: pixels of the crop.
            scale: smallest and largest enlargement; its logarithm is drawn evenly.
            rng: source of chance.
        """


@dataclass(frozen=True)
class LabelledTile(Place):
    """An image with its truth, in memory.

    Args:
        image: (bands, H, W) uint8.
        mask: (H, W) bool, True = landslide.
        valid: (H, W) bool, False = not labelled, or nodata; None = all is known.
        aspect: which of the bands point somewhere.
        target: (H, W) in 0-1, learned as the truth in place of the mask; None = the mask.
        bounds: of its ground, left, bottom, right, top, in coordinates that it has in common with other tiles; None =
            nobody knows where it lies.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    valid: NDArray[np.bool_] | None = None
    aspect: Aspect | None = None
    target: NDArray[np.floating] | None = None
    bounds: tuple[float, float, float, float] | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """(H, W), where the truth is known."""
        return np.ones(self.mask.shape, bool) if self.valid is None else self.valid

    @cached_property
    def has_landslide(self) -> bool:
        """See `Place`."""
        return bool(self.mask.any())

    @cached_property
    def landslides(self) -> int:
        """See `Place`; pixels that touch are one landslide."""
        components = Components()
        components.add(self.mask)
        return len(components.finish()[1])

    def pixels(self) -> tuple[int, int]:
        """See `Place`."""
        return int((self.mask & self.known).sum()), int(self.known.sum())

    def tile(self) -> LabelledTile:
        """See `Place`."""
        return self

    def crop(self, side: int, scale: tuple[float, float], rng: np.random.Generator) -> Crop:
        """See `Place`. Mirrored where the tile is too small, as at inference.

        Half of the crops of a tile with landslides are drawn around a landslide pixel.
        """
        height, width = self.mask.shape
        wanted = max(8, round(side / random_scale(scale, rng)))
        top, left = _corner(self.mask, wanted, rng)
        part = slice(top, min(top + wanted, height)), slice(left, min(left + wanted, width))
        image = torch.from_numpy(self.image[(slice(None), *part)].astype(np.float32) / 255)[None]
        target = self.mask if self.target is None else self.target
        truth = torch.from_numpy(np.stack([target[part], self.known[part]]).astype(np.float32))[None]
        size = [min(side, max(8, round(length * side / wanted))) for length in image.shape[2:]]
        image = F.interpolate(image, size=size, mode="bilinear", align_corners=False, antialias=True)[0]
        truth = F.interpolate(truth, size=size, mode="nearest-exact")[0]
        margins = ((0, side - size[0]), (0, side - size[1]))
        padded = mirror_padded(image.numpy(), margins, self.aspect), mirror_padded(truth.numpy(), margins, None)
        return tuple(torch.from_numpy(part) for part in padded)

    def squeezed(self, side: int) -> LabelledTile:
        """See `Place`."""
        return self.resized(side, side)

    def zoomed(self, factor: float) -> LabelledTile:
        """The whole tile, enlarged or reduced."""
        height, width = (max(1, round(length * factor)) for length in self.mask.shape)
        return self.resized(height, width)

    def resized(self, height: int, width: int) -> LabelledTile:
        """The whole tile at another size, whatever its shape."""
        image = torch.from_numpy(self.image[None].astype(np.float32))
        image = F.interpolate(image, size=(height, width), mode="bilinear", align_corners=False, antialias=True)[0]
        target = self.mask if self.target is None else self.target
        truth = torch.from_numpy(np.stack([self.mask, self.known, target])[None].astype(np.float32))
        mask, known, target = F.interpolate(truth, size=(height, width), mode="nearest-exact")[0].numpy()
        pixels = image.round().numpy().astype(np.uint8)
        target = None if self.target is None else target
        return LabelledTile(pixels, mask > 0, known > 0, self.aspect, target, self.bounds)


def random_scale(scale: tuple[float, float], rng: np.random.Generator) -> float:
    """An enlargement between the smallest and the largest."""
    return float(np.exp(rng.uniform(*np.log(scale))))


def _corner(mask: NDArray[np.bool_], side: int, rng: np.random.Generator) -> tuple[int, int]:
    space = [max(0, length - side) for length in mask.shape]
    if rng.random() < 0.5 and mask.any():
        landslide = np.argwhere(mask)
        around = landslide[rng.integers(len(landslide))] - rng.integers(side // 4, side * 3 // 4 + 1, 2)
        return tuple(int(np.clip(value, 0, room)) for value, room in zip(around, space, strict=True))
    return tuple(int(rng.integers(room + 1)) for room in space)
