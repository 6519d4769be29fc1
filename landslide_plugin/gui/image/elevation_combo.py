"""A combo of the project's elevation models."""

from __future__ import annotations

import re
from typing import Optional

from qgis.core import Qgis, QgsMapLayer, QgsRasterLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...layers.publish import ROLE_PROPERTY
from .image_source import image_file
from .layer_filter import LayerFilter

_NAMES = re.compile("dem|dtm|dsm|dgm|srtm|aster|alos|elevation|height|terrain|relief|高程|地形", re.IGNORECASE)


class ElevationCombo(QgsMapLayerComboBox):
    """Offers the raster files of one band that are no results of a detection, and none of them."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setFilters(Qgis.LayerFilter.RasterLayer)
        self.setAllowEmptyLayer(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        LayerFilter(self, may_be_elevation)
        self.setLayer(None)

    def file(self) -> Optional[str]:
        """The source that GDAL opens; None where no layer is chosen.

        Raises:
            InputError: the layer cannot be read.
        """
        layer = self.currentLayer()
        return image_file(layer) if layer is not None else None

    def propose(self) -> None:
        """Chooses the layer that is named like an elevation model, or else the only one there is."""
        layers = [self.layer(index) for index in range(self.count())]
        layers = [layer for layer in layers if layer is not None]
        named = [layer for layer in layers if _NAMES.search(layer.name())] or layers
        self.setLayer(named[0] if len(named) == 1 else None)


def may_be_elevation(layer: QgsMapLayer) -> bool:
    """Whether a layer is a raster file of one band that this plugin has not made."""
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.providerType() == "gdal"
        and layer.bandCount() == 1
        and not layer.customProperty(ROLE_PROPERTY)
    )
