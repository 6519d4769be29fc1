"""Activations that are computed inside the convolutions before them."""

from __future__ import annotations

import pytest
import torch
from torch import nn

import models
from landslide_plugin.engine.inference.activations import activate_inside
from landslide_plugin.engine.inference.folding import fold_batch_norms


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=["fp32", "bf16"])
@pytest.mark.parametrize(
    ("name", "arguments", "activations"),
    [
        ("unet", {"width": 8}, 22),
        ("l-net", {"width": 8}, 31),
        ("smp:unet:tu-tf_efficientnet_lite0", {}, 37),
        ("pspnet", {}, 12),
    ],
)
def test_the_answers_stay_the_same(name: str, arguments: dict, activations: int, dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    network = models.build(name, in_channels=3, **arguments)
    network.eval().requires_grad_(False)
    fold_batch_norms(network, 3)
    network.to(dtype, memory_format=torch.channels_last)
    image = torch.rand(1, 3, 96, 128).to(dtype, memory_format=torch.channels_last)
    with torch.inference_mode():
        expected = network(image)
        assert activate_inside(network.float(), 3) == activations
        answer = network.to(dtype)(image)
    torch.testing.assert_close(answer, expected, rtol=1e-3, atol=1e-3)


def test_gradients_can_still_be_asked_for() -> None:
    network = models.build("unet", in_channels=3, width=4).eval().requires_grad_(False)
    image = torch.rand(1, 3, 32, 32, requires_grad=True)
    fold_batch_norms(network, 3)
    (expected,) = torch.autograd.grad(network(image).sum(), image)
    assert activate_inside(network, 3)
    (gradient,) = torch.autograd.grad(network(image).sum(), image)
    torch.testing.assert_close(gradient, expected)


class Shared(nn.Module):
    """What must not be taken in: an activation of two inputs, one that leaves its input alone, one of a sum."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = (nn.Conv2d(3, 3, 3, padding=1) for _ in range(3))
        self.both, self.beside, self.after = nn.ReLU(inplace=True), nn.ReLU(), nn.ReLU(inplace=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W) to (N, 3, H, W)."""
        x = self.both(self.second(self.both(self.first(x))))
        y = self.third(x)
        return self.after(y + self.beside(y))


def test_only_what_follows_a_convolution_alone_is_taken_in() -> None:
    torch.manual_seed(1)
    network, image = Shared().eval().requires_grad_(False), torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        expected = network(image)
        assert activate_inside(network, 3) == 0
        torch.testing.assert_close(network(image), expected)
