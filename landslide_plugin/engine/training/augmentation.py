"""Random changes that leave a landslide a landslide: turns, light, haze, blur, noise, pasted pieces."""

from __future__ import annotations

import numpy as np
import torch

from models.torchvision_guard import import_torchvision


class Augmentation:
    """Turns image and mask together; changes colours of the image only.

    Colour changes come from torchvision's transforms, which draw from torch's random generator; turns draw from `rng`.
    """

    def __init__(self) -> None:
        import_torchvision()
        from torchvision.transforms import v2  # after the guard

        self._light = v2.Compose(
            [
                v2.ColorJitter(brightness=0.25, contrast=0.25, saturation=0.3, hue=0.03),
                v2.RandomApply([v2.GaussianBlur(5, (0.3, 1.6))], p=0.15),
            ]
        )

    def __call__(
        self, image: torch.Tensor, mask: torch.Tensor, rng: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Changes one crop.

        Args:
            image: (3, S, S) in 0-1.
            mask: (1, S, S).
            rng: source of chance.

        Returns:
            Tensors of the same shapes.
        """
        turns, mirrored = int(rng.integers(4)), bool(rng.integers(2))
        image, mask = (torch.rot90(part, turns, (1, 2)) for part in (image, mask))
        if mirrored:
            image, mask = image.flip(2), mask.flip(2)
        image = self._light(image.contiguous())
        if rng.random() < 0.2:
            haze = float(rng.uniform(0, 0.25))
            image = image * (1 - haze) + haze * float(rng.uniform(0.6, 1))
        if rng.random() < 0.2:
            image = image + torch.from_numpy(rng.normal(0, rng.uniform(0, 0.03), image.shape).astype(np.float32))
        return image.clamp(0, 1), mask.contiguous()


def paste_pieces(
    images: torch.Tensor, masks: torch.Tensor, rng: np.random.Generator, share: float = 0.15
) -> tuple[torch.Tensor, torch.Tensor]:
    """Pastes a rectangle of one crop, with its mask, into another (CutMix; Yun et al. 2019, ICCV).

    It teaches that a landslide need not lie in the middle, and that the seams of a mosaic are not scarps.

    Args:
        images: (N, 3, S, S).
        masks: (N, 1, S, S).
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
