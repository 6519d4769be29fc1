"""U-Net++, plain and with attention in its encoder.

Sources: Zhou, Siddiquee, Tajbakhsh, Liang, "UNet++: A Nested U-Net Architecture for Medical Image Segmentation" (DLMIA
2018), Eq. 1, for the nested nodes and the widths; Hegde et al., "A comparative study of loss functions and attention
mechanisms in landslide semantic segmentation using U-Net" (Sci. Rep. 16, 2102), models 3 to 6, for the attention and
the dropout. Hegde et al. give neither the attention's kernel and reduction (here CBAM's) nor the place of the dropout.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.channel_attention import ChannelAttention
from models.blocks.convolution import ConvBnRelu, DoubleConv, initialise
from models.blocks.spatial_attention import SpatialAttention


class UNetPlusPlus(SegmentationNetwork):
    """Nodes X_ij at level i, of which X_i0 is the encoder and X_04 feeds the head; without deep supervision.

    X_i0 = encoder_i(pool(X_{i-1,0})) and X_ij = nested_ij([X_i0, ..., X_{i,j-1}, up(X_{i+1,j-1})]).

    Args:
        in_channels: bands of the input. The published networks read red, green, blue and elevation.
        width: channels of level 0; doubled at each further one. The width of U-Net++ as published is 32.
        spatial: spatial attention after each convolution, batch norm and ReLU of the encoder.
        contextual: likewise channel attention and then spatial attention; after `spatial`, if both are wanted.
        dropout: share of the channels of X_40 that are dropped in training on their way to the decoder.
        open_gates: attention starts by passing most of its input. Ours: the papers say nothing of how gates
            start, and in one short training the open ones did better for all three kinds.
    """

    stride = 16
    explained_layer = "encoder.4"

    def __init__(
        self,
        in_channels: int = 3,
        width: int = 32,
        spatial: bool = False,
        contextual: bool = False,
        dropout: float = 0.5,
        open_gates: bool = True,
    ) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(5)]

        def attention(channels: int) -> list[nn.Module]:
            gates: list[nn.Module] = []
            if spatial:
                gates += [SpatialAttention(open_gate=open_gates)]
            if contextual:
                gates += [ChannelAttention(channels, open_gate=open_gates), SpatialAttention(open_gate=open_gates)]
            return gates

        self.encoder = nn.ModuleList(
            nn.Sequential(ConvBnRelu(before, after), *attention(after), ConvBnRelu(after, after), *attention(after))
            for before, after in pairwise([in_channels, *widths])
        )
        self.dropout = nn.Dropout2d(dropout)
        self.nested = nn.ModuleDict(
            {
                f"{i}_{j}": DoubleConv(j * widths[i] + widths[i + 1], widths[i])
                for j in range(1, 5)
                for i in range(5 - j)
            }
        )
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)
        for module in self.encoder.modules():
            if isinstance(module, SpatialAttention | ChannelAttention):
                module.reset_parameters()

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 16."""
        rows: list[list[torch.Tensor]] = []  # rows[i][j] is X_ij
        for i, step in enumerate(self.encoder):
            x = step(F.max_pool2d(x, 2) if i else x)
            rows.append([x])
        rows[4] = [self.dropout(x)]
        for j in range(1, 5):
            for i in range(5 - j):
                enlarged = F.interpolate(rows[i + 1][j - 1], scale_factor=2, mode="bilinear", align_corners=False)
                rows[i].append(self.nested[f"{i}_{j}"](torch.cat([*rows[i], enlarged], dim=1)))
        return self.head(rows[0][4])
