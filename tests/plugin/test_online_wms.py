"""A WMS, which draws any part at any size, becomes a file too."""

from __future__ import annotations

import numpy as np
import pytest
from discs import DISCS, write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.imagery.fetching import detached_copy
from landslide_mapper.landslide_plugin.imagery.plan import plan_staging
from landslide_mapper.landslide_plugin.imagery.service import describe_service
from landslide_mapper.landslide_plugin.imagery.staging import Stager
from osgeo import gdal
from qgis.core import QgsRasterLayer
from wms_server import WmsServer


@pytest.fixture
def server(qgis_app, tmp_path):
    made = WmsServer(write_discs(tmp_path / "hillside.tif"), 32648)
    yield made
    made.close()


@pytest.fixture
def layer(server, tmp_path, monkeypatch):
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.fetching.PAUSES", (0.1,))
    made = QgsRasterLayer(server.source, "orthophoto", "wms")
    assert made.isValid(), made.error().message()
    return made


def stage(layer, wanted, extent=None, file=None):
    plan = plan_staging(describe_service(layer), extent or layer.extent(), 0.3, wanted, file)
    return plan, gdal.Open(str(Stager(detached_copy(layer.dataProvider()), plan).run()))


def test_a_wms_is_read_at_the_pixel_size_asked_for_with_nodata_around_it(layer, server, tmp_path):
    plan, staged = stage(layer, 0.5, layer.extent().buffered(20), tmp_path / "photos.tif")
    assert plan.gsd == pytest.approx(0.5, rel=0.01)
    left, pixel, _, top, _, _ = staged.GetGeoTransform()
    pixels, original = staged.ReadAsArray(), gdal.Open(str(tmp_path / "hillside.tif")).ReadAsArray()
    assert pixels[3, pixels.shape[1] // 2, 5] == 0, "beyond the photograph"
    rows, columns = np.nonzero(pixels[3])
    assert left + pixel * columns.min() == pytest.approx(600000, abs=pixel)
    assert top - pixel * rows.min() == pytest.approx(3000000, abs=pixel)
    for column, row, radius in DISCS:
        x, y = 600000 + 0.5 * (column + 0.5), 3000000 - 0.5 * (row + 0.5)
        at, side = (int((top - y) / pixel), int((x - left) / pixel)), radius // 2
        here = pixels[:3, at[0] - side : at[0] + side, at[1] - side : at[1] + side].mean((1, 2))
        there = original[:, row - side : row + side, column - side : column + side].mean((1, 2))
        assert here == pytest.approx(there, abs=3)
    server.maps.clear()
    again = tmp_path / "again.tif"
    stage(layer, 0.5, layer.extent(), again)
    assert again.is_file()
    assert server.maps == []


def test_the_terms_that_a_wms_states_are_kept_with_the_file(layer, tmp_path):
    plan, staged = stage(layer, 2.0, file=tmp_path / "photos.tif")
    assert plan.provenance["terms"] == "for tests only"
    assert staged.GetMetadataItem("TIFFTAG_COPYRIGHT") == "for tests only"


def test_a_wms_that_complains_gets_one_sentence_and_nothing_is_kept(layer, server, tmp_path):
    server.complaining = True
    target = tmp_path / "photos.tif"
    with pytest.raises(InputError, match=r"'orthophoto' \(127\.0\.0\.1\) answers with a text instead of an image"):
        stage(layer, 0.5, file=target)
    assert not target.exists()
    server.complaining = False
    assert stage(layer, 0.5, file=target)[1].ReadAsArray()[3].any()
