"""Clouds and other ground to leave out: a raster or polygon layer of the project."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QLineEdit

from ...common.errors import InputError
from ..image.image_source import image_file


class MaskChooser(QObject):
    """Controls the rows of the mask.

    Args:
        combo: of the layers; the first entry is no mask.
        label, values: which values of a raster mean masked.
    """

    changed = pyqtSignal()

    def __init__(self, combo: QgsMapLayerComboBox, label: QLabel, values: QLineEdit) -> None:
        super().__init__(combo)
        self._combo, self._label, self._values = combo, label, values
        combo.setAllowEmptyLayer(True, self.tr("[none]"))
        combo.setFilters(Qgis.LayerFilters(Qgis.LayerFilter.RasterLayer | Qgis.LayerFilter.PolygonLayer))
        combo.setLayer(None)
        combo.layerChanged.connect(self._show)
        values.textChanged.connect(self.changed)
        self._show()

    def values(self) -> Optional[tuple[float, ...]]:
        """The values that mean masked; None = all but 0.

        Raises:
            InputError: what was typed are no numbers.
        """
        return mask_values(self._values.text()) if isinstance(self._combo.currentLayer(), QgsRasterLayer) else None

    def file(self) -> Optional[str]:
        """The mask as a file for the engine; None without one.

        Raises:
            InputError: the layer cannot be read.
        """
        layer = self._combo.currentLayer()
        return None if layer is None else mask_file(layer)

    def options(self) -> dict[str, Any]:
        """The mask, as the engine's jobs name it.

        Raises:
            InputError: the layer cannot be read, or what was typed are no numbers.
        """
        return {"mask": self.file(), "mask_values": self.values()}

    def _show(self) -> None:
        raster = isinstance(self._combo.currentLayer(), QgsRasterLayer)
        self._label.setVisible(raster)
        self._values.setVisible(raster)
        self.changed.emit()


def mask_values(text: str) -> Optional[tuple[float, ...]]:
    """Numbers from a text such as `3, 8, 9, 10`; None for no text.

    Raises:
        InputError: they are none.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    try:
        return tuple(float(word) for word in words) or None
    except ValueError as error:
        raise InputError(
            QCoreApplication.translate("MaskChooser", "The values of the mask are numbers like 3, 8, 9, not '{text}'.")
            .format(text=text)
        ) from error  # fmt: skip


def mask_file(layer: QgsMapLayer) -> str:
    """What the engine opens: a raster's file, or a copy of polygons as they are now, with filter and edits.

    Polygons that are as they were have the copy that they had, so that the engine knows them again.

    Raises:
        InputError: the layer is no file, or cannot be copied.
    """
    if not isinstance(layer, QgsVectorLayer):
        return image_file(layer)
    path = Path(QgsProcessingUtils.tempFolder()) / f"mask_{_fingerprint(layer)}.gpkg"
    if path.exists():
        return str(path)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.skipAttributeCreation = True
    error, reason, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsProject.instance().transformContext(), options
    )
    if error != QgsVectorFileWriter.WriterError.NoError:
        path.unlink(missing_ok=True)
        raise InputError(
            QCoreApplication.translate("MaskChooser", "The mask '{layer}' cannot be read: {reason}.").format(
                layer=layer.name(), reason=reason
            )
        )
    return str(path)


def _fingerprint(layer: QgsVectorLayer) -> str:
    shapes = hashlib.sha256(layer.crs().toWkt().encode())
    for feature in layer.getFeatures(QgsFeatureRequest().setNoAttributes()):
        shapes.update(bytes(feature.geometry().asWkb()))
    return shapes.hexdigest()[:16]
