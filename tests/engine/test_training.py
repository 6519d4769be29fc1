"""Training learns, chooses its threshold, and goes on after an interruption as if there had been none."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.model_card import read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.run import train


class StopAfter(JobContext):
    """Cancels once a number of epochs is done."""

    def __init__(self, epochs: int) -> None:
        self._left = epochs

    def log(self, text: str) -> None:
        self._left -= text.startswith("Epoch")

    def check(self) -> None:
        if self._left <= 0:
            raise CancelledError


def test_a_training_learns_and_describes_itself(config: Path) -> None:
    result = train(config, False, "cpu", JobContext())
    assert result["metrics"]["held-out"]["iou"] > 0.8
    card = read_card(result["model"])
    assert card.metrics == result["metrics"]
    assert 0 < card.threshold < 1


def test_an_interrupted_training_ends_with_the_same_weights(config: Path) -> None:
    file = config.with_name("small.safetensors")
    train(config, False, "cpu", JobContext())
    expected = load_file(file)
    file.unlink()
    with pytest.raises(CancelledError):
        train(config, False, "cpu", StopAfter(3))
    assert not file.exists()
    train(config, True, "cpu", JobContext())
    resumed = load_file(file)
    assert all(torch.equal(resumed[name], value) for name, value in expected.items())


def test_what_cannot_be_trained_is_said(config: Path) -> None:
    text = config.read_text()
    with pytest.raises(InputError, match="nothing to resume"):
        train(config, True, "cpu", JobContext())
    config.write_text(text.replace('match = "fit.*"', 'match = "other"'))
    with pytest.raises(InputError, match="matches 'other'"):
        train(config, False, "cpu", JobContext())
    config.write_text(text + "\n[wings]\n")
    with pytest.raises(InputError):
        read_config(config)
    config.write_text('loss = "hinge"' + text)
    with pytest.raises(InputError, match="no loss named 'hinge'"):
        train(config, False, "cpu", JobContext())
    config.write_text("name = ")
    with pytest.raises(InputError, match="not a TOML file"):
        read_config(config)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("gsd_m = [5.0, 0.3]", "ground sample distances (gsd_m) are not two lengths above 0, the finest first"),
        ("gsd_m = [1.0]", "ground sample distances (gsd_m)"),
        ("threshold = 1.0", "its threshold is not between 0 and 1"),
        ("tile_size = 16", "its tile size (tile_size) is no whole number of at least 32"),
        ("tile_size = 64.5", "its tile size (tile_size)"),
        ("std = [0.2, 0.2, 0.0]", "its normalisation divides by zero"),
        ('output = "e"', "must be a file that ends with .safetensors, not 'e'"),
        ('output = "images"', "must be a file that ends with .safetensors"),
        ('output = "taken.safetensors"', "is a folder: give the model a file to go to"),
    ],
)
def test_what_would_make_a_useless_model_is_refused_before_it_is_trained(config: Path, line: str, said: str) -> None:
    config.with_name("taken.safetensors").mkdir()
    key = line.split(" = ")[0]
    kept = [old for old in config.read_text().splitlines() if not old.startswith(key)]
    config.write_text("\n".join([line, *kept]))
    with pytest.raises(InputError) as refused:
        train(config, False, "cpu", JobContext())
    assert said in str(refused.value)
    assert not config.with_suffix(".checkpoint").exists()


def test_the_loss_is_chosen_in_the_configuration(config: Path) -> None:
    config.write_text("loss = { wce = 1.0, focal = 0.5 }" + config.read_text() + "\n[loss_parameters]\ngamma = 1.5\n")
    assert train(config, False, "cpu", JobContext())["metrics"]["held-out"]["iou"] > 0.6
    assert read_config(config).loss_parameters == {"gamma": 1.5}


def test_a_configuration_is_completed_by_its_base(config: Path) -> None:
    other = config.with_name("other.toml")
    other.write_text(f'base = "{config.name}"\nname = "other"\nseed = 3\noutput = "other.safetensors"\n')
    expected = read_config(config)
    read = read_config(other)
    assert (read.name, read.seed, read.model_file.name) == ("other", 3, "other.safetensors")
    assert (read.fit, read.stages, read.architecture) == (expected.fit, expected.stages, expected.architecture)
    config.write_text('base = "other.toml"\n' + config.read_text())
    with pytest.raises(InputError, match=r"other\.toml is, by way of its base, its own base"):
        read_config(other)
    config.unlink()
    with pytest.raises(InputError, match="There is no training configuration"):
        read_config(other)
