"""A real engine process that knows a few awkward jobs on top of the engine's own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
import rasterio
from affine import Affine

import models
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.worker.client import WorkerClient

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
ADDITIONAL_JOBS = f"""
import sys
print("a start-up file prints")
sys.path.append({str(HERE)!r})
import awkward_jobs
from landslide_plugin.engine.jobs import JOBS
JOBS.update({{name: "awkward_jobs:" + name for name in awkward_jobs.NAMES}})
"""


@pytest.fixture
def root(tmp_path):
    """The plugin's folder, whose start-up file (Python runs it before the server) adds the awkward jobs."""
    folder = tmp_path / "plugin root"
    folder.mkdir()
    for name in ("landslide_plugin", "models", "metadata.txt"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "sitecustomize.py").write_text(ADDITIONAL_JOBS)
    return folder


@pytest.fixture
def make_client(root, tmp_path):
    """Makes clients and closes them at the end."""
    made = []

    def make(python=sys.executable, idle_seconds=60.0):
        client = WorkerClient(str(python), root, tmp_path / "home", tmp_path / "logs" / "engine.log", idle_seconds)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    return make_client()


def is_alive(pid):
    try:
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def wait_until_gone():
    """Waits until no process with the id runs any more; fails the test when that takes forever."""

    def wait(pid, seconds=20.0):
        end = time.monotonic() + seconds
        while is_alive(pid):
            assert time.monotonic() < end, f"process {pid} is still there"
            time.sleep(0.05)

    return wait


@pytest.fixture
def wide(tmp_path):
    """A raster of 8192 x 8192 pixels without nodata, and a small network: more than any test waits for."""
    raster, model = tmp_path / "wide.tif", tmp_path / "small.safetensors"
    pixels = np.random.default_rng(5).integers(0, 255, (3, 512, 512), np.uint8)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": 8192, "height": 8192, "tiled": True}
    with rasterio.open(raster, "w", crs="EPSG:32648", transform=Affine(0.5, 0, 6e5, 0, -0.5, 3e6), **profile) as file:
        for row in range(0, 8192, 512):
            for column in range(0, 8192, 512):
                file.write(pixels, window=rasterio.windows.Window(column, row, 512, 512))
    card = ModelCard(
        name="small", title="small", architecture="unet", arguments={"width": 8}, bands=("red", "green", "blue"),
        gsd_m=(0.2, 2.0), normalisation={"mean": [0.5] * 3, "std": [0.25] * 3}, tile_size=256, threshold=0.5,
        parameters=0, local=False,
    )  # fmt: skip
    models.save(models.build("unet", in_channels=3, width=8), card, model)
    return str(raster), str(model)
