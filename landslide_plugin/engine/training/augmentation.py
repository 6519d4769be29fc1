"""Random changes that leave a landslide a landslide, by name.

The DA-U-Net paper names flips, rotation and scaling; the L-Net paper (section 3.2) quarter turns, a vertical flip,
crops, zoom, colour and Gaussian noise. Crops and scales are drawn in `tiles`, what changes light and camera in
`radiometry`, the rest here. Pasted pieces are this project's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.terrain import image_bands
from landslide_plugin.common.training_choices import AUGMENTATIONS
from landslide_plugin.engine.training.radiometry import RADIOMETRY, Change, Colours
from landslide_plugin.engine.turning import Aspect, aspect_of, facing, flipped, quarter_turned

_RGB = ("red", "green", "blue")
_Pair = tuple[torch.Tensor, torch.Tensor]
_Step = Callable[[torch.Tensor, torch.Tensor, np.random.Generator, Aspect | None], _Pair]


class Augmentation:
    """Turns image and truth together; changes colours of the image only.

    All chance comes from `rng` and none from torch's own generator, so that crops may be made ahead on another thread
    while the network's dropout draws, and still be the same every time.

    Args:
        names: of `training_choices.AUGMENTATIONS`; they are applied in that order.
        bands: of the image; what points somewhere among them turns with the ground.

    Raises:
        InputError: a name that is not known.
    """

    def __init__(self, names: Sequence[str] = AUGMENTATIONS, bands: Sequence[str] = ("red", "green", "blue")) -> None:
        unknown = set(names) - set(AUGMENTATIONS)
        if unknown:
            raise InputError(
                f"There is no augmentation named {', '.join(sorted(unknown))}; known are {', '.join(AUGMENTATIONS)}."
            )
        steps: dict[str, _Step] = {"rotate": _rotate, "rotate90": _rotate90, "flip": _flip}
        optical = image_bands(bands)
        rgb = tuple(map(optical.index, _RGB)) if set(_RGB) <= set(optical) else None
        steps |= {name: partial(_radiometric, change, len(optical), rgb) for name, change in RADIOMETRY.items()}
        self._steps = [steps[name] for name in AUGMENTATIONS if name in names and name in steps]
        self._aspect = aspect_of(bands)
        self._pastes = "paste" in names

    def __call__(self, image: torch.Tensor, mask: torch.Tensor, rng: np.random.Generator) -> _Pair:
        """Changes one crop.

        Args:
            image: (bands, S, S) in 0-1.
            mask: (channels, S, S); what it is the truth of does not matter here: all channels move with the image.
            rng: source of chance.

        Returns:
            Tensors of the same shapes.
        """
        for step in self._steps:
            image, mask = step(image, mask, rng, self._aspect)
        return image.clamp(0, 1).contiguous(), mask.contiguous()

    def batch(self, images: torch.Tensor, masks: torch.Tensor, rng: np.random.Generator) -> _Pair:
        """Changes that need several crops: (N, bands, S, S) and (N, channels, S, S) to the same shapes."""
        return paste_pieces(images, masks, rng) if self._pastes else (images, masks)


def _radiometric(
    change: Change, optical: int, rgb: Colours | None, image: torch.Tensor, mask: torch.Tensor,
    rng: np.random.Generator, _: Aspect | None,
) -> _Pair:  # fmt: skip
    """Light belongs to the image's bands, which are the first ones: elevation and slope have none."""
    return torch.cat([change(image[:optical].contiguous(), rng, rgb), image[optical:]]), mask


def _rotate(image: torch.Tensor, mask: torch.Tensor, rng: np.random.Generator, aspect: Aspect | None) -> _Pair:
    """By any angle; what comes in from outside is mirrored, in the mask too, so that every pixel stays honest."""
    angle = float(rng.uniform(-np.pi, np.pi))
    matrix = torch.tensor([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0]], dtype=image.dtype)
    grid = F.affine_grid(matrix[None], [1, 1, *image.shape[1:]], align_corners=False)
    image, mask = (
        F.grid_sample(part[None], grid, mode=mode, padding_mode="reflection", align_corners=False)[0]
        for part, mode in ((image, "bilinear"), (mask, "nearest"))
    )
    mirrored = (grid[0].abs() > 1).permute(2, 0, 1)  # once at most: a square's corner turns to 1.4
    return facing(image, aspect, matrix[:, :2], mirrored), mask


def _rotate90(image: torch.Tensor, mask: torch.Tensor, rng: np.random.Generator, aspect: Aspect | None) -> _Pair:
    turns = int(rng.integers(4))
    return quarter_turned(image, turns, aspect), torch.rot90(mask, turns, (1, 2))


def _flip(image: torch.Tensor, mask: torch.Tensor, rng: np.random.Generator, aspect: Aspect | None) -> _Pair:
    return (flipped(image, aspect), mask.flip(2)) if rng.integers(2) else (image, mask)


def paste_pieces(images: torch.Tensor, masks: torch.Tensor, rng: np.random.Generator, share: float = 0.15) -> _Pair:
    """Pastes a rectangle of one crop, with its mask, into another (CutMix; Yun et al. 2019, ICCV).

    It teaches that a landslide need not lie in the middle, and that the seams of a mosaic are not scarps.

    Args:
        images: (N, bands, S, S).
        masks: (N, channels, S, S).
        rng: source of chance.
        share: of the crops that get a piece of another.

    Returns:
        New tensors of the same shapes.
    """
    givers, side = rng.permutation(len(images)), images.shape[-1]
    mixed_images, mixed_masks = images.clone(), masks.clone()
    for taker, giver in enumerate(givers):
        if rng.random() >= share:
            continue
        height, width = rng.integers(side // 4, side * 3 // 4 + 1, 2)
        top, left = rng.integers(side - height + 1), rng.integers(side - width + 1)
        piece = (slice(None), slice(top, top + height), slice(left, left + width))
        mixed_images[taker][piece], mixed_masks[taker][piece] = images[giver][piece], masks[giver][piece]
    return mixed_images, mixed_masks


def in_mosaics(images: torch.Tensor, masks: torch.Tensor) -> _Pair:
    """Joins crops four by four into images of twice the side (Bochkovskiy et al. 2020, arXiv:2004.10934, "Mosaic").

    A crop around a landslide ends where the ground around it ends, and a network that is shown nothing else learns that
    landslides lie in the middle and that nothing lies at an edge. On a map there are no such edges.

    Args:
        images: (N, bands, S, S).
        masks: (N, channels, S, S).

    Returns:
        (N / 4, bands, 2 S, 2 S) and (N / 4, channels, 2 S, 2 S); the same tensors where N is no multiple of 4.
    """
    if len(images) % 4:
        return images, masks
    return tuple(
        torch.cat([torch.cat(tuple(part[row::4] for row in pair), 3) for pair in ((0, 1), (2, 3))], 2)
        for part in (images, masks)
    )
