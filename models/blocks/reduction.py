"""Reducing an image to a fraction of its size."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name


class Reduction(nn.Module):
    """Bilinear reduction as a fixed convolution; nothing in it is learned or stored.

    A reduction by n / d takes each block of d x d pixels to n x n pixels that depend on no other block, as
    `torch.nn.functional.interpolate` without aligned corners does it. Other software computes the places between the
    pixels with other rounding, which a network magnifies; a convolution is the same everywhere.

    Args:
        channels: in and out.
        scale: of the result, above 0 and below 1.
    """

    def __init__(self, channels: int, scale: Fraction) -> None:
        super().__init__()
        self.channels, self.block, self.taken = channels, scale.denominator, scale.numerator
        line = F.interpolate(torch.eye(self.block)[None], size=self.taken, mode="linear", align_corners=False)[0].T
        square = torch.einsum("ik,jl->ijkl", line, line).reshape(-1, 1, self.block, self.block)
        self.register_buffer("kernel", square.repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W), sides multiples of the scale's denominator, to (N, C, scale H, scale W)."""
        blocks = F.conv2d(x, self.kernel, stride=self.block, groups=self.channels)
        return F.pixel_shuffle(blocks, self.taken)
