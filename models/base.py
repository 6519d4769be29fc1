"""What every network here has in common."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name


class SegmentationNetwork(nn.Module):
    """Maps (N, in_channels, H, W) to landslide logits (N, 1, H, W), for any H and W.

    Derived classes write `logits` for sizes that are multiples of `stride`; here other sizes are padded and cut back.
    `explained_layer` names the module whose output Grad-CAM explains, as `get_submodule` takes it;
    of several outputs the last.
    """

    stride: int = 1
    explained_layer: str = ""

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits for sides that are multiples of `stride`."""
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits of the input's own size."""
        return padded(self.logits, x, self.stride)


def padded(network: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, stride: int) -> torch.Tensor:
    """What a network answers to an image of any size.

    Mirrored margins look like ground; black ones would look like shadow.

    Args:
        network: (N, C, H, W) to (N, 1, H, W) for H and W that are multiples of `stride`.
        x: (N, C, H, W) of any size.
        stride: pixels.

    Returns:
        (N, 1, H, W) of the size of `x`.
    """
    height, width = x.shape[2:]
    bottom, right = -height % stride, -width % stride
    if bottom or right:
        mode = "reflect" if bottom < height and right < width else "replicate"
        x = F.pad(x, (0, right, 0, bottom), mode=mode)
    return network(x)[:, :, :height, :width]
