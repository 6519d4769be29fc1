"""Gradients of depthwise convolutions in bf16 on a CPU."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from landslide_plugin.engine.training.depthwise import FastDepthwise


def gradients(layers: nn.Module, image: torch.Tensor, fast: bool) -> list[torch.Tensor]:
    image = image.clone().requires_grad_()
    layers.zero_grad()
    with torch.autocast("cpu", torch.bfloat16):
        if fast:
            with FastDepthwise():
                answer = layers(image)
        else:
            answer = layers(image)
    assert answer.dtype == torch.bfloat16
    answer.float().square().sum().backward()
    return [image.grad, *(weight.grad.clone() for weight in layers.parameters())]


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(8, 8, 5, padding=2, groups=8, bias=False),
        nn.Conv2d(8, 8, 3, stride=2, groups=8, bias=False),
        nn.Conv2d(8, 8, 3, padding="same", groups=8, bias=False),
        nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=8, bias=False),
        nn.Conv2d(8, 8, 3, padding=1, groups=8),
        nn.Conv2d(8, 16, 3, padding=1, groups=8, bias=False),
        nn.Conv2d(8, 16, 3, padding=1),
    ],
    ids=["5 x 5", "stride", "same", "dilated", "bias", "two each", "dense"],
)
def test_gradients_are_those_of_torch(layer: nn.Module) -> None:
    torch.manual_seed(0)
    layers = nn.Sequential(nn.Conv2d(3, 8, 1), layer, nn.ReLU())
    image = torch.randn(2, 3, 24, 20).contiguous(memory_format=torch.channels_last)
    for usual, ours in zip(gradients(layers, image, False), gradients(layers, image, True), strict=True):
        assert ours.dtype == usual.dtype
        assert (ours - usual).norm() < 0.01 * usual.norm()


def test_in_fp32_nothing_is_touched() -> None:
    torch.manual_seed(0)
    layer, image = nn.Conv2d(4, 4, 3, groups=4, bias=False), torch.randn(1, 4, 8, 8)
    with FastDepthwise():
        answer = layer(image)
    assert torch.equal(answer, layer(image))
    assert "Depthwise" not in type(answer.grad_fn).__name__
