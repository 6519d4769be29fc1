"""What a person has drawn over a detection reaches the file that is delivered."""

from __future__ import annotations

import pytest
from correction_world import box, delivered, draw, judge
from export_world import read
from landslide_mapper.landslide_plugin.common.labels import LANDSLIDE, NOT_A_LANDSLIDE, UNSURE
from landslide_mapper.landslide_plugin.gui.export_dialog import ExportDialog
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from landslide_mapper.landslide_plugin.layers.labelling.label_choice import labels_for
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels, open_labels
from landslide_mapper.landslide_plugin.layers.review.reviewing import Verdict
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QDialogButtonBox
from review_world import DEGREES, SIDES, UTM, detected, square


@pytest.fixture(params=[UTM, DEGREES], ids=["same CRS", "inventory in degrees"])
def inventory(request, qgis_new_project, tmp_path):
    (tmp_path / "run").mkdir()
    yield detected(tmp_path / "run" / "hillside.gpkg", request.param)
    QgsProject.instance().clear()


@pytest.fixture
def labels(inventory, tmp_path):
    file = tmp_path / "hillside_labels.gpkg"
    create_labels(file, UTM)
    layer = open_labels(file, "hillside").labels
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    yield layer


def test_a_reshaped_landslide_is_delivered_as_it_was_drawn(inventory, labels, tmp_path):
    ids = judge(inventory, labels, _2=Verdict.RESHAPED, _4=Verdict.ACCEPTED)
    labels.changeGeometry(ids[2], box(100, -100, 20).coerceToType(labels.wkbType())[0])
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert (corrections.reshaped, corrections.drawn, corrections.replaced) == (1, 0, 0)
    assert rows[2]["area_m2"] == pytest.approx(20 * 20, rel=0.01) and rows[2]["status"] == "accepted"
    assert rows[4]["area_m2"] == pytest.approx(SIDES[4] ** 2, rel=0.01)
    still = {feature["ls_id"]: feature["area_m2"] for feature in inventory.getFeatures()}
    assert still[2] == pytest.approx(SIDES[2] ** 2, rel=0.01), "the detection itself stays"
    labels.deleteFeature(ids[2])
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert corrections.reshaped == 0 and rows[2]["area_m2"] == pytest.approx(SIDES[2] ** 2, rel=0.01)


def test_a_landslide_that_was_missed_is_delivered_too(inventory, labels, tmp_path):
    judge(inventory, labels, _1=Verdict.REJECTED)
    draw(labels, box(100, 200, 30))
    draw(labels, box(200, 200, 30), NOT_A_LANDSLIDE)
    draw(labels, box(300, 200, 30), UNSURE)
    draw(labels, box(90000, 0, 30), image="another valley")
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert corrections.drawn == 1 and set(rows) == {2, 3, 4, 5}, "the rejected one is left out"
    new = rows[5]
    assert new["area_m2"] == pytest.approx(30 * 30, rel=0.01) and new["perim_m"] == pytest.approx(120, rel=0.01)
    assert (new["status"], new["image"], new["mapped_on"], new["p_mean"]) == ("drawn", "hillside", "2026/05/06", None)


def test_a_landslide_drawn_over_a_detected_one_is_delivered_once(inventory, labels, tmp_path):
    judge(inventory, labels, _4=Verdict.ACCEPTED, _3=Verdict.REJECTED)
    for number in (2, 3, 4):  # without a verdict, rejected, accepted
        draw(labels, square(number).buffer(2, 1))
    draw(labels, square(1).buffer(-3, 1))  # a small part of a detected one
    rows, corrections = delivered(inventory, labels, tmp_path)
    assert (corrections.drawn, corrections.replaced) == (2, 2)
    said = {number: (row["status"], row["area_m2"] > 1.05 * SIDES.get(number, 0) ** 2) for number, row in rows.items()}
    assert said == {1: ("detected", False), 4: ("accepted", False), 5: ("drawn", True), 6: ("drawn", True)}


def test_only_the_selected_ones_and_no_drawn_ones(inventory, labels, tmp_path):
    ids = judge(inventory, labels, _2=Verdict.RESHAPED)
    labels.changeGeometry(ids[2], box(100, -100, 20).coerceToType(labels.wkbType())[0])
    draw(labels, box(100, 200, 30))
    inventory.selectByExpression('"ls_id" in (2, 3)')
    rows, _ = delivered(inventory, labels, tmp_path, only_selected=True)
    assert set(rows) == {2, 3} and rows[2]["area_m2"] == pytest.approx(400, rel=0.01)


def test_labels_of_another_image_have_nothing_to_do_with_it(inventory, labels, tmp_path):
    assert labels_for(inventory, QgsProject.instance()) == [], "nothing was drawn yet"
    draw(labels, box(100, 200, 30), image="another valley")
    assert labels_for(inventory, QgsProject.instance()) == []
    judge(inventory, labels, _2=Verdict.ACCEPTED)
    assert labels_for(inventory, QgsProject.instance()) == [labels]
    assert labels_for(labels, QgsProject.instance()) == [], "labels do not correct themselves"


def test_of_exported_labels_only_the_landslides_are_delivered(inventory, labels, tmp_path):
    for west, class_name in ((0, LANDSLIDE), (100, NOT_A_LANDSLIDE), (200, UNSURE)):
        draw(labels, box(west, 200, 30), class_name)
    assert export_inventory(labels, tmp_path / "own.shp", "shapefile").count == 1
    assert export_inventory(labels, tmp_path / "all.shp", "shapefile", with_rejected=True).count == 3


@pytest.mark.parametrize("checked", [True, False])
def test_the_dialog_asks_whether_drawings_are_exported(world, inventory, labels, tmp_path, checked):
    draw(labels, box(100, 200, 30))
    dialog = ExportDialog(world.page.messages, inventory, world.page)
    assert dialog.correctedCheck.isEnabled() and dialog.correctedCheck.isChecked()
    assert labels.name() in dialog.correctedCheck.toolTip()
    dialog.correctedCheck.setChecked(checked)
    dialog.fileWidget.setFilePath(str(tmp_path / "map.shp"))
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    _source, _layer, rows = read(tmp_path / "map.shp", "ESRI Shapefile")
    assert [row["status"] for row, _ in rows].count("drawn") == checked
    assert bool(world.said("Drawn by you: 1")) is checked
    dialog.layerCombo.setLayer(labels)
    assert not dialog.correctedCheck.isEnabled() and not dialog.correctedCheck.isChecked()
    dialog.deleteLater()


def test_a_status_that_is_too_long_for_a_shapefile_is_cut_and_that_is_told(inventory, tmp_path):
    index = inventory.fields().lookupField("status")
    identity = next(inventory.getFeatures()).id()
    inventory.dataProvider().changeAttributeValues({identity: {index: "seen in the field"}})
    assert export_inventory(inventory, tmp_path / "out.shp", "shapefile").shortened == 1
    _source, _layer, rows = read(tmp_path / "out.shp", "ESRI Shapefile")
    assert "seen in the" in {row["status"].strip() for row, _ in rows}
