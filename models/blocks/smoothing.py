"""A fixed low-pass filter in front of a network."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name


class GaussianSmoothing(nn.Module):
    """Blurs every band alike with a Gaussian of 5 x 5 pixels; nothing in it is learned or stored.

    Trainings turn and enlarge their crops, which blurs them a little; an image at its own size is sharper than all that
    such a network has seen, and its finest grain is noise to it. Blurred as in training, it is familiar ground again.

    Args:
        channels: in and out.
        sigma: standard deviation, pixels, above 0.
    """

    RADIUS = 2

    def __init__(self, channels: int, sigma: float) -> None:
        super().__init__()
        if sigma <= 0:
            raise ValueError(f"a smoothing of {sigma} pixels is not above 0")
        distance = torch.arange(-self.RADIUS, self.RADIUS + 1, dtype=torch.float32)
        profile = torch.softmax(-(distance**2) / (2 * sigma**2), dim=0)
        self.register_buffer("kernel", torch.outer(profile, profile).repeat(channels, 1, 1, 1), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, C, H, W) to (N, C, H, W); the edge is repeated outside."""
        return F.conv2d(F.pad(x, (self.RADIUS,) * 4, mode="replicate"), self.kernel, groups=x.shape[1])
