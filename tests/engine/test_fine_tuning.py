"""Going on from a model: what is taken over, what is adapted, and what the new card says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard, read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.starting import encoder_of, set_training, start

DATA = """
[[stages]]
epochs = 1
crop = 32

[[fit]]
images = "images"
masks = "masks"
match = "fit.*"
per_epoch = 16

[validation.held-out]
images = "images"
masks = "masks"
match = "held.*"
"""


@pytest.fixture
def parent(config: Path, monkeypatch: pytest.MonkeyPatch) -> ModelCard:
    """A model among the person's own, with statistics of its own in its batch norms."""
    monkeypatch.setenv("LANDSLIDE_MAPPER_HOME", str(config.parent / "home"))
    torch.manual_seed(5)
    network = models.build("da-unet", in_channels=3, width=8)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.2, 0.2)
            module.running_var.uniform_(0.5, 1.5)
    card = ModelCard(
        name="elder", title="The elder", architecture="da-unet", arguments={"width": 8}, bands=("red", "green", "blue"),
        gsd_m=(0.4, 2.0), normalisation={"mean": [0.3, 0.4, 0.5], "std": [0.1, 0.2, 0.3]}, tile_size=64,
        threshold=0.4, parameters=0, licence="CC-BY-4.0", trained_on="much",
    )  # fmt: skip
    return models.save(network, card, config.parent / "home" / "models" / "elder.safetensors")


def configure(config: Path, text: str = "") -> Path:
    file = config.with_name("younger.toml")
    head = 'name = "younger"\ntitle = "The younger"\noutput = "younger.safetensors"\nstart_from = "elder"\n'
    file.write_text(head + "batch_size = 8\nlearning_rate = 1e-3\n" + text + DATA)
    return file


def test_the_card_says_what_the_model_reads_and_where_it_comes_from(config, parent) -> None:
    result = train(configure(config, 'licence = "CC0"\n'), False, "cpu", JobContext())
    card = read_card(result["model"])
    for key in ("architecture", "arguments", "bands", "gsd_m", "normalisation", "tile_size", "parameters"):
        assert getattr(card, key) == getattr(parent, key), key
    assert card.parent == "elder"
    assert card.licence == "CC0 The elder: CC-BY-4.0"
    assert card.trained_on == "The elder: much"
    assert set(result["before"]) == set(result["metrics"]) == {"held-out"}
    assert result["before"]["held-out"]["auc"] != result["metrics"]["held-out"]["auc"]


def test_without_a_step_of_learning_nothing_changes(config, parent) -> None:
    unchanged = configure(config, "threshold = 0.4\n")
    unchanged.write_text(unchanged.read_text().replace("1e-3", "1e-30"))
    result = train(unchanged, False, "cpu", JobContext())
    assert result["metrics"] == result["before"]


def test_what_the_configuration_says_comes_before_the_card(config, parent) -> None:
    read = read_config(configure(config, 'preset = "l-net-paper"\ntile_size = 96\ngsd_m = [0.5, 1.0]\n'))
    assert (read.tile_size, read.gsd_m) == (96, (0.5, 1.0))
    assert (read.architecture, read.arguments, read.mean) == ("da-unet", {"width": 8}, (0.3, 0.4, 0.5))
    assert (read.optimiser, read.schedule) == ("sgd", "plateau")
    with pytest.raises(InputError, match="is a da-unet and cannot become a unet"):
        read_config(configure(config, 'architecture = "unet"\n'))
    with pytest.raises(InputError, match="no model named"):
        unknown = configure(config)
        unknown.write_text(unknown.read_text().replace('"elder"', '"elk"'))
        read_config(unknown)
    with pytest.raises(InputError, match="do not fit the network"):
        start(read_config(configure(config, "arguments = { width = 16 }\n")))


def test_other_bands_adapt_the_first_convolution(config, parent) -> None:
    old = models.load(config.parent / "home" / "models" / "elder.safetensors")[0].eval()
    begun = start(read_config(configure(config, 'bands = ["red", "green", "blue", "nir"]\n')))
    assert "first convolution was adapted" in begun.warnings[0]
    assert not begun.frozen_norms, "statistics of other bands mean nothing"
    image, black = torch.rand(1, 3, 32, 32), torch.zeros(1, 1, 32, 32)
    network = begun.network.eval()
    assert torch.allclose(network(torch.cat([image, black], 1)), old(image), atol=1e-5)
    assert not torch.allclose(network(torch.cat([image, black + 1], 1)), old(image), atol=1e-3)
    turned = start(read_config(configure(config, 'bands = ["blue", "green", "red"]\n'))).network.eval()
    assert torch.allclose(turned(image.flip(1)), old(image), atol=1e-5)


def test_batch_norms_keep_their_statistics_and_a_frozen_encoder_its_weights(config, parent) -> None:
    old = models.load(config.parent / "home" / "models" / "elder.safetensors")[0].state_dict()
    train(configure(config, "freeze_encoder_epochs = 1\n"), False, "cpu", JobContext())
    new = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    for name, value in old.items():
        if name.startswith("encoder.") or "running" in name:
            assert torch.equal(new[name], value), name
    assert not torch.equal(new["decoder.0.0.0.weight"], old["decoder.0.0.0.weight"])
    train(configure(config, 'batch_norm = "learning"\n'), False, "cpu", JobContext())
    new = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    assert not any(torch.equal(new[name], old[name]) for name in old if name.endswith("running_mean"))


@pytest.mark.parametrize("name", [*models.ARCHITECTURES, "smp:unet:resnet18"])
def test_every_network_has_an_encoder_to_freeze(name) -> None:
    network = models.build(name)
    encoder = encoder_of(network)
    norms = tuple(module for module in network.modules() if isinstance(module, nn.BatchNorm2d))
    set_training(network, norms, frozen_encoder=True)
    assert network.training and not encoder.training
    assert 0 < sum(w.numel() for w in encoder.parameters()) < sum(w.numel() for w in network.parameters())
    assert not any(norm.training for norm in norms)


PLAIN = {"architecture": "smp:unet:tu-tf_efficientnet_lite0", "arguments": {"decoder_channels": [32, 16, 16, 8, 8]}}
SHORTER = "arguments = { decoder_channels = [32, 16, 16, 8, 8], output_stride = 2 }\n"
ANEW = 'fresh = ["network.decoder.blocks.4", "network.decoder.blocks.3", "network.segmentation_head"]\n'


@pytest.fixture
def plain_parent(config: Path, parent: ModelCard) -> dict[str, torch.Tensor]:
    """Puts another network in the place of the elder model."""
    network = models.build(PLAIN["architecture"], in_channels=3, **PLAIN["arguments"])
    models.save(network, replace(parent, **PLAIN), config.parent / "home" / "models" / "elder.safetensors")
    return models.load(config.parent / "home" / "models" / "elder.safetensors")[0].state_dict()


def test_a_network_gets_a_fresh_head_that_alone_learns(config, plain_parent) -> None:
    parts = 'learn = ["network.decoder.blocks.3", "network.segmentation_head"]\n'
    result = train(configure(config, SHORTER + ANEW + parts), False, "cpu", JobContext())
    unchanged = train(configure(config), False, "cpu", JobContext())
    assert result["before"] == unchanged["before"], "what the parent could do it did with its own head"
    train(configure(config, SHORTER + ANEW + parts), False, "cpu", JobContext())
    new = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    assert not any("blocks.4" in name for name in new if name.startswith("network.decoder"))
    kept = {name for name, value in plain_parent.items() if name in new and torch.equal(value, new[name])}
    learned = set(new) - kept
    assert all(name.startswith(("network.decoder.blocks.3", "network.segmentation_head")) for name in learned)
    assert any("running_mean" in name for name in learned), "a fresh batch norm has no statistics to keep"


def test_what_does_not_learn_keeps_its_statistics_too(config, parent) -> None:
    old = models.load(config.parent / "home" / "models" / "elder.safetensors")[0].state_dict()
    train(configure(config, 'learn = ["head"]\nbatch_norm = "learning"\n'), False, "cpu", JobContext())
    new = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    changed = [name for name in old if not torch.equal(new[name], old[name])]
    assert changed and all(name.startswith("head") for name in changed)


def test_arguments_that_are_not_named_stay_the_parent_s(config, plain_parent) -> None:
    with_scale = models.build(PLAIN["architecture"], in_channels=3, **PLAIN["arguments"], scale=0.75)
    file = config.parent / "home" / "models" / "elder.safetensors"
    card = replace(read_card(file), arguments={**PLAIN["arguments"], "scale": 0.75})
    models.save(with_scale, card, file)
    read = read_config(configure(config, "arguments = { output_stride = 2 }\n"))
    assert read.arguments == {**PLAIN["arguments"], "scale": 0.75, "output_stride": 2}


def test_parts_that_do_not_fit_or_are_not_there_are_told(config, plain_parent) -> None:
    with pytest.raises(InputError, match="name as fresh what differs"):
        start(read_config(configure(config, SHORTER)))
    with pytest.raises(InputError, match="No part of the network is named head"):
        start(read_config(configure(config, 'learn = ["head"]\n')))
    with pytest.raises(InputError, match="No part of the network is named hat: correct fresh"):
        start(read_config(configure(config, 'fresh = ["hat"]\n')))
    with pytest.raises(InputError, match="exclude each other"):
        read_config(configure(config, 'learn = ["network"]\nfreeze_encoder_epochs = 2\n'))


def test_the_weights_are_averaged_with_those_of_other_models(config, parent) -> None:
    train(configure(config), False, "cpu", JobContext())
    free = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    train(configure(config, 'average_with = ["elder", "elder", "elder"]\n'), False, "cpu", JobContext())
    near = models.load(config.with_name("younger.safetensors"))[0].state_dict()
    old = models.load(config.parent / "home" / "models" / "elder.safetensors")[0].state_dict()
    for name, value in old.items():
        if value.is_floating_point():
            expected = 0.25 * free[name] + 0.75 * value
            torch.testing.assert_close(near[name], expected, atol=2e-3, rtol=2e-3, msg=name)  # files hold fp16
    assert not torch.allclose(near["decoder.0.0.0.weight"], free["decoder.0.0.0.weight"], atol=1e-4)


def test_another_network_is_not_averaged_with_and_that_is_said_before_the_training(config, parent) -> None:
    config.write_text('average_with = ["elder"]\n' + config.read_text().replace("width = 8", "width = 16"))
    with pytest.raises(InputError, match="The model elder cannot be averaged with this training"):
        train(config, False, "cpu", JobContext())
    assert not list(config.parent.glob("*.checkpoint"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"normalisation": {"mean": [0.1] * 3, "std": [0.05] * 3}}, "normalises its input otherwise"),
        ({"bands": ("nir", "red", "green")}, "reads other bands"),
    ],
)
def test_a_model_that_sees_something_else_is_not_averaged_with(config, parent, change, told) -> None:
    home = config.parent / "home" / "models"
    network, card = models.load(home / "elder.safetensors")
    models.save(network, replace(card, name="cousin", **change), home / "cousin.safetensors")
    with pytest.raises(InputError, match=f"The model cousin cannot be averaged .* {told}"):
        train(configure(config, 'average_with = ["cousin"]\n'), False, "cpu", JobContext())
