"""8-bit imagery that is dark: the hint, and the stretch in everything that reads an image."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

from .conftest import HALF_METRE


@pytest.fixture
def dark(write_raster, discs) -> str:
    """The discs in a fifth of the light."""
    return write_raster((discs.pixels // 5).astype(np.uint8), "dark.tif")


def detect(raster: str, model: str, output: Path, **wishes: object) -> dict:
    return run_job("detect", {"raster": raster, "model": model, "output": str(output), **wishes}, JobContext())


def is_hinted(result: dict) -> bool:
    return any("is dark" in sentence and "stretch" in sentence for sentence in result["warnings"])


def test_a_dark_image_is_told_of_and_its_landslides_are_found_once_it_is_stretched(
    dark, write_raster, discs, discs_model, tmp_path
) -> None:
    plain = detect(dark, discs_model, tmp_path / "plain")
    stretched = detect(dark, discs_model, tmp_path / "stretched", stretch=True)
    assert discs.found(plain, HALF_METRE) != [0, 1]
    assert discs.found(stretched, HALF_METRE) == [0, 1]
    assert is_hinted(plain) and not is_hinted(stretched)
    assert not is_hinted(detect(write_raster(discs.pixels), discs_model, tmp_path / "bright"))


def test_clicks_explanations_and_suggestions_read_the_stretched_image_too(dark, discs, discs_model, tmp_path) -> None:
    column, row, _ = discs.places[1]
    x, y = HALF_METRE @ (column, row)
    wishes = {"raster": dark, "model": discs_model}
    for stretch in (False, True):
        click = run_job("click", {**wishes, "x": x, "y": y, "stretch": stretch}, JobContext())
        assert click["found"] is stretch
        heat = {"x": x, "y": y, "output": str(tmp_path / f"heat{stretch}.tif"), "stretch": stretch}
        assert run_job("explain", {**wishes, **heat}, JobContext())["found"] is stretch
    plain, stretched = (
        run_job("suggest", {**wishes, "side": 64, "count": 4, "stretch": stretch}, JobContext())["windows"]
        for stretch in (False, True)
    )
    assert [one["uncertainty"] for one in plain] != [one["uncertainty"] for one in stretched]


def test_evaluation_agrees_with_detection(dark, discs, discs_model, tmp_path) -> None:
    rows, columns = np.mgrid[0:180, 0:256]
    truth = np.any([(columns - x) ** 2 + (rows - y) ** 2 < radius**2 for x, y, radius in discs.places], axis=0)
    mask = tmp_path / "truth.tif"
    with rasterio.open(dark) as image, rasterio.open(mask, "w", **{**image.profile, "count": 1}) as file:
        file.write(truth.astype(np.uint8), 1)
    wishes = {"raster": dark, "truth": str(mask), "model": discs_model}
    plain, stretched = (run_job("evaluate", {**wishes, "stretch": stretch}, JobContext()) for stretch in (False, True))
    assert stretched["iou"] > 0.9 > plain["iou"]
    assert is_hinted(plain) and not is_hinted(stretched)
