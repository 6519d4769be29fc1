"""What a person said about detected landslides, and the field of their layer that keeps it."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from qgis.core import QgsEditorWidgetSetup, QgsFeature, QgsField, QgsVectorDataProvider, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ...common.labels import LANDSLIDE, NEEDED_FIELD, NOT_A_LANDSLIDE, class_of
from ..editing import not_editable
from ..inventory import text_of

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


_VALUES = {verdict.value: verdict for verdict in Verdict}


def verdict_named(value: object) -> Optional[Verdict]:
    """The verdict that a value of the field `review` stands for; None where it is none."""
    return _VALUES.get(str(value))


def verdict_on(landslide: QgsFeature) -> Optional[Verdict]:
    """The verdict on a landslide so far."""
    return verdict_named(text_of(landslide, REVIEW_FIELD))


def reviewed_status(landslide: QgsFeature) -> str:
    """The status that a review has given a landslide; empty where there was none."""
    said = text_of(landslide, REVIEW_FIELD)
    return Verdict.ACCEPTED.value if said == Verdict.RESHAPED.value else said


def is_rejected(landslide: QgsFeature) -> bool:
    """Whether a person has said that it is none, or may be none: in a review, in the table, or by a label's class."""
    if class_of(text_of(landslide, NEEDED_FIELD)) != LANDSLIDE:
        return True
    return (reviewed_status(landslide) or text_of(landslide, "status")) == Verdict.REJECTED.value


def add_review_field(layer: QgsVectorLayer) -> None:
    """Adds the field where it is missing.

    Raises:
        InputError: the layer cannot be edited.
    """
    if layer.fields().lookupField(REVIEW_FIELD) < 0:
        if layer.readOnly() or not layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddAttributes:
            raise not_editable(layer)
        field = QgsField(REVIEW_FIELD, QMetaType.Type.QString, "", 12)
        added = layer.addAttribute(field) if layer.isEditable() else layer.dataProvider().addAttributes([field])
        if not added:
            raise not_editable(layer)
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
