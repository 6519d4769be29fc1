"""Every registered network keeps the same promises, and the blocks do what the paper's equations say."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from models.blocks.aspp import ASPP
from models.blocks.attention_gate import AttentionGate


def card_for(architecture: str, bands: int = 3, **arguments: object) -> ModelCard:
    return ModelCard(
        name="test", title="", architecture=architecture, arguments=arguments,
        bands=tuple(f"band{n}" for n in range(bands)), gsd_m=(0.3, 5),
        normalisation={"mean": [0.0] * bands, "std": [1.0] * bands}, tile_size=64, threshold=0.5, parameters=0,
    )  # fmt: skip


class NetworkPromises:
    """Inherited by each network's tests."""

    architecture: str
    small: dict[str, object]

    def build(self, in_channels: int = 3) -> torch.nn.Module:
        torch.manual_seed(0)
        return models.build(self.architecture, in_channels=in_channels, **self.small)

    @pytest.mark.parametrize("bands", [1, 3, 4, 6])
    @pytest.mark.parametrize("size", [(64, 96), (50, 33), (5, 7)])
    def test_logits_have_the_size_of_the_input(self, bands: int, size: tuple[int, int]) -> None:
        with torch.inference_mode():
            assert self.build(bands).eval()(torch.rand(2, bands, *size)).shape == (2, 1, *size)

    def test_gradient_reaches_every_parameter(self) -> None:
        network = self.build().train()
        network(torch.rand(2, 3, 64, 64)).square().mean().backward()
        silent = [name for name, weight in network.named_parameters() if weight.grad is None or not weight.grad.any()]
        assert silent == []

    def test_half_precision_gives_nearly_the_same_answer(self) -> None:
        network, image = self.build().eval(), torch.rand(1, 3, 64, 64)
        with torch.inference_mode():
            full = torch.sigmoid(network(image))
            half = torch.sigmoid(network.bfloat16()(image.bfloat16()).float())
        assert (full - half).abs().max() < 0.1

    def test_a_saved_network_answers_as_before(self, tmp_path: Path) -> None:
        network, file = self.build(4).eval(), tmp_path / "net.safetensors"
        models.save(network, card_for(self.architecture, 4, **self.small), file)
        loaded, card = models.load(file)
        image = torch.rand(1, 4, 64, 64)
        with torch.inference_mode():
            torch.testing.assert_close(loaded(image), network(image), atol=0.05, rtol=0.05)
        assert card.parameters == sum(weight.numel() for weight in network.parameters())
        assert list(tmp_path.iterdir()) == [file]

    def test_it_learns_a_bright_square(self) -> None:
        network = self.build().train()
        image, truth = torch.rand(2, 3, 64, 64) * 0.3, torch.zeros(2, 1, 64, 64)
        image[:, :, 20:44, 16:40] += 0.5
        truth[:, :, 20:44, 16:40] = 1
        optimiser = torch.optim.AdamW(network.parameters(), lr=5e-3)
        for _ in range(40):
            optimiser.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(network(image), truth).backward()
            optimiser.step()
        called = network(image) > 0
        overlap = (called & truth.bool()).sum() / (called | truth.bool()).sum()
        assert overlap > 0.9


class TestUNet(NetworkPromises):
    architecture, small = "unet", {"width": 8}


class TestAUNet(NetworkPromises):
    architecture, small = "a-unet", {"width": 8}


class TestDUNet(NetworkPromises):
    architecture, small = "d-unet", {"width": 8}


class TestDAUNet(NetworkPromises):
    architecture, small = "da-unet", {"width": 8}


class TestSmpUNet(NetworkPromises):
    architecture = "smp:unet:tu-tf_efficientnet_lite0"
    small = {"decoder_channels": [64, 32, 16, 16, 8]}


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
    assert sum(weight.numel() for weight in models.build(architecture, **arguments).parameters()) == parameters


def test_unknown_networks_and_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="no network named 'resnet'"):
        models.build("resnet")
    with pytest.raises(InputError, match="cannot be built"):
        models.build("unet", depth=9)
    with pytest.raises(InputError, match="cannot build"):
        models.build("smp:unet:no-such-encoder")


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


def test_convolutions_are_stored_in_half_precision_and_norms_are_not(tmp_path: Path) -> None:
    file = tmp_path / "net.safetensors"
    models.save(models.build("da-unet", width=8), card_for("da-unet", width=8), file)
    kinds = {name: value.dtype for name, value in load_file(file).items()}
    assert kinds["head.weight"] == torch.float16
    assert all(kind == torch.float32 for name, kind in kinds.items() if name.endswith(("running_var", "running_mean")))
