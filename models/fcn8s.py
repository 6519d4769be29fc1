"""FCN-8s.

Source: Long, Shelhamer, Darrell, "Fully Convolutional Networks for Semantic Segmentation" (CVPR 2015), sections 3.3,
4.1 and 4.2.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.base import SegmentationNetwork
from models.blocks.convolution import initialise
from models.blocks.vgg16 import vgg16_stages


class FCN8s(SegmentationNetwork):
    """VGG-16 made fully convolutional; its scores at 1/32, 1/16 and 1/8 are summed while they are enlarged.

    The image is padded by one pixel per convolution instead of once by a hundred, so nothing needs to be cropped.

    Args:
        in_channels: bands of the input.
        width: channels of the first stage. The published width is 64.
        fc_width: channels of the two layers that were fully connected in VGG-16. Published: 4096.
        batch_norm: after the convolutions of VGG-16. Published: none.
    """

    stride = 32
    explained_layer = "encoder.4"

    def __init__(self, in_channels: int = 3, width: int = 64, fc_width: int = 4096, batch_norm: bool = False) -> None:
        super().__init__()
        self.encoder = vgg16_stages(in_channels, width, batch_norm)
        self.fc6 = nn.Sequential(nn.Conv2d(8 * width, fc_width, 7, padding=3), nn.ReLU(inplace=True), nn.Dropout2d(0.5))
        self.fc7 = nn.Sequential(nn.Conv2d(fc_width, fc_width, 1), nn.ReLU(inplace=True), nn.Dropout2d(0.5))
        self.score_fc7 = nn.Conv2d(fc_width, 1, 1)
        self.score_pool4 = nn.Conv2d(8 * width, 1, 1)
        self.score_pool3 = nn.Conv2d(4 * width, 1, 1)
        self.up_fc7, self.up_pool4, self.up_pool3 = _enlarging(2), _enlarging(2), _enlarging(8)
        initialise(self, self.score_fc7)
        for skip in (self.score_pool4, self.score_pool3):  # the coarse score leads, the finer ones correct it
            nn.init.normal_(skip.weight, std=0.01)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W) for sides that are multiples of 32."""
        pools = []
        for stage in self.encoder:
            x = F.max_pool2d(stage(x), 2)
            pools.append(x)
        _, _, pool3, pool4, pool5 = pools
        score = self.up_fc7(self.score_fc7(self.fc7(self.fc6(pool5))))
        score = self.up_pool4(score + self.score_pool4(pool4))
        return self.up_pool3(score + self.score_pool3(pool3))


def _enlarging(factor: int) -> nn.ConvTranspose2d:
    """A learnt enlargement of one score map that starts as bilinear interpolation (section 3.3)."""
    layer = nn.ConvTranspose2d(1, 1, 2 * factor, stride=factor, padding=factor // 2, bias=False)
    ramp = 1 - (torch.arange(2 * factor) + 0.5 - factor).abs() / factor
    with torch.no_grad():
        layer.weight.copy_(torch.outer(ramp, ramp))
    return layer
