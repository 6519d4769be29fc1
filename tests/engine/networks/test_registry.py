"""The registry, and the networks that segmentation-models-pytorch brings."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import models
from landslide_plugin.common.errors import InputError
from tests.engine.networks.promises import NetworkPromises, card_for


class TestSmpUNet(NetworkPromises):
    architecture = "smp:unet:tu-tf_efficientnet_lite0"
    small = {"decoder_channels": [64, 32, 16, 16, 8]}


def test_unknown_networks_and_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="no network named 'resnet'"):
        models.build("resnet")
    with pytest.raises(InputError, match="cannot be built"):
        models.build("unet", depth=9)
    with pytest.raises(InputError, match="cannot build"):
        models.build("smp:unet:no-such-encoder")
    with pytest.raises(InputError, match="write smp:<architecture>:<encoder>"):
        models.build("smp:unet")


def test_convolutions_are_stored_in_half_precision_and_norms_are_not(tmp_path: Path) -> None:
    file = tmp_path / "net.safetensors"
    models.save(models.build("da-unet", width=8), card_for("da-unet", width=8), file)
    kinds = {name: value.dtype for name, value in load_file(file).items()}
    assert kinds["head.weight"] == torch.float16
    assert all(kind == torch.float32 for name, kind in kinds.items() if name.endswith(("running_var", "running_mean")))


@pytest.mark.parametrize(
    ("architecture", "arguments", "local"),
    [
        ("smp:unet:resnet18", {}, True),
        ("smp:unet:resnet18", {"decoder_attention_type": "scse"}, False),
        ("smp:unet:tu-tf_efficientnet_lite0", {"in_channels": 4}, True),
        ("smp:unet:efficientnet-b0", {}, False),  # squeezes and excites
        ("smp:unet:mit_b0", {}, False),
        ("smp:deeplabv3plus:resnet18", {}, False),
    ],
)
def test_networks_that_look_at_all_of_a_tile_are_known(architecture, arguments, local) -> None:
    before = torch.get_rng_state()
    assert models.is_local(architecture, **arguments) is local
    assert torch.equal(torch.get_rng_state(), before)
