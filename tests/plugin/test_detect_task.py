"""Detection from the button to the layers, with the real engine process, also when something gets in the way."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from discs import DISCS, ground, middle, write_discs
from dock_world import TeachWorld, engine_pids
from landslide_mapper.landslide_plugin.gui.detect.detection import new_run_folder
from landslide_mapper.landslide_plugin.gui.image.area_chooser import AreaKind
from landslide_mapper.landslide_plugin.gui.training.data_page import DataPage
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer


@pytest.fixture
def world(world, wait_for):
    world.show_and_wait_for_the_engine(wait_for)
    return world


@pytest.fixture
def image(world, tmp_path):
    return world.add_image(write_discs(tmp_path / "hillside.tif"))


@pytest.fixture
def large_image(world, tmp_path):
    """Large enough to be caught in the middle."""
    return world.add_image(write_discs(tmp_path / "large.tif", factor=3))


@pytest.fixture
def output(world, tmp_path):
    folder = tmp_path / "results"
    world.page.outputFolder.setFilePath(str(folder))
    return folder


def detect(world, wait_for):
    world.page.detectButton.click()
    assert world.page.detection.running, world.messages()
    wait_for(lambda: not world.page.detection.running)


def in_the_middle(world, wait_for):
    """Starts a detection and returns when it is under way."""
    fractions = []
    world.page.detection.progressed.connect(lambda progress: fractions.append(progress.fraction))
    world.page.detectButton.click()
    wait_for(lambda: any(fractions))


def test_detect_puts_every_landslide_on_the_map_over_the_image(world, image, output, wait_for):
    detect(world, wait_for)
    root = QgsProject.instance().layerTreeRoot()
    group, image_node = root.children()
    assert image_node.layer() is image
    landslides = next(node.layer() for node in group.findLayers() if isinstance(node.layer(), QgsVectorLayer))
    assert landslides.featureCount() == len(DISCS)
    for disc in DISCS:
        place = QgsGeometry.fromPointXY(QgsPointXY(*middle(disc)))
        found = [feature for feature in landslides.getFeatures() if feature.geometry().contains(place)]
        assert len(found) == 1
        assert found[0]["area_m2"] == pytest.approx(ground(disc), rel=0.15)
        assert found[0]["status"] == "detected"
    assert world.said("3 landslides, ")
    assert world.said(" on CPU")
    world.button("Open the attribute table").click()
    assert world.opened_tables == [landslides]


def offered(combo):
    return [combo.layer(index).name() for index in range(combo.count())]


def test_results_are_no_images_and_the_chosen_image_is_chosen_again_in_the_project_that_was_opened_anew(
    world, output, tmp_path, wait_for
):
    for name in ("north", "valley"):
        image = world.add_image(write_discs(tmp_path / f"{name}.tif"))
    world.page.imageCombo.setLayer(image)
    detect(world, wait_for)
    teach = TeachWorld()
    teach.page.imageCombo.setLayer(image)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "survey.qgz"))
    world.canvas.setLayers([])
    project.clear()
    assert project.read(str(tmp_path / "survey.qgz"))
    data = DataPage(None, None)
    for combo in (world.page.imageCombo, teach.page.imageCombo, data.rows[0].image):
        assert offered(combo) == ["north", "valley"]
    assert (world.page.image().name(), teach.page.image().name()) == ("valley", "valley")
    assert not project.isDirty()
    data.deleteLater()
    teach.close()


def test_each_run_has_a_folder_of_its_own(world, image, output, wait_for):
    detect(world, wait_for)
    detect(world, wait_for)
    runs = sorted(output.iterdir())
    assert len(runs) == 2
    assert all((run / "hillside_landslides.gpkg").is_file() for run in runs)
    assert all(run.name.startswith("hillside_") for run in runs)


def test_without_a_folder_the_results_stay_when_qgis_closes(world, image, tmp_path, wait_for, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    line = world.page.outputFolder.lineEdit()
    detect(world, wait_for)
    (run,) = (tmp_path / "home" / "Documents" / "Landslide Mapper").iterdir()
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer is not image]
    assert len(layers) == 3 and all(layer.source().startswith(str(run)) for layer in layers)
    assert "documents" in line.placeholderText()

    (tmp_path / "survey").mkdir()
    assert QgsProject.instance().write(str(tmp_path / "survey" / "survey.qgz"))
    assert "beside the project" in line.placeholderText()
    assert str(tmp_path / "survey" / "landslides") in line.toolTip()
    detect(world, wait_for)
    (run,) = (tmp_path / "survey" / "landslides").iterdir()
    assert (run / "hillside_landslides.gpkg").is_file()


def test_a_folder_that_was_typed_is_in_the_one_of_the_project(world, image, tmp_path, wait_for, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert QgsProject.instance().write(str(tmp_path / "survey.qgz"))
    world.page.outputFolder.setFilePath("found/today")
    detect(world, wait_for)
    assert world.said("3 landslides, "), world.messages()
    (run,) = (tmp_path / "found" / "today").iterdir()
    assert (run / "hillside_landslides.gpkg").exists()


def test_a_folder_that_was_typed_is_the_persons_own_where_the_project_was_never_saved(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert [new_run_folder(typed, "scene").parent for typed in ("~", "~/found", "found", "~no one/found")] == [
        tmp_path, tmp_path / "found", tmp_path / "found", tmp_path / "~no one" / "found",
    ]  # fmt: skip


def test_the_choices_of_the_page_reach_the_engine(world, image, output, wait_for):
    box = QgsRectangle(image.extent())
    box.setXMaximum(middle(DISCS[1])[0] + 25)
    box.setYMinimum(middle(DISCS[1])[1] - 25)
    layer = QgsVectorLayer("Polygon?crs=EPSG:32648", "study area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(box))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    layer.selectAll()
    world.page.areas.choose(AreaKind.POLYGONS)
    world.page.thresholdSpin.setValue(0.6)
    world.page.minimumAreaSpin.setValue(1000)  # the first disc has 707 m2
    world.page.augmentationCombo.setCurrentIndex(1)
    detect(world, wait_for)
    assert world.said("1 landslide, ")
    record = json.loads(next(output.glob("*/hillside_run.json")).read_text())
    told = record["parameters"]
    assert (told["threshold"], told["min_area"], told["tta"]) == (0.6, 1000, "flip")
    assert told["extent"] == pytest.approx([box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()])


def test_the_page_shows_progress_and_lets_cancel(world, large_image, output, wait_for):
    in_the_middle(world, wait_for)
    assert world.page.progressBar.isVisible()
    assert not world.page.detectButton.isVisible()
    world.page.cancelButton.click()
    wait_for(lambda: not world.page.detection.running)
    assert world.said("Cancelled.")
    assert world.page.detectButton.isVisible()
    assert list(output.iterdir()) == [], "nothing half-done is left"
    assert list(QgsProject.instance().mapLayers().values()) == [large_image]


def test_cancelling_in_qgis_task_list_is_a_cancel(world, large_image, output, wait_for):
    in_the_middle(world, wait_for)
    next(iter(QgsApplication.taskManager().activeTasks())).cancel()
    wait_for(lambda: not world.page.detection.running)
    assert world.said("Cancelled.")


def test_when_the_image_is_removed_meanwhile_the_results_stay_and_the_message_says_where(
    world, large_image, output, wait_for
):
    in_the_middle(world, wait_for)
    world.canvas.setLayers([])
    QgsProject.instance().removeMapLayer(large_image)
    wait_for(lambda: not world.page.detection.running)
    assert world.said("The image 'large' was removed during the detection")
    folder = next(output.iterdir())
    assert world.said(str(folder))
    assert QgsProject.instance().mapLayers() == {}
    world.button("Add to the map").click()
    assert len(QgsProject.instance().mapLayers()) == 3
    assert not world.said("was removed during the detection"), "they are added once"


def test_when_the_project_is_closed_meanwhile_the_new_one_is_left_alone(world, large_image, output, wait_for):
    in_the_middle(world, wait_for)
    world.canvas.setLayers([])
    QgsProject.instance().clear()
    wait_for(lambda: not world.page.detection.running)
    assert world.said("The project was closed during the detection on 'large'")
    assert QgsProject.instance().mapLayers() == {}
    assert (next(output.iterdir()) / "large_landslides.gpkg").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="finds the engine process through /proc")
def test_a_killed_engine_is_a_message_with_its_log_and_the_next_run_works(world, large_image, output, wait_for):
    in_the_middle(world, wait_for)
    for pid in engine_pids():
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not world.page.detection.running)
    assert world.said("engine.log")
    assert world.button("Open the log") is not None
    assert list(output.iterdir()) == [], "nothing half-done is left"
    world.add_image(write_discs(Path(large_image.source()).with_name("hillside.tif")))
    world.page.imageCombo.setCurrentIndex(world.page.imageCombo.findText("hillside"))
    detect(world, wait_for)
    assert world.said("3 landslides, ")


def test_results_that_cannot_be_written_are_refused_in_one_sentence(world, image, tmp_path, wait_for):
    in_the_way = tmp_path / "taken"
    in_the_way.write_text("a file")
    world.page.outputFolder.setFilePath(str(in_the_way))
    detect(world, wait_for)
    assert len(world.messages()) == 1
    assert str(in_the_way) in world.messages()[0]
    assert list(QgsProject.instance().mapLayers().values()) == [image]


def test_an_image_without_crs_is_measured_in_pixels(world, output, tmp_path, wait_for):
    world.add_image(write_discs(tmp_path / "bare.tif", epsg=None))
    detect(world, wait_for)
    assert world.said("pixels in ")
    assert "no usable coordinate reference system" in world.page.progressNote.text()


def test_run_folders_never_collide(tmp_path):
    first = new_run_folder(str(tmp_path), "scene")
    first.mkdir()
    assert new_run_folder(str(tmp_path), "scene") != first


def test_a_folder_whose_name_the_system_refuses_is_told(world, image, tmp_path):
    world.page.outputFolder.setFilePath(str(tmp_path / ("long" * 80)))
    world.page.detectButton.click()
    assert not world.page.detection.running
    assert world.said("cannot be made") and world.said("choose another one for the results")


def test_names_that_look_like_markup_are_shown_as_they_are(world):
    world.page.messages.hint("The layer 'Slides <2024> & co' is read-only.")
    assert world.said("Slides <2024> & co")
