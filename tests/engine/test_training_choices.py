"""What the wizard in QGIS offers is what the engine has."""

from __future__ import annotations

import inspect

import pytest

from landslide_plugin.common.training_choices import LOSSES, NETWORKS
from landslide_plugin.engine.training.losses import build_loss
from models.registry import ARCHITECTURES


def test_every_network_of_the_registry_is_offered_under_its_title():
    assert {name: network.title for name, network in ARCHITECTURES.items()} == {
        name: choice.title for name, choice in NETWORKS.items()
    }
    assert list(NETWORKS) == list(ARCHITECTURES)


@pytest.mark.parametrize("name", [name for name, choice in NETWORKS.items() if choice.width is not None])
def test_the_width_that_is_offered_is_the_networks_own(name):
    network = ARCHITECTURES[name]
    own = inspect.signature(network.build).parameters["width"].default
    assert NETWORKS[name].width == network.defaults.get("width", own)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_that_is_offered_can_be_built_without_parameters(loss):
    assert callable(build_loss(loss, positive_share=0.1))
