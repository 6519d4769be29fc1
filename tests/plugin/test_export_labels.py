"""In an export a reviewed landslide is what its labels are, and nothing of what a person has done is lost unsaid."""

from __future__ import annotations

import pytest
from correction_world import Y, box, delivered, draw, judge
from discs import write_discs
from export_world import read
from landslide_mapper.landslide_plugin.common.errors import CancelledError
from landslide_mapper.landslide_plugin.common.labels import NOT_A_LANDSLIDE, UNSURE
from landslide_mapper.landslide_plugin.gui.export_dialog import ExportDialog
from landslide_mapper.landslide_plugin.layers.delivery.corrections import corrected
from landslide_mapper.landslide_plugin.layers.geopackage import create_polygon_layer
from landslide_mapper.landslide_plugin.layers.inventory import LAYER_NAME, add_landslide, inventory_fields
from landslide_mapper.landslide_plugin.layers.labelling.label_choice import labels_for
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels, open_labels
from landslide_mapper.landslide_plugin.layers.review.reviewing import ReviewBook, Verdict
from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsLineString,
    QgsPoint,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtWidgets import QDialogButtonBox
from review_world import SIDES, UTM, detected, split, square

AREAS = {number: pytest.approx(side**2, rel=0.01) for number, side in SIDES.items()}
SMALL = pytest.approx(400, rel=0.01)


def new_labels(file):
    create_labels(file, UTM)
    layer = open_labels(file, "hillside").labels
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    return layer


@pytest.fixture
def inventory(qgis_new_project, tmp_path):
    (tmp_path / "run").mkdir()
    yield detected(tmp_path / "run" / "hillside.gpkg")
    QgsProject.instance().clear()


@pytest.fixture
def labels(inventory, tmp_path):
    return new_labels(tmp_path / "hillside_labels.gpkg")


def reshape(labels, label):
    assert labels.changeGeometry(label, box(100, -100, 20).coerceToType(labels.wkbType())[0])


def give_class(labels, label, name):
    assert labels.changeAttributeValue(label, labels.fields().lookupField("class"), name)


def areas(rows):
    return {number: row["area_m2"] for number, row in rows.items()}


@pytest.mark.parametrize("first", [Verdict.ACCEPTED, Verdict.RESHAPED])
@pytest.mark.parametrize("later", [None, Verdict.ACCEPTED])
def test_the_outline_of_an_accepted_landslide_is_its_labels(inventory, labels, tmp_path, first, later):
    ids = judge(inventory, labels, _2=first, _4=Verdict.ACCEPTED)
    reshape(labels, ids[2])
    if later is not None:
        judge(inventory, labels, _2=later)
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: SMALL} and corrections.reshaped == 1
    assert [rows[number]["status"] for number in (2, 4, 3)] == ["accepted", "accepted", "detected"]


def edit_landslide(inventory, number, outline):
    (landslide,) = (feature for feature in inventory.getFeatures() if feature["ls_id"] == number)
    inventory.startEditing()
    assert inventory.changeGeometry(landslide.id(), outline.coerceToType(inventory.wkbType())[0])
    assert inventory.commitChanges()


def saved(*layers):
    for layer in layers:
        assert layer.commitChanges(), layer.commitErrors()


@pytest.mark.parametrize("first", [Verdict.ACCEPTED, Verdict.RESHAPED])
def test_a_landslide_that_was_edited_itself_after_its_review_is_delivered_so(inventory, labels, tmp_path, first):
    judge(inventory, labels, _2=first)
    saved(labels, inventory)
    edit_landslide(inventory, 2, box(100, -100, 20))
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: SMALL} and corrections.reshaped == 0
    labels.startEditing()
    (label,) = labels.getFeatures()
    assert labels.changeGeometry(label.id(), box(100, -100, 30).coerceToType(labels.wkbType())[0])
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: pytest.approx(900, rel=0.01)}, "now the label was edited too"


def test_accepting_it_again_teaches_the_new_outline_and_no_other(inventory, labels, tmp_path):
    judge(inventory, labels, _2=Verdict.ACCEPTED, _4=Verdict.RESHAPED)
    saved(labels, inventory)
    edit_landslide(inventory, 2, box(100, -100, 20))
    ids = judge(inventory, labels, _2=Verdict.ACCEPTED)
    assert labels.getFeature(ids[2]).geometry().symDifference(box(100, -100, 20)).isEmpty()
    reshape(labels, ids[2])
    assert labels.changeGeometry(ids[2], box(100, -100, 30).coerceToType(labels.wkbType())[0])
    judge(inventory, labels, _2=Verdict.ACCEPTED)
    assert labels.getFeature(ids[2]).geometry().symDifference(box(100, -100, 30)).isEmpty(), "the person's"


def test_undoing_a_wrong_rejection_keeps_the_reshaped_outline(inventory, labels, tmp_path):
    reshape(labels, judge(inventory, labels, _2=Verdict.RESHAPED)[2])
    book = ReviewBook(inventory, labels)
    (landslide,) = (row.id() for row in inventory.getFeatures() if row["ls_id"] == 2)
    book.decide(landslide, Verdict.REJECTED)
    assert set(delivered(inventory, labels, tmp_path)[0]) == {1, 3, 4}
    labels.undoStack().undo()
    book.close()
    rows, _ = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: SMALL}


@pytest.mark.parametrize("name", [NOT_A_LANDSLIDE, UNSURE])
@pytest.mark.parametrize("watched", [True, False])
def test_a_label_that_is_no_landslide_any_more_keeps_its_landslide_out(inventory, labels, tmp_path, name, watched):
    ids = judge(inventory, labels, _2=Verdict.ACCEPTED)
    for layer in (inventory, labels):
        assert layer.commitChanges(stopEditing=False)
    (label,) = labels.getFeatures()
    book = ReviewBook(inventory, labels) if watched else None
    give_class(labels, label.id(), name)
    if book is not None:
        book.close()
    rows, _ = delivered(inventory, labels, tmp_path)
    assert set(rows) == {1, 3, 4} and ids


def test_a_rejected_landslide_whose_label_says_that_it_is_one_is_delivered(inventory, labels, tmp_path):
    give_class(labels, judge(inventory, labels, _2=Verdict.REJECTED)[2], "Landslide")
    rows, _ = delivered(inventory, labels, tmp_path)
    assert areas(rows) == AREAS and rows[2]["status"] == "accepted"


def test_all_parts_of_a_label_that_was_split_are_delivered(inventory, labels, tmp_path):
    labels.selectByIds([judge(inventory, labels, _2=Verdict.ACCEPTED)[2]])
    cut = square(2).boundingBox().xMinimum() + 10
    line = QgsLineString([QgsPoint(cut, Y - 200), QgsPoint(cut, Y + 200)])
    assert labels.splitFeatures(line, preserveCircular=False)[0] == Qgis.GeometryOperationResult.Success
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: pytest.approx(1200, rel=0.01), 5: SMALL}
    assert (corrections.reshaped, corrections.unlabelled) == (1, 0)
    small = min(labels.getFeatures(), key=lambda label: label.geometry().area())
    give_class(labels, small.id(), NOT_A_LANDSLIDE)
    rows, _ = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: pytest.approx(1200, rel=0.01)}, "a part may be none"


@pytest.mark.parametrize("copied", [True, False])
def test_an_inventory_that_was_saved_elsewhere_keeps_its_reshaped_outlines(inventory, labels, tmp_path, copied):
    reshape(labels, judge(inventory, labels, _2=Verdict.RESHAPED, _3=Verdict.ACCEPTED)[2])
    assert inventory.commitChanges()
    file, options = tmp_path / "final.gpkg", QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "landslides"
    context = QgsProject.instance().transformContext()
    assert QgsVectorFileWriter.writeAsVectorFormatV3(inventory, str(file), context, options)[0] == 0
    if not copied:
        QgsProject.instance().removeMapLayer(inventory.id())
    final = QgsVectorLayer(f"{file}|layername=landslides", "final", "ogr")
    QgsProject.instance().addMapLayer(final)
    assert labels_for(final, QgsProject.instance()) == [labels]
    rows, corrections = delivered(final, labels, tmp_path)
    assert areas(rows) == {**AREAS, 2: SMALL}
    assert (corrections.reshaped, corrections.unlabelled) == (1, 0)


def test_a_detected_landslide_on_which_anothers_label_was_enlarged_is_replaced(inventory, labels, tmp_path):
    ids = judge(inventory, labels, _2=Verdict.RESHAPED)
    both = square(2).combine(square(3)).convexHull()
    assert labels.changeGeometry(ids[2], both.coerceToType(labels.wkbType())[0])
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert set(rows) == {1, 2, 4} and corrections.replaced == 1
    assert rows[2]["area_m2"] == pytest.approx(both.area(), rel=0.01)


def forget_copying(labels):
    """As in labels of earlier versions, which do not say whose outline is newer."""
    column = labels.fields().lookupField("copied")
    for label in labels.getFeatures():
        labels.changeAttributeValue(label.id(), column, None)


@pytest.mark.parametrize("is_known", [True, False])
def test_landslides_that_were_merged_after_their_review_lose_no_ground(inventory, labels, tmp_path, is_known):
    judge(inventory, labels, _1=Verdict.ACCEPTED, _2=Verdict.ACCEPTED, _3=Verdict.ACCEPTED)
    ids = {row["ls_id"]: row.id() for row in inventory.getFeatures()}
    both = square(2).combine(square(3)).coerceToType(inventory.wkbType())[0]
    assert inventory.changeGeometry(ids[2], both) and inventory.deleteFeatures([ids[3], ids[1]])
    if not is_known:
        forget_copying(labels)
    rows, _ = delivered(inventory, labels, tmp_path)
    merged = {2: pytest.approx(both.area(), rel=0.01)} if is_known else {2: AREAS[2], 5: AREAS[3]}
    assert areas(rows) == {**merged, 4: AREAS[4]}, "the one that was deleted stays out"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_landslide_that_was_split_after_its_review_is_delivered_once(inventory, labels, tmp_path, is_known):
    judge(inventory, labels, _2=Verdict.ACCEPTED)
    split(inventory, 2)
    if not is_known:
        forget_copying(labels)
    rows, corrections = delivered(inventory, labels, tmp_path)
    parts = [row["area_m2"] for number, row in rows.items() if number not in (1, 3, 4)]
    assert len(parts) == (2 if is_known else 1) and sum(parts) == AREAS[2]
    assert corrections.replaced == (0 if is_known else 1)


def test_landslides_that_are_not_saved_yet_are_delivered(inventory, labels, tmp_path):
    judge(inventory, labels, _2=Verdict.ACCEPTED)
    shape = box(300, 300, 20).coerceToType(inventory.wkbType())[0]
    assert inventory.addFeature(
        QgsVectorLayerUtils.createFeature(inventory, shape, {}, inventory.createExpressionContext())
    )
    rows, _ = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 5: SMALL}


def test_texts_longer_than_their_column_lose_no_landslide(qgis_new_project, tmp_path):
    """As in the engine's files; QGIS writes such a text into a GeoPackage all the same."""
    create_polygon_layer(tmp_path / "run.gpkg", LAYER_NAME, inventory_fields(limited=True), UTM)
    inventory = QgsVectorLayer(f"{tmp_path / 'run.gpkg'}|layername={LAYER_NAME}", "run", "ogr")
    QgsProject.instance().addMapLayer(inventory)
    for number in SIDES:
        add_landslide(inventory, square(number), {"status": "detected", "image": "hillside"})
    inventory.startEditing()
    inventory.changeAttributeValue(1, inventory.fields().lookupField("status"), "needs a field check")
    assert inventory.commitChanges()
    labels = new_labels(tmp_path / "run_labels.gpkg")
    draw(labels, box(300, 300, 20))
    rows, _ = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 5: SMALL} and rows[1]["status"] == "needs a field check"
    QgsProject.instance().clear()


def test_drawings_on_other_images_are_left_out_also_where_they_lie_on_the_same_ground(inventory, labels, tmp_path):
    draw(labels, box(70, -90, 20), image="before the earthquake")
    draw(labels, box(100, -160, 20), image="hillside.tif")
    draw(labels, box(130, -160, 20), image="")
    draw(labels, box(90000, -160, 20), image="another valley")
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert areas(rows) == {**AREAS, 5: SMALL, 6: SMALL} and (corrections.drawn, corrections.elsewhere) == (2, 1)
    QgsProject.instance().addMapLayer(QgsRasterLayer(str(write_discs(tmp_path / "hillside.tif")), "My image (2026)"))
    draw(labels, box(175, -90, 20), image="My image (2026)")
    rows, _ = delivered(inventory, labels, tmp_path)
    assert set(rows) == {1, 2, 3, 4, 5, 6, 7}, "the layer of the image may have any name"


def test_it_can_be_cancelled(inventory, labels):
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(CancelledError):
        corrected(inventory, labels, feedback=feedback)


def export(world, inventory, file, choose=None):
    dialog = ExportDialog(world.page.messages, inventory, world.page)
    if choose is not None:
        dialog.labelsCombo.setLayer(choose)
    dialog.formatCombo.setCurrentIndex(dialog.formatCombo.findData("geopackage"))
    dialog.fileWidget.setFilePath(str(file))
    offered = [dialog.labelsCombo.layer(index) for index in range(dialog.labelsCombo.count())]
    hidden = dialog.labelsCombo.isHidden()
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    dialog.deleteLater()
    _source, _layer, rows = read(file, "GPKG")
    return {row["ls_id"]: row["area_m2"] for row, _ in rows}, offered, hidden


def test_of_several_label_layers_the_one_with_the_verdicts_is_taken_and_another_can_be(
    world, inventory, labels, tmp_path
):
    other = new_labels(tmp_path / "a_labels.gpkg")
    for west in (0, 40, 80):
        draw(other, box(west, 200, 20))
    draw(new_labels(tmp_path / "valley_labels.gpkg"), box(0, 300, 20), image="another valley")
    reshape(labels, judge(inventory, labels, _2=Verdict.RESHAPED)[2])
    found, offered, hidden = export(world, inventory, tmp_path / "out.gpkg")
    assert found == {**AREAS, 2: SMALL} and set(offered) == {labels, other} and not hidden
    found, *_ = export(world, inventory, tmp_path / "other.gpkg", choose=other)
    assert set(found) == {1, 2, 3, 4, 5, 6, 7} and found[2] == AREAS[2]
    assert world.said("Reviewed ones without a label, with the detected outline: 1")


def test_what_is_delivered_otherwise_than_a_person_said_is_told(world, inventory, labels, tmp_path):
    ids = judge(inventory, labels, _2=Verdict.RESHAPED, _4=Verdict.ACCEPTED)
    draw(labels, box(70, -90, 20), image="before the earthquake")
    labels.deleteFeature(ids[2])
    found, _, hidden = export(world, inventory, tmp_path / "out.gpkg")
    assert found == AREAS and hidden
    assert world.said("Reviewed ones without a label, with the detected outline: 1")
    assert world.said("Drawn on other images and left out: 1")


def test_reshaped_landslides_whose_labels_are_not_in_the_project_are_told(world, inventory, labels, tmp_path):
    judge(inventory, labels, _2=Verdict.RESHAPED)
    QgsProject.instance().removeMapLayer(labels.id())
    found, *_ = export(world, inventory, tmp_path / "out.gpkg")
    assert found == AREAS and world.said("Reviewed ones without a label, with the detected outline: 1")


def test_landslides_that_were_opened_by_hand_are_offered_before_other_polygons(inventory, labels, world):
    QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:32648", "A first layer by its name", "memory"))
    dialog = ExportDialog(world.page.messages, None, world.page)
    assert dialog.layerCombo.currentLayer() is inventory
    dialog.deleteLater()
