"""Area and perimeter of landslides that were edited with QGIS's own tools, which know nothing of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Optional

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from .measuring import GroundMeasure

_COLUMNS = ("area_m2", "perim_m")


class Remeasuring(QObject):
    """Measures the outlines anew that are saved with a project's inventories.

    Not while they are edited: undoing a step would then have to undo what it had led to as well.

    Args:
        project: whose layers are watched, those to come too.
    """

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        project.layersAdded.connect(self._watch)
        self._watch(project.mapLayers().values())

    def leave(self) -> None:
        """Watches nothing any more."""
        self._project.layersAdded.disconnect(self._watch)
        self.deleteLater()  # which ends what it hears of the layers

    def _watch(self, layers: Iterable[QgsMapLayer]) -> None:
        for layer in filter(_is_inventory, layers):
            layer.beforeCommitChanges.connect(self._measure)

    def _measure(self) -> None:
        layer = self.sender()
        if not _is_inventory(layer):  # its columns may be gone since it was added
            return
        edits = layer.editBuffer()
        outlines = {identity: feature.geometry() for identity, feature in edits.addedFeatures().items()}
        outlines.update(edits.changedGeometries())
        ground = GroundMeasure(layer.crs(), self._project)
        places = [layer.fields().lookupField(name) for name in _COLUMNS]
        for identity, outline in outlines.items():
            measured = ground.area_and_perimeter(outline)
            if all(map(math.isfinite, measured)):
                values = {place: round(value, 1) for place, value in zip(places, measured)}
                layer.changeAttributeValues(identity, values)


def _is_inventory(layer: QgsMapLayer) -> bool:
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == Qgis.GeometryType.Polygon
        and all(layer.fields().lookupField(name) >= 0 for name in ("ls_id", *_COLUMNS))
    )
