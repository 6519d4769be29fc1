"""The export dialog: from its widgets to files that other programs read."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.gui.export_dialog import ExportDialog
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDialogButtonBox, QMessageBox

UTM = QgsCoordinateReferenceSystem("EPSG:32648")


@pytest.fixture
def inventory(world, tmp_path):
    layer = create_inventory(tmp_path / "inventory.gpkg", UTM)
    for west in (600000, 600200):
        add_landslide(layer, QgsGeometry.fromRect(QgsRectangle(west, 3000000, west + 100, 3000100)), {})
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def dialog(world, inventory):
    made = ExportDialog(world.page.messages, inventory, world.page)
    yield made
    made.deleteLater()


def save_button(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save)


def rows(path):
    source = ogr.Open(str(path))
    return source.GetLayer(0).GetFeatureCount()


def test_a_shapefile_is_written_and_the_message_names_it(world, dialog, tmp_path):
    assert not save_button(dialog).isEnabled(), "without a file name there is nothing to save to"
    dialog.fileWidget.setFilePath(str(tmp_path / "for_arcgis"))
    save_button(dialog).click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert rows(tmp_path / "for_arcgis.shp") == 2
    assert world.said("2 landslides exported · File: ")
    assert world.said("for_arcgis.shp")


def test_a_name_without_a_folder_goes_where_the_file_dialog_would_begin(world, inventory, tmp_path, monkeypatch):
    for folder in ("maps", "elsewhere"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    QgsSettings().setValue("landslide_mapper/dock/export_folder", str(tmp_path / "maps"))
    dialog = ExportDialog(world.page.messages, inventory, world.page)
    dialog.fileWidget.setFilePath("slides")
    save_button(dialog).click()
    assert rows(tmp_path / "maps" / "slides.shp") == 2
    assert world.said(str(tmp_path / "maps" / "slides.shp"))
    dialog.deleteLater()


def test_the_file_name_follows_the_format(dialog, tmp_path):
    dialog.fileWidget.setFilePath(str(tmp_path / "slides.shp"))
    dialog.formatCombo.setCurrentIndex(dialog.formatCombo.findData("kml"))
    assert dialog.fileWidget.filePath() == str(tmp_path / "slides.kml")
    save_button(dialog).click()
    assert rows(tmp_path / "slides.kml") == 2


@pytest.mark.parametrize(("pressed", "left"), [("No", 1), ("Yes", 2)])
def test_a_file_that_is_there_is_replaced_only_when_that_is_wanted(dialog, inventory, tmp_path, pressed, left):
    selected = next(inventory.getFeatures()).id()
    inventory.selectByIds([selected])
    export_inventory(inventory, tmp_path / "master.gpkg", "geopackage", only_selected=True)
    dialog.fileWidget.setFilePath(str(tmp_path / "master.shp"))
    dialog.formatCombo.setCurrentIndex(dialog.formatCombo.findData("geopackage"))  # the path follows it

    def answer():
        question = QApplication.activeModalWidget()
        assert str(tmp_path / "master.gpkg") in question.text()
        question.button(getattr(QMessageBox.StandardButton, pressed)).click()

    QTimer.singleShot(0, answer)
    save_button(dialog).click()
    assert rows(tmp_path / "master.gpkg") == left
    assert (dialog.result() == QDialog.DialogCode.Accepted) == (pressed == "Yes")


def test_only_the_selected_ones(world, inventory, tmp_path):
    inventory.selectByIds([next(inventory.getFeatures()).id()])
    dialog = ExportDialog(world.page.messages, inventory, world.page)
    assert dialog.selectedCheck.isChecked(), "a selection is made to be used"
    dialog.formatCombo.setCurrentIndex(dialog.formatCombo.findData("geojson"))
    dialog.fileWidget.setFilePath(str(tmp_path / "one.geojson"))
    save_button(dialog).click()
    assert rows(tmp_path / "one.geojson") == 1
    dialog.deleteLater()


def test_a_refused_target_is_told_in_the_dialog_which_stays(dialog, inventory, tmp_path):
    dialog.formatCombo.setCurrentIndex(dialog.formatCombo.findData("geopackage"))
    dialog.fileWidget.setFilePath(str(tmp_path / "inventory.gpkg"))  # the layer's own file
    save_button(dialog).click()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert dialog.problemNote.text().endswith(".")
    assert inventory.featureCount() == 2


def test_without_landslides_there_is_nothing_to_save(world):
    dialog = ExportDialog(world.page.messages, None, world.page)
    dialog.fileWidget.setFilePath("/tmp/none.shp")
    assert not save_button(dialog).isEnabled()
    assert "no landslides in the project" in dialog.problemNote.text()
    dialog.deleteLater()


def test_what_is_left_out_or_cut_is_told(world, tmp_path):
    own = QgsVectorLayer("Polygon?crs=EPSG:32648&field=remark:string(500)&field=status:string", "own", "memory")
    for west, status in ((600000, "rejected"), (600200, "drawn")):
        feature = QgsFeature(own.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 3000000, west + 100, 3000100)))
        feature.setAttributes(["x" * 400, status])
        own.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(own)
    for rejected, count in ((False, 1), (True, 2)):
        dialog = ExportDialog(world.page.messages, own, world.page)
        dialog.rejectedCheck.setChecked(rejected)
        dialog.fileWidget.setFilePath(str(tmp_path / f"{count}.shp"))
        save_button(dialog).click()
        assert rows(tmp_path / f"{count}.shp") == count
        assert world.said(f"Values that were cut to the width of their column: {count}")
        assert bool(world.said("Rejected landslides that were left out: 1")) or rejected
        dialog.deleteLater()
