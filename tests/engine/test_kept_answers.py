"""What is kept between clicks is kept only as long as the files are what they were."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.shutil import copy

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.source import RasterSource, Reading
from landslide_plugin.engine.raster.stretch import Stretch
from tests.engine.conftest import UTM

EDITOR = """
import sqlite3, sys
mask = sqlite3.connect(sys.argv[1])
mask.execute("PRAGMA journal_mode=WAL")
mask.execute("SELECT * FROM clouds").fetchall()
print("open")
input()
mask.execute("DELETE FROM clouds")
mask.commit()
print("deleted")
input()
"""  # a process of its own, as QGIS is: SQLite's locks know processes


def brighten(path: str, seconds: float) -> None:
    """Changes all pixels and the time of the file, but not its size."""
    before = Path(path).stat()
    with rasterio.open(path, "r+") as file:
        file.write(file.read() * 2)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + int(seconds * 1e9)))
    assert Path(path).stat().st_size == before.st_size


def stretch_of(path: str, **reading: object) -> Stretch:
    with RasterSource(path, reading=Reading(**reading)) as source:
        return source.stretch


@pytest.fixture
def deep(write_raster, discs) -> str:
    """16-bit."""
    return write_raster(discs.pixels.astype("uint16") * 40 + 300, "deep.tif")


@pytest.mark.parametrize("mosaic", [False, True])
def test_the_stretch_is_looked_for_again_only_where_a_file_has_changed(deep, tmp_path, mosaic) -> None:
    image = deep
    if mosaic:
        image = str(tmp_path / "mosaic.vrt")
        copy(deep, image, driver="VRT")
    first = stretch_of(image)
    brighten(deep, 0)
    assert stretch_of(image) == first, "nothing tells that the file is another one, so it is not sampled again"
    brighten(deep, 1)
    assert stretch_of(image).high == pytest.approx([4 * high for high in first.high])


def test_bands_and_mask_have_stretches_of_their_own(deep, tmp_path) -> None:
    with rasterio.open(deep) as file:
        left, bottom, right, top = file.bounds
    half = shapely.box(left, bottom, (left + right) / 2, top)
    with fiona.open(tmp_path / "half.gpkg", "w", driver="GPKG", crs=UTM,
                    schema={"geometry": "Polygon", "properties": {}}) as layer:  # fmt: skip
        layer.write({"geometry": shapely.geometry.mapping(half), "properties": {}})
    whole = stretch_of(deep)
    assert stretch_of(deep, mask=str(tmp_path / "half.gpkg")) != whole
    with RasterSource(deep, bands=(3, 2, 1)) as source:
        assert source.stretch.high == whole.high[::-1]
    assert stretch_of(deep) == whole


def test_a_mask_that_somebody_edits_is_looked_at_again(write_raster, discs, discs_model, tmp_path) -> None:
    """QGIS keeps a GeoPackage open while it is edited; the file itself is written later."""
    image = write_raster(discs.pixels)
    column, row, radius = discs.places[0]
    with rasterio.open(image) as file:
        x, y = file.xy(row, column)
    mask = tmp_path / "clouds.gpkg"
    with fiona.open(mask, "w", driver="GPKG", layer="clouds", crs=UTM, SPATIAL_INDEX="NO",
                    schema={"geometry": "Polygon", "properties": {}}) as layer:  # fmt: skip
        layer.write({"geometry": shapely.geometry.mapping(shapely.Point(x, y).buffer(radius)), "properties": {}})
    wishes = {"raster": image, "model": discs_model, "mask": str(mask), "x": x, "y": y}
    assert run_job("click", wishes, JobContext())["hidden_by"] == "mask"
    with subprocess.Popen([sys.executable, "-uc", EDITOR, mask], text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as editor:  # fmt: skip
        assert editor.stdout.readline() == "open\n"
        assert run_job("click", wishes, JobContext())["hidden_by"] == "mask"
        before = mask.stat().st_mtime_ns
        print("delete", file=editor.stdin, flush=True)
        assert editor.stdout.readline() == "deleted\n"
        assert mask.stat().st_mtime_ns == before
        answer = run_job("click", wishes, JobContext())
        editor.communicate("close\n")
    assert (answer["found"], answer["hidden_by"]) == (True, None)


def test_a_click_sees_what_has_changed_under_a_mosaic(write_raster, discs, discs_model, tmp_path) -> None:
    image, mosaic = write_raster(discs.pixels), str(tmp_path / "mosaic.vrt")
    copy(image, mosaic, driver="VRT")
    column, row, _ = discs.places[0]
    with rasterio.open(image) as file:
        x, y = file.xy(row, column)
    wishes = {"raster": mosaic, "model": discs_model, "x": x, "y": y}
    assert run_job("click", wishes, JobContext())["found"]
    write_raster(np.full_like(discs.pixels, 90))
    assert not run_job("click", wishes, JobContext())["found"]
