"""A real detection in the engine process, cancelled and killed in the middle."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import psutil
import pytest
import rasterio
from affine import Affine

import models
from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.parameters import DetectParameters
from landslide_plugin.worker.client import WorkerCrashed


@pytest.fixture
def parameters(wide, tmp_path):
    """A detection that takes much longer than any test waits."""
    raster, model = wide
    return DetectParameters(raster, str(tmp_path / "results"), model=model, device="cpu").to_dict()


def left_behind(tmp_path):
    return [file for file in (tmp_path / "results").rglob("*") if file.is_file()]


def test_a_detection_is_cancelled_in_its_middle_and_leaves_nothing(client, parameters, tmp_path):
    heard = []

    def tiles_are_being_run():
        return any(progress.fraction > 0 for progress in heard)

    with pytest.raises(CancelledError):
        client.call("detect", parameters, heard.append, tiles_are_being_run)
    assert heard[-1].fraction < 1
    assert client.call("inspect", {"raster": parameters["raster"]})["width"] == 8192
    assert left_behind(tmp_path) == []
    with pytest.raises(InputError, match="nowhere"):
        client.call("detect", {**parameters, "raster": "/nowhere/scene.tif"})


def test_a_detection_is_cancelled_while_the_network_loads(client, parameters, tmp_path):
    start = time.monotonic()
    with pytest.raises(CancelledError):
        client.call("detect", parameters, is_cancelled=lambda: time.monotonic() > start + 0.4)
    client.call("models", {})
    assert left_behind(tmp_path) == []


def test_a_detection_whose_engine_is_killed_leaves_nothing_finished(client, parameters, tmp_path):
    def kill_the_engine(progress):
        if progress.fraction > 0:
            for process in psutil.Process().children():
                if "landslide_plugin.worker.server" in process.cmdline():
                    os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(WorkerCrashed, match=r"engine\.log"):
        client.call("detect", parameters, kill_the_engine)
    assert not [file for file in left_behind(tmp_path) if file.parent == tmp_path / "results"]
    assert client.call("inspect", {"raster": parameters["raster"]})["height"] == 8192


def test_a_detection_with_terrain_comes_through_the_worker(client, tmp_path):
    place = {"crs": "EPSG:32648", "width": 200, "height": 150, "driver": "GTiff"}
    image, dem, model = tmp_path / "image.tif", tmp_path / "dem.tif", tmp_path / "steep.safetensors"
    with rasterio.open(
        image, "w", dtype="uint8", count=3, transform=Affine(0.5, 0, 6e5, 0, -0.5, 3e6), **place
    ) as file:
        file.write(np.random.default_rng(0).integers(0, 255, (3, 150, 200), np.uint8))
    with rasterio.open(dem, "w", dtype="float32", count=1, transform=Affine(2, 0, 6e5, 0, -2, 3e6), **place) as file:
        file.write(np.add.outer(np.zeros(150), np.arange(200.0)).astype(np.float32), 1)
    card = ModelCard(
        name="steep", title="steep", architecture="unet", arguments={"width": 4}, gsd_m=(0.2, 2.0), tile_size=128,
        bands=("red", "green", "blue", "elevation", "slope"), threshold=0.5, parameters=0, local=False,
        normalisation={"mean": [0.5] * 5, "std": [0.25] * 5},
    )  # fmt: skip
    models.save(models.build("unet", in_channels=5, width=4), card, model)
    wishes = DetectParameters(str(image), str(tmp_path / "results"), model=str(model), device="cpu").to_dict()
    with pytest.raises(InputError, match="elevation, slope besides the image: choose an elevation model"):
        client.call("detect", wishes)
    assert left_behind(tmp_path) == []
    result = client.call("detect", {**wishes, "dem": str(dem)})
    with rasterio.open(result["mask"]) as mask:
        assert (mask.read(1) != 255).all(), "there is an answer up to the edges"
