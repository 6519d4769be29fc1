"""The page for teaching: label files are made, drawn in with QGIS's tools, counted, and opened again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from discs import ORIGIN, write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.layers.labelling.label_appearance import asks
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
X, Y = ORIGIN
SQUARE = ((X + 20, Y - 20), (X + 60, Y - 20), (X + 60, Y - 60), (X + 20, Y - 60))
FAR = tuple((x + 100, y - 100) for x, y in SQUARE)


@pytest.fixture
def image(teach, tmp_path):
    teach.show()
    return teach.add_image(write_discs(tmp_path / "hillside.tif"))


@pytest.fixture
def labels(teach, image, tmp_path):
    teach.page.make_labels(tmp_path / "hillside_labels.gpkg")
    return teach.page.labels()


def counts(teach, wait_for, words):
    wait_for(lambda: words in teach.page.countsNote.text(), 5)


def on_disk(path, table="landslide_labels"):
    layer = QgsVectorLayer(f"{path}|layername={table}", "", "ogr")
    return [dict(zip(layer.fields().names(), feature.attributes())) for feature in layer.getFeatures()]


def box(layer, west, south, side, **values):
    """Adds a square as any editing tool would."""
    shape = QgsGeometry.fromRect(QgsRectangle(west, south, west + side, south + side))
    indices = {layer.fields().lookupField(name): value for name, value in values.items()}
    feature = QgsVectorLayerUtils.createFeature(layer, shape, indices, layer.createExpressionContext())
    assert layer.addFeature(feature)
    return feature


def test_a_new_label_layer_is_a_geopackage_in_the_images_crs_and_open_for_editing(teach, image, labels, tmp_path):
    source = ogr.Open(str(tmp_path / "hillside_labels.gpkg"))
    tables = [source.GetLayer(index) for index in range(source.GetLayerCount())]
    assert {table.GetName() for table in tables} == {"landslide_labels", "labelled_areas"}
    assert {table.GetGeomType() for table in tables} == {ogr.wkbMultiPolygon}
    del tables, source
    names = labels.fields().names()
    assert {"class", "confidence", "source", "author", "date", "note"} <= set(names)
    assert labels.crs() == image.crs()
    assert labels.isEditable()
    assert teach.canvas.currentLayer() is labels
    group = QgsProject.instance().layerTreeRoot().children()[0]
    assert (group.name(), [node.layer() for node in group.children()]) == ("Labels", [labels, teach.page.areas()])
    assert QgsProject.instance().layerTreeRoot().children()[1].layer() is image
    assert labels.editorWidgetSetup(labels.fields().lookupField("fid")).type() == "Hidden"
    assert labels.editorWidgetSetup(labels.fields().lookupField("class")).type() == "ValueMap"
    assert [category.value() for category in labels.renderer().categories()] == [
        "landslide", "not a landslide", "unsure",
    ]  # fmt: skip


def test_polygons_drawn_with_the_buttons_get_their_class_without_a_form(teach, image, labels, wait_for):
    teach.page.landslideButton.click()
    assert teach.page.landslideButton.isChecked() and not asks(labels)
    teach.draw(*SQUARE)
    teach.page.otherButton.click()
    assert teach.page.otherButton.isChecked() and not teach.page.landslideButton.isChecked()
    teach.draw(*FAR)
    drawn = sorted(labels.getFeatures(), key=lambda feature: -feature.id())
    assert [feature["class"] for feature in drawn] == ["landslide", "not a landslide"]
    assert [feature["source"] for feature in drawn] == ["hillside"] * 2
    assert [feature["confidence"] for feature in drawn] == ["high"] * 2
    assert all(feature["author"] for feature in drawn)
    assert all(feature["date"].secsTo(QDateTime.currentDateTime()) < 60 for feature in drawn)
    pixel = teach.canvas.mapUnitsPerPixel()
    assert drawn[0].geometry().area() == pytest.approx(1600, abs=4 * 40 * pixel)
    counts(teach, wait_for, "1 landslide, 1 not a landslide, 0 unsure; 0 m² fully labelled")


def test_another_tool_ends_the_drawing_of_a_class(teach, labels):
    teach.page.unsureButton.click()
    teach.canvas.setMapTool(teach.pan)
    assert not teach.page.unsureButton.isChecked()
    assert asks(labels)
    teach.desk.add_polygons()
    teach.draw(*SQUARE)
    (drawn,) = labels.getFeatures()
    assert drawn["class"] == "landslide"


def test_pressing_a_drawing_button_again_brings_the_tool_of_before_back(teach, labels):
    teach.page.landslideButton.click()
    teach.page.otherButton.click()
    teach.page.otherButton.click()
    assert teach.canvas.mapTool() is teach.pan
    assert not teach.page.otherButton.isChecked()


def test_fully_labelled_areas_go_to_their_own_layer_and_overlaps_count_once(teach, labels, wait_for):
    teach.page.areaButton.click()
    teach.draw(*SQUARE)
    areas = teach.page.areas()
    (drawn,) = areas.getFeatures()
    assert drawn["author"] and labels.featureCount() == 0
    ground = drawn.geometry().area()
    areas.deleteFeature(drawn.id())
    for west in (X, X + 1000):
        box(areas, west, Y - 2000, 2000)
    assert ground == pytest.approx(1600, rel=0.1)
    counts(teach, wait_for, "6.00 km² fully labelled")


def test_the_count_follows_edits_undo_and_saving(teach, labels, wait_for):
    page = teach.page
    labels.beginEditCommand("draw")
    first = box(labels, X, Y - 50, 20)
    labels.endEditCommand()
    counts(teach, wait_for, "1 landslide, 0 not")
    labels.beginEditCommand("doubt")
    labels.changeAttributeValue(first.id(), labels.fields().lookupField("class"), "unsure")
    labels.endEditCommand()
    counts(teach, wait_for, "No landslide, 0 not a landslide, 1 unsure")
    labels.undoStack().undo()
    counts(teach, wait_for, "1 landslide, 0 not")
    labels.undoStack().undo()
    counts(teach, wait_for, "No landslide, 0 not")
    labels.undoStack().redo()
    assert labels.commitChanges()
    counts(teach, wait_for, "1 landslide, 0 not")
    assert [row["class"] for row in on_disk(labels.source().split("|")[0])] == ["landslide"]
    assert page.labels() is labels


def test_nothing_is_written_before_the_person_saves_and_rolling_back_is_counted(teach, labels, wait_for):
    box(labels, X, Y - 50, 20)
    counts(teach, wait_for, "1 landslide,")
    assert labels.isModified(), "so QGIS asks before it closes the project"
    assert labels.rollBack()
    counts(teach, wait_for, "No landslide,")


def test_a_label_file_is_opened_again_with_its_looks(teach, labels, tmp_path, wait_for):
    box(labels, X, Y - 50, 20)
    labels.commitChanges()
    teach.canvas.setLayers([])
    QgsProject.instance().clear()
    assert teach.page.labels() is None
    teach.page.add_labels(tmp_path / "hillside_labels.gpkg")
    again = teach.page.labels()
    assert len(again.renderer().categories()) == 3
    assert again.attributeDisplayName(again.fields().lookupField("note")) == "Note"
    counts(teach, wait_for, "1 landslide,")


def test_opening_a_file_twice_keeps_one_layer(teach, labels, tmp_path):
    teach.page.add_labels(tmp_path / "hillside_labels.gpkg")
    assert teach.page.labels() is labels
    assert len(QgsProject.instance().mapLayers()) == 3


def test_labels_lie_over_what_was_detected_before(teach, image, tmp_path):
    detected = QgsVectorLayer("Polygon?crs=EPSG:32648", "Landslides", "memory")
    root = QgsProject.instance().layerTreeRoot()
    QgsProject.instance().addMapLayer(detected, False)
    root.insertLayer(0, detected)
    root.setHasCustomLayerOrder(True)
    root.setCustomLayerOrder([detected, image])
    teach.page.make_labels(tmp_path / "hillside_labels.gpkg")
    labels, areas = teach.page.labels(), teach.page.areas()
    assert [node.name() for node in root.children()] == ["Labels", "Landslides", "hillside"]
    assert root.layerOrder() == [labels, areas, detected, image]


def test_labels_that_were_added_by_hand_are_dressed_when_they_are_chosen(teach, image, tmp_path):
    create_labels(tmp_path / "colleague.gpkg", UTM)
    plain = QgsVectorLayer(f"{tmp_path / 'colleague.gpkg'}|layername=landslide_labels", "colleague", "ogr")
    QgsProject.instance().addMapLayer(plain)
    assert teach.page.labels() is plain
    assert len(plain.renderer().categories()) == 3
    teach.page.areaButton.click()
    assert teach.page.areas() in QgsProject.instance().mapLayers().values()
    teach.draw(*SQUARE)
    assert teach.page.areas().featureCount() == 1


def test_a_file_without_the_needed_fields_is_refused_in_one_sentence(teach, image, tmp_path):
    file = tmp_path / "roads.gpkg"
    lanes = QgsVectorLayer("Polygon?crs=EPSG:32648&field=lanes:integer", "", "memory")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "landslide_labels"
    QgsVectorFileWriter.writeAsVectorFormatV3(lanes, str(file), QgsProject.instance().transformContext(), options)
    with pytest.raises(InputError, match="holds no labels: it needs a polygon layer 'landslide_labels' with a text"):
        teach.page.add_labels(file)
    with pytest.raises(InputError, match="holds no labels"):
        teach.page.add_labels(tmp_path / "nowhere.gpkg")
    assert teach.page.labels() is None


def test_an_existing_file_is_never_overwritten(teach, labels, tmp_path):
    file = tmp_path / "hillside_labels.gpkg"
    before = file.read_bytes()
    with pytest.raises(InputError, match="exists already: open it, or choose another name"):
        teach.page.make_labels(file)
    assert file.read_bytes() == before
    assert teach.page._suggested_file() == tmp_path / "hillside_labels_2.gpkg"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that takes no files, whoever asks")
def test_a_folder_that_takes_no_files_is_told_in_one_sentence(teach, image):
    with pytest.raises(InputError, match=r"Nothing can be written to the folder /proc .*: choose another folder\.$"):
        teach.page.make_labels(Path("/proc/labels.gpkg"))
    assert teach.page.labels() is None


def test_the_suggested_file_is_beside_the_image_and_then_beside_the_project(teach, image, tmp_path):
    assert teach.page._suggested_file() == tmp_path / "hillside_labels.gpkg"
    (tmp_path / "survey").mkdir()
    QgsProject.instance().write(str(tmp_path / "survey" / "survey.qgz"))
    assert teach.page._suggested_file() == tmp_path / "survey" / "hillside_labels.gpkg"


def test_the_suggested_file_is_beside_a_project_that_is_kept_in_a_geopackage(teach, image, labels, tmp_path):
    (tmp_path / "survey").mkdir()
    kept = shutil.copy(labels.source().split("|")[0], tmp_path / "survey" / "survey.gpkg")
    assert QgsProject.instance().write(f"geopackage:{kept}?projectName=survey")
    assert teach.page._suggested_file() == tmp_path / "survey" / "hillside_labels.gpkg"
    QgsProject.instance().setFileName("postgresql://host:5432?dbname=a&schema=b&project=survey")
    assert teach.page._suggested_file() == tmp_path / "hillside_labels_2.gpkg", "no folder: beside the image"


def test_without_an_image_there_is_nothing_to_label(teach, tmp_path):
    with pytest.raises(InputError, match="There is no image to label"):
        teach.page.make_labels(tmp_path / "labels.gpkg")
    assert not teach.page.landslideButton.isEnabled()
    assert "Make a label layer" in teach.page.countsNote.text()


def test_an_image_without_georeference_is_labelled_in_its_pixels(teach, tmp_path, wait_for):
    teach.show()
    image = teach.add_image(write_discs(tmp_path / "photo.tif", epsg=None))
    teach.page.make_labels(tmp_path / "photo_labels.gpkg")
    assert not image.crs().isValid() and not teach.page.labels().crs().isValid()
    areas = teach.page.areas()
    areas.startEditing()
    box(areas, X, Y - 50, 30)
    counts(teach, wait_for, "900 pixels fully labelled")


def test_a_polygon_names_the_image_that_was_chosen_while_drawing(teach, image, labels, tmp_path):
    valley = teach.add_image(write_discs(tmp_path / "valley.tif"))
    teach.page.imageCombo.setLayer(image)
    teach.page.otherButton.click()
    teach.draw(*SQUARE)
    teach.page.imageCombo.setLayer(valley)
    assert teach.page.otherButton.isChecked(), "drawing goes on"
    teach.draw(*FAR)
    drawn = sorted(labels.getFeatures(), key=lambda feature: -feature.id())
    assert [feature["source"] for feature in drawn] == ["hillside", "valley"]
    assert [feature["class"] for feature in drawn] == ["not a landslide"] * 2


def test_removing_layers_and_closing_the_project_while_drawing_leaves_an_empty_page(teach, image, labels, wait_for):
    teach.page.otherButton.click()
    QgsProject.instance().removeMapLayer(teach.page.areas())
    assert teach.page.areas() is None
    counts(teach, wait_for, "0 m² fully labelled")
    teach.canvas.setLayers([])
    QgsProject.instance().clear()
    assert QgsProject.instance().mapLayers() == {}
    assert teach.page.labels() is None
    counts(teach, wait_for, "Make a label layer")
    assert not teach.page.otherButton.isChecked()


def test_a_project_saved_in_the_middle_of_drawing_opens_with_its_defaults_set_back(teach, image, labels, tmp_path):
    teach.page.otherButton.click()
    QgsProject.instance().write(str(tmp_path / "survey.qgz"))
    labels.rollBack()
    teach.canvas.setLayers([])
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "survey.qgz"))
    again = teach.page.labels()
    assert asks(again)
    assert QgsVectorLayerUtils.createFeature(again)["class"] == "landslide"
    assert teach.page.areas() is not None


def test_a_write_protected_label_layer_says_so_when_drawing(teach, image, labels):
    labels.rollBack()
    labels.setReadOnly(True)
    teach.page.landslideButton.click()
    assert teach.said("cannot be edited: make a new label layer in a folder of your own")
    assert not teach.page.landslideButton.isChecked()


def test_labels_whose_file_was_gone_are_offered_when_they_are_repaired(teach, labels, tmp_path):
    source, project = labels.source(), QgsProject.instance()
    project.removeMapLayer(labels.id())
    moved = QgsVectorLayer(f"{tmp_path}/moved.gpkg|layername=labels", "labels of a colleague", "ogr")
    project.addMapLayer(moved)
    assert teach.page.labels() is None
    moved.setDataSource(source, moved.name(), "ogr")
    assert teach.page.labels() is moved


def test_several_label_layers_are_told_apart(teach, image, labels, tmp_path):
    teach.page.make_labels(tmp_path / "second.gpkg")
    combo = teach.page.labelsCombo
    assert {combo.itemText(index) for index in range(combo.count())} == {"Labels (hillside)", "Labels (second)"}
    assert teach.page.labels().name() == "Labels (second)"
    assert teach.page.areas().name() == "Fully labelled (second)"


def test_every_input_tells_what_it_is_for_and_can_be_reached_by_keyboard(teach, image):
    inputs = [
        item
        for kind in (QComboBox, QAbstractButton)
        for item in teach.page.findChildren(kind)
        if item.objectName() and not item.objectName().startswith("qt_")
    ]
    assert {"imageCombo", "labelsCombo", "newButton", "acceptButton"} <= {item.objectName() for item in inputs}
    assert [item.objectName() for item in inputs if not item.toolTip()] == []
    assert [item.objectName() for item in inputs if item.focusPolicy() == Qt.FocusPolicy.NoFocus] == []


def test_the_buttons_ask_for_files_and_make_or_open_them(teach, image, tmp_path, monkeypatch):
    from qgis.PyQt.QtWidgets import QFileDialog

    asked = []

    def answer(file):
        return lambda *given, **_: (asked.append(given[2]), (str(file), ""))[1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer(tmp_path / "mine"))
    teach.page.newButton.click()
    assert asked == [str(tmp_path / "hillside_labels.gpkg")]
    assert (tmp_path / "mine.gpkg").is_file() and teach.said("The labels are kept in")
    shutil.copy(image.source(), tmp_path / "no.gpkg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer(tmp_path / "no.gpkg"))
    teach.page.openButton.click()
    assert teach.said("holds no labels")


@pytest.mark.parametrize("without_areas", [False, True])
def test_drawing_goes_on_when_layers_come_into_the_project(teach, image, labels, tmp_path, without_areas):
    if without_areas:
        QgsProject.instance().removeMapLayer(teach.page.areas())
    teach.page.otherButton.click()
    tool = teach.canvas.mapTool()
    QgsProject.instance().addMapLayer(QgsVectorLayer("Polygon?crs=EPSG:32648", "landslides", "memory"), False)
    QgsProject.instance().addMapLayer(QgsVectorLayer("Point?crs=EPSG:32648", "houses", "memory"), False)
    assert teach.page.otherButton.isChecked() and teach.canvas.mapTool() is tool and not asks(labels)
    teach.draw(*SQUARE)
    (drawn,) = labels.getFeatures()
    assert drawn["class"] == "not a landslide"
    teach.page.make_labels(tmp_path / "others_labels.gpkg")
    assert not teach.page.otherButton.isChecked(), "other labels were chosen"
