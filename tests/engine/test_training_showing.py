"""The look at what a training shows its network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from PIL import Image

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ShowParameters
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write

OUTLINE = (255, 60, 30)
HEAD = 'name = "a"\ntitle = "a"\narchitecture = "unet"\noutput = "a.safetensors"\ntile_size = 128\n'
MAP = '[[maps]]\nraster = "sample_scene.tif"\nlabels = "sample_scene_truth.gpkg"\n'


def show(config: Path, draw: int = 0) -> tuple[np.ndarray, dict]:
    picture = config.with_name("picture.png")
    result = run_job("show_training", ShowParameters(str(config), str(picture), draw).to_dict(), JobContext())
    assert result["picture"] == str(picture)
    return np.asarray(Image.open(picture)), result


def change(config: Path, augmentations: list[str]) -> Path:
    changed = config.with_name("changed.toml")
    names = ", ".join(f'"{name}"' for name in augmentations)
    changed.write_text(f"validation_share = 0.3\naugmentations = [{names}]\n" + config.read_text())
    return changed


def test_the_picture_shows_crops_with_their_landslides(config: Path) -> None:
    plain, _ = show(change(config, []))
    assert plain.shape == (3 * 164 - 4, 4 * 164 - 4, 3)
    outlined = (plain == OUTLINE).all(axis=2)
    assert outlined.any(), "there are landslides on the tiles"
    inside = plain[~outlined].reshape(-1, 3)
    assert inside.mean(axis=1).max() > 150, "only their rims are drawn"
    assert np.array_equal(show(change(config, []))[0], plain), "the same draw shows the same crops"
    assert not np.array_equal(show(change(config, []), draw=1)[0], plain)
    assert not np.array_equal(show(change(config, ["flip", "colour"]))[0], plain)


def test_what_nobody_has_labelled_is_dim_and_the_validation_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    write(generate(5, 400, 0.8), tmp_path)
    config = tmp_path / "a.toml"
    config.write_text(HEAD + "[[stages]]\nepochs = 1\ncrop = 64\n" + MAP)
    picture, result = show(config)
    (told,) = result["validation"]
    assert told["raster"] == "sample_scene.tif"
    with rasterio.open(tmp_path / "sample_scene.tif") as scene:
        assert rasterio.crs.CRS.from_wkt(told["crs"]) == scene.crs
        region = shapely.from_wkt(told["areas"])
        assert 0 < region.intersection(shapely.box(*scene.bounds)).area < shapely.box(*scene.bounds).area / 2
    tile = picture[:160, :160].astype(float).mean(axis=2)
    assert np.percentile(tile, 5) < 60, "beside the labels nothing is known"


def test_what_cannot_be_shown_is_said(config: Path) -> None:
    with pytest.raises(InputError, match="no augmentation named earthquake"):
        show(change(config, ["earthquake"]))
    with pytest.raises(InputError, match="picture cannot be written"):
        wishes = ShowParameters(str(config), str(config.parent / "nowhere" / "a.png"))
        run_job("show_training", wishes.to_dict(), JobContext())
    with pytest.raises(InputError, match="cannot be negative"):
        ShowParameters(str(config), "a.png", -1)
