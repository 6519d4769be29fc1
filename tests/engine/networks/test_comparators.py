"""The networks that the landslide papers compare theirs with."""

import pytest
import torch

import models
from landslide_plugin.common.errors import InputError
from tests.engine.networks.norms import settle_norms
from tests.engine.networks.promises import NetworkPromises, count_parameters


class TestFCN8s(NetworkPromises):
    architecture, small = "fcn8s", {"width": 8, "fc_width": 64}


class TestSegNet(NetworkPromises):
    architecture, small = "segnet", {"width": 8}


class TestPSPNet(NetworkPromises):
    architecture, small = "pspnet", {"width": 16}


class TestHRNet(NetworkPromises):
    architecture, small = "hrnet", {}


class TestDeepLabV3Plus(NetworkPromises):
    architecture, small = "deeplabv3plus", {}


class TestDeepLabV3PlusOnResNet(NetworkPromises):
    """Puts the promises on precision to work, which the default cannot before training.

    In eval mode a fresh DeepLabV3+ answers nearly nothing, and a fresh MobileNet whose norms know their statistics
    magnifies rounding: half precision moves its logits by a tenth of their spread.
    """

    architecture, small = "deeplabv3plus", {"encoder": "resnet18"}

    def build(self, in_channels: int = 3) -> torch.nn.Module:
        return settle_norms(super().build(in_channels), in_channels)


class TestDDCMNet(NetworkPromises):
    architecture, small = "ddcm-net", {}


class TestMACUNet(NetworkPromises):
    architecture, small = "macu-net", {"width": 8}


@pytest.mark.parametrize(
    ("architecture", "published", "parameters", "per_band"),
    [
        ("fcn8s", {}, 6_960_515, 288),
        ("fcn8s", {"width": 64, "fc_width": 4096, "batch_norm": False}, 134_265_699, 576),
        ("segnet", {}, 7_372_481, 288),
        ("segnet", {"width": 64}, 29_472_129, 576),
        ("pspnet", {}, 3_439_041, 3136),
        ("pspnet", {"encoder": "resnet101", "stages": 4, "width": 512}, 65_574_465, 3136),
        ("hrnet", {}, 1_536_241, 576),
        ("hrnet", {"encoder": "hrnet_w18"}, 9_635_971, 576),
        ("deeplabv3plus", {}, 4_378_513, 288),
        ("deeplabv3plus", {"encoder": "resnet101"}, 45_669_713, 3136),
        ("ddcm-net", {}, 3_208_190, 4531),
        ("ddcm-net", {"encoder": "resnet50"}, 9_991_678, 4531),
        ("macu-net", {}, 5_151_649, 240),
    ],
)
def test_parameter_counts_are_those_of_the_published_networks(architecture, published, parameters, per_band) -> None:
    assert count_parameters(architecture, **published) == parameters
    assert count_parameters(architecture, in_channels=4, **published) == parameters + per_band


@pytest.mark.parametrize("architecture", ["pspnet", "hrnet", "ddcm-net", "deeplabv3plus"])
def test_encoders_that_do_not_exist_or_do_not_fit_are_refused(architecture) -> None:
    with pytest.raises(InputError, match="no-such-encoder"):
        models.build(architecture, encoder="no-such-encoder")
    with pytest.raises(InputError, match=r"cannot be built|cannot build"):
        models.build(architecture, encoder="vit_tiny_patch16_224")


@pytest.mark.parametrize("stages", [1, 5])
def test_pspnet_needs_features_at_an_eighth(stages) -> None:
    with pytest.raises(InputError, match="only 2, 3 or 4"):
        models.build("pspnet", stages=stages)
