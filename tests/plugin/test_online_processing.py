"""Online layers in Processing: fetched as a file, and read by a detection."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import processing
import pytest
from discs import DISCS, ground
from export_world import files_no_larger_than
from landslide_mapper.landslide_plugin.processing import online
from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)
from tile_server import ZOOM, tile_pixel

EXTENT = "600000,600300,2999750,3000000 [EPSG:32648]"


@pytest.fixture
def layer(server, qgis_processing, engine_home, tmp_path, monkeypatch):
    monkeypatch.setattr("landslide_mapper.landslide_plugin.imagery.cache.user_home", lambda: tmp_path / "home")
    provider = LandslideMapperProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield in_project(QgsRasterLayer(server.source, "aerial photos", "wms"))
    QgsApplication.processingRegistry().removeProvider("landslide_mapper")


def in_project(image):
    """The image, owned by the project: QGIS never lets go of what is held when an algorithm fails."""
    return QgsProject.instance().addMapLayer(image)


def fetch(layer, tmp_path, feedback=None, **wishes):
    wishes = {"INPUT": layer, "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "photos.tif"), **wishes}
    return processing.run("landslide_mapper:stageimagery", wishes, feedback=feedback)


def test_an_extent_of_any_crs_becomes_a_file(layer, photo, tmp_path):
    outputs = fetch(layer, tmp_path)
    staged, tiles = QgsRasterLayer(outputs["OUTPUT"]), QgsRasterLayer(str(photo))
    assert staged.crs() == layer.crs()
    assert staged.bandCount() == 4
    assert staged.rasterUnitsPerPixelX() == pytest.approx(tile_pixel(ZOOM))
    assert tiles.extent().buffered(3).contains(staged.extent())
    assert staged.extent().buffered(3).contains(tiles.extent())
    assert outputs["PIXEL_SIZE"] == pytest.approx(0.53, abs=0.01)


def test_a_source_without_a_project_is_fetched_as_in_a_terminal(layer, server, tmp_path):
    outputs = fetch(f"wms://{server.source}", tmp_path)
    assert gdal.Open(outputs["OUTPUT"]).ReadAsArray()[3].all()


def test_only_an_online_layer_is_fetched_and_not_too_much_of_it(layer, server, photo, tmp_path, monkeypatch):
    with pytest.raises(QgsProcessingException, match="'web' is a file and need not be fetched"):
        fetch(in_project(QgsRasterLayer(str(photo), "web")), tmp_path)
    monkeypatch.setattr(online, "ASK_FROM", 3)
    with pytest.raises(QgsProcessingException, match="more than 3: choose a smaller area"):
        fetch(layer, tmp_path)
    assert server.requests == []
    assert Path(fetch(layer, tmp_path, MANY=True)["OUTPUT"]).is_file()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of GDAL, which closes what is cut off
@pytest.mark.parametrize("are_kept", [True, False])
def test_images_that_the_disk_cuts_off_are_told_and_not_taken_for_complete(layer, tmp_path, are_kept):
    pytest.importorskip("resource", reason="needs limits on the size of files")
    file = Path(fetch(layer, tmp_path)["OUTPUT"])
    before, pixels = file.read_bytes(), gdal.Open(str(file)).ReadAsArray()
    for share in (0.1, 0.5, 0.99):
        if not are_kept:
            shutil.rmtree(tmp_path / "home")
        limit = files_no_larger_than(int(len(before) * share))
        with limit, pytest.raises(QgsProcessingException, match=r"cannot be saved \(.*\): make room"):
            fetch(layer, tmp_path)
        assert file.read_bytes() == before
    assert (gdal.Open(fetch(layer, tmp_path)["OUTPUT"]).ReadAsArray() == pixels).all()


def test_a_cancelled_run_has_no_output(layer, server, tmp_path):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    assert "OUTPUT" not in fetch(layer, tmp_path, feedback)
    assert server.requests == []


def test_detection_on_an_online_layer(layer, server, tmp_path):
    feedback = QgsProcessingFeedback(False)
    progress = []
    feedback.progressChanged.connect(progress.append)
    wishes = {"INPUT": layer, "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    outputs = processing.run("landslide_mapper:detect", wishes, feedback=feedback)
    assert outputs["LANDSLIDES_COUNT"] == len(DISCS)
    assert outputs["AREA_M2"] == pytest.approx(sum(map(ground, DISCS)), rel=0.1)
    assert json.loads(Path(outputs["RUN"]).read_text())["parameters"]["provenance"]["layer"] == "aerial photos"
    assert progress == sorted(progress)
    assert "make sure that its terms allow" in feedback.textLog()
    server.requests.clear()
    processing.run("landslide_mapper:detect", wishes)
    assert server.requests == []


def test_a_detection_fetches_many_tiles_only_where_that_is_wanted(layer, server, tmp_path, monkeypatch):
    monkeypatch.setattr(online, "ASK_FROM", 3)
    wishes = {"INPUT": layer, "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    with pytest.raises(QgsProcessingException, match=r"more than 3: .* or 'Fetch however many tiles' \(MANY\)"):
        processing.run("landslide_mapper:detect", wishes)
    assert server.requests == []
    assert processing.run("landslide_mapper:detect", {**wishes, "MANY": True})["LANDSLIDES_COUNT"] == len(DISCS)


def test_detection_on_all_of_an_online_layer_is_refused(layer, server, tmp_path):
    with pytest.raises(QgsProcessingException, match="too large to be read as a whole: give an extent or polygons"):
        processing.run("landslide_mapper:detect", {"INPUT": layer, "OUTPUT": str(tmp_path), "MODEL": "discs"})
    assert server.requests == []


def test_other_algorithms_say_how_to_get_a_file(layer, tmp_path):
    wishes = {"INPUT": layer, "POINT": "600000,3000000 [EPSG:32648]", "OUTPUT": str(tmp_path / "w.tif")}
    with pytest.raises(QgsProcessingException, match="'aerial photos' is an online layer: save the area with"):
        processing.run("landslide_mapper:explain", {**wishes, "MODEL": "discs"})


def test_fetching_runs_on_a_background_thread(layer, tmp_path, wait_for):
    """As QGIS's dialog and its task list run it."""
    context, feedback, ended = QgsProcessingContext(), QgsProcessingFeedback(False), []
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("landslide_mapper:stageimagery")
    wishes = {"INPUT": layer, "EXTENT": EXTENT, "OUTPUT": str(tmp_path / "photos.tif")}
    task = QgsProcessingAlgRunnerTask(algorithm, wishes, context, feedback)
    task.executed.connect(lambda well, outputs: ended.append((well, outputs)))
    QgsApplication.taskManager().addTask(task)
    wait_for(lambda: ended, seconds=60)
    assert ended[0][0], feedback.textLog()
    assert gdal.Open(ended[0][1]["OUTPUT"]).ReadAsArray()[3].all()
