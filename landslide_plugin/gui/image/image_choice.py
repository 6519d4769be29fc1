"""Which of the project's raster layers is the image: what is offered, and what was chosen when it was saved."""

from __future__ import annotations

from qgis.core import Qgis, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QObject

from ...layers.publish import ROLE_PROPERTY
from .layer_filter import LayerFilter

_SCOPE = "landslide_mapper"


def offer_images(combo: QgsMapLayerComboBox) -> None:
    """Has a combo offer the raster layers that this plugin has not made."""
    combo.setFilters(Qgis.LayerFilter.RasterLayer)
    LayerFilter(combo, lambda layer: not layer.customProperty(ROLE_PROPERTY))


class KeptImage(QObject):
    """Writes the chosen image into the project when it is saved, and chooses it again when that is opened.

    Args:
        combo: of the images.
        name: what the project calls the choice.
    """

    def __init__(self, combo: QgsMapLayerComboBox, name: str) -> None:
        super().__init__(combo)
        self._combo, self._name = combo, name
        project = QgsProject.instance()
        project.writeProject.connect(self._write)
        project.readProject.connect(self._read)
        self._read()

    def _write(self) -> None:
        image = self._combo.currentLayer()
        QgsProject.instance().writeEntry(_SCOPE, self._name, image.id() if image is not None else "")

    def _read(self) -> None:
        project = QgsProject.instance()
        image = project.mapLayer(project.readEntry(_SCOPE, self._name, "")[0])
        if image is not None:
            self._combo.setLayer(image)
