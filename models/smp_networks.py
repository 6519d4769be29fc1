"""Networks of segmentation-models-pytorch with any of its or timm's encoders, as `smp:<architecture>:<encoder>`."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork, mirrored
from models.blocks.reduction import Reduction
from models.blocks.smoothing import GaussianSmoothing
from models.torchvision_guard import import_torchvision

_ROUNDING = 1e-3  # 0.333 is taken for a third
_LARGEST_SHORTENED = 960  # pixels; without its finest layers a network needs half the memory of a pixel
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
        output_stride: pixels of the (reduced) image from one logit to the next, 1, 2 or 4: the last blocks of a
            `unet`'s decoder, the dearest by far, are left out and its logits enlarged.
        arguments: passed on to smp, e.g. `decoder_channels`.

    Raises:
        InputError: smp has no such architecture or encoder.
        ValueError: a negative smoothing, a scale that is no such fraction, or an output stride that there is not.
    """

    explained_layer = "network.encoder"  # its deepest features

    def __init__(
        self,
        architecture: str,
        encoder: str,
        in_channels: int = 3,
        smoothing: float = 0.0,
        scale: float = 1.0,
        output_stride: int = 1,
        **arguments: object,
    ) -> None:
        super().__init__()
        self.scale = Fraction(scale).limit_denominator(8)
        if not 0 < self.scale <= 1 or abs(float(self.scale) - scale) > _ROUNDING:
            raise ValueError(
                f"a scale of {scale} is no fraction such as 4/5, above 0, at most 1, in eighths at the finest"
            )
        if output_stride not in (1, 2, 4) or (output_stride > 1 and architecture != "unet"):
            raise ValueError(f"an output stride of {output_stride} is not 1, or 2 or 4 of a unet")
        self.output_stride = output_stride
        self.stride = _STRIDE * self.scale.denominator  # reduced, the encoder's stride still divides it
        self.look: nn.Module = nn.Identity()
        if self.scale < 1:
            self.look = Reduction(in_channels, self.scale, smoothing)
        elif smoothing:
            self.look = GaussianSmoothing(in_channels, smoothing)
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

        if output_stride > 1:
            self.largest_tile = _LARGEST_SHORTENED
            self._shorten_decoder(output_stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits of the input's own size; what is padded to the stride is the reduced image, because that is less."""
        height, width = x.shape[2:]
        return self.logits(mirrored(x, self.scale.denominator * self.output_stride))[:, :, :height, :width]

    def covered(self, side: int) -> float:
        """As in the base class; less is padded here, see `forward`."""
        whole = side + -side % (self.scale.denominator * self.output_stride)
        seen = int(whole * self.scale)
        return float((seen + -seen % _STRIDE) / self.scale)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of the scale's denominator times the output stride.

        Raises:
            InputError: the encoder takes images of another size only.
        """
        seen = self.look(x)
        rows, columns = (side // self.output_stride for side in seen.shape[2:])
        answer = self._answer(mirrored(seen, _STRIDE))[:, :, :rows, :columns]
        return answer if answer.shape[2:] == x.shape[2:] else enlarged(answer, x)

    def _answer(self, seen: torch.Tensor) -> torch.Tensor:
        try:
            return self.network(seen)
        except AssertionError as error:  # how smp and timm refuse sizes, such as transformers for one size do
            height, width = seen.shape[2:]
            raise InputError(
                f"The network cannot look at {width} x {height} pixels ({error}): choose an encoder for images of any "
                "size."
            ) from error

    def _shorten_decoder(self, output_stride: int) -> None:
        blocks = self.network.decoder.blocks
        kept = blocks[: len(blocks) - (output_stride.bit_length() - 1)]
        self.network.decoder.blocks = kept
        channels = kept[-1].conv2[0].out_channels
        self.network.segmentation_head = nn.Conv2d(channels, 1, kernel_size=3, padding=1)


def enlarged(logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Logits at the size of an image, between them linearly."""
    return F.interpolate(logits, size=x.shape[2:], mode="bilinear", align_corners=False)
