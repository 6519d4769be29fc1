"""Convolution blocks, and how their weights start."""

from __future__ import annotations

import math

import torch
from torch import nn


class ConvBnRelu(nn.Sequential):
    """Convolution, batch norm, ReLU; the size of the map is kept.

    Args:
        in_channels, out_channels: of the convolution.
        kernel: side of the kernel.
        dilation: spacing of its taps.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel: int = 3, dilation: int = 1) -> None:
        super().__init__(
            nn.Conv2d(
                in_channels, out_channels, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=False
            ),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )


class DoubleConv(nn.Sequential):
    """Two 3x3 `ConvBnRelu`, the U-Net's step at one level.

    Args:
        in_channels, out_channels: of the pair.
        dilations: of the first and the second convolution.
    """

    def __init__(self, in_channels: int, out_channels: int, dilations: tuple[int, int] = (1, 1)) -> None:
        super().__init__(
            ConvBnRelu(in_channels, out_channels, dilation=dilations[0]),
            ConvBnRelu(out_channels, out_channels, dilation=dilations[1]),
        )


def initialise(network: nn.Module, head: nn.Conv2d, positive_share: float = 0.1) -> None:
    """Kaiming-normal convolutions; a head that starts by calling `positive_share` of all pixels landslide.

    The head's bias spares imbalanced data the first steps, which would only teach that landslides are rare.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    nn.init.xavier_uniform_(head.weight)
    with torch.no_grad():
        head.bias.fill_(math.log(positive_share / (1 - positive_share)))
