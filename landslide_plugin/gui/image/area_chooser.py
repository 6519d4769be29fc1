"""Which part of the image: all of it, the map view, a drawn rectangle, or selected polygons."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from qgis.core import (
    Qgis,
    QgsGeometry,
    QgsPointXY,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QToolButton

from ...common.errors import InputError
from ..map.map_tools import RectangleTool, give_back
from .area import Area, area_of

OUTLINE = QColor(214, 47, 47)


class AreaKind(Enum):
    """The ways to say which part."""

    IMAGE = "image"
    MAP = "map"
    RECTANGLE = "rectangle"
    POLYGONS = "polygons"


class AreaChooser(QObject):
    """Controls the area's row of a page.

    Args:
        kinds: combo that this fills with the ways to choose.
        draw: button that starts drawing a rectangle.
        layers: combo of the polygon layers.
        note: line that says what is chosen.
        canvas: the map.
    """

    changed = pyqtSignal()

    def __init__(
        self, kinds: QComboBox, draw: QToolButton, layers: QgsMapLayerComboBox, note: QLabel, canvas: QgsMapCanvas
    ) -> None:
        super().__init__(kinds)
        self._kinds, self._draw, self._layers, self._note, self._canvas = kinds, draw, layers, note, canvas
        self._drawn: Optional[QgsReferencedRectangle] = None
        self._watched: Optional[QgsVectorLayer] = None
        self._previous_tool: Optional[QgsMapTool] = None
        self._tool = RectangleTool(canvas)
        self._tool.given_up.connect(self._give_back)
        self._tool.extentChanged.connect(self._take_rectangle)
        self._outline = QgsRubberBand(canvas, Qgis.GeometryType.Polygon)
        self._outline.setStrokeColor(OUTLINE)
        self._outline.setFillColor(QColor(0, 0, 0, 0))
        self._outline.setWidth(2)
        self._outline.setLineStyle(Qt.PenStyle.DashLine)
        kinds.addItem(self.tr("Whole image"), AreaKind.IMAGE)
        kinds.addItem(self.tr("Map view"), AreaKind.MAP)
        kinds.addItem(self.tr("Drawn rectangle"), AreaKind.RECTANGLE)
        kinds.addItem(self.tr("Selected polygons"), AreaKind.POLYGONS)
        layers.setFilters(Qgis.LayerFilter.PolygonLayer)
        kinds.currentIndexChanged.connect(self._show_kind)
        kinds.activated.connect(self._start_if_nothing_drawn)
        draw.clicked.connect(self.draw)
        layers.layerChanged.connect(self._watch)
        canvas.extentsChanged.connect(self._map_moved)
        canvas.destinationCrsChanged.connect(self._show_kind)  # the outline is drawn in the map's CRS
        self._watch(layers.currentLayer())
        self._show_kind()

    @property
    def kind(self) -> AreaKind:
        """The chosen way."""
        return self._kinds.currentData()

    def choose(self, kind: AreaKind) -> None:
        """Selects a way."""
        self._kinds.setCurrentIndex(self._kinds.findData(kind))

    def area(self, image: QgsRasterLayer) -> Area:
        """The chosen part of the image.

        Raises:
            InputError: nothing was drawn or selected, or it lies outside the image.
        """
        if self.kind is AreaKind.MAP:
            corners = self._canvas.mapSettings().visiblePolygon()  # turned when the map is
            view = QgsGeometry.fromPolygonXY([[QgsPointXY(corner) for corner in corners]])
            return area_of(view, self._canvas.mapSettings().destinationCrs(), image)
        if self.kind is AreaKind.RECTANGLE:
            if self._drawn is None:
                raise InputError(self.tr("No rectangle is drawn yet: press the button beside the area to drag one."))
            return area_of(QgsGeometry.fromRect(self._drawn), self._drawn.crs(), image)
        if self.kind is AreaKind.POLYGONS:
            layer = self._layers.currentLayer()
            if layer is None:
                raise InputError(
                    self.tr("There is no polygon layer to take the area from: add one or choose another area.")
                )
            if not layer.selectedFeatureCount():
                raise InputError(
                    self.tr("No polygon is selected in '{layer}': select one or more on the map.").format(
                        layer=layer.name()
                    )
                )
            shapes = [feature.geometry().makeValid() for feature in layer.selectedFeatures()]
            return area_of(QgsGeometry.unaryUnion(shapes), layer.crs(), image)
        return Area()

    def draw(self) -> None:
        """Lets the person drag a rectangle on the map; the map tool of before comes back afterwards."""
        self._outline.hide()
        if self._canvas.mapTool() is not self._tool:
            self._previous_tool = self._canvas.mapTool()
        self._canvas.setMapTool(self._tool)
        self._canvas.setFocus()

    def close(self) -> None:
        """Takes the tool and the outline off the map."""
        self._canvas.unsetMapTool(self._tool)
        self._canvas.scene().removeItem(self._outline)

    def _take_rectangle(self, box: QgsRectangle) -> None:
        if box.isEmpty():
            return
        self._drawn = QgsReferencedRectangle(box, self._canvas.mapSettings().destinationCrs())
        self._tool.clearRubberBand()
        self._give_back()

    def _give_back(self) -> None:
        give_back(self._canvas, self._tool, self._previous_tool)
        self._show_kind()

    def _start_if_nothing_drawn(self) -> None:
        if self.kind is AreaKind.RECTANGLE and self._drawn is None:
            self.draw()

    def _watch(self, layer: Optional[QgsVectorLayer]) -> None:
        if self._watched is not None:
            self._watched.selectionChanged.disconnect(self._show_kind)
        self._watched = layer
        if layer is not None:
            layer.selectionChanged.connect(self._show_kind)
            layer.willBeDeleted.connect(lambda: self._forget(layer))
        self._show_kind()

    def _forget(self, layer: QgsVectorLayer) -> None:
        if self._watched is layer:
            self._watched = None

    def _map_moved(self) -> None:
        if self.kind is AreaKind.MAP:
            self.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind
        self._draw.setVisible(kind is AreaKind.RECTANGLE)
        self._layers.setVisible(kind is AreaKind.POLYGONS)
        if self._drawn is not None:
            self._outline.setToGeometry(QgsGeometry.fromRect(self._drawn), self._drawn.crs())
        self._outline.setVisible(kind is AreaKind.RECTANGLE and self._drawn is not None)
        self._note.setVisible(kind is AreaKind.POLYGONS)
        count = self._watched.selectedFeatureCount() if self._watched is not None else 0
        self._note.setText(self.tr("Selected polygons: {count}").format(count=count))
        self.changed.emit()
