"""One outline of many: zoomed to and marked on the map, and which comes next."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsReferencedGeometry,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

HIGHLIGHT = QColor(0, 229, 255)


class Spotlight:
    """Marks one outline on the map.

    Args:
        canvas: the map.
        surroundings: how much more of the map than the outline itself is shown.
    """

    def __init__(self, canvas: QgsMapCanvas, surroundings: float) -> None:
        self._canvas, self._surroundings = canvas, surroundings
        self._band = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
        self._band.setStrokeColor(HIGHLIGHT)
        self._band.setFillColor(QColor(0, 0, 0, 0))
        self._band.setWidth(3)
        self._band.hide()
        self._shown: Optional[QgsReferencedGeometry] = None
        canvas.destinationCrsChanged.connect(self._draw)

    @property
    def is_on(self) -> bool:
        """Whether something is marked."""
        return self._band.isVisible()

    def show(self, geometry: QgsGeometry, layer: QgsVectorLayer) -> None:
        """Marks an outline of a layer and zooms to it."""
        self._shown = QgsReferencedGeometry(geometry, layer.crs())
        self._draw()
        self._zoom_to(geometry.boundingBox(), layer)

    def hide(self) -> None:
        """Takes the mark away; the map stays where it is."""
        self._shown = None
        self._band.hide()

    def close(self) -> None:
        """Takes the mark off the map for good."""
        self._shown = None
        self._canvas.scene().removeItem(self._band)

    def _draw(self) -> None:
        """A rubber band is drawn in the CRS that the map has at that moment."""
        if self._shown is not None:
            self._band.setToGeometry(self._shown, self._shown.crs())
            self._band.show()

    def _zoom_to(self, box: QgsRectangle, layer: QgsVectorLayer) -> None:
        crs = self._canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(layer.crs(), crs, QgsProject.instance().transformContext())
        try:
            box = transform.transformBoundingBox(box)
        except QgsCsException:
            return
        if not box.isFinite():  # the map's CRS has no place for it: then the map stays where it is
            return
        box.scale(self._surroundings)
        self._canvas.setExtent(box)
        self._canvas.refresh()


def next_in(order: list[int], shown: int, step: int, is_there: Callable[[int], bool]) -> Optional[int]:
    """The one that comes after another; round and round, past those that are gone.

    Args:
        order: all of them.
        shown: one of them.
        step: 1 forwards, -1 backwards.
        is_there: whether one still exists.

    Returns:
        None where all others are gone.
    """
    place = order.index(shown)
    around = (order[(place + step * distance) % len(order)] for distance in range(1, len(order)))
    return next(filter(is_there, around), None)
