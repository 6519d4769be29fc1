"""Drawing labels of one class with QGIS's own tool, until another tool is taken."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...common.errors import InputError
from ...common.labels import LANDSLIDE
from ...layers.editing import begin_editing
from ...layers.labelling.label_appearance import set_next
from ..map.drawing_tools import DrawingTools
from ..map.map_tools import give_back

AREA = "area"
"""What is drawn where it is no label but a fully labelled area."""


class LabelDrawing(QObject):
    """Sets a layer up so that each new polygon gets its class without a form, and sets it back afterwards.

    Args:
        canvas: the map.
        tools: QGIS's own.
    """

    changed = pyqtSignal(str)
    """What is being drawn: one of the label classes, `AREA`, or an empty text."""

    def __init__(self, canvas: QgsMapCanvas, tools: DrawingTools, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas, self._tools = canvas, tools
        self._layer_id = ""
        self._tool: Optional[QgsMapTool] = None
        self._tool_before: Optional[QgsMapTool] = None
        self.what = ""
        canvas.mapToolSet.connect(self._tool_set)
        canvas.currentLayerChanged.connect(self._layer_set)

    def draw(self, layer: QgsVectorLayer, what: str, image: str = "") -> None:
        """Takes QGIS's tool for polygons.

        Args:
            layer: labels or fully labelled areas, in the project.
            what: one of the label classes, or `AREA`.
            image: name of the image that is drawn on.

        Raises:
            InputError: the layer cannot be edited.
        """
        before = self._tool_before if self.what else self._canvas.mapTool()
        self.stop()
        if not begin_editing(layer):
            raise InputError(
                self.tr("The layer '{name}' cannot be edited: make a new label layer in a folder of your own.").format(
                    name=layer.name()
                )
            )
        self._set_next(layer, what, image)
        self._tools.activate(layer)
        self._tools.add_polygons()
        self._layer_id, self._tool, self._tool_before, self.what = layer.id(), self._canvas.mapTool(), before, what
        self._canvas.setFocus()
        self.changed.emit(what)

    def name_image(self, image: str) -> None:
        """Says that the next polygons are drawn on another image.

        Args:
            image: its name; empty = the one of before.
        """
        layer = QgsProject.instance().mapLayer(self._layer_id)
        if layer is not None:
            self._set_next(layer, self.what, image)

    def leave(self) -> None:
        """Gives the map the tool back that it had before."""
        drawing, before = self._tool, self._tool_before
        self.stop()
        if drawing is not None:
            give_back(self._canvas, drawing, before)

    def stop(self) -> None:
        """From now on a new polygon is a landslide again, and QGIS asks for its attributes as it is set to."""
        layer = QgsProject.instance().mapLayer(self._layer_id)
        self._layer_id, self._tool, self.what = "", None, ""
        if layer is not None:
            set_next(layer)
        self.changed.emit("")

    def close(self) -> None:
        """Follows the map no longer."""
        self.stop()
        self._canvas.mapToolSet.disconnect(self._tool_set)
        self._canvas.currentLayerChanged.disconnect(self._layer_set)

    @staticmethod
    def _set_next(layer: QgsVectorLayer, what: str, image: str) -> None:
        set_next(layer, LANDSLIDE if what == AREA else what, image, ask=False)

    def _tool_set(self, tool: Optional[QgsMapTool]) -> None:
        if self._layer_id and tool is not self._tool:
            self.stop()

    def _layer_set(self, layer: Optional[QgsMapLayer]) -> None:
        if self._layer_id and (layer is None or layer.id() != self._layer_id):
            self.stop()
