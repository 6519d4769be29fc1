"""The L-Net paper's ladder: U-Net, U-Net+MFF, U-Net+MFF+ResNet and L-Net.

Source: Dong, An, Zhang, Yu, Li, Xu, "L-Net: A Landslide Extraction Model Using Multi-Scale Feature Fusion and Attention
Mechanism" (Remote Sens. 2022, 14, 2552), Figs. 1 to 4 and Table 1. The text, which also calls it L-UNet, gives no
widths: 64 and its doubles up to 512 are customary for a U-Net with bilinear up-sampling.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import ConvBnRelu, DoubleConv, initialise
from models.blocks.coord_attention import CoordAttention
from models.blocks.dupsampling import DUpsampling
from models.blocks.mff import MultiScaleFusion
from models.blocks.residual import ResidualBlock


class LNet(SegmentationNetwork):
    """U-Net with the paper's three additions, each of which can be left out.

    Args:
        in_channels: bands of the input.
        width: channels of the first level; doubled at each further one but the last. The published networks are
            taken to have 64.
        fused: multi-scale feature fusion (MFF) of the deepest features, at 1/16 of the input.
        residual: residual networks A (encoder, with coordinate attention) and B (decoder) in place of the second
            convolution of each step.
        learned_upsampling: DUpsampling in the decoder in place of bilinear interpolation.
    """

    stride = 16
    explained_layer = "bottleneck"

    def __init__(
        self,
        in_channels: int = 3,
        width: int = 64,
        fused: bool = True,
        residual: bool = True,
        learned_upsampling: bool = True,
    ) -> None:
        super().__init__()
        widths = [width, 2 * width, 4 * width, 8 * width, 8 * width]
        encode, decode = (_residual_a, _residual_b) if residual else (DoubleConv, DoubleConv)
        self.encoder = nn.ModuleList(encode(before, after) for before, after in pairwise([in_channels, *widths]))
        self.bottleneck = MultiScaleFusion(widths[-1]) if fused else nn.Identity()
        steps = list(pairwise(reversed(widths)))
        self.up = nn.ModuleList(
            DUpsampling(coarse)
            if learned_upsampling
            else nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
            for coarse, _ in steps
        )
        self.decoder = nn.ModuleList(decode(coarse + fine, fine) for coarse, fine in steps)
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)
        self._start_blocks()

    def _start_blocks(self) -> None:
        """Starts the blocks that `initialise` does not know.

        Residual blocks start near the identity (Goyal et al., "Accurate, Large Minibatch SGD", section 5.1): 18 of them
        would otherwise swell the logits of the first steps. Their last batch norm starts at 0.2 and not at 0, which
        would leave the body without gradient in the first step.
        """
        for module in self.modules():
            if isinstance(module, (MultiScaleFusion, CoordAttention, DUpsampling)):
                module.reset_parameters()
            elif isinstance(module, ResidualBlock):
                nn.init.constant_(module.body[-1].weight, 0.2)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        skips = []
        for level, step in enumerate(self.encoder):
            x = step(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        x = self.bottleneck(skips.pop())
        for up, step in zip(self.up, self.decoder, strict=True):
            x = step(torch.cat([skips.pop(), up(x)], dim=1))
        return self.head(x)


class ResidualAttention(nn.Module):
    """The paper's residual network A: two residual blocks beside coordinate attention, Y = R2(R1(X)) + CA(X).

    Source: Dong et al., section 2.2.1 and Fig. 3a, whose sentence is read as two branches from the same input.

    Args:
        channels: in and out.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.residual = nn.Sequential(ResidualBlock(channels, channels), ResidualBlock(channels, channels))
        self.attention = CoordAttention(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        return self.residual(x) + self.attention(x)


def _residual_a(in_channels: int, out_channels: int) -> nn.Sequential:
    return nn.Sequential(ConvBnRelu(in_channels, out_channels), ResidualAttention(out_channels))


def _residual_b(in_channels: int, out_channels: int) -> nn.Sequential:
    """The paper's residual network B (Fig. 3b) has no attention."""
    return nn.Sequential(
        ConvBnRelu(in_channels, out_channels),
        ResidualBlock(out_channels, out_channels),
        ResidualBlock(out_channels, out_channels),
    )
