"""What the dock's tests act on: real pages beside a real map, and the words in its message bar."""

from __future__ import annotations

import os
from pathlib import Path

from landslide_mapper.landslide_plugin.gui.detect.detect_page import DetectPage
from landslide_mapper.landslide_plugin.gui.teach.teach_page import TeachPage
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayerUtils,
)
from qgis.gui import (
    QgsAdvancedDigitizingDockWidget,
    QgsMapCanvas,
    QgsMapToolCapture,
    QgsMapToolDigitizeFeature,
    QgsMapToolPan,
    QgsMessageBar,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QTextBrowser

UTM = QgsCoordinateReferenceSystem("EPSG:32648")


class MapWorld:
    """A map and a message bar; subclasses add a page."""

    def __init__(self):
        self.canvas = QgsMapCanvas()
        self.canvas.resize(600, 500)
        self.canvas.setDestinationCrs(UTM)
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.bar = QgsMessageBar()

    def show(self):
        self.canvas.show()
        self.page.show()
        # The map takes its final size only now; a click reckoned before would land elsewhere.
        QTest.qWaitForWindowExposed(self.canvas)
        QCoreApplication.processEvents()

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

    def drag(self, box: QgsRectangle, modifier=Qt.KeyboardModifier.NoModifier):
        """Drags from corner to corner of a box of the map."""
        to_pixel = self.canvas.getCoordinateTransform().transform
        start, end = to_pixel(box.xMinimum(), box.yMaximum()), to_pixel(box.xMaximum(), box.yMinimum())
        start, end = QPoint(round(start.x()), round(start.y())), QPoint(round(end.x()), round(end.y()))
        viewport = self.canvas.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifier, start)
        for step in range(1, 21):  # QTest's own moves hold no button down
            move = QPointF(start + (end - start) * step / 20)
            left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
            QCoreApplication.sendEvent(viewport, QMouseEvent(QEvent.Type.MouseMove, move, none, left, modifier))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifier, end)

    def close(self):
        self.page.close_down()
        for widget in (self.page, self.bar, self.canvas):
            widget.close()
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class DockWorld(MapWorld):
    """With the page for detecting."""

    def __init__(self):
        super().__init__()
        self.opened_tables = []
        self.page = DetectPage(self.canvas, self.bar, self.opened_tables.append)
        self.page.resize(340, 760)
        self.page.models.refresh("discs")

    def show_and_wait_for_the_engine(self, wait_for):
        checked = []
        self.page.engine_checked.connect(checked.append)
        self.show()
        wait_for(lambda: checked)
        assert checked == [True]


class TeachWorld(MapWorld):
    """With the page for teaching."""

    def __init__(self):
        super().__init__()
        self.desk = Desk(self.canvas)
        self.page = TeachPage(self.canvas, self.bar, self.desk)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Presses a key on the map."""
        QTest.keyClick(self.canvas, key, modifier)

    def draw(self, *corners):
        """Clicks a polygon's corners with the map's present tool, and ends it with a right-click."""
        for x, y in corners:
            self.click(x, y)
        QTest.mouseClick(self.canvas.viewport(), Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier)

    def close(self):
        self.canvas.unsetMapTool(self.canvas.mapTool())
        self.desk.close()
        super().close()


class Desk:
    """What the desktop's toolbars do, with the map tools that QGIS makes them of."""

    def __init__(self, canvas):
        self._canvas = canvas
        self._advanced = QgsAdvancedDigitizingDockWidget(canvas)
        self.polygons = QgsMapToolDigitizeFeature(canvas, self._advanced, QgsMapToolCapture.CaptureMode.CapturePolygon)
        self.polygons.digitizingCompleted.connect(self._add)
        self.vertices = QgsMapToolPan(canvas)

    def activate(self, layer):
        self._canvas.setCurrentLayer(layer)

    def add_polygons(self):
        self._canvas.setMapTool(self.polygons)

    def move_vertices(self):
        self._canvas.setMapTool(self.vertices)

    def close(self):
        for part in (self.polygons, self.vertices, self._advanced):  # the tools use the dock to their end
            sip.delete(part)

    def _add(self, drawn):
        layer = self._canvas.currentLayer()
        context = layer.createExpressionContext()
        layer.beginEditCommand("Add feature")
        layer.addFeature(QgsVectorLayerUtils.createFeature(layer, drawn.geometry(), {}, context))
        layer.endEditCommand()


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
