"""A real training in the engine process: told, paused, cancelled, gone on with, and finished early."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import rasterio

from landslide_plugin.common.errors import CancelledError
from landslide_plugin.common.model_card import read_card
from landslide_plugin.common.parameters import TrainParameters
from landslide_plugin.worker.client import JobControl

CONFIG = """
name = "small"
title = "small"
architecture = "unet"
arguments = { width = 8 }
output = "small.safetensors"
batch_size = 4
tile_size = 64
validation_share = 0.3

[[stages]]
epochs = 300
crop = 32

[[fit]]
images = "images"
masks = "masks"
per_epoch = 16
"""


@pytest.fixture
def parameters(tmp_path, monkeypatch):
    """A training that takes much longer than any test waits."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    rng = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    for number in range(8):
        mask = np.zeros((48, 48), np.uint8)
        row, column = rng.integers(4, 28, 2)
        mask[row : row + 14, column : column + 14] = 255
        image = np.clip(np.where(mask, 190, 60) + rng.normal(0, 15, (3, 48, 48)), 0, 255).astype(np.uint8)
        for folder, pixels in (("images", image), ("masks", mask[None])):
            profile = {"driver": "PNG", "dtype": "uint8", "width": 48, "height": 48, "count": len(pixels)}
            with rasterio.open(tmp_path / folder / f"{number}.png", "w", **profile) as file:
                file.write(pixels)
    config = tmp_path / "small.toml"
    config.write_text(CONFIG)
    return TrainParameters(str(config), device="cpu").to_dict()


def test_a_training_is_cancelled_within_a_second_and_gone_on_with(client, parameters, tmp_path):
    events, asked = [], []

    def two_epochs_are_over():
        if len(events) >= 2 and not asked:
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(CancelledError):
        client.call("train", parameters, None, two_epochs_are_over, events.append)
    assert time.monotonic() - asked[0] < 1
    assert not (tmp_path / "small.safetensors").exists()
    control, more = JobControl(), []

    def hear(event):
        more.append(event)
        if len(more) == 2:
            control.finish()

    result = client.call("train", {**parameters, "resume": True}, None, None, hear, control)
    assert more[0].content["epoch"] > events[1].content["epoch"] == 2, "it goes on where it was"
    assert result["stopped"].startswith("Stopped as asked")
    assert result["epochs"] < 300
    assert read_card(tmp_path / "small.safetensors").metrics == result["metrics"]


def test_a_paused_training_waits(client, parameters):
    control, events, cancelled = JobControl(), [], threading.Event()
    outcome = []

    def run():
        try:
            client.call("train", parameters, None, cancelled.is_set, events.append, control)
        except CancelledError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    end = time.monotonic() + 60
    while not events:
        assert time.monotonic() < end
        time.sleep(0.05)
    control.pause()
    time.sleep(2)
    count = len(events)
    time.sleep(2)
    assert len(events) == count
    control.resume()
    while len(events) == count:
        assert time.monotonic() < end
        time.sleep(0.05)
    cancelled.set()
    thread.join(10)
    assert outcome


def test_a_plan_comes_through_the_worker(client, parameters, tmp_path):
    plan = client.call("plan_training", parameters)
    assert (plan["crops_per_epoch"], plan["epochs"]) == (8, 300)
    assert plan["landslides"]["validation"] == 2
    assert not (tmp_path / "small.checkpoint").exists()
