"""WMS and WMTS of a real QGIS Server become files too, and are mapped like the files that they show."""

from __future__ import annotations

import time

import numpy as np
import processing
import pytest
from discs import DISCS, middle, write_discs
from landslide_mapper.landslide_plugin.common.errors import CancelledError, InputError
from landslide_mapper.landslide_plugin.imagery.fetching import detached_copy
from landslide_mapper.landslide_plugin.imagery.plan import plan_staging
from landslide_mapper.landslide_plugin.imagery.service import describe_service
from landslide_mapper.landslide_plugin.imagery.staging import Stager
from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
)
from qgis_server import QgisServer
from tile_server import HALF, TILE, ZOOM, tile_pixel, warp_to_tiles

EXTENT = "600010,600290,2999760,2999990 [EPSG:32648]"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Nothing is fetched yet, and nobody waits long."""
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.fetching.PAUSES", (0.1,))


@pytest.fixture(scope="module")
def hillside(qgis_app, tmp_path_factory):
    """The discs in UTM."""
    return write_discs(tmp_path_factory.mktemp("hillside") / "hillside.tif")


@pytest.fixture(scope="module")
def tiles(hillside):
    """The same in whole tiles: QGIS Server draws an image that ends within a tile a bit askew there."""
    return warp_to_tiles(hillside, hillside.with_name("tiles.tif"), ZOOM, whole=TILE)


@pytest.fixture
def serve(qgis_server_process, tmp_path):
    """Starts services of images."""
    made = []

    def start(image, most=None):
        made.append(QgisServer(qgis_server_process, image, tmp_path / f"project_{len(made)}.qgz", most))
        return made[-1]

    yield start
    for server in made:
        server.close()


@pytest.fixture(params=["wms", "wmts"])
def service(request, serve, hillside, tiles):
    """A service, a layer of it, the file that it shows, and the pixel size of both."""
    if request.param == "wms":
        server = serve(hillside)
        return server, layer_of(server.wms("EPSG:32648")), hillside, 0.5
    server = serve(tiles)
    return server, layer_of(server.wmts()), tiles, tile_pixel(ZOOM)


def layer_of(source):
    layer = QgsRasterLayer(source, "orthophoto", "wms")
    assert layer.isValid(), layer.error().message()
    return layer


def stage(layer, wanted=0.5, extent=None, file=None, is_cancelled=bool):
    plan = plan_staging(describe_service(layer), extent or layer.extent(), 0.3, wanted, file)
    return plan, gdal.Open(str(Stager(detached_copy(layer.dataProvider()), plan).run(None, is_cancelled)))


def over(image, truth):
    """The part of an image that another covers, pixel by pixel."""
    left, pixel, _, top, _, _ = truth.GetGeoTransform()
    width, height = truth.RasterXSize, truth.RasterYSize
    box = (left, top - height * pixel, left + width * pixel, top)
    return gdal.Warp("", image, format="MEM", outputBounds=box, width=width, height=height).ReadAsArray()


def both(staged, file):
    """The pixels over a file, those of the file, and where the file has an image."""
    truth = gdal.Open(str(file))
    seen = truth.ReadAsArray()
    return over(staged, truth), seen, seen[3] > 0 if len(seen) == 4 else np.ones(seen.shape[1:], bool)


def test_pixels_are_those_of_the_file_in_their_place(service, tmp_path):
    server, layer, file, pixel = service
    plan, staged = stage(layer, extent=layer.extent().buffered(20), file=tmp_path / "photos.tif")
    assert plan.pixel == pytest.approx(pixel)
    pixels, truth, shown = both(staged, file)
    assert np.abs(pixels[:3, shown].astype(int) - truth[:3, shown]).max() <= 1
    assert staged.ReadAsArray()[3, 0].max() == 0, "beyond the photograph"
    server.requests.clear()
    stage(layer, file=tmp_path / "again.tif")
    assert server.requests == [], "what was fetched once is there"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_wms_in_another_crs_shows_the_ground_in_its_place(serve, hillside, tmp_path, crs):
    """In EPSG:4326 WMS 1.3.0 wants the latitude first."""
    staged = stage(layer_of(serve(hillside).wms(crs)), file=tmp_path / "photos.tif")[1]
    back = gdal.Warp(
        "", staged, format="MEM", dstSRS="EPSG:32648", xRes=0.5, yRes=0.5, resampleAlg="bilinear",
        outputBounds=(600000, 2999750, 600300, 3000000),
    ).ReadAsArray()  # fmt: skip
    brown = back[0].astype(float) > back[1]
    for column, row, radius in DISCS:
        side = radius + 8
        rows, columns = np.nonzero(brown[row - side : row + side, column - side : column + side])
        assert (rows.mean(), columns.mean()) == pytest.approx((side, side), abs=1)


def test_a_wms_that_limits_its_maps_is_read_in_parts(serve, hillside, tmp_path):
    server = serve(hillside, most=200)
    pixels = over(stage(layer_of(server.wms("EPSG:32648")), file=tmp_path / "photos.tif")[1], gdal.Open(str(hillside)))
    assert all("WIDTH=200&HEIGHT=200" in request for request in server.requests)
    assert np.array_equal(pixels[:3], gdal.Open(str(hillside)).ReadAsArray())


@pytest.mark.parametrize("shrink", [2, 0.5])
def test_a_wms_whose_maps_have_another_size_is_refused(serve, hillside, tmp_path, shrink):
    """QGIS lays them down at another scale."""
    server = serve(hillside)
    server.shrink = shrink
    layer, side = layer_of(server.wms("EPSG:32648")), round(512 / shrink)
    with pytest.raises(
        InputError, match=f"draws maps of {side} x {side} pixels where 512 x 512 are asked for"
    ) as refused:
        stage(layer, file=tmp_path / "photos.tif")
    assert not (tmp_path / "photos.tif").exists()
    assert "with a tile size of 256 x 256" in str(refused.value)
    with_tile_size = layer_of(f"{server.wms('EPSG:32648')}&maxWidth=256&maxHeight=256")
    pixels = over(stage(with_tile_size, file=tmp_path / "photos.tif")[1], gdal.Open(str(hillside)))
    brown = pixels[0].astype(int) > pixels[1]
    for column, row, radius in DISCS:
        assert brown[row - radius + 5 : row + radius - 5, column].all()


def test_the_terms_that_a_service_states_are_kept_with_the_file(service, tmp_path):
    plan, staged = stage(service[1], 2.0, file=tmp_path / "photos.tif")
    assert plan.provenance["terms"] == "for tests only"
    assert staged.GetMetadataItem("TIFFTAG_COPYRIGHT") == "for tests only"


def test_a_service_that_fails_for_a_moment_is_asked_again(service, tmp_path):
    server, layer, file, _ = service
    server.failing = 1
    pixels, _, shown = both(stage(layer, file=tmp_path / "photos.tif")[1], file)
    assert server.failing == 0
    assert pixels[3, shown].all(), "what failed at first must not stay empty"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ({"failing": 10**6, "failure": 500}, r"is out of order or overloaded \(HTTP 500\)"),
        ({"nonsense": True}, r"refuses \(HTTP 400\)"),  # QGIS Server's service exceptions
        ({"exception": True}, "answers with a text instead of an image"),  # those of servers that say 200 all the same
    ],
)
def test_a_service_in_trouble_gets_one_sentence_and_no_file(service, tmp_path, trouble, sentence):
    server, layer, _, _ = service
    for name, value in trouble.items():
        setattr(server, name, value)
    with pytest.raises(InputError, match=rf"'orthophoto' \(127\.0\.0\.1\) {sentence}"):
        stage(layer, file=tmp_path / "photos.tif")
    assert not (tmp_path / "photos.tif").exists()
    server.failing, server.nonsense, server.exception = 0, False, False
    assert stage(layer, file=tmp_path / "photos.tif")[1].ReadAsArray()[3].any(), "nothing of it was kept"


def test_a_slow_service_is_left_within_a_second(service, tmp_path):
    server, layer, _, _ = service
    server.delay, asked = 5, []

    def is_cancelled():
        if server.requests and not asked:
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(CancelledError):
        stage(layer, file=tmp_path / "photos.tif", is_cancelled=is_cancelled)
    assert time.monotonic() - asked[0] < 1
    assert not (tmp_path / "photos.tif").exists()


@pytest.fixture
def detect(qgis_processing, engine_home, tmp_path):
    """Detects on a layer and gives mask and number of landslides."""
    provider = LandslideMapperProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)

    def run(layer):
        QgsProject.instance().addMapLayer(layer)  # QGIS never lets go of what is held when an algorithm fails
        wishes = {"INPUT": layer, "EXTENT": EXTENT, "MODEL": "discs", "GSD": 0.5}
        outputs = processing.run("landslide_mapper:detect", {**wishes, "OUTPUT": str(tmp_path / layer.id())})
        return gdal.Open(outputs["MASK"]), outputs["LANDSLIDES_COUNT"]

    yield run
    QgsApplication.processingRegistry().removeProvider("landslide_mapper")


def test_a_service_is_mapped_like_the_file_that_it_shows(service, detect):
    _, layer, file, _ = service
    expected, count = detect(QgsRasterLayer(str(file), "file"))
    found, found_count = detect(layer)
    assert count == found_count == len(DISCS)
    found, expected = over(found, expected) == 1, expected.ReadAsArray() == 1
    assert (expected & found).sum() / (expected | found).sum() > 0.95


def test_where_a_wmts_has_no_tiles_there_is_nodata_and_never_a_landslide(serve, tiles, detect):
    server = serve(tiles)
    layer = layer_of(server.wmts())
    to_tiles = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:32648"), layer.crs(), QgsProject.instance().transformContext()
    )
    place = to_tiles.transform(QgsPointXY(*middle(DISCS[0])))
    step = TILE * tile_pixel(ZOOM)
    column, row = int((place.x() + HALF) / step), int((HALF - place.y()) / step)
    server.missing = {(column, row)}
    mask, count = detect(layer)
    left, pixel, _, top, _, _ = mask.GetGeoTransform()
    width, height = ((column + 1) * step - HALF - left) / pixel, (top - HALF + (row + 1) * step) / pixel
    assert (mask.ReadAsArray()[: int(height) - 1, : int(width) - 1] == 255).all()
    assert width * height > 10_000
    assert count == len(DISCS) - 1, "the one under the tile that is not there is missing"
