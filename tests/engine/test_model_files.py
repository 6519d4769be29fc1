"""A broken, foreign, truncated or lying model file is refused in one sentence, before anything runs on it."""

import json
import os
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

import models
from landslide_plugin.common.errors import ModelFileError
from landslide_plugin.common.model_card import CARD_KEY, read_card
from tests.engine.networks.promises import card_for


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    models.save(models.build("da-unet", width=8), card_for("da-unet", width=8), path)
    return path


def rewrite_card(file: Path, **changes: object) -> None:
    content = file.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    card = {**json.loads(header["__metadata__"][CARD_KEY]), **changes}
    header["__metadata__"][CARD_KEY] = json.dumps(card)
    new = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(new)) + new + content[8 + length :])


def refusal(file: Path) -> str:
    with pytest.raises(ModelFileError) as refused:
        models.load(file)
    return str(refused.value)


def test_a_good_file_is_read(file: Path) -> None:
    assert read_card(file).architecture == "da-unet"
    assert not models.load(file)[0].training


def test_a_file_is_on_the_disk_before_it_has_its_name_and_then_the_name_is(file: Path, monkeypatch) -> None:
    file.unlink()
    synced, sync = [], os.fsync

    def watched(number: int) -> None:
        synced.append((Path(f"/proc/self/fd/{number}").resolve().name, file.exists()))
        sync(number)

    monkeypatch.setattr(os, "fsync", watched)
    models.save(models.build("da-unet", width=8), card_for("da-unet", width=8), file)
    assert synced == [("model.unfinished", False), (file.parent.name, True)]


def test_missing_and_foreign_files(file: Path, tmp_path: Path) -> None:
    assert "There is no model file" in refusal(tmp_path / "none.safetensors")
    foreign = tmp_path / "foreign.safetensors"
    save_file({"weight": torch.zeros(3)}, foreign)
    assert "model of another program" in refusal(foreign)
    foreign.write_bytes(b"PK\x03\x04 this is a pickle in a zip" * 10)
    assert "is no model file" in refusal(foreign)


@pytest.mark.parametrize("kept", [4, 100, 0.5, 0.99])
def test_truncated_files(file: Path, kept: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: kept if isinstance(kept, int) else int(len(content) * kept)])
    assert "get it again" in refusal(file) or "get the file again" in refusal(file)


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ({"parameters": 7}, "was altered"),
        ({"threshold": 1.5}, "threshold"),
        ({"gsd_m": [5, 1]}, "ground sample distances"),
        ({"bands": ["red"]}, "normalisation"),
        ({"bands": []}, "no bands"),
        ({"card_version": 99}, "newer version"),
        ({"architecture": "unet"}, "not those of the network"),
        ({"architecture": "magic"}, "no network named"),
        ({"normalisation": {"mean": [0, 0, 0], "std": [0, 1, 1]}}, "divides by zero"),
        ({"normalisation": {"mean": [0, float("nan"), 0], "std": [1, 1, 1]}}, "holds a value that is no number"),
        ({"normalisation": {"mean": [0, 0, 0], "std": [1, float("inf"), 1]}}, "holds a value that is no number"),
        ({"normalisation": {"mean": ["a", "b", "c"], "std": [1, 1, 1]}}, "cannot be used"),
        ({"arguments": []}, "arguments are no table"),
        ({"local": "no"}, "neither true nor false"),
        ({"architecture": "smp:unet"}, "smp:<architecture>:<encoder>"),
    ],
)
def test_lying_cards(file: Path, lie: dict[str, object], said: str) -> None:
    rewrite_card(file, **lie)
    assert said in refusal(file)


def test_weights_that_are_not_numbers(tmp_path: Path) -> None:
    network = models.build("da-unet", width=8)
    with torch.no_grad():
        network.head.bias.fill_(float("nan"))
    path = tmp_path / "nan.safetensors"
    models.save(network, replace(card_for("da-unet", width=8)), path)
    assert "not numbers" in refusal(path)
