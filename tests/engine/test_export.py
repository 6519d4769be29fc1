"""Models as ONNX files, run by onnxruntime the way the QGIS plugin Deepness feeds and reads them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import rasterio
import torch

import models
from landslide_plugin.common.errors import CancelledError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write

ROOT = Path(__file__).resolve().parents[2]


def as_deepness(pixels: np.ndarray) -> np.ndarray:
    """(N, bands, height, width) of 8 bit as Deepness hands them to a model."""
    return np.float32(pixels * 1.0 / 255.0)


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> tuple[dict, onnxruntime.InferenceSession]:
    file = tmp_path_factory.mktemp("export") / "new" / "default.onnx"
    result = run_job("export", {"model": "default", "onnx": str(file)}, JobContext())
    assert result["onnx"] == str(file)
    assert list(file.parent.iterdir()) == [file]
    return result, onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def tile(exported, tmp_path_factory) -> np.ndarray:
    """(3, 512, 512) uint8 of the sample scene."""
    side = exported[0]["tile_size"]
    with rasterio.open(write(generate(0, side, 0.5), tmp_path_factory.mktemp("scene"))["image"]) as image:
        return image.read()


@pytest.fixture(scope="module")
def detector() -> Detector:
    return ready_detector("default", "cpu", "fp32")


def test_the_exported_model_answers_as_the_engine_does(exported, tile, detector) -> None:
    _, session = exported
    batch = np.stack([tile, tile[:, ::-1]])  # two tiles at once: Deepness lets its user choose the batch
    expected = detector.probabilities(as_deepness(batch), np.ones((2, *tile.shape[1:]), bool))
    (answer,) = session.run(None, {session.get_inputs()[0].name: as_deepness(batch)})
    assert answer.shape == (2, 1, *tile.shape[1:])
    assert expected.min() < 0.1 and expected.max() > 0.9, "a tile with landslides and sound ground"
    np.testing.assert_allclose(answer[:, 0], expected, atol=1e-3)


def test_black_margins_count_as_nodata_and_not_as_shadow(exported, tile, detector) -> None:
    _, session = exported
    cut = tile.copy()
    cut[:, :, 300:] = 0  # Deepness fills tiles at the edge of the image with zeros
    expected = detector.probabilities(as_deepness(cut[None]), (cut > 0).any(0)[None])
    (answer,) = session.run(None, {"image": as_deepness(cut[None])})
    np.testing.assert_allclose(answer[:, 0], expected, atol=1e-3)


def test_deepness_finds_its_settings_in_the_file(exported, detector) -> None:
    result, session = exported
    metadata = {key: json.loads(value) for key, value in session.get_modelmeta().custom_metadata_map.items()}
    card = detector.card
    assert metadata["model_type"] == "Segmentor"
    assert metadata["class_names"] == {"0": "background", "1": "landslide"}
    assert 100 * card.gsd_m[0] <= metadata["resolution"] <= 100 * card.gsd_m[1]
    assert metadata["tile_size"] == metadata["tiles_size"] == card.tile_size
    assert metadata["tiles_overlap"] == 25
    assert metadata["seg_thresh"] == card.threshold
    assert metadata["seg_small_segment"] == 0
    assert (metadata["standardization_mean"], metadata["standardization_std"]) == ([0, 0, 0], [1, 1, 1])
    for key in ("name", "licence", "citation", "trained_on", "caveat"):
        assert metadata[key] == getattr(card, key)
        assert metadata[key]
    # Deepness takes the tile's size from the input and lets a batch of free size be chosen.
    assert session.get_inputs()[0].shape == ["batch", 3, result["tile_size"], result["tile_size"]]
    assert session.get_outputs()[0].shape == ["batch", 1, result["tile_size"], result["tile_size"]]


@pytest.mark.parametrize(
    ("architecture", "arguments", "bands", "side"),
    [
        ("l-net", {"width": 8}, 3, 64),
        ("pspnet", {"stages": 3, "width": 32}, 3, 64),
        ("unet-plus-plus-contextual", {"width": 8}, 4, 50),  # not a multiple of 16: the padding is in the file
    ],
)
def test_networks_that_see_the_whole_tile_can_be_exported_too(architecture, arguments, bands, side, tmp_path) -> None:
    torch.manual_seed(0)
    card = ModelCard(
        name="whole", title="", architecture=architecture, arguments=arguments, bands=tuple("abcd"[:bands]),
        gsd_m=(1, 1), normalisation={"mean": [0.2, 0.4, 0.6, 0.5][:bands], "std": [0.1, 0.2, 0.3, 0.02][:bands]},
        tile_size=side, threshold=0.4, parameters=0, local=False,
    )  # fmt: skip
    network = models.build(architecture, in_channels=bands, **arguments)
    models.save(network, card, tmp_path / "whole.safetensors")
    file = tmp_path / "whole.onnx"
    run_job("export", {"model": str(tmp_path / "whole.safetensors"), "onnx": str(file)}, JobContext())
    onnx.checker.check_model(str(file), full_check=True)

    pixels = np.random.default_rng(1).integers(1, 256, (1, bands, side, side), dtype=np.uint8)
    detector = Detector(*models.load(tmp_path / "whole.safetensors"), Device("cpu", "CPU", 1), "fp32")
    expected = detector.probabilities(as_deepness(pixels), np.ones((1, side, side), bool))
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    (answer,) = session.run(None, {"image": as_deepness(pixels)})
    np.testing.assert_allclose(answer[:, 0], expected, atol=1e-4)
    assert json.loads(session.get_modelmeta().custom_metadata_map["standardization_std"]) == [1] * bands


def test_a_cancelled_export_leaves_the_older_file_as_it_was(tmp_path) -> None:
    class Impatient(JobContext):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            if self.checks == 2:  # the network is written, its metadata is not
                raise CancelledError

    file = tmp_path / "model.onnx"
    file.write_bytes(b"older")
    with pytest.raises(CancelledError):
        run_job("export", {"onnx": str(file)}, Impatient())
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]


def export_by_command(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "landslide_plugin.engine", "export", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def refused(finished: subprocess.CompletedProcess, words: str) -> bool:
    (sentence,) = finished.stderr.splitlines()
    assert finished.stdout == ""
    return finished.returncode == 2 and words in sentence


def test_the_command_prints_where_the_file_is(tmp_path) -> None:
    finished = export_by_command("default", "--onnx", str(tmp_path / "Model.ONNX"), "--json")
    assert finished.returncode == 0
    assert Path(json.loads(finished.stdout)["onnx"]).stat().st_size > 1e6


def test_what_cannot_be_exported_is_refused_in_one_sentence(tmp_path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("a file")
    (tmp_path / "folder.onnx").mkdir()
    target = str(tmp_path / "model.onnx")
    assert refused(export_by_command("no-such", "--onnx", target), "There is no model named 'no-such'")
    assert refused(export_by_command("default", "--onnx", str(note)), "must end with .onnx")
    assert refused(export_by_command("default", "--onnx", str(tmp_path / "folder.onnx")), "is a folder")
    assert refused(export_by_command("default", "--onnx", str(note / "model.onnx")), "is a file and cannot take")
    assert not Path(target).exists()


def test_an_engine_without_the_package_says_what_to_do(tmp_path) -> None:
    (tmp_path / "onnx.py").write_text("raise ImportError('not installed')\n")
    finished = export_by_command("default", "--onnx", str(tmp_path / "model.onnx"), PYTHONPATH=str(tmp_path))
    assert refused(finished, "lacks the package onnx")
    assert not (tmp_path / "model.onnx").exists()
