"""What a person said of a detection and drew over it, put into the inventory that is delivered.

A review leaves the detected outlines as they are: what the person makes of them, and a landslide that was missed and
drawn, lie among the labels. Whoever delivers the map wants them in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.core import (
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsProject,
    QgsSpatialIndex,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...common.errors import CancelledError, InputError
from ...common.labels import LANDSLIDE, NEEDED_FIELD, UNSURE, class_of
from ..inventory import text_of
from ..labelling.label_choice import SOURCE_FIELD, image_name, images_of
from ..labelling.label_origins import NUMBER_FIELD, LabelOrigins, likeness
from ..moving import moved
from ..review.copied_outlines import is_edited_since
from ..review.verdicts import REVIEW_FIELD, Verdict, is_rejected, verdict_on

_MOST = 0.5
_SAME = 1 - 1e-6
"""Likeness of an outline and its copy: what coordinates lose on their way to another CRS and back."""


@dataclass
class Corrections:
    """An inventory as a person has corrected it.

    Args:
        rows: its landslides, with the inventory's columns.
        reshaped: landslides whose outline is the person's.
        drawn: landslides that the person has drawn.
        replaced: detected landslides in whose place a drawn or reshaped one stands.
        unlabelled: landslides that were accepted or reshaped and whose label was not found: as they were detected.
        elsewhere: drawn landslides on the inventory's ground that were left out, as they were drawn on other images.
    """

    rows: list[QgsFeature] = field(default_factory=list)
    reshaped: int = 0
    drawn: int = 0
    replaced: int = 0
    unlabelled: int = 0
    elsewhere: int = 0


def corrected(
    inventory: QgsVectorLayer,
    labels: QgsVectorLayer,
    only_selected: bool = False,
    feedback: Optional[QgsFeedback] = None,
) -> Corrections:
    """The landslides of an inventory with what a person has drawn, as both layers are now, unsaved edits included.

    A reviewed landslide is what its labels are: it has their outlines, unless its own was edited since and the label's
    was not, and is left out as a rejected one where none of them is a landslide. Landslides that were drawn by hand are
    added: one that covers most of a detected landslide without a verdict takes its place, and one that for the most
    part lies on landslides of the inventory is left out, as are those of another image. Main thread only.

    Args:
        inventory: detected landslides.
        labels: of a label file.
        only_selected: give the selected landslides only, and add none.
        feedback: hears of progress, stops it.

    Raises:
        CancelledError: stopped.
    """
    origins, result = LabelOrigins(inventory, labels), Corrections()
    reviewed = _Reviewed(inventory, labels, origins, result)
    landslides = list(inventory.getSelectedFeatures() if only_selected else inventory.getFeatures())
    plain: list[tuple[int, QgsFeature]] = []
    rows: list[tuple[int, QgsFeature]] = []
    for place, landslide in enumerate(landslides):
        if feedback is not None:
            if feedback.isCanceled():
                raise CancelledError
            feedback.setProgress(100 * place / len(landslides))
        parts, is_settled = reviewed.as_labelled(landslide)
        (rows if is_settled else plain).extend((place, part) for part in parts)
    drawn = [] if only_selected else list(_drawn(inventory, labels, origins, result))
    redrawn = _Outlines([*reviewed.outlines, *(outline for outline, _ in drawn)])
    reshaped = _Outlines(reviewed.outlines)
    for place, landslide in plain:
        is_kept = verdict_on(landslide) in (Verdict.ACCEPTED, Verdict.RESHAPED)
        if (reshaped if is_kept else redrawn).share(landslide.geometry()) > _MOST:
            result.replaced += 1
        else:
            rows.append((place, landslide))
            result.unlabelled += is_kept
    result.rows = [row for _, row in sorted(rows, key=lambda row: row[0])]
    if not only_selected:
        drawn += _merged(inventory, labels, origins, landslides)
    there = _Outlines(row.geometry() for row in result.rows if not is_rejected(row))
    added = [_new(inventory, outline, label) for outline, label in drawn if there.share(outline) <= _MOST]
    result.rows += added
    result.drawn = len(added)
    return result


def left_as_detected(inventory: QgsVectorLayer, only_selected: bool = False) -> int:
    """How many landslides a person has reshaped: without labels they are delivered as they were detected."""
    rows = inventory.getSelectedFeatures() if only_selected else inventory.getFeatures()
    return sum(verdict_on(row) is Verdict.RESHAPED for row in rows)


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


class _Reviewed:
    """Makes of landslides what their labels are."""

    def __init__(
        self, inventory: QgsVectorLayer, labels: QgsVectorLayer, origins: LabelOrigins, result: Corrections
    ) -> None:
        self._inventory, self._labels, self._origins, self._result = inventory, labels, origins, result
        self.outlines: list[QgsGeometry] = []
        """Those that are the person's, in the inventory's CRS."""

    def as_labelled(self, landslide: QgsFeature) -> tuple[list[QgsFeature], bool]:
        """The rows that are delivered of a landslide, and whether a label says that it is one."""
        verdict = verdict_on(landslide)
        with suppress(InputError):  # the label has no place in the inventory's CRS, or the landslide in the labels'
            origin = self._origins.origin_of(landslide, verdict is not None)
            if origin is None or (verdict is None and self._origins.labels.classes(origin) != {UNSURE}):
                return [landslide], False
            self._origins.remember(landslide.id(), origin)
            labels = [one for one in self._origins.labels.of(origin) if _is_landslide(one) and one.hasGeometry()]
            if not labels:
                return [_with(landslide, {REVIEW_FIELD: Verdict.REJECTED.value})], False
            return self._parts(landslide, verdict, labels), True
        return [landslide], False

    def _parts(self, landslide: QgsFeature, verdict: Optional[Verdict], labels: list[QgsFeature]) -> list[QgsFeature]:
        """The first has the landslide's number, the others are to be given one."""
        there, back = self._inventory.crs(), self._labels.crs()
        detected = moved(landslide.geometry(), there, back)
        if len(labels) == 1 and (_are_same(labels[0].geometry(), detected) or is_edited_since(landslide, labels[0])):
            kept = Verdict.RESHAPED if verdict is Verdict.RESHAPED else Verdict.ACCEPTED
            return [_with(landslide, {REVIEW_FIELD: kept.value})]
        outlines = [moved(label.geometry(), back, there) for label in labels]
        said = {REVIEW_FIELD: Verdict.RESHAPED.value}
        parts = [_with(landslide, said), *(_with(landslide, {**said, NUMBER_FIELD: None}) for _ in outlines[1:])]
        for part, outline in zip(parts, outlines):
            part.setGeometry(outline)
        self.outlines += outlines
        self._result.reshaped += 1
        return parts


def _are_same(one: QgsGeometry, other: QgsGeometry) -> bool:
    return one.equals(other) or likeness(one, other) > _SAME


def _is_landslide(label: QgsFeature) -> bool:
    return class_of(text_of(label, NEEDED_FIELD)) == LANDSLIDE


def _with(landslide: QgsFeature, values: dict[str, Any]) -> QgsFeature:
    """A copy of a landslide with other values in those of the columns that it has."""
    copy = QgsFeature(landslide)
    for name, value in values.items():
        index = copy.fields().lookupField(name)
        if index >= 0:
            copy.setAttribute(index, value)
    return copy


def _drawn(
    inventory: QgsVectorLayer, labels: QgsVectorLayer, origins: LabelOrigins, result: Corrections
) -> Iterator[tuple[QgsGeometry, QgsFeature]]:
    """The landslides that were drawn by hand, in the inventory's CRS, each with its label."""
    images, extent = images_of(inventory, QgsProject.instance()), inventory.extent()
    for label in origins.labels.of(""):
        if not _is_landslide(label) or not label.hasGeometry():
            continue
        with suppress(InputError):  # it has no place in the inventory's CRS, so it is of another image
            outline = moved(label.geometry(), labels.crs(), inventory.crs())
            image, is_near = image_name(text_of(label, SOURCE_FIELD)), outline.boundingBoxIntersects(extent)
            if not image or (image in images if images else is_near):
                yield outline, label
            else:
                result.elsewhere += is_near


def _merged(
    inventory: QgsVectorLayer, labels: QgsVectorLayer, origins: LabelOrigins, landslides: list[QgsFeature]
) -> Iterator[tuple[QgsGeometry, QgsFeature]]:
    """The labels of landslides that were merged into others, whose own labels lack that ground."""
    detected = None
    for label in (one for origin in origins.left_over() for one in origins.labels.of(origin)):
        if _is_landslide(label) and label.hasGeometry():
            with suppress(InputError):
                outline = moved(label.geometry(), labels.crs(), inventory.crs())
                detected = detected or _Outlines(one.geometry() for one in landslides)
                if detected.share(outline) > _MOST:  # otherwise its landslide was deleted
                    yield outline, label


def _new(inventory: QgsVectorLayer, outline: QgsGeometry, label: QgsFeature) -> QgsFeature:
    """A drawn landslide as a row of the inventory; its number, area and perimeter are the export's business."""
    fields = inventory.fields()
    feature = QgsFeature(fields)
    feature.setGeometry(outline.coerceToType(inventory.wkbType())[0])
    date = label["date"] if label.fields().lookupField("date") >= 0 else None
    values: dict[str, Any] = {"status": "drawn", "image": text_of(label, SOURCE_FIELD)}
    if not QgsVariantUtils.isNull(date) and hasattr(date, "date"):
        values["mapped_on"] = date.date()
    for name, value in values.items():
        index = fields.lookupField(name)
        if index >= 0 and value:
            is_text = fields.at(index).type() == QMetaType.Type.QString
            with suppress(ValueError):  # the user's own column of that name holds something else
                feature.setAttribute(index, value if is_text else fields.at(index).convertCompatible(value))
    return feature
