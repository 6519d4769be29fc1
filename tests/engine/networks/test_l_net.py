"""The L-Net paper's ladder, and its blocks against their equations."""

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from models.blocks.coord_attention import CoordAttention
from models.blocks.dupsampling import DUpsampling
from models.blocks.mff import MultiScaleFusion
from models.l_net import ResidualAttention
from tests.engine.networks.promises import NetworkPromises, count_parameters


class TestUNetBilinear(NetworkPromises):
    architecture, small = "unet-bilinear", {"width": 8}


class TestUNetMff(NetworkPromises):
    architecture, small = "unet-mff", {"width": 8}


class TestUNetMffRes(NetworkPromises):
    architecture, small = "unet-mff-res", {"width": 8}


class TestLNet(NetworkPromises):
    architecture, small = "l-net", {"width": 8}


# A fourth band adds the first convolution's 3x3 weights: 9 w.
@pytest.mark.parametrize(
    ("architecture", "arguments", "parameters"),
    [
        ("unet-bilinear", {"width": 64}, 19_586_305),
        ("unet-bilinear", {"width": 64, "in_channels": 4}, 19_586_881),
        ("unet-bilinear", {"width": 32}, 4_899_457),
        ("unet-bilinear", {}, 2_757_025),
        ("unet-mff", {"width": 64}, 22_848_897),
        ("unet-mff", {"width": 32, "in_channels": 4}, 5_715_937),
        ("unet-mff-res", {"width": 64}, 48_804_977),
        ("unet-mff-res", {"width": 32, "in_channels": 4}, 12_212_081),
        ("l-net", {"width": 64}, 51_229_809),
        ("l-net", {"width": 64, "in_channels": 4}, 51_230_385),
        ("l-net", {"width": 32}, 12_818_001),
        ("l-net", {}, 7_216_401),
        ("l-net", {"in_channels": 4}, 7_216_617),
        ("l-net", {"width": 16}, 3_212_881),
    ],
)
def test_parameter_counts(architecture: str, arguments: dict[str, int], parameters: int) -> None:
    assert count_parameters(architecture, **arguments) == parameters


def rows_seen_by(output: torch.Tensor, image: torch.Tensor) -> list[int]:
    """Rows of the image to which the output's middle cell is sensitive."""
    middle = output[0, :, output.shape[2] // 2, output.shape[3] // 2].sum()
    (gradient,) = torch.autograd.grad(middle, image, retain_graph=True)
    return gradient[0].abs().sum((0, 2)).nonzero().flatten().tolist()


def test_each_link_of_the_fusion_sees_the_dilations_of_the_links_before_it() -> None:
    torch.manual_seed(0)
    fusion = MultiScaleFusion(32).double()
    image = torch.randn(1, 32, 45, 45, dtype=torch.double, requires_grad=True)
    reach, expected = {0}, []
    for dilation in (2, 3, 5, 7):
        reach = {offset + side * dilation for offset in reach | {0} for side in (-1, 0, 1)}
        expected.append([22 + offset for offset in sorted(reach)])
    assert [rows_seen_by(link, image) for link in fusion.links(image)] == expected
    rows = rows_seen_by(fusion.eval()(image), image)
    assert (rows[0], rows[-1]) == (22 - 17, 22 + 17), "35 cells from end to end"
    assert set(range(5, 40)) - set(rows) == {6, 38}, "no sum of the dilations is 16"


def test_the_fusion_is_the_papers_equations() -> None:
    fusion, image = MultiScaleFusion(8).eval(), torch.randn(2, 8, 20, 24)
    for norm in (module for module in fusion.modules() if isinstance(module, torch.nn.BatchNorm2d)):
        torch.nn.init.normal_(norm.running_mean)
        torch.nn.init.uniform_(norm.weight, 0.5, 2)
    with torch.inference_mode():
        outputs, link = [F.conv2d(image, fusion.point.weight, fusion.point.bias)], None
        for dilation, convolution, (point, norm, _) in zip((2, 3, 5, 7), fusion.chain, fusion.branches, strict=True):
            source = image if link is None else torch.cat([link, image], dim=1)
            link = F.conv2d(source, convolution.weight, convolution.bias, padding=dilation, dilation=dilation)
            mixed = F.conv2d(link, point.weight)
            outputs.append(F.relu((mixed - norm.running_mean[:, None, None]) / (1 + norm.eps) ** 0.5
                                  * norm.weight[:, None, None]))  # fmt: skip
        expected = F.conv2d(torch.cat(outputs, dim=1), fusion.fuse.weight, fusion.fuse.bias)
        torch.testing.assert_close(fusion(image), expected)


def test_a_fusion_with_a_silent_chain_is_the_mix_of_its_first_branch() -> None:
    fusion, image = MultiScaleFusion(8).eval(), torch.randn(1, 8, 20, 20)
    for convolution in fusion.chain:
        torch.nn.init.zeros_(convolution.weight)
    with torch.inference_mode():
        expected = F.conv2d(fusion.point(image), fusion.fuse.weight[:, :2], fusion.fuse.bias)
        torch.testing.assert_close(fusion(image), expected)


def test_the_fusions_links_keep_the_scale_of_its_input() -> None:
    torch.manual_seed(0)
    links = MultiScaleFusion(64).links(torch.randn(2, 64, 48, 48))
    middles = [link[:, :, 17:-17, 17:-17] for link in links]
    assert all(0.8 < middle.std() < 1.2 for middle in middles)


@pytest.mark.parametrize("factor", [2, 3])
def test_learned_upsampling_starts_as_nearest_neighbour(factor: int) -> None:
    image = torch.randn(2, 5, 6, 7)
    torch.testing.assert_close(
        DUpsampling(5, factor)(image), F.interpolate(image, scale_factor=factor, mode="nearest"), atol=0, rtol=0
    )


def test_learned_upsampling_maps_each_cell_to_four() -> None:
    upsampling, image = DUpsampling(3), torch.randn(1, 3, 4, 5)
    torch.nn.init.normal_(upsampling.expand.weight)
    matrix = upsampling.expand.weight[:, :, 0, 0].view(3, 2, 2, 3)
    with torch.inference_mode():
        enlarged = upsampling(image)
        for row in range(8):
            for column in range(10):
                cell = image[0, :, row // 2, column // 2]
                torch.testing.assert_close(enlarged[0, :, row, column], matrix[:, row % 2, column % 2] @ cell)


@pytest.mark.parametrize("channels", [6, 512])
def test_coordinate_attention_is_the_papers_equations(channels: int) -> None:
    torch.manual_seed(0)
    attention, image = CoordAttention(channels).eval(), torch.randn(1, channels, 5, 3)
    reduce, norm = attention.reduce[0].weight[:, :, 0, 0], attention.reduce[1]
    torch.nn.init.normal_(norm.running_mean)
    assert reduce.shape == ((8 if channels == 6 else 16), channels)

    def gate(mean: torch.Tensor, expand: torch.nn.Conv2d) -> torch.Tensor:
        inner = (reduce @ mean - norm.running_mean) / (1 + norm.eps) ** 0.5
        inner = inner * (inner + 3).clamp(0, 6) / 6
        return torch.sigmoid(expand.weight[:, :, 0, 0] @ inner + expand.bias)

    with torch.inference_mode():
        weighed = attention(image)
        for row in range(5):
            for column in range(3):
                by_row = gate(image[0, :, row].mean(1), attention.to_rows)
                by_column = gate(image[0, :, :, column].mean(1), attention.to_columns)
                expected = image[0, :, row, column] * by_row * by_column
                torch.testing.assert_close(weighed[0, :, row, column], expected)


def test_coordinate_attention_keeps_a_constant_map_constant() -> None:
    attention = CoordAttention(8).eval()
    with torch.inference_mode():
        weighed = attention(torch.randn(1, 8, 1, 1).expand(1, 8, 6, 9))
    torch.testing.assert_close(weighed, weighed[:, :, :1, :1].expand_as(weighed))


def test_coordinate_attention_tells_rows_from_columns() -> None:
    torch.manual_seed(0)
    attention = CoordAttention(8).eval()
    striped = torch.randn(1, 8, 6, 1).expand(1, 8, 6, 9)
    with torch.inference_mode():
        rows, columns = attention.gates(striped)
        torch.testing.assert_close(columns, columns[..., :1].expand_as(columns))
        assert rows.std(2).min() > 1e-3, "each channel's gate differs from row to row"
        assert (rows.shape, columns.shape) == ((1, 8, 6, 1), (1, 8, 1, 9))
        _, turned = attention.gates(striped.transpose(2, 3))
        assert turned.std(3).min() > 1e-3
    assert min(rows.min(), columns.min()) > 0
    assert max(rows.max(), columns.max()) < 1


def test_residual_network_a_adds_attention_to_two_residual_blocks() -> None:
    network, image = ResidualAttention(8).eval(), torch.rand(1, 8, 12, 12)
    for block in network.residual:
        torch.nn.init.zeros_(block.body[-1].weight)
    with torch.inference_mode():
        torch.testing.assert_close(network(image), image + network.attention(image))


@pytest.mark.parametrize(("architecture", "local"), [("unet-mff", True), ("l-net", False)])
def test_only_coordinate_attention_makes_a_pixel_depend_on_the_whole_tile(architecture: str, local: bool) -> None:
    """The registry's `local` says so. With MFF a logit sees fewer than 600 pixels to each side."""
    torch.manual_seed(0)
    network = models.build(architecture, width=8).eval()
    image = torch.rand(1, 3, 64, 672)
    changed = image.clone()
    changed[..., 640:] = 0
    with torch.inference_mode():
        difference = (network(image) - network(changed))[..., :32].abs().max()
    assert (difference == 0) == local == models.ARCHITECTURES[architecture].local


def test_learned_upsampling_keeps_its_start_inside_the_network() -> None:
    network = models.build("l-net", width=8)
    image = torch.randn(1, 64, 4, 4)
    torch.testing.assert_close(network.up[0](image), F.interpolate(image, scale_factor=2.0, mode="nearest"))


@pytest.mark.parametrize("architecture", ["unet-bilinear", "unet-mff", "unet-mff-res", "l-net"])
def test_the_explained_layer_is_the_deepest(architecture: str) -> None:
    network, shapes = models.build(architecture, width=8).eval(), []
    layer = network.get_submodule(network.explained_layer)
    layer.register_forward_hook(lambda _module, _inputs, output: shapes.append(tuple(output.shape)))
    with torch.inference_mode():
        network(torch.rand(1, 3, 64, 96))
    assert shapes == [(1, 64, 4, 6)]
