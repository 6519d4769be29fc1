"""U-Net++ and its attention."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from models.blocks.channel_attention import ChannelAttention
from models.blocks.convolution import ConvBnRelu
from models.blocks.spatial_attention import SpatialAttention
from models.registry import ARCHITECTURES
from models.unet_plus_plus import UNetPlusPlus
from tests.engine.networks.promises import NetworkPromises, count_parameters

KINDS = ["unet-plus-plus-spatial", "unet-plus-plus-contextual", "unet-plus-plus-spatial-contextual"]


class TestUNetPlusPlus(NetworkPromises):
    architecture, small = "unet-plus-plus", {"width": 8}


class TestUNetPlusPlusSpatial(NetworkPromises):
    architecture, small = "unet-plus-plus-spatial", {"width": 8}


class TestUNetPlusPlusContextual(NetworkPromises):
    architecture, small = "unet-plus-plus-contextual", {"width": 8}


class TestUNetPlusPlusSpatialContextual(NetworkPromises):
    architecture, small = "unet-plus-plus-spatial-contextual", {"width": 8}


def is_attention(module: nn.Module) -> bool:
    return isinstance(module, SpatialAttention | ChannelAttention)


@pytest.mark.parametrize(
    ("architecture", "arguments", "parameters"),
    [
        ("unet-plus-plus", {"width": 32}, 9_159_681),
        ("unet-plus-plus", {"width": 32, "in_channels": 4}, 9_159_969),
        ("unet-plus-plus", {"in_channels": 4}, 5_154_073),
        ("unet-plus-plus-spatial", {"width": 32, "open_gates": False}, 9_160_661),
        ("unet-plus-plus-spatial", {"width": 32, "in_channels": 4, "open_gates": False}, 9_160_949),
        ("unet-plus-plus-spatial", {"in_channels": 4, "open_gates": False}, 5_155_053),
        ("unet-plus-plus-contextual", {"width": 32, "open_gates": False}, 9_250_325),
        ("unet-plus-plus-contextual", {"width": 32, "in_channels": 4, "open_gates": False}, 9_250_613),
        ("unet-plus-plus-contextual", {"in_channels": 4, "open_gates": False}, 5_206_177),
        ("unet-plus-plus-contextual", {"width": 16, "in_channels": 4, "open_gates": False}, 2_316_429),
        ("unet-plus-plus-spatial-contextual", {"width": 32, "open_gates": False}, 9_251_305),
        ("unet-plus-plus-spatial-contextual", {"width": 32, "in_channels": 4, "open_gates": False}, 9_251_593),
        ("unet-plus-plus-spatial-contextual", {"in_channels": 4, "open_gates": False}, 5_207_157),
    ],
)
def test_parameter_counts_are_those_of_the_definition(architecture, arguments, parameters) -> None:
    assert count_parameters(architecture, **arguments) == parameters


@pytest.mark.parametrize(("open_gates", "parameters"), [(False, 980), (True, 990)])
def test_ten_spatial_gates_cost_98_weights_each_and_a_bias_where_they_start_open(open_gates, parameters) -> None:
    plain = count_parameters("unet-plus-plus", width=8)
    assert count_parameters("unet-plus-plus-spatial", width=8, open_gates=open_gates) - plain == parameters


def test_every_node_reads_its_row_and_the_enlarged_node_below() -> None:
    network = models.build("unet-plus-plus", width=8).eval()
    image = torch.rand(1, 3, 32, 48)

    def node(name: str, *row: torch.Tensor) -> torch.Tensor:
        *same, below = row
        enlarged = F.interpolate(below, scale_factor=2, mode="bilinear", align_corners=False)
        return network.nested[name](torch.cat([*same, enlarged], dim=1))

    with torch.inference_mode():
        x00 = network.encoder[0](image)
        x10 = network.encoder[1](F.max_pool2d(x00, 2))
        x20 = network.encoder[2](F.max_pool2d(x10, 2))
        x30 = network.encoder[3](F.max_pool2d(x20, 2))
        x40 = network.encoder[4](F.max_pool2d(x30, 2))
        x01, x11, x21, x31 = node("0_1", x00, x10), node("1_1", x10, x20), node("2_1", x20, x30), node("3_1", x30, x40)
        x02, x12, x22 = node("0_2", x00, x01, x11), node("1_2", x10, x11, x21), node("2_2", x20, x21, x31)
        x03, x13 = node("0_3", x00, x01, x02, x12), node("1_3", x10, x11, x12, x22)
        x04 = node("0_4", x00, x01, x02, x03, x13)
        torch.testing.assert_close(network(image), network.head(x04))
    assert network.get_submodule(network.explained_layer) is network.encoder[4]
    assert len(network.nested) == 10


@pytest.mark.parametrize(
    ("architecture", "gates"),
    [
        ("unet-plus-plus-spatial", [SpatialAttention]),
        ("unet-plus-plus-contextual", [ChannelAttention, SpatialAttention]),
        ("unet-plus-plus-spatial-contextual", [SpatialAttention, ChannelAttention, SpatialAttention]),
    ],
)
def test_attention_follows_each_convolution_of_the_encoder_and_no_other(architecture, gates) -> None:
    network = models.build(architecture, width=8)
    for step in network.encoder:
        assert [type(module) for module in step] == [ConvBnRelu, *gates, ConvBnRelu, *gates]
    inside = sum(is_attention(module) for module in network.encoder.modules())
    assert inside == sum(is_attention(module) for module in network.modules()) == 10 * len(gates)


@pytest.mark.parametrize("architecture", KINDS)
def test_attention_wide_open_leaves_the_plain_network(architecture: str) -> None:
    plain, gated = models.build("unet-plus-plus", width=8).eval(), models.build(architecture, width=8).eval()
    for name, module in gated.named_modules():
        if isinstance(module, SpatialAttention):
            nn.init.constant_(module.conv.bias, 50)
        elif isinstance(module, ChannelAttention):
            nn.init.constant_(module.mlp[-1].bias, 50)
        elif name.startswith("encoder.") and isinstance(module, ConvBnRelu):
            _, level, place = name.split(".")
            module.load_state_dict(plain.encoder[int(level)][0 if place == "0" else 1].state_dict())
    gated.nested.load_state_dict(plain.nested.state_dict())
    gated.head.load_state_dict(plain.head.state_dict())
    image = torch.rand(2, 3, 32, 48)
    with torch.inference_mode():
        torch.testing.assert_close(gated(image), plain(image))


@pytest.mark.parametrize(("open_gate", "share"), [(True, 0.8808), (False, 0.5)])
def test_a_fresh_gate_passes_most_of_its_input_if_open_and_half_if_not(open_gate: bool, share: float) -> None:
    nothing = torch.zeros(1, 8, 9, 9)
    for gate in (SpatialAttention(open_gate=open_gate), ChannelAttention(8, open_gate=open_gate)):
        attention = gate.attention(nothing)
        torch.testing.assert_close(attention, torch.full_like(attention, share), atol=1e-4, rtol=0)


@pytest.mark.parametrize("architecture", KINDS)
def test_open_gates_pass_more_of_the_image_to_the_bottleneck(architecture: str) -> None:
    image, strengths = torch.rand(1, 3, 64, 64), []
    for open_gates in (False, True):
        torch.manual_seed(0)
        network = models.build(architecture, width=8, open_gates=open_gates).eval()
        with torch.inference_mode():
            strengths.append(nn.Sequential(*network.encoder)(image).mean())
    assert strengths[1] > 10 * strengths[0]


def test_every_hidden_unit_of_a_fresh_channel_gate_answers_rectified_maps() -> None:
    torch.manual_seed(0)
    for _ in range(50):
        first = ChannelAttention(16).mlp[0]
        assert (first(torch.ones(1, 16, 1, 1)) > 0).all()


def test_spatial_attention_weighs_each_place_by_its_neighbours_mean_and_largest_channel() -> None:
    gate = SpatialAttention(kernel=3)
    x = torch.randn(2, 5, 6, 4)
    expected = torch.empty_like(x)
    with torch.no_grad():
        for n in range(2):
            for row in range(6):
                for column in range(4):
                    total = gate.conv.bias[0].clone()
                    for down in range(-1, 2):
                        for right in range(-1, 2):
                            if 0 <= row + down < 6 and 0 <= column + right < 4:
                                place = x[n, :, row + down, column + right]
                                mean_weight, max_weight = gate.conv.weight[0, :, down + 1, right + 1]
                                total += mean_weight * place.sum() / 5 + max_weight * place.max()
                    expected[n, :, row, column] = x[n, :, row, column] / (1 + torch.exp(-total))
        torch.testing.assert_close(gate(x), expected)


def test_channel_attention_weighs_each_channel_by_its_mean_and_largest_value() -> None:
    gate = ChannelAttention(8)
    into, _, out = gate.mlp
    assert into.out_channels == 4, "never fewer hidden units than four"
    x = torch.randn(2, 8, 6, 4)
    expected = torch.empty_like(x)
    with torch.no_grad():
        into.bias.copy_(torch.randn(4))
        for n in range(2):
            total = torch.zeros(8)
            for pooled in (x[n].sum(dim=(1, 2)) / 24, x[n].flatten(1).max(dim=1).values):
                hidden = (into.weight[:, :, 0, 0] @ pooled + into.bias).clamp(min=0)
                total += out.weight[:, :, 0, 0] @ hidden + out.bias
            expected[n] = x[n] / (1 + torch.exp(-total))[:, None, None]
        torch.testing.assert_close(gate(x), expected)


def test_only_contextual_attention_makes_the_answer_depend_on_the_whole_image() -> None:
    image = torch.rand(1, 3, 256, 16)
    elsewhere = image.clone()
    elsewhere[:, :, 240:] += 5
    for architecture in ["unet-plus-plus", *KINDS]:
        network = models.build(architecture, width=8).double().eval()
        with torch.inference_mode():
            moved = (network(image.double()) - network(elsewhere.double()))[0, 0, 0].abs().max()
        assert (moved == 0) == ARCHITECTURES[architecture].local, architecture


def test_dropout_silences_whole_channels_of_the_bottleneck_and_only_in_training() -> None:
    network, image = UNetPlusPlus(width=8, contextual=True), torch.rand(2, 3, 64, 64)
    seen = {}
    network.dropout.register_forward_hook(lambda _, inputs, output: seen.update(before=inputs[0], after=output))
    with torch.no_grad():
        first, second = network.train()(image), network(image)
        assert not torch.equal(first, second)
        assert seen["before"].shape == (2, 128, 4, 4)
        kept = seen["after"].amax(dim=(2, 3)) > 0
        torch.testing.assert_close(seen["after"], 2 * seen["before"] * kept[:, :, None, None])
        assert torch.equal(network.eval()(image), network(image))
        assert torch.equal(seen["after"], seen["before"])
        undropped = UNetPlusPlus(width=8, contextual=True, dropout=0.0).train()
        assert torch.equal(undropped(image), undropped(image))
