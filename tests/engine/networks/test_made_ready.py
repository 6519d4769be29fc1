"""A network made ready to detect answers as it did when it was trained, whatever its encoder."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import choose_device
from landslide_plugin.engine.inference.detector import Detector
from tests.engine.networks.norms import settle_norms
from tests.engine.networks.promises import card_for


@pytest.mark.parametrize(
    "encoder",
    [
        "tu-ghostnet_100",  # hands its first convolution on as it is, before the batch norm
        "mit_b0",  # has no maps at 1/2 of the image
        "tu-mobilevitv2_050",  # makes its deepest maps, 3 cells high, 4 high
    ],
)
def test_the_detector_answers_as_the_network(encoder: str) -> None:
    name = f"smp:unet:{encoder}"
    torch.manual_seed(0)
    network = settle_norms(models.build(name)).eval()
    card = card_for(name)
    pixels = np.random.default_rng(0).random((1, 3, 96, 128), np.float32)
    mean, std = (torch.tensor(card.normalisation[key]).view(1, -1, 1, 1) for key in ("mean", "std"))
    with torch.inference_mode():
        expected = torch.sigmoid(network((torch.from_numpy(pixels) - mean) / std))[:, 0].numpy()
    detector = Detector(network, card, choose_device("cpu")[0], "fp32")
    answer = detector.probabilities(pixels, np.ones((1, 96, 128), bool))
    np.testing.assert_allclose(answer, expected, atol=1e-3)


def test_an_encoder_for_images_of_one_size_says_so() -> None:
    network = models.build("smp:dpt:tu-vit_tiny_patch16_224").eval()
    assert network(torch.zeros(1, 3, 224, 224)).shape == (1, 1, 224, 224)
    with pytest.raises(InputError, match="cannot look at 256 x 192 pixels"):
        network(torch.zeros(1, 3, 192, 256))
