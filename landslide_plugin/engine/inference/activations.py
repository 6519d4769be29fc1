"""Activations inside the convolutions before them, on a CPU.

torch computes a convolution, and then goes over all of its answer again to cut off what is below 0. oneDNN can do that
while it writes the answer. The values are the very same; a network like the shipped one saves up to a seventh of its
time, where memory is the bottleneck.
"""

from __future__ import annotations

import torch
from torch import nn

from landslide_plugin.engine.inference.folding import followers

_KINDS: dict[type[nn.Module], tuple[str, list[float]]] = {nn.ReLU: ("relu", []), nn.ReLU6: ("hardtanh", [0.0, 6.0])}


def activate_inside(network: nn.Module, in_channels: int) -> int:
    """Exchanges, in place, every convolution that one activation alone follows for one that does both.

    Only activations that work in place are taken in: nobody else can be counting on what was there before them.

    Args:
        network: in eval mode, on the CPU, fp32, its batch norms folded.
        in_channels: bands of its input.

    Returns:
        The number of activations taken in; 0 where this torch has no oneDNN.
    """
    if not torch.backends.mkldnn.is_available() or not hasattr(torch.ops.mkldnn, "_convolution_pointwise"):
        return 0
    found = {
        convolution: activation
        for activation, convolution in followers(network, in_channels, tuple(_KINDS)).items()
        if type(activation) in _KINDS and activation.inplace and _is_plain(convolution)
    }
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            if child in found:
                setattr(parent, name, ActivatedConvolution(child, found[child]))
            elif child in found.values():
                setattr(parent, name, nn.Identity())
    return len(found)


class ActivatedConvolution(nn.Module):
    """A convolution with its activation.

    Args:
        convolution, activation: which.
    """

    def __init__(self, convolution: nn.Conv2d, activation: nn.Module) -> None:
        super().__init__()
        self.convolution, self.activation = convolution, activation
        self._kind, self._values = _KINDS[type(activation)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """As both one after the other; that is what is done where gradients are wanted."""
        if torch.is_grad_enabled():
            return self.activation(self.convolution(x))
        own = self.convolution
        return torch.ops.mkldnn._convolution_pointwise(
            x, own.weight, own.bias, own.padding, own.stride, own.dilation, own.groups, self._kind, self._values, ""
        )


def _is_plain(convolution: nn.Conv2d) -> bool:
    """Whether it is torch's own, with zeros around the image."""
    return (
        type(convolution) is nn.Conv2d
        and convolution.padding_mode == "zeros"
        and not isinstance(convolution.padding, str)
    )
