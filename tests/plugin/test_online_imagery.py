"""Online layers become files: a real tile service on this machine, read through QGIS's own provider."""

from __future__ import annotations

import time

import numpy as np
import pytest
from discs import DISCS
from landslide_mapper.landslide_plugin.common.errors import CancelledError, InputError
from landslide_mapper.landslide_plugin.imagery.fetching import detached_copy
from landslide_mapper.landslide_plugin.imagery.plan import plan_staging
from landslide_mapper.landslide_plugin.imagery.service import describe_service
from landslide_mapper.landslide_plugin.imagery.staging import Stager
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from tile_server import HALF, TILE, ZOOM, tile_pixel

UTM, WEB = QgsCoordinateReferenceSystem("EPSG:32648"), QgsCoordinateReferenceSystem("EPSG:3857")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Nothing is fetched yet."""
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")


@pytest.fixture
def layer(server):
    made = QgsRasterLayer(server.source, "aerial photos", "wms")
    assert made.isValid()
    return made


def extent_of(path):
    return QgsRasterLayer(str(path), "image").extent()


def stage(layer, extent, is_cancelled=bool, file=None, finest=0.3, wanted=None):
    plan = plan_staging(describe_service(layer), extent, finest, wanted, file)
    return Stager(detached_copy(layer.dataProvider()), plan).run(None, is_cancelled)


def test_a_staged_area_has_the_pixels_of_the_tiles_in_their_place(layer, photo, tmp_path):
    target = tmp_path / "saved" / "photos.tif"
    assert stage(layer, extent_of(photo), file=target) == target
    staged, source = gdal.Open(str(target)), gdal.Open(str(photo))
    assert staged.GetGeoTransform() == pytest.approx(source.GetGeoTransform(), abs=tile_pixel(ZOOM) / 100)
    assert (staged.RasterXSize, staged.RasterYSize) == (source.RasterXSize, source.RasterYSize)
    assert QgsRasterLayer(str(target), "staged").crs() == WEB
    assert staged.GetRasterBand(1).GetBlockSize() == [256, 256]
    truth, pixels = source.ReadAsArray(), staged.ReadAsArray()
    assert pixels[3].min() == 255
    seen = truth[3] > 0
    assert np.abs(pixels[:3, seen].astype(int) - truth[:3, seen]).max() <= 1


def test_pixels_are_where_the_ground_is(layer, tmp_path, photo):
    """Against the image in UTM that was warped, and not only against the tiles."""
    target = stage(layer, extent_of(photo), file=tmp_path / "photos.tif")
    back = gdal.Warp(
        "", str(target), format="MEM", dstSRS="EPSG:32648", xRes=0.5, yRes=0.5, resampleAlg="bilinear",
        outputBounds=(600000, 2999750, 600300, 3000000),
    ).ReadAsArray()  # fmt: skip
    redness = back[0].astype(float) - back[1]
    for disc in DISCS:
        column, row, radius = disc
        part = redness[row - radius - 8 : row + radius + 8, column - radius - 8 : column + radius + 8] > 0
        rows, columns = np.nonzero(part)
        assert rows.mean() == pytest.approx(radius + 8, abs=0.5)
        assert columns.mean() == pytest.approx(radius + 8, abs=0.5)


def test_missing_tiles_become_nodata_and_the_others_stay(layer, server, photo, tmp_path):
    box = extent_of(photo)
    left, top = (box.xMinimum() + HALF) / tile_pixel(ZOOM), (HALF - box.yMaximum()) / tile_pixel(ZOOM)
    server.missing = {(int(left) // TILE, int(top) // TILE)}
    pixels = gdal.Open(str(stage(layer, box, file=tmp_path / "photos.tif"))).ReadAsArray()
    width, height = TILE - int(left) % TILE, TILE - int(top) % TILE
    assert not pixels[:, : height - 1, : width - 1].any()
    pixels[3, :height, :width] = 255
    assert pixels[3].all()


def test_an_area_without_any_image_is_refused_and_nothing_is_written(layer, photo, tmp_path):
    target = tmp_path / "photos.tif"
    with pytest.raises(InputError, match=r"'aerial photos' has no image of that area at 1\.1 m per pixel"):
        stage(layer, extent_of(photo), wanted=1.2, file=target)  # the server has tiles of one zoom level only
    assert not list(tmp_path.glob("*.tif"))


def test_tiles_of_a_single_colour_are_no_image(layer, photo, tmp_path):
    """Services send them, white or grey, where they have no image: the network sees landslides in them."""
    whole = extent_of(photo)
    beside = QgsRectangle(whole)
    beside.setXMinimum(whole.xMaximum() + 3 * TILE * tile_pixel(ZOOM))
    beside.setXMaximum(beside.xMinimum() + whole.width())
    with pytest.raises(InputError, match="has no image of that area"):
        stage(layer, beside, file=tmp_path / "beside.tif")
    around = whole.buffered(2 * TILE * tile_pixel(ZOOM))
    alpha = gdal.Open(str(stage(layer, around, file=tmp_path / "around.tif"))).ReadAsArray()[3]
    assert not alpha[:TILE, :TILE].any(), "beyond the image"
    assert alpha[len(alpha) // 2, alpha.shape[1] // 2] == 255


def test_what_was_fetched_is_not_fetched_again(layer, server, photo, tmp_path):
    first = stage(layer, extent_of(photo))
    assert server.requests
    assert len(server.requests) == len(set(server.requests)), "each tile once"
    server.requests.clear()
    again = QgsRasterLayer(server.source, "aerial photos", "wms")
    part = extent_of(photo).buffered(-60)
    assert plan_staging(describe_service(again), extent_of(photo), 0.3).tiles_to_fetch == 0
    assert stage(again, extent_of(photo)) == first
    stage(again, part, file=tmp_path / "part.tif")
    assert server.requests == []


def test_of_polygons_only_their_surroundings_are_fetched(layer, server, photo, tmp_path):
    pixel, around = tile_pixel(ZOOM), extent_of(photo).buffered(1500 * tile_pixel(ZOOM))
    corner = QgsPointXY(around.xMinimum() + 300 * pixel, around.yMinimum() + 300 * pixel)
    spots = [QgsRectangle.fromCenterAndSize(point, 60 * pixel, 60 * pixel) for point in (corner, around.center())]
    ground = QgsGeometry.unaryUnion([QgsGeometry.fromRect(spot) for spot in spots]).asWkt()
    service = describe_service(layer)
    whole, plan = (plan_staging(service, around, 0.3, ground=wanted) for wanted in (None, ground))
    assert plan.tiles_to_fetch < whole.tiles_to_fetch / 2
    assert plan.file != whole.file, "a part is not taken for the whole"
    file = Stager(detached_copy(layer.dataProvider()), plan).run(None, bool)
    assert len(set(server.requests)) <= plan.tiles_to_fetch * 1.5
    image = gdal.Open(str(file))
    left, _, _, top, _, _ = image.GetGeoTransform()
    alpha = image.GetRasterBand(4).ReadAsArray()
    middle = spots[1].center()
    assert alpha[int((top - middle.y()) / pixel), int((middle.x() - left) / pixel)] == 255
    assert alpha[:100, -100:].max() == 0, "the other corner"


def test_a_cancelled_run_ends_within_a_second_and_the_next_one_goes_on(layer, server, photo, tmp_path):
    everything = plan_staging(describe_service(layer), extent_of(photo), 0.3).tiles_to_fetch
    calls = []

    def is_cancelled():
        """From when a block and a bit are there."""
        if len(server.requests) > 4:
            server.delay = 4
            calls.append(time.monotonic())
            return calls[-1] - calls[0] > 0.3
        return False

    target = tmp_path / "photos.tif"
    with pytest.raises(CancelledError):
        stage(layer, extent_of(photo), is_cancelled, file=target)
    assert time.monotonic() - calls[0] < 1.3
    assert not list(tmp_path.glob("*.tif"))
    server.delay = 0
    fetched = plan_staging(describe_service(layer), extent_of(photo), 0.3)
    assert 0 < fetched.tiles_to_fetch < everything
    stage(layer, extent_of(photo), file=target)
    assert gdal.Open(str(target)).ReadAsArray()[3].all()


def test_a_service_that_is_busy_for_a_moment_is_asked_again(layer, server, photo, tmp_path):
    server.failing = 18  # more than QGIS itself asks again at once for the first block
    pixels = gdal.Open(str(stage(layer, extent_of(photo), file=tmp_path / "photos.tif"))).ReadAsArray()
    assert server.failing == 0
    assert pixels[3].all(), "what failed at first must not stay empty"


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ({"failing": 10**6}, r"is out of order or overloaded \(HTTP 503\)"),
        ({"failing": 10**6, "failure": 403}, r"refuses \(HTTP 403\)"),
        ({"text": True}, "answers with a text instead of an image"),
        ({"delay": 20}, "does not answer"),
    ],
)
def test_a_service_in_trouble_gets_one_sentence_and_no_file(
    layer, server, photo, tmp_path, monkeypatch, trouble, sentence
):
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.fetching.PAUSES", (0.1, 0.1))
    for name, value in trouble.items():
        setattr(server, name, value)
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(700)
    try:
        with pytest.raises(InputError, match=sentence) as refused:
            stage(layer, extent_of(photo), file=tmp_path / "photos.tif")
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    assert "'aerial photos' (127.0.0.1)" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert not list(tmp_path.glob("*.tif"))


def test_a_service_that_is_gone_gets_one_sentence(layer, server, photo, tmp_path, monkeypatch):
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.fetching.PAUSES", (0.1,))
    server.close()
    with pytest.raises(InputError, match="does not answer"):
        stage(layer, extent_of(photo), file=tmp_path / "photos.tif")


def test_tiles_of_twice_the_side_are_put_in_their_place(layer, server, photo, tmp_path):
    server.side = 2 * TILE
    staged = gdal.Open(str(stage(layer, extent_of(photo), file=tmp_path / "photos.tif"))).ReadAsArray()
    truth = gdal.Open(str(photo)).ReadAsArray()
    seen = truth[3] > 0
    assert np.abs(staged[:3, seen].astype(int) - truth[:3, seen]).mean() < 3


def test_pixels_suit_the_model_and_are_corrected_for_the_latitude(layer, photo):
    def planned(**wishes):
        return plan_staging(describe_service(layer), extent_of(photo), **wishes)

    latitude = QgsCoordinateTransform(WEB, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()).transform(
        extent_of(photo).center()
    )
    shrink = np.cos(np.radians(latitude.y()))
    native = planned(finest=0.3)
    assert native.pixel == pytest.approx(tile_pixel(ZOOM)), "the finest that it has"
    assert native.gsd == pytest.approx(tile_pixel(ZOOM) * shrink, rel=0.005)
    assert planned(finest=1.0).pixel == pytest.approx(tile_pixel(ZOOM - 1)), "finer is of no use"
    assert planned(finest=0.8).pixel == pytest.approx(tile_pixel(ZOOM)), "1.1 m would show less than the model can see"
    assert planned(finest=0.3, wanted=2.5).pixel == pytest.approx(tile_pixel(ZOOM - 2)), "read down to 2.5 m"
    assert planned(finest=0.3, wanted=0.1).pixel == pytest.approx(tile_pixel(ZOOM)), "none finer than the service's"


def test_an_area_far_too_large_is_refused_before_anything_is_asked(layer, server):
    with pytest.raises(InputError, match=r"at most 2,621 are fetched: choose a smaller area"):
        plan_staging(describe_service(layer), QgsRectangle(0, 0, 1e6, 1e6), 0.3)
    assert server.requests == []
