"""The wizard's recipe: what is shown beforehand, the ground kept apart, tiles from folders; and closing QGIS."""

from __future__ import annotations

import time

import numpy as np
import pytest
import tomllib
from discs import PIXEL, middle
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.gui.image.band_chooser import BandChooser
from landslide_mapper.landslide_plugin.gui.training.choices import ModelChoice, configuration, recipe_of
from landslide_mapper.landslide_plugin.gui.training.close_guard import CloseGuard
from landslide_mapper.landslide_plugin.gui.training.files import TrainingFiles, interrupted_trainings
from landslide_mapper.landslide_plugin.gui.training.validation_chooser import Kind
from landslide_mapper.landslide_plugin.layers.labelling.label_copies import LabelCopies
from landslide_mapper.landslide_plugin.layers.labelling.labels import saved_labels
from landslide_mapper.landslide_plugin.layers.labelling.validation_areas import Ground
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsRasterBandComboBox
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QFormLayout, QMainWindow, QMessageBox, QWizard
from wizard_world import MANY, add, after_epochs, begin, go_to_summary, label, open_wizard, press, teach_world

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
LIGHT = ["exposure", "shadow", "blur", "haze", "noise", "jpeg"]


@pytest.fixture
def teach(engine_home, qgis_app, errors_in_slots):
    with teach_world(engine_home) as made:
        yield made


@pytest.fixture
def labels(teach, tmp_path):
    return label(teach, tmp_path)


@pytest.fixture
def recipe(teach, labels, wait_for):
    """The recipe page, with its first picture."""
    wizard = open_wizard(teach)
    press(wizard, QWizard.WizardButton.NextButton)
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for_picture(wizard.recipe_page, wait_for)
    yield wizard.recipe_page
    wizard.close()


def wait_for_picture(page, wait_for):
    wait_for(lambda: page.preview.picture.is_shown and not page.preview.is_asking, 120)


def seen(page):
    return page.preview.picture.pixmap().toImage()


def written(page, folder):
    page.wizard().write(folder / "written.toml")
    return tomllib.loads((folder / "written.toml").read_text("utf-8"))


def test_the_picture_follows_the_changes_that_are_chosen(recipe, wait_for, tmp_path):
    assert all(box.isChecked() for box in recipe.changeBoxes.values())
    before = seen(recipe)
    for name in ("rotate", "colour", "paste"):
        recipe.changeBoxes[name].setChecked(False)
    wait_for_picture(recipe, wait_for)
    plainer = seen(recipe)
    assert plainer != before
    recipe.preview.moreButton.click()
    wait_for_picture(recipe, wait_for)
    assert seen(recipe) != plainer
    assert written(recipe, tmp_path)["augmentations"] == ["rotate90", "flip", *LIGHT]


def test_bands_and_stretch_that_were_chosen_for_the_image_are_learned_from(recipe, tmp_path):
    assert "bands" not in written(recipe, tmp_path)["maps"][0]
    (image,) = QgsProject.instance().mapLayersByName("hillside")
    group, form = QgsCollapsibleGroupBox(), QFormLayout()
    group.setLayout(form)
    chooser = BandChooser(group, form)
    chooser.show_for(image, ("red", "green", "blue"))
    for combo, band in zip(group.findChildren(QgsRasterBandComboBox), (3, 2, 1)):
        combo.setBand(band)
    assert written(recipe, tmp_path)["maps"][0]["bands"] == [3, 2, 1]
    assert "stretch" not in written(recipe, tmp_path)["maps"][0]
    chooser.stretchCheck.setChecked(True)
    assert written(recipe, tmp_path)["maps"][0]["stretch"] is True
    assert "crs" not in written(recipe, tmp_path)["maps"][0]
    image.setCrs(QgsCoordinateReferenceSystem("EPSG:32649"))
    assert written(recipe, tmp_path)["maps"][0]["crs"] == "EPSG:32649"


@pytest.mark.parametrize("told", [True, False], ids=["for the labels too", "for the image alone"])
def test_a_crs_that_is_told_after_drawing_holds_for_the_labels_too(teach, tmp_path, wait_for, told):
    drawn = label(teach, tmp_path, epsg=None)
    assert not drawn.crs().isValid()
    for layer in (teach.page.image(), drawn, teach.page.areas())[: None if told else 1]:
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32648"))
    wizard = open_wizard(teach)
    go_to_summary(wizard, wait_for)
    shown = wizard.summary_page
    assert shown.plan["landslides"]["training"] + shown.plan["landslides"]["validation"] == len(MANY)
    missing = "'1 Labels (hillside)' has no coordinate reference system: the image's is taken."
    assert (missing in shown.planView.toPlainText()) == (not told)
    wizard.close()


def test_the_blocks_by_lot_are_seen_on_the_map_until_the_wizard_is_closed(teach, recipe):
    items = len(teach.canvas.scene().items())
    assert recipe.validation.sketch.outlines == 1
    recipe.validation.showBox.setChecked(False)
    assert recipe.validation.sketch.outlines == 0 and len(teach.canvas.scene().items()) == items - 1
    recipe.validation.showBox.setChecked(True)
    assert recipe.validation.sketch.outlines == 1
    teach.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    (outline,) = recipe.validation.sketch._bands
    assert abs(outline.asGeometry().boundingBox().center().y()) < 90, "it follows the map into degrees"
    recipe.wizard().close()
    assert len(teach.canvas.scene().items()) < items


def test_ground_to_validate_on_is_drawn_on_the_map(teach, recipe, wait_for, tmp_path):
    wizard, chooser, tool = recipe.wizard(), recipe.validation, teach.canvas.mapTool()
    chooser.kindCombo.setCurrentIndex(chooser.kindCombo.findData(Kind.RECTANGLES))
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is recipe and "draw a rectangle" in recipe.problem.text()
    chooser.drawButton.click()
    assert not wizard.isVisible(), "it makes room for the map"
    teach.page.trainButton.click()
    assert wizard.isVisible() and teach.page.training.wizard is wizard, "pressed again, it comes back"
    chooser.drawButton.click()
    x, y = middle(MANY[0])
    around = QgsRectangle(x - 40 * PIXEL, y - 130 * PIXEL, x + 150 * PIXEL, y + 40 * PIXEL)  # four discs
    teach.drag(around)
    assert wizard.isVisible() and teach.canvas.mapTool() is tool
    assert chooser.note.text() == "Rectangles: 1" and chooser.sketch.outlines == 1
    ((one,), config) = (chooser.areas(), written(recipe, tmp_path))
    layer = QgsVectorLayer(config["maps"][0]["validation_areas"], "", "ogr")
    (feature,) = layer.getFeatures()
    assert feature.geometry().equals(one.shape.coerceToType(layer.wkbType())[0])
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for(lambda: not wizard.summary_page.is_planning, 120)
    assert wizard.summary_page.plan["landslides"] == {"training": 21, "validation": 4}
    wizard.back()
    chooser.clearButton.click()
    with pytest.raises(InputError, match="draw a rectangle"):
        chooser.areas()


def test_ground_to_validate_on_comes_from_a_layer(recipe, tmp_path):
    chooser = recipe.validation
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "mine", "memory")
    QgsProject.instance().addMapLayer(layer)
    chooser.kindCombo.setCurrentIndex(chooser.kindCombo.findData(Kind.POLYGONS))
    chooser.layerCombo.setLayer(layer)
    with pytest.raises(InputError, match="no polygon to validate on"):
        chooser.areas()
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((100 27, 120 27, 120 28, 100 27))"))
    layer.dataProvider().addFeature(feature)
    file = written(recipe, tmp_path)["maps"][0]["validation_areas"]
    saved = QgsVectorLayer(file, "", "ogr")
    assert saved.featureCount() == 1 and saved.crs().authid() == "EPSG:4326"


def test_what_is_chosen_is_what_the_engine_is_told(recipe, tmp_path):
    for name in ("schedule", "loss"):
        combo = getattr(recipe, f"{name}Combo")
        combo.setCurrentIndex(combo.findData({"schedule": "cosine", "loss": "focal"}[name]))
    assert (recipe.parameterLabel.text(), recipe.parameterSpin.value()) == ("Focus (gamma)", 2.0)
    assert "loss_parameters" not in written(recipe, tmp_path)
    recipe.parameterSpin.setValue(3)
    recipe.frozenSpin.setValue(4)
    told = written(recipe, tmp_path)
    assert (told["schedule"], told["loss"], told["loss_parameters"]) == ("cosine", "focal", {"gamma": 3.0})
    assert (told["freeze_encoder_epochs"], told["hard_mining"]) == (4, 0)
    recipe.presetCombo.setCurrentIndex(recipe.presetCombo.findData("da-u-net-paper"))
    assert written(recipe, tmp_path)["hard_mining"] == 0.6
    recipe.lossCombo.setCurrentIndex(recipe.lossCombo.findData("wce"))
    assert recipe.parameterSpin.text() == "From the data"
    recipe.parameterSpin.setValue(5)
    assert written(recipe, tmp_path)["loss_parameters"] == {"weights": [1.0, 5.0]}
    recipe.lossCombo.setCurrentIndex(recipe.lossCombo.findData("bce"))
    assert recipe.parameterSpin.isHidden()


@pytest.mark.parametrize("preset", ["fine-tune", "da-u-net-paper", "unet-plus-plus-paper"])
def test_a_preset_that_nobody_changes_is_written_as_it_is(preset):
    told = configuration(ModelChoice("mine", start_from="default"), recipe_of(preset))
    assert "loss_parameters" not in told
    assert told["schedule"] == {"fine-tune": "one-cycle"}.get(preset, "constant")
    assert told["augmentations"] == {"da-u-net-paper": ["rotate", "flip"], "unet-plus-plus-paper": []}.get(
        preset, ["rotate", "rotate90", "flip", "colour", *LIGHT, "paste"]
    )


def write_tiles(folder, count=6):
    """Tiles in the layout of the Bijie data set: dark discs on bright ground, and ground without."""
    rows, columns = np.mgrid[0:64, 0:64]
    for number in range(count):
        disc = (rows - 20 - 3 * number) ** 2 + (columns - 32) ** 2 < 100
        for kind, name, pixels in (
            ("landslide/image", f"df{number}", np.where(disc, 150, 90)),
            ("landslide/mask", f"df{number}", 255 * disc),
            ("non-landslide/image", f"no{number}", np.full((64, 64), 90)),
        ):
            (folder / kind).mkdir(parents=True, exist_ok=True)
            made = gdal.GetDriverByName("MEM").Create("", 64, 64, 3, gdal.GDT_Byte)
            made.WriteArray(np.stack([pixels] * 3).astype(np.uint8))
            gdal.GetDriverByName("PNG").CreateCopy(str(folder / kind / f"{name}.png"), made)


def test_a_model_is_trained_from_a_folder_of_tiles_alone(teach, wait_for, tmp_path, engine_home):
    teach.show()
    write_tiles(tmp_path / "Bijie")
    wizard = open_wizard(teach)
    data = wizard.data_page
    with pytest.raises(InputError, match="There are no tiles with masks"):
        data.add_tiles(tmp_path)
    data.add_tiles(tmp_path / "Bijie")
    assert data.rows == [] and data.tile_rows[0].title.text() == "Bijie: 12 tiles"
    with pytest.raises(InputError, match="is listed already"):
        data.add_tiles(tmp_path / "Bijie")
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.model_page.titleEdit.text() == "Landslides of Bijie"
    press(wizard, QWizard.WizardButton.NextButton)
    page = wizard.recipe_page
    page.epochsSpin.setValue(1)
    page.cropSpin.setValue(32)
    wait_for_picture(page, wait_for)
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for(lambda: not wizard.summary_page.is_planning, 120)
    assert wizard.summary_page.isComplete(), wizard.summary_page.problem.text()
    press(wizard, QWizard.WizardButton.CommitButton)
    training = teach.page.training.training
    wait_for(lambda: not training.running, 120)
    assert training.error is None, training.error
    assert (engine_home / "models" / "Landslides_of_Bijie.safetensors").exists()


def test_ground_to_validate_on_that_cannot_lie_on_tiles_is_told(teach, wait_for, tmp_path):
    teach.show()
    write_tiles(tmp_path / "Bijie")
    wizard = open_wizard(teach)
    wizard.data_page.add_tiles(tmp_path / "Bijie")
    for _ in range(2):
        press(wizard, QWizard.WizardButton.NextButton)
    chooser = wizard.recipe_page.validation
    chooser.kindCombo.setCurrentIndex(chooser.kindCombo.findData(Kind.RECTANGLES))
    chooser.sketch.drawn.emit(Ground(QgsGeometry.fromRect(QgsRectangle(0, 0, 9, 9)), UTM))
    written_fits = written(wizard.recipe_page, tmp_path)["fit"]
    assert {one["validation_areas"] for one in written_fits} == {str(tmp_path / "written.validation.gpkg")}
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for(lambda: not wizard.summary_page.is_planning, 120)
    assert wizard.summary_page.problem.text().startswith("The tiles do not say where they lie, so that no validation")
    wizard.close()


def answer(text):
    """Presses a button of the question that stands there in a moment."""

    def press_it():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    QTimer.singleShot(300, press_it)


def test_discarding_takes_also_what_a_killed_engine_was_writing(tmp_path):
    names = ("own.safetensors", "own.toml", "own.checkpoint", "own.checkpoint.unfinished", "own.unfinished")
    for name in (*names, "owner.toml", "own"):
        (tmp_path / name).touch()
    TrainingFiles(tmp_path / "own.safetensors").discard()
    assert {file.name for file in tmp_path.iterdir()} == {"own.safetensors", "owner.toml", "own"}


def test_labels_are_copied_again_only_where_they_have_changed(teach, labels, wait_for, tmp_path):
    copies, drawn = LabelCopies(), [("hillside.tif", saved_labels(labels, QgsProject.instance()))]
    (first,) = copies.maps(drawn, tmp_path / "look.gpkg")
    made = (tmp_path / "look.gpkg").stat().st_ino
    assert copies.maps(drawn, tmp_path / "look.gpkg") == [first]
    assert (tmp_path / "look.gpkg").stat().st_ino == made, "a recipe that changes costs no copy"
    (second,) = copies.maps(drawn, tmp_path / "own.gpkg")
    assert (second.labels, second.areas) == (str(tmp_path / "own.gpkg"), str(tmp_path / "own.gpkg"))
    assert QgsVectorLayer(f"{second.labels}|layername={second.labels_layer}").featureCount() == len(MANY)
    labels.startEditing()
    add(labels, QgsGeometry.fromRect(QgsRectangle(labels.extent())))
    assert labels.commitChanges()
    (third,) = copies.maps(drawn, tmp_path / "look.gpkg")
    assert QgsVectorLayer(f"{third.labels}|layername={third.labels_layer}").featureCount() == len(MANY) + 1


def test_closing_qgis_asks_while_a_model_is_trained(teach, labels, wait_for, qgis_app):
    window = QMainWindow()
    guard = CloseGuard(window, teach.page.training)
    window.show()
    assert window.close(), "nobody is asked where nothing is trained"
    window.show()
    _, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for)
    answer("Go on training")
    assert not window.close() and window.isVisible()
    after_epochs(training, wait_for, len(training.epochs) + 1)
    answer("Close QGIS")
    started = time.monotonic()
    assert window.close() and not window.isVisible()
    assert time.monotonic() - started < 8 and not training.running
    wait_for(lambda: interrupted_trainings(), 10)
    assert interrupted_trainings()[0].name == training.files.name, "it can be gone on with"
    guard.leave()
    window.deleteLater()


class Undecided(QMainWindow):
    """As QGIS's window: it does not close by itself, but after questions that may be answered with *Cancel*."""

    def closeEvent(self, event):
        event.ignore()


def test_a_training_goes_on_where_qgis_is_not_closed_after_all(teach, labels, wait_for, qgis_app):
    window = Undecided()
    guard = CloseGuard(window, teach.page.training)
    window.show()
    _, training = begin(teach, wait_for, epochs=500)
    after_epochs(training, wait_for)
    answer("Close QGIS")
    window.close()
    assert not training.running
    wait_for(lambda: teach.page.training.training.running, 30)
    again = teach.page.training.training
    assert again.files.name == training.files.name
    assert len(again.epochs) >= 1, "with what it had learned"
    after_epochs(again, wait_for, len(again.epochs) + 1)
    guard.leave()
    window.deleteLater()
