"""The blur in front of a network."""

import math

import pytest
import torch

import models
from landslide_plugin.common.errors import InputError
from models.blocks.smoothing import GaussianSmoothing
from tests.engine.networks.promises import NetworkPromises, count_parameters

NAME = "smp:unet:tu-tf_efficientnet_lite0"


class TestSmoothedSmpUNet(NetworkPromises):
    architecture, small = NAME, {"decoder_channels": [32, 16, 16, 8, 8], "smoothing": 0.6}


def test_a_bright_pixel_becomes_a_gaussian() -> None:
    point = torch.zeros(1, 2, 7, 7)
    point[0, 1, 3, 3] = 1
    spread = GaussianSmoothing(2, 0.6)(point)
    assert not spread[0, 0].any(), "bands stay apart"
    assert spread.sum() == pytest.approx(1, abs=1e-6)
    assert spread[0, 1, 3, 4] / spread[0, 1, 3, 3] == pytest.approx(math.exp(-1 / (2 * 0.6**2)), rel=1e-5)
    assert spread[0, 1, 1, 5] / spread[0, 1, 3, 3] == pytest.approx(math.exp(-8 / (2 * 0.6**2)), rel=1e-4)


def test_even_ground_stays_as_it_is_up_to_the_edge() -> None:
    even = torch.full((1, 3, 5, 9), 0.3)
    torch.testing.assert_close(GaussianSmoothing(3, 0.8)(even), even)


def test_a_smoothing_network_answers_as_the_plain_one_does_on_a_blurred_image() -> None:
    torch.manual_seed(0)
    smoothing, image = models.build(NAME, smoothing=0.6).eval(), torch.rand(1, 3, 64, 96)
    plain = models.build(NAME).eval()
    plain.load_state_dict(smoothing.state_dict())
    with torch.inference_mode():
        torch.testing.assert_close(smoothing(image), plain(GaussianSmoothing(3, 0.6)(image)))
    assert count_parameters(NAME, smoothing=0.6) == count_parameters(NAME)


def test_a_negative_smoothing_is_refused() -> None:
    with pytest.raises(InputError, match="smoothing of -1 pixels"):
        models.build(NAME, smoothing=-1)
