"""Where to label next: the Teach page searches with a real engine and goes through what it found."""

from __future__ import annotations

import time

import pytest
from discs import ORIGIN, write_discs
from dock_world import TeachWorld
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

X, Y = ORIGIN
WINDOWS = 6  # 3 by 2 of at most 256 pixels
QUIET = "Find the places of the image"


@pytest.fixture
def teach(engine_home, errors_in_slots, tmp_path):
    """The page with an image of three brown discs, a new label file, and the model that knows them."""
    QgsSettings().remove("landslide_mapper")
    made = TeachWorld()
    made.show()
    made.add_image(write_discs(tmp_path / "hillside.tif"))
    made.page.make_labels(tmp_path / "hillside_labels.gpkg")
    combo = made.page.nextModelCombo
    combo.setCurrentIndex(combo.findData("discs"))
    yield made
    made.canvas.setLayers([])
    QgsProject.instance().clear()
    made.close()


@pytest.fixture
def search(teach, wait_for):
    def run():
        teach.page.searchButton.click()
        assert teach.page.label_next.searching and teach.page.searchButton.text() == "Cancel"
        wait_for(lambda: not teach.page.label_next.searching)

    return run


@pytest.fixture
def walking(teach, search):
    """The page after a search."""
    search()
    return teach


def note(teach):
    return teach.page.nextNote.text()


def next_layer():
    (layer,) = (one for one in QgsProject.instance().mapLayers().values() if one.name() == "Label next")
    return layer


def outlines():
    """The windows' outlines, the best first."""
    windows = sorted(next_layer().getFeatures(), key=lambda window: window["rank"])
    return [QgsGeometry(window.geometry()) for window in windows]


def test_a_search_lays_the_windows_over_the_image_and_zooms_to_the_best(walking):
    layer = next_layer()
    assert layer.featureCount() == WINDOWS and layer.crs().authid() == "EPSG:32648"
    ground = QgsGeometry.unaryUnion(outlines()).boundingBox()
    assert ground.toString(0) == QgsRectangle(X, Y - 250, X + 300, Y).toString(0)
    names = [node.name() for node in QgsProject.instance().layerTreeRoot().children()[0].children()]
    assert names == ["Labels (hillside)", "Fully labelled (hillside)", "Label next"]
    assert note(walking).startswith(f"1 of {WINDOWS}, {WINDOWS} left · label every landslide")
    best = outlines()[0].boundingBox()
    view = walking.canvas.extent()
    assert view.contains(best) and view.center().distance(best.center()) < 0.1
    assert view.width() < 3 * best.width()
    assert walking.said(f"{WINDOWS} windows to label next, of {WINDOWS} that are not labelled.")


def test_next_and_previous_go_round(walking):
    walking.page.nextWindowButton.click()
    assert note(walking).startswith(f"2 of {WINDOWS}, ")
    assert walking.canvas.extent().contains(outlines()[1].boundingBox())
    walking.page.previousWindowButton.click()
    walking.page.previousWindowButton.click()
    assert note(walking).startswith(f"{WINDOWS} of {WINDOWS}, ")
    assert walking.canvas.extent().contains(outlines()[-1].boundingBox())


def test_done_makes_the_window_a_fully_labelled_area_and_undo_takes_it_back(walking, wait_for):
    walking.page.doneButton.click()
    areas = walking.page.areas()
    (area,) = areas.getFeatures()
    assert area.geometry().symDifference(outlines()[0]).area() < 0.01
    assert area["author"] and areas.isModified(), "the person saves"
    assert note(walking).startswith(f"2 of {WINDOWS}, {WINDOWS - 1} left · label every")
    walking.page.previousWindowButton.click()
    assert note(walking) == f"1 of {WINDOWS}, {WINDOWS - 1} left · fully labelled"
    walking.page.doneButton.click()
    assert areas.featureCount() == 1, "it is labelled already"
    areas.undoStack().undo()
    wait_for(lambda: f"{WINDOWS} left" in note(walking), 5)


def test_an_area_drawn_by_hand_counts_too(walking, wait_for):
    areas = walking.page.areas()
    areas.startEditing()
    for part in (outlines()[0].boundingBox(), outlines()[1].boundingBox()):
        shape = QgsGeometry.fromRect(part.buffered(1))
        areas.addFeature(QgsVectorLayerUtils.createFeature(areas, shape, {}, areas.createExpressionContext()))
    wait_for(lambda: note(walking) == f"1 of {WINDOWS}, {WINDOWS - 2} left · fully labelled", 5)


def test_a_second_search_leaves_out_what_is_done_and_refreshes_the_layer(walking, search):
    layer, labelled = next_layer(), outlines()[0]
    walking.page.doneButton.click()
    walking.page.searchButton.click()
    assert walking.said("'Fully labelled (hillside)' has edits that are not saved yet: save them first.")
    assert not walking.page.label_next.searching and note(walking).startswith(f"2 of {WINDOWS}")
    assert walking.page.areas().commitChanges()
    search()
    assert next_layer() is layer and layer.featureCount() == WINDOWS - 1
    assert not any(outline.intersection(labelled).area() > 1 for outline in outlines())
    assert note(walking).startswith(f"1 of {WINDOWS - 1}, {WINDOWS - 1} left")
    assert walking.page.label_next.walk._spotlight.is_on


def test_labelled_ground_is_left_out_in_the_crs_that_a_person_gave_the_labels(teach, search):
    image, areas = teach.page.image(), teach.page.areas()
    areas.startEditing()
    shape = QgsGeometry.fromRect(QgsRectangle(X, Y - 120, X + 95, Y))
    areas.addFeature(QgsVectorLayerUtils.createFeature(areas, shape, {}, areas.createExpressionContext()))
    assert areas.commitChanges()
    for layer in (image, teach.page.labels(), areas):  # a zone beside the one that all their files say
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32649"))
    search()
    assert next_layer().featureCount() == WINDOWS - 1


def test_a_layer_that_was_made_permanent_is_left_alone(walking, search, tmp_path):
    kept, file = next_layer(), str(tmp_path / "windows.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    context = QgsProject.instance().transformContext()
    assert QgsVectorFileWriter.writeAsVectorFormatV3(kept, file, context, options)[0] == 0
    kept.setDataSource(file, "Windows of spring", "ogr")
    search()
    assert kept.featureCount() == WINDOWS and QgsProject.instance().mapLayer(kept.id()) is kept
    assert next_layer().featureCount() == WINDOWS and next_layer().providerType() == "memory"


def test_at_the_end_the_labels_are_saved_on_request(walking, tmp_path):
    for _ in range(WINDOWS):
        walking.page.doneButton.click()
    assert walking.said(f"All {WINDOWS} windows are fully labelled")
    assert note(walking).startswith(QUIET) and not walking.page.doneButton.isEnabled()
    assert not walking.page.label_next.walk._spotlight.is_on
    walking.button("Save the labels").click()
    assert walking.said("The labels are saved.")
    saved = QgsVectorLayer(f"{tmp_path / 'hillside_labels.gpkg'}|layername=labelled_areas", "", "ogr")
    assert saved.featureCount() == WINDOWS
    walking.page.searchButton.click()
    assert walking.page.label_next.searching


def test_all_ground_labelled_is_one_sentence(teach, search):
    areas = teach.page.areas()
    areas.startEditing()
    shape = QgsGeometry.fromRect(teach.page.image().extent())
    areas.addFeature(QgsVectorLayerUtils.createFeature(areas, shape, {}, areas.createExpressionContext()))
    areas.commitChanges()
    search()
    assert teach.said("All of the chosen ground is labelled already: choose another area or image.")
    assert note(teach).startswith(QUIET)


def test_a_search_is_cancelled_with_the_same_button(teach, wait_for, tmp_path):
    teach.add_image(write_discs(tmp_path / "wide.tif", factor=8))
    teach.page.imageCombo.setCurrentIndex(teach.page.imageCombo.findText("wide"))
    teach.page.searchButton.click()
    wait_for(lambda: "Window" in note(teach) and "left" in note(teach))
    teach.page.searchButton.click()
    asked = time.monotonic()
    wait_for(lambda: not teach.page.label_next.searching)
    assert time.monotonic() - asked < 2
    assert teach.said("Cancelled.")
    assert teach.page.searchButton.text() == "Where to label next?" and note(teach).startswith(QUIET)
    assert "Label next" not in {layer.name() for layer in QgsProject.instance().mapLayers().values()}


def test_without_labels_or_an_image_it_says_what_to_do(teach):
    teach.canvas.setLayers([])
    QgsProject.instance().removeMapLayer(teach.page.labels())
    teach.page.searchButton.click()
    assert teach.said("make a label layer first, or open one.")
    QgsProject.instance().clear()
    teach.page.searchButton.click()
    assert teach.said("There is no image to read: add a raster layer to the project.")


def test_labels_removed_meanwhile_end_it_quietly(teach, wait_for):
    teach.page.searchButton.click()
    teach.canvas.setLayers([])
    QgsProject.instance().removeMapLayer(teach.page.labels())
    wait_for(lambda: not teach.page.label_next.searching)
    assert teach.said("The label layer was removed during the search for windows.")
    assert note(teach).startswith(QUIET)


@pytest.mark.parametrize("which", ["windows", "labels", "project"])
def test_removing_layers_ends_the_walk_quietly(walking, which):
    walking.canvas.setLayers([])
    if which == "project":
        QgsProject.instance().clear()
    else:
        gone = next_layer() if which == "windows" else walking.page.labels()
        QgsProject.instance().removeMapLayer(gone.id())
    assert note(walking).startswith(QUIET)
    assert not walking.page.nextWindowButton.isEnabled()
    assert not walking.page.label_next.walk._spotlight.is_on


def test_the_map_may_be_in_another_crs(teach, search):
    teach.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    search()
    to_map = QgsCoordinateTransform(
        next_layer().crs(), teach.canvas.mapSettings().destinationCrs(), QgsProject.instance()
    )
    assert teach.canvas.extent().contains(to_map.transformBoundingBox(outlines()[0].boundingBox()))


def test_areas_that_cannot_be_edited_are_told(walking):
    areas = walking.page.areas()
    areas.setReadOnly(True)
    walking.page.doneButton.click()
    assert walking.said("cannot be edited: make a new label layer in a folder of your own")
    assert note(walking).startswith(f"1 of {WINDOWS}, {WINDOWS} left")
