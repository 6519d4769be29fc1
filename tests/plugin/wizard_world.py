"""What the tests of the training wizard act on: a labelled image, and the wizard's pages by their buttons."""

from __future__ import annotations

import time
from contextlib import contextmanager

from discs import PIXEL, middle, write_discs
from dock_world import TeachWorld
from landslide_mapper.landslide_plugin.worker.session import TRAINING, session
from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsSettings, QgsVectorLayerUtils
from qgis.PyQt.QtWidgets import QWizard

MANY = tuple((80 + 110 * column, 70 + 90 * row, 22) for column in range(5) for row in range(5))
MODEL = "Landslides of hillside"


@contextmanager
def teach_world(engine_home):
    """The page for teaching, with the small model `discs` chosen; a training that is left is ended."""
    QgsSettings().remove("landslide_mapper")
    QgsSettings().setValue("landslide_mapper/dock/model", "discs")
    made = TeachWorld()
    yield made
    training = made.page.training.training
    if training is not None and training.running:
        training.cancel()
        session().call("doctor", {}, process=TRAINING)  # its turn comes when the engine has saved the training's state
    made.canvas.setLayers([])
    QgsProject.instance().clear()
    made.close()
    for file in (engine_home / "models").glob("Landslides_of*"):
        file.unlink()


def label(teach, folder, epsg=32648):
    """An image with 25 labelled discs, all of it fully labelled, saved; the labels are returned."""
    teach.show()
    image = teach.add_image(write_discs(folder / "hillside.tif", epsg, discs=MANY))
    teach.page.make_labels(folder / "hillside_labels.gpkg")
    made = teach.page.labels()
    for disc in MANY:
        add(made, QgsGeometry.fromPointXY(QgsPointXY(*middle(disc))).buffer(PIXEL * disc[2], 8))
    areas = teach.page.areas()
    areas.startEditing()
    add(areas, QgsGeometry.fromRect(image.extent()))
    assert made.commitChanges() and areas.commitChanges()
    return made


def add(layer, shape):
    assert layer.addFeature(QgsVectorLayerUtils.createFeature(layer, shape, {}, layer.createExpressionContext()))


def open_wizard(teach):
    teach.page.trainButton.click()
    wizard = teach.page.training.wizard
    assert wizard.isVisible()
    return wizard


def press(wizard, which):
    button = wizard.button(which)
    assert button.isEnabled()
    button.click()


def go_to_summary(wizard, wait_for, epochs=2):
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.model_page
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.recipe_page
    wizard.recipe_page.epochsSpin.setValue(epochs)
    wizard.recipe_page.cropSpin.setValue(64)
    wizard.recipe_page.batchSpin.setValue(4)
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.summary_page
    wait_for(lambda: not wizard.summary_page.is_planning, 120)


def begin(teach, wait_for, epochs=2):
    wizard = open_wizard(teach)
    go_to_summary(wizard, wait_for, epochs)
    assert wizard.summary_page.isComplete(), wizard.summary_page.problem.text()
    press(wizard, QWizard.WizardButton.CommitButton)
    assert wizard.currentPage() is wizard.run_page
    return wizard, teach.page.training.training


def after_epochs(training, wait_for, count=1):
    wait_for(lambda: len(training.epochs) >= count or not training.running, 120)
    assert training.running, training.error


def settle(wait_for, seconds):
    end = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() > end)
