"""A training that was interrupted goes on with the data that it began with, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
import torch

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.run import train
from tests.engine.conftest import HALF_METRE, UTM

CHANGED = (
    r"The labels or images were changed since .*\.checkpoint was written, .*: restore them, or discard this training"
)


class StopsAfterOne(JobContext):
    """Cancels after the first epoch."""

    over = False

    def event(self, name: str, content: dict) -> None:
        self.over = True

    def check(self) -> None:
        if self.over:
            raise CancelledError


def begin(config: Path) -> None:
    with pytest.raises(CancelledError):
        train(config, False, "cpu", StopsAfterOne())
    assert config.with_suffix(".checkpoint").exists()


def go_on(config: Path) -> dict:
    return train(config, True, "cpu", JobContext())


@pytest.fixture
def tiles(config: Path) -> Path:
    """A training on tiles, a fifth of which is held back by lot; the masks are GeoTIFFs without compression."""
    text = (
        config.read_text().split("[validation")[0].replace('match = "fit.*"\n', "").replace("epochs = 5", "epochs = 1")
    )
    config.write_text("validation_share = 0.2\n" + text.replace("epochs = 3", "epochs = 1"))
    for file in (config.parent / "masks").glob("*.png"):
        with rasterio.open(file) as mask:
            values = mask.read()
        file.unlink()
        write_mask(file.with_suffix(".tif"), values)
    return config


def write_mask(file: Path, values: np.ndarray) -> None:
    profile = {"driver": "GTiff", "dtype": "uint8", "width": values.shape[2], "height": values.shape[1], "count": 1}
    with rasterio.open(file, "w", **profile) as mask:
        mask.write(values)


@pytest.mark.parametrize("schedule", ["constant", "one-cycle"])
def test_tiles_that_were_added_meanwhile_are_refused(tiles: Path, schedule: str) -> None:
    tiles.write_text(f'schedule = "{schedule}"\n' + tiles.read_text())
    begin(tiles)
    for folder, ending in (("images", "png"), ("masks", "tif")):
        for number in range(30):
            shutil.copy(tiles.parent / folder / f"fit0.{ending}", tiles.parent / folder / f"new{number}.{ending}")
    with pytest.raises(InputError, match=CHANGED):
        go_on(tiles)
    for file in tiles.parent.glob("*/new*"):
        file.unlink()
    assert go_on(tiles)["epochs"] == 2, "restored, it goes on"


def test_a_mask_that_was_drawn_anew_is_noticed_and_an_untouched_folder_may_move(tiles: Path) -> None:
    begin(tiles)
    mask = tiles.parent / "masks" / "fit3.tif"
    size, before = mask.stat().st_size, mask.read_bytes()
    with rasterio.open(mask) as file:
        values = file.read()
    write_mask(mask, np.roll(values, 5, axis=2))
    assert mask.stat().st_size == size
    with pytest.raises(InputError, match=CHANGED):
        go_on(tiles)
    mask.write_bytes(before)
    elsewhere = tiles.parent / "elsewhere"
    elsewhere.mkdir()
    for name in ("images", "masks", tiles.name, "small.checkpoint"):
        (tiles.parent / name).rename(elsewhere / name)
    for file in elsewhere.rglob("*"):
        os.utime(file, (1e9, 1e9))
    assert go_on(elsewhere / tiles.name)["epochs"] == 2


def box(left: int, top: int, side: int) -> shapely.Polygon:
    """Pixels of the image, as ground."""
    (xmin, ymax), (xmax, ymin) = HALF_METRE @ (left, top), HALF_METRE @ (left + side, top + side)
    return shapely.box(xmin, ymin, xmax, ymax)


@pytest.fixture
def labelled(landscape, write_raster, tmp_path, monkeypatch) -> Callable[..., Path]:
    """Writes labels on an image as the Teach page does, and the training on them."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    write_raster(landscape[:, :400, :400])
    file = tmp_path / "own.toml"
    file.write_text(
        'name = "own"\ntitle = "own"\narchitecture = "unet"\narguments = { width = 4 }\noutput = "own.safetensors"\n'
        'tile_size = 64\nbatch_size = 4\nschedule = "constant"\n\n[[stages]]\nepochs = 2\ncrop = 32\n\n[[maps]]\n'
        'raster = "scene.tif"\nlabels = "l.gpkg"\nlabels_layer = "labels"\nareas = "l.gpkg"\nareas_layer = "areas"\n'
        "per_epoch = 8\n"
    )

    def write(landslides: int = 12, kind: str = "landslide", area: int = 380, moved: int = 0) -> Path:
        (tmp_path / "l.gpkg").unlink(missing_ok=True)
        drawn = [(box(20 + n % 4 * 90 + moved * (n == 5), 20 + n // 4 * 90, 30), kind) for n in range(landslides)]
        for layer, polygons in (("labels", drawn), ("areas", [(box(0, 0, area), None)])):
            schema = {"geometry": "Polygon", "properties": {"class": "str", "date": "datetime"}}
            with fiona.open(tmp_path / "l.gpkg", "w", driver="GPKG", layer=layer, schema=schema, crs=UTM) as made:
                for polygon, label in polygons:
                    values = {"class": label, "date": None}
                    made.write({"geometry": shapely.geometry.mapping(polygon), "properties": values})
        return file

    return write


@pytest.mark.parametrize("change", [{"landslides": 16}, {"kind": "unsure"}, {"area": 396}, {"moved": 2}])
def test_labels_that_were_changed_meanwhile_are_refused(labelled, change: dict) -> None:
    begin(labelled())
    with pytest.raises(InputError, match=CHANGED):
        go_on(labelled(**change))
    assert go_on(labelled())["epochs"] == 2, "the same labels, saved again"


def test_a_checkpoint_of_an_earlier_version_is_refused(tiles: Path) -> None:
    begin(tiles)
    checkpoint = tiles.with_suffix(".checkpoint")
    state = torch.load(checkpoint, weights_only=True)
    del state["data"]
    torch.save(state, checkpoint)
    with pytest.raises(InputError, match="written by an earlier version of the plugin, which did not note the labels"):
        go_on(tiles)
