"""Folding batch normalisation into the convolution before it.

At inference a batch norm is a fixed scale and shift per channel, which the convolution's weights and bias can take in:
one pass over memory less per layer, and weights that survive bf16.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.utils.fusion import fuse_conv_bn_weights
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


def fold_batch_norms(network: nn.Module, in_channels: int) -> int:
    """Folds, in place, every batch norm that directly follows a convolution.

    Which follows which is not read from names but seen: one forward pass on a small input tells which convolution's
    output each batch norm is given, and whether anything else is given it too.

    Args:
        network: in eval mode, on the CPU, fp32.
        in_channels: bands of its input.

    Returns:
        The number of batch norms folded.
    """
    pairs = followers(network, in_channels, (_BatchNorm,), alone=True)
    for norm, convolution in pairs.items():
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
        )
        _replace(network, norm)
    return len(pairs)


def followers(
    network: nn.Module, in_channels: int, kinds: tuple[type[nn.Module], ...], alone: bool = False
) -> dict[nn.Module, nn.Conv2d]:
    """The modules of some kinds that are given a convolution's output and nothing else, each with its convolution.

    Args:
        network: in eval mode, on the CPU, fp32.
        in_channels: bands of its input.
        kinds: of the modules asked for.
        alone: leave out those beside which something else is given that output too, as the decoder is given that of
            GhostNet's first convolution.
    """
    maker: dict[tuple[int, int], nn.Conv2d] = {}  # by the output and how often it has been written over
    kept: list[tuple[torch.Tensor, nn.Conv2d]] = []  # a freed tensor's id could be given to another
    given: dict[nn.Module, set[nn.Conv2d | None]] = {}
    uses = _Uses()

    def after_convolution(module: nn.Conv2d, _: object, output: torch.Tensor) -> None:
        maker[id(output), output._version] = module
        kept.append((output, module))
        uses.forget(output)

    def before(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        given.setdefault(module, set()).add(maker.pop((id(inputs[0]), inputs[0]._version), None))

    hooks = [
        module.register_forward_pre_hook(before)
        if isinstance(module, kinds)
        else module.register_forward_hook(after_convolution)
        for module in network.modules()
        if isinstance(module, (nn.Conv2d, *kinds))
    ]
    try:
        # Not in inference mode, which does not count what is written over, such as a sum in place.
        with torch.inference_mode(False), torch.no_grad(), uses:
            network(torch.zeros(1, in_channels, 64, 64))
    finally:
        for hook in hooks:
            hook.remove()
    shared = {convolution for output, convolution in kept if uses.of(output) > 1} if alone else set()
    single = {module: next(iter(makers)) for module, makers in given.items() if len(makers) == 1}
    return {
        module: convolution
        for module, convolution in single.items()
        if convolution is not None and convolution not in shared
    }


class _Uses(TorchDispatchMode):
    """Counts how often each tensor is computed with."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[int] = Counter()

    def __torch_dispatch__(
        self, function: Callable[..., object], types: object, args: tuple = (), kwargs: dict | None = None
    ) -> object:
        """Each of torch's operations comes by here."""
        self._counts.update({id(one) for one in tree_leaves((args, kwargs)) if isinstance(one, torch.Tensor)})
        return function(*args, **(kwargs or {}))

    def forget(self, tensor: torch.Tensor) -> None:
        """Begins anew with a tensor that was just made: its id may have been another's."""
        self._counts[id(tensor)] = 0

    def of(self, tensor: torch.Tensor) -> int:
        """How often one that is still kept was computed with."""
        return self._counts[id(tensor)]


def _replace(network: nn.Module, norm: _BatchNorm) -> None:
    """Puts what is left of a norm in its place: timm's norms carry their activation."""
    for parent in network.modules():
        for name, child in parent.named_children():
            if child is norm:
                setattr(parent, name, getattr(norm, "act", None) or nn.Identity())
