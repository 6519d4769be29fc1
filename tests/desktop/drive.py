"""Runs inside the real QGIS desktop: works the dock by its widgets, as a person would, and reports what happened.

Environment: SCENE (raster), REPORT (JSON file to write), PICTURES (folder for screenshots).
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis.core import QgsFeature, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog
from qgis.utils import iface, plugins

report = {"steps": []}
PICTURES = os.environ["PICTURES"]


def pause(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition, what, seconds=240):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        pause(50)


def picture(name):
    pause(600)
    iface.mainWindow().grab().save(f"{PICTURES}/{name}.png")


def click_at(point):
    """Presses and releases the mouse on the map where a place is drawn."""
    pixel = iface.mapCanvas().getCoordinateTransform().transform(point)
    QTest.mouseClick(
        iface.mapCanvas().viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        QPoint(round(pixel.x()), round(pixel.y())),
    )  # fmt: skip


def drive():
    window = iface.mainWindow()
    window.resize(1480, 930)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    scene = QgsRasterLayer(os.environ["SCENE"], "Sample scene")
    QgsProject.instance().addMapLayer(scene)
    iface.zoomFull()
    dock = plugins["landslide_mapper"].dock
    dock.setUserVisible(True)
    window.resizeDocks([dock], [360], Qt.Orientation.Horizontal)
    page = dock.detect_page
    wait_for(lambda: page.detectButton.isEnabled(), "the engine to be ready")
    report["model_card"] = page.modelNote.text()
    report["device"] = page.deviceNote.text()
    picture("dock_before")

    page.minimumAreaSpin.setValue(150)
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(
        lambda: page.progressBar.value() > page.progressBar.maximum() * 0.2 or not page.detection.running, "progress"
    )
    report["progress_note"] = page.progressNote.text()
    picture("dock_during")
    wait_for(lambda: not page.detection.running, "the detection")
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


def run():
    try:
        drive()
    except Exception:  # noqa: BLE001 - whatever it was, the test is to read it
        report["error"] = traceback.format_exc()
        iface.mainWindow().grab().save(f"{PICTURES}/error.png")
    Path(os.environ["REPORT"]).write_text(json.dumps(report))
    QgsProject.instance().setDirty(False)
    plugins["landslide_mapper"].unload()
    os._exit(0)


QTimer.singleShot(3000, run)
