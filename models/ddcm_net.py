"""DDCM-Net.

Source: Liu, Kampffmeyer, Jenssen, Salberg, "Dense Dilated Convolutions' Merging Network for Land Cover Classification"
(IEEE TGRS 2020).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import initialise
from models.blocks.timm_encoder import timm_encoder


class DDCMNet(SegmentationNetwork):
    """Dense dilated modules on the image itself and on a ResNet's features at 1/16, merged at 1/2.

    Args:
        in_channels: bands of the input.
        encoder: timm's name of a ResNet, of which the first three stages are kept. Published: `resnet50`.
    """

    stride = 16
    explained_layer = "high"

    def __init__(self, in_channels: int = 3, encoder: str = "resnet50") -> None:
        super().__init__()
        self.low = DenseDilatedMerging(in_channels, in_channels, (1, 2, 3, 5, 7, 9))
        # Residual branches start alive: beside timm's zeros in their last norms, nothing inside them has a gradient.
        self.encoder = timm_encoder(encoder, in_channels, (3,), zero_init_last=False)
        (channels,) = self.encoder.feature_info.channels()
        self.high = DenseDilatedMerging(channels, 36, (1, 2, 3, 4))
        self.refine = DenseDilatedMerging(36, 18, (1,))
        self.head = nn.Conv2d(18 + in_channels, 1, 3, padding=1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        (features,) = self.encoder(x)
        high = _enlarge(self.refine(_enlarge(self.high(features), 4)), 2)
        low = F.max_pool2d(self.low(x), 2)
        return _enlarge(self.head(torch.cat([high, low], dim=1)), 2)


class DenseDilatedMerging(nn.Module):
    """Dilated convolutions, each of which sees the input and all earlier answers; a 1x1 convolution merges them.

    Args:
        in_channels: of the input.
        out_channels: of each dilated convolution and of the merged map.
        dilations: one per convolution.
    """

    def __init__(self, in_channels: int, out_channels: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.dense = nn.ModuleList(
            _conv_prelu_bn(in_channels + n * out_channels, out_channels, 3, dilation)
            for n, dilation in enumerate(dilations)
        )
        self.merge = _conv_prelu_bn(in_channels + len(dilations) * out_channels, out_channels, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        for step in self.dense:
            x = torch.cat([x, step(x)], dim=1)
        return self.merge(x)


def _conv_prelu_bn(in_channels: int, out_channels: int, kernel: int, dilation: int) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel, padding=padding, dilation=dilation, bias=False),
        nn.PReLU(),
        nn.BatchNorm2d(out_channels),
    )


def _enlarge(x: torch.Tensor, factor: int) -> torch.Tensor:
    return F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)
