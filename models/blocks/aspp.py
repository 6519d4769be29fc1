"""Atrous spatial pyramid pooling as the DA-U-Net paper uses it at the bottleneck."""

from __future__ import annotations

import torch
from torch import nn

from models.blocks.convolution import ConvBnRelu


class ASPP(nn.Module):
    """Parallel 3x3 convolutions of several dilations, concatenated and mixed by a 1x1 convolution.

    Source: Zhu et al., "Deep Fusion of Local and Non-Local Features for Precision Landslide Recognition", Eq. 1, read
    as kernel 3 with dilations 1, 3 and 6 (the authors' code settles the subscripts).

    Args:
        channels: in, out and of each branch.
        dilations: one per branch.
    """

    def __init__(self, channels: int, dilations: tuple[int, ...] = (1, 3, 6)) -> None:
        super().__init__()
        self.branches = nn.ModuleList(ConvBnRelu(channels, channels, dilation=dilation) for dilation in dilations)
        self.fuse = ConvBnRelu(channels * len(dilations), channels, kernel=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        return self.fuse(torch.cat([branch(x) for branch in self.branches], dim=1))
