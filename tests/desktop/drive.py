"""Runs inside the real QGIS desktop: works the dock by its widgets, as a person would, and reports what happened.

Environment: STORY (`detect`, `teach`, `train`, `online` or `imagery`), SCENE (raster), LANDSLIDES (GeoPackage that was
detected on it, for `teach`), TRUTH (GeoPackage of its landslides, for `train`), SERVICE (source of an online layer that
shows it, for `online`), IMAGES (folder with what `images.py` made of it, for `imagery`), REPORT (JSON file to write),
PICTURES (folder for screenshots).
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path

from desk import PICTURES, click_at, open_dock, pause, picture, picture_of, report, wait_for
from imagery_story import imagery
from landslide_mapper.landslide_plugin.gui.image.area_chooser import AreaKind
from landslide_mapper.landslide_plugin.layers.appearance import dress_landslides
from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWizard
from qgis.utils import iface, plugins


def draw(corners):
    """Clicks the corners of a polygon and ends it with a right-click."""
    for corner in corners:
        click_at(corner)
        pause(60)
    click_at(corners[-1], Qt.MouseButton.RightButton)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the tool's outline
    pause(200)


def teach():
    dock = open_dock()
    page = dock.teach_page
    dock.pages.setCurrentWidget(page)
    detected = QgsVectorLayer(f"{os.environ['LANDSLIDES']}|layername=landslides", "Landslides", "ogr")
    dress_landslides(detected)
    QgsProject.instance().addMapLayer(detected)
    page.make_labels(Path(os.environ["REPORT"]).with_name("sample_scene_labels.gpkg"))
    labels, canvas = page.labels(), iface.mapCanvas()
    report["editing"] = labels.isEditable() and iface.activeLayer() is labels

    outlines = sorted(detected.getFeatures(), key=lambda feature: -feature["area_m2"])
    place = outlines[1].geometry().boundingBox()
    place.scale(5)
    canvas.setExtent(place)
    pause(800)
    middle, step = canvas.extent().center(), canvas.extent().height() / 24

    def corner(right, up):
        return QgsPointXY(middle.x() + right * step, middle.y() + up * step)

    for button, corners in (
        (page.areaButton, [(-11, -10), (9, -11), (10, 9), (-10, 11)]),
        (page.landslideButton, [(x, y) for x, y in outline_around(outlines[1], middle, step)]),
        (page.otherButton, [(-9, 2), (-6, 3), (-5, 8), (-8, 9)]),
        (page.unsureButton, [(5, -9), (8, -8), (8, -5), (5, -5)]),
    ):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        draw([corner(*one) for one in corners])
    wait_for(lambda: "1 landslide" in page.countsNote.text(), "the count", 20)
    report["counts"] = page.countsNote.text()
    report["drawn"] = sorted(feature["class"] for feature in labels.getFeatures())
    picture("teach_draw")

    QTest.mouseClick(page.reviewButton, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_A):
        pause(300)
        QTest.keyClick(canvas, key)
    report["after_three"] = page.reviewNote.text()
    report["keys_go_to_the_map"] = iface.mainWindow().focusWidget() is canvas
    scene = page.image().extent()
    while not scene.contains(canvas.extent()):  # a picture without the scene's edge
        QTest.keyClick(canvas, Qt.Key.Key_A)
    picture("teach")
    before = page.reviewNote.text()
    QTest.keyClick(canvas, Qt.Key.Key_E)
    pause(500)
    report["vertex_tool"] = iface.actionVertexToolActiveLayer().isChecked()
    labels.undoStack().undo()
    pause(300)
    report["undone"] = page.reviewNote.text() == before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    report["left"] = not page.review.running
    reshape_one(page, labels, detected)
    for layer in (labels, page.areas(), detected):
        if layer.isEditable() and not layer.commitChanges():
            raise RuntimeError(layer.commitErrors())
    report["saved"] = [labels.featureCount(), page.areas().featureCount()]
    export(dock)


def reshape_one(page, labels, detected):
    """Goes on with the review and widens the next landslide's label by two metres."""
    canvas = iface.mapCanvas()
    QTest.mouseClick(page.reviewButton, Qt.MouseButton.LeftButton)
    pause(300)
    QTest.keyClick(canvas, Qt.Key.Key_E)
    pause(300)
    (label,) = labels.selectedFeatures() or [max(labels.getFeatures(), key=lambda feature: feature["date"])]
    wider = label.geometry().buffer(2, 8)
    labels.changeGeometry(label.id(), wider.coerceToType(labels.wkbType())[0])
    report["reshaped_m2"] = wider.area()
    QTest.mouseClick(page.leaveButton, Qt.MouseButton.LeftButton)


def export(dock):
    """Presses Export... and saves a shapefile."""
    file = Path(os.environ["REPORT"]).with_name("inventory.shp")

    def fill_in():
        dialog = QApplication.activeModalWidget()
        dialog.fileWidget.setFilePath(str(file))
        picture_of(dialog, "export")
        QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)

    dock.pages.setCurrentWidget(dock.detect_page)
    QTimer.singleShot(500, fill_in)
    QTest.mouseClick(dock.detect_page.exportButton, Qt.MouseButton.LeftButton)
    report["export_said"] = iface.messageBar().currentItem().text()
    exported = QgsVectorLayer(str(file), "Delivered", "ogr")
    report["exported"] = {
        status: sorted(feature["area_m2"] for feature in exported.getFeatures() if feature["status"] == status)
        for status in ("accepted", "rejected", "drawn", "detected")
    }
    QgsProject.instance().addMapLayer(exported)
    iface.mapCanvas().setExtent(exported.extent())
    picture("exported")


def outline_around(feature, middle, step):
    """A rough outline of a landslide as a person draws it, in steps from the middle of the map."""
    hull = feature.geometry().convexHull().simplify(step / 2).asPolygon()[0][:-1]
    return [((point.x() - middle.x()) / step, (point.y() - middle.y()) / step) for point in hull]


def train():
    dock = open_dock()
    page = dock.teach_page
    dock.pages.setCurrentWidget(page)
    wait_for(lambda: dock.detect_page.models.card is not None, "a model")
    page.make_labels(Path(os.environ["REPORT"]).with_name("sample_scene_labels.gpkg"))
    truth = [feature.geometry() for feature in QgsVectorLayer(os.environ["TRUTH"], "", "ogr").getFeatures()]
    draw_labels(page, truth, busiest(truth, page.image()))
    QTest.mouseClick(page.trainButton, Qt.MouseButton.LeftButton)
    wizard = page.training.wizard
    press(wizard, QWizard.WizardButton.NextButton)
    press(wizard, QWizard.WizardButton.NextButton)
    recipe = wizard.recipe_page
    recipe.epochsSpin.setValue(14)
    recipe.cropSpin.setValue(96)
    wait_for(
        lambda: recipe.preview.picture.is_shown and not recipe.preview.is_asking, "pieces as the network sees them"
    )
    report["validation_outlines"] = recipe.validation.sketch.outlines
    picture_of(wizard, "training_recipe")
    press(wizard, QWizard.WizardButton.NextButton)
    wait_for(lambda: not wizard.summary_page.is_planning, "the plan")
    report["plan"] = wizard.summary_page.planView.toPlainText()
    picture_of(wizard, "training_plan")
    press(wizard, QWizard.WizardButton.CommitButton)
    training = page.training.training
    wait_for(lambda: len(training.epochs) >= 2 or not training.running, "two epochs", 500)
    report["note"] = page.trainNote.text()
    QTimer.singleShot(1000, lambda: stay(QApplication.activeModalWidget()))
    iface.mainWindow().close()
    report["stayed"] = iface.mainWindow().isVisible() and training.running
    training, wizard = change_of_mind(page)
    wait_for(lambda: len(training.epochs) >= 9 or not training.running, "nine epochs", 500)
    picture_of(wizard, "training")
    if training.running:  # it may have ended by itself, when nothing got better
        QTest.mouseClick(wizard.run_page.finishButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not training.running, "the end of the training")
    report["failed"] = str(training.error or "")
    report["epochs"] = [one["epoch"] for one in training.epochs]
    report["curves"] = sys.modules["pyqtgraph"].__file__ if "pyqtgraph" in sys.modules else ""
    picture_of(wizard, "training_done")
    QTest.mouseClick(wizard.run_page.useButton, Qt.MouseButton.LeftButton)
    report["chosen"] = dock.detect_page.models.card.title
    report["page"] = dock.pages.currentWidget() is dock.detect_page
    QTest.mouseClick(dock.detect_page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not dock.detect_page.detection.running, "the detection with the new model")
    report["mapped"] = dock.detect_page.clicks.inventory.featureCount()
    report["mapped_by"] = {one["model"] for one in dock.detect_page.clicks.inventory.getFeatures()}.pop()
    report["before_after"] = [next(iter(training.result[when].values()))["iou"] for when in ("before", "metrics")]


def draw_labels(page, outlines, area):
    """Draws an area and all outlines in it with the mouse, and saves the edits."""
    within = area.buffered(-area.width() / 50)  # what reaches out of the area is cut off along its edge
    iface.mapCanvas().setExtent(area.buffered(area.width() / 50))
    pause(500)
    QTest.mouseClick(page.areaButton, Qt.MouseButton.LeftButton)
    draw(ring(QgsGeometry.fromRect(area)))
    shapes = [outline.intersection(QgsGeometry.fromRect(within)) for outline in outlines if outline.intersects(within)]
    QTest.mouseClick(page.landslideButton, Qt.MouseButton.LeftButton)  # pressed again it would leave
    for shape in shapes:
        draw(ring(shape))
    report["to_draw"] = len(shapes)
    report["drawn"] = [layer.featureCount() for layer in (page.labels(), page.areas())]
    picture("train_labels")
    for layer in (page.labels(), page.areas()):
        if not layer.commitChanges():
            raise RuntimeError(layer.commitErrors())


def ring(shape, detail=4):
    """The corners of a shape's largest part, as coarse as a person draws them."""
    parts = shape.asGeometryCollection()
    largest = max(parts, key=lambda part: part.area())
    return largest.simplify(detail).asPolygon()[0][:-1]


def stay(question):
    """Answers the question whether QGIS may be closed with no."""
    report["asked"] = question.text()
    QTest.mouseClick(question.escapeButton(), Qt.MouseButton.LeftButton)


def change_of_mind(page):
    """Closes QGIS, lets the training stop, and then stays, as QGIS asks about unsaved changes; gives what goes on."""

    def cancel():
        question = QApplication.activeModalWidget()
        button = question.button(QMessageBox.StandardButton.Cancel) if isinstance(question, QMessageBox) else None
        if button is not None:
            asking.stop()
            report["asked_of_changes"] = question.text()
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    stopped, asking = page.training.training, QTimer()
    QTimer.singleShot(
        1000, lambda: QTest.mouseClick(QApplication.activeModalWidget().buttons()[0], Qt.MouseButton.LeftButton)
    )
    asking.timeout.connect(cancel)
    asking.start(500)
    iface.mainWindow().close()
    report["stopped"] = not stopped.running
    wait_for(lambda: "asked_of_changes" in report, "QGIS's question about unsaved changes", 30)
    wait_for(lambda: page.training.training is not stopped and page.training.training.running, "the training to go on")
    return page.training.training, page.training.wizard


def busiest(outlines, image, side=700):
    """The square of so many pixels of an image in which most outlines have their middle."""
    length, whole = side * image.rasterUnitsPerPixelX(), image.extent()
    middles = [outline.centroid().asPoint() for outline in outlines]
    steps = [step / 8 for step in range(9)]
    boxes = [
        QgsRectangle(west, south, west + length, south + length)
        for west in (whole.xMinimum() + step * (whole.width() - length) for step in steps)
        for south in (whole.yMinimum() + step * (whole.height() - length) for step in steps)
    ]
    return max(boxes, key=lambda box: sum(box.contains(middle) for middle in middles))


def press(wizard, which):
    QTest.mouseClick(wizard.button(which), Qt.MouseButton.LeftButton)
    pause(200)


def detect():
    dock = open_dock()
    page = dock.detect_page
    wait_for(lambda: page.detectButton.isEnabled(), "the engine to be ready")
    report["model_card"] = page.modelNote.text()
    report["device"] = page.deviceNote.text()
    picture("dock_before")

    page.augmentationCombo.setCurrentIndex(page.augmentationCombo.findData("d4"))  # slow enough to be watched: tiles
    page.distanceSpin.setValue(0.5)  # several, in eight views
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: page.progressBar.value() > page.progressBar.maximum() * 0.2, "progress")
    report["progress_note"] = page.progressNote.text()
    picture("dock_during")
    started = time.monotonic()
    QTest.mouseClick(page.cancelButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not page.detection.running, "the end of what was cancelled")
    report["cancel_seconds"] = time.monotonic() - started
    report["layers_after_cancel"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    iface.messageBar().clearWidgets()
    page.augmentationCombo.setCurrentIndex(0)
    page.distanceSpin.setValue(0)

    page.minimumAreaSpin.setValue(150)
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not page.detection.running, "the detection")
    page.minimumAreaSpin.setValue(100)  # as it was, for who comes next
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    report["layers"] = sorted(layers)
    inventory = page.clicks.inventory
    report["landslides"] = inventory.featureCount()
    report["messages"] = [item.text() if hasattr(item, "text") else "" for item in iface.messageBar().items()]
    picture("dock_after")

    QTest.mouseClick(page.clickButton, Qt.MouseButton.LeftButton)
    largest = max(inventory.getFeatures(), key=lambda feature: feature["area_m2"])
    place = QgsFeature(largest).geometry().pointOnSurface().asPoint()
    inventory.dataProvider().deleteFeatures([largest.id()])
    inventory.triggerRepaint()
    pause(3000)
    started = time.monotonic()
    click_at(place)
    wait_for(lambda: page.clicks.waiting == 0, "the click's answer")
    report["click_seconds"] = time.monotonic() - started
    report["after_click"] = inventory.featureCount()
    picture("map_by_click")


def online():
    dock = open_dock()
    page, project, canvas = dock.detect_page, QgsProject.instance(), iface.mapCanvas()
    tiles = QgsRasterLayer(os.environ["SERVICE"], "Aerial photographs", "wms")
    tiles.serverProperties().setAttribution("Survey Department")
    page.modelCombo.setCurrentIndex(0)  # not the one that another story has trained
    (scene,) = project.mapLayersByName("Sample scene")
    to_tiles = QgsCoordinateTransform(scene.crs(), tiles.crs(), project)
    place = to_tiles.transformBoundingBox(scene.extent())
    place.scale(0.6)
    project.addMapLayer(tiles)
    project.removeMapLayer(scene)
    project.setCrs(tiles.crs())
    pause(500)  # QGIS shows all of the first layer, of which there is much
    canvas.setExtent(place)
    wait_for(lambda: page.detectButton.isEnabled(), "the engine to be ready")
    page.imageCombo.setLayer(tiles)
    page.areas.choose(AreaKind.MAP)
    wait_for(lambda: "fetched first" in page.forecastNote.text(), "the forecast", 20)
    report["forecast"] = page.forecastNote.text()
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not page.detection.running, "the detection")
    report["landslides"] = page.clicks.inventory.featureCount()
    pause(1500)
    picture("online")
    canvas.zoomByFactor(2)
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: page.progressNote.text().startswith("Fetching"), "the fetching")
    # QGIS asks whether to cancel what is running, and leaves when it is asked again.
    QTimer.singleShot(1500, lambda: QApplication.activeModalWidget().button(QMessageBox.StandardButton.Yes).click())
    iface.actionExit().trigger()
    wait_for(lambda: not page.detection.running, "the cancelling", 5)


def run():
    try:
        {"detect": detect, "teach": teach, "train": train, "online": online, "imagery": imagery}[os.environ["STORY"]]()
    except Exception:  # noqa: BLE001 - whatever it was, the test is to read it
        report["error"] = traceback.format_exc()
        iface.mainWindow().grab().save(f"{PICTURES}/error.png")
    Path(os.environ["REPORT"]).write_text(json.dumps(report))
    QgsProject.instance().setDirty(False)
    if os.environ["STORY"] == "online":  # leaves as a person does, who has said not to be asked about temporary layers
        QgsSettings().setValue("app/askToSaveMemoryLayers", False)
        iface.actionExit().trigger()
        return
    plugins["landslide_mapper"].unload()
    os._exit(0)


QTimer.singleShot(3000, run)
