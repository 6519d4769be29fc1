"""Going through detected landslides with keys on the map and buttons on the page."""

from __future__ import annotations

import pytest
from discs import ORIGIN, write_discs
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from landslide_mapper.landslide_plugin.layers.moving import moved
from landslide_mapper.landslide_plugin.layers.publish import ROLE_PROPERTY
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsField,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType, Qt
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


def ground(labels):
    """Class and area of each label, in the order of the areas."""
    return sorted((round(row.geometry().area()), row["class"]) for row in labels.getFeatures())


def split(layer, number):
    """Cuts a landslide with QGIS's tool: a quarter in the west, the rest in the east."""
    box = square(number).boundingBox()
    cut = box.xMinimum() + box.width() / 4
    (identity,) = (feature.id() for feature in layer.getFeatures() if feature["ls_id"] == number)
    layer.startEditing()
    layer.selectByIds([identity])
    line = QgsLineString([QgsPoint(cut, box.yMinimum() - 9), QgsPoint(cut, box.yMaximum() + 9)])
    assert layer.splitFeatures(line, preserveCircular=False)[0] == Qgis.GeometryOperationResult.Success
    layer.removeSelection()


def begin_anew(teach, layer, labels):
    """Saves everything, and reviews the layer as after a restart, from its largest landslide on."""
    review = teach.page.review
    review.leave()
    for one in (layer, labels):
        assert one.commitChanges()
    review._close_book()
    review.start(layer, labels)
    review._show(review._book.order[0])


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
    assert shown(reviewing) == "3 of 4, 2 left"
    reviewing.press(Qt.Key.Key_Left)
    assert shown(reviewing) == "2 of 4, 2 left · rejected"
    reviewing.press(Qt.Key.Key_A)
    again = reviewing.page.labels()
    assert classes(again) == [(2, "landslide"), (4, "landslide")], "also then the label is changed, not doubled"


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
    (part,) = (row for row in detections.getFeatures() if row["ls_id"] == 2 and row.geometry().area() == 400)
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
    project.rollBack()
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


def test_without_labels_the_review_asks_for_some(teach, tmp_path):
    detected(tmp_path / "alone.gpkg")
    teach.page.reviewButton.click()
    assert teach.said("make a label layer first, or open one")


def test_only_detected_landslides_are_offered(teach, labels, detections):
    combo = teach.page.detectionsCombo
    assert [combo.layer(index) for index in range(combo.count())] == [detections]
