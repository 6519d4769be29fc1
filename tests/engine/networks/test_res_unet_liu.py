"""The residual U-Net of Liu et al., and the residual block."""

import pytest
import torch

from models.blocks.residual import ResidualBlock
from tests.engine.networks.promises import NetworkPromises, count_parameters


class TestLiuResUNet(NetworkPromises):
    architecture, small = "res-unet-liu", {"width": 8}


# Each further band adds to width w the 3x3 and the 1x1 weights of the first block: 10 w.
@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        ({"width": 32, "in_channels": 6}, 8_288_801),
        ({"width": 32, "in_channels": 4}, 8_288_161),
        ({"width": 32, "in_channels": 3}, 8_287_841),
        ({"in_channels": 6}, 4_664_473),
        ({"in_channels": 4}, 4_663_993),
        ({}, 4_663_753),
    ],
)
def test_parameter_counts(arguments: dict[str, int], parameters: int) -> None:
    assert count_parameters("res-unet-liu", **arguments) == parameters


@pytest.mark.parametrize("channels", [(4, 4), (4, 6)])
def test_a_residual_block_whose_body_is_silent_passes_its_shortcut(channels: tuple[int, int]) -> None:
    block, image = ResidualBlock(*channels).eval(), torch.randn(2, 4, 9, 7)
    torch.nn.init.zeros_(block.body[-1].weight)
    with torch.inference_mode():
        torch.testing.assert_close(block(image), block.shortcut(image).relu())
        assert (block.shortcut(image) is image) == (channels[0] == channels[1])
