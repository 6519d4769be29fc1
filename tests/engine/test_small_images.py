"""Networks that look at all of a tile are shown the same picture of a small image, whoever asks them."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write

MODEL = "l-net"
CLOSE = 0.004  # probabilities are written in steps of 1/200


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> str:
    """Smaller than a tile, so that a full one would show mostly mirrored copies."""
    return str(write(generate(0, 200, 0.8), tmp_path_factory.mktemp("scene"))["image"])


@pytest.fixture(scope="module")
def detected(image, tmp_path_factory) -> tuple[np.ndarray, rasterio.Affine]:
    """Probabilities, and where their pixels lie."""
    output = tmp_path_factory.mktemp("out")
    result = run_job("detect", {"raster": image, "output": str(output), "model": MODEL}, JobContext())
    with rasterio.open(result["probability"]) as file:
        return file.read(1) / 200, file.transform


@pytest.mark.parametrize("job", ["click", "explain"])
def test_the_model_says_of_a_point_what_a_detection_says(job, image, detected, tmp_path) -> None:
    probability, transform = detected
    wishes = {"raster": image, "model": MODEL, **({"output": str(tmp_path / "heat.tif")} if job == "explain" else {})}
    for row, column in np.ndindex(3, 3):
        row, column = 10 + 40 * row, 10 + 40 * column
        x, y = transform @ (column + 0.5, row + 0.5)
        answer = run_job(job, {**wishes, "x": x, "y": y}, JobContext())
        assert answer["probability"] == pytest.approx(probability[row, column], abs=CLOSE), (row, column)


def test_a_window_is_as_uncertain_as_a_detection_of_it(image, detected) -> None:
    probability = np.clip(detected[0], 1e-9, 1 - 1e-9)
    entropy = -(probability * np.log2(probability) + (1 - probability) * np.log2(1 - probability))
    (window,) = run_job("suggest", {"raster": image, "model": MODEL, "tta": "none"}, JobContext())["windows"]
    assert window["uncertainty"] == pytest.approx(entropy.mean(), rel=0.15), "a window lies in the middle of its tile"
