"""Images and areas of any coordinate reference system, and on both sides of the antimeridian."""

import json
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import Geod, Transformer
from rasterio.crs import CRS
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.ground import measure
from landslide_plugin.engine.raster.placing import world_width
from landslide_plugin.engine.raster.source import RasterSource, Reading

UTM_60_SOUTH = "EPSG:32760"
LOCAL = 'LOCAL_CS["site grid",UNIT["metre",1]]'


def area_of(transform: Affine, left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return shapely.Polygon([transform @ corner for corner in corners])


def in_crs(shape: shapely.Geometry, source: str, target: str) -> shapely.Geometry:
    change = Transformer.from_crs(source, target, always_xy=True).transform
    return shapely.transform(shape, lambda xy: np.column_stack(change(xy[:, 0], xy[:, 1])))


FINE = Affine.scale(0.5, -0.5)
PLACES = {
    "projected": ("EPSG:32648", Affine(0.5, 0, 600000, 0, -0.5, 3000000)),
    "degrees": ("EPSG:4326", Affine(5e-6, 0, 105, 0, -4.5e-6, 27)),
    "degrees far north": ("EPSG:4326", Affine(9e-6, 0, 15, 0, -4.5e-6, 60)),
    "feet": ("EPSG:2264", Affine(1.64, 0, 1500000, 0, -1.64, 700000)),
    "web mercator": ("EPSG:3857", Affine(0.56, 0, 11688546, 0, -0.56, 3123000)),
    "rotated": ("EPSG:32648", Affine.translation(600000, 3000000) @ Affine.rotation(35) @ FINE),
    "south up": ("EPSG:32648", Affine(0.5, 0, 600000, 0, 0.5, 3000000)),
    "local": (LOCAL, Affine(0.5, 0, 1000, 0, -0.5, 2000)),
    "none": (None, Affine(0.5, 0, 1000, 0, -0.5, 2000)),
    "across the antimeridian, degrees": ("EPSG:4326", Affine(5e-6, 0, 180 - 110 * 5e-6, 0, -4.5e-6, -17)),
    "across the antimeridian, zone 60": (UTM_60_SOUTH, None),
    "beyond the antimeridian, mercator": ("EPSG:3857", Affine(0.56, 0, 20037508.34 - 60, 0, -0.56, -1920000)),
}


def place_of(name: str) -> tuple[str | None, Affine]:
    crs, transform = PLACES[name]
    if transform is None:
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(180, -17)
        transform = Affine(0.5, 0, x - 55, 0, -0.5, y + 45)
    return crs, transform


def detect(raster: str, folder: Path, model: str, **wishes: object) -> dict:
    return run_job("detect", {"raster": raster, "output": str(folder), "model": model, **wishes}, JobContext())


@pytest.mark.parametrize("name", PLACES)
def test_detection_in_any_crs(write_raster, discs, discs_model, tmp_path, name):
    crs, transform = place_of(name)
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    result = detect(path, tmp_path / "out", discs_model)
    assert discs.found(result, transform) == [0, 1]
    pixels = sum(np.pi * radius**2 for *_, radius in discs.places)
    if name in ("local", "none"):
        assert result["gsd_m"] is None
        assert result["area_m2"] == pytest.approx(pixels * (0.25 if name == "local" else 1), rel=0.15)
    else:
        assert result["gsd_m"] == pytest.approx(0.5, abs=0.06), "metres on the ground at this latitude"
        assert result["area_m2"] == pytest.approx(pixels * result["gsd_m"] ** 2, rel=0.15)
    with rasterio.open(result["mask"]) as mask, rasterio.open(path) as image:
        assert mask.bounds == pytest.approx(image.bounds, rel=1e-12)
        if not name.endswith("degrees"):  # there it has pixels that are square on the ground
            assert mask.transform.almost_equals(image.transform, 1e-12)
        assert mask.crs == image.crs


@pytest.mark.parametrize("name", [name for name in PLACES if name not in ("local", "none")])
@pytest.mark.parametrize("area_crs", ["EPSG:4326", "EPSG:3857", "EPSG:6933"])
def test_an_area_in_another_crs_takes_the_same_ground(write_raster, discs, discs_model, tmp_path, name, area_crs):
    """Around the second disc only; far east of 180 degrees an area is written with negative longitudes."""
    crs, transform = place_of(name)
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    around = in_crs(area_of(transform, 150, 70, 230, 150), crs, area_crs)
    result = detect(path, tmp_path / "out", discs_model, area=around.wkt, area_crs=area_crs)
    assert discs.found(result, transform) == [1]
    with rasterio.open(result["mask"]) as mask:
        seen = mask.dataset_mask().astype(bool).sum()
    assert seen == pytest.approx(80 * 80, rel=0.05)
    if name != "rotated":
        xmin, ymin, xmax, ymax = around.bounds
        boxed = detect(path, tmp_path / "box", discs_model, extent=[xmin, ymin, xmax, ymax], area_crs=area_crs)
        assert discs.found(boxed, transform) == [1]
        assert boxed["megapixels"] == pytest.approx(0.0064, rel=0.1)


@pytest.mark.parametrize(
    ("world", "crs"),
    [((-180, -90, 180, 90), "EPSG:4326"), ((-180, -85, 180, 85), "EPSG:4326"), ((-2e7,) * 2 + (2e7,) * 2, "EPSG:3857")],
)
def test_the_whole_world_holds_the_whole_image(write_raster, discs, discs_model, tmp_path, world, crs):
    path = write_raster(discs.pixels)
    result = detect(path, tmp_path / "out", discs_model, extent=list(world), area_crs=crs)
    assert result["landslides"] == 2 and result["megapixels"] == pytest.approx(0.046, abs=0.001)


@pytest.mark.parametrize("name", ["across the antimeridian, degrees", "across the antimeridian, zone 60"])
def test_an_area_that_is_cut_at_the_antimeridian_is_one_area(write_raster, discs, discs_model, tmp_path, name):
    """As the GeoJSON standard asks for: one part ends at 180 and the other begins at -180."""
    crs, transform = place_of(name)
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    west, south, east, north = 179.9, -17.1, 180.1, -16.9
    halves = shapely.MultiPolygon([shapely.box(west, south, 180, north), shapely.box(-180, south, east - 360, north)])
    result = detect(path, tmp_path / "out", discs_model, area=halves.wkt, area_crs="EPSG:4326")
    assert discs.found(result, transform) == [0, 1]
    with rasterio.open(result["mask"]) as mask:
        assert mask.dataset_mask().astype(bool).mean() > 0.99


def test_an_extent_of_the_rasters_own_degrees_from_the_other_side(write_raster, discs, discs_model, tmp_path):
    crs, transform = place_of("across the antimeridian, degrees")
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    xmin, ymin, xmax, ymax = area_of(transform, 150, 70, 230, 150).bounds
    result = detect(path, tmp_path / "out", discs_model, extent=[xmin - 360, ymin, xmax - 360, ymax])
    assert discs.found(result, transform) == [1]


@pytest.mark.parametrize("name", ["across the antimeridian, degrees", "beyond the antimeridian, mercator"])
def test_a_point_from_the_other_side_of_the_antimeridian(write_raster, discs, discs_model, tmp_path, name):
    """The second disc lies at 180.0004 degrees east, which people and programs call 179.9996 degrees west."""
    crs, transform = place_of(name)
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    column, row, _ = discs.places[1]
    x, y = transform @ (column, row)
    world = world_width(CRS.from_user_input(crs))
    wishes = {"raster": path, "model": discs_model}
    clicked = run_job("click", {**wishes, "x": x - world, "y": y}, JobContext())
    assert clicked["found"] and shapely.from_wkt(clicked["geometry_wkt"]).contains(shapely.Point(x, y))
    degrees = in_crs(shapely.Point(x, y), crs, "EPSG:4326")
    for place in (
        {"x": x - world, "y": y},
        {"x": degrees.x % 360 - 360, "y": degrees.y, "point_crs": "EPSG:4326"},
    ):
        explained = run_job("explain", {**wishes, **place, "output": str(tmp_path / "heat.tif")}, JobContext())
        assert explained["found"] and explained["probability"] == pytest.approx(clicked["probability"], abs=0.01)
    with pytest.raises(InputError, match="The point lies outside the image"):
        run_job("click", {**wishes, "x": x - world / 2, "y": y}, JobContext())


def test_the_size_of_a_landslide_across_the_antimeridian():
    torn = shapely.Polygon([(179.999, -17), (-179.999, -17), (-179.999, -16.998), (179.999, -16.998)],
                           [[(-179.9995, -16.9995), (-179.9985 - 0.001, -16.9995), (-179.9995, -16.999)]])  # fmt: skip
    whole = shapely.transform(torn, lambda xy: np.column_stack((xy[:, 0] % 360, xy[:, 1])))
    area, perimeter = measure(torn, CRS.from_epsg(4326))
    width, height = (Geod(ellps="WGS84").inv(*ends)[2] for ends in ((0, -17, 0.002, -17), (0, -17, 0, -16.998)))
    assert area == pytest.approx(width * height, rel=0.01)
    assert (area, perimeter) == pytest.approx(measure(whole, CRS.from_epsg(4326)))


SOUTH_AMERICA = shapely.box(-80, -10, -70, 0)
WORLD = shapely.box(-180, -90, 180, 90)
SOUTH_POLE = ("EPSG:3031", Affine(100, 0, -12800, 0, -100, 9000))


def masked(raster: str, mask: str) -> np.ndarray:
    with RasterSource(raster, reading=Reading(mask=mask)) as source:
        grid = source.grid()
        return ~source.read(Window(0, 0, grid.width, grid.height), grid).valid


@pytest.fixture
def mask_of(tmp_path):
    """Writes polygons in degrees to a file."""

    def write(*polygons: shapely.Polygon) -> str:
        schema = {"geometry": "Polygon", "properties": {}}
        with fiona.open(tmp_path / "mask.gpkg", "w", driver="GPKG", crs="EPSG:4326", schema=schema) as layer:
            for polygon in polygons:
                layer.write({"geometry": shapely.geometry.mapping(polygon), "properties": {}})
        return str(tmp_path / "mask.gpkg")

    return write


@pytest.mark.parametrize("name", ["projected", "feet", "rotated", "across the antimeridian, zone 60", "web mercator"])
def test_a_mask_of_another_continent_hides_nothing_and_one_of_the_world_all(write_raster, discs, mask_of, name):
    crs, transform = place_of(name)
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    assert not masked(path, mask_of(SOUTH_AMERICA, shapely.box(10, -80, 100, -50))).any()
    assert masked(path, mask_of(SOUTH_AMERICA, WORLD)).all()


def test_a_mask_raster_of_the_whole_world_lies_on_the_image(write_raster, discs):
    path = write_raster(discs.pixels)
    world = Affine(1, 0, -180, 0, -1, 90)
    mask = write_raster(np.ones((1, 180, 360), "uint8"), "mask.tif", crs="EPSG:4326", transform=world)
    assert masked(path, mask).all()


def test_an_area_of_another_continent_is_refused(write_raster, discs, discs_model, tmp_path):
    path = write_raster(discs.pixels)
    for wish in ({"area": SOUTH_AMERICA.wkt}, {"extent": list(SOUTH_AMERICA.bounds)}):
        with pytest.raises(InputError, match="outside the image"):
            detect(path, tmp_path / "out", discs_model, area_crs="EPSG:4326", **wish)


def test_areas_of_an_image_that_holds_a_pole(write_raster, discs, mask_of):
    crs, transform = SOUTH_POLE
    path = write_raster(discs.pixels, crs=crs, transform=transform)
    assert masked(path, mask_of(WORLD)).all()
    assert not masked(path, mask_of(shapely.box(-180, 60, 180, 90), SOUTH_AMERICA)).any()
    for half in (shapely.box(0, -90, 180, -60), shapely.box(-180, -90, 0, 90)):
        assert masked(path, mask_of(half)).mean() == pytest.approx(0.5, abs=0.01)


def test_how_far_it_is_around_the_world():
    assert world_width(CRS.from_epsg(4326)) == pytest.approx(360)
    assert world_width(CRS.from_epsg(3857)) == pytest.approx(40075016.69)
    assert world_width(CRS.from_epsg(32648)) is None
    assert world_width(None) is None


@pytest.mark.parametrize(
    ("crs", "wishes", "said"),
    [
        ("EPSG:32648", {"extent": [10, 10, 11, 11], "area_crs": "EPSG:4326"}, "outside the image"),
        ("EPSG:32648", {"extent": [10, 10, 11, 11], "area_crs": "nonsense"}, "'nonsense' is no coordinate reference"),
        (None, {"extent": [10, 10, 11, 11], "area_crs": "EPSG:4326"}, "has no coordinate reference system to bring"),
    ],
)
def test_an_area_without_a_place_on_the_image_is_refused(write_raster, discs, discs_model, tmp_path, crs, wishes, said):
    path = write_raster(discs.pixels, crs=crs)
    with pytest.raises(InputError, match=said):
        detect(path, tmp_path / "out", discs_model, **wishes)


def test_real_images_in_degrees_and_metres(real_raster):
    with RasterSource(str(real_raster("rmnp-rgb.tif"))) as source:
        latitude = source.grid().outline.centroid.y
        expected = 0.0015 * 111_320 * np.sqrt(np.cos(np.radians(latitude)))
        assert source.ground_sample_distance == pytest.approx(expected, rel=0.01)
    with RasterSource(str(real_raster("bijie_patchwork_rgb.tif"))) as source:
        assert source.ground_sample_distance == pytest.approx(0.8, rel=0.01)


def test_a_real_image_gives_the_same_answer_in_an_area_of_degrees(real_raster, discs_model, tmp_path):
    path = str(real_raster("bijie_patchwork_rgb.tif"))
    with rasterio.open(path) as image:
        crs, transform = image.crs.to_string(), image.transform
    area = area_of(transform, 1000, 1200, 1250, 1400)
    own = detect(path, tmp_path / "own", discs_model, area=area.wkt)
    degrees = in_crs(shapely.segmentize(area, 20), crs, "EPSG:4326")
    other = detect(path, tmp_path / "other", discs_model, area=degrees.wkt, area_crs="EPSG:4326")
    assert json.loads(Path(other["run"]).read_text())["parameters"]["area_crs"] == "EPSG:4326"
    with rasterio.open(own["probability"]) as a, rasterio.open(other["probability"]) as b:
        common = a.window(*area.buffer(-5).bounds).round_offsets().round_lengths()
        there = b.window(*a.window_bounds(common)).round_offsets().round_lengths()
        np.testing.assert_array_equal(a.read(1, window=common), b.read(1, window=there))
