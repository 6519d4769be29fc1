"""Area, perimeter and number of landslides that were edited with QGIS's own tools, which know nothing of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from .inventory import free_numbers
from .measuring import GroundMeasure

_NUMBER, _COLUMNS = "ls_id", ("area_m2", "perim_m")


@dataclass
class _Saved:
    """What a saving has written: the ids of new landslides, and the outlines of new and changed ones."""

    added: list[int] = field(default_factory=list)
    outlines: dict[int, QgsGeometry] = field(default_factory=dict)


class Remeasuring(QObject):
    """Measures the outlines anew that are saved with a project's inventories, and gives new landslides free numbers.

    Not while they are edited: undoing a step would then have to undo what it had led to as well. QGIS's default for a
    number is reckoned for all landslides that are pasted together before the first of them is there.

    Args:
        project: whose layers are watched, those to come too.
    """

    def __init__(self, project: QgsProject, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._project = project
        self._saved: dict[str, _Saved] = {}
        project.layersAdded.connect(self._watch)
        self._watch(project.mapLayers().values())

    def leave(self) -> None:
        """Watches nothing any more."""
        self._project.layersAdded.disconnect(self._watch)
        self.deleteLater()  # which ends what it hears of the layers

    def _watch(self, layers: Iterable[QgsMapLayer]) -> None:
        for layer in filter(_is_inventory, layers):
            layer.beforeCommitChanges.connect(self._before_saving)
            layer.committedFeaturesAdded.connect(self._note_added)
            layer.committedGeometriesChanges.connect(self._note_changed)
            layer.afterCommitChanges.connect(self._after_saving)

    def _before_saving(self) -> None:
        layer = self.sender()
        if _is_inventory(layer):  # its columns may be gone since it was added
            edits = layer.editBuffer()
            outlines = {identity: feature.geometry() for identity, feature in edits.addedFeatures().items()}
            saved = _Saved(list(outlines), {**outlines, **edits.changedGeometries()})
            for identity, values in self._values(layer, saved).items():
                layer.changeAttributeValues(identity, values)

    def _note_added(self, layer: str, features: list[QgsFeature]) -> None:
        if self._is_unannounced():
            saved = self._saved.setdefault(layer, _Saved())
            saved.added += [feature.id() for feature in features]
            saved.outlines.update({feature.id(): feature.geometry() for feature in features})

    def _note_changed(self, layer: str, outlines: dict[int, QgsGeometry]) -> None:
        if self._is_unannounced():
            self._saved.setdefault(layer, _Saved()).outlines.update(outlines)

    def _after_saving(self) -> None:
        layer = self.sender()
        saved = self._saved.pop(layer.id(), None)
        if saved is not None and _is_inventory(layer):
            layer.dataProvider().changeAttributeValues(self._values(layer, saved))
            layer.dataChanged.emit()

    def _is_unannounced(self) -> bool:
        """Whether QGIS saves without a word before: it does so where all layers are edited and saved together."""
        return self._project.transactionMode() == Qgis.TransactionMode.BufferedGroups

    def _values(self, layer: QgsVectorLayer, saved: _Saved) -> dict[int, dict[int, Any]]:
        """What is to be written, by landslide and column."""
        fields, ground = layer.fields(), GroundMeasure(layer.crs(), self._project)
        number, *places = (fields.lookupField(name) for name in (_NUMBER, *_COLUMNS))
        values: dict[int, dict[int, Any]] = {
            identity: {number: free} for identity, free in free_numbers(layer, saved.added).items()
        }
        for identity, outline in saved.outlines.items():
            measured = ground.area_and_perimeter(outline)
            if all(map(math.isfinite, measured)):
                rounded = (round(value, 1) for value in measured)
                values.setdefault(identity, {}).update(zip(places, rounded))
        return values


def _is_inventory(layer: QgsMapLayer) -> bool:
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == Qgis.GeometryType.Polygon
        and all(layer.fields().lookupField(name) >= 0 for name in (_NUMBER, *_COLUMNS))
    )
