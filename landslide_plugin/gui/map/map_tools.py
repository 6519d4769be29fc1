"""What the plugin's map tools have in common: Esc leaves them, and the tool of before comes back."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolExtent
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

from .review_tool import ReviewTool


class RectangleTool(QgsMapToolExtent):
    """Draws a rectangle; Esc gives up."""

    given_up = pyqtSignal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; other keys are the map's own."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # QGIS's way for a map tool to say that the key was used
            self.clearRubberBand()
            self.given_up.emit()


def give_back(canvas: QgsMapCanvas, leaving: QgsMapTool, before: Optional[QgsMapTool]) -> None:
    """Gives the map the tool back that it had before, or none where that one has nothing to do any more.

    Args:
        canvas: the map.
        leaving: the tool that is left.
        before: what was remembered when it was taken; it may be deleted.
    """
    before = _alive(before)
    if isinstance(before, ReviewTool) and not before.wanted:  # the review has ended meanwhile
        before = _alive(before.before)
    if before is None or before is leaving:
        canvas.unsetMapTool(leaving)
    else:
        canvas.setMapTool(before)


def _alive(tool: Optional[QgsMapTool]) -> Optional[QgsMapTool]:
    return None if tool is None or sip.isdeleted(tool) else tool
