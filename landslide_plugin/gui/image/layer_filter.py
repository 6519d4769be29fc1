"""A combo of the project's layers that offers only those for which something is true."""

from __future__ import annotations

from typing import Callable

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QObject


class LayerFilter(QObject):
    """Keeps a combo to some of the layers, as layers come and go.

    Args:
        combo: the combo.
        fits: whether a layer is to be offered.
    """

    def __init__(self, combo: QgsMapLayerComboBox, fits: Callable[[QgsMapLayer], bool]) -> None:
        super().__init__(combo)
        self._combo, self._fits = combo, fits
        project = QgsProject.instance()
        project.layersAdded.connect(self._watch)
        project.layersRemoved.connect(self.refresh)
        self._watch(list(project.mapLayers().values()))

    def refresh(self) -> None:
        """Looks at the layers anew."""
        layers = QgsProject.instance().mapLayers().values()
        self._combo.setExceptedLayerList([layer for layer in layers if not self._fits(layer)])

    def _watch(self, layers: list[QgsMapLayer]) -> None:
        """Whether a layer is offered may change later.

        Processing adds its results to the project first, and marks them as the plugin's own then; the source of a layer
        can be repaired, and its fields can be edited.
        """
        for layer in layers:
            layer.customPropertyChanged.connect(self.refresh)
            layer.dataSourceChanged.connect(self.refresh)
            if isinstance(layer, QgsVectorLayer):
                layer.updatedFields.connect(self.refresh)
        self.refresh()
