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
        ("gsd_m = [1.0]", "gsd_m must be a list of 2 numbers, not [1.0]"),
        ("threshold = 1.0", "its threshold is not between 0 and 1"),
        ("tile_size = 16", "its tile size (tile_size) is no whole number of at least 32"),
        ("tile_size = 64.5", "tile_size must be a whole number, not 64.5"),
        ("std = [0.2, 0.2, 0.0]", "its normalisation divides by zero"),
        ('output = "e"', "must be a file that ends with .safetensors, not 'e'"),
        ('output = "images"', "must be a file that ends with .safetensors"),
        ('output = "taken.safetensors"', "is a folder: give the model a file to go to"),
        ('output = "small.toml/e.safetensors"', "Nothing can be written to"),
        ('name = ""', "The name '' cannot be a model's"),
        ('name = "../elsewhere"', "The name '../elsewhere' cannot be a model's"),
        ("name = 'C:\\models\\mine'", "cannot be a model's: choose one that could be a file's, without folders"),
        ('bands = ["red", "green", "red"]', "The bands name red more than once"),
        ('fresh = ["decoder"]', "do not take the weights of start_from: name that model, or leave fresh out"),
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("batch_size = 2.5", "batch_size must be a whole number, not 2.5"),
        ("batch_size = true", "batch_size must be a whole number, not True"),
        ("learning_rate = nan", "learning_rate must be a number, not nan"),
        ("weight_decay = -1", "The weight_decay cannot be negative (-1)"),
        ("momentum = 1", "The momentum must be at least 0 and below 1, not 1"),
        ("hard_mining = 2", "The hard_mining is a share, 0 to 1, not 2"),
        ("patience = -1", "The patience cannot be negative (-1)"),
        ("stages = []", "give it at least one of the [[stages]]"),
        ("gsd_m = []", "gsd_m must be a list of 2 numbers, not []"),
        ("loss = 5", "loss must be a text or a table of numbers, not 5"),
        ('loss = { bce = "1" }', "loss must be a text or a table of numbers"),
        ("loss_parameters = { smooth = 'a' }", "loss_parameters.smooth must be a number, not 'a'"),
        ('mean = ["a", "b", "c"]', "mean must be a list of numbers"),
        ("mean = [nan, 0.1, 0.1]", "mean must be a list of numbers"),
        ('bands = "red"', "bands must be a list of texts, not 'red'"),
        ('learn = "decoder"', "learn must be a list of texts, not 'decoder'"),
        ("architecture = 5", "architecture must be a text, not 5"),
        ("arguments = [1]", "arguments must be a table, not [1]"),
        ("arguments = { width = 2024-01-01 }", "arguments must be a table"),
        ("arguments = { width = 0 }", "has layers without weights: correct arguments"),
        ("caveat = 2024-01-01", "caveat must be a text, not datetime.date(2024, 1, 1)"),
        ("name = 5", "name must be a text, not 5"),
        ("preset = 5", "preset must be a text, not 5"),
        ("base = 5", "base must be a text, not 5"),
        ('base = "images"', "cannot be read (Is a directory): check the path"),
        ('file = "x"', "unknown keys: file"),
        ("validation = 3", "validation must be a table of tables, not 3"),
        ("scenes = { seeds = [1], size = 64, gsd_m = [1] }", "says nothing of scenes.per_epoch"),
        ("scenes = { seeds = [], size = 64, gsd_m = [1], per_epoch = 1 }", "Generated scenes have a seed each"),
        ("scenes = { seeds = [1], size = 64, gsd_m = [], per_epoch = 1 }", "gsd_m of generated scenes are lengths"),
        ('encoder_weights = "nothing:here"', "leave them out, or choose such a network"),
    ],
)
def test_a_value_that_a_key_cannot_have_is_refused_by_its_name(config: Path, text: str, said: str) -> None:
    key, kept = text.split(" = ")[0], config.read_text()
    if key in ("stages", "validation"):
        begin = kept.index(f"[[{key}]]" if key == "stages" else f"[{key}")
        kept = kept[:begin] + (kept[kept.index("[[fit]]") :] if key == "stages" else "")
    kept = "\n".join(line for line in kept.splitlines() if not line.startswith(f"{key} ="))
    config.write_text(f"{text}\n{kept}\n")
    with pytest.raises(InputError) as refused:
        train(config, False, "cpu", JobContext())
    assert said in str(refused.value) and str(refused.value).count("\n") == 0
    assert not config.with_suffix(".checkpoint").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scale = [0.5, 1.0]", "scale = [0.7]", "stages.scale must be a list of 2 numbers, not [0.7]"),
        ("crop = 24\n", "", "says nothing of stages.crop"),
        ("[[stages]]\nepochs = 3", "[stages]\nepochs = 3", "not a TOML file"),
        ("per_epoch = 40", "per_epoch = 0", "per_epoch of what is learned from must be at least 1, not 0"),
        ('match = "fit.*"', 'match = "["', "The match '[' is no regular expression"),
        ('match = "fit.*"', 'index = "none.csv"\nblocks = [1]', "is no CSV file with the columns name and block"),
        ('match = "fit.*"', 'index = "small.toml"\nblocks = [1]', "is no CSV file with the columns name and block"),
        ('match = "fit.*"', "blocks = 1", "fit.blocks must be a list of whole numbers, not 1"),
        ('match = "fit.*"', 'validation_areas_layer = "a"', "is named as validation_areas_layer and no file as"),
        ('match = "held.*"', "stretch = 1", "validation.held-out.stretch must be true or false, not 1"),
    ],
)
def test_a_value_inside_a_table_is_refused_by_its_place(config: Path, old: str, new: str, said: str) -> None:
    config.write_text(config.read_text().replace(old, new, 1))
    with pytest.raises(InputError) as refused:
        train(config, False, "cpu", JobContext())
    assert said in str(refused.value)


def test_an_interrupted_training_is_not_begun_anew_unasked(config: Path) -> None:
    with pytest.raises(CancelledError):
        train(config, False, "cpu", StopAfter(1))
    before = config.with_suffix(".checkpoint").read_bytes()
    said = r"small\.checkpoint holds an interrupted training: go on with --resume, or remove the file\.$"
    with pytest.raises(InputError, match=said):
        train(config, False, "cpu", JobContext())
    assert config.with_suffix(".checkpoint").read_bytes() == before


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
