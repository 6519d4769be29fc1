"""ResUNet, and the U-Net that it is compared with in the U-Net++ paper.

Without dropout it is also the residual U-Net of Liu, Wei, Wang, Chen, Xie, "Research on Post-Earthquake Landslide
Extraction Algorithm Based on Improved U-Net Model" (Remote Sens. 2020, 12, 894), one of the L-Net paper's comparisons,
which reads DSM, slope and aspect beside red, green and blue.

Source: Hegde et al., "A comparative study of loss functions and attention mechanisms in landslide semantic segmentation
using U-Net" (Sci. Rep. 16, 2102), models 1 and 2. Widths, up-sampling and the place of the dropout are not given there;
they are those of its U-Net++.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import DoubleConv, initialise
from models.blocks.residual import ResidualBlock


class ResUNet(SegmentationNetwork):
    """U-Net of five levels whose steps are residual blocks, or plain ones.

    The decoder joins the enlarged deep features to the skip as they are; the DA-U-Net paper's U-Net first halves their
    channels by a convolution, and has no dropout.

    Args:
        in_channels: bands of the input. The published networks read red, green, blue and elevation.
        width: channels of the first level; doubled at each further one. Taken as 32 for the published networks.
        residual: residual blocks; otherwise the plain U-Net.
        dropout: share of the deepest channels that are dropped in training.
    """

    stride = 16
    explained_layer = "encoder.4"

    def __init__(self, in_channels: int = 3, width: int = 32, residual: bool = True, dropout: float = 0.5) -> None:
        super().__init__()
        block = ResidualBlock if residual else DoubleConv
        widths = [width * 2**level for level in range(5)]
        self.encoder = nn.ModuleList(block(before, after) for before, after in pairwise([in_channels, *widths]))
        self.dropout = nn.Dropout2d(dropout)
        self.decoder = nn.ModuleList(block(coarse + fine, fine) for coarse, fine in pairwise(reversed(widths)))
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        skips = []
        for level, step in enumerate(self.encoder):
            x = step(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        x = self.dropout(skips.pop())
        for step in self.decoder:
            enlarged = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = step(torch.cat([skips.pop(), enlarged], dim=1))
        return self.head(x)
