"""Networks of segmentation-models-pytorch with any of its or timm's encoders, as `smp:<architecture>:<encoder>`."""

from __future__ import annotations

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
        levels: of an image pyramid. In eval mode the same weights look at the image and at each halving of it, and
            their logits are averaged: small things are seen at full size, large ones with their surroundings
            (multi-scale inference as in Chen et al. 2016, "Attention to Scale", without its attention). In training
            the network sees the image alone, and learns of other sizes by random scales.
        arguments: passed on to smp, e.g. `decoder_channels`.

    Raises:
        InputError: smp has no such architecture or encoder.
        ValueError: a negative smoothing, or no level.
    """

    explained_layer = "network.encoder"  # its deepest features

    def __init__(
        self,
        architecture: str,
        encoder: str,
        in_channels: int = 3,
        smoothing: float = 0.0,
        levels: int = 1,
        **arguments: object,
    ) -> None:
        super().__init__()
        if levels < 1:
            raise ValueError(f"a pyramid of {levels} levels has none")
        self.levels, self.stride = levels, 32 * 2 ** (levels - 1)
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
        # The image itself comes last: that is what Grad-CAM then explains.
        found = [self._at(x, level) for level in reversed(range(1 if self.training else self.levels))]
        return found[0] if len(found) == 1 else torch.stack(found).mean(0)

    def _at(self, x: torch.Tensor, level: int) -> torch.Tensor:
        reduced = F.avg_pool2d(x, 2**level) if level else x
        answer = self.network(self.smoothing(reduced))
        return F.interpolate(answer, size=x.shape[2:], mode="bilinear", align_corners=False) if level else answer
