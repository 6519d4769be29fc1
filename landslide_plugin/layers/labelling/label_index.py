"""The labels of a layer, read once and found by the landslide that they were copied from, and by their ground."""

from __future__ import annotations

import re

from qgis.core import QgsFeature, QgsGeometry, QgsSpatialIndex, QgsVectorLayer

from ...common.labels import NEEDED_FIELD, class_of
from ..inventory import text_of

ORIGIN_FIELD = "origin"


class LabelIndex:
    """Labels by their origin; several have the same where QGIS's tool has split one. Drawn ones have none.

    Args:
        labels: the layer, unsaved edits included; later ones are taken in by `put` and `drop`.
    """

    def __init__(self, labels: QgsVectorLayer) -> None:
        self._labels: dict[int, QgsFeature] = {}
        self._by_origin: dict[str, set[int]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._places = QgsSpatialIndex()
        for label in labels.getFeatures():
            self.put(label)

    def put(self, label: QgsFeature) -> None:
        """Takes a label in, or what it has become."""
        self.drop(label.id())
        origin = text_of(label, ORIGIN_FIELD)
        self._labels[label.id()] = label
        self._by_origin.setdefault(origin, set()).add(label.id())
        self._by_name.setdefault(name_in(origin), set()).add(origin)
        if label.hasGeometry():
            self._places.addFeature(label)

    def drop(self, identity: int) -> str:
        """Forgets a label.

        Returns:
            Its origin.
        """
        label = self._labels.pop(identity, None)
        if label is None:
            return ""
        origin = text_of(label, ORIGIN_FIELD)
        self._by_origin[origin].discard(identity)
        if not self._by_origin[origin]:
            del self._by_origin[origin]
            self._by_name[name_in(origin)].discard(origin)
        self._places.deleteFeature(label)
        return origin

    def origin(self, identity: int) -> str:
        """The origin of a label; empty where it has none, or is not known."""
        return text_of(self._labels[identity], ORIGIN_FIELD) if identity in self._labels else ""

    def origins(self) -> list[str]:
        """The origins of all labels that have one."""
        return [origin for origin in self._by_origin if origin]

    def of(self, origin: str) -> list[QgsFeature]:
        """The labels of an origin, the largest first."""
        labels = [self._labels[identity] for identity in self._by_origin.get(origin, ())]
        return sorted(labels, key=lambda label: (-label.geometry().area(), abs(label.id())))

    def classes(self, origin: str) -> set[str]:
        """The classes of the labels of an origin."""
        return {class_of(text_of(self._labels[identity], NEEDED_FIELD)) for identity in self._by_origin.get(origin, ())}

    def ground(self, origin: str) -> QgsGeometry:
        """What the labels of an origin cover together."""
        shapes = [label.geometry() for label in self.of(origin)]
        return shapes[0] if len(shapes) == 1 else QgsGeometry.unaryUnion([shape.makeValid() for shape in shapes])

    def named(self, name: str) -> set[str]:
        """The origins of all landslides that have folder, file and number in common."""
        return set(self._by_name.get(name, ()))

    def near(self, outline: QgsGeometry) -> set[str]:
        """The origins of labels whose box meets that of an outline."""
        return {self.origin(identity) for identity in self._places.intersects(outline.boundingBox())} - {""}


def name_in(origin: str) -> str:
    """Folder, file and number of an origin, without what tells landslides apart that have them in common."""
    return re.sub(r" \(\d+\)$", "", origin)
