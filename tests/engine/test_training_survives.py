"""What a training does when something goes wrong, or when a person has had enough."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import models
from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.checkpoint import Checkpoint
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.stepping import DivergedError
from landslide_plugin.engine.training.validation import measure

ROOT = Path(__file__).resolve().parents[2]


class Listener(JobContext):
    """Hears all; asks to finish after a number of looks."""

    def __init__(self, finish_after: int | None = None) -> None:
        self.said, self.events, self.shown, self._left = [], [], [], finish_after

    def progress(self, fraction: float, message: str = "", *further: float | None) -> None:
        self.shown.append((fraction, message))

    def log(self, text: str) -> None:
        self.said.append(text)

    def event(self, name: str, content: dict) -> None:
        self.events.append((name, content))

    @property
    def is_finishing(self) -> bool:
        if self._left is not None:
            self._left -= 1
        return self._left is not None and self._left < 0


def position(checkpoint: Path) -> tuple[int, int]:
    """Epoch and step of a checkpoint; (0, 0) where there is none."""
    if not checkpoint.exists():
        return 0, 0
    state = torch.load(checkpoint, weights_only=True)
    return state["epoch"], state["step"]


def test_a_training_killed_in_mid_epoch_ends_with_the_same_weights(config) -> None:
    short = config.read_text().replace("epochs = 3", "epochs = 1").replace("epochs = 5", "epochs = 3")
    config.write_text('precision = "fp32"\ncheckpoint_minutes = 0\n' + short)
    model, checkpoint = config.with_suffix(".safetensors"), config.with_suffix(".checkpoint")
    whole = train(config, False, "cpu", JobContext())
    expected, epochs = load_file(model), Path(whole["history"]).read_text()
    model.unlink()
    command = [sys.executable, "-m", "landslide_plugin.engine", "train", "--config", str(config), "--device", "cpu"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 100
        while not (position(checkpoint)[0] >= 1 and 0 < position(checkpoint)[1] < 4):
            assert process.poll() is None and time.monotonic() < end, "it was over before it could be killed"
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not model.exists()
    epoch, step = position(checkpoint)
    assert (epoch, step) < (4, 0) and step > 0, "killed inside an epoch"
    result = train(config, True, "cpu", JobContext())
    resumed = load_file(model)
    assert all(torch.equal(resumed[name], value) for name, value in expected.items())
    assert Path(result["history"]).read_text() == epochs, "the same curves"
    assert not checkpoint.exists()


def test_each_epoch_is_told_with_a_picture(config) -> None:
    listener = Listener()
    result = train(config, False, "cpu", listener)
    assert [content["epoch"] for _, content in listener.events] == list(range(1, 9))
    last = listener.events[-1][1]
    assert set(last) == {
        "epoch", "epochs", "loss", "validation_loss", "iou", "f1", "learning_rate", "best", "strip",
    }  # fmt: skip
    assert last["best"] == result["best_epoch"]
    assert listener.events[0][1]["validation_loss"] > last["validation_loss"] > 0
    assert Path(last["strip"]).read_bytes().startswith(b"\x89PNG")
    assert len(Path(result["history"]).read_text().splitlines()) == 9
    told = [message for _, message in listener.shown]
    assert "Epoch 8 of 8: measuring the model" in told, "thousands of tiles are measured for minutes"
    assert told[-1] == "Measuring the model"


@pytest.mark.parametrize("steps", [2, 13])
def test_finishing_keeps_the_best_so_far(config, steps) -> None:
    result = train(config, False, "cpu", Listener(finish_after=steps))
    assert result["epochs"] == steps // 5
    assert "as asked" in result["stopped"]
    assert Path(result["model"]).exists()


class Impatient(Listener):
    """Cancels as soon as a message begins so, or, without one, at the first look after it asked to finish."""

    def __init__(self, begins: str | None = None, finish_after: int | None = None) -> None:
        super().__init__(finish_after)
        self._begins = begins

    def check(self) -> None:
        said = self._begins is not None and any(text.startswith(self._begins) for _, text in self.shown)
        if said or (self._left is not None and self._left < 0):
            raise CancelledError


def test_a_cancel_is_heard_while_tiles_are_read(config) -> None:
    impatient = Impatient("Reading tile 2 of ")
    with pytest.raises(CancelledError):
        train(config, False, "cpu", impatient)
    assert not any(text.startswith("Reading tile 3") for _, text in impatient.shown)
    assert not config.with_suffix(".checkpoint").exists(), "nothing was learned yet"


def test_what_was_finished_in_the_first_epoch_and_cancelled_while_measuring_is_gone_on_with(config) -> None:
    with pytest.raises(CancelledError):
        train(config, False, "cpu", Impatient(finish_after=3))
    assert position(config.with_suffix(".checkpoint")) == (0, 3)
    assert train(config, True, "cpu", JobContext())["epochs"] == 8


def test_a_training_that_learns_no_more_ends_early(config) -> None:
    config.write_text("patience_epochs = 2\n" + config.read_text().replace("1e-2", "1e-12"))
    result = train(config, False, "cpu", JobContext())
    assert result["epochs"] < 8
    assert "none of the last 2 epochs was better" in result["stopped"]
    assert result["epochs"] == result["best_epoch"] + 2


def test_a_loss_that_is_no_number_stops_with_advice(config) -> None:
    text = config.read_text()
    config.write_text(text.replace("1e-2", "1e30").replace("[[stages]]", "schedule = 'constant'\n[[stages]]", 1))
    with pytest.raises(InputError, match=r"no number any more at step \d+ of epoch 1 .*: lower learning_rate"):
        train(config, False, "cpu", JobContext())
    assert not config.with_suffix(".safetensors").exists()


class TooFast(Listener):
    """Makes the weights useless after two epochs, as a learning rate that is too high does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._patch = monkeypatch

    def event(self, name: str, content: dict) -> None:
        super().event(name, content)
        if content["epoch"] == 2:
            build = torch.optim.Optimizer.zero_grad
            self._patch.setattr(torch.optim.Optimizer, "zero_grad", lambda self, **how: (_spoil(self), build(self)))


def _spoil(optimiser: torch.optim.Optimizer) -> None:
    with torch.no_grad():
        for weight in optimiser.param_groups[0]["params"]:
            weight.fill_(float("nan"))


def test_an_answer_that_is_no_number_is_not_measured(config) -> None:
    read = read_config(config)
    network = models.build(read.architecture, **read.arguments)
    with torch.no_grad():
        next(network.parameters()).fill_(float("nan"))
    with read_data(read) as data, pytest.raises(DivergedError):
        measure(network, data.validation_places, read, "cpu", JobContext())


def test_a_loss_that_is_no_number_later_on_keeps_the_best_epoch(config, monkeypatch) -> None:
    result = train(config, False, "cpu", TooFast(monkeypatch))
    assert result["stopped"].startswith("The loss was no number any more at step 1 of epoch 3 (learning rate ")
    assert result["stopped"].endswith("lower learning_rate; the best epoch so far is kept.")
    assert result["best_epoch"] in (1, 2)
    assert all(value.isfinite().all() for value in load_file(result["model"]).values())


class FillsTheDisk(Listener):
    """Lets no checkpoint be written from the second epoch on."""

    def __init__(self, unfinished: Path) -> None:
        super().__init__()
        self._unfinished = unfinished

    def event(self, name: str, content: dict) -> None:
        super().event(name, content)
        self._unfinished.unlink(missing_ok=True)
        self._unfinished.symlink_to("/dev/full")
        self.position = position(self._unfinished.with_suffix(""))


def test_a_training_goes_on_where_the_disk_is_full_and_says_so(config) -> None:
    listener = FillsTheDisk(config.with_name("small.checkpoint.unfinished"))
    result = train(config, False, "cpu", listener)
    assert sum("could not be saved (the disk is full)" in said for said in listener.said) == 7
    assert listener.position == (1, 0), "the one before is still there"
    told = "The state of the training could not be saved (the disk is full); the one saved before is still there."
    for fraction, message in listener.shown:
        assert message.endswith(told) == message.startswith(tuple(f"Epoch {n} of 8, loss" for n in range(3, 9))), (
            fraction
        )
    assert result["epochs"] == 8 and Path(result["model"]).exists()


def test_a_full_disk_leaves_the_checkpoint_before(config) -> None:
    read = read_config(config)
    checkpoint = Checkpoint(read)
    blocked = config.with_name("small.checkpoint.unfinished")
    blocked.mkdir()
    assert checkpoint.save({"epoch": 0}).endswith("; there is none to go on from: make room.")
    blocked.rmdir()
    assert checkpoint.save({"epoch": 1, "step": 2}) is None
    unfinished = config.with_name("small.checkpoint.unfinished")
    unfinished.symlink_to("/dev/full")
    assert "the disk is full" in checkpoint.save({"epoch": 3, "weights": torch.zeros(1_000_000)})
    assert checkpoint.load("cpu")["epoch"] == 1
    assert not unfinished.is_symlink()


def test_a_checkpoint_that_does_not_belong_is_refused(config) -> None:
    checkpoint = config.with_suffix(".checkpoint")
    Checkpoint(read_config(config)).save({"epoch": 1})
    config.write_text("micro_batch = 2\n" + config.read_text())
    assert Checkpoint(read_config(config)).load("cpu")["epoch"] == 1, "how it fits the memory may change"
    text = config.read_text()
    words = 'trained_on = "a"\nlicence = "b"\ncitation = "c"\ncaveat = "d"\ncheckpoint_minutes = 1\n'
    config.write_text(words + text.replace('title = "test"', 'title = "other"'))
    assert Checkpoint(read_config(config)).load("cpu")["epoch"] == 1, "what teaches nothing may change"
    config.write_text(
        "hard_mining = 0.0\nlearn = []\n" + text.replace('match = "held.*"', 'match = "held.*"\nzoom = 1')
    )
    assert Checkpoint(read_config(config)).load("cpu")["epoch"] == 1, "what is said may be said at length"
    config.write_text("seed = 4\n" + text.replace("crop = 24", "crop = 28"))
    with pytest.raises(InputError, match=r"configuration was changed since .* \(seed, stages\): undo the change, or"):
        train(config, True, "cpu", JobContext())
    checkpoint.write_bytes(checkpoint.read_bytes()[:100])
    with pytest.raises(InputError, match="is damaged"):
        train(config, True, "cpu", JobContext())


def test_a_checkpoint_with_a_hash_of_its_recipe_is_gone_on_with(config) -> None:
    """As they were written before the recipe itself was."""
    read, file = read_config(config), config.with_suffix(".checkpoint")
    aside = ("data", "file", "output", "micro_batch")
    recipe = [(item.name, getattr(read, item.name)) for item in fields(read) if item.name not in aside]
    torch.save({"epoch": 1, "recipe": sha256(repr(recipe).encode()).hexdigest(), "data": ""}, file)
    assert Checkpoint(read).load("cpu")["epoch"] == 1
    with pytest.raises(InputError, match="configuration was changed since"):
        Checkpoint(replace(read, seed=4)).load("cpu")


class TakesThePlace(Listener):
    """Puts a folder where the model is to go, once the training is under way."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        self._model = model

    def event(self, name: str, content: dict) -> None:
        self._model.mkdir(exist_ok=True)


class AllowsSmallFilesOnly(Listener):
    """Lets no file grow beyond 50 kB after the last epoch, as a quota or a full disk would."""

    def __init__(self, _: Path) -> None:
        super().__init__()

    def event(self, name: str, content: dict) -> None:
        if content["epoch"] == content["epochs"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))


def with_room_again() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)


@pytest.fixture
def any_size() -> Iterator[None]:
    """Lets files grow again."""
    yield
    with_room_again()


@pytest.mark.parametrize("hindrance", [TakesThePlace, AllowsSmallFilesOnly])
def test_a_model_that_cannot_be_written_at_the_end_is_not_lost(config, tmp_path, any_size, hindrance) -> None:
    train(config, False, "cpu", JobContext())
    model = config.with_suffix(".safetensors")
    expected = load_file(model)
    model.unlink()
    said = r"cannot be written to .*small\.safetensors \(.*\): make room or correct .* output, then resume"
    with pytest.raises(InputError, match=said):
        train(config, False, "cpu", hindrance(model))
    with_room_again()
    config.write_text(config.read_text().replace('"small.safetensors"', '"elsewhere/saved.safetensors"'))
    listener = Listener()
    result = train(config, True, "cpu", listener)
    assert Path(result["model"]) == tmp_path / "elsewhere" / "saved.safetensors"
    assert not listener.events, "nothing had to be learned again"
    saved = load_file(result["model"])
    assert all(torch.equal(saved[name], value) for name, value in expected.items())
    assert not config.with_suffix(".checkpoint").exists()


class LeavesNoPlace(TakesThePlace):
    """Lets neither model nor checkpoint be written, from the first epoch's end on or from before."""

    def __init__(self, model: Path) -> None:
        super().__init__(model)
        model.with_name("small.checkpoint.unfinished").mkdir()


def test_a_model_that_cannot_be_written_nor_its_training_saved_is_kept_elsewhere(config, tmp_path, monkeypatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    with pytest.raises(InputError) as refused:
        train(config, False, "cpu", LeavesNoPlace(config.with_suffix(".safetensors")))
    (kept,) = elsewhere.rglob("*.safetensors")
    assert f": it was written to {kept} instead, move it from there" in str(refused.value)
    assert "resume" not in str(refused.value)
    assert models.load(kept)[1].name == "small"


def test_a_disk_that_is_full_from_the_beginning_promises_nothing(config, any_size) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    listener = Listener()
    with pytest.raises(InputError, match=r"its training could not be saved either and is lost; make room and train"):
        train(config, False, "cpu", listener)
    assert any("there is none to go on from: make room" in message for _, message in listener.shown)


class MakesRoomAtLast(TakesThePlace):
    """Lets the checkpoint be written again when the last epoch is over, and asks to finish in the middle of it."""

    def __init__(self, model: Path) -> None:
        super().__init__(model)
        self._blocked = model.with_name("small.checkpoint.unfinished")
        self._blocked.mkdir()
        self._steps = 0

    def log(self, text: str) -> None:
        if text.startswith("Stopped as asked"):
            self._blocked.rmdir()

    @property
    def is_finishing(self) -> bool:
        self._steps += 1
        return self._steps > 12


def test_the_state_at_the_end_is_saved_once_more_where_the_model_cannot_be_written(config) -> None:
    whole = config.with_name("whole.toml")
    whole.write_text(config.read_text().replace("small.safetensors", "whole.safetensors"))
    train(whole, False, "cpu", JobContext())
    model = config.with_suffix(".safetensors")
    with pytest.raises(InputError, match="then resume the training"):
        train(config, False, "cpu", MakesRoomAtLast(model))
    assert position(config.with_suffix(".checkpoint")) == (2, 2)
    model.rmdir()
    train(config, True, "cpu", JobContext())
    saved, expected = load_file(model), load_file(whole.with_suffix(".safetensors"))
    assert all(torch.equal(saved[name], value) for name, value in expected.items()), "as if never interrupted"
