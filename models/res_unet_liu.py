"""The residual U-Net of Liu et al. for landslides after an earthquake, one of the L-Net paper's comparisons.

Source: Liu, Wei, Wang, Chen, Xie, "Research on Post-Earthquake Landslide Extraction Algorithm Based on Improved U-Net
Model" (Remote Sens. 2020, 12, 894): residual units in the encoder and the decoder of a U-Net, and the bands DSM, slope
and aspect beside red, green and blue. Widths and up-sampling are ours: 32 and its doubles, bilinear.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import initialise
from models.blocks.residual import ResidualBlock


class LiuResUNet(SegmentationNetwork):
    """U-Net of four poolings with a residual block in place of each pair of convolutions.

    Args:
        in_channels: bands of the input; 6 in the source (red, green, blue, DSM, slope, aspect), 3 without heights.
        width: channels of the first level; doubled at each further one.
    """

    stride = 16
    explained_layer = "encoder.4"

    def __init__(self, in_channels: int = 3, width: int = 32) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(5)]
        self.encoder = nn.ModuleList(ResidualBlock(before, after) for before, after in pairwise([in_channels, *widths]))
        self.decoder = nn.ModuleList(ResidualBlock(coarse + fine, fine) for coarse, fine in pairwise(reversed(widths)))
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        skips = []
        for level, step in enumerate(self.encoder):
            x = step(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        x = skips.pop()
        for step in self.decoder:
            enlarged = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = step(torch.cat([skips.pop(), enlarged], dim=1))
        return self.head(x)
