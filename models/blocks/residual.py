"""The residual block."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.blocks.convolution import ConvBnRelu


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions that learn what to add to their input: y = ReLU(body(x) + shortcut(x)).

    Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (CVPR 2016), Eqs. 1 and 2.

    Args:
        in_channels, out_channels: where they differ, a 1x1 convolution brings the shortcut to the output's.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            ConvBnRelu(in_channels, out_channels),
            nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
        )
        self.shortcut: nn.Module = nn.Identity()
        if in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels)
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, in_channels, H, W) to (N, out_channels, H, W)."""
        return F.relu(self.body(x) + self.shortcut(x))
