"""A generated scene with landslides, the files that say how to learn from it, and what is read of them."""

from __future__ import annotations

from pathlib import Path

import fiona
import numpy as np
import rasterio
import shapely

from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import TrainingData, read_data

UTM = "EPSG:32648"
GSD = 0.8
CONFIG = """
name = "own"
title = "own"
architecture = "unet"
arguments = { width = 8 }
output = "own.safetensors"
tile_size = 128
batch_size = 4
learning_rate = 5e-3
augmentations = ["flip"]
"""
MAP = '\n[[maps]]\nraster = "sample_scene.tif"\nlabels = "labels.gpkg"\n'
STAGE = "\n[[stages]]\nepochs = 1\ncrop = 64\nscale = [0.7, 1.4]\n"


def bounds_of(folder: Path) -> tuple[float, float, float, float]:
    with rasterio.open(folder / "sample_scene.tif") as file:
        return tuple(file.bounds)


def truth_of(folder: Path) -> list[shapely.Geometry]:
    with fiona.open(folder / "sample_scene_truth.gpkg") as layer:
        return [shapely.geometry.shape(feature.geometry) for feature in layer]


def configure(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(CONFIG + text)
    return file


def open_data(folder: Path, text: str) -> TrainingData:
    return read_data(read_config(configure(folder, text)))


def square(folder: Path, left: float, top: float, side: float) -> shapely.Polygon:
    """A square, metres from the upper left corner of the image."""
    xmin, _, _, ymax = bounds_of(folder)
    return shapely.box(xmin + left, ymax - top - side, xmin + left + side, ymax - top)


def crops(data: TrainingData, count: int = 40, side: int = 64, scale: tuple[float, float] = (1, 1)) -> list:
    rng = np.random.default_rng(0)
    places = [place for pool in data.pools for place in pool.places]
    return [places[rng.integers(len(places))].crop(side, scale, rng) for _ in range(count)]
