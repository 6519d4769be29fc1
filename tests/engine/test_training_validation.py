"""What a training is validated on, and the loss that is plotted beside its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.validation import measure

HEAD = 'name = "a"\ntitle = "a"\narchitecture = "unet"\narguments = { width = 8 }\noutput = "a.safetensors"\n'
MAP = '[[maps]]\nraster = "sample_scene.tif"\nlabels = "sample_scene_truth.gpkg"\n'


class Knowing(nn.Module):
    """Sees landslides by their brightness, as surely as a good network does."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.where(x[:, :1] > 0.5, 3.0, -5.0)


def tiles(with_landslide: int, without: int) -> list[LabelledTile]:
    masks = [np.zeros((96, 96), bool) for _ in range(with_landslide + without)]
    for mask in masks[:with_landslide]:
        mask[20:60, 30:70] = True
    return [LabelledTile(np.repeat(mask[None] * np.uint8(255), 3, 0), mask) for mask in masks]


def test_the_validation_loss_is_that_of_batches_as_in_training(config: Path) -> None:
    settings = read_config(config)  # batches of eight
    settings.__dict__.update(mean=(0.0,) * 3, std=(1.0,) * 3)
    places, loss = tiles(8, 24), build_loss("bce+dice")
    measured = measure(Knowing(), places, settings, "cpu", JobContext(), loss=loss)
    image = torch.from_numpy(np.stack([place.image for place in places]) / np.float32(255))
    truth = torch.from_numpy(np.stack([place.mask for place in places]))[:, None].float()
    every = torch.cat([torch.arange(start, 32, 4) for start in range(4)])  # two of each batch hold a landslide
    batches = [loss(Knowing()(image[part]), truth[part], torch.ones_like(truth[part])) for part in every.split(8)]
    assert measured.loss == pytest.approx(float(torch.stack(batches).mean()), rel=1e-5)
    alone = [loss(Knowing()(image[n : n + 1]), truth[n : n + 1], torch.ones_like(truth[:1])) for n in range(32)]
    assert measured.loss < 0.2 < float(torch.stack(alone).mean()), "a landslide-free tile alone has a Dice near 1"
    assert measured.metrics.result()["iou"] == 1


def test_tiles_of_one_size_do_not_change_the_pixels_of_a_map(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    write(generate(5, 400, 0.8), tmp_path)
    config = tmp_path / "a.toml"
    config.write_text(HEAD + "tile_size = 128\n[[stages]]\nepochs = 1\ncrop = 64\nwhole = true\n" + MAP)
    with read_data(read_config(config)) as data:
        (one,) = data.validation.values()
        seen = [place.tile() for place in one.places]
        assert all(tile.mask.shape == (place.window.height + 64,) * 2 for tile, place in zip(seen, one.places))
    config.write_text(config.read_text().replace("whole = true\n", ""))
    with read_data(read_config(config)) as data:
        (cropped,) = data.validation.values()
        for tile, place in zip(seen, cropped.places, strict=True):
            assert np.array_equal(tile.image, place.tile().image) and np.array_equal(tile.mask, place.tile().mask)


def test_chips_that_overlap_are_not_learned_from_where_they_are_validated_on(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    write(generate(5, 600, 0.8), tmp_path)
    wishes = {"raster": str(tmp_path / "sample_scene.tif"), "labels": str(tmp_path / "sample_scene_truth.gpkg"),
              "output": str(tmp_path / "chips"), "size": 64, "overlap": 0.25}  # fmt: skip
    exported = run_job("export_chips", wishes, JobContext())
    config = tmp_path / "a.toml"
    config.write_text(HEAD + 'validation_share = 0.2\n[[fit]]\nimages = "chips/images"\nmasks = "chips/masks"\n')
    with read_data(read_config(config)) as data:
        held, learned = data.validation_places, [place for pool in data.pools for place in pool.places]
        assert len(held) >= round(0.2 * exported["chips"]) and len(learned) > len(held)
        (told,) = [text for text in data.warnings if "overlap" in text]
        assert told.startswith(f"{exported['chips'] - len(held) - len(learned)} tiles that overlap")
        for one in held:
            left, bottom, right, top = one.bounds
            for other in learned:
                width = min(right, other.bounds[2]) - max(left, other.bounds[0])
                height = min(top, other.bounds[3]) - max(bottom, other.bounds[1])
                assert min(width / (right - left), height / (top - bottom)) < 0.05
