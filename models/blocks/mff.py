"""The multi-scale feature fusion of the L-Net paper."""

from __future__ import annotations

import torch
from torch import nn


class MultiScaleFusion(nn.Module):
    """Five branches that see ever farther, concatenated and mixed by a 1x1 convolution.

    Source: Dong et al., "L-Net: A Landslide Extraction Model Using Multi-Scale Feature Fusion and Attention Mechanism"
    (Remote Sens. 2022, 14, 2552), Eqs. 1 to 3. The first branch is a 1x1 convolution. The others are links of a chain
    of dilated convolutions, with neither batch norm nor ReLU between them: each but the first takes the link before it
    beside the input. All four together see 2 (2 + 3 + 5 + 7) + 1 = 35 cells.

    The text gives the set of dilations {2, 3, 5, 7}, taken here in order, and no width: the branches have a quarter of
    the channels.

    Args:
        channels: in and out.
        dilations: one per link of the chain.
    """

    def __init__(self, channels: int, dilations: tuple[int, ...] = (2, 3, 5, 7)) -> None:
        super().__init__()
        branch = channels // 4
        inputs = [channels] + [branch + channels] * (len(dilations) - 1)
        self.point = nn.Conv2d(channels, branch, 1)
        self.chain = nn.ModuleList(
            nn.Conv2d(before, branch, 3, padding=dilation, dilation=dilation)
            for before, dilation in zip(inputs, dilations, strict=True)
        )
        self.branches = nn.ModuleList(
            nn.Sequential(nn.Conv2d(branch, branch, 1, bias=False), nn.BatchNorm2d(branch), nn.ReLU(inplace=True))
            for _ in dilations
        )
        self.fuse = nn.Conv2d(branch * (1 + len(dilations)), channels, 1)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Starts what no ReLU follows: with weights as before a ReLU, the variance would double at each link."""
        for convolution in (self.point, *self.chain, self.fuse):
            nn.init.kaiming_normal_(convolution.weight, nonlinearity="linear")
            nn.init.zeros_(convolution.bias)

    def links(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Eq. 1: A2 to A5 from I (N, C, H, W), each (N, C / 4, H, W)."""
        links = [self.chain[0](x)]
        for convolution in self.chain[1:]:
            links.append(convolution(torch.cat([links[-1], x], dim=1)))
        return links

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        fused = [branch(link) for branch, link in zip(self.branches, self.links(x), strict=True)]
        return self.fuse(torch.cat([self.point(x), *fused], dim=1))
