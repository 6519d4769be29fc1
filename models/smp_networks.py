"""Networks of segmentation-models-pytorch with any of its or timm's encoders, as `smp:<architecture>:<encoder>`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork
from models.blocks.smoothing import GaussianSmoothing
from models.torchvision_guard import import_torchvision


class SmpNetwork(SegmentationNetwork):
    """A network of segmentation-models-pytorch behind the interface of this package.

    Args:
        architecture: smp's name in lower case, e.g. `unet`, `unetplusplus`, `deeplabv3plus`.
        encoder: smp's or `tu-` and timm's name of the encoder.
        in_channels: bands of the input.
        smoothing: standard deviation of a Gaussian that blurs the input, pixels; 0 = none. See `GaussianSmoothing`.
        scales: at which the image is looked at in eval mode, 1 = as it is, below 1 reduced. The same weights answer at
            each of them, and their logits are averaged: small things are seen at full size, large ones with their
            surroundings (multi-scale inference as in Chen et al. 2016, "Attention to Scale", without its attention).
            In training the network sees the image as it is, and learns of other sizes by random enlargement.
        arguments: passed on to smp, e.g. `decoder_channels`.

    Raises:
        InputError: smp has no such architecture or encoder.
        ValueError: a negative smoothing, or scales that are none.
    """

    explained_layer = "network.encoder"  # its deepest features

    def __init__(
        self,
        architecture: str,
        encoder: str,
        in_channels: int = 3,
        smoothing: float = 0.0,
        scales: Sequence[float] = (1.0,),
        **arguments: object,
    ) -> None:
        super().__init__()
        if not scales or not all(0 < scale <= 1 for scale in scales):
            raise ValueError(f"the scales {list(scales)} are not all above 0 and at most 1")
        self.scales = sorted(Fraction(scale).limit_denominator(8) for scale in scales)
        self.stride = 32 * math.lcm(*(scale.denominator for scale in self.scales))  # reduced, 32 must still divide it
        self.smoothing = GaussianSmoothing(in_channels, smoothing) if smoothing else nn.Identity()
        import_torchvision()
        import segmentation_models_pytorch as smp  # slow to import; the papers' own networks do without it

        try:
            self.network = smp.create_model(
                architecture, encoder, encoder_weights=None, in_channels=in_channels, classes=1, **arguments
            )
        except (KeyError, RuntimeError, ValueError) as error:
            raise InputError(
                f"segmentation-models-pytorch cannot build '{architecture}' with the encoder '{encoder}': {error}"
            ) from error

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of the stride."""
        if self.training:
            return self._at(x, Fraction(1))
        # The largest comes last: that is what Grad-CAM then explains.
        return torch.stack([self._at(x, scale) for scale in self.scales]).mean(0)

    def _at(self, x: torch.Tensor, scale: Fraction) -> torch.Tensor:
        if scale == 1:
            return self.network(self.smoothing(x))
        size = [side * scale.numerator // scale.denominator for side in x.shape[2:]]
        reduced = F.interpolate(x, size=size, mode="bilinear", align_corners=False)
        answer = self.network(self.smoothing(reduced))
        return F.interpolate(answer, size=x.shape[2:], mode="bilinear", align_corners=False)
