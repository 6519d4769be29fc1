"""HRNet with the segmentation head of its second version.

Source: Wang et al., "Deep High-Resolution Representation Learning for Visual Recognition" (IEEE TPAMI 2021), section 3.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import ConvBnRelu, initialise
from models.blocks.timm_encoder import timm_encoder


class HRNet(SegmentationNetwork):
    """Four parallel streams at 1/4 to 1/32 of the input, all brought to 1/4 and mixed by 1x1 convolutions.

    Args:
        in_channels: bands of the input.
        encoder: timm's name of an HRNet, e.g. `hrnet_w48`.
    """

    stride = 32
    explained_layer = "gather"

    def __init__(self, in_channels: int = 3, encoder: str = "hrnet_w18") -> None:
        super().__init__()
        # The streams themselves; by default timm widens them for classification.
        self.encoder = timm_encoder(encoder, in_channels, (1, 2, 3, 4), feature_location="")
        channels = sum(self.encoder.feature_info.channels())
        self.gather = GatherStreams()
        self.fuse = ConvBnRelu(channels, channels, kernel=1)
        self.head = nn.Conv2d(channels, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 32."""
        quarter = self.head(self.fuse(self.gather(self.encoder(x))))
        return F.interpolate(quarter, scale_factor=4, mode="bilinear", align_corners=False)


class GatherStreams(nn.Module):
    """Enlarges all maps to the first one's size and concatenates them; a module, so that Grad-CAM can explain it."""

    def forward(self, streams: list[torch.Tensor]) -> torch.Tensor:
        """(N, Ci, Hi, Wi) each to (N, sum of Ci, H0, W0)."""
        size = streams[0].shape[2:]
        return torch.cat(
            [F.interpolate(stream, size=size, mode="bilinear", align_corners=False) for stream in streams], dim=1
        )
