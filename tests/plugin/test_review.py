"""Going through detected landslides with keys on the map and buttons on the page."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide
from landslide_mapper.landslide_plugin.layers.moving import moved
from qgis.core import (
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtGui import QAction, QKeyEvent
from qgis.PyQt.QtWidgets import QMainWindow
from review_world import (
    DEGREES,
    UTM,
    X,
    Y,
    classes,
    detected,
    ground,
    shown,
    square,
    verdicts,
)


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


def test_a_key_that_is_held_gives_one_verdict(reviewing, detections):
    reviewing.press(Qt.Key.Key_A)
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
        QCoreApplication.sendEvent(reviewing.canvas, held)
    assert verdicts(detections) == {2: "accepted"} and shown(reviewing) == "2 of 4, 3 left"


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


def test_other_layers_can_be_chosen_before_and_after_a_review_only(reviewing, labels):
    page = reviewing.page
    choosers = (page.detectionsCombo, page.labelsCombo, page.newButton, page.openButton)
    assert [chooser.isEnabled() for chooser in choosers] == [False] * 4
    reviewing.press(Qt.Key.Key_E)
    assert [chooser.isEnabled() for chooser in choosers] == [False] * 4
    page.leaveButton.click()
    assert [chooser.isEnabled() for chooser in choosers] == [True] * 4


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


def test_labels_are_saved_also_where_their_landslides_were_removed(reviewing, labels, detections):
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_A):
        reviewing.press(key)
    reviewing.canvas.setLayers([])
    QgsProject.instance().removeMapLayer(detections.id())
    reviewing.button("Save the labels").click()
    assert QgsVectorLayer(labels.source(), "", "ogr").featureCount() == 4 and not labels.isModified()
    assert reviewing.said("Removed from the project meanwhile, and so not saved: Landslides.")
    assert not reviewing.said("Labels and verdicts are saved.")


def test_what_is_saved_is_of_the_review_that_has_ended(reviewing, labels, detections, tmp_path):
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_A):
        reviewing.press(key)
    save = reviewing.button("Save the labels")
    others = detected(tmp_path / "others.gpkg")
    reviewing.page.detectionsCombo.setLayer(others)
    reviewing.page.reviewButton.click()
    save.click()
    assert not labels.isModified() and not detections.isModified()
    reviewing.press(Qt.Key.Key_A)
    save.click()
    assert verdicts(QgsVectorLayer(others.source(), "", "ogr")) == {}


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
    assert shown(reviewing) == "3 of 4, 2 left", reviewing.messages()
    reviewing.press(Qt.Key.Key_Left)
    assert shown(reviewing) == "2 of 4, 2 left · rejected"
    reviewing.press(Qt.Key.Key_A)
    again = reviewing.page.labels()
    assert classes(again) == [(2, "landslide"), (4, "landslide")], "also then the label is changed, not doubled"


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


@pytest.mark.parametrize("verdict", [False, True])
def test_landslides_drawn_just_before_stay_in_the_review_when_they_are_saved(teach, labels, detections, verdict):
    detections.startEditing()
    for west in (10, 110):
        shape = QgsGeometry.fromRect(QgsRectangle(X + west, Y - 300, X + west + 60, Y - 240 - west / 10))
        add_landslide(detections, shape, {"status": "drawn"})
    teach.page.reviewButton.click()
    if verdict:
        teach.press(Qt.Key.Key_A)
        teach.press(Qt.Key.Key_Left)
    assert detections.commitChanges(stopEditing=False)
    assert shown(teach) == ("1 of 6, 5 left · accepted" if verdict else "1 of 6, 6 left")
    teach.press(Qt.Key.Key_R)
    teach.press(Qt.Key.Key_A)
    assert verdicts(detections) == {5: "rejected", 6: "accepted"}
    assert ground(labels) == [(2940, "landslide"), (3540, "not a landslide")]
    labels.undoStack().undo()
    assert verdicts(detections) == {5: "rejected"} and shown(teach) == "2 of 6, 5 left"


def test_panning_with_another_tool_pauses_the_keys_until_one_is_back(reviewing, detections):
    reviewing.canvas.setMapTool(reviewing.pan)
    reviewing.press(Qt.Key.Key_A)
    assert verdicts(detections) == {}
    assert reviewing.page.reviewButton.isEnabled()
    reviewing.page.reviewButton.click()
    reviewing.press(Qt.Key.Key_A)
    assert verdicts(detections) == {2: "accepted"}


def test_drawing_during_a_review_gives_its_tool_back_only_while_it_runs(reviewing):
    page = reviewing.page
    page.landslideButton.click()
    page.landslideButton.click()
    assert reviewing.canvas.mapTool() is page.review.tool
    page.landslideButton.click()
    page.leaveButton.click()
    assert reviewing.canvas.mapTool() is reviewing.desk.polygons
    page.landslideButton.click()
    assert reviewing.canvas.mapTool() is reviewing.pan


def test_without_labels_the_review_asks_for_some(teach, tmp_path):
    detected(tmp_path / "alone.gpkg")
    teach.page.reviewButton.click()
    assert teach.said("make a label layer first, or open one")


def test_only_detected_landslides_are_offered(teach, labels, detections):
    combo = teach.page.detectionsCombo
    assert [combo.layer(index) for index in range(combo.count())] == [detections]
