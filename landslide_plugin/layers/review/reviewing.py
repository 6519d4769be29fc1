"""A person's verdicts on detected landslides: kept with the landslides, and copied among the labels.

The verdict stands in the field `review` of the detected landslide, so that a review goes on after a restart. The label
remembers in its field `origin` which landslide it was copied from, so that another verdict changes it and adds no
second one.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsFeature, QgsFeatureRequest, QgsGeometry, QgsVectorLayer, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtBoundSignal, pyqtSignal

from ...common.errors import InputError
from ...common.labels import LANDSLIDE, NEEDED_FIELD, NOT_A_LANDSLIDE
from ..editing import Comings, begin_editing, not_editable, one_step
from ..inventory import text_of
from ..labelling.label_index import ORIGIN_FIELD
from ..labelling.label_origins import NUMBER_FIELD, LabelOrigins
from ..moving import moved
from .copied_outlines import COPIED_FIELD, add_copied_field, copied_note, is_edited_since
from .verdicts import REVIEW_FIELD, Verdict, add_review_field, verdict_named, verdict_on


class ReviewBook(QObject):
    """The verdicts on the landslides of one layer. Both layers are in edit sessions, which the person saves.

    What is done to the label of a landslide changes the verdict too: another class, undoing it, bringing it again.

    Args:
        detections: detected landslides; gets the field `review` where it lacks it.
        labels: where verdicts are copied to.

    Raises:
        InputError: one of the layers cannot be edited.
    """

    changed = pyqtSignal()
    """A verdict was given, changed or taken back."""
    reopened = pyqtSignal("qlonglong")
    """The verdict on the landslide of this id was taken back by undoing its label."""
    renamed = pyqtSignal("qlonglong", "qlonglong")
    """Saving gave the landslide of the first id the second one."""

    def __init__(self, detections: QgsVectorLayer, labels: QgsVectorLayer, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.detections, self.labels = detections, labels
        add_review_field(detections)
        add_copied_field(labels)
        self._edit()
        self._origins = LabelOrigins(detections, labels)
        self._reshaped: set[str] = set()  # origins of labels that a person has drawn anew
        self._deciding = False
        self.look_again()
        self._comings = [Comings(layer, self) for layer in (labels, detections)]
        for signal, slot in self._connections():
            signal.connect(slot)

    def look_again(self) -> None:
        """Lists the landslides anew, the largest first: they matter most to map and training."""
        request = QgsFeatureRequest().setNoAttributes()
        areas = {feature.id(): feature.geometry().area() for feature in self.detections.getFeatures(request)}
        self.order = sorted(areas, key=lambda identity: -areas[identity])
        self._places = {identity: place for place, identity in enumerate(self.order)}
        self._left: Optional[set[int]] = None  # those without a verdict; None = not counted since they changed

    def place(self, identity: int) -> Optional[int]:
        """Where a landslide stands in the order of the review, from 0; None where it came later."""
        return self._places.get(identity)

    def landslide(self, identity: int) -> Optional[QgsFeature]:
        """A detected landslide; None where it was deleted meanwhile."""
        feature = self.detections.getFeature(identity)
        return feature if feature.isValid() and feature.hasGeometry() else None

    def unreviewed(self) -> set[int]:
        """The landslides without a verdict, of those that are listed."""
        if self._left is None:
            request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
            index = self.detections.fields().lookupField(REVIEW_FIELD)
            request.setSubsetOfAttributes([index] if index >= 0 else [])  # undone, it is added again by a verdict only
            rows = self.detections.getFeatures(request)
            self._left = {row.id() for row in rows if row.id() in self._places and verdict_on(row) is None}
        return self._left

    def next_unreviewed(self, after: int = -1) -> Optional[int]:
        """The first without a verdict behind a place in the order, or else of all; None where all have one."""
        left = self.unreviewed()
        places = chain(range(after + 1, len(self.order)), range(after + 1))
        return next((self.order[place] for place in places if self.order[place] in left), None)

    def verdict(self, identity: int) -> Optional[Verdict]:
        """The verdict on a landslide so far."""
        feature = self.detections.getFeature(identity)
        return verdict_on(feature) if feature.isValid() else None

    def decide(self, identity: int, verdict: Verdict) -> int:
        """Writes a verdict down, as one step of each layer's edit session.

        Accepting a landslide that was reshaped leaves it so: its label keeps the person's outline.

        Args:
            identity: of the detected landslide.
            verdict: of the person.

        Returns:
            Id of the label, of the largest where there are several.

        Raises:
            InputError: the landslide is gone or has no place in the labels' CRS, or a layer takes no edits.
        """
        landslide = self.landslide(identity)
        if landslide is None:
            raise InputError(
                QCoreApplication.translate("Reviewing", "This landslide was deleted meanwhile: go on to the next.")
            )
        self._edit()
        self._deciding = True
        try:
            with one_step(self.labels, verdict.title):
                origin, label = self._copy(landslide, verdict)
                if verdict is Verdict.ACCEPTED and origin in self._reshaped:
                    verdict = Verdict.RESHAPED
                self._write(identity, verdict)
        finally:
            self._deciding = False
        if verdict is Verdict.RESHAPED:
            self._reshaped.add(origin)
        self.changed.emit()
        return label

    def beside(self, label: int) -> list[int]:
        """Ids of the labels that were copied from the same landslide as a label, with its own."""
        return [one.id() for one in self._origins.labels.of(self._origins.labels.origin(label))] or [label]

    def close(self) -> None:
        """Follows the layers no longer; for while they still exist."""
        for signal, slot in self._connections():
            signal.disconnect(slot)
        for comings in self._comings:
            comings.close()

    def _connections(self) -> tuple[tuple[pyqtBoundSignal, Callable], ...]:
        (of_labels, of_landslides), detections = self._comings, self.detections
        return (
            (of_labels.added, self._label_come),
            (of_labels.deleted, self._label_gone),
            (of_labels.renamed, self._label_saved),
            (self.labels.attributeValueChanged, self._label_changed),
            (self.labels.geometryChanged, self._take_in),
            (of_landslides.added, self._landslide_back),
            (of_landslides.deleted, self._landslide_gone),
            (of_landslides.renamed, self._landslide_saved),
            (detections.attributeValueChanged, self._landslide_changed),
            (detections.attributeAdded, self._column_changed),
            (detections.attributeDeleted, self._column_changed),
        )

    def _edit(self) -> None:
        for layer in (self.detections, self.labels):
            if not begin_editing(layer):
                raise not_editable(layer)

    def _copy(self, landslide: QgsFeature, verdict: Verdict) -> tuple[str, int]:
        """Puts a landslide among the labels, or gives the labels that it has already their class.

        Returns:
            Origin and id of the label.
        """
        labels, before = self.labels, verdict_on(landslide)
        outline = moved(landslide.geometry(), self.detections.crs(), labels.crs())
        origin = self._origins.origin_of(landslide, before is not None)
        if origin is None:
            origin = self._origins.new_name(landslide)
            self._reshaped.discard(origin)
            label = self._new_label(landslide, outline, verdict, origin)
            done = labels.addFeature(label)
        else:
            if before is Verdict.RESHAPED:
                self._reshaped.add(origin)
            column, (label, *others) = labels.fields().lookupField(NEEDED_FIELD), self._origins.labels.of(origin)
            done = all(labels.changeAttributeValue(one.id(), column, verdict.label) for one in (label, *others))
            if not others and is_edited_since(landslide, label):
                done = done and self._copy_again(landslide, outline, label)
        if not done:
            raise not_editable(labels)
        labels.triggerRepaint()
        self._origins.remember(landslide.id(), origin)
        return origin, label.id()

    def _new_label(self, landslide: QgsFeature, outline: QgsGeometry, verdict: Verdict, origin: str) -> QgsFeature:
        labels = self.labels
        shape = outline.coerceToType(labels.wkbType())[0]
        values = {
            NEEDED_FIELD: verdict.label,
            ORIGIN_FIELD: origin,
            COPIED_FIELD: copied_note(landslide.geometry(), shape),
            "source": text_of(landslide, "image"),
        }
        indices = {labels.fields().lookupField(field): value for field, value in values.items() if value}
        indices.pop(-1, None)  # labels from elsewhere may lack a field
        return QgsVectorLayerUtils.createFeature(labels, shape, indices, labels.createExpressionContext())

    def _copy_again(self, landslide: QgsFeature, outline: QgsGeometry, label: QgsFeature) -> bool:
        """Gives a label that nobody has touched the outline that its landslide has got since."""
        labels, shape = self.labels, outline.coerceToType(self.labels.wkbType())[0]
        column, note = labels.fields().lookupField(COPIED_FIELD), copied_note(landslide.geometry(), shape)
        return labels.changeGeometry(label.id(), shape) and labels.changeAttributeValue(label.id(), column, note)

    def _write(self, identity: int, verdict: Optional[Verdict]) -> None:
        title = verdict.title if verdict else QCoreApplication.translate("Reviewing", "Take the verdict back")
        with one_step(self.detections, title):
            if self.detections.fields().lookupField(REVIEW_FIELD) < 0:
                add_review_field(self.detections)  # undone or rolled back, while the field was part of an edit session
            index = self.detections.fields().lookupField(REVIEW_FIELD)
            if not self.detections.changeAttributeValue(identity, index, verdict.value if verdict else None):
                raise not_editable(self.detections)

    def _settle(self, origin: str) -> None:
        """Makes the verdict what the labels of an origin say; unsure ones are to be looked at again."""
        if self._deciding or not origin or not self.detections.isEditable():
            return
        identity, classes = self._origins.landslide_of(origin), self._origins.labels.classes(origin)
        before = self.verdict(identity) if identity is not None else None
        if before is Verdict.RESHAPED:
            self._reshaped.add(origin)
        verdict = None
        if LANDSLIDE in classes:
            verdict = Verdict.RESHAPED if origin in self._reshaped else Verdict.ACCEPTED
        elif NOT_A_LANDSLIDE in classes:
            verdict = Verdict.REJECTED
        if identity is None or verdict is before:
            return
        with suppress(InputError):  # the landslide was deleted meanwhile
            self._write(identity, verdict)
            self._origins.remember(identity, origin)
        if not classes and identity in self._places:
            self.reopened.emit(identity)

    def _take_in(self, label: int) -> None:
        self._origins.labels.put(self.labels.getFeature(label))

    def _label_come(self, label: int) -> None:
        self._take_in(label)
        self._settle(self._origins.labels.origin(label))

    def _label_gone(self, label: int) -> None:
        self._settle(self._origins.labels.drop(label))

    def _label_saved(self, old: int, new: int) -> None:
        self._origins.labels.drop(old)
        self._take_in(new)

    def _label_changed(self, label: int, column: int, _value: Any) -> None:
        fields = self.labels.fields()
        if column in (fields.lookupField(NEEDED_FIELD), fields.lookupField(ORIGIN_FIELD)):
            before = self._origins.labels.origin(label)
            self._take_in(label)
            for origin in {before, self._origins.labels.origin(label)}:
                self._settle(origin)

    def _landslide_saved(self, old: int, new: int) -> None:
        self._origins.rename(old, new)
        place = self._places.pop(old, None)
        if place is not None:
            self.order[place], self._places[new] = new, place
        self._left = None
        self.renamed.emit(old, new)

    def _landslide_changed(self, identity: int, column: int, value: Any) -> None:
        if column == self.detections.fields().lookupField(NUMBER_FIELD):
            self._origins.forget_numbers()
        elif column == self.detections.fields().lookupField(REVIEW_FIELD):
            self._count(identity, verdict_named(value) is None)

    def _landslide_back(self, identity: int) -> None:
        self._origins.forget_numbers()
        if identity in self._places:  # its deletion was undone
            self._count(identity, self.verdict(identity) is None)

    def _landslide_gone(self, identity: int) -> None:
        self._origins.forget_numbers()
        self._count(identity, False)

    def _count(self, identity: int, is_left: bool) -> None:
        """Whether a landslide is without a verdict, as edits to the layer tell; all are counted where they must be."""
        if self._left is not None and identity in self._places:
            (self._left.add if is_left else self._left.discard)(identity)
        self._tell()

    def _column_changed(self) -> None:
        self._left = None
        self._tell()

    def _tell(self) -> None:
        if not self._deciding:
            self.changed.emit()


def is_inventory(layer: Any) -> bool:
    """Whether it is a layer of detected landslides, also one that was opened by hand."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
        return False
    return all(layer.fields().lookupField(name) >= 0 for name in ("ls_id", "p_mean", "status"))
