"""TensorFlow's "same" padding without its copies.

Encoders that come from TensorFlow (timm's `tf_` family) pad before each convolution with a stride, below and on the
right only, which torch's convolutions cannot: every feature map is copied into a larger one first. A kernel with one
more row and column, of zeros, in front, and torch's own padding reads the very same pixels.
"""

from __future__ import annotations

from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from models.smp_networks import SmpNetwork


def pad_inside(network: nn.Module) -> int:
    """Exchanges, in place, every depthwise convolution with "same" padding and stride 2 for one that answers the same.

    Of other convolutions the larger kernel would cost more than the copy.

    The answers agree for feature maps with even sides. Networks of segmentation-models-pytorch always have them,
    because what they see is a multiple of all their strides; others are left alone.

    Args:
        network: in fp32, on the CPU.

    Returns:
        The number of convolutions exchanged.
    """
    if not isinstance(network, SmpNetwork):
        return 0
    found = [
        (parent, name, child)
        for parent in network.modules()
        for name, child in parent.named_children()
        if _pads_below_and_right(child)
    ]
    for parent, name, child in found:
        setattr(parent, name, _padded_inside(child))
    return len(found)


def _pads_below_and_right(module: nn.Module) -> bool:
    # The class is known by its name, so that networks without it do not import timm.
    return (
        type(module).__name__ == "Conv2dSame"
        and module.stride == (2, 2)
        and module.groups == module.in_channels
        and all(side % 2 for side in module.kernel_size)
    )


def _padded_inside(module: nn.Conv2d) -> nn.Conv2d:
    """For even sides and a kernel of odd k, "same" pads (k - 3) / 2 pixels before and (k - 1) / 2 after.

    A row of zeros in front of the kernel reads one pixel more before, so both sides are padded by (k - 1) / 2.
    """
    sides = module.kernel_size
    wider = nn.Conv2d(
        module.in_channels, module.out_channels, [side + 1 for side in sides], module.stride,
        padding=[(side - 1) // 2 for side in sides], groups=module.groups, bias=module.bias is not None,
    )  # fmt: skip
    wider.weight = nn.Parameter(F.pad(module.weight.detach(), (1, 0, 1, 0)), requires_grad=False)
    wider.bias = module.bias
    return wider
