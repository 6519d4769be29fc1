"""Ground that is kept apart, on the map: shown as outlines, and drawn as rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import Qgis, QgsGeometry, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ...layers.labelling.validation_areas import Ground
from ..map.map_tools import RectangleTool, give_back

_LINE, _FILL = QColor(0, 114, 178), QColor(0, 114, 178, 50)


class Sketch(QObject):
    """Outlines over the map, and the tool to draw more; close it when it is not wanted any more.

    Args:
        canvas: the map.
    """

    drawn = pyqtSignal(object)
    """A rectangle, as `Ground`."""
    left = pyqtSignal()
    """Drawing is over, with or without a rectangle."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._bands: list[QgsRubberBand] = []
        self._shown: Sequence[Ground] = ()
        self._tool = RectangleTool(canvas)
        self._tool.given_up.connect(self.leave)
        self._tool_before: Optional[QgsMapTool] = None
        self._tool.extentChanged.connect(self._take)
        self._tool.deactivated.connect(self.left)
        canvas.destinationCrsChanged.connect(self._show_again)  # outlines are drawn in the map's CRS

    @property
    def is_drawing(self) -> bool:
        """Whether the map waits for a rectangle."""
        return self._canvas.mapTool() is self._tool

    @property
    def outlines(self) -> int:
        """How many are shown."""
        return len(self._bands)

    def draw(self) -> None:
        """Lets the person drag a rectangle; the map tool of before comes back afterwards."""
        if not self.is_drawing:
            self._tool_before = self._canvas.mapTool()
        self._canvas.setMapTool(self._tool)
        self._canvas.setFocus()

    def leave(self) -> None:
        """Gives the map the tool back that it had before."""
        if self.is_drawing:
            give_back(self._canvas, self._tool, self._tool_before)

    def show(self, areas: Sequence[Ground]) -> None:
        """Shows these and no others."""
        self._clear()
        self._shown = areas
        for area in areas:
            band = QgsRubberBand(self._canvas, Qgis.GeometryType.Polygon)
            band.setStrokeColor(_LINE)
            band.setFillColor(_FILL)
            band.setWidth(2)
            band.setLineStyle(Qt.PenStyle.DashLine)
            band.setToGeometry(area.shape, area.crs)
            self._bands.append(band)

    def _show_again(self) -> None:
        self.show(self._shown)

    def close(self) -> None:
        """Takes everything off the map."""
        self.leave()
        self._clear()

    def _clear(self) -> None:
        for band in self._bands:
            self._canvas.scene().removeItem(band)
        self._bands, self._shown = [], ()

    def _take(self, box: QgsRectangle) -> None:
        if box.isEmpty():
            return
        self._tool.clearRubberBand()
        self.drawn.emit(Ground(QgsGeometry.fromRect(box), self._canvas.mapSettings().destinationCrs()))
        self.leave()
