"""MACU-Net.

Source: Li, Duan, Zheng, Zhang, Atkinson, "MACU-Net for Semantic Segmentation of Fine-Resolution Remotely Sensed Images"
(IEEE GRSL 2021).
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import initialise


class MACUNet(SegmentationNetwork):
    """A U-Net whose decoder sees every level at every level, weighs the channels and convolves asymmetrically.

    At each of the four upper levels five maps meet: the encoder's own, those of all shallower encoder levels carried
    down by poolings, and those of the bottom and all deeper decoder levels carried up by transposed convolutions.

    Args:
        in_channels: bands of the input.
        width: channels of the first level; doubled at each further one. The published width is 16.
    """

    stride = 16
    explained_layer = "encoder.4"

    def __init__(self, in_channels: int = 3, width: int = 16) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(5)]
        self.encoder = nn.ModuleList(
            nn.Sequential(AsymmetricConv(before, after), *(AsymmetricConv(after, after) for _ in range(count - 1)))
            for (before, after), count in zip(pairwise([in_channels, *widths]), (2, 2, 3, 3, 3), strict=True)
        )
        self.down = nn.ModuleList(  # from level n to n + 1, ..., 3
            nn.ModuleList(AsymmetricConv(fine, coarse) for fine, coarse in pairwise(widths[level:4]))
            for level in range(3)
        )
        self.up = nn.ModuleList(  # from level n + 1 to n, ..., 0
            nn.ModuleList(
                nn.ConvTranspose2d(coarse, fine, 2, stride=2) for coarse, fine in pairwise(widths[level + 1 :: -1])
            )
            for level in range(4)
        )
        self.decoder = nn.ModuleList(
            nn.Sequential(
                ChannelAttention(5 * channels, 2 * channels),
                AsymmetricConv(2 * channels, channels),
                AsymmetricConv(channels, channels),
            )
            for channels in widths[:4]
        )
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)
        for module in self.modules():
            if isinstance(module, (AsymmetricConv, ChannelAttention)):
                module.settle_weights()

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        met: list[list[torch.Tensor]] = []  # the maps that meet at each level
        for level, stage in enumerate(self.encoder):
            x = stage(F.max_pool2d(x, 2) if level else x)
            met.append([x])
        for level, chain in enumerate(self.down):
            carried = met[level][0]
            for target, step in enumerate(chain, level + 1):
                carried = step(F.max_pool2d(carried, 2))
                met[target].append(carried)
        for level in (3, 2, 1, 0):
            carried = x
            for target, step in zip(range(level, -1, -1), self.up[level], strict=True):
                carried = step(carried)
                met[target].append(carried)
            x = self.decoder[level](torch.cat(met[level], dim=1))
        return self.head(x)


class AsymmetricConv(nn.Module):
    """The sum of a 3x3, a 1x3 and a 3x1 convolution, then batch norm and ReLU: a 3x3 with a stronger cross."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.square = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.row = nn.Conv2d(in_channels, out_channels, (1, 3), padding=(0, 1))
        self.column = nn.Conv2d(in_channels, out_channels, (3, 1), padding=(1, 0))
        self.norm = nn.BatchNorm2d(out_channels)

    def settle_weights(self) -> None:
        """Lets the sum of the three, not each of them, start with the variance of its input."""
        with torch.no_grad():
            for convolution in (self.square, self.row, self.column):
                convolution.weight /= math.sqrt(3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        return F.relu(self.norm(self.square(x) + self.row(x) + self.column(x)), inplace=True)


class ChannelAttention(nn.Module):
    """Mixes the channels, then multiplies each by a weight that its average and its maximum over the map decide.

    Args:
        in_channels, out_channels: of the 1x1 convolution that mixes.
        reduction: by how much the hidden layers are narrower than `out_channels`; they keep at least two units.
    """

    def __init__(self, in_channels: int, out_channels: int, reduction: int = 16) -> None:
        super().__init__()
        self.mix = nn.Conv2d(in_channels, out_channels, 1, bias=False)
        hidden = max(2, out_channels // reduction)
        self.from_average = _perceptron(out_channels, hidden)
        self.from_maximum = _perceptron(out_channels, hidden)

    def settle_weights(self) -> None:
        """Starts the hidden units as opposite pairs: of so few without bias, often none would answer to any image."""
        with torch.no_grad():
            for first, *_ in (self.from_average, self.from_maximum):
                half = first.out_channels // 2
                first.weight[half : 2 * half] = -first.weight[:half]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        x = self.mix(x)
        average, maximum = x.mean((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)
        return x * torch.sigmoid(self.from_average(average) + self.from_maximum(maximum))


def _perceptron(channels: int, hidden: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, hidden, 1, bias=False), nn.ReLU(inplace=True), nn.Conv2d(hidden, channels, 1, bias=False)
    )
