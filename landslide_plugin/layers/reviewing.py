"""A person's verdicts on detected landslides: kept with the landslides, and copied among the labels.

The verdict stands in the field `review` of the detected landslide, so that a review goes on after a restart. The label
remembers in its field `origin` which landslide it was copied from, so that another verdict changes it and adds no
second one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Any, Callable, Optional

from qgis.core import (
    Qgis,
    QgsEditorWidgetSetup,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsGeometry,
    QgsVectorDataProvider,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QCoreApplication, QMetaType, QObject, pyqtBoundSignal, pyqtSignal

from ..common.errors import InputError
from ..common.labels import LANDSLIDE, NEEDED_FIELD, NOT_A_LANDSLIDE, UNSURE
from .inventory import text_of
from .label_origins import ORIGIN_FIELD, LabelOrigins
from .moving import moved

REVIEW_FIELD = "review"


class Verdict(Enum):
    """What a person said about a detected landslide; the value is what the field `review` holds."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RESHAPED = "reshaped"

    @property
    def label(self) -> str:
        """The class of the label."""
        return NOT_A_LANDSLIDE if self is Verdict.REJECTED else LANDSLIDE

    @property
    def title(self) -> str:
        """Name of the step in the history of edits."""
        return {
            Verdict.ACCEPTED: QCoreApplication.translate("Reviewing", "Accept landslide"),
            Verdict.REJECTED: QCoreApplication.translate("Reviewing", "Reject landslide"),
            Verdict.RESHAPED: QCoreApplication.translate("Reviewing", "Reshape landslide"),
        }[self]


_VALUES = {verdict.value for verdict in Verdict}


class ReviewBook(QObject):
    """The verdicts on the landslides of one layer. Both layers are in edit sessions, which the person saves.

    Undoing the label of a verdict takes the verdict back too, and redoing brings it again.

    Args:
        detections: detected landslides; gets the field `review` where it lacks it.
        labels: where verdicts are copied to.

    Raises:
        InputError: one of the layers cannot be edited.
    """

    changed = pyqtSignal()
    """A verdict was given, changed or taken back."""
    reopened = pyqtSignal(int)
    """The verdict on the landslide of this id was taken back by undoing its label."""
    renamed = pyqtSignal(int, int)
    """Saving gave the landslide of the first id the second one."""

    def __init__(self, detections: QgsVectorLayer, labels: QgsVectorLayer, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.detections, self.labels = detections, labels
        self._origins = LabelOrigins(detections, labels)
        self._copied: dict[int, tuple[int, Optional[Verdict]]] = {}
        self._left: Optional[set[int]] = None  # landslides without a verdict; None = not counted since they changed
        self._deciding, self._saving = False, False
        self._unsaved: Optional[int] = None
        _add_review_field(detections)
        self._edit()
        self.order: list[int] = []
        self.look_again()
        for signal, slot in self._connections():
            signal.connect(slot)

    def look_again(self) -> None:
        """Lists the landslides anew, the largest first: they matter most to map and training."""
        request = QgsFeatureRequest().setNoAttributes()
        areas = {feature.id(): feature.geometry().area() for feature in self.detections.getFeatures(request)}
        self.order, self._left = sorted(areas, key=lambda identity: -areas[identity]), None

    def landslide(self, identity: int) -> Optional[QgsFeature]:
        """A detected landslide; None where it was deleted meanwhile."""
        feature = self.detections.getFeature(identity)
        return feature if feature.isValid() and feature.hasGeometry() else None

    def unreviewed(self) -> list[int]:
        """The landslides without a verdict, in the order of the review."""
        if self._left is None:
            self._left = self._without_verdict()
        return [identity for identity in self.order if identity in self._left]

    def _without_verdict(self) -> set[int]:
        request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
        index = self.detections.fields().lookupField(REVIEW_FIELD)
        request.setSubsetOfAttributes([index] if index >= 0 else [])  # undone, it is added again by a verdict only
        return {
            feature.id()
            for feature in self.detections.getFeatures(request)
            if text_of(feature, REVIEW_FIELD) not in _VALUES
        }

    def verdict(self, identity: int) -> Optional[Verdict]:
        """The verdict on a landslide so far."""
        feature = self.detections.getFeature(identity)
        value = text_of(feature, REVIEW_FIELD) if feature.isValid() else ""
        return Verdict(value) if value in _VALUES else None

    def decide(self, identity: int, verdict: Verdict) -> int:
        """Writes a verdict down, as one step of each layer's edit session.

        Args:
            identity: of the detected landslide.
            verdict: of the person.

        Returns:
            Id of the label.

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
            with _one_step(self.labels, verdict.title):
                label = self._copy(landslide, verdict)
                self._write(identity, verdict)
        finally:
            self._deciding = False
        self._copied[label] = (identity, verdict)
        self.changed.emit()
        return label

    def close(self) -> None:
        """Follows the layers no longer; for while they still exist."""
        for signal, slot in self._connections():
            signal.disconnect(slot)

    def _connections(self) -> tuple[tuple[pyqtBoundSignal, Callable], ...]:
        labels, detections = self.labels, self.detections
        return (
            (labels.featureDeleted, self._label_gone),
            (labels.featureAdded, self._label_back),
            (labels.attributeValueChanged, self._label_changed),
            (labels.beforeCommitChanges, self._forget_copies),
            (detections.beforeCommitChanges, self._saving_begins),
            (detections.featureDeleted, self._landslide_gone),
            (detections.featureAdded, self._landslide_back),
            (detections.afterCommitChanges, self._saving_ends),
            (detections.editCommandStarted, self._saving_ends),  # had it failed, nothing would tell
            (detections.attributeValueChanged, self._tell),
            (detections.afterRollBack, self._tell),
        )

    def _edit(self) -> None:
        for layer in (self.detections, self.labels):
            if not layer.isEditable():
                layer.startEditing()  # in a buffered transaction group it may say yes where nothing can be edited
            if not layer.isEditable():
                raise _read_only(layer)

    def _column_to_write(self) -> int:
        index = self.detections.fields().lookupField(REVIEW_FIELD)
        if index < 0:  # undone or rolled back, while the field was part of an edit session
            _add_review_field(self.detections)
            index = self.detections.fields().lookupField(REVIEW_FIELD)
        return index

    def _copy(self, landslide: QgsFeature, verdict: Verdict) -> int:
        """Puts a landslide among the labels, or gives the label that it has already its class."""
        labels = self.labels
        outline = moved(landslide.geometry(), self.detections.crs(), labels.crs())
        known = self._origins.label_of(landslide, outline, self.verdict(landslide.id()) is Verdict.RESHAPED)
        name = self._origins.new_name(landslide) if known is None else known[ORIGIN_FIELD]
        label = self._new_label(landslide, outline, verdict, name) if known is None else known
        if known is None:
            done = labels.addFeature(label)
        else:
            done = labels.changeAttributeValue(label.id(), labels.fields().lookupField(NEEDED_FIELD), verdict.label)
        if not done:
            raise _read_only(labels)
        labels.triggerRepaint()
        self._origins.remember(landslide.id(), name)
        return label.id()

    def _new_label(self, landslide: QgsFeature, outline: QgsGeometry, verdict: Verdict, name: str) -> QgsFeature:
        labels = self.labels
        values = {NEEDED_FIELD: verdict.label, ORIGIN_FIELD: name, "source": text_of(landslide, "image")}
        indices = {labels.fields().lookupField(field): value for field, value in values.items() if value}
        indices.pop(-1, None)  # labels from elsewhere may lack a field
        shape = outline.coerceToType(labels.wkbType())[0]
        return QgsVectorLayerUtils.createFeature(labels, shape, indices, labels.createExpressionContext())

    def _write(self, identity: int, verdict: Optional[Verdict]) -> None:
        title = verdict.title if verdict else QCoreApplication.translate("Reviewing", "Take the verdict back")
        with _one_step(self.detections, title):
            value = verdict.value if verdict else None
            if not self.detections.changeAttributeValue(identity, self._column_to_write(), value):
                raise _read_only(self.detections)
        if self._left is not None:
            (self._left.discard if verdict else self._left.add)(identity)

    def _follow(self, identity: int, verdict: Optional[Verdict]) -> None:
        """Writes what undoing, redoing or editing the label has made of the verdict."""
        if self.detections.isEditable():
            with suppress(InputError):  # the landslide was deleted meanwhile
                self._write(identity, verdict)
                self.changed.emit()

    def _forget_copies(self) -> None:
        """What is saved cannot be undone any more, and gets other ids."""
        self._copied.clear()

    def _label_gone(self, label: int) -> None:
        if self._deciding or label not in self._copied:
            return
        identity, _ = self._copied[label]
        self._follow(identity, None)
        if self.detections.isEditable() and identity in self.order and self.landslide(identity) is not None:
            self.reopened.emit(identity)

    def _label_back(self, label: int) -> None:
        if self._deciding or label not in self._copied:
            return
        self._follow(*self._copied[label])

    def _label_changed(self, label: int, column: int, value: Any) -> None:
        if self._deciding or label not in self._copied or not self.detections.isEditable():
            return
        if column == self.labels.fields().lookupField(NEEDED_FIELD):
            identity, before = self._copied[label]
            if before is None or str(value) != before.label:
                # Unsure is no verdict: the landslide is to be looked at again.
                verdict = {LANDSLIDE: Verdict.ACCEPTED, NOT_A_LANDSLIDE: Verdict.REJECTED}.get(str(value))
                self._copied[label] = (identity, verdict)
                self._follow(identity, verdict)

    def _saving_begins(self) -> None:
        self._saving, self._unsaved = True, None

    def _saving_ends(self) -> None:
        if self._saving:
            self._saving = False
            self._tell()

    def _landslide_gone(self, identity: int) -> None:
        if self._saving:
            self._unsaved = identity  # it is no more of this id; QGIS tells the new one next
        else:
            self._tell()

    def _landslide_back(self, identity: int) -> None:
        if not self._saving or self._unsaved is None:
            return
        old, self._unsaved = self._unsaved, None
        self.order = [identity if one == old else one for one in self.order]
        self._copied = {
            label: (identity if one == old else one, verdict) for label, (one, verdict) in self._copied.items()
        }
        self._left = None
        self._origins.rename(old, identity)
        self.renamed.emit(old, identity)

    def _tell(self) -> None:
        if not self._deciding:
            self._left = None
            self.changed.emit()


def is_inventory(layer: Any) -> bool:
    """Whether it is a layer of detected landslides, also one that was opened by hand."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
        return False
    return all(layer.fields().lookupField(name) >= 0 for name in ("ls_id", "p_mean", "status"))


def reviewed_status(landslide: QgsFeature) -> str:
    """The status that a review has given a landslide; empty where there was none."""
    said = text_of(landslide, REVIEW_FIELD)
    return Verdict.ACCEPTED.value if said == Verdict.RESHAPED.value else said


def is_rejected(landslide: QgsFeature) -> bool:
    """Whether a person has said that it is none, or may be none: in a review, in the table, or by a label's class."""
    if text_of(landslide, NEEDED_FIELD) in (NOT_A_LANDSLIDE, UNSURE):
        return True
    return (reviewed_status(landslide) or text_of(landslide, "status")) == Verdict.REJECTED.value


def _add_review_field(layer: QgsVectorLayer) -> None:
    """Adds the field where it is missing.

    Raises:
        InputError: the layer cannot be edited.
    """
    if layer.fields().lookupField(REVIEW_FIELD) < 0:
        if layer.readOnly() or not layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddAttributes:
            raise _read_only(layer)
        field = QgsField(REVIEW_FIELD, QMetaType.Type.QString, "", 12)
        added = layer.addAttribute(field) if layer.isEditable() else layer.dataProvider().addAttributes([field])
        if not added:
            raise _read_only(layer)
        layer.updateFields()
    titles = {
        Verdict.ACCEPTED: QCoreApplication.translate("Reviewing", "accepted"),
        Verdict.REJECTED: QCoreApplication.translate("Reviewing", "rejected"),
        Verdict.RESHAPED: QCoreApplication.translate("Reviewing", "reshaped"),
    }
    index = layer.fields().lookupField(REVIEW_FIELD)
    choices = [{title: verdict.value} for verdict, title in titles.items()]
    layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", {"map": choices}))
    layer.setFieldAlias(index, QCoreApplication.translate("Reviewing", "Review"))


@contextmanager
def _one_step(layer: QgsVectorLayer, title: str) -> Iterator[None]:
    """Makes what is done to a layer one step of its history of edits, or none where it fails."""
    layer.beginEditCommand(title)
    try:
        yield
    except BaseException:
        layer.destroyEditCommand()
        raise
    layer.endEditCommand()


def _read_only(layer: QgsVectorLayer) -> InputError:
    return InputError(
        QCoreApplication.translate(
            "Reviewing", "The layer '{name}' cannot be edited: save it as a GeoPackage of your own and use that."
        ).format(name=layer.name())
    )
