"""What makes each of the compared networks that network."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

import models
from models.fcn8s import _enlarging
from models.macu_net import AsymmetricConv, ChannelAttention
from models.pspnet import average_bins
from models.registry import ARCHITECTURES
from models.segnet import unpool
from tests.engine.networks.norms import settle_norms

SMALL = {
    "fcn8s": {"width": 8, "fc_width": 32},
    "segnet": {"width": 8},
    "pspnet": {"width": 16},
    "hrnet": {},
    "deeplabv3plus": {},
    "ddcm-net": {},
    "macu-net": {"width": 8},
}


@pytest.fixture
def network(request: pytest.FixtureRequest) -> nn.Module:
    torch.manual_seed(0)
    return settle_norms(models.build(request.param, **SMALL[request.param])).eval()


def passing_through(network: nn.Module, layer: str, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Input and output of one layer while the network looks at an image."""
    seen = []
    hook = network.get_submodule(layer).register_forward_hook(lambda _, given, made: seen.append((given[0], made)))
    network(image)
    hook.remove()
    return seen[0]


@pytest.mark.parametrize(
    ("network", "channels", "reduction"),
    [
        ("fcn8s", 64, 16), ("segnet", 64, 16), ("pspnet", 512, 8), ("hrnet", 240, 4),
        ("deeplabv3plus", 256, 16), ("ddcm-net", 36, 16), ("macu-net", 128, 16),
    ],
    indirect=["network"],
)  # fmt: skip
def test_grad_cam_can_explain_the_named_layer(network, channels, reduction) -> None:
    image = torch.rand(1, 3, 64, 96)
    seen = []
    network.get_submodule(network.explained_layer).register_forward_hook(lambda _, given, made: seen.append(made))
    logits = network(image)
    assert seen[0].shape == (1, channels, 64 // reduction, 96 // reduction)
    (gradient,) = torch.autograd.grad(logits.sum(), seen[0])
    assert gradient.any()


@pytest.mark.parametrize("network", SMALL, indirect=True)
def test_the_registry_knows_which_answers_depend_on_the_whole_tile(network, request) -> None:
    name = request.node.callspec.params["network"]
    image = torch.rand(1, 3, 32, 4096)
    altered = image.clone()
    altered[..., 2048:] = 1 - altered[..., 2048:] ** 2
    with torch.inference_mode():
        difference = (network(image) - network(altered))[..., :32].abs().max().item()
    assert (difference < 1e-5) == ARCHITECTURES[name].local


@pytest.mark.parametrize("network", ["fcn8s"], indirect=True)
def test_fcn8s_adds_the_scores_of_three_scales(network) -> None:
    image = torch.rand(1, 3, 64, 64)
    scores = [network.score_fc7, network.score_pool4, network.score_pool3]
    weights = [(score.weight.clone(), score.bias.clone()) for score in scores]
    with torch.no_grad():
        together, alone = network(image), []
        for kept in range(3):
            for n, (score, (weight, bias)) in enumerate(zip(scores, weights, strict=True)):
                score.weight.copy_(weight * (n == kept))
                score.bias.copy_(bias * (n == kept))
            alone.append(network(image))
    assert all(part.any() for part in alone)
    torch.testing.assert_close(sum(alone), together)


@pytest.mark.parametrize("factor", [2, 8])
def test_the_enlargement_of_scores_starts_as_bilinear(factor) -> None:
    score = torch.rand(1, 1, 6, 6)
    expected = F.interpolate(score, scale_factor=factor, mode="bilinear", align_corners=False)
    inside = slice(factor, -factor)
    torch.testing.assert_close(_enlarging(factor)(score)[..., inside, inside], expected[..., inside, inside])


def test_unpooling_undoes_the_pooling() -> None:
    pooled, indices = F.max_pool2d(torch.randn(2, 3, 8, 12), 2, return_indices=True)
    torch.testing.assert_close(unpool(pooled, indices), F.max_unpool2d(pooled, indices, 2))


@pytest.mark.parametrize("network", ["segnet"], indirect=True)
@pytest.mark.parametrize("level", range(5))
def test_segnet_puts_values_where_the_encoder_found_its_maxima(network, level) -> None:
    image = torch.rand(1, 3, 64, 64)
    _, encoded = passing_through(network, f"encoder.{level}", image)
    given, _ = passing_through(network, f"decoder.{4 - level}", image)
    strongest = F.interpolate(F.max_pool2d(encoded, 2), scale_factor=2, mode="nearest")
    assert given.any()
    assert (encoded == strongest)[given != 0].all()
    assert (F.avg_pool2d((given != 0).float(), 2) <= 0.25).all(), "one value of each four"


@pytest.mark.parametrize("size", [(12, 18), (7, 11), (1, 4)])
@pytest.mark.parametrize("bins", [1, 2, 3, 6])
def test_bins_are_averaged_as_adaptive_pooling_does(size, bins) -> None:
    features = torch.randn(2, 3, *size)
    torch.testing.assert_close(average_bins(features, bins), F.adaptive_avg_pool2d(features, bins))


@pytest.mark.parametrize("network", ["pspnet"], indirect=True)
def test_pspnet_pools_over_1_2_3_and_6_bins(network) -> None:
    image = torch.rand(1, 3, 96, 96)
    grids = [passing_through(network, f"pyramid.branches.{n}", image)[0].shape[2:] for n in range(4)]
    assert grids == [(1, 1), (2, 2), (3, 3), (6, 6)]
    features, pyramid = passing_through(network, "pyramid", image)
    assert torch.equal(pyramid[:, :256], features), "the features themselves come first"


def test_pspnet_dilates_where_the_resnet_would_stride() -> None:
    encoder = models.build("pspnet", encoder="resnet18", stages=4).encoder
    assert encoder.layer3[1].conv1.dilation == (2, 2)
    assert encoder.layer4[1].conv1.dilation == (4, 4)
    assert encoder(torch.rand(1, 3, 64, 64))[0].shape == (1, 512, 8, 8)


@pytest.mark.parametrize("network", ["hrnet"], indirect=True)
def test_hrnet_gathers_four_streams_at_a_quarter(network) -> None:
    streams, gathered = passing_through(network, "gather", torch.rand(1, 3, 64, 64))
    assert [stream.shape[1:] for stream in streams] == [(16, 16, 16), (32, 8, 8), (64, 4, 4), (128, 2, 2)]
    assert torch.equal(gathered[:, :16], streams[0])


@pytest.mark.parametrize("network", ["deeplabv3plus"], indirect=True)
def test_deeplab_pools_at_three_dilations_and_refines_at_a_quarter(network) -> None:
    layers = network.get_submodule("network.decoder.aspp").modules()
    assert {layer.dilation[0] for layer in layers if isinstance(layer, nn.Conv2d)} == {1, 12, 24, 36}
    merged, _ = passing_through(network, "network.decoder.block2", torch.rand(1, 3, 64, 64))
    assert merged.shape == (1, 256 + 48, 16, 16)


@pytest.mark.parametrize("network", ["ddcm-net"], indirect=True)
def test_ddcm_sees_the_image_and_all_earlier_answers_ever_farther(network) -> None:
    convolutions = [step[0] for step in network.low.dense]
    assert [convolution.in_channels for convolution in convolutions] == [3, 6, 9, 12, 15, 18]
    for convolution in [*convolutions, network.low.merge[0]]:
        nn.init.constant_(convolution.weight, 0.1)
    image = torch.rand(1, 3, 71, 71, requires_grad=True)
    network.low(image)[0, 0, 35, 35].backward()
    rows = image.grad[0, 0].abs().sum(1).nonzero().flatten()
    assert (rows.min(), rows.max()) == (35 - 27, 35 + 27), "27 = 1 + 2 + 3 + 5 + 7 + 9"


@pytest.mark.parametrize("network", ["macu-net"], indirect=True)
def test_macu_lets_five_maps_meet_at_every_level(network) -> None:
    image = torch.rand(1, 3, 64, 64)
    for level in range(4):
        met, _ = passing_through(network, f"decoder.{level}", image)
        encoded = passing_through(network, f"encoder.{level}", image)[1]
        maps = met.chunk(5, dim=1)
        assert all(one.shape == encoded.shape for one in maps)
        assert torch.equal(maps[0], encoded)
        assert len({one.sum().item() for one in maps}) == 5, "five different ones"


def test_the_asymmetric_convolutions_are_a_square_one_with_a_stronger_cross() -> None:
    block, image = AsymmetricConv(3, 4).eval(), torch.rand(1, 3, 9, 9)
    with torch.no_grad():
        kernel = block.square.weight + F.pad(block.row.weight, (0, 0, 1, 1)) + F.pad(block.column.weight, (1, 1, 0, 0))
        bias = block.square.bias + block.row.bias + block.column.bias
        expected = F.relu(block.norm(F.conv2d(image, kernel, bias, padding=1)))
        torch.testing.assert_close(block(image), expected)


def test_channel_attention_gives_each_channel_one_weight_below_one() -> None:
    attention = ChannelAttention(10, 32)
    attention.settle_weights()
    with torch.no_grad():
        image = torch.randn(2, 10, 6, 6)
        weights = attention(image) / attention.mix(image)
        assert (weights > 0).all()
        assert (weights < 1).all()
        torch.testing.assert_close(weights, weights.mean((2, 3), keepdim=True).expand_as(weights))
        pooled = torch.randn(2, 32, 1, 1)
        hidden = attention.from_average[:2](pooled)
    assert ((hidden > 0).sum(1) == 1).all(), "of each opposite pair one answers"
