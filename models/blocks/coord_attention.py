"""Coordinate attention."""

from __future__ import annotations

import torch
from torch import nn


class CoordAttention(nn.Module):
    """Weighs each channel by row and by column: y(i, j) = x(i, j) g_h(i) g_w(j).

    Source: Hou, Zhou, Feng, "Coordinate Attention for Efficient Mobile Network Design" (CVPR 2021), Eqs. 4 to 9. The
    gates come from means over whole rows and columns, so the answer depends on the extent of the map.

    Args:
        channels: in and out.
        reduction: `channels` over the channels between the two 1x1 convolutions, which are at least 8.
    """

    def __init__(self, channels: int, reduction: int = 32) -> None:
        super().__init__()
        inner = max(8, channels // reduction)
        self.reduce = nn.Sequential(
            nn.Conv2d(channels, inner, 1, bias=False), nn.BatchNorm2d(inner), nn.Hardswish(inplace=True)
        )
        self.to_rows = nn.Conv2d(inner, channels, 1)
        self.to_columns = nn.Conv2d(inner, channels, 1)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Fresh weights; the convolutions before a sigmoid start smaller than those before a ReLU."""
        nn.init.kaiming_normal_(self.reduce[0].weight, nonlinearity="relu")
        for convolution in (self.to_rows, self.to_columns):
            nn.init.xavier_uniform_(convolution.weight)
            nn.init.zeros_(convolution.bias)

    def gates(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The weights of the rows g_h (N, C, H, 1) and of the columns g_w (N, C, 1, W), in (0, 1)."""
        height = x.shape[2]
        rows = x.mean(dim=3, keepdim=True)
        columns = x.mean(dim=2, keepdim=True).transpose(2, 3)
        both = self.reduce(torch.cat([rows, columns], dim=2))
        return (
            torch.sigmoid(self.to_rows(both[:, :, :height])),
            torch.sigmoid(self.to_columns(both[:, :, height:].transpose(2, 3))),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        row_gates, column_gates = self.gates(x)
        return x * row_gates * column_gates
