"""What the stories of `drive.py` share: waiting, clicking, pictures and the window."""

import os
import time

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog
from qgis.utils import iface, plugins

report = {}
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


def click_at(point, button=Qt.MouseButton.LeftButton):
    """Presses and releases the mouse on the map where a place is drawn."""
    pixel = iface.mapCanvas().getCoordinateTransform().transform(point)
    QTest.mouseClick(
        iface.mapCanvas().viewport(), button, Qt.KeyboardModifier.NoModifier,
        QPoint(round(pixel.x()), round(pixel.y())),
    )  # fmt: skip


def picture_of(window, name):
    pause(600)
    window.grab().save(f"{PICTURES}/{name}.png")


def open_dock():
    """A window of one size with the scene and the dock."""
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
    return dock
