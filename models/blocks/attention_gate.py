"""The attention gate on a skip connection."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name


class AttentionGate(nn.Module):
    """Lets coarser features say where the encoder's features matter: F = A (1 + alpha).

    Source: Zhu et al. (DA-U-Net), Eq. 2. The map is computed on the coarse grid, with a sigmoid instead of a softmax,
    and resampled to the encoder's. Batch norm after each 1x1 convolution follows the authors' code.

    Args:
        skip_channels: of the encoder's features A.
        coarse_channels: of the decoder's coarser features B.
        inner_channels: to which both are brought.
    """

    def __init__(self, skip_channels: int, coarse_channels: int, inner_channels: int) -> None:
        super().__init__()
        self.from_skip = _pointwise(skip_channels, inner_channels)
        self.from_coarse = _pointwise(coarse_channels, inner_channels)
        self.to_map = _pointwise(inner_channels, 1)

    def attention(self, skip: torch.Tensor, coarse: torch.Tensor) -> torch.Tensor:
        """The map alpha, (N, 1, H, W) in (0, 1), on the grid of `skip`."""
        shrunk = F.interpolate(skip, size=coarse.shape[2:], mode="bilinear", align_corners=False)
        alpha = torch.sigmoid(self.to_map(F.relu(self.from_skip(shrunk) + self.from_coarse(coarse))))
        return F.interpolate(alpha, size=skip.shape[2:], mode="bilinear", align_corners=False)

    def forward(self, skip: torch.Tensor, coarse: torch.Tensor) -> torch.Tensor:
        """Gates A (N, Ca, H, W) by B (N, Cb, H/2, W/2); returns the shape of A."""
        return skip * (1 + self.attention(skip, coarse))


def _pointwise(in_channels: int, out_channels: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, bias=False), nn.BatchNorm2d(out_channels))
