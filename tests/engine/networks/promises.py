"""What every registered network promises, inherited by each network's tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

import models
from landslide_plugin.common.model_card import ModelCard
from models.onnx_export import export_onnx


def count_parameters(architecture: str, **arguments: object) -> int:
    """Trainable parameters of a freshly built network."""
    return sum(weight.numel() for weight in models.build(architecture, **arguments).parameters())


def card_for(architecture: str, bands: int = 3, **arguments: object) -> ModelCard:
    return ModelCard(
        name="test", title="", architecture=architecture, arguments=arguments,
        bands=tuple(f"band{n}" for n in range(bands)), gsd_m=(0.3, 5),
        normalisation={"mean": [0.0] * bands, "std": [1.0] * bands}, tile_size=64, threshold=0.5, parameters=0,
    )  # fmt: skip


class NetworkPromises:
    """Derived classes name a network and the arguments that make it small."""

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

    @pytest.mark.parametrize("precision", [torch.bfloat16, torch.float16])
    def test_half_precision_gives_nearly_the_same_answer(self, precision: torch.dtype) -> None:
        network, image = self.build().eval(), torch.rand(1, 3, 64, 64)
        with torch.inference_mode():
            full = torch.sigmoid(network(image))
            half = torch.sigmoid(network.to(precision)(image.to(precision)).float())
        difference = (full - half).abs()
        assert difference.mean() < 0.02
        assert difference.max() < 0.25  # of thousands of pixels, before training

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
        overlaps = []
        while max(overlaps, default=0) <= 0.9 and len(overlaps) < 150:  # rounding differs between processors
            logits = network(image)
            called = logits > 0
            overlaps.append(float((called & truth.bool()).sum() / (called | truth.bool()).sum()))
            optimiser.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(logits, truth).backward()
            optimiser.step()
        assert overlaps[-1] > 0.9

    @pytest.mark.parametrize(("batch", "height", "width"), [(2, 2, 3), (1, 4, 2)])
    def test_its_onnx_file_answers_as_it_does(self, batch: int, height: int, width: int, tmp_path: Path) -> None:
        network, file = self.build(4).eval(), tmp_path / "net.onnx"
        export_onnx(network, 4, file)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        side = max(32, network.stride)
        image = torch.rand(batch, 4, height * side, width * side)
        with torch.inference_mode():
            expected = network(image).numpy()
        np.testing.assert_allclose(session.run(None, {"image": image.numpy()})[0], expected, atol=1e-4, rtol=1e-4)
