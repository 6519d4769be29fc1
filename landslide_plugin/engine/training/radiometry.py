"""Random changes of light, air, camera and file: what differs between two images of the same ground.

The L-Net paper (section 3.2) names colour and Gaussian noise; the others are this project's own. Each changes the
image's bands, (B, S, S) in 0-1, and moves nothing. It is told where red, green and blue are among them, None where they
are not: light and air change every band alike, colour these three. What comes out may leave 0-1; who calls clamps it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.torchvision_guard import import_torchvision

import_torchvision()
from torchvision.transforms.v2 import functional as colours  # noqa: E402 - after the guard

Colours = tuple[int, int, int]
"""Positions of red, green and blue."""
Change = Callable[[torch.Tensor, np.random.Generator, Colours | None], torch.Tensor]


def _colour(image: torch.Tensor, rng: np.random.Generator, rgb: Colours | None) -> torch.Tensor:
    """Season, time of day and colour balance."""
    brightness, contrast = rng.uniform(0.75, 1.25, 2)
    saturation, hue = rng.uniform(0.7, 1.3), rng.uniform(-0.03, 0.03)
    changes = [
        lambda optical: colours.adjust_brightness(optical, brightness),
        lambda optical: colours.adjust_contrast(optical, contrast),
        lambda optical: colours.adjust_saturation(optical, saturation),
        lambda optical: colours.adjust_hue(optical, hue),
    ]
    optical = [] if rgb is None else list(rgb)
    other = [band for band in range(len(image)) if band not in optical]
    image = image.clone()
    for index in rng.permutation(len(changes)):
        if optical:
            image[optical] = changes[index](image[optical])
        if other and index in (0, 1):  # as many grey images, each with a contrast of its own
            image[other] = changes[index](image[other][:, None])[:, 0]
    return image


def _exposure(image: torch.Tensor, rng: np.random.Generator, _: Colours | None) -> torch.Tensor:
    """An image that uses a part of its range only, as satellite products do that nobody stretched."""
    if rng.random() < 0.2:
        image = image * math.exp(rng.uniform(math.log(0.25), 0))
    return image


def _shadow(image: torch.Tensor, rng: np.random.Generator, rgb: Colours | None) -> torch.Tensor:
    """The shadow of a cloud or a ridge: soft at its edge, and bluish, because the sky still lights it."""
    if rng.random() < 0.15:
        height = torch.from_numpy(rng.normal(size=(1, 1, 4, 4)).astype(np.float32))
        height = F.interpolate(height, image.shape[1:], mode="bicubic", align_corners=False)[0]
        shade = torch.sigmoid((height - float(rng.uniform(0, 1))) * float(rng.uniform(5, 30)))
        depth = torch.full((len(image), 1, 1), float(rng.uniform(0.3, 0.65)))
        if rgb is not None:
            depth[list(rgb)] *= torch.tensor([1, 0.95, 0.85])[:, None, None]
        image = image * (1 - shade * depth)
    return image


def _blur(image: torch.Tensor, rng: np.random.Generator, _: Colours | None) -> torch.Tensor:
    if rng.random() < 0.15:
        sigma = float(rng.uniform(0.3, 1.6))
        image = colours.gaussian_blur(image, [5, 5], [sigma, sigma])
    return image


def _haze(image: torch.Tensor, rng: np.random.Generator, _: Colours | None) -> torch.Tensor:
    if rng.random() < 0.2:
        haze, white = float(rng.uniform(0, 0.25)), float(rng.uniform(0.6, 1))
        image = image * (1 - haze) + haze * white
    return image


def _noise(image: torch.Tensor, rng: np.random.Generator, _: Colours | None) -> torch.Tensor:
    if rng.random() < 0.2:
        strength = rng.uniform(0, 0.03)
        image = image + torch.from_numpy(rng.normal(0, strength, image.shape).astype(np.float32))
    return image


def _jpeg(image: torch.Tensor, rng: np.random.Generator, rgb: Colours | None) -> torch.Tensor:
    """Compressed as screenshots and map services are; Pillow, because torchvision's codec is a compiled operator."""
    if rng.random() < 0.2 and rgb is not None:
        optical = list(rgb)
        pixels = (image[optical].clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).numpy()
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=int(rng.integers(30, 91)))
        image = image.clone()
        image[optical] = torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1).to(image.dtype) / 255
    return image


RADIOMETRY: dict[str, Change] = {
    "colour": _colour,
    "exposure": _exposure,
    "shadow": _shadow,
    "blur": _blur,
    "haze": _haze,
    "noise": _noise,
    "jpeg": _jpeg,
}
"""By the names of `training_choices.AUGMENTATIONS`."""
