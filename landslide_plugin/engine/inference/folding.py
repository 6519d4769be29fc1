"""Folding batch normalisation into the convolution before it.

At inference a batch norm is a fixed scale and shift per channel, which the convolution's weights and bias can take in:
one pass over memory less per layer, and weights that survive bf16.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.utils.fusion import fuse_conv_bn_weights


def fold_batch_norms(network: nn.Module, in_channels: int) -> int:
    """Folds, in place, every batch norm that directly follows a convolution.

    Which follows which is not read from names but seen: one forward pass on a small input tells which convolution's
    output each batch norm is given.

    Args:
        network: in eval mode, on the CPU, fp32.
        in_channels: bands of its input.

    Returns:
        The number of batch norms folded.
    """
    maker: dict[int, nn.Conv2d] = {}
    kept: list[torch.Tensor] = []  # a freed tensor's id could be given to another
    pairs: dict[_BatchNorm, nn.Conv2d] = {}  # each once, however often the network passes by

    def after_convolution(module: nn.Conv2d, _: object, output: torch.Tensor) -> None:
        maker[id(output)] = module
        kept.append(output)

    def before_norm(module: _BatchNorm, inputs: tuple[torch.Tensor, ...]) -> None:
        if id(inputs[0]) in maker:
            pairs[module] = maker[id(inputs[0])]

    hooks = [
        module.register_forward_hook(after_convolution)
        if isinstance(module, nn.Conv2d)
        else module.register_forward_pre_hook(before_norm)
        for module in network.modules()
        if isinstance(module, (nn.Conv2d, _BatchNorm))
    ]
    try:
        with torch.inference_mode():
            network(torch.zeros(1, in_channels, 64, 64))
    finally:
        for hook in hooks:
            hook.remove()
    for norm, convolution in pairs.items():
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
        )
        _replace(network, norm)
    return len(pairs)


def _replace(network: nn.Module, norm: _BatchNorm) -> None:
    """Puts what is left of a norm in its place: timm's norms carry their activation."""
    for parent in network.modules():
        for name, child in parent.named_children():
            if child is norm:
                setattr(parent, name, getattr(norm, "act", None) or nn.Identity())
