"""Up-sampling that is learned."""

from __future__ import annotations

import torch
from torch import nn


class DUpsampling(nn.Module):
    """A linear map of each cell's channels to the channels of the `factor` x `factor` cells that replace it.

    Source: Tian, He, Shen, Yan, "Decoders Matter for Semantic Segmentation: Data-Dependent Decoding Enables Flexible
    Feature Aggregation" (CVPR 2019), section 3.1. There the map is computed beforehand, from how well labels can be
    rebuilt, and used once. The L-Net paper enlarges features in each decoder step, for which there are no labels: the
    map is learned with the rest of the network, and starts as nearest-neighbour up-sampling.

    Args:
        channels: in and out.
        factor: by which height and width grow.
    """

    def __init__(self, channels: int, factor: int = 2) -> None:
        super().__init__()
        self.expand = nn.Conv2d(channels, channels * factor**2, 1, bias=False)
        self.rearrange = nn.PixelShuffle(factor)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Copies each channel to all of its new cells: random weights would start with a checkerboard."""
        expanded, channels = self.expand.weight.shape[:2]
        copies = torch.eye(channels).repeat_interleave(expanded // channels, dim=0)
        with torch.no_grad():
            self.expand.weight.copy_(copies[:, :, None, None])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, factor H, factor W)."""
        return self.rearrange(self.expand(x))
