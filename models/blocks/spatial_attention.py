"""The gate that weighs places."""

from __future__ import annotations

import torch
from torch import nn


class SpatialAttention(nn.Module):
    """Weighs each place by its mean and its largest channel: y = x sigmoid(conv([mean_c x, max_c x])).

    Source: Woo, Park, Lee, Kweon, "CBAM: Convolutional Block Attention Module" (ECCV 2018), Eq. 3, without batch norm:
    Hegde et al. (U-Net++ with attention) train with two images at a time.

    A sigmoid starts by halving its input, and ten gates in a row leave little of the encoder. A gate that starts open
    has a bias of `OPENING`, which is ours: it passes about 0.88 of what it gets.

    Args:
        kernel: side of the convolution.
        open_gate: with that bias; without it, the convolution has none.
    """

    OPENING = 2.0

    def __init__(self, kernel: int = 7, open_gate: bool = True) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel, padding=kernel // 2, bias=open_gate)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Weights for a sigmoid, and the gate open where it has a bias."""
        nn.init.xavier_uniform_(self.conv.weight)
        if self.conv.bias is not None:
            nn.init.constant_(self.conv.bias, self.OPENING)

    def attention(self, x: torch.Tensor) -> torch.Tensor:
        """The map (N, 1, H, W) in (0, 1)."""
        pooled = torch.cat([x.mean(dim=1, keepdim=True), x.amax(dim=1, keepdim=True)], dim=1)
        return torch.sigmoid(self.conv(pooled))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        return x * self.attention(x)
