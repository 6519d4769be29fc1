"""A network that looks at the image reduced."""

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from landslide_plugin.common.errors import InputError
from tests.engine.networks.promises import NetworkPromises, count_parameters

NAME = "smp:unet:tu-tf_efficientnet_lite0"
SMALL = {"decoder_channels": [32, 16, 16, 8, 8]}


class TestReduced(NetworkPromises):
    architecture, small = NAME, {**SMALL, "scale": 0.75}


@pytest.mark.parametrize("size", [(64, 128), (90, 50)])
def test_the_answer_is_that_to_the_reduced_image_enlarged_again(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    reducing, image = models.build(NAME, scale=0.5, **SMALL).eval(), torch.rand(1, 3, *size)
    plain = models.build(NAME, **SMALL).eval()
    plain.load_state_dict(reducing.state_dict())
    with torch.inference_mode():
        coarse = plain(F.avg_pool2d(image, 2))  # what a bilinear reduction to half is
        torch.testing.assert_close(reducing(image), F.interpolate(coarse, size=size, mode="bilinear"))
    assert count_parameters(NAME, scale=0.5, **SMALL) == count_parameters(NAME, **SMALL)


@pytest.mark.parametrize("scale", [0, -1, 1.5, 0.05, 0.97])
def test_a_scale_that_is_none_is_refused(scale: float) -> None:
    with pytest.raises(InputError, match="is no fraction such as 4/5"):
        models.build(NAME, scale=scale, **SMALL)
