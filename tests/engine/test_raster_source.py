"""Any raster that GDAL opens arrives at the network as 0-1 values with an honest validity mask."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.raster_paths import raster_name
from landslide_plugin.engine.raster.source import RasterSource


def read_all(path: str, **options: object) -> tuple[np.ndarray, np.ndarray]:
    with RasterSource(path, **options) as source:
        grid = source.grid()
        tile = source.read(Window(0, 0, grid.width, grid.height), grid)
        return tile.pixels, tile.valid


def ramp(dtype: str, low: float, high: float, bands: int = 3) -> np.ndarray:
    return np.linspace(low, high, 100 * 80).reshape(100, 80)[None].repeat(bands, 0).astype(dtype)


def test_8_bit_passes_unchanged(write_raster) -> None:
    pixels = ramp("uint8", 30, 60)
    values, valid = read_all(write_raster(pixels))
    np.testing.assert_allclose(values, pixels / 255, atol=1e-6)
    assert valid.all()


@pytest.mark.parametrize("scale", [1, 2.37, 0.6])
def test_a_tile_that_is_read_in_strips_is_the_same(landscape, write_raster, monkeypatch, scale) -> None:
    landscape[:, 100:160, :300] = 0
    with RasterSource(write_raster(landscape, nodata=0)) as source:
        grid = source.grid(scale)
        window = Window(30, -20, 250, grid.height)
        at_once = source.read(window, grid)
        monkeypatch.setattr("landslide_plugin.engine.raster.source._STRIP_PIXELS", 30_000)
        in_strips = source.read(window, grid)
    np.testing.assert_allclose(in_strips.pixels, at_once.pixels, atol=1.01 / 255)
    np.testing.assert_array_equal(in_strips.valid, at_once.valid)


@pytest.mark.parametrize(("dtype", "low", "high"), [("uint16", 200, 3000), ("int16", -50, 900), ("float32", 0.0, 0.4)])
def test_other_radiometry_is_stretched_to_its_percentiles(write_raster, dtype, low, high) -> None:
    values, _ = read_all(write_raster(ramp(dtype, low, high)))
    assert values.min() == 0
    assert values.max() == 1
    assert np.median(values) == pytest.approx(0.5, abs=0.02)


def test_the_stretch_of_a_large_raster_comes_from_a_sample(write_raster) -> None:
    pixels = np.random.default_rng(0).normal(1000, 100, (3, 2600, 2600)).astype("uint16")
    with RasterSource(write_raster(pixels, tiled=True)) as source:
        expected = np.percentile(pixels[0], (2, 98))
        np.testing.assert_allclose((source.stretch.low[0], source.stretch.high[0]), expected, rtol=0.01)


@pytest.mark.parametrize(
    ("dtype", "nodata", "tiled"), [("uint16", 0, True), ("uint16", 0, False), ("float32", -9999, True)]
)
def test_a_large_mosaic_with_little_data_is_searched_for_it(tmp_path, dtype, nodata, tiled) -> None:
    """One scene in a mosaic for a province, as `gdal_merge` and GDAL's sparse files make them, and no overviews."""
    scene = np.random.default_rng(0).normal(1000, 100, (3, 1100, 1100)).astype(dtype)
    profile = {"driver": "GTiff", "dtype": dtype, "count": 3, "width": 20000, "height": 20000, "nodata": nodata,
               "tiled": tiled, "sparse_ok": True}  # fmt: skip
    with rasterio.open(tmp_path / "mosaic.tif", "w", **profile) as file:
        file.write(scene, window=Window(3100, 3200, 1100, 1100))
    with RasterSource(str(tmp_path / "mosaic.tif")) as source:
        expected = np.percentile(scene[0], (2, 98))
        np.testing.assert_allclose((source.stretch.low[0], source.stretch.high[0]), expected, rtol=0.02)


def test_the_corner_of_a_scene_does_not_stand_for_all_of_it(tmp_path) -> None:
    """Of the windows that are spread over the mosaic one hits the scene, where it is darkest."""
    rows, columns = np.mgrid[0:2700, 0:2700]
    scene = (400 + 0.5 * (rows + columns) + np.random.default_rng(0).normal(0, 30, rows.shape)).astype("uint16")
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 3, "width": 20000, "height": 20000, "nodata": 0,
               "tiled": True, "sparse_ok": True}  # fmt: skip
    with rasterio.open(tmp_path / "mosaic.tif", "w", **profile) as file:
        file.write(np.stack([scene] * 3), window=Window(2800, 2800, 2700, 2700))
    with RasterSource(str(tmp_path / "mosaic.tif")) as source:
        expected = np.percentile(scene, (2, 98))
        np.testing.assert_allclose((source.stretch.low[0], source.stretch.high[0]), expected, rtol=0.03)


def test_a_large_mosaic_without_any_data_is_refused(tmp_path) -> None:
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 3, "width": 20000, "height": 20000, "nodata": 0,
               "tiled": True, "sparse_ok": True}  # fmt: skip
    with rasterio.open(tmp_path / "empty.tif", "w", **profile):
        pass
    with pytest.raises(InputError, match="holds no data"):
        RasterSource(str(tmp_path / "empty.tif"))


def test_nodata_nan_alpha_and_internal_masks_are_not_ground(write_raster) -> None:
    pixels = ramp("uint8", 30, 60)
    hole = np.zeros((100, 80), bool)
    hole[20:40, 10:30] = True

    by_value = pixels.copy()
    by_value[:, hole] = 0
    assert (read_all(write_raster(by_value, "value.tif", nodata=0))[1] == ~hole).all()

    by_nan = ramp("float32", 0, 1)
    by_nan[:, hole] = np.nan
    values, valid = read_all(write_raster(by_nan, "nan.tif"))
    assert (valid == ~hole).all()
    assert np.isfinite(values).all()
    assert not values[:, hole].any()

    alpha = np.where(hole, 0, 255).astype("uint8")
    interpretation = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    path = write_raster(np.concatenate([pixels, alpha[None]]), "alpha.tif", colorinterp=interpretation)
    assert (read_all(path)[1] == ~hole).all()

    assert (read_all(write_raster(pixels, "mask.tif", mask=~hole))[1] == ~hole).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("count", [4, 6])
def test_nodata_counts_in_the_bands_that_are_read(write_raster, dtype, count) -> None:
    """Near infrared is 0 on water, which is ground, and is not always 0 around the ground."""
    pixels = ramp(dtype, 30, 60, bands=count)
    pixels[:3, :20] = 0
    pixels[3:, :10] = 7
    pixels[3:, 50:] = 0
    path = write_raster(pixels, nodata=0, photometric="rgb", alpha="unspecified")
    values, valid = read_all(path, bands=(1, 2, 3))
    assert not valid[:20].any() and valid[20:].all()
    if dtype == "uint16":
        assert values[:, 20:22].max() == 0, "what is no ground has no say in the stretch"


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_a_palette_becomes_colours(write_raster, dtype) -> None:
    indices = np.array([[[0, 1], [2, 1]]], dtype)
    colours = {0: (255, 0, 0), 1: (0, 128, 0), 2: (0, 0, 64)}
    values, _ = read_all(write_raster(indices, colormap=colours, photometric="palette"))
    np.testing.assert_allclose(values[:, 0, 0] * 255, (255, 0, 0), atol=1e-4)
    np.testing.assert_allclose(values[:, 1, 0] * 255, (0, 0, 64), atol=1e-4)


@pytest.mark.parametrize(
    ("dtype", "full"), [("uint16", 65535), ("uint16", 255), ("int16", 255), ("float32", 255), ("float32", 1)]
)
def test_alpha_of_any_type_hides_what_is_not_ground(write_raster, dtype, full) -> None:
    pixels = ramp(dtype, 30, 60)
    hole = np.zeros((100, 80), bool)
    hole[20:40, 10:30] = True
    alpha = np.where(hole, 0, full).astype(dtype)
    interpretation = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    path = write_raster(np.concatenate([pixels, alpha[None]]), "alpha.tif", colorinterp=interpretation)
    assert (read_all(path)[1] == ~hole).all()


def test_opacity_of_a_large_mosaic_is_told_from_where_there_is_ground(tmp_path) -> None:
    """Half of the opacity is where ground begins; its full value is found nowhere but in one scene."""
    pixels = np.full((4, 600, 600), 900, "uint16")
    pixels[3] = 65535
    pixels[3, :100] = 20000
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 4, "width": 20000, "height": 20000, "tiled": True,
               "sparse_ok": True, "photometric": "rgb", "alpha": "yes"}  # fmt: skip
    with rasterio.open(tmp_path / "mosaic.tif", "w", **profile) as file:
        file.write(pixels, window=Window(3100, 3200, 600, 600))
    with RasterSource(str(tmp_path / "mosaic.tif")) as source:
        valid = source.read(Window(3000, 3100, 800, 800), source.grid()).valid
        with source.reopen() as again:
            np.testing.assert_array_equal(again.read(Window(3000, 3100, 800, 800), again.grid()).valid, valid)
    expected = np.zeros((800, 800), bool)
    expected[200:700, 100:700] = True
    np.testing.assert_array_equal(valid, expected)


def test_a_damaged_opacity_is_one_sentence(write_raster) -> None:
    noise = np.random.default_rng(0).integers(1, 60000, (4, 300, 300)).astype("uint16")
    path = write_raster(noise, "cut.tif", photometric="rgb", alpha="yes", interleave="band", compress="deflate")
    Path(path).write_bytes(Path(path).read_bytes()[: 3 * 300 * 300 * 2])
    with pytest.raises(InputError, match=r"cut\.tif cannot be read any more, it is damaged"):
        RasterSource(path)


@pytest.mark.parametrize(
    ("dtype", "fill"),
    [("float32", -9999), ("float32", np.finfo("float32").min), ("float64", -32768), ("int16", -32768),
     ("int16", -9999), ("uint16", 65535), ("uint16", 0)],
)  # fmt: skip
def test_fill_that_nobody_declared_is_neither_ground_nor_in_the_stretch(write_raster, dtype, fill) -> None:
    pixels = ramp(dtype, 300, 600)
    declared = pixels.copy()
    declared[:, :20] = fill
    with RasterSource(write_raster(declared, "declared.tif", nodata=fill)) as source:
        expected = source.stretch
    path = write_raster(declared, "not_declared.tif")
    _, valid = read_all(path)
    assert not valid[:20].any() and valid[20:].all()
    with RasterSource(path) as source:
        np.testing.assert_allclose(source.stretch.low, expected.low)
        np.testing.assert_allclose(source.stretch.high, expected.high)


def test_an_image_without_a_geotransform_but_with_control_points_is_refused(write_raster, tmp_path) -> None:
    """QGIS warps it while it draws it, so results in pixels would lie elsewhere."""
    corners = [GroundControlPoint(row, column, 600000 + column, 3000000 - row) for row in (0, 99) for column in (0, 79)]
    path = write_raster(ramp("uint8", 0, 255), "points.tif", crs=None, transform=Affine.identity())
    with rasterio.open(path, "r+") as file:
        file.gcps = corners, CRS.from_epsg(32648)
    with pytest.raises(InputError, match=r"points\.tif is placed by ground control points .* Warp \(Reproject\)"):
        RasterSource(path)


def test_bands_follow_the_colour_interpretation(write_raster) -> None:
    pixels = np.stack([np.full((40, 40), value, "uint8") for value in (10, 20, 30, 40)])
    order = [ColorInterp.blue, ColorInterp.green, ColorInterp.red, ColorInterp.undefined]
    path = write_raster(pixels, colorinterp=order)
    values, _ = read_all(path)
    np.testing.assert_allclose(values[:, 0, 0] * 255, (30, 20, 10), atol=1e-4)
    values, _ = read_all(path, bands=(4, 2, 1))
    np.testing.assert_allclose(values[:, 0, 0] * 255, (40, 20, 10), atol=1e-4)


def test_too_few_bands_is_said_with_both_numbers(write_raster) -> None:
    with pytest.raises(InputError, match=r"has 2 bands and the model reads 3 \(red, green, blue\)"):
        RasterSource(write_raster(ramp("uint8", 0, 9, bands=2), photometric="MINISBLACK"))


def test_a_band_that_is_not_there(write_raster) -> None:
    with pytest.raises(InputError, match="no band 7"):
        RasterSource(write_raster(ramp("uint8", 0, 9)), bands=(1, 2, 7))


@pytest.mark.parametrize(
    ("crs", "transform", "expected"),
    [
        ("EPSG:32648", Affine(0.5, 0, 600000, 0, -0.5, 3000000), 0.5),
        ("EPSG:4326", Affine(1e-5, 0, 105, 0, -1e-5, 27), 1.049),  # a degree of longitude is short at 27 north
        ("EPSG:3857", Affine(1.0, 0, 11688546, 0, -1.0, 8399737), 0.5),  # 60 north: Mercator stretches twofold
        ("EPSG:2264", Affine(1, 0, 1500000, 0, -1, 700000), 0.3048),  # US survey feet
        ("EPSG:32648", Affine(0.3, 0.4, 600000, 0.4, -0.3, 3000000), 0.5),  # rotated
        (None, Affine.identity(), None),
    ],
)
def test_the_ground_sample_distance_is_metres_on_the_ground(write_raster, crs, transform, expected) -> None:
    with RasterSource(write_raster(ramp("uint8", 0, 99), crs=crs, transform=transform)) as source:
        if expected is None:
            assert source.ground_sample_distance is None
        else:
            assert source.ground_sample_distance == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("crs", "transform"),
    [
        ("EPSG:4326", Affine(0.5, 0, 600000, 0, -0.5, 3000000)),  # metres
        ("EPSG:4326", Affine(0.5, 0, 600000, 0, -0.5, 60)),
        ("EPSG:32648", Affine(500, 0, 6e8, 0, -500, 3e9)),  # millimetres
    ],
)
def test_coordinates_that_cannot_belong_to_the_crs_are_refused(write_raster, crs, transform) -> None:
    path = write_raster(ramp("uint8", 0, 99), crs=crs, transform=transform)
    with RasterSource(path) as source, pytest.raises(InputError, match=f"do not exist in .* {crs}: choose the right"):
        _ = source.ground_sample_distance


def test_reading_at_a_coarser_scale_averages_and_covers_the_same_ground(write_raster) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (3, 403, 307)).astype("uint8")
    with RasterSource(write_raster(pixels)) as source:
        grid = source.grid(4.0)
        assert (grid.height, grid.width) == (101, 77)
        assert grid.transform @ (grid.width, grid.height) == pytest.approx(source.transform @ (307, 403))
        tile = source.read(Window(0, 0, grid.width, grid.height), grid)
    assert tile.pixels.mean() == pytest.approx(pixels.mean() / 255, abs=0.005)
    assert tile.pixels.std() < pixels.std() / 255 / 2


def test_beyond_the_raster_the_image_is_mirrored(write_raster) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (3, 30, 40)).astype("uint8")
    with RasterSource(write_raster(pixels)) as source:
        tile = source.read(Window(0, 0, 64, 64), source.grid())
    assert tile.pixels.shape == (3, 64, 64)
    np.testing.assert_array_equal(tile.pixels[:, :30, 40], tile.pixels[:, :30, 38])


def test_a_virtual_raster_and_an_image_without_georeference(write_raster, tmp_path: Path) -> None:
    path = write_raster(ramp("uint8", 0, 200))
    virtual = tmp_path / "mosaic.vrt"
    virtual.write_text(
        '<VRTDataset rasterXSize="80" rasterYSize="100">'
        + "".join(
            f'<VRTRasterBand dataType="Byte" band="{band}"><SimpleSource><SourceFilename>{path}</SourceFilename>'
            f"<SourceBand>{band}</SourceBand></SimpleSource></VRTRasterBand>"
            for band in (1, 2, 3)
        )
        + "</VRTDataset>"
    )
    values, _ = read_all(str(virtual))
    np.testing.assert_array_equal(values, read_all(path)[0])
    with RasterSource(str(virtual)) as source:
        # QGIS draws such an image downwards from the origin; results must lie where it is drawn.
        assert source.transform @ (0, 100) == (0, -100)


def test_missing_corrupt_and_foreign_files_are_refused_in_one_sentence(write_raster, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        RasterSource(str(tmp_path / "nothing.tif"))
    foreign = tmp_path / "notes.tif"
    foreign.write_text("not an image")
    with pytest.raises(InputError, match="cannot be opened as an image"):
        RasterSource(str(foreign))
    path = Path(write_raster(ramp("uint8", 0, 200).repeat(8, 1).repeat(8, 2), "cut.tif", compress="deflate"))
    path.write_bytes(path.read_bytes()[:2500])
    with pytest.raises(InputError):
        read_all(str(path))


def test_a_sub_dataset_of_any_driver_is_read_and_lends_its_name_to_the_results(write_raster, tmp_path: Path) -> None:
    pixels = ramp("uint8", 0, 200)
    path = write_raster(pixels)
    with RasterSource(f"GTIFF_DIR:1:{path}") as source:
        assert source.name == "scene_1"
        np.testing.assert_allclose(source.read(Window(0, 0, 80, 100), source.grid()).pixels, pixels / 255, atol=1e-6)
    with pytest.raises(InputError, match="cannot be opened as an image"):
        RasterSource(f"GTIFF_DIR:1:{tmp_path / 'nothing.tif'}")
    with pytest.raises(InputError, match="There is no file"):
        RasterSource("C:nothing.tif")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/data/scene.may.tif", "scene.may"),
        ("SENTINEL2_L2A:/data/S2A.SAFE/MTD_MSIL2A.xml:10m:EPSG_32648", "MTD_MSIL2A_10m_EPSG_32648"),
        ("SENTINEL2_L2A:/vsizip/C:/data/S2A.zip/MTD_MSIL2A.xml:20m:EPSG_32648", "MTD_MSIL2A_20m_EPSG_32648"),
        ('NETCDF:"C:\\data\\cube.nc":red', "cube_red"),
        ('ZARR:"/data/cube.zarr":/b02', "cube_b02"),
        ('HDF5:"/data/cube.h5"://group/red', "cube_group_red"),
        ("GPKG:/data/tiles.gpkg:ortho", "tiles_ortho"),
        ("https://example.org/scene.tif", "scene"),
    ],
)
def test_results_have_names_that_any_disk_takes_and_each_sub_dataset_its_own(path: str, name: str) -> None:
    assert raster_name(path) == name


def test_only_nodata(write_raster) -> None:
    with pytest.raises(InputError, match="holds no data"):
        RasterSource(write_raster(np.zeros((3, 50, 50), "uint16"), nodata=0))
