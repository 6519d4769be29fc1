"""A network whose decoder ends before the image's own size."""

import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.inference.same_padding import pad_inside
from models.blocks.reduction import Reduction
from models.blocks.smoothing import GaussianSmoothing
from tests.engine.networks.norms import settle_norms
from tests.engine.networks.promises import NetworkPromises, count_parameters

NAME = "smp:unet:tu-tf_efficientnet_lite0"
SMALL = {"decoder_channels": [32, 16, 16, 8, 8]}


class TestHalfResolution(NetworkPromises):
    architecture, small = NAME, {**SMALL, "scale": 0.75, "smoothing": 0.6, "output_stride": 2}


@pytest.mark.parametrize("output_stride", [2, 4])
def test_a_network_has_one_logit_for_several_pixels_and_fewer_layers(output_stride: int) -> None:
    network = models.build(NAME, output_stride=output_stride, **SMALL).eval()
    coarse = []
    network.network.segmentation_head.register_forward_hook(lambda *seen: coarse.append(seen[-1]))
    with torch.inference_mode():
        answer = network(torch.rand(1, 3, 64, 96))
    assert coarse[0].shape[2:] == (64 // output_stride, 96 // output_stride)
    torch.testing.assert_close(answer, F.interpolate(coarse[0], size=(64, 96), mode="bilinear"))
    assert count_parameters(NAME, output_stride=output_stride, **SMALL) < count_parameters(NAME, **SMALL)


@pytest.mark.parametrize(("name", "output_stride"), [(NAME, 3), (NAME, 0), ("smp:fpn:tu-tf_efficientnet_lite0", 2)])
def test_an_output_stride_that_there_is_not_is_refused(name: str, output_stride: int) -> None:
    with pytest.raises(InputError, match=f"an output stride of {output_stride} is not"):
        models.build(name, output_stride=output_stride)


def test_smoothing_and_reduction_in_one_are_what_they_are_one_after_the_other() -> None:
    scale = models.build(NAME, scale=0.8, **SMALL).scale
    image = torch.rand(1, 3, 60, 85)
    both = Reduction(3, scale, 0.6)(image)
    torch.testing.assert_close(both, Reduction(3, scale)(GaussianSmoothing(3, 0.6)(image)))


@pytest.mark.parametrize("size", [(64, 96), (50, 70)])
def test_padding_inside_the_convolutions_changes_no_answer(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    network, image = settle_norms(models.build(NAME, **SMALL)).eval(), torch.rand(1, 3, *size)
    with torch.inference_mode():
        expected = network(image)
        assert pad_inside(network) == 4  # of the encoder's five convolutions with a stride the first reads all bands
        torch.testing.assert_close(network(image), expected, atol=1e-5, rtol=1e-5)
