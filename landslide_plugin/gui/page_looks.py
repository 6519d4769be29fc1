"""How the pages of the dock look: how wide they are, and their small print."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QLabel, QScrollArea


def make_small(*notes: QLabel) -> None:
    """Sets notes in a smaller font."""
    for note in notes:
        font = note.font()
        font.setPointSizeF(0.9 * font.pointSizeF())
        note.setFont(font)


class WidthKeeper(QObject):
    """Keeps a scroll area as wide as its contents need, whatever their texts become: it scrolls up and down only.

    Args:
        area: with its contents.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        area.widget().installEventFilter(self)
        self._keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks again when something in it asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep()
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        needed = self._area.widget().minimumSizeHint().width()
        self._area.setMinimumWidth(needed + self._area.verticalScrollBar().sizeHint().width())
