"""QGIS's own drawing tools, as the plugin's pages call for them."""

from __future__ import annotations

from qgis.core import QgsVectorLayer
from qgis.gui import QgisInterface


class DrawingTools:
    """The tools of the desktop's toolbars.

    Args:
        iface: QGIS's interface.
    """

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface

    def activate(self, layer: QgsVectorLayer) -> None:
        """Makes a layer the one that the tools work on."""
        self._iface.setActiveLayer(layer)

    def add_polygons(self) -> None:
        """Takes the tool that draws polygons in the active layer."""
        self._iface.actionAddFeature().trigger()

    def move_vertices(self) -> None:
        """Takes the tool that reshapes the polygons of the active layer."""
        self._iface.actionVertexToolActiveLayer().trigger()
