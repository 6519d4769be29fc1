"""Detection and mapping by clicks on an online layer, in the dock, with a real tile service and the real engine."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import ENGINE, ROOT
from discs import DISCS, ground, middle, write_discs
from landslide_mapper.landslide_plugin.gui.detect import detect_page
from landslide_mapper.landslide_plugin.gui.image.area_chooser import AreaKind
from landslide_mapper.landslide_plugin.imagery.cache import BLOCK
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import Qt
from tile_server import ZOOM, TileServer, warp_to_tiles

ALL = QgsRectangle(600000, 2999750, 600300, 3000000)


@pytest.fixture
def layer(world, server, wait_for, tmp_path, monkeypatch):
    """The service in the project, chosen in the dock, with nothing fetched of it yet."""
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")
    made = QgsRasterLayer(server.source, "aerial photos", "wms")
    QgsProject.instance().addMapLayer(made)
    world.show_and_wait_for_the_engine(wait_for)
    world.page.outputFolder.setFilePath(str(tmp_path / "results"))
    world.page.areas.choose(AreaKind.MAP)
    world.canvas.setExtent(ALL)
    return made


def detect(world, wait_for):
    world.page.detectButton.click()
    assert world.page.detection.running, world.messages()
    wait_for(lambda: not world.page.detection.running)


def landslides():
    return next(item for item in QgsProject.instance().mapLayers().values() if item.name() == "Landslides")


def record(tmp_path):
    return json.loads(next((tmp_path / "results").glob("*/aerial_photos_run.json")).read_text())


def test_all_of_a_service_is_refused_with_the_way_out(world, layer, server):
    world.page.areas.choose(AreaKind.IMAGE)
    world.page.detect()
    assert world.said("'aerial photos' is an online layer, too large to be read as a whole: choose the map view")
    assert not world.page.detection.running
    assert server.requests == []


def test_the_forecast_tells_what_is_fetched(world, layer, wait_for):
    note = world.page.forecastNote
    wait_for(lambda: "fetched first" in note.text())
    assert note.text().replace("\N{NO-BREAK SPACE}", " ").startswith("Reading the 0.53 m image as it is")
    assert world.page.bandsGroup.title() == "Bands: colours of the map"


def test_the_landslides_of_a_service_come_onto_the_map(world, layer, server, wait_for, tmp_path):
    fractions = []
    world.page.detection.progressed.connect(lambda progress: fractions.append((progress.fraction, progress.message)))
    detect(world, wait_for)
    found = landslides()
    assert found.featureCount() == len(DISCS)
    areas = sorted(feature["area_m2"] for feature in found.getFeatures())
    assert areas == pytest.approx(sorted(map(ground, DISCS)), rel=0.1), "square metres of ground, not of Mercator"
    fetching = [fraction for fraction, message in fractions if message.startswith("Fetching 'aerial photos'")]
    assert fetching and max(fetching) < 0.4 <= fractions[-1][0]
    assert [fraction for fraction, _ in fractions] == sorted(fraction for fraction, _ in fractions)
    source = record(tmp_path)["parameters"]["provenance"]
    assert (source["layer"], source["service"]) == ("aerial photos", "127.0.0.1")
    assert "secret" not in json.dumps(record(tmp_path))
    server.requests.clear()
    detect(world, wait_for)
    assert server.requests == [], "what was fetched once is there"


def test_the_terms_are_told_once(world, layer, server, wait_for):
    layer.serverProperties().setAttribution("Survey Department")
    for _ in range(2):
        detect(world, wait_for)
        told = [text for text in world.messages() if "make sure that its terms allow" in text]
        assert len(told) == 1
    assert "Survey Department" in told[0]
    assert landslides().metadata().rights() == ["Survey Department"]


def test_much_is_fetched_only_when_the_person_says_so(world, layer, server, wait_for, monkeypatch):
    monkeypatch.setattr(detect_page, "ASK_FROM", 3)
    world.page.detectButton.click()
    assert not world.page.detection.running
    assert server.requests == []
    assert world.said("tiles (")
    world.button("Fetch and detect").click()
    assert world.page.detection.running
    assert not world.said("Does the service allow so many at once?")
    wait_for(lambda: not world.page.detection.running)
    assert landslides().featureCount() == len(DISCS)


def test_fetching_is_cancelled_at_once_and_leaves_no_results(world, layer, server, wait_for, tmp_path):
    server.delay = 5
    world.page.detectButton.click()
    wait_for(lambda: server.requests)
    world.page.cancelButton.click()
    wait_for(lambda: not world.page.detection.running, seconds=1)
    assert world.said("Cancelled.")
    assert not list((tmp_path / "results").glob("*"))


def test_a_service_that_refuses_is_told_in_the_message_bar(world, layer, server, wait_for, tmp_path):
    server.failing, server.failure = 10**6, 403
    detect(world, wait_for)
    assert world.said("'aerial photos' (127.0.0.1) refuses (HTTP 403)")
    assert not list((tmp_path / "results").glob("*"))


def test_missing_tiles_are_nodata_and_never_landslides(world, layer, server, wait_for, tmp_path):
    plan = world.page._order()[1].plan
    first = (plan.left // 256, plan.top // 256)
    server.missing = {(first[0] + column, first[1] + row) for column in range(8) for row in range(2)}
    detect(world, wait_for)
    mask = gdal.Open(str(next((tmp_path / "results").glob("*/aerial_photos_mask.tif")))).ReadAsArray()
    staged = gdal.Open(str(plan.file))
    assert (mask == 255).any() and (mask == 1).any()
    file = gdal.Open(str(next((tmp_path / "results").glob("*/aerial_photos_mask.tif"))))
    left = round((file.GetGeoTransform()[0] - staged.GetGeoTransform()[0]) / plan.pixel)
    top = round((staged.GetGeoTransform()[3] - file.GetGeoTransform()[3]) / plan.pixel)
    alpha = staged.GetRasterBand(4).ReadAsArray(left, top, *mask.shape[::-1])
    assert not (mask[alpha == 0] == 1).any()
    assert np.isin(mask[alpha == 0], (255,)).all()


def test_a_click_on_a_service_outlines_the_landslide(world, layer, server, wait_for):
    world.page.clickButton.click()
    world.click(*middle(DISCS[1]))
    wait_for(lambda: world.page.clicks.waiting == 0)
    inventory = world.page.clicks.inventory
    (landslide,) = inventory.getFeatures()
    assert landslide["area_m2"] == pytest.approx(ground(DISCS[1]), rel=0.15)
    assert inventory.crs() == layer.crs()
    server.requests.clear()
    x, y = middle(DISCS[1])
    world.click(x + 40, y + 15)  # ground beside it
    wait_for(lambda: world.page.clicks.waiting == 0)
    assert world.said("No landslide at that place")
    assert server.requests == []


def test_a_landslide_larger_than_a_click_looks_at_is_fetched_further(world, layer, server, photo, wait_for, tmp_path):
    large = warp_to_tiles(write_discs(tmp_path / "large.tif", factor=10), tmp_path / "web.tif", ZOOM)
    other = TileServer(large, ZOOM)
    try:
        tiles = QgsRasterLayer(other.source, "large", "wms")
        QgsProject.instance().addMapLayer(tiles)
        world.page.imageCombo.setLayer(tiles)
        x, y = 600000 + 0.5 * 3300, 3000000 - 0.5 * 2500
        world.canvas.setExtent(QgsRectangle(x - 500, y - 500, x + 500, y + 500))
        world.page.clickButton.click()
        world.click(x - 180, y)  # the disc's radius is 225 m
        wait_for(lambda: world.page.clicks.waiting == 0)
        (landslide,) = world.page.clicks.inventory.getFeatures()
        assert landslide["area_m2"] == pytest.approx(100 * ground(DISCS[1]), rel=0.05)
        assert not world.said("its outline is cut")
    finally:
        other.close()


def test_a_heat_map_of_a_place_on_a_service(world, layer, server, wait_for):
    world.page.clickButton.click()
    world.click(*middle(DISCS[1]), modifier=Qt.KeyboardModifier.AltModifier)
    assert world.page.explainer.waiting == 1
    wait_for(lambda: world.page.explainer.waiting == 0)
    assert world.said("the heat map shows which ground speaks for this landslide")


def test_a_service_is_mapped_like_the_file_that_its_tiles_were_cut_from(world, wait_for, tmp_path, monkeypatch):
    """The sample scene with the shipped model.

    The file starts where a block of the service's pixels does: a network's answer depends a little on where an image
    begins, by files as well as by services.
    """
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")
    command = [ENGINE, "-m", "landslide_plugin.engine", "sample-scene", tmp_path, "--size", "1024"]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    file = warp_to_tiles(tmp_path / "sample_scene.tif", tmp_path / "web.tif", ZOOM, whole=BLOCK)
    server = TileServer(file, ZOOM)
    server.transparent = True  # around the scene, which is not parallel to the tiles
    try:
        world.show_and_wait_for_the_engine(wait_for)
        world.page.models.refresh("default")
        world.page.outputFolder.setFilePath(str(tmp_path / "results"))
        masks = []
        for image in (QgsRasterLayer(str(file), "web"), QgsRasterLayer(server.source, "tiles", "wms")):
            QgsProject.instance().addMapLayer(image)
            world.page.imageCombo.setLayer(image)
            world.page.areas.choose(AreaKind.MAP)
            world.canvas.setDestinationCrs(image.crs())
            world.canvas.setExtent(QgsRectangle(QgsRasterLayer(str(file)).extent()).buffered(-100))
            detect(world, wait_for)
            (mask,) = (tmp_path / "results").glob(f"{Path(world.page.parameters().raster).stem}_*/*_mask.tif")
            masks.append(mask)
        expected = gdal.Open(str(masks[0]))
        left, pixel, _, top, _, _ = expected.GetGeoTransform()
        width, height = expected.RasterXSize, expected.RasterYSize
        box = (left, top - height * pixel, left + width * pixel, top)
        found = gdal.Warp("", str(masks[1]), format="MEM", outputBounds=box, width=width, height=height).ReadAsArray()
        expected = expected.ReadAsArray() == 1
        assert expected.sum() > 2000, "there are landslides to be found"
        assert (expected & (found == 1)).sum() / (expected | (found == 1)).sum() > 0.95
    finally:
        server.close()
