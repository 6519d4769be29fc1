"""The map tool of mapping by clicks: tells where was clicked, and what for."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QCoreApplication, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QAction, QIcon, QKeyEvent
from qgis.PyQt.QtWidgets import QApplication

from ..common.paths import plugin_root


class ClickTool(QgsMapTool):
    """A click asks for the landslide at a place, a shift-click to remove the one there, an alt-click why; Esc to leave.

    A Ctrl-click is an alt-click too, because many desktops move windows by alt-clicks. Dragging is no click: whoever is
    used to QGIS's own tools drags to move the map, and with shift to zoom.

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
        self._doubled = False
        self._pressed_at: Optional[QPoint] = None

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """The beginning of a click, or of dragging."""
        self._pressed_at = event.pos()

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: ARG002
        """The second press of a double click is none of its own."""
        self._doubled = True

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """A click is complete."""
        doubled, self._doubled = self._doubled, False
        start, self._pressed_at = self._pressed_at, None
        if event.button() != Qt.MouseButton.LeftButton or doubled:
            return
        if start is not None and (event.pos() - start).manhattanLength() >= QApplication.startDragDistance():
            return
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
