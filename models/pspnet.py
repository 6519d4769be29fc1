"""PSPNet.

Source: Zhao, Shi, Qi, Wang, Jia, "Pyramid Scene Parsing Network" (CVPR 2017), section 3. The auxiliary loss of section
4 is left out.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import ConvBnRelu, initialise
from models.blocks.timm_encoder import timm_encoder


class PSPNet(SegmentationNetwork):
    """A ResNet whose later stages are dilated instead of strided, and averages over the image at four scales.

    Training needs at least two images per batch: the coarsest average is a single pixel, of which batch norm cannot
    tell a variance.

    Args:
        in_channels: bands of the input.
        encoder: timm's name of a ResNet.
        stages: how many of its four stages are kept, at least the two that lead to 1/8. Published: all.
        width: channels of the head. Published: 512.

    Raises:
        ValueError: fewer than two or more than four stages.
    """

    stride = 8
    explained_layer = "pyramid"

    def __init__(self, in_channels: int = 3, encoder: str = "resnet101", stages: int = 4, width: int = 512) -> None:
        super().__init__()
        if stages not in (2, 3, 4):
            raise ValueError(f"{stages} of the four stages cannot be kept, only 2, 3 or 4")
        # Residual branches start alive: beside timm's zeros in their last norms, nothing inside them has a gradient.
        self.encoder = timm_encoder(encoder, in_channels, (stages,), output_stride=8, zero_init_last=False)
        (channels,) = self.encoder.feature_info.channels()
        self.pyramid = PyramidPooling(channels)
        self.fuse = nn.Sequential(ConvBnRelu(2 * channels, width), nn.Dropout2d(0.1))
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 8."""
        (features,) = self.encoder(x)
        coarse = self.head(self.fuse(self.pyramid(features)))
        return F.interpolate(coarse, scale_factor=8, mode="bilinear", align_corners=False)


class PyramidPooling(nn.Module):
    """The features themselves beside their averages over a grid of 1, 4, 9 and 36 parts of the image (Fig. 3).

    Args:
        channels: of the features; each average is brought to an equal share of as many.
        bins: parts per side.
    """

    def __init__(self, channels: int, bins: tuple[int, ...] = (1, 2, 3, 6)) -> None:
        super().__init__()
        self.bins = bins
        self.branches = nn.ModuleList(ConvBnRelu(channels, channels // len(bins), kernel=1) for _ in bins)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, 2C, H, W)."""
        averages = [
            F.interpolate(branch(average_bins(x, bins)), size=x.shape[2:], mode="bilinear", align_corners=False)
            for bins, branch in zip(self.bins, self.branches, strict=True)
        ]
        return torch.cat([x, *averages], dim=1)


def average_bins(x: torch.Tensor, bins: int) -> torch.Tensor:
    """Adaptive average pooling, (N, C, H, W) to (N, C, bins, bins).

    Written as matrix products, because ONNX has no adaptive pooling for maps whose size is not known beforehand.
    """
    rows, columns = (_averaging_matrix(side, bins, x) for side in x.shape[2:])
    return rows @ x @ columns.T


def _averaging_matrix(side: int, bins: int, like: torch.Tensor) -> torch.Tensor:
    """(bins, side): row n averages the cells that part n of the side touches."""
    part = torch.arange(bins, device=like.device).unsqueeze(1)
    cell = torch.arange(side, device=like.device)
    first, end = part * side // bins, ((part + 1) * side + bins - 1) // bins
    touched = ((cell >= first) & (cell < end)).to(like.dtype)
    return touched / touched.sum(1, keepdim=True)
