"""The gate that weighs channels."""

from __future__ import annotations

import torch
from torch import nn


class ChannelAttention(nn.Module):
    """Weighs each channel by its mean and its largest value: y = x sigmoid(mlp(mean_hw x) + mlp(max_hw x)).

    Source: Woo, Park, Lee, Kweon, "CBAM: Convolutional Block Attention Module" (ECCV 2018), Eq. 2. One perceptron,
    written as 1x1 convolutions, reads both. The answer at a place depends on the whole image.

    Args:
        channels: in and out.
        reduction: the hidden layer has `channels` / `reduction` units, 4 at least.
        open_gate: starts by passing about 0.88 of the input, not half of it, as `SpatialAttention` does.
    """

    OPENING = 1.0  # the perceptron's bias counts twice: once for the mean, once for the largest value

    def __init__(self, channels: int, reduction: int = 16, open_gate: bool = True) -> None:
        super().__init__()
        hidden = max(channels // reduction, 4)
        self.open_gate = open_gate
        self.mlp = nn.Sequential(nn.Conv2d(channels, hidden, 1), nn.ReLU(inplace=True), nn.Conv2d(hidden, channels, 1))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Weights for a ReLU and for a sigmoid, and the gate open or half open.

        Rectified maps pool to values above zero, of which a hidden unit with mostly negative weights sees a negative
        sum, whatever the image: it would never learn. With four units, now and then all would be so. Hence the signs
        of such a unit's weights are turned.
        """
        first, last = self.mlp[0], self.mlp[2]
        nn.init.kaiming_normal_(first.weight, nonlinearity="relu")
        with torch.no_grad():
            first.weight[first.weight.sum(dim=(1, 2, 3)) < 0] *= -1
        nn.init.zeros_(first.bias)
        nn.init.xavier_uniform_(last.weight)
        nn.init.constant_(last.bias, self.OPENING if self.open_gate else 0.0)

    def attention(self, x: torch.Tensor) -> torch.Tensor:
        """The weights (N, C, 1, 1) in (0, 1)."""
        mean, largest = x.mean(dim=(2, 3), keepdim=True), x.amax(dim=(2, 3), keepdim=True)
        return torch.sigmoid(self.mlp(mean) + self.mlp(largest))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W)."""
        return x * self.attention(x)
