"""Convolutions over enlarged feature maps, computed before the enlargement.

A decoder of a U-Net doubles its maps by repeating each value, puts the encoder's beside them, and convolves both. Of
the nine values under a 3 x 3 kernel only four are different, so each of the four pixels that a value becomes has a
kernel of 2 x 2 of its own on the small map: four ninths of the arithmetic, and neither the enlarged maps nor the pile
of both are made. The sums are the same but for rounding, in about a seventh less time.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.smp_networks import SmpNetwork


def convolve_before_enlarging(network: nn.Module) -> int:
    """Exchanges, in place, the blocks of a U-Net's decoder for ones that answer the same.

    Args:
        network: in eval mode, fp32, its batch norms folded.

    Returns:
        The number of blocks exchanged; 0 of networks with other decoders.
    """
    if not isinstance(network, SmpNetwork):
        return 0
    blocks = getattr(network.network.decoder, "blocks", None)
    if not isinstance(blocks, nn.ModuleList) or not all(map(_doubles, blocks)):
        return 0
    channels = network.network.encoder.out_channels[-1]
    for index, block in enumerate(blocks):
        blocks[index] = DoublingBlock(block, channels)
        channels = block.conv2[0].out_channels
    return len(blocks)


class DoublingBlock(nn.Module):
    """A block of smp's U-Net decoder: doubles maps, adds those of the encoder, convolves twice.

    Args:
        block: whose weights are taken.
        channels: of the maps that it doubles; what its first convolution takes beyond them comes from the encoder.
    """

    def __init__(self, block: nn.Module, channels: int) -> None:
        super().__init__()
        first, *rest = block.conv1.children()
        self.after, self.conv2 = nn.Sequential(*rest), block.conv2
        doubled, beside = first.weight.detach().split([channels, first.in_channels - channels], dim=1)
        kernels = [kernel for rows in _halves(doubled, 2) for kernel in _halves(rows, 3)]
        self.doubled = nn.Parameter(doubled, requires_grad=False)
        self.kernels = nn.Parameter(torch.cat(kernels), requires_grad=False)  # upper left, upper right, lower left, ...
        self.beside = nn.Parameter(beside, requires_grad=False)
        self.bias = nn.Parameter(first.bias.detach(), requires_grad=False)

    def forward(
        self, maps: torch.Tensor, height: int, width: int, skip_connection: torch.Tensor | None = None
    ) -> torch.Tensor:
        """(N, C, height / 2, width / 2), and the encoder's (N, S, height, width), to (N, out, height, width).

        Some encoders have no maps at 1/2 of the image (S = 0), and some make their deepest ones larger than they are
        asked for, which are then not doubled but enlarged to what fits.
        """
        rows, columns = maps.shape[2:]
        if skip_connection is not None and skip_connection.shape[1]:
            sums = F.conv2d(skip_connection, self.beside, self.bias, padding=1)
        else:
            sums = self.bias.view(1, -1, 1, 1).expand(len(maps), -1, height, width)
            sums = sums.contiguous(memory_format=torch.channels_last)
        if (height, width) != (2 * rows, 2 * columns):
            enlarged = F.interpolate(maps, size=(height, width), mode="nearest")
            return self.conv2(self.after(sums + F.conv2d(enlarged, self.doubled, padding=1)))
        parts = F.conv2d(maps, self.kernels, padding=1).chunk(4, dim=1)  # one row and column more than the maps
        for number, part in enumerate(parts):
            row, column = divmod(number, 2)
            sums[:, :, row::2, column::2] += part[:, :, row : row + rows, column : column + columns]
        return self.conv2(self.after(sums))


def _halves(kernel: torch.Tensor, side: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What three weights along a side are for the first and for the second of two equal values."""
    first, second, third = kernel.unbind(side)
    return torch.stack([first, second + third], side), torch.stack([first + second, third], side)


def _doubles(block: nn.Module) -> bool:
    """Whether it is such a block, and none with attention or another way to enlarge."""
    # The class is known by its name, so that networks without it do not import smp.
    if type(block).__name__ != "UnetDecoderBlock" or block.interpolation_mode != "nearest":
        return False
    convolution = block.conv1[0]
    attention = (block.attention1.attention, block.attention2.attention)
    return (
        all(isinstance(part, nn.Identity) for part in attention)
        and convolution.bias is not None  # its batch norm is folded
        and (convolution.kernel_size, convolution.stride, convolution.padding) == ((3, 3), (1, 1), (1, 1))
    )
