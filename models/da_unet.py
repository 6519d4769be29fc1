"""The DA-U-Net paper's ladder: U-Net, A-U-Net, D-U-Net and DA-U-Net.

Source: Zhu, Chen, Hu, Xu, Zhang, Li, "Deep Fusion of Local and Non-Local Features for Precision Landslide Recognition"
(arXiv 2002.08547). Where the text is silent (widths, depth, dilation rates, batch norm) the authors' code decides.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.aspp import ASPP
from models.blocks.attention_gate import AttentionGate
from models.blocks.convolution import ConvBnRelu, DoubleConv, initialise


class DAUNet(SegmentationNetwork):
    """U-Net with the paper's two additions, each of which can be left out.

    With `dilated`, the second convolution of each encoder step is dilated by 2 and ASPP fuses the deepest features at
    1/8 of the input (three poolings). Without it, the U-Net has four poolings and a plain bottleneck. The DA-U-Net is
    therefore the smaller of the two.

    Args:
        in_channels: bands of the input.
        width: channels of the first level; doubled at each further one. The published width is 32.
        dilated: dilated encoder and ASPP.
        gated: attention gates on the skip connections.
    """

    explained_layer = "bottleneck"

    def __init__(self, in_channels: int = 3, width: int = 32, dilated: bool = True, gated: bool = True) -> None:
        super().__init__()
        levels = 4 if dilated else 5
        self.stride = 2 ** (levels - 1)
        widths = [width * 2**level for level in range(levels)]
        dilations = (1, 2) if dilated else (1, 1)
        self.encoder = nn.ModuleList(
            DoubleConv(before, after, dilations) for before, after in pairwise([in_channels, *widths])
        )
        self.bottleneck = ASPP(widths[-1]) if dilated else nn.Identity()
        steps = list(pairwise(reversed(widths)))
        self.up = nn.ModuleList(ConvBnRelu(coarse, fine) for coarse, fine in steps)
        self.gates = nn.ModuleList(
            AttentionGate(fine, coarse, fine) if gated else _PlainSkip() for coarse, fine in steps
        )
        self.decoder = nn.ModuleList(DoubleConv(2 * fine, fine) for _, fine in steps)
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of `stride`."""
        skips = []
        for level, step in enumerate(self.encoder):
            x = step(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        x = self.bottleneck(skips.pop())
        for up, gate, step in zip(self.up, self.gates, self.decoder, strict=True):
            skip = gate(skips.pop(), x)
            enlarged = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = step(torch.cat([skip, up(enlarged)], dim=1))
        return self.head(x)


class _PlainSkip(nn.Module):
    """A skip connection without a gate."""

    def forward(self, skip: torch.Tensor, _coarse: torch.Tensor) -> torch.Tensor:
        return skip
