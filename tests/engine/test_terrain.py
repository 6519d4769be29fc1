"""Bands of the terrain: right on ground whose slope is known, in every CRS and unit, and where heights are missing."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.fused import FusedSource, open_source
from landslide_plugin.engine.raster.terrain import Level, derive

UTM = "EPSG:32648"
EAST, NORTH = 500_000.0, 3_000_000.0  # on the zone's central meridian, where grid north is north
TERRAIN = ("elevation", "slope", "aspect_sin", "aspect_cos", "relief")

Ground = Callable[[np.ndarray, np.ndarray], np.ndarray]


def plane(east: np.ndarray, north: np.ndarray) -> np.ndarray:
    """Rises 0.4 to the east and 0.3 to the north: faces south-west by west, at atan(0.5)."""
    return 1000 + 0.4 * (east - EAST) + 0.3 * (north - NORTH)


def hill(east: np.ndarray, north: np.ndarray) -> np.ndarray:
    return 500 + 60 * np.exp(-((east - EAST - 13) ** 2 + (north - NORTH - 7) ** 2) / (2 * 30**2))


def grid_around(crs: str, pixel: float, side: int, angle: float = 0.0) -> Affine:
    """A grid of square pixels in units of the CRS around the place that all tests look at."""
    x, y = Transformer.from_crs(UTM, crs, always_xy=True).transform(EAST, NORTH)
    centred = Affine(pixel, 0, -pixel * side / 2, 0, -pixel, pixel * side / 2)
    return Affine.translation(x, y) @ Affine.rotation(angle) @ centred


def places(crs: str, transform: Affine, side: int) -> tuple[np.ndarray, np.ndarray]:
    """East and north of pixel centres."""
    columns, rows = np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5)
    return Transformer.from_crs(crs, UTM, always_xy=True).transform(*(transform @ (columns, rows)))


@pytest.fixture
def write_dem(tmp_path: Path) -> Callable[..., str]:
    """Writes the heights of some ground."""

    def write(
        ground: Ground = plane, crs: str = UTM, pixel: float = 3.0, side: int = 200, angle: float = 0.0,
        change: Callable[[np.ndarray], np.ndarray] = lambda z: z, unit: str = "", dtype: str = "float32",
        **profile: object,
    ) -> str:  # fmt: skip
        transform, path = grid_around(crs, pixel, side, angle), tmp_path / "dem.tif"
        heights = change(ground(*places(crs, transform, side)))
        settings = {"driver": "GTiff", "dtype": dtype, "count": 1, "height": side, "width": side, "crs": crs}
        with rasterio.open(path, "w", transform=transform, **{**settings, **profile}) as file:
            file.write(heights.astype(dtype), 1)
            if unit:
                file.units = (unit,)
        return str(path)

    return write


@pytest.fixture
def write_image(tmp_path: Path) -> Callable[..., str]:
    """Writes an image without content."""

    def write(crs: str | None = UTM, pixel: float = 1.0, side: int = 160, angle: float = 0.0) -> str:
        path, settings = tmp_path / "image.tif", {"driver": "GTiff", "dtype": "uint8", "count": 3}
        transform = grid_around(crs, pixel, side, angle) if crs else Affine.identity()
        with rasterio.open(path, "w", height=side, width=side, crs=crs, transform=transform, **settings) as file:
            file.write(np.full((3, side, side), 99, np.uint8))
        return str(path)

    return write


def open_fused(image: str, dem: str, *bands: str, span: int = 128) -> FusedSource:
    return open_source(image, ("red", "green", "blue", *bands), None, dem, span)


def read(image: str, dem: str, *bands: str, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Bands of the terrain over the whole image, and where they are known."""
    with open_fused(image, dem, *bands) as source:
        grid = source.grid(scale)
        tile = source.read(Window(0, 0, grid.width, grid.height), grid)
    return tile.pixels[3:], tile.valid


METRE = 1 / 111_000  # degrees, about
UTM_IN_FEET = "+proj=tmerc +lon_0=105 +k=0.9996 +x_0=500000 +ellps=WGS84 +units=ft"
WORLDS = {
    "the same": ((UTM, 1.0, 0.0), (UTM, 3.0, 0.0)),
    "finer than the image": ((UTM, 4.0, 0.0), (UTM, 0.5, 0.0)),
    "a turned image": ((UTM, 1.0, 35.0), (UTM, 3.0, 0.0)),
    "a turned elevation model": ((UTM, 1.0, 0.0), (UTM, 3.0, -20.0)),
    "degrees below metres": ((UTM, 1.0, 0.0), ("EPSG:4326", 4 * METRE, 0.0)),
    "metres below degrees": (("EPSG:4326", METRE, 0.0), (UTM, 3.0, 0.0)),
    "degrees below turned degrees": (("EPSG:4326", METRE, 15.0), ("EPSG:4326", 3 * METRE, 0.0)),
    "Web Mercator": (("EPSG:3857", 1.0, 0.0), (UTM, 3.0, 0.0)),
    "feet on the ground": ((UTM, 1.0, 0.0), (UTM_IN_FEET, 9.0, 0.0)),
}  # fmt: skip


@pytest.mark.parametrize("world", WORLDS)
def test_a_plane_has_its_slope_and_aspect_in_every_crs(write_image, write_dem, world) -> None:
    (image_crs, pixel, angle), (dem_crs, cell, dem_angle) = WORLDS[world]
    image = write_image(image_crs, pixel, 60, angle)
    dem = write_dem(plane, dem_crs, cell, 640 if cell == 0.5 else 200, dem_angle)
    bands, valid = read(image, dem, "slope", "aspect_sin", "aspect_cos")
    assert valid.all()
    np.testing.assert_allclose(90 * bands[0], np.degrees(np.arctan(0.5)), atol=0.05)
    facing = np.degrees(np.arctan2(2 * bands[1] - 1, 2 * bands[2] - 1)) % 360
    np.testing.assert_allclose(facing, np.degrees(np.arctan2(-0.4, -0.3)) % 360, atol=0.2)
    np.testing.assert_allclose(np.hypot(2 * bands[1] - 1, 2 * bands[2] - 1), 1, atol=1e-5)


def test_flat_ground_faces_nowhere(write_image, write_dem) -> None:
    bands, valid = read(write_image(), write_dem(lambda east, _: 0 * east + 120), *TERRAIN)
    assert valid.all()
    np.testing.assert_allclose(bands[:4, 0, 0], [0.5, 0, 0.5, 0.5], atol=1e-6)
    np.testing.assert_allclose(bands[4], 0, atol=1e-6)


FEET, SURVEY_FEET = 1 / 0.3048, 3937 / 1200
UNITS = {
    "feet": {"change": lambda z: z * FEET, "unit": "ft"},
    "survey feet": {"change": lambda z: z * SURVEY_FEET, "unit": "US survey foot"},
    "feet of the CRS": {"change": lambda z: z * SURVEY_FEET, "vertical": "EPSG:32648+6360"},
    "decimetres": {"change": lambda z: np.rint(z * 10), "unit": "dm", "dtype": "int16"},
}


@pytest.mark.parametrize("unit", UNITS)
def test_feet_equal_metres(write_image, write_dem, unit, tmp_path) -> None:
    image, wish = write_image(side=60), dict(UNITS[unit])
    vertical = wish.pop("vertical", None)
    expected, _ = read(image, write_dem(hill), *TERRAIN)
    dem = write_dem(hill, **wish)
    if vertical:
        with rasterio.open(dem) as file:
            profile, heights = file.profile, file.read()
        dem = str(tmp_path / "vertical.tif")
        with rasterio.open(dem, "w", **{**profile, "crs": vertical}) as file:
            file.write(heights)
    found, valid = read(image, dem, *TERRAIN)
    assert valid.all()
    # Heights that are rounded to a decimetre on cells of 3 m change slopes by a degree or two.
    np.testing.assert_allclose(found[[0, 1, 4]], expected[[0, 1, 4]], atol=0.03 if unit == "decimetres" else 1e-4)


def test_scaled_and_offset_heights_are_read_as_meant(write_image, write_dem) -> None:
    image, dem = write_image(side=60), write_dem(hill, change=lambda z: np.rint((z - 400) * 100), dtype="int32")
    with rasterio.open(dem, "r+") as file:
        file.scales, file.offsets = (0.01,), (400.0,)
    found, _ = read(image, dem, "slope", "relief")
    np.testing.assert_allclose(found, read(image, write_dem(hill), "slope", "relief")[0], atol=0.005)


VOIDS = {
    "declared": {"mark": -5.0, "nodata": -5},
    "NaN": {"mark": np.nan},
    "-9999, not declared": {"mark": -9999.0},
    "-32768, not declared": {"mark": -32768.0},
    "lowest float": {"mark": float(np.finfo("float32").min)},
    "-9999 where NaN is declared": {"mark": -9999.0, "nodata": np.nan},
}


@pytest.mark.parametrize("kind", VOIDS)
def test_small_voids_are_filled_and_large_ones_are_no_data(write_image, write_dem, kind) -> None:
    settings = dict(VOIDS[kind])
    mark = settings.pop("mark")

    def make_holes(heights: np.ndarray) -> np.ndarray:
        heights[98:101, 90:93] = mark
        heights[102:140, 102:140] = mark
        return heights

    image = write_image(pixel=3.0, side=120)
    bands, valid = read(image, write_dem(change=make_holes, **settings), "slope", "relief")
    slope = 90 * bands[0]
    assert valid[58:61, 50:53].all(), "a hole of three cells"
    assert not valid[63:99, 63:99].any(), "a hole of 38 cells"
    assert (bands[:, ~valid] == 0).all()
    untouched = np.ones(valid.shape, bool)
    for rows, columns in ((slice(54, 65), slice(46, 57)), (slice(60, 103), slice(60, 103))):
        untouched[rows, columns] = False
    assert valid[untouched].all()
    np.testing.assert_allclose(slope[untouched], np.degrees(np.arctan(0.5)), atol=0.05)
    assert np.abs(slope[valid] - 26.6).max() < 12, "no cliffs at holes"


@pytest.mark.parametrize(("dem_crs", "cell"), [(UTM, 3.0), ("EPSG:4326", 4 * METRE), ("EPSG:3857", 0.3)])
@pytest.mark.parametrize(("image_crs", "pixel", "angle"), [(UTM, 1.0, 0), (UTM, 1.0, 30), ("EPSG:4326", METRE, 0)])
def test_a_hilltop_lies_where_it_is(write_image, write_dem, dem_crs, cell, image_crs, pixel, angle) -> None:
    image = write_image(image_crs, pixel, 160, angle)
    dem = write_dem(hill, dem_crs, cell, 900 if cell == 0.3 else 150)
    elevation, valid = read(image, dem, "elevation")
    assert valid.all()
    weight = np.where(elevation[0] > 0.8 * elevation.max(), elevation[0] - 0.8 * elevation.max(), 0)
    columns, rows = np.meshgrid(np.arange(160) + 0.5, np.arange(160) + 0.5)
    with rasterio.open(image) as file:
        transform = file.transform
    x, y = transform @ tuple((weight * axis).sum() / weight.sum() for axis in (columns, rows))
    east, north = Transformer.from_crs(image_crs, UTM, always_xy=True).transform(x, y)
    assert np.hypot(east - EAST - 13, north - NORTH - 7) < 0.5


@pytest.mark.parametrize("cell", [0.4, 3.0])
def test_a_pixel_has_the_same_value_in_every_window(write_image, write_dem, cell) -> None:
    rng = np.random.default_rng(0)
    dem = write_dem(hill, "EPSG:3857", cell, int(400 / cell), change=lambda z: z + rng.normal(0, 0.3, z.shape))
    bands = ("slope", "aspect_sin", "aspect_cos", "relief")
    with open_fused(write_image(), dem, *bands) as source:
        for scale in (1.0, 1.7):
            grid = source.grid(scale)
            whole = source.read(Window(0, 0, grid.width, grid.height), grid).pixels[3:]
            part = source.read(Window(23, 41, 31, 29), grid).pixels[3:]
            np.testing.assert_allclose(part, whole[:, 41:70, 23:54], atol=1e-4)


def test_an_elevation_is_compared_with_the_ground_around_the_window(write_image, write_dem) -> None:
    with open_fused(write_image(), write_dem(), "elevation", span=100) as source:
        grid = source.grid()
        large = source.read(Window(30, 30, 100, 100), grid).pixels[3]
        small = source.read(Window(70, 70, 20, 20), grid).pixels[3]
        elsewhere = source.read(Window(0, 0, 100, 100), grid).pixels[3]
    np.testing.assert_allclose(small, large[40:60, 40:60], atol=1e-3)
    np.testing.assert_allclose(elsewhere, large, atol=1e-3)  # the same plane, only higher up
    assert np.ptp(large) == pytest.approx(0.5 * 70 / 0.96 / 58, rel=0.2)


def test_flat_ground_makes_no_mountains_of_its_noise() -> None:
    heights = 200 + np.random.default_rng(0).normal(0, 0.2, (64, 64))
    level = Level.of(heights)
    assert (level.middle, level.spread) == (pytest.approx(200, abs=0.1), 10)
    assert np.abs(derive(heights, None, None, ["elevation"], level) - 0.5).max() < 0.06


def test_relief_is_the_range_of_the_surroundings() -> None:
    heights = np.random.default_rng(1).uniform(0, 60, (40 + 10, 30 + 10))
    steps = np.diag([5.0, -5.0])[:, :, None, None]
    (relief,) = derive(heights, steps, 5.0, ["relief"], Level(0, 1))
    for row, column in ((0, 0), (39, 29), (17, 11)):
        assert 100 * relief[row, column] == pytest.approx(np.ptp(heights[row : row + 11, column : column + 11]))


def test_ground_beyond_the_image_is_mirrored_and_faces_the_other_way(write_image, write_dem) -> None:
    with open_fused(write_image(side=60), write_dem(), "slope", "aspect_sin", "aspect_cos") as source:
        tile = source.read(Window(-10, -20, 80, 100), source.grid())
    _, east, north = 2 * tile.pixels[3:] - 1
    np.testing.assert_allclose(east[30, [5, 30, 75]], [0.8, -0.8, 0.8], atol=0.01)
    np.testing.assert_allclose(north[[5, 40, 95], 30], [0.6, -0.6, 0.6], atol=0.01)
    np.testing.assert_allclose(tile.pixels[3], np.degrees(np.arctan(0.5)) / 90, atol=0.001)


def test_what_the_elevation_model_does_not_cover_is_no_data(write_image, write_dem) -> None:
    image = write_image(side=160)
    with open_fused(image, write_dem(side=60, pixel=1.0), "slope") as source:
        grid = source.grid()
        everything = Window(0, 0, 160, 160)
        tile = source.read(everything, grid)
        assert tile.valid.mean() == pytest.approx((58 / 160) ** 2, rel=0.1)
        assert not tile.pixels[:, ~tile.valid].any()
        (warning,) = source.check(everything, grid)
        assert "covers 1" in warning
        assert source.check(Window(70, 70, 20, 20), grid) == ()
        with pytest.raises(InputError, match="does not cover"):
            source.check(Window(0, 0, 20, 20), grid)
        assert not source.read(Window(0, 0, 20, 20), grid).valid.any()


def test_bad_elevation_models_are_refused_in_one_sentence(write_image, write_dem, tmp_path) -> None:
    image = write_image()
    for bands, dem, said in (
        (["slope"], image, "has 3 bands"),
        (["slope"], str(tmp_path / "nothing.tif"), "no file"),
        (["aspect_sin"], write_dem(), "belong together"),
    ):
        with pytest.raises(InputError, match=said) as refused:
            open_fused(image, dem, *bands)
        assert str(refused.value).count(".") <= 2
    with pytest.raises(InputError, match="choose an elevation model"):
        open_source(image, ("red", "green", "blue", "slope"))
    with pytest.raises(InputError, match="image's bands first"):
        open_source(image, ("slope", "red", "green", "blue"), None, write_dem())
    with pytest.raises(InputError, match="has no coordinate reference system"):
        open_fused(write_image(None), write_dem(), "slope")


def test_an_image_without_georeference_can_have_elevation_alone(write_image, tmp_path) -> None:
    dem, heights = tmp_path / "grey.tif", np.add.outer(np.arange(80.0), np.zeros(80))
    with rasterio.open(dem, "w", driver="GTiff", dtype="uint8", count=1, height=80, width=80) as file:
        file.write(heights.astype("uint8"), 1)
    image = write_image(None)
    elevation, valid = read(image, str(dem), "elevation")
    assert valid.all()
    assert elevation[0, 5, 80] < elevation[0, 80, 80] < elevation[0, 155, 80]
    assert np.corrcoef(elevation[0, :, 3], np.arange(160))[0, 1] > 0.999
    with pytest.raises(InputError, match="measured in metres"):
        read(image, str(dem), "elevation", "slope")


def test_a_huge_elevation_model_is_read_in_parts(write_image, tmp_path) -> None:
    dem, cell = tmp_path / "huge.tif", 0.02
    with rasterio.open(
        dem, "w", driver="GTiff", dtype="float32", count=1, height=60_000, width=60_000, crs=UTM, tiled=True,
        transform=grid_around(UTM, cell, 60_000), sparse_ok=True, bigtiff="yes",
    ):  # fmt: skip
        pass
    with open_fused(write_image(), str(dem), "slope", "elevation") as source:
        tracemalloc.start()
        try:
            tile = source.read(Window(0, 0, 160, 160), source.grid())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert tile.valid.all()
    assert peak < 80e6


class TestRealFiles:
    """Rasters of the Rocky Mountains: degrees, other pixels than the image's, and only part of the image covered."""

    def test_elevation_lies_where_the_file_has_it(self, real_raster) -> None:
        image, dem = real_raster("rmnp-rgb.tif"), real_raster("rmnp-dem.tif")
        elevation, valid = read(str(image), str(dem), "elevation")
        with rasterio.open(image) as picture, rasterio.open(dem) as file:
            rows, columns = np.nonzero(valid)
            x, y = picture.transform @ (columns + 0.5, rows + 0.5)
            column, row = (~file.transform) @ (x, y)
            heights = file.read(1).astype(float)
            bounds, covered = file.bounds, valid.mean()
        agreement = {}
        for across in (-1, 0, 1):
            for along in (-1, 0, 1):
                at = np.clip(row + along, 0, 186).astype(int), np.clip(column + across, 0, 151).astype(int)
                agreement[across, along] = np.corrcoef(elevation[0, rows, columns], heights[at])[0, 1]
        assert max(agreement, key=agreement.get) == (0, 0)
        assert agreement[0, 0] > 0.97
        area = (bounds.right - bounds.left) * (bounds.top - bounds.bottom) / (0.0015**2 * 485 * 373)
        assert covered == pytest.approx(area, rel=0.03)

    def test_slopes_are_those_of_the_ground_whatever_the_crs_of_the_image(self, tmp_path, real_raster) -> None:
        dem = str(real_raster("co_dem_float32_crop.tif"))
        east, north = Transformer.from_crs("EPSG:4326", "EPSG:32613", always_xy=True).transform(-107.122, 38.971)
        found = {}
        for crs, x, y, pixel in (("EPSG:32613", east, north, 20.0), ("EPSG:4326", -107.122, 38.971, 0.0002)):
            path = tmp_path / f"{crs[5:]}.tif"
            with rasterio.open(
                path, "w", driver="GTiff", dtype="uint8", count=3, height=101, width=101, crs=crs,
                transform=Affine(pixel, 0, x - 50.5 * pixel, 0, -pixel, y + 50.5 * pixel),
            ) as file:  # fmt: skip
                file.write(np.full((3, 101, 101), 99, np.uint8))
            bands, valid = read(str(path), dem, "slope", "aspect_sin", "aspect_cos")
            assert valid.all()
            found[crs] = bands[:, 35:66, 35:66].reshape(3, -1).mean(1)
        assert 5 < 90 * found["EPSG:32613"][0] < 45
        np.testing.assert_allclose(found["EPSG:4326"], found["EPSG:32613"], atol=0.04)
