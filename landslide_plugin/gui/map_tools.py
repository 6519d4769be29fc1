"""Which map tool comes back when one of the plugin's is left."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip

from .review_tool import ReviewTool


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
