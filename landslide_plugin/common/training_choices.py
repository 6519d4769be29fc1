"""What a training can be made of, by name: the engine, which has the things themselves, and QGIS, which offers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

OPTIMISERS = ("adamw", "adam", "sgd")

SCHEDULES = ("one-cycle", "cosine", "plateau", "constant")
"""How the learning rate moves over a training."""

AUGMENTATIONS = (
    "rotate", "rotate90", "flip", "colour", "exposure", "shadow", "blur", "haze", "noise", "jpeg", "paste",
)  # fmt: skip
"""Random changes of what is learned from, in the order in which they are applied."""

LOSSES = ("bce+dice", "bce", "wce", "focal", "dice")
"""Losses, and the sum of two, that need no further parameters."""

LOSS_PARAMETERS = {
    "bce+dice": ("smooth", 1.0),
    "wce": ("weights", 0.0),
    "focal": ("gamma", 2.0),
    "dice": ("smooth", 1.0),
}
"""The parameter of a loss that is worth changing, and its value where nobody does.

`weights` are those of background and of landslide; offered is the latter, with 1 for background, and 0 = from the data.
"""


@dataclass(frozen=True)
class NetworkChoice:
    """A network that can be trained from scratch.

    Args:
        title: for people.
        width: channels of its first level unless told otherwise; None where its encoder settles them.
    """

    title: str
    width: Optional[int] = None


NETWORKS: dict[str, NetworkChoice] = {
    "unet": NetworkChoice("U-Net", 32),
    "a-unet": NetworkChoice("A-U-Net (attention gates)", 32),
    "d-unet": NetworkChoice("D-U-Net (dilated encoder, ASPP)", 32),
    "da-unet": NetworkChoice("DA-U-Net", 32),
    "unet-bilinear": NetworkChoice("U-Net (bilinear)", 24),
    "unet-mff": NetworkChoice("U-Net with multi-scale fusion", 24),
    "unet-mff-res": NetworkChoice("U-Net with multi-scale fusion and residual attention", 24),
    "l-net": NetworkChoice("L-Net", 24),
    "res-unet-liu": NetworkChoice("Residual U-Net (Liu et al. 2020)", 24),
    "fcn8s": NetworkChoice("FCN-8s (narrow VGG-16)", 32),
    "segnet": NetworkChoice("SegNet (narrow VGG-16)", 32),
    "pspnet": NetworkChoice("PSPNet (ResNet-18)"),
    "hrnet": NetworkChoice("HRNet (W18 small)"),
    "deeplabv3plus": NetworkChoice("DeepLabV3+ (MobileNetV2)"),
    "ddcm-net": NetworkChoice("DDCM-Net (ResNet-18)"),
    "macu-net": NetworkChoice("MACU-Net", 16),
    "unet-dropout": NetworkChoice("U-Net of the U-Net++ paper (dropout)", 24),
    "res-unet": NetworkChoice("ResUNet", 24),
    "unet-plus-plus": NetworkChoice("U-Net++", 24),
    "unet-plus-plus-spatial": NetworkChoice("U-Net++ (spatial attention)", 24),
    "unet-plus-plus-contextual": NetworkChoice("U-Net++ (contextual attention)", 24),
    "unet-plus-plus-spatial-contextual": NetworkChoice("U-Net++ (spatial and contextual attention)", 24),
}
"""The registry's networks, in its order."""
