"""Small real rasters and a small real network for the engine's tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
import torch
from affine import Affine
from torch import nn

from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.inference.detector import Detector
from models.base import SegmentationNetwork

ROOT = Path(__file__).resolve().parents[2]
UTM = "EPSG:32648"
HALF_METRE = Affine(0.5, 0, 600000, 0, -0.5, 3000000)


@pytest.fixture
def write_raster(tmp_path: Path) -> Callable[..., str]:
    """Writes (bands, height, width) to a GeoTIFF and returns its path."""

    def write(pixels: np.ndarray, name: str = "scene.tif", **profile: object) -> str:
        path = tmp_path / name
        settings = {
            "driver": "GTiff", "dtype": pixels.dtype, "count": len(pixels), "height": pixels.shape[1],
            "width": pixels.shape[2], "crs": UTM, "transform": HALF_METRE, **profile,
        }  # fmt: skip
        mask = settings.pop("mask", None)
        colormap = settings.pop("colormap", None)
        colorinterp = settings.pop("colorinterp", None)
        with rasterio.open(path, "w", **settings) as file:
            file.write(pixels)
            if colormap is not None:
                file.write_colormap(1, colormap)
            if colorinterp is not None:
                file.colorinterp = colorinterp
            if mask is not None:
                file.write_mask(mask)
        return str(path)

    return write


@pytest.fixture
def landscape() -> np.ndarray:
    """(3, 700, 900) uint8: smooth hills with bright blobs and fine texture, different everywhere."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:700, 0:900]
    base = 90 + 40 * np.sin(x / 61) * np.cos(y / 47) + 20 * np.sin((x + 2 * y) / 23)
    for row, column, radius in ((120, 200, 40), (350, 600, 70), (560, 130, 55), (640, 850, 45)):
        base[(y - row) ** 2 + (x - column) ** 2 < radius**2] += 90
    return np.clip(base + rng.normal(0, 12, (3, 700, 900)), 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def disc_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a small network that was trained to tell brown discs from green ground."""
    root, file = Path(__file__).resolve().parents[2], tmp_path_factory.mktemp("model") / "discs.safetensors"
    command = [sys.executable, root / "tests" / "plugin" / "disc_model.py", file]
    subprocess.run(command, check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    return str(file)


class LocalNetwork(SegmentationNetwork):
    """A purely local network: its answer depends on the 7 x 7 pixels around and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(),
            nn.Conv2d(6, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(),
            nn.Conv2d(6, 1, 3, padding=1),
        )  # fmt: skip

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W) to (N, 1, H, W)."""
        return self.layers(x)


def local_network() -> LocalNetwork:
    """Always the same one."""
    torch.manual_seed(3)
    network = LocalNetwork()
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.uniform_(-0.5, 0.5)
                module.running_var.uniform_(0.5, 2)
                module.weight.uniform_(1, 3)
    return network.eval()


@pytest.fixture
def make_detector() -> Callable[..., Detector]:
    """A detector around the local network; `local=False` asks for tiles of exactly the training size."""

    def make(local: bool = True, tile_size: int = 128, gsd_m: tuple[float, float] = (0.1, 10)) -> Detector:
        card = ModelCard(
            name="local", title="", architecture="test", arguments={}, bands=("red", "green", "blue"), gsd_m=gsd_m,
            normalisation={"mean": [0.4] * 3, "std": [0.2] * 3}, tile_size=tile_size, threshold=0.5, parameters=1,
            local=local,
        )  # fmt: skip
        return Detector(local_network(), card, Device("cpu", "CPU", 1), "fp32")

    return make


BLOBS = """
name = "small"
title = "test"
architecture = "da-unet"
arguments = { width = 8 }
output = "small.safetensors"
tile_size = 64
batch_size = 8
learning_rate = 1e-2

[[stages]]
epochs = 3
crop = 24
scale = [0.5, 1.0]

[[stages]]
epochs = 5
crop = 32
scale = [0.5, 2.0]

[[fit]]
images = "images"
masks = "masks"
match = "fit.*"
per_epoch = 40

[validation.held-out]
images = "images"
masks = "masks"
match = "held.*"
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Bright blobs on dark ground, and the file that tells how to learn them."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    rng = np.random.default_rng(0)
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    for name in [f"fit{n}" for n in range(10)] + [f"held{n}" for n in range(3)]:
        y, x = np.mgrid[0:48, 0:60]
        mask = (y - rng.integers(10, 38)) ** 2 + (x - rng.integers(10, 50)) ** 2 < 100
        image = np.where(mask, 190, 60) + rng.normal(0, 15, (3, 48, 60))
        for folder, pixels in (("images", image.clip(0, 255)), ("masks", mask[None] * 255)):
            with rasterio.open(tmp_path / folder / f"{name}.png", "w", driver="PNG", dtype="uint8", width=60, height=48,
                               count=len(pixels)) as file:  # fmt: skip
                file.write(pixels.astype("uint8"))
    path = tmp_path / "small.toml"
    path.write_text(BLOBS)
    return path


REAL_RASTERS = Path(os.environ.get("LANDSLIDE_MAPPER_DATA", ROOT.parent / "shared" / "data")) / "rasters"


@pytest.fixture
def real_raster() -> Callable[[str], Path]:
    """A small real raster, which is not part of the project."""

    def find(name: str) -> Path:
        path = REAL_RASTERS / name
        if not path.exists():
            pytest.skip(f"needs {name} in the folder rasters of the data that LANDSLIDE_MAPPER_DATA names")
        return path

    return find


@pytest.fixture(scope="session")
def discs_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small trained network that finds brown discs on green ground, at 0.3 to 2 m."""
    file = tmp_path_factory.mktemp("models") / "discs.safetensors"
    command = [sys.executable, ROOT / "tests" / "plugin" / "disc_model.py", file]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"})
    return str(file)


class Discs:
    """Green ground with brown discs, as the small network knows them.

    Args:
        pixels: (3, 180, 256) uint8.
        places: column, row and radius of the discs, pixels.
    """

    def __init__(self) -> None:
        self.places = ((60, 70, 22), (190, 110, 30))
        rows, columns = np.mgrid[0:180, 0:256]
        ground = np.zeros((3, 180, 256)) + np.array([0.25, 0.45, 0.22])[:, None, None]
        for column, row, radius in self.places:
            ground[:, (rows - row) ** 2 + (columns - column) ** 2 < radius**2] = np.array([[0.62], [0.42], [0.25]])
        noise = np.random.default_rng(1).normal(0, 0.04, ground.shape)
        self.pixels = np.clip(255 * (ground + noise), 0, 255).astype(np.uint8)

    def found(self, result: dict, transform: Affine) -> list[int]:
        """Which discs the landslides of a detection lie on; -1 for each that lies on none."""
        numbers = []
        with fiona.open(result["polygons"]) as layer:
            for feature in layer:
                centre = shapely.geometry.shape(feature.geometry).centroid
                column, row = ~transform @ (centre.x, centre.y)
                near = [n for n, (x, y, radius) in enumerate(self.places) if np.hypot(column - x, row - y) < radius / 3]
                numbers.append(near[0] if near else -1)
        return sorted(numbers)


@pytest.fixture(scope="session")
def discs() -> Discs:
    """A picture and what is on it."""
    return Discs()
