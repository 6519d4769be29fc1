"""The map tool of mapping by clicks: tells where was clicked, and what for."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsMapToolPan, QgsMapToolZoom
from qgis.PyQt.QtCore import QCoreApplication, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QAction, QIcon, QKeyEvent
from qgis.PyQt.QtWidgets import QApplication

from ...common.paths import plugin_root


class ClickTool(QgsMapToolPan):
    """A click asks for the landslide at a place, a shift-click to remove the one there, an alt-click why; Esc to leave.

    A Ctrl-click is an alt-click too, because many desktops move windows by alt-clicks. Dragging is no click: it moves
    the map, and with shift zooms to a rectangle, so that the next landslide can be looked for without leaving the tool.

    Args:
        canvas: the map.
    """

    asked = pyqtSignal(object)
    """The `QgsPointXY` of a click, in the map's CRS."""
    removal_asked = pyqtSignal(object)
    """The `QgsPointXY` of a shift-click, in the map's CRS."""
    explanation_asked = pyqtSignal(object)
    """The `QgsPointXY` of an alt-click or Ctrl-click, in the map's CRS."""
    left = pyqtSignal()
    """Esc was pressed."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._doubled = self._dragging = False
        self._pressed_at: Optional[QPoint] = None
        self._zoom, self._zooming = QgsMapToolZoom(canvas, False), False

    def flags(self) -> QgsMapTool.Flags:
        """Not those of the tool that moves the map: QGIS would take every shift-click for the beginning of a zoom."""
        return QgsMapTool.Flags()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """The beginning of a click, or of dragging."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at, self._dragging = event.pos(), False
        self._zooming = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._zooming:
            self._zoom.canvasPressEvent(event)
        else:
            cursor = self.canvas().cursor()
            super().canvasPressEvent(event)
            self.canvas().setCursor(cursor)  # no hand before it drags

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """The map follows what is dragged, or a rectangle does."""
        if self._pressed_at is None:
            return
        self._dragging = self._dragging or is_dragged(self._pressed_at, event)
        if self._zooming:
            self._zoom.canvasMoveEvent(event)
        elif self._dragging:
            self.canvas().setCursor(Qt.CursorShape.ClosedHandCursor)
            super().canvasMoveEvent(event)

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: ARG002
        """The second press of a double click is none of its own."""
        self._doubled = True

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """A click, or dragging, is complete."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        doubled, self._doubled = self._doubled, False
        start, self._pressed_at = self._pressed_at, None
        if self._dragging:
            self._end_dragging(event)
            return
        self._zoom.deactivate()  # what it may have begun to draw
        if not doubled and (start is None or not is_dragged(start, event)):
            self._clicked(event)

    def _end_dragging(self, event: QgsMapMouseEvent) -> None:
        self._dragging = False
        if self._zooming:
            self._zoom.canvasReleaseEvent(event)
        else:
            super().canvasReleaseEvent(event)

    def _clicked(self, event: QgsMapMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            signal = self.removal_asked
        elif event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            signal = self.explanation_asked
        else:
            signal = self.asked
        signal.emit(event.mapPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; other keys are the map's own."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # QGIS's way for a map tool to say that the key was used
            self.left.emit()


def is_dragged(start: QPoint, event: QgsMapMouseEvent) -> bool:
    """Whether the mouse has gone so far since it was pressed that no click is meant."""
    return (event.pos() - start).manhattanLength() >= QApplication.startDragDistance()


def click_action(parent: QObject) -> QAction:
    """What switches the tool on and off, in the toolbar, the menus and on the page."""
    icon = QIcon(str(plugin_root() / "resources" / "icons" / "map_by_click.svg"))
    action = QAction(icon, QCoreApplication.translate("DetectPage", "Map by click"), parent)
    action.setCheckable(True)
    action.setToolTip(
        QCoreApplication.translate(
            "DetectPage",
            "Map by click: click on a landslide to outline it, shift-click to remove it, Esc to leave. "
            "Alt-click (or Ctrl-click) shows which ground speaks for it.",
        )
    )
    return action
