"""The convolutions of VGG-16, which FCN-8s and SegNet have as encoder."""

from __future__ import annotations

from itertools import pairwise

from torch import nn

from models.blocks.convolution import ConvBnRelu


def vgg16_stages(in_channels: int, width: int, batch_norm: bool = True) -> nn.ModuleList:
    """The five stages of VGG-16, without the poolings between them.

    Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (ICLR 2015),
    Table 1, configuration D.

    Args:
        in_channels: of the first stage.
        width: channels out of the first stage; the stages have 1, 2, 4, 8 and 8 times as many. Published: 64.
        batch_norm: after each convolution; without it, as published, the convolutions have biases.
    """
    widths = [in_channels, width, 2 * width, 4 * width, 8 * width, 8 * width]
    convolution = ConvBnRelu if batch_norm else _conv_relu
    return nn.ModuleList(
        nn.Sequential(convolution(before, after), *(convolution(after, after) for _ in range(count - 1)))
        for (before, after), count in zip(pairwise(widths), (2, 2, 3, 3, 3), strict=True)
    )


def _conv_relu(in_channels: int, out_channels: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(in_channels, out_channels, 3, padding=1), nn.ReLU(inplace=True))
