"""Random changes that leave a landslide a landslide: turns, light, haze, blur, noise."""

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
                v2.ColorJitter(brightness=0.35, contrast=0.35, saturation=0.4, hue=0.04),
                v2.RandomApply([v2.GaussianBlur(5, (0.3, 1.6))], p=0.2),
                v2.RandomGrayscale(p=0.03),
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
        if rng.random() < 0.25:
            haze = float(rng.uniform(0, 0.3))
            image = image * (1 - haze) + haze * float(rng.uniform(0.6, 1))
        if rng.random() < 0.3:
            image = image + torch.from_numpy(rng.normal(0, rng.uniform(0, 0.04), image.shape).astype(np.float32))
        return image.clamp(0, 1), mask.contiguous()
