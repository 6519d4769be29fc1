"""Depthwise convolutions that are trained in bf16 on a CPU, with part of their gradients computed in fp32.

torch hands these gradients to oneDNN, which has no fast kernels for some of them in bf16: those of the weights, and all
of convolutions with a stride, took most of a training step of an EfficientNet, five to twenty times what they take in
fp32 (torch 2.13, oneDNN 3; processors with AVX-512 BF16 or AMX). Everything else stays in bf16.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name
from torch.overrides import TorchFunctionMode

_Sides = tuple[int, int]


class FastDepthwise(TorchFunctionMode):
    """While it is entered, depthwise convolutions under bf16 autocast on a CPU take their gradients as above.

    Other convolutions, other devices and fp32 are not touched.
    """

    def __torch_function__(self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        """Exchanges the function where it is such a convolution."""
        if func is F.conv2d and torch.is_autocast_enabled("cpu") and torch.get_autocast_dtype("cpu") == torch.bfloat16:
            return _convolve(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


def _convolve(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | _Sides = 1,
    padding: str | int | _Sides = 0,
    dilation: int | _Sides = 1,
    groups: int = 1,
) -> torch.Tensor:
    is_depthwise = 1 < groups == x.shape[1] == weight.shape[0] and bias is None
    if not is_depthwise or isinstance(padding, str) or x.device.type != "cpu":
        return F.conv2d(x, weight, bias, stride, padding, dilation, groups)
    sides = (_pair(stride), _pair(padding), _pair(dilation))
    return _Depthwise.apply(x.to(torch.bfloat16), weight.to(torch.bfloat16), *sides)


class _Depthwise(torch.autograd.Function):
    """The convolution of each channel with a kernel of its own."""

    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, weight: torch.Tensor, stride: _Sides, padding: _Sides, dilation: _Sides
    ) -> torch.Tensor:
        """(N, C, H, W) with (C, 1, k, k)."""
        ctx.save_for_backward(x, weight)
        ctx.sides = stride, padding, dilation
        return F.conv2d(x, weight, None, stride, padding, dilation, len(weight))

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Gradients of input and weight."""
        of_input, of_weight, *_ = ctx.needs_input_grad
        exact = [part.float() for part in (gradient, *ctx.saved_tensors)]
        if ctx.sides[0] == (1, 1) and of_input:  # without a stride bf16 is fast for the input's
            first, _ = _gradients(gradient, *ctx.saved_tensors, ctx.sides, (True, False))
            _, second = _gradients(*exact, ctx.sides, (False, of_weight))
        else:
            first, second = _gradients(*exact, ctx.sides, (of_input, of_weight))
        return first, second, None, None, None


def _gradients(
    gradient: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    sides: tuple[_Sides, _Sides, _Sides],
    wanted: tuple[bool, bool],
) -> tuple[torch.Tensor | None, torch.Tensor | None]:
    found = torch.ops.aten.convolution_backward(
        gradient, x, weight, None, *sides, False, (0, 0), len(weight), (*wanted, False)
    )
    return tuple(part.to(torch.bfloat16) if asked else None for part, asked in zip(found, wanted, strict=False))


def _pair(value: int | _Sides) -> _Sides:
    return (value, value) if isinstance(value, int) else tuple(value)
