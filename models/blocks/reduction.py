"""Reducing an image to a fraction of its size, and smoothing it on the way."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.blocks.smoothing import GaussianSmoothing


class Reduction(nn.Module):
    """Bilinear reduction as a fixed convolution; nothing in it is learned or stored.

    A reduction by n / d takes each block of d x d pixels to n x n pixels that, without smoothing, depend on no other
    block, as `torch.nn.functional.interpolate` without aligned corners does it. Other software computes the places
    between the pixels with other rounding, which a network magnifies; a convolution is the same everywhere.

    Args:
        channels: in and out.
        scale: of the result, above 0 and below 1.
        smoothing: standard deviation of a Gaussian that blurs the image first, pixels; 0 = none. One convolution does
            both, in half the time.
    """

    def __init__(self, channels: int, scale: Fraction, smoothing: float = 0.0) -> None:
        super().__init__()
        self.channels, self.block, self.taken = channels, scale.denominator, scale.numerator
        line = F.interpolate(torch.eye(self.block)[None], size=self.taken, mode="linear", align_corners=False)[0].T
        square = torch.einsum("ik,jl->ijkl", line, line).reshape(-1, 1, self.block, self.block)
        self.margin = GaussianSmoothing.RADIUS if smoothing else 0
        if smoothing:
            square = F.conv_transpose2d(square, GaussianSmoothing(1, smoothing).kernel)
        self.register_buffer("kernel", square.repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W), sides multiples of the scale's denominator, to (N, C, scale H, scale W)."""
        if self.margin:
            x = F.pad(x, (self.margin,) * 4, mode="replicate")
        blocks = F.conv2d(x, self.kernel, stride=self.block, groups=self.channels)
        return F.pixel_shuffle(blocks, self.taken)
