"""What a review makes of detected landslides: a label of its own for each, and a history that can be undone."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsField,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QMetaType, Qt
from review_world import (
    DEGREES,
    UTM,
    X,
    Y,
    begin_anew,
    classes,
    detected,
    ground,
    shown,
    split,
    square,
    verdicts,
)


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


def test_undo_goes_back_past_the_field_for_the_verdicts_and_redo_forward_again(teach, labels, detections):
    detections.startEditing()
    shape = QgsGeometry.fromRect(QgsRectangle(X + 10, Y - 300, X + 70, Y - 240))
    add_landslide(detections, shape, {"status": "drawn"})
    teach.page.reviewButton.click()
    teach.press(Qt.Key.Key_A)
    teach.press(Qt.Key.Key_R)
    history = detections.undoStack()
    steps = history.count()
    assert verdicts(detections) == {5: "accepted", 2: "rejected"}
    while history.canUndo():
        history.undo()
    assert detections.fields().lookupField("review") < 0 and detections.featureCount() == 4
    while history.canRedo():
        history.redo()
    assert history.count() == steps and verdicts(detections) == {5: "accepted", 2: "rejected"}
    detections.rollBack()
    assert detections.fields().lookupField("review") < 0 and shown(teach).endswith("4 left")
    teach.press(Qt.Key.Key_A)
    assert list(verdicts(detections).values()) == ["accepted"], "it is added again when needed"


def test_rolling_the_labels_back_reopens_their_landslides(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    labels.rollBack()
    assert verdicts(detections) == {}
    reviewing.press(Qt.Key.Key_A)
    assert classes(labels) == [(2, "landslide")], "editing begins again by itself"


def test_the_parts_of_a_split_landslide_have_labels_of_their_own(teach, labels, detections):
    split(detections, 2)
    assert detections.commitChanges()
    teach.page.reviewButton.click()
    for key in (Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_R):
        teach.press(key)
    expected = [(400, "not a landslide"), (400, "not a landslide"), (900, "landslide"), (1200, "landslide")]
    assert ground(labels) == expected
    assert len({label["origin"] for label in labels.getFeatures()}) == 4
    begin_anew(teach, detections, labels)
    teach.press(Qt.Key.Key_R)
    assert ground(labels) == [*expected[:-1], (1200, "not a landslide")], "each is found again"


def test_rejecting_a_part_that_was_split_off_after_its_review_leaves_the_rest_accepted(reviewing, labels, detections):
    for key in (Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_A):
        reviewing.press(key)
    split(detections, 2)
    begin_anew(reviewing, detections, labels)
    (part,) = (row for row in detections.getFeatures() if row["ls_id"] == 5)  # the next free number
    reviewing.page.review._show(part.id())
    reviewing.press(Qt.Key.Key_R)
    assert ground(labels) == [
        (400, "landslide"), (400, "not a landslide"), (900, "landslide"), (1600, "landslide"),
    ]  # fmt: skip


def test_a_later_detection_into_the_same_file_leaves_the_labels_of_the_earlier_one(reviewing, labels, tmp_path):
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_A):
        reviewing.press(key)
    before = ground(labels)
    reviewing.button("Save the labels").click()
    reviewing.canvas.setLayers([])
    QgsProject.instance().removeMapLayer(reviewing.page.detectionsCombo.currentLayer().id())
    (tmp_path / "hillside_landslides.gpkg").unlink()
    later = create_inventory(tmp_path / "hillside_landslides.gpkg", UTM)
    for west, side in ((400, 25), (500, 15)):
        shape = QgsGeometry.fromRect(QgsRectangle(X + west, Y - 200, X + west + side, Y - 200 + side))
        add_landslide(later, shape, {"status": "detected", "p_mean": 0.9})
    QgsProject.instance().addMapLayer(later)
    reviewing.page.reviewButton.click()
    reviewing.press(Qt.Key.Key_R)
    reviewing.press(Qt.Key.Key_R)
    assert ground(labels) == sorted([*before, (225, "not a landslide"), (625, "not a landslide")])


def test_landslides_of_merged_layers_that_share_their_numbers_have_labels_of_their_own(teach, labels, tmp_path):
    merged = create_inventory(tmp_path / "merged.gpkg", UTM)
    for south in (-100, -200, -300):
        shape = QgsGeometry.fromRect(QgsRectangle(X, Y + south, X + 30, Y + south + 30 + south / 100))
        add_landslide(merged, shape, {"status": "detected"})
    number = merged.fields().lookupField("ls_id")
    assert merged.dataProvider().changeAttributeValues({row.id(): {number: 7} for row in merged.getFeatures()})
    QgsProject.instance().addMapLayer(merged)
    teach.page.reviewButton.click()
    teach.press(Qt.Key.Key_A)
    teach.press(Qt.Key.Key_R)
    assert ground(labels) == [(840, "not a landslide"), (870, "landslide")]
    labels.undoStack().undo()
    assert ground(labels) == [(870, "landslide")] and shown(teach) == "2 of 3, 2 left"
    teach.press(Qt.Key.Key_A)
    assert ground(labels) == [(840, "landslide"), (870, "landslide")]


@pytest.mark.parametrize("number", [1, 2])  # elsewhere, or where the landslide lies
def test_a_reshaped_label_is_found_again_after_a_restart(reviewing, labels, detections, number):
    reviewing.press(Qt.Key.Key_E)
    (copied,) = labels.selectedFeatures()
    shape = square(number).centroid().buffer(4, 9)
    labels.changeGeometry(copied.id(), shape)
    begin_anew(reviewing, detections, labels)
    reviewing.press(Qt.Key.Key_R)
    assert ground(labels) == [(round(shape.area()), "not a landslide")]


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


def test_landslides_that_cannot_be_edited_are_refused(teach, labels, detections):
    detections.setReadOnly(True)
    teach.page.reviewButton.click()
    assert teach.said("The layer 'Landslides' cannot be edited: save it as a GeoPackage of your own and use that.")
    assert teach.canvas.mapTool() is teach.pan and not teach.page.review.running


@pytest.fixture
def buffered_edits():
    """Layers of a project are edited and saved together."""
    project = QgsProject.instance()
    assert project.setTransactionMode(Qgis.TransactionMode.BufferedGroups)
    yield
    project.setTransactionMode(Qgis.TransactionMode.BufferedGroups)  # closing the project has set another one
    assert project.rollBack()[0]  # or the next test's layers join an edit session that goes on without any
    project.clear()
    project.setTransactionMode(Qgis.TransactionMode.Disabled)


def test_landslides_that_joined_a_buffered_transaction_too_late_are_refused(buffered_edits, teach, labels, tmp_path):
    detections = detected(tmp_path / "late.gpkg")
    teach.page.reviewButton.click()
    assert not detections.isEditable(), "otherwise this test sees nothing"
    assert teach.said("The layer 'Landslides' cannot be edited: save it as a GeoPackage of your own and use that.")
    assert not teach.page.review.running


def test_a_verdict_that_cannot_be_written_is_told_and_leaves_no_label(teach, labels, detections):
    detections.addExpressionField("'mine'", QgsField("review", QMetaType.Type.QString))
    teach.page.reviewButton.click()
    teach.press(Qt.Key.Key_A)
    assert teach.said("The layer 'Landslides' cannot be edited")
    assert ground(labels) == [] and (labels.undoStack().count(), detections.undoStack().count()) == (0, 0)


def test_undoing_the_label_of_a_landslide_deleted_meanwhile_is_quiet(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    (first,) = (feature for feature in detections.getFeatures() if feature["ls_id"] == 2)
    detections.deleteFeature(first.id())
    labels.undoStack().undo()
    assert ground(labels) == [] and reviewing.page.review.running
    labels.undoStack().redo()
    assert ground(labels) == [(1600, "landslide")]


@pytest.mark.parametrize("take_back", ["undo", "discard"])
def test_taking_back_the_label_of_a_landslide_that_is_not_reviewed_any_more_is_quiet(
    reviewing, labels, detections, take_back
):
    reviewing.press(Qt.Key.Key_A)
    reviewing.press(Qt.Key.Key_Escape)
    (first,) = (feature for feature in detections.getFeatures() if feature["ls_id"] == 2)
    detections.deleteFeature(first.id())
    reviewing.page.reviewButton.click()
    assert shown(reviewing) == "1 of 3, 3 left"
    labels.undoStack().undo() if take_back == "undo" else labels.rollBack()
    assert shown(reviewing) == "1 of 3, 3 left" and ground(labels) == []
    reviewing.press(Qt.Key.Key_Right)
    assert shown(reviewing) == "2 of 3, 3 left"


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R])
def test_a_label_that_is_made_unsure_is_no_verdict(reviewing, labels, detections, key):
    reviewing.press(key)
    (label,) = labels.getFeatures()
    labels.changeAttributeValue(label.id(), labels.fields().lookupField("class"), "unsure")
    assert verdicts(detections) == {} and "4 left" in shown(reviewing)
    assert [row["class"] for row in labels.getFeatures()] == ["unsure"]
    labels.changeAttributeValue(label.id(), labels.fields().lookupField("class"), "not a landslide")
    assert verdicts(detections) == {2: "rejected"} and "3 left" in shown(reviewing)
