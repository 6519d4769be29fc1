"""Convolutions before the enlargement answer as those after it."""

from __future__ import annotations

import pytest
import torch

import models
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.inference.upsampling import DoublingBlock, convolve_before_enlarging
from tests.engine.networks.norms import settle_norms

SMALL = {"decoder_channels": [32, 16, 16, 8, 8]}


@pytest.mark.parametrize("size", [(64, 96), (50, 70), (224, 224)])
@pytest.mark.parametrize("encoder", ["tu-tf_efficientnet_lite0", "resnet18"])
@pytest.mark.parametrize("output_stride", [1, 2])  # the last block of the first has no maps of the encoder beside it
def test_no_answer_changes(encoder: str, output_stride: int, size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    network = settle_norms(models.build(f"smp:unet:{encoder}", output_stride=output_stride, **SMALL)).eval()
    fold_batch_norms(network, 3)
    image = torch.rand(2, 3, *size)
    with torch.inference_mode():
        expected = network(image)
        assert convolve_before_enlarging(network) == 5 - output_stride // 2
        assert isinstance(network.network.decoder.blocks[0], DoublingBlock)
        torch.testing.assert_close(network(image), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(
    ("architecture", "arguments"),
    [
        ("unet", {"width": 8}),
        ("smp:fpn:resnet18", {}),
        ("smp:unet:resnet18", {**SMALL, "decoder_attention_type": "scse", "decoder_channels": [32, 32, 16, 16, 16]}),
        ("smp:unet:resnet18", {**SMALL, "decoder_interpolation": "bilinear"}),
    ],
)
def test_decoders_of_another_kind_are_left_alone(architecture: str, arguments: dict) -> None:
    network = models.build(architecture, **arguments).eval()
    fold_batch_norms(network, 3)
    assert convolve_before_enlarging(network) == 0
