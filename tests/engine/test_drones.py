"""Orthomosaics of drones: centimetres per pixel, alpha, ragged borders, far more pixels than memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.source import RasterSource

ROOT = Path(__file__).resolve().parents[2]
RGBA = (ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha)


def test_a_fine_orthomosaic_with_a_ragged_border(write_raster, discs, discs_model, tmp_path):
    """4 cm pixels, read at the model's 0.3 m; what the alpha band hides is nodata and never landslide."""
    factor = 9
    fine = discs.pixels.repeat(factor, 1).repeat(factor, 2)
    rows, columns = np.mgrid[0 : fine.shape[1], 0 : fine.shape[2]]
    seen = columns + 40 * np.sin(rows / 60) > 1100  # the first disc lies outside
    fine = np.where(seen, fine, 0).astype("uint8")
    path = write_raster(
        np.concatenate([fine, (255 * seen[None]).astype("uint8")]), "flight.tif", colorinterp=RGBA, tiled=True,
        transform=Affine(0.04, 0, 600000, 0, -0.04, 3000000), compress="deflate",
    )  # fmt: skip
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out"), "model": discs_model}, JobContext())
    assert result["gsd_m"] == pytest.approx(0.3)
    assert "0.04 m image, model works at 0.3 to 2 m: reading at 0.3 m" in result["reading"]
    assert discs.found(result, Affine(0.36, 0, 600000, 0, -0.36, 3000000)) == [1]
    with rasterio.open(result["mask"]) as mask:
        valid = mask.dataset_mask().astype(bool)
        share = seen.mean()
        assert valid.mean() == pytest.approx(share, abs=0.01)
        assert not valid[:, : int(1000 / fine.shape[2] * mask.width)].any()


def test_the_image_may_have_a_fourth_band_that_is_no_alpha(write_raster, discs, discs_model, tmp_path):
    infrared = np.full((1, *discs.pixels.shape[1:]), 9, "uint8")
    path = write_raster(np.concatenate([discs.pixels, infrared]), photometric="RGB", alpha="UNSPECIFIED")
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out"), "model": discs_model}, JobContext())
    assert discs.found(result, Affine(0.5, 0, 600000, 0, -0.5, 3000000)) == [0, 1]


def test_overviews_are_used_where_they_help(write_raster):
    """Proved by overviews that show something else than the pixels do."""
    path = write_raster(np.full((3, 512, 512), 40, "uint8"), tiled=True, blockxsize=256, blockysize=256)
    with rasterio.open(path, "r+") as file:
        file.write(np.full((3, 512, 512), 200, "uint8"))
        file.build_overviews([4])
    with rasterio.open(path, "r+") as file:
        file.write(np.full((3, 512, 512), 40, "uint8"))
    with RasterSource(path) as source:
        for scale, seen in ((1, 40), (2, 40), (4, 200), (8, 200)):
            grid = source.grid(scale)
            tile = source.read(Window(0, 0, grid.width, grid.height), grid)
            assert tile.pixels.mean() * 255 == pytest.approx(seen), scale


MEASURE = """
import json, sys
import psutil, torch
torch.set_num_threads(1)
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.device import peak_memory_mb

raster, output, model = sys.argv[1:]
run_job("warm", {"model": model}, JobContext())
before = peak_memory_mb()
result = run_job("detect", {"raster": raster, "output": output, "model": model}, JobContext())
print(json.dumps({"mb": peak_memory_mb() - before, "tiles": result["tiles"], "gsd": result["gsd_m"]}))
"""


def test_memory_does_not_grow_with_the_image(tmp_path, discs, discs_model):
    """30,000 pixels wide at 4 cm, mostly empty: a gigabyte in four bands, were they all held."""
    path = tmp_path / "flight.tif"
    profile = {
        "driver": "GTiff", "dtype": "uint8", "count": 4, "width": 30_000, "height": 9_000, "tiled": True,
        "sparse_ok": True, "crs": "EPSG:32648", "transform": Affine(0.04, 0, 600000, 0, -0.04, 3000000),
        "compress": "deflate", "bigtiff": "yes", "blockxsize": 512, "blockysize": 512,
    }  # fmt: skip
    part = discs.pixels.repeat(8, 1).repeat(8, 2)
    with rasterio.open(path, "w", **profile) as file:
        file.colorinterp = RGBA
        for left, top in ((3000, 2000), (26_000, 7_000)):
            file.write(np.concatenate([part, np.full((1, *part.shape[1:]), 255, "uint8")]),
                       window=Window(left, top, part.shape[2], part.shape[1]))  # fmt: skip
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(tmp_path / "out"), discs_model], cwd=ROOT, check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-2000:]
    answer = json.loads(finished.stdout.splitlines()[-1])
    assert answer["gsd"] == pytest.approx(0.3)
    assert 0 < answer["tiles"] < 20, "empty tiles are skipped"
    assert answer["mb"] < 400, "the image alone would take 1080"


def test_a_real_drone_image(real_raster, discs_model, tmp_path):
    path = str(real_raster("dummy_fotomap_small.tif"))
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out"), "model": discs_model}, JobContext())
    assert "0.02 m image" in result["reading"]
    with rasterio.open(path) as image, rasterio.open(result["mask"]) as mask:
        assert mask.bounds == pytest.approx(image.bounds)
        assert mask.dataset_mask().mean() / 255 == pytest.approx((image.read(4) >= 128).mean(), abs=0.05)


def test_a_real_airborne_image(real_raster, discs_model, tmp_path):
    path = str(real_raster("OSBS_029.tif"))
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out"), "model": discs_model}, JobContext())
    assert result["gsd_m"] == pytest.approx(0.3)
