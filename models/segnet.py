"""SegNet.

Source: Badrinarayanan, Kendall, Cipolla, "SegNet: A Deep Convolutional Encoder-Decoder Architecture for Image
Segmentation" (IEEE TPAMI 2017), section 3.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import ConvBnRelu, initialise
from models.blocks.vgg16 import vgg16_stages


class SegNet(SegmentationNetwork):
    """VGG-16 and its mirror image; the decoder puts each value back where the encoder's pooling took the maximum.

    Args:
        in_channels: bands of the input.
        width: channels of the first stage. The published width is 64.
    """

    stride = 32
    explained_layer = "encoder.4"

    def __init__(self, in_channels: int = 3, width: int = 64) -> None:
        super().__init__()
        self.encoder = vgg16_stages(in_channels, width)
        widths = [8 * width, 8 * width, 4 * width, 2 * width, width, width]
        self.decoder = nn.ModuleList(
            nn.Sequential(*(ConvBnRelu(before, before) for _ in range(count - 1)), ConvBnRelu(before, after))
            for before, after, count in zip(widths, widths[1:], (3, 3, 3, 2, 2), strict=False)
        )
        self.head = nn.Conv2d(width, 1, 1)
        initialise(self, self.head)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 32."""
        places = []
        for stage in self.encoder:
            x, indices = F.max_pool2d(stage(x), 2, return_indices=True)
            places.append(indices)
        for stage in self.decoder:
            x = stage(unpool(x, places.pop()))
        return self.head(x)


def unpool(x: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
    """Undoes a 2x2 max-pooling: each value goes to its index, zero elsewhere. ONNX has no `max_unpool2d`.

    Args:
        x: (N, C, H, W).
        indices: (N, C, H, W), as `max_pool2d` returns them, into the (2H)(2W) pixels of the enlarged map.

    Returns:
        (N, C, 2H, 2W).
    """
    batch, channels, height, width = x.shape
    sparse = x.new_zeros(batch, channels, 4 * height * width).scatter(2, indices.flatten(2), x.flatten(2))
    return sparse.view(batch, channels, 2 * height, 2 * width)
