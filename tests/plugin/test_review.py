"""Going through detected landslides with keys on the map and buttons on the page."""

from __future__ import annotations

import pytest
from discs import ORIGIN, write_discs
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from landslide_mapper.landslide_plugin.layers.moving import moved
from landslide_mapper.landslide_plugin.layers.publish import ROLE_PROPERTY
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtWidgets import QMainWindow

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
X, Y = ORIGIN
SIDES = {1: 10, 2: 40, 3: 20, 4: 30}
"""Numbers of the landslides and their sides; by size: 2, 4, 3, 1."""


def square(number):
    west, south = X + 50 * number, Y - 100
    return QgsGeometry.fromRect(QgsRectangle(west, south, west + SIDES[number], south + SIDES[number]))


def detected(path, crs=UTM):
    layer = create_inventory(path, crs)
    to_layer = QgsCoordinateTransform(UTM, crs, QgsProject.instance())
    for number in SIDES:
        shape = square(number)
        shape.transform(to_layer)
        add_landslide(layer, shape, {"status": "detected", "p_mean": 0.7, "image": "hillside"})
    layer.setCustomProperty(ROLE_PROPERTY, "landslides")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def labels(teach, tmp_path):
    teach.show()
    teach.add_image(write_discs(tmp_path / "hillside.tif"))
    teach.page.make_labels(tmp_path / "hillside_labels.gpkg")
    return teach.page.labels()


@pytest.fixture
def detections(teach, labels, tmp_path):
    return detected(tmp_path / "hillside_landslides.gpkg")


@pytest.fixture
def reviewing(teach, detections):
    teach.page.reviewButton.click()
    assert teach.canvas.mapTool() is teach.page.review.tool
    return teach


def verdicts(layer):
    found = {feature["ls_id"]: feature["review"] for feature in layer.getFeatures()}
    return {number: value for number, value in found.items() if value}


def classes(labels):
    """Class and number of the landslide, in the order of the verdicts."""
    rows = sorted(labels.getFeatures(), key=lambda feature: abs(feature.id()))
    return [(int(row["origin"].rpartition("#")[2]), row["class"]) for row in rows]


def shown(teach):
    return teach.page.reviewNote.text()


def test_the_largest_landslide_comes_first_and_is_outlined_in_the_middle_of_the_map(reviewing, detections):
    assert shown(reviewing) == "1 of 4, 4 left"
    assert reviewing.said("1 of 4, 4 left. A accepts, R rejects")
    view = reviewing.canvas.extent()
    assert view.contains(square(2).boundingBox()) and view.center().distance(square(2).centroid().asPoint()) < 0.1
    band = reviewing.page.review._spotlight._band
    assert band.isVisible() and band.asGeometry().area() == pytest.approx(1600)


def test_the_outline_stays_on_its_landslide_when_the_map_gets_another_crs(reviewing, detections):
    expected = moved(square(2), UTM, DEGREES)
    reviewing.canvas.setDestinationCrs(DEGREES)
    outlined = reviewing.page.review._spotlight._band.asGeometry()
    assert outlined.symDifference(expected).area() < 0.01 * expected.area()
    reviewing.press(Qt.Key.Key_Escape)
    reviewing.canvas.setDestinationCrs(UTM)
    assert not reviewing.page.review._spotlight.is_on


def test_keys_on_the_map_accept_and_reject_and_go_on_to_the_next(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    assert shown(reviewing) == "2 of 4, 3 left"
    reviewing.press(Qt.Key.Key_R)
    assert verdicts(detections) == {2: "accepted", 4: "rejected"}
    assert classes(labels) == [(2, "landslide"), (4, "not a landslide")]
    copied = next(labels.getFeatures())
    assert copied["source"] == "hillside" and copied["author"] and copied["date"]
    assert {feature.geometry().area() for feature in labels.getFeatures()} == {1600.0, 900.0}
    assert reviewing.canvas.extent().contains(square(3).boundingBox())


def test_arrows_go_to_and_fro_without_a_verdict(reviewing, detections):
    for key, place in (
        (Qt.Key.Key_Right, 2), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Backspace, 1),
        (Qt.Key.Key_Left, 4), (Qt.Key.Key_Right, 1),
    ):  # fmt: skip
        reviewing.press(key)
        assert shown(reviewing) == f"{place} of 4, 4 left"
    assert verdicts(detections) == {}


def test_a_click_goes_to_the_landslide_under_it_and_dragging_pans(reviewing, detections):
    reviewing.canvas.setExtent(QgsRectangle(X, Y - 150, X + 300, Y))
    before = reviewing.canvas.extent().center()
    reviewing.click(X + 20, Y - 20)
    assert shown(reviewing) == "1 of 4, 4 left" and reviewing.canvas.extent().center().distance(before) < 1
    middle = square(3).centroid().asPoint()
    reviewing.click(middle.x(), middle.y())
    assert shown(reviewing) == "3 of 4, 4 left"
    before = reviewing.canvas.extent().center()
    reviewing.drag(reviewing.canvas.extent().scaled(0.3))
    assert shown(reviewing) == "3 of 4, 4 left"
    assert reviewing.canvas.extent().center().distance(before) > 5


def test_keys_with_ctrl_are_qgis_own(reviewing, detections):
    reviewing.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert verdicts(detections) == {}


def test_the_keys_are_the_reviews_also_where_qgis_has_a_shortcut_of_that_key(reviewing, detections, wait_for):
    window, pressed = QMainWindow(), []
    window.setCentralWidget(reviewing.canvas)
    stream = QAction("Stream digitizing", window)
    stream.setShortcut("R")
    stream.triggered.connect(pressed.append)
    window.addAction(stream)
    window.show()
    window.activateWindow()
    wait_for(window.isActiveWindow, 10)
    try:
        reviewing.press(Qt.Key.Key_R)
        assert (verdicts(detections), pressed) == ({2: "rejected"}, [])
        reviewing.press(Qt.Key.Key_Escape)
        reviewing.press(Qt.Key.Key_R)
        assert len(pressed) == 1, "otherwise this test sees no shortcuts"
    finally:
        window.takeCentralWidget().setParent(None)
        window.deleteLater()


def test_the_buttons_do_the_same_as_the_keys(reviewing, labels, detections):
    page = reviewing.page
    page.nextButton.click()
    page.rejectButton.click()
    page.previousButton.click()
    assert shown(reviewing) == "2 of 4, 3 left · rejected"
    page.previousButton.click()
    page.acceptButton.click()
    assert verdicts(detections) == {2: "accepted", 4: "rejected"}
    assert shown(reviewing) == "3 of 4, 2 left", "what has a verdict is passed over"
    page.leaveButton.click()
    assert reviewing.canvas.mapTool() is reviewing.pan and not page.acceptButton.isEnabled()


def test_reshaping_copies_the_outline_and_takes_the_vertex_tool(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_E)
    assert reviewing.canvas.mapTool() is reviewing.desk.vertices
    assert reviewing.canvas.currentLayer() is labels
    (copied,) = labels.selectedFeatures()
    assert copied["class"] == "landslide" and verdicts(detections) == {2: "reshaped"}
    assert not reviewing.page.review._spotlight.is_on
    labels.changeGeometry(copied.id(), square(1))
    assert reviewing.page.reviewButton.text() == "Back to the review"
    reviewing.page.nextButton.click()
    assert reviewing.canvas.mapTool() is reviewing.page.review.tool
    assert shown(reviewing) == "2 of 4, 3 left" and labels.selectedFeatureCount() == 0
    reviewing.press(Qt.Key.Key_Left)
    reviewing.press(Qt.Key.Key_A)
    (kept,) = labels.getFeatures()
    assert kept.geometry().area() == pytest.approx(100), "accepting what was reshaped keeps the new shape"


def test_another_verdict_changes_the_label_and_adds_none(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    reviewing.press(Qt.Key.Key_Left)
    reviewing.press(Qt.Key.Key_R)
    assert classes(labels) == [(2, "not a landslide")]
    assert verdicts(detections) == {2: "rejected"}
    labels.undoStack().undo()
    assert classes(labels) == [(2, "landslide")] and verdicts(detections) == {2: "accepted"}


def test_undoing_the_label_takes_the_verdict_back_and_shows_the_landslide_again(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    reviewing.press(Qt.Key.Key_A)
    labels.undoStack().undo()
    assert verdicts(detections) == {2: "accepted"}
    assert shown(reviewing) == "2 of 4, 3 left"
    labels.undoStack().redo()
    assert verdicts(detections) == {2: "accepted", 4: "accepted"} and len(classes(labels)) == 2
    labels.undoStack().undo()
    labels.undoStack().undo()
    assert verdicts(detections) == {} and classes(labels) == []


def test_a_verdict_is_one_step_of_the_landslides_own_history_too(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_R)
    assert detections.undoStack().undoText() == "Reject landslide"
    detections.undoStack().undo()
    assert verdicts(detections) == {}
    assert shown(reviewing) == "2 of 4, 4 left"
    reviewing.press(Qt.Key.Key_Left)
    reviewing.press(Qt.Key.Key_A)
    assert classes(labels) == [(2, "landslide")], "the label of before is used again"


def test_rolling_the_labels_back_reopens_their_landslides(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    labels.rollBack()
    assert verdicts(detections) == {}
    reviewing.press(Qt.Key.Key_A)
    assert classes(labels) == [(2, "landslide")], "editing begins again by itself"


def test_the_last_verdict_ends_the_review_and_everything_can_be_saved(reviewing, labels, detections, tmp_path):
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_A):
        reviewing.press(key)
    assert reviewing.said("All 4 landslides are reviewed.")
    assert reviewing.canvas.mapTool() is reviewing.pan
    assert not reviewing.page.review._spotlight.is_on
    assert verdicts(QgsVectorLayer(detections.source(), "", "ogr")) == {}, "nothing is saved unasked"
    reviewing.button("Save the labels").click()
    assert verdicts(QgsVectorLayer(detections.source(), "", "ogr")) == {
        1: "accepted", 2: "accepted", 3: "accepted", 4: "rejected",
    }  # fmt: skip
    assert QgsVectorLayer(labels.source(), "", "ogr").featureCount() == 4
    reviewing.page.reviewButton.click()
    assert reviewing.said("All landslides of 'Landslides' are reviewed.")


def test_a_review_goes_on_after_a_restart(reviewing, labels, detections, tmp_path, wait_for):
    reviewing.press(Qt.Key.Key_A)
    reviewing.press(Qt.Key.Key_R)
    reviewing.press(Qt.Key.Key_Escape)
    assert reviewing.said("2 of 4 landslides are reviewed.")
    reviewing.button("Save the labels").click()
    for layer in (labels, detections):
        assert layer.commitChanges()
    QgsProject.instance().write(str(tmp_path / "survey.qgz"))
    reviewing.canvas.setLayers([])
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "survey.qgz"))
    reviewing.page.reviewButton.click()
    assert shown(reviewing) == "3 of 4, 2 left"
    reviewing.press(Qt.Key.Key_Left)
    assert shown(reviewing) == "2 of 4, 2 left · rejected"
    reviewing.press(Qt.Key.Key_A)
    again = reviewing.page.labels()
    assert classes(again) == [(2, "landslide"), (4, "landslide")], "also then the label is changed, not doubled"


def test_labels_and_map_may_be_in_other_coordinate_systems(teach, labels, tmp_path):
    detections = detected(tmp_path / "degrees.gpkg", DEGREES)
    teach.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    teach.page.reviewButton.click()
    teach.press(Qt.Key.Key_A)
    (copied,) = labels.getFeatures()
    assert detections.crs() == DEGREES and labels.crs() == UTM
    assert copied.geometry().area() == pytest.approx(1600, rel=1e-4)
    assert copied.geometry().intersection(square(2)).area() == pytest.approx(1600, rel=1e-3)
    to_map = QgsCoordinateTransform(UTM, teach.canvas.mapSettings().destinationCrs(), QgsProject.instance())
    assert teach.canvas.extent().contains(to_map.transformBoundingBox(square(4).boundingBox()))


def test_a_landslide_without_a_place_in_the_labels_crs_is_told_and_changes_nothing(teach, labels, tmp_path):
    detections = detected(tmp_path / "degrees.gpkg", DEGREES)
    add_landslide(detections, QgsGeometry.fromRect(QgsRectangle(0, 95, 10, 99)), {"status": "detected"})
    teach.page.reviewButton.click()
    teach.press(Qt.Key.Key_A)
    assert teach.said("That place has no coordinates in the CRS")
    assert shown(teach) == "1 of 5, 5 left"
    assert (labels.undoStack().count(), detections.undoStack().count()) == (0, 0)
    teach.press(Qt.Key.Key_Right)
    teach.press(Qt.Key.Key_A)
    assert classes(labels) == [(2, "landslide")] and labels.undoStack().count() == 1


@pytest.mark.parametrize("which", ["labels", "detections"])
def test_removing_a_layer_ends_the_review_quietly(reviewing, labels, detections, which):
    reviewing.press(Qt.Key.Key_A)
    reviewing.canvas.setLayers([])
    QgsProject.instance().removeMapLayer({"labels": labels, "detections": detections}[which].id())
    assert not reviewing.page.review.running
    assert reviewing.canvas.mapTool() is reviewing.pan
    reviewing.press(Qt.Key.Key_A)
    assert not reviewing.page.acceptButton.isEnabled()


def test_closing_the_project_ends_the_review_quietly(reviewing):
    reviewing.press(Qt.Key.Key_E)
    reviewing.canvas.setLayers([])
    QgsProject.instance().clear()
    assert not reviewing.page.review.running and reviewing.page.labels() is None
    assert not reviewing.page.reviewButton.isEnabled()
    assert not reviewing.page.review._spotlight.is_on


def test_a_landslide_deleted_meanwhile_is_passed_over(reviewing, labels, detections):
    (second,) = (feature for feature in detections.getFeatures() if feature["ls_id"] == 4)
    detections.deleteFeature(second.id())
    reviewing.press(Qt.Key.Key_Right)
    assert shown(reviewing).startswith("3 of 4, 3 left")
    (third,) = (feature for feature in detections.getFeatures() if feature["ls_id"] == 3)
    detections.deleteFeature(third.id())
    reviewing.press(Qt.Key.Key_A)
    assert reviewing.said("This landslide was deleted meanwhile: go on to the next.")
    assert classes(labels) == []


def test_landslides_found_after_a_pause_are_reviewed_too(reviewing, detections):
    reviewing.press(Qt.Key.Key_Escape)
    shape = QgsGeometry.fromRect(QgsRectangle(X + 10, Y - 60, X + 15, Y - 55))
    add_landslide(detections, shape, {"status": "clicked"})
    reviewing.page.reviewButton.click()
    assert shown(reviewing) == "1 of 5, 5 left"


def test_panning_with_another_tool_pauses_the_keys_until_one_is_back(reviewing, detections):
    reviewing.canvas.setMapTool(reviewing.pan)
    reviewing.press(Qt.Key.Key_A)
    assert verdicts(detections) == {}
    assert reviewing.page.reviewButton.isEnabled()
    reviewing.page.reviewButton.click()
    reviewing.press(Qt.Key.Key_A)
    assert verdicts(detections) == {2: "accepted"}


def test_landslides_that_cannot_be_edited_are_refused(teach, labels, detections):
    detections.setReadOnly(True)
    teach.page.reviewButton.click()
    assert teach.said("The layer 'Landslides' cannot be edited: save it as a GeoPackage of your own and use that.")
    assert teach.canvas.mapTool() is teach.pan and not teach.page.review.running


def test_without_labels_the_review_asks_for_some(teach, tmp_path):
    detected(tmp_path / "alone.gpkg")
    teach.page.reviewButton.click()
    assert teach.said("make a label layer first, or open one")


def test_only_detected_landslides_are_offered(teach, labels, detections):
    combo = teach.page.detectionsCombo
    assert [combo.layer(index) for index in range(combo.count())] == [detections]
