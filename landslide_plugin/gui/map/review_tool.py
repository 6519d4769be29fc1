"""The map tool of a review: keys give verdicts, the mouse moves the map as ever."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, pyqtBoundSignal, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

from .click_tool import is_dragged

_VERDICTS = (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_E)
"""Held down, they would judge landslides that nobody has seen."""


class ReviewTool(QgsMapToolPan):
    """A accepts, R rejects, E reshapes, the arrows go to and fro, Esc leaves; a click points, dragging pans.

    Args:
        canvas: the map.
    """

    accepted = pyqtSignal()
    rejected = pyqtSignal()
    reshaping = pyqtSignal()
    wants_next = pyqtSignal()
    wants_previous = pyqtSignal()
    left = pyqtSignal()
    pointed = pyqtSignal(object)
    """The `QgsPointXY` of a click, in the map's CRS."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.wanted = False
        """Whether a review runs that it belongs to."""
        self.before: Optional[QgsMapTool] = None
        """The map's tool when the review began."""
        self._pressed_at: Optional[QPoint] = None
        self._signals = {
            Qt.Key.Key_A: self.accepted,
            Qt.Key.Key_R: self.rejected,
            Qt.Key.Key_E: self.reshaping,
            Qt.Key.Key_Right: self.wants_next,
            Qt.Key.Key_Left: self.wants_previous,
            Qt.Key.Key_Backspace: self.wants_previous,
            Qt.Key.Key_Escape: self.left,
        }

    def activate(self) -> None:
        """Claims the keys also from QGIS's shortcuts: R alone switches the streaming of vertices."""
        super().activate()
        self.canvas().installEventFilter(self)

    def deactivate(self) -> None:
        """Leaves the keys to QGIS again."""
        self.canvas().removeEventFilter(self)
        super().deactivate()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        """The beginning of a click, or of dragging the map."""
        self._pressed_at = event.pos() if event.button() == Qt.MouseButton.LeftButton else None
        super().canvasPressEvent(event)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """A click does not move the map to its place, as it does with QGIS's panning tool."""
        start, self._pressed_at = self._pressed_at, None
        if start is None or is_dragged(start, event):
            super().canvasReleaseEvent(event)
            return
        self.setCursor(Qt.CursorShape.OpenHandCursor)  # the press had closed the hand
        self.pointed.emit(event.mapPoint())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers QGIS's question whether a key is a shortcut or the map's."""
        if event.type() == QEvent.Type.ShortcutOverride and self._signal_of(event) is not None:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of the review; others, and those with Ctrl or Alt, are the map's own."""
        signal = self._signal_of(event)
        if signal is not None:
            event.ignore()  # QGIS's way for a map tool to say that the key was used
            if not (event.isAutoRepeat() and event.key() in _VERDICTS):
                signal.emit()

    def _signal_of(self, event: QKeyEvent) -> Optional[pyqtBoundSignal]:
        others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return None if event.modifiers() & others else self._signals.get(event.key())
