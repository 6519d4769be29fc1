"""Networks of segmentation-models-pytorch with any of its or timm's encoders, as `smp:<architecture>:<encoder>`."""

from __future__ import annotations

import torch
from torch import nn

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
        arguments: passed on to smp, e.g. `decoder_channels`.

    Raises:
        InputError: smp has no such architecture or encoder.
        ValueError: a negative smoothing.
    """

    stride = 32
    explained_layer = "network.encoder"  # its deepest features

    def __init__(
        self,
        architecture: str,
        encoder: str,
        in_channels: int = 3,
        smoothing: float = 0.0,
        **arguments: object,
    ) -> None:
        super().__init__()
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
        return self.network(self.smoothing(x))
