"""The DA-U-Net paper's ladder."""

import pytest
import torch

from models.blocks.aspp import ASPP
from models.blocks.attention_gate import AttentionGate
from tests.engine.networks.promises import NetworkPromises, count_parameters


class TestUNet(NetworkPromises):
    architecture, small = "unet", {"width": 8}


class TestAUNet(NetworkPromises):
    architecture, small = "a-unet", {"width": 8}


class TestDUNet(NetworkPromises):
    architecture, small = "d-unet", {"width": 8}


class TestDAUNet(NetworkPromises):
    architecture, small = "da-unet", {"width": 8}


@pytest.mark.parametrize(
    ("architecture", "arguments", "parameters"),
    [
        ("unet", {}, 8_633_921),
        ("unet", {"in_channels": 4}, 8_634_209),
        ("a-unet", {}, 8_897_449),
        ("d-unet", {}, 4_110_401),
        ("da-unet", {}, 4_176_039),
        ("da-unet", {"in_channels": 4}, 4_176_327),
        ("da-unet", {"width": 16}, 1_045_847),
    ],
)
def test_parameter_counts_are_those_of_the_published_graphs(architecture, arguments, parameters) -> None:
    assert count_parameters(architecture, **arguments) == parameters


def test_the_gate_multiplies_the_skip_by_one_to_two() -> None:
    gate = AttentionGate(8, 16, 8).eval()
    skip, coarse = torch.randn(2, 8, 32, 32), torch.randn(2, 16, 16, 16)
    with torch.inference_mode():
        alpha = gate.attention(skip, coarse)
        assert alpha.shape == (2, 1, 32, 32)
        assert alpha.min() > 0
        assert alpha.max() < 1
        torch.testing.assert_close(gate(skip, coarse), skip * (1 + alpha))
        gate.to_map[1].bias.fill_(-50)
        torch.testing.assert_close(gate(skip, coarse), skip)
        gate.to_map[1].bias.fill_(50)
        torch.testing.assert_close(gate(skip, coarse), 2 * skip)


def test_aspp_sees_as_far_as_its_largest_dilation() -> None:
    aspp = ASPP(2).eval()
    image = torch.rand(1, 2, 31, 31, requires_grad=True)
    for module in aspp.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.constant_(module.weight, 0.1)
    aspp(image)[0, 0, 15, 15].backward()
    rows = image.grad[0, 0].abs().sum(1).nonzero().flatten().tolist()
    assert rows == [9, 12, 14, 15, 16, 18, 21], "a 3x3 kernel at dilations 1, 3 and 6"
