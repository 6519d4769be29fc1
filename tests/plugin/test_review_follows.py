"""Verdicts and labels say the same, whatever is done to the labels, and however and whenever they are saved."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.layers.review.reviewing import ReviewBook, Verdict
from qgis.core import Qgis, QgsGeometry, QgsLineString, QgsPoint, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from review_world import begin_anew, classes, detected, ground, shown, square, verdicts


def give_class(labels, label, name):
    assert labels.changeAttributeValue(label.id(), labels.fields().lookupField("class"), name)


def save(*layers):
    for layer in layers:
        assert layer.commitChanges(stopEditing=False), layer.commitErrors()


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R])
def test_a_verdict_after_reshaping_is_taken_back_to_reshaped(reviewing, labels, detections, key):
    reviewing.press(Qt.Key.Key_E)
    (copied,) = labels.selectedFeatures()
    labels.changeGeometry(copied.id(), square(2).buffer(-5, 1))
    reviewing.page.reviewButton.click()
    reviewing.press(key)
    said = {Qt.Key.Key_A: "reshaped", Qt.Key.Key_R: "rejected"}[key]
    assert verdicts(detections) == {2: said}, "an accepted one keeps the person's outline"
    labels.undoStack().undo()
    assert verdicts(detections) == {2: "reshaped"} and classes(labels) == [(2, "landslide")]


@pytest.mark.parametrize("restart", [False, True])
def test_the_labels_class_is_followed_also_after_saving(reviewing, labels, detections, restart):
    reviewing.press(Qt.Key.Key_A)
    reviewing.press(Qt.Key.Key_A)
    begin_anew(reviewing, detections, labels) if restart else save(labels, detections)
    first, second = labels.getFeatures()
    give_class(labels, first, "unsure")
    give_class(labels, second, "not a landslide")
    assert verdicts(detections) == {4: "rejected"} and "3 left" in shown(reviewing)
    labels.deleteFeature(second.id())
    assert verdicts(detections) == {} and "4 left" in shown(reviewing)
    labels.undoStack().undo()
    give_class(labels, first, "landslide")
    assert verdicts(detections) == {2: "accepted", 4: "rejected"}


@pytest.fixture
def grouped(teach, labels, tmp_path):
    """A review in a project that edits and saves its layers together."""
    assert labels.commitChanges()
    layer, project = detected(tmp_path / "hillside_landslides.gpkg"), QgsProject.instance()
    assert project.setTransactionMode(Qgis.TransactionMode.BufferedGroups)
    teach.page.detectionsCombo.setLayer(layer)
    teach.page.reviewButton.click()
    yield layer
    teach.page.review.leave()
    project.rollBack()
    project.setTransactionMode(Qgis.TransactionMode.Disabled)


def test_saving_all_layers_together_leaves_the_verdicts(teach, labels, grouped):
    for key in (Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_R):
        teach.press(key)
    save(labels)
    expected = {2: "accepted", 4: "accepted", 3: "rejected"}
    assert verdicts(grouped) == expected and shown(teach) == "4 of 4, 1 left"
    assert verdicts(QgsVectorLayer(grouped.source(), "", "ogr")) == expected
    assert QgsVectorLayer(labels.source(), "", "ogr").featureCount() == 3
    teach.press(Qt.Key.Key_Left)
    teach.press(Qt.Key.Key_A)
    assert sorted(classes(labels)) == [(2, "landslide"), (3, "landslide"), (4, "landslide")]


def cut(labels, label):
    """Cuts a label in two with QGIS's tool."""
    box = label.geometry().boundingBox()
    middle = box.center().x()
    labels.selectByIds([label.id()])
    line = QgsLineString([QgsPoint(middle, box.yMinimum() - 9), QgsPoint(middle, box.yMaximum() + 9)])
    assert labels.splitFeatures(line, preserveCircular=False)[0] == Qgis.GeometryOperationResult.Success
    labels.removeSelection()


def test_a_verdict_changes_all_parts_of_a_label_that_was_split(reviewing, labels, detections):
    reviewing.press(Qt.Key.Key_A)
    (label,) = labels.getFeatures()
    cut(labels, label)
    begin_anew(reviewing, detections, labels)
    reviewing.press(Qt.Key.Key_R)
    assert ground(labels) == [(800, "not a landslide"), (800, "not a landslide")]
    first, _ = labels.getFeatures()
    give_class(labels, first, "landslide")
    assert verdicts(detections) == {2: "accepted"}
    labels.deleteFeature(first.id())
    assert verdicts(detections) == {2: "rejected"}, "the other part still says so"


@pytest.mark.parametrize("moved", ["folder renamed", "saved elsewhere", "another number"])
def test_a_reviewed_landslide_finds_its_label_again(qgis_new_project, teach, labels, tmp_path, moved):
    (tmp_path / "run").mkdir()
    layer = detected(tmp_path / "run" / "hillside.gpkg")
    numbers = {row["ls_id"]: row.id() for row in layer.getFeatures()}
    book = ReviewBook(layer, labels)
    label = book.decide(numbers[2], Verdict.RESHAPED)
    labels.changeGeometry(label, QgsGeometry(square(2).buffer(-5, 1)).coerceToType(labels.wkbType())[0])
    book.decide(numbers[4], Verdict.ACCEPTED)
    book.close()
    save(layer, labels)
    if moved == "another number":
        layer.changeAttributeValue(numbers[2], layer.fields().lookupField("ls_id"), 9)
    else:
        target = tmp_path / "final" / "hillside.gpkg" if moved == "folder renamed" else tmp_path / "run" / "final.gpkg"
        target.parent.mkdir(exist_ok=True)
        # Written anew, because QGIS holds the file itself for a while after its layer has gone.
        options, context = QgsVectorFileWriter.SaveVectorOptions(), QgsProject.instance().transformContext()
        options.layerName = "landslides"
        assert QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(target), context, options)[0] == 0
        QgsProject.instance().removeMapLayer(layer.id())
        layer = QgsVectorLayer(f"{target}|layername=landslides", "final", "ogr")
        QgsProject.instance().addMapLayer(layer)
    book = ReviewBook(layer, labels)
    book.decide(numbers[2], Verdict.REJECTED)
    book.decide(numbers[3], Verdict.ACCEPTED)
    book.close()
    assert ground(labels) == [(400, "landslide"), (900, "landslide"), (900, "not a landslide")]


def test_edits_of_other_columns_are_none_of_the_reviews_business(reviewing, detections):
    told = []
    reviewing.page.review.changed.connect(lambda: told.append(1))
    fields, (first, *_) = detections.fields(), detections.getFeatures()
    detections.changeAttributeValue(first.id(), fields.lookupField("model"), "other")
    assert told == []
    detections.changeAttributeValue(first.id(), fields.lookupField("review"), "accepted")
    assert "3 left" in shown(reviewing)
    detections.changeAttributeValue(first.id(), fields.lookupField("review"), None)
    assert "4 left" in shown(reviewing)


def test_a_landslide_that_is_deleted_during_the_review_is_not_left(reviewing, detections):
    (second,) = (feature for feature in detections.getFeatures() if feature["ls_id"] == 4)
    detections.deleteFeature(second.id())
    assert shown(reviewing) == "1 of 4, 3 left"
    detections.undoStack().undo()
    assert shown(reviewing) == "1 of 4, 4 left"
