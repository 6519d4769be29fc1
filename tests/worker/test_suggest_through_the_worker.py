"""A real search for windows to label in the engine process, heard of and cancelled."""

from __future__ import annotations

import time

import numpy as np
import pytest
import rasterio
from affine import Affine

import models
from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.parameters import SuggestParameters


@pytest.fixture
def parameters(tmp_path):
    """A search over 256 windows with a small network."""
    raster, model = tmp_path / "wide.tif", tmp_path / "small.safetensors"
    pixels = np.random.default_rng(5).integers(0, 255, (3, 256, 256), np.uint8)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 3, "width": 4096, "height": 4096, "tiled": True}
    with rasterio.open(raster, "w", crs="EPSG:32648", transform=Affine(0.5, 0, 6e5, 0, -0.5, 3e6), **profile) as file:
        for row in range(0, 4096, 256):
            for column in range(0, 4096, 256):
                file.write(pixels, window=rasterio.windows.Window(column, row, 256, 256))
    card = ModelCard(
        name="small", title="small", architecture="unet", arguments={"width": 8}, bands=("red", "green", "blue"),
        gsd_m=(0.2, 2.0), normalisation={"mean": [0.5] * 3, "std": [0.25] * 3}, tile_size=256, threshold=0.5,
        parameters=0, local=False,
    )  # fmt: skip
    models.save(models.build("unet", in_channels=3, width=8), card, model)
    output = tmp_path / "results" / "next.gpkg"
    return SuggestParameters(str(raster), model=str(model), device="cpu", tta="d4", output=str(output)).to_dict()


def test_a_search_is_cancelled_within_a_second_and_leaves_nothing(client, parameters, tmp_path):
    heard, asked = [], []

    def windows_are_looked_at():
        if any(progress.message.startswith("Window") for progress in heard):
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(CancelledError):
        client.call("suggest", parameters, heard.append, windows_are_looked_at)
    assert time.monotonic() - asked[0] < 1
    assert 0 < heard[-1].fraction < 1 and heard[-1].seconds_left > 0
    assert not (tmp_path / "results").exists()
    with pytest.raises(InputError, match="At least one window must be asked for"):
        client.call("suggest", {**parameters, "count": 0})


def test_the_windows_come_back_as_text(client, parameters):
    result = client.call("suggest", {**parameters, "count": 2, "most": 4, "tta": "none", "side": 64})
    assert [window["rank"] for window in result["windows"]] == [1, 2]
    assert all(window["geometry_wkt"].startswith("POLYGON") for window in result["windows"])
    assert result["looked_at"] == 4
