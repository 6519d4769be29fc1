"""What the dock's tests act on: a real page beside a real map, and the words in its message bar."""

from __future__ import annotations

import os
from pathlib import Path

from landslide_mapper.landslide_plugin.gui.detect_page import DetectPage
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QTextBrowser

UTM = QgsCoordinateReferenceSystem("EPSG:32648")


class DockWorld:
    """A map, a message bar and the page."""

    def __init__(self):
        self.canvas = QgsMapCanvas()
        self.canvas.resize(600, 500)
        self.canvas.setDestinationCrs(UTM)
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.bar = QgsMessageBar()
        self.opened_tables = []
        self.page = DetectPage(self.canvas, self.bar, self.opened_tables.append)
        self.page.resize(340, 760)
        self.page.models.refresh("discs")

    def show(self):
        self.canvas.show()
        self.page.show()

    def show_and_wait_for_the_engine(self, wait_for):
        checked = []
        self.page.engine_checked.connect(checked.append)
        self.show()
        wait_for(lambda: checked)
        assert checked == [True]

    def add_image(self, path):
        layer = QgsRasterLayer(str(path), path.stem)
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        self.canvas.setLayers([layer])
        self.canvas.setExtent(layer.extent())
        return layer

    def messages(self):
        """The text of every message that is in the bar, the newest last."""
        return [
            " ".join(
                [label.text() for label in item.findChildren(QLabel)]
                + [text.toPlainText() for text in item.findChildren(QTextBrowser)]
            )
            for item in self.bar.items()
        ]

    def said(self, words):
        return any(words in message for message in self.messages())

    def button(self, text):
        return next(
            button for item in self.bar.items() for button in item.findChildren(QPushButton) if button.text() == text
        )

    def click(self, x, y, modifier=Qt.KeyboardModifier.NoModifier):
        """Clicks on a place of the map, in its CRS."""
        pixel = self.canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
        place = QPoint(round(pixel.x()), round(pixel.y()))
        QTest.mouseClick(self.canvas.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    def drag(self, box: QgsRectangle):
        """Drags from corner to corner of a box of the map."""
        to_pixel = self.canvas.getCoordinateTransform().transform
        start, end = to_pixel(box.xMinimum(), box.yMaximum()), to_pixel(box.xMaximum(), box.yMinimum())
        start, end = QPoint(round(start.x()), round(start.y())), QPoint(round(end.x()), round(end.y()))
        viewport = self.canvas.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(viewport, end)
        QCoreApplication.processEvents()
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def close(self):
        self.page.close_down()
        for widget in (self.page, self.bar, self.canvas):
            widget.close()
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def engine_pids():
    """The engine processes that this QGIS has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and b"worker.server" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:  # it has just ended
            continue
    return found
