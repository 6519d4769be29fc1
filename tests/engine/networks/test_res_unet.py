"""ResUNet, and the plain U-Net beside it."""

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from models.blocks.residual import ResidualBlock
from tests.engine.networks.promises import NetworkPromises, count_parameters


class TestUNetDropout(NetworkPromises):
    architecture, small = "unet-dropout", {"width": 8}


class TestResUNet(NetworkPromises):
    architecture, small = "res-unet", {"width": 8}


class TestLiuResUNet(NetworkPromises):
    architecture, small = "res-unet-liu", {"width": 8}


@pytest.mark.parametrize(
    ("architecture", "arguments", "parameters"),
    [
        ("unet-dropout", {"width": 32}, 7_849_601),
        ("unet-dropout", {"width": 32, "in_channels": 4}, 7_849_889),
        ("unet-dropout", {"in_channels": 4}, 4_416_889),
        ("res-unet", {"width": 32}, 8_287_841),
        ("res-unet", {"width": 32, "in_channels": 4}, 8_288_161),
        ("res-unet", {"width": 32, "in_channels": 6}, 8_288_801),
        ("res-unet", {"in_channels": 4}, 4_663_993),
        ("res-unet-liu", {"in_channels": 6}, 4_664_473),
        ("res-unet-liu", {}, 4_663_753),
    ],
)
def test_parameter_counts_are_those_of_the_definition(architecture, arguments, parameters) -> None:
    assert count_parameters(architecture, **arguments) == parameters


@pytest.mark.parametrize("in_channels", [4, 6])
def test_a_residual_block_without_a_body_rectifies_its_shortcut(in_channels: int) -> None:
    block = ResidualBlock(in_channels, 6).eval()
    torch.nn.init.zeros_(block.body[-1].weight)
    image = torch.randn(2, in_channels, 9, 7)
    shortcut = image
    if in_channels != 6:
        convolution, norm = block.shortcut
        shortcut = torch.einsum("oi,nihw->nohw", convolution.weight[:, :, 0, 0], image) / (1 + norm.eps) ** 0.5
    torch.testing.assert_close(block(image), shortcut.relu())


@pytest.mark.parametrize("architecture", ["unet-dropout", "res-unet"])
def test_the_decoder_joins_each_skip_with_the_enlarged_step_below(architecture: str) -> None:
    network = models.build(architecture, width=8).eval()
    image = torch.rand(1, 3, 32, 48)

    def enlarged(x: torch.Tensor) -> torch.Tensor:
        return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)

    with torch.inference_mode():
        x0 = network.encoder[0](image)
        x1 = network.encoder[1](F.max_pool2d(x0, 2))
        x2 = network.encoder[2](F.max_pool2d(x1, 2))
        x3 = network.encoder[3](F.max_pool2d(x2, 2))
        x4 = network.encoder[4](F.max_pool2d(x3, 2))
        y3 = network.decoder[0](torch.cat([x3, enlarged(x4)], 1))
        y2 = network.decoder[1](torch.cat([x2, enlarged(y3)], 1))
        y1 = network.decoder[2](torch.cat([x1, enlarged(y2)], 1))
        y0 = network.decoder[3](torch.cat([x0, enlarged(y1)], 1))
        torch.testing.assert_close(network(image), network.head(y0))
        assert network.get_submodule(network.explained_layer) is network.encoder[4]


def test_dropout_silences_whole_channels_of_the_bottleneck_and_only_in_training() -> None:
    network = models.build("res-unet", width=8)
    seen = {}
    network.dropout.register_forward_hook(lambda _, inputs, output: seen.update(before=inputs[0], after=output))
    image = torch.rand(2, 3, 64, 64)
    with torch.no_grad():
        first, second = network.train()(image), network(image)
        assert not torch.equal(first, second)
        assert seen["before"].shape == (2, 128, 4, 4)
        kept = seen["after"].amax(dim=(2, 3)) > 0
        alive = seen["before"].amax(dim=(2, 3)) > 0
        torch.testing.assert_close(seen["after"], 2 * seen["before"] * kept[:, :, None, None])
        assert 0.3 < kept[alive].float().mean() < 0.7
        assert torch.equal(network.eval()(image), network(image))
        assert torch.equal(seen["after"], seen["before"])
