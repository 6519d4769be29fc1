"""Hard mining in a real training: what is mistaken for landslides is shown more, on maps and on tiles."""

from __future__ import annotations

import fiona
import numpy as np
import pytest
import rasterio
import shapely
import torch
from affine import Affine
from torch import nn

from landslide_plugin.engine.device import Device
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.maps import Spot
from landslide_plugin.engine.training.places import LabelledTile, Place
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.trainer import Trainer
from landslide_plugin.engine.training.validation import measure

UTM = "EPSG:32648"
GREEN, BROWN = np.array((0.25, 0.45, 0.22)), np.array((0.62, 0.42, 0.25))
SIDE = 64  # of a tile, and of a block of the map
BLOCKS = 6
LANDSLIDES = [(0, 0), (0, 3), (2, 5), (3, 1), (5, 2), (5, 5)]  # row and column of blocks with a disc that is one
LOOK_ALIKE = (3, 4)  # and of one with a disc that is none
CONFIG = """
name = "own"
title = "own"
output = "own.safetensors"
start_from = "{model}"
learning_rate = 1e-7      # the network stays as mistaken as it is
batch_size = 4
hard_mining = {share}
augmentations = []
[[stages]]
epochs = 1
crop = 32
"""
MAP = """
[[maps]]
raster = "map.tif"
labels = "labels.gpkg"
areas = "areas.gpkg"
validation_areas = "lowest.gpkg"
per_epoch = 40
"""
TILES = """
[[fit]]
images = "images"
masks = "masks"
match = "[0-4].*"
per_epoch = 40
[validation.lowest]
images = "images"
masks = "masks"
match = "5.*"
"""


def painted(places: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Green ground with a brown disc in the middle of some blocks, as (3, H, W) uint8, and where the discs are."""
    rows, columns = np.mgrid[0 : BLOCKS * SIDE, 0 : BLOCKS * SIDE]
    discs = np.zeros(rows.shape, bool)
    for row, column in places:
        discs |= (rows - (row + 0.5) * SIDE) ** 2 + (columns - (column + 0.5) * SIDE) ** 2 < 15**2
    colours = np.where(discs, BROWN[:, None, None], GREEN[:, None, None])
    noise = np.random.default_rng(3).normal(0, 0.04, colours.shape)
    return np.clip(255 * (colours + noise), 0, 255).astype(np.uint8), discs


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The ground as a map with labels, all of it labelled, and as tiles with masks."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    pixels, _ = painted([*LANDSLIDES, LOOK_ALIKE])
    _, truth = painted(LANDSLIDES)
    size = {"width": pixels.shape[2], "height": pixels.shape[1], "dtype": "uint8"}
    place = {"crs": UTM, "transform": Affine(0.5, 0, 600000, 0, -0.5, 3000000)}
    with rasterio.open(tmp_path / "map.tif", "w", driver="GTiff", count=3, photometric="rgb", **size, **place) as file:
        file.write(pixels)
    discs = [ground((row, column)).centroid.buffer(7.5) for row, column in LANDSLIDES]
    everywhere, lowest = shapely.box(600000, 2999808, 600192, 3000000), shapely.box(600000, 2999808, 600192, 2999840)
    for name, polygons in (("labels", discs), ("areas", [everywhere]), ("lowest", [lowest])):
        schema = {"geometry": "Polygon", "properties": {}}
        with fiona.open(tmp_path / f"{name}.gpkg", "w", driver="GPKG", schema=schema, crs=UTM) as layer:
            layer.writerecords(
                [{"geometry": shapely.geometry.mapping(polygon), "properties": {}} for polygon in polygons]
            )
    for kind, values in (("images", pixels), ("masks", truth[None].astype(np.uint8) * 255)):
        (tmp_path / kind).mkdir()
        for row, column in np.ndindex(BLOCKS, BLOCKS):
            part = values[:, row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE]
            profile = {"driver": "PNG", "dtype": "uint8", "width": SIDE, "height": SIDE, "count": len(part)}
            with rasterio.open(tmp_path / kind / f"{row}{column}.png", "w", **profile) as file:
                file.write(part)
    return tmp_path


def ground(block: tuple[int, int]) -> shapely.Polygon:
    (row, column), metres = block, SIDE / 2
    x, y = 600000 + column * metres, 3000000 - row * metres
    return shapely.box(x, y - metres, x + metres, y)


def shows_the_look_alike(place: Place) -> bool:
    if isinstance(place, Spot):
        return place.area.intersects(ground(LOOK_ALIKE).centroid.buffer(7.5))
    return not place.has_landslide and bool((place.image[0] > place.image[1]).mean() > 0.1)


@pytest.fixture
def trained(folder, disc_model):
    """Makes a trainer that validates on the lowest row of blocks, and lets it run."""
    opened = []

    def make(source: str, share: float) -> Trainer:
        file = folder / "own.toml"
        file.write_text(CONFIG.format(model=disc_model, share=share) + source)
        config = read_config(file)
        data = read_data(config)
        opened.append(data)
        trainer = Trainer(start(config), config, data.pools, data.validation_places, Device("cpu", "CPU", 1))
        trainer.run(JobContext())
        return trainer

    yield make
    for data in opened:
        data.__exit__(None, None, None)


@pytest.mark.parametrize("source", [MAP, TILES], ids=["map", "tiles"])
def test_after_the_first_epoch_false_alarms_are_shown_more(trained, source) -> None:
    trainer = trained(source, 0.8)
    hard = [trainer.sampler.background[index] for index in trainer.sampler.hard]
    assert hard and all(shows_the_look_alike(place) for place in hard)
    shown = {
        share: np.mean([shows_the_look_alike(place) for place in without_landslides(sampler)])
        for share, sampler in ((0.8, trainer.sampler), (0.0, trained(source, 0.0).sampler))
    }
    assert shown[0.0] < 0.3 and shown[0.8] > 0.7


class Answers(nn.Module):
    """Says always the same."""

    def __init__(self, landslide: np.ndarray) -> None:
        super().__init__()
        self.logits = torch.from_numpy(np.where(landslide, 9.0, -9.0).astype(np.float32))[None, None]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.logits


def test_only_what_is_no_landslide_is_a_false_alarm(folder, disc_model) -> None:
    file = folder / "own.toml"
    file.write_text(CONFIG.format(model=disc_model, share=0.5) + TILES)
    config, mask = read_config(file), np.zeros((SIDE, SIDE), bool)
    mask[:16] = True
    tile = LabelledTile(np.zeros((3, SIDE, SIDE), np.uint8), mask)
    assert measure(Answers(mask), [tile], config, "cpu", JobContext()).false_alarms == 0
    assert measure(Answers(~mask), [tile], config, "cpu", JobContext()).false_alarms == 0.75


def without_landslides(sampler) -> list[Place]:
    """The landslide-free places of the next ten epochs."""
    drawn = [place for epoch in range(10) for place in sampler.draw(np.random.default_rng(epoch))]
    return [place for place in drawn if not place.has_landslide]
