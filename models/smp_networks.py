"""Networks of segmentation-models-pytorch with any of its or timm's encoders, as `smp:<architecture>:<encoder>`."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork, padded
from models.blocks.reduction import Reduction
from models.blocks.smoothing import GaussianSmoothing
from models.torchvision_guard import import_torchvision

_ROUNDING = 1e-3  # 0.333 is taken for a third
_STRIDE = 32  # of the encoders: they halve their input five times


class SmpNetwork(SegmentationNetwork):
    """A network of segmentation-models-pytorch behind the interface of this package.

    Args:
        architecture: smp's name in lower case, e.g. `unet`, `unetplusplus`, `deeplabv3plus`.
        encoder: smp's or `tu-` and timm's name of the encoder.
        in_channels: bands of the input.
        smoothing: standard deviation of a Gaussian that blurs the input, pixels; 0 = none. See `GaussianSmoothing`.
        scale: at which the network looks at the image: 1 as it is, below 1 reduced, so that more of the surroundings
            is seen in less time; its logits are enlarged again. A fraction n / d with d of at most 8.
        arguments: passed on to smp, e.g. `decoder_channels`.

    Raises:
        InputError: smp has no such architecture or encoder.
        ValueError: a negative smoothing, or a scale that is no such fraction.
    """

    explained_layer = "network.encoder"  # its deepest features

    def __init__(
        self,
        architecture: str,
        encoder: str,
        in_channels: int = 3,
        smoothing: float = 0.0,
        scale: float = 1.0,
        **arguments: object,
    ) -> None:
        super().__init__()
        self.scale = Fraction(scale).limit_denominator(8)
        if not 0 < self.scale <= 1 or abs(float(self.scale) - scale) > _ROUNDING:
            raise ValueError(
                f"a scale of {scale} is no fraction such as 4/5, above 0, at most 1, in eighths at the finest"
            )
        self.stride = _STRIDE * self.scale.denominator  # reduced, the encoder's stride still divides it
        self.reduction = Reduction(in_channels, self.scale) if self.scale < 1 else nn.Identity()
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
        return self._enlarged(self.network(self._seen(x)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits of the input's own size; what is padded is the reduced image, because that is less."""
        return padded(
            lambda image: self._enlarged(padded(self.network, self._seen(image), _STRIDE)), x, self.scale.denominator
        )

    def _seen(self, x: torch.Tensor) -> torch.Tensor:
        return self.reduction(self.smoothing(x))

    def _enlarged(self, logits: torch.Tensor) -> torch.Tensor:
        if self.scale == 1:
            return logits
        size = [side * self.scale.denominator // self.scale.numerator for side in logits.shape[2:]]
        return F.interpolate(logits, size=size, mode="bilinear", align_corners=False)
