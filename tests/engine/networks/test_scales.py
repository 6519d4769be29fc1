"""One network that looks at an image at several sizes."""

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.inference.folding import fold_batch_norms
from tests.engine.networks.norms import settle_norms
from tests.engine.networks.promises import NetworkPromises, count_parameters

NAME = "smp:unet:tu-tf_efficientnet_lite0"
SMALL = {"decoder_channels": [32, 16, 16, 8, 8]}


class TestTwoScales(NetworkPromises):
    architecture, small = NAME, {**SMALL, "scales": [1, 0.5]}


class TestReduced(NetworkPromises):
    architecture, small = NAME, {**SMALL, "scales": [0.75]}


def test_the_answer_is_the_mean_of_those_at_full_and_at_half_size() -> None:
    torch.manual_seed(0)
    pyramid, image = models.build(NAME, scales=[1, 0.5], **SMALL).eval(), torch.rand(1, 3, 64, 128)
    plain = models.build(NAME, **SMALL).eval()
    plain.load_state_dict(pyramid.state_dict())
    with torch.inference_mode():
        coarse = F.interpolate(plain(F.avg_pool2d(image, 2)), size=(64, 128), mode="bilinear")
        torch.testing.assert_close(pyramid(image), (plain(image) + coarse) / 2)
    assert count_parameters(NAME, scales=[1, 0.5], **SMALL) == count_parameters(NAME, **SMALL)


def test_a_training_sees_the_image_alone() -> None:
    torch.manual_seed(0)
    pyramid, image = models.build(NAME, scales=[1, 0.5], **SMALL).train(), torch.rand(2, 3, 64, 64)
    plain = models.build(NAME, **SMALL).train()
    plain.load_state_dict(pyramid.state_dict())
    torch.testing.assert_close(pyramid(image), plain(image))


def test_batch_norms_that_are_passed_twice_are_folded_once() -> None:
    torch.manual_seed(0)
    network = settle_norms(models.build(NAME, scales=[1, 0.5], **SMALL)).eval()
    image = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        before = network(image)
        assert fold_batch_norms(network, 3) > 50
        torch.testing.assert_close(network(image), before, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("scales", [[], [0], [1, 2]])
def test_scales_that_are_none_are_refused(scales) -> None:
    with pytest.raises(InputError, match="are not all above 0"):
        models.build(NAME, scales=scales)
