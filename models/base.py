"""What every network here has in common."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name


class SegmentationNetwork(nn.Module):
    """Maps (N, in_channels, H, W) to landslide logits (N, 1, H, W), for any H and W.

    Derived classes write `logits` for sizes that are multiples of `stride`; here other sizes are padded and cut back.
    `explained_layer` names the module whose output Grad-CAM explains, as `get_submodule` takes it;
    of several outputs the last. `largest_tile` is the longest side, in pixels, that inference should give the network
    at once: larger tiles overlap less and save time, but cost memory and make a cancel wait.
    """

    stride: int = 1
    largest_tile: int = 768
    explained_layer: str = ""

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits for sides that are multiples of `stride`."""
        raise NotImplementedError

    def covered(self, side: int) -> float:
        """Pixels of the image's side that the network's feature maps cover, its padding included.

        Args:
            side: of the image, pixels.
        """
        return side + -side % self.stride

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Logits of the input's own size."""
        height, width = x.shape[2:]
        return self.logits(mirrored(x, self.stride))[:, :, :height, :width]


def mirrored(x: torch.Tensor, stride: int) -> torch.Tensor:
    """An image whose sides are multiples of `stride`, continued below and on the right.

    Mirrored margins look like ground; black ones would look like shadow.

    Args:
        x: (N, C, H, W) of any size.
        stride: pixels.
    """
    height, width = x.shape[2:]
    bottom, right = -height % stride, -width % stride
    if not bottom and not right:
        return x
    mode = "reflect" if bottom < height and right < width else "replicate"
    return F.pad(x, (0, right, 0, bottom), mode=mode)
