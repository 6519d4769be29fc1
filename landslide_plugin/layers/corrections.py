"""What a person drew over a detection, put into the inventory that is delivered.

A review leaves the detected outlines as they are: the new outline of a reshaped landslide, and a landslide that was
missed and drawn, lie among the labels. Whoever delivers the map wants them in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsMemoryProviderUtils,
    QgsProject,
    QgsSpatialIndex,
    QgsVariantUtils,
    QgsVectorLayer,
)

from ..common.errors import InputError
from ..common.labels import LANDSLIDE, NEEDED_FIELD
from .inventory import text_of
from .label_origins import ORIGIN_FIELD, LabelOrigins, origin_of_all
from .labels import is_label_layer
from .moving import moved
from .reviewing import REVIEW_FIELD, Verdict, is_rejected

_MOST = 0.5
_KEPT = {Verdict.ACCEPTED.value, Verdict.RESHAPED.value}


@dataclass(frozen=True)
class Corrections:
    """An inventory as a person has corrected it.

    Args:
        layer: a copy in memory, with the inventory's columns.
        reshaped: landslides whose outline is the person's.
        drawn: landslides that the person has drawn.
        replaced: detected landslides in whose place a drawn one stands.
    """

    layer: QgsVectorLayer
    reshaped: int
    drawn: int
    replaced: int


def labels_for(inventory: Optional[QgsVectorLayer], project: QgsProject) -> Optional[QgsVectorLayer]:
    """The project's first layer of labels that were copied from an inventory, or drawn on its image."""
    if inventory is None:
        return None
    begin, images = origin_of_all(inventory), _images(inventory)
    for layer in project.mapLayers().values():
        if layer is not inventory and layer.isValid() and is_label_layer(layer):
            for label in layer.getFeatures():
                if text_of(label, ORIGIN_FIELD).startswith(begin) or Path(text_of(label, "source")).stem in images:
                    return layer
    return None


def corrected(inventory: QgsVectorLayer, labels: QgsVectorLayer, only_selected: bool = False) -> Corrections:
    """A copy of an inventory with what a person has drawn, as both layers are now, unsaved edits included.

    A reshaped landslide gets the outline of its label. Landslides that were drawn by hand are added: one that covers
    most of a detected landslide without a verdict takes its place, and one that for the most part lies on landslides
    of the inventory is left out, as are those of another image. Main thread only.

    Args:
        inventory: detected landslides.
        labels: of a label file.
        only_selected: copy the selected landslides only, and add none.
    """
    landslides = list(inventory.getSelectedFeatures() if only_selected else inventory.getFeatures())
    reshaped = _reshape(landslides, inventory, labels)
    drawn = [] if only_selected else list(_drawn(inventory, labels))
    redrawn = _Outlines(outline for outline, _ in drawn)
    kept = [one for one in landslides if text_of(one, REVIEW_FIELD) in _KEPT or redrawn.share(one.geometry()) <= _MOST]
    there = _Outlines(one.geometry() for one in kept if not is_rejected(one))
    added = [_new(inventory, outline, label) for outline, label in drawn if there.share(outline) <= _MOST]
    copy = QgsMemoryProviderUtils.createMemoryLayer(
        inventory.name(), inventory.fields(), inventory.wkbType(), inventory.crs()
    )
    copy.dataProvider().addFeatures(kept + added)
    return Corrections(copy, reshaped, len(added), len(landslides) - len(kept))


class _Outlines:
    """Polygons, some of which may be asked how much of another one they cover."""

    def __init__(self, outlines: Iterable[QgsGeometry]) -> None:
        self._outlines = [outline.makeValid() for outline in outlines]
        self._index = QgsSpatialIndex()
        for number, outline in enumerate(self._outlines):
            self._index.addFeature(number, outline.boundingBox())

    def share(self, outline: QgsGeometry) -> float:
        """Covered share of an outline, 0-1."""
        near = self._index.intersects(outline.boundingBox())
        if not near or not outline.area() > 0:
            return 0.0
        outline = outline.makeValid()
        return outline.intersection(QgsGeometry.unaryUnion([self._outlines[number] for number in near])).area() / max(
            outline.area(), 1e-30
        )


def _reshape(landslides: list[QgsFeature], inventory: QgsVectorLayer, labels: QgsVectorLayer) -> int:
    """Gives reshaped landslides the outline of their label, in place; where that is gone they keep theirs."""
    origins, count = LabelOrigins(inventory, labels), 0
    for landslide in landslides:
        if text_of(landslide, REVIEW_FIELD) != Verdict.RESHAPED.value:
            continue
        with suppress(InputError):  # the label has no place in the inventory's CRS, or the landslide in the labels'
            outline = moved(landslide.geometry(), inventory.crs(), labels.crs())
            label = origins.label_of(landslide, outline, reshaped=True)
            if label is not None and label.hasGeometry():
                landslide.setGeometry(moved(label.geometry(), labels.crs(), inventory.crs()))
                count += 1
    return count


def _drawn(inventory: QgsVectorLayer, labels: QgsVectorLayer) -> Iterator[tuple[QgsGeometry, QgsFeature]]:
    """The landslides that were drawn by hand, in the inventory's CRS, each with its label."""
    images, extent = _images(inventory), inventory.extent()
    for label in labels.getFeatures():
        if text_of(label, NEEDED_FIELD) != LANDSLIDE or text_of(label, ORIGIN_FIELD) or not label.hasGeometry():
            continue
        with suppress(InputError):  # it has no place in the inventory's CRS, so it is of another image
            outline = moved(label.geometry(), labels.crs(), inventory.crs())
            image = Path(text_of(label, "source")).stem
            if not image or image in images or outline.boundingBoxIntersects(extent):
                yield outline, label


def _new(inventory: QgsVectorLayer, outline: QgsGeometry, label: QgsFeature) -> QgsFeature:
    """A drawn landslide as a row of the inventory; its number, area and perimeter are the export's business."""
    fields = inventory.fields()
    feature = QgsFeature(fields)
    feature.setGeometry(outline.coerceToType(inventory.wkbType())[0])
    date = label["date"] if label.fields().lookupField("date") >= 0 else None
    values: dict[str, Any] = {"status": "drawn", "image": text_of(label, "source")}
    if not QgsVariantUtils.isNull(date) and hasattr(date, "date"):
        values["mapped_on"] = date.date()
    for name, value in values.items():
        index = fields.lookupField(name)
        if index >= 0 and value:
            with suppress(ValueError):  # the user's own column of that name holds something else
                feature.setAttribute(index, fields.at(index).convertCompatible(value))
    return feature


def _images(inventory: QgsVectorLayer) -> set[str]:
    """Names of the images that an inventory was mapped on, without their endings."""
    index = inventory.fields().lookupField("image")
    names = inventory.uniqueValues(index) if index >= 0 else ()
    return {Path(str(name)).stem for name in names if not QgsVariantUtils.isNull(name)} - {""}
