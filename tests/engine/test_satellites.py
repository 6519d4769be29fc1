"""Satellite scenes: which bands are red, green and blue, the stretch of each scene, mosaics, clouds and fill."""

import json
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.enums import ColorInterp
from rasterio.warp import transform_bounds, transform_geom
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.source import RasterSource, Reading

SENTINEL_2 = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12")


def stack(write_raster, names=(), wavelengths=(), count=0, name="scene.tif", domain="IMAGERY", **profile):
    pixels = np.stack([np.full((24, 24), 100 * (n + 1), "uint16") for n in range(count or len(names or wavelengths))])
    path = write_raster(pixels, name, **profile)
    with rasterio.open(path, "r+") as file:
        for index, text in enumerate(names, 1):
            file.set_band_description(index, text)
        for index, micrometres in enumerate(wavelengths, 1):
            if domain == "IMAGERY":
                file.update_tags(index, ns=domain, CENTRAL_WAVELENGTH_UM=str(micrometres))
            else:
                file.update_tags(index, WAVELENGTH=str(micrometres * 1000), WAVELENGTH_UNIT="nm")
    return path


def bands(path, wanted=("red", "green", "blue")):
    with RasterSource(path, wanted) as source:
        return source.bands


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("blue", "green", "red", "nir"), (3, 2, 1)),  # Planet, four bands
        (("coastal_blue", "blue", "green_i", "green", "yellow", "red", "rededge", "nir"), (6, 4, 2)),  # Planet, eight
        (("Blue", "Green", "Red", "NIR", "Pan"), (3, 2, 1)),  # Pléiades
        (SENTINEL_2, (4, 3, 2)),
        (("B02", "B03", "B04", "B08"), (3, 2, 1)),  # Sentinel-2, the 10 m bands
        (("SR_B1", "SR_B2", "SR_B3", "SR_B4", "SR_B5", "SR_B6", "SR_B7"), (4, 3, 2)),  # Landsat 8
        (
            ("B4, central wavelength 665 nm", "B3, central wavelength 560 nm", "B2, central wavelength 490 nm"),
            (1, 2, 3),
        ),
        (("NIR (842 nm)", "Red Edge (705 nm)", "Red (665 nm)", "Green (560 nm)", "Blue (490 nm)"), (3, 4, 5)),
        (("Band 1", "Band 2", "Band 3", "Band 4"), (1, 2, 3)),  # only counted: nothing is known
    ],
)
def test_bands_are_chosen_by_their_names(write_raster, names, expected):
    assert bands(stack(write_raster, names)) == expected


def test_the_same_numbers_mean_other_colours_on_early_landsats(write_raster):
    names = tuple(f"B{n}" for n in range(1, 8))
    assert bands(stack(write_raster, names, name="LT05_L1TP_127043_20010101.tif")) == (3, 2, 1)
    assert bands(stack(write_raster, names, name="LC08_L1TP_127043_20210101.tif")) == (4, 3, 2)


def test_names_are_believed_before_the_colours_that_writers_of_geotiff_give_unasked(write_raster):
    pixels = np.zeros((4, 9, 9), "uint8")
    path = write_raster(pixels, photometric="RGB")
    with rasterio.open(path, "r+") as file:
        file.descriptions = ("B2", "B3", "B4", "B8")
        assert file.colorinterp[0] == ColorInterp.red
    assert bands(path) == (3, 2, 1)


@pytest.mark.parametrize("domain", ["IMAGERY", "the band's own"])
def test_bands_are_chosen_by_wavelength(write_raster, domain):
    path = stack(write_raster, wavelengths=(0.443, 0.49, 0.56, 0.665, 0.705, 0.842), domain=domain)
    assert bands(path) == (4, 3, 2)
    assert bands(path, ("nir", "red", "green")) == (6, 4, 3)


def test_bands_of_an_envi_file_are_chosen_from_its_header(tmp_path):
    wavelengths = np.linspace(400, 1000, 61)  # an imaging spectrometer
    np.full((61, 9, 9), 500, "<u2").tofile(tmp_path / "line.dat")
    (tmp_path / "line.hdr").write_text(
        "ENVI\nsamples = 9\nlines = 9\nbands = 61\nheader offset = 0\nfile type = ENVI Standard\ndata type = 12\n"
        "interleave = bsq\nbyte order = 0\nmap info = {UTM, 1, 1, 600000, 3000000, 1, 1, 48, North, WGS-84}\n"
        "wavelength units = Nanometers\nwavelength = {" + ", ".join(map(str, wavelengths)) + "}\n"
    )
    chosen = [wavelengths[band - 1] for band in bands(str(tmp_path / "line.dat"))]
    assert chosen == pytest.approx([660, 560, 485], abs=6)


def test_a_guess_is_told_and_a_choice_is_none(write_raster, tmp_path, discs_model):
    path = stack(write_raster, count=5)
    with RasterSource(path) as source:
        assert source.bands == (1, 2, 3)
        assert "does not say which of its 5 bands are red, green, blue" in source.warnings[0]
    with RasterSource(path, bands=(3, 2, 1)) as source:
        assert source.warnings == ()
    wishes = {"raster": path, "output": str(tmp_path / "out"), "model": discs_model}
    assert any("5 bands" in sentence for sentence in run_job("detect", wishes, JobContext())["warnings"])


def test_each_scene_has_a_stretch_of_its_own(write_raster, discs, discs_model, tmp_path):
    """The same hills as reflectance and as raw counts give the same landslides."""
    answers = []
    for name, gain, offset in (("reflectance", 12, 300), ("counts", 90, 6000)):
        pixels = (discs.pixels.astype("uint16") * gain + offset)[::-1]
        path = write_raster(pixels, f"{name}.tif")
        with rasterio.open(path, "r+") as file:
            file.descriptions = ("blue", "green", "red")
        wishes = {"raster": path, "output": str(tmp_path / name), "model": discs_model}
        result = run_job("detect", wishes, JobContext())
        with rasterio.open(result["probability"]) as file:
            answers.append(file.read(1).astype(int))
    assert np.abs(answers[0] - answers[1]).max() <= 2


def test_the_fill_around_a_16_bit_scene_is_no_ground(write_raster):
    pixels = np.random.default_rng(0).integers(800, 3000, (3, 60, 60)).astype("uint16")
    pixels[:, :, :20] = 0
    pixels[0, 30, 30] = 0  # dark in one band is ground
    with RasterSource(write_raster(pixels)) as source:
        tile = source.read(Window(0, 0, 60, 60), source.grid())
        assert not tile.valid[:, :20].any()
        assert tile.valid[:, 20:].all()
        assert source.stretch.low[0] >= 800


def test_a_mosaic_of_scenes_is_one_image(write_raster, discs, discs_model, tmp_path):
    sources = []
    for name, left in (("west", 0), ("east", 128)):
        part = discs.pixels[:, :, left : left + 128]
        path = write_raster(part, f"{name}.tif", transform=Affine(0.5, 0, 600000 + left / 2, 0, -0.5, 3000000))
        sources.append((path, left))
    band_parts = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}"><ColorInterp>{colour}</ColorInterp>'
        + "".join(
            f"<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>{band}</SourceBand>"
            '<SrcRect xOff="0" yOff="0" xSize="128" ySize="180"/>'
            f'<DstRect xOff="{left}" yOff="0" xSize="128" ySize="180"/></SimpleSource>'
            for path, left in sources
        )
        + "</VRTRasterBand>"
        for band, colour in enumerate(("Red", "Green", "Blue"), 1)
    )
    mosaic = tmp_path / "mosaic.vrt"
    mosaic.write_text(
        '<VRTDataset rasterXSize="256" rasterYSize="180"><SRS>EPSG:32648</SRS><GeoTransform>600000, 0.5, 0, 3000000, '
        f"0, -0.5</GeoTransform>{band_parts}</VRTDataset>"
    )
    result = run_job(
        "detect", {"raster": str(mosaic), "output": str(tmp_path / "o"), "model": discs_model}, JobContext()
    )
    assert discs.found(result, Affine(0.5, 0, 600000, 0, -0.5, 3000000)) == [0, 1]


# --- clouds

CLOUD = (600000 + 15, 2999950, 600000 + 50, 2999985)  # xmin, ymin, xmax, ymax; over the first disc


@pytest.fixture
def scene(write_raster, discs) -> str:
    return write_raster(discs.pixels)


def cloud_raster(path: Path, crs: str, pixel: float, cloud: int = 1, **profile: object) -> str:
    """A mask of another grid and CRS that covers more than the image; a float pixel in its units."""
    xmin, ymin, xmax, ymax = transform_bounds("EPSG:32648", crs, 599900, 2999800, 600300, 3000100)
    width, height = int((xmax - xmin) / pixel), int((ymax - ymin) / pixel)
    place = Affine(pixel, 0, xmin, 0, -pixel, ymax)
    box = transform_geom("EPSG:32648", crs, shapely.box(*CLOUD).__geo_interface__)
    values = rasterio.features.rasterize([(box, cloud)], (height, width), transform=place, dtype="uint8")
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="uint8", width=width, height=height, crs=crs,
                       transform=place, **profile) as file:  # fmt: skip
        file.write(values, 1)
    return str(path)


def cloud_polygons(path: Path, crs: str) -> str:
    with fiona.open(path, "w", "GPKG", {"geometry": "Polygon", "properties": {}}, crs=crs) as layer:
        box = transform_geom("EPSG:32648", crs, shapely.box(*CLOUD).__geo_interface__)
        layer.write({"geometry": box, "properties": {}, "type": "Feature"})
    return str(path)


@pytest.fixture(params=["another grid", "degrees", "polygons", "classes"])
def clouds(request, tmp_path) -> dict:
    if request.param == "another grid":
        return {"mask": cloud_raster(tmp_path / "c.tif", "EPSG:32648", 1.7)}
    if request.param == "degrees":
        return {"mask": cloud_raster(tmp_path / "c.tif", "EPSG:4326", 1.2e-5)}
    if request.param == "polygons":
        return {"mask": cloud_polygons(tmp_path / "c.gpkg", "EPSG:3857")}
    # As a scene classification: 9 is cloud, 4 is vegetation, 0 is outside.
    path = cloud_raster(tmp_path / "c.tif", "EPSG:32648", 1.7, cloud=9)
    with rasterio.open(path, "r+") as file:
        values = file.read(1)
        file.write(np.where(values == 9, 9, 4).astype("uint8"), 1)
    return {"mask": path, "mask_values": [8, 9, 10]}


def test_masked_ground_is_nodata_in_every_output(scene, clouds, discs, discs_model, tmp_path):
    wishes = {"raster": scene, "output": str(tmp_path / "out"), "model": discs_model, **clouds}
    result = run_job("detect", wishes, JobContext())
    assert discs.found(result, Affine(0.5, 0, 600000, 0, -0.5, 3000000)) == [1], "the first disc is under the cloud"
    for name in ("probability", "mask"):
        with rasterio.open(result[name]) as file:
            cloudy = ~file.dataset_mask().astype(bool)
            inside = file.window(*CLOUD).round_lengths().round_offsets()
            rows, columns = inside.toslices()
            assert cloudy[rows, columns][4:-4, 4:-4].all()
            assert cloudy.sum() == pytest.approx(70 * 70, rel=0.12)
    assert json.loads(Path(result["run"]).read_text())["parameters"]["mask"] == clouds["mask"]


def test_clicks_and_explanations_heed_the_mask(scene, clouds, discs, discs_model, tmp_path):
    with rasterio.open(scene) as file:
        places = [file.xy(row, column) for column, row, _ in discs.places]
    hidden = {**clouds, "raster": scene, "model": discs_model, "x": places[0][0], "y": places[0][1]}
    bare = {name: value for name, value in hidden.items() if not name.startswith("mask")}
    assert run_job("click", bare, JobContext())["found"]
    answer = run_job("click", hidden, JobContext())
    assert (answer["found"], answer["hidden_by"], answer["cached"]) == (False, "mask", False)
    seen = run_job("click", {**hidden, "x": places[1][0], "y": places[1][1]}, JobContext())
    assert (seen["found"], seen["hidden_by"]) == (True, None)
    with pytest.raises(InputError, match="under the mask"):
        run_job("explain", {**hidden, "output": str(tmp_path / "why.tif")}, JobContext())


@pytest.mark.parametrize(
    "turn",
    [Affine.translation(-10, 100) @ Affine.rotation(35), Affine.scale(1, -1)],
    ids=["rotated", "south up"],
)
def test_a_mask_lies_right_on_an_image_that_does_not_point_north(write_raster, discs, tmp_path, turn):
    place = Affine.translation(600000, 2999900) @ turn @ Affine.scale(0.5, -0.5)
    path = write_raster(discs.pixels, transform=place)
    masked = []
    for mask in (
        cloud_raster(tmp_path / "c.tif", "EPSG:32648", 0.25),
        cloud_polygons(tmp_path / "c.gpkg", "EPSG:32648"),
    ):
        with RasterSource(path, reading=Reading(mask=mask)) as source:
            masked.append(~source.read(Window(0, 0, 256, 180), source.grid()).valid)
    expected = rasterio.features.rasterize([shapely.box(*CLOUD)], (180, 256), transform=place).astype(bool)
    assert expected.sum() > 500
    for found in masked:
        assert (found ^ expected).sum() < 0.05 * expected.sum()


def test_clouds_do_not_decide_the_stretch(write_raster, tmp_path):
    pixels = np.random.default_rng(0).integers(500, 1500, (3, 180, 256)).astype("uint16")
    pixels[:, 30:100, 30:100] = 12000
    path = write_raster(pixels)
    with RasterSource(path) as source:
        assert source.stretch.high[0] > 10000
    clouds = cloud_raster(tmp_path / "c.tif", "EPSG:32648", 0.5)
    with RasterSource(path, reading=Reading(mask=clouds)) as source:
        assert source.stretch.high[0] < 1500


def test_a_mask_without_georeference_lies_pixel_on_pixel(write_raster, tmp_path):
    pixels = np.full((3, 40, 60), 90, "uint8")
    mask = np.zeros((1, 20, 30), "uint8")
    mask[0, 5:10, 5:10] = 255
    path = write_raster(pixels, "bare.tif", crs=None, transform=Affine.identity())
    bare = write_raster(mask, "clouds.tif", crs=None, transform=Affine.identity())
    with RasterSource(path, reading=Reading(mask=bare)) as source:
        valid = source.read(Window(0, 0, 60, 40), source.grid()).valid
    expected = np.ones((40, 60), bool)
    expected[10:20, 10:20] = False
    np.testing.assert_array_equal(valid, expected)


def test_a_mask_that_cannot_be_used_is_refused(scene, write_raster, tmp_path):
    elsewhere = write_raster(np.ones((1, 9, 9), "uint8"), "far.tif", transform=Affine(1, 0, 300000, 0, -1, 100000))
    (tmp_path / "notes.txt").write_text("none")
    for mask, said in (
        (elsewhere, "lies outside the image"),
        (str(tmp_path / "nothing.tif"), "There is no mask"),
        (str(tmp_path / "notes.txt"), "neither a mask raster nor a polygon layer"),
    ):
        with pytest.raises(InputError, match=said):
            RasterSource(scene, reading=Reading(mask=mask))
    with pytest.raises(InputError, match="without the mask"):
        run_job("detect", {"raster": scene, "output": str(tmp_path / "o"), "mask_values": [1]}, JobContext())


def test_a_real_landsat_crop_and_a_real_four_band_image(real_raster):
    with RasterSource(str(real_raster("landsat8_uint16_crop.tif"))) as source:
        assert source.ground_sample_distance == pytest.approx(30, rel=0.01)
        tile = source.read(Window(200, 200, 256, 256), source.grid())
        assert tile.valid.mean() > 0.9
        assert 0.2 < tile.pixels[:, tile.valid].mean() < 0.8, "stretched to what this scene holds"
    with RasterSource(str(real_raster("rgbn.tif"))) as source:
        assert source.bands == (1, 2, 3)
        assert source.warnings == ()
