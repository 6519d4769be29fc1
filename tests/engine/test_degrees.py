"""Rasters in degrees, whose pixels are narrower on the ground than high: networks see the ground as it is."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rasterio.transform import array_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject

from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.ground import pixel_sides
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.sample_scene import generate, write
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.tiles import read_tiles

SIDE, GSD, NORTH = 1024, 0.8, 60  # so far north a degree of longitude has half the length
METRES = CRS.from_string(f"+proj=tmerc +lat_0={NORTH} +lon_0=10 +ellps=WGS84")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """A scene and its mask far north, in metres and in degrees."""
    folder = tmp_path_factory.mktemp("north")
    scene = write(generate(5, SIDE, GSD), folder / "scene")
    placed = Affine(GSD, 0, -SIDE * GSD / 2, 0, -GSD, SIDE * GSD / 2)
    bounds = array_bounds(SIDE, SIDE, placed)
    warped, width, height = calculate_default_transform(METRES, "EPSG:4326", SIDE, SIDE, *bounds)
    files: dict[str, list[Path]] = {"metres": [], "degrees": []}
    for name in ("image", "truth"):
        with rasterio.open(scene[name]) as opened:
            values = opened.read()
        turned = np.zeros((len(values), height, width), np.uint8)
        reproject(values, turned, src_transform=placed, src_crs=METRES, dst_transform=warped, dst_crs="EPSG:4326",
                  resampling=Resampling.nearest)  # fmt: skip
        for system, crs, pixels, transform in (
            ("metres", METRES, values, placed),
            ("degrees", CRS.from_epsg(4326), turned, warped),
        ):
            profile = {"count": len(pixels), "height": pixels.shape[1], "width": pixels.shape[2], "dtype": "uint8"}
            files[system].append(folder / system / name / "scene.tif")
            files[system][-1].parent.mkdir(parents=True)
            with rasterio.open(files[system][-1], "w", crs=crs, transform=transform, **profile) as written:
                written.write(pixels)
    return {system: (image, truth) for system, (image, truth) in files.items()}


def test_a_model_finds_in_degrees_what_it_finds_in_metres(pairs) -> None:
    found = {}
    for system, (image, truth) in pairs.items():
        wishes = {"model": "default", "raster": str(image), "truth": str(truth), "device": "cpu"}
        found[system] = run_job("evaluate", wishes, JobContext())["iou"]
    assert found["degrees"] > found["metres"] - 0.15


def test_what_is_written_has_square_pixels_over_the_same_ground(pairs, tmp_path) -> None:
    image, _ = pairs["degrees"]
    wishes = {"model": "default", "raster": str(image), "output": str(tmp_path / "out"), "device": "cpu"}
    result = run_job("detect", wishes, JobContext())
    with rasterio.open(result["mask"]) as mask, rasterio.open(image) as opened:
        assert mask.bounds == pytest.approx(opened.bounds)
        across, down = pixel_sides(mask.transform, mask.width, mask.height, mask.crs)
        stored = pixel_sides(opened.transform, opened.width, opened.height, opened.crs)
    assert stored[0] / stored[1] == pytest.approx(0.5, rel=0.01)
    assert across == pytest.approx(down, rel=0.01)
    assert across * down == pytest.approx(stored[0] * stored[1], rel=0.01)


def test_tiles_in_degrees_are_learned_from_as_they_are_seen(pairs) -> None:
    image, truth = pairs["degrees"]
    source = TileSource(images=str(image.parent), masks=str(truth.parent))
    (tile,) = read_tiles(source, Path())
    with RasterSource(str(image)) as opened:
        grid = opened.ground_grid()
        assert grid.width / opened.dataset.width == pytest.approx(np.sqrt(0.5), rel=0.02)
    assert tile.image.shape[1:] == tile.mask.shape == (grid.height, grid.width)
    with rasterio.open(truth) as opened:
        assert tile.mask.mean() == pytest.approx((opened.read(1) > 0).mean(), rel=0.05)


def test_tiles_whose_coordinates_cannot_be_are_read_as_they_are(pairs, tmp_path) -> None:
    for name, file in zip(("images", "masks"), pairs["metres"], strict=True):
        (tmp_path / name).mkdir()
        with rasterio.open(file) as opened:
            zone = Affine(GSD, 0, 600000, 0, -GSD, 3000000)
            metres_as_degrees = {**opened.profile, "crs": "EPSG:4326", "transform": zone}
            with rasterio.open(tmp_path / name / "scene.tif", "w", **metres_as_degrees) as written:
                written.write(opened.read())
    (tile,) = read_tiles(TileSource(images="images", masks="masks"), tmp_path)
    assert tile.mask.shape == (SIDE, SIDE)


def test_pixels_in_metres_are_read_as_they_are(pairs) -> None:
    image, _ = pairs["metres"]
    with RasterSource(str(image)) as source:
        assert source.ground_grid().is_native
        assert source.ground_grid(4) == source.grid(4)
