"""Which label was copied from which detected landslide: by name, and by the ground that both lie on."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path
from typing import Optional

from qgis.core import QgsExpression, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVariantUtils, QgsVectorLayer

from ..common.errors import InputError
from .inventory import on_same_ground
from .labels import source_of
from .moving import moved

ORIGIN_FIELD = "origin"
_NUMBER_FIELD = "ls_id"


class LabelOrigins:
    """Finds the label of a landslide again, also after a restart.

    Folder, file and number are not enough: the halves of a split landslide, landslides of layers that were merged into
    one, and those of a later detection into the same file have them in common. The label must lie on the same ground
    too, except where this review has seen which it is: then its outline may have become any other.

    Args:
        detections: detected landslides.
        labels: that were copied from them, and others.
    """

    def __init__(self, detections: QgsVectorLayer, labels: QgsVectorLayer) -> None:
        self._detections, self._labels = detections, labels
        self._seen: dict[int, str] = {}

    def label_of(self, landslide: QgsFeature, outline: QgsGeometry, reshaped: bool) -> Optional[QgsFeature]:
        """The label that was copied from a landslide.

        Args:
            landslide: of the layer.
            outline: the landslide's in the labels' CRS.
            reshaped: whether the last verdict on it was that, so that its label may lie elsewhere.
        """
        if self._labels.fields().lookupField(ORIGIN_FIELD) < 0:
            return None
        others = self._names_of_others(landslide)
        named = [label for label in self._labels_named(landslide) if label[ORIGIN_FIELD] not in others]
        if landslide.id() in self._seen:
            return next((label for label in named if label[ORIGIN_FIELD] == self._seen[landslide.id()]), None)
        outlines = {**self._outlines_of_rivals(landslide), landslide.id(): outline}
        owners = [_most_alike(label.geometry(), outlines) for label in named]
        own = [label for label, owner in zip(named, owners) if owner == landslide.id()]
        if not own and reshaped:
            astray = [label for label, owner in zip(named, owners) if owner is None]
            return astray[0] if len(astray) == 1 else None
        return max(own, key=lambda label: _likeness(label.geometry(), outline), default=None)

    def new_name(self, landslide: QgsFeature) -> str:
        """What the field `origin` of a landslide's new label holds: no other label has it."""
        if landslide.id() in self._seen:
            return self._seen[landslide.id()]
        name, used = _shared_name(self._detections, landslide), self._names_of_others(landslide)
        if self._labels.fields().lookupField(ORIGIN_FIELD) >= 0:
            used |= {label[ORIGIN_FIELD] for label in self._labels_named(landslide)}
        return next(one for one in chain([name], (f"{name} ({n})" for n in count(2))) if one not in used)

    def remember(self, identity: int, name: str) -> None:
        """For the rest of this review the landslide's label is the one of this name."""
        self._seen[identity] = name

    def rename(self, old: int, new: int) -> None:
        """Saving gave a landslide another id."""
        if old in self._seen:
            self._seen[new] = self._seen.pop(old)

    def _names_of_others(self, landslide: QgsFeature) -> set[str]:
        return {name for identity, name in self._seen.items() if identity != landslide.id()}

    def _labels_named(self, landslide: QgsFeature) -> list[QgsFeature]:
        """The labels of all landslides that have file and number in common with this one."""
        name = _shared_name(self._detections, landslide)
        same, numbered = QgsExpression.quotedString(name), QgsExpression.quotedString(f"{name} (")
        field = QgsExpression.quotedColumnRef(ORIGIN_FIELD)
        request = QgsFeatureRequest()
        request.setFilterExpression(f"{field} = {same} OR left({field}, length({numbered})) = {numbered}")
        return list(self._labels.getFeatures(request))

    def _outlines_of_rivals(self, landslide: QgsFeature) -> dict[int, QgsGeometry]:
        """Where in the labels' CRS the other landslides of the same number lie."""
        index = landslide.fields().lookupField(_NUMBER_FIELD)
        if index < 0 or QgsVariantUtils.isNull(landslide.attribute(index)):
            return {}
        request = QgsFeatureRequest().setNoAttributes()
        request.setFilterExpression(
            QgsExpression.createFieldEqualityExpression(_NUMBER_FIELD, landslide.attribute(index))
        )
        outlines = {}
        for rival in self._detections.getFeatures(request):
            if rival.id() != landslide.id() and rival.hasGeometry():
                try:
                    outlines[rival.id()] = moved(rival.geometry(), self._detections.crs(), self._labels.crs())
                except InputError:  # then no label lies there
                    continue
        return outlines


def origin_of_all(detections: QgsVectorLayer) -> str:
    """What the field `origin` of all labels begins with that were copied from a layer: its folder and file."""
    file, _ = source_of(detections)
    return (f"{Path(file).parent.name}/{Path(file).stem}" if file else detections.id()) + "#"


def _shared_name(detections: QgsVectorLayer, landslide: QgsFeature) -> str:
    """Folder, file and number of a landslide."""
    index = landslide.fields().lookupField(_NUMBER_FIELD)
    number = landslide.attribute(index) if index >= 0 else None
    return f"{origin_of_all(detections)}{landslide.id() if QgsVariantUtils.isNull(number) else number}"


def _most_alike(label: QgsGeometry, outlines: dict[int, QgsGeometry]) -> Optional[int]:
    """The landslide on a label's ground that is most like it, the oldest of equal ones; None where none is there."""
    there = [identity for identity in sorted(outlines, key=abs) if on_same_ground(outlines[identity], label)]
    return max(there, key=lambda identity: _likeness(outlines[identity], label), default=None)


def _likeness(one: QgsGeometry, other: QgsGeometry) -> float:
    """Intersection over union."""
    one, other = one.makeValid(), other.makeValid()
    common = max(0.0, one.intersection(other).area())
    return common / max(one.area() + other.area() - common, 1e-30)
