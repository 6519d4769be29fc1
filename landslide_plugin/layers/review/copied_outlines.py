"""Whose outline is newer, the landslide's or its label's: both may be edited once the one was copied to the other."""

from __future__ import annotations

import hashlib

from qgis.core import Qgis, QgsFeature, QgsField, QgsGeometry, QgsVectorDataProvider, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ..inventory import text_of

COPIED_FIELD = "copied"


def copied_note(landslide: QgsGeometry, label: QgsGeometry) -> str:
    """What the field `copied` of a label holds: digests of both outlines, as they are at the time of copying."""
    return f"{_digest(landslide)} {_digest(label)}"


def is_edited_since(landslide: QgsFeature, label: QgsFeature) -> bool:
    """Whether the landslide's outline was changed after it was copied, and the label's was not."""
    copied = text_of(label, COPIED_FIELD).split()
    return len(copied) == 2 and copied[0] != _digest(landslide.geometry()) and copied[1] == _digest(label.geometry())


def add_copied_field(labels: QgsVectorLayer) -> None:
    """Adds the field to labels of earlier versions, where that can be done at once; without it the label is newer."""
    can_add = labels.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddAttributes
    if labels.fields().lookupField(COPIED_FIELD) < 0 and not labels.isEditable() and not labels.readOnly() and can_add:
        labels.dataProvider().addAttributes([QgsField(COPIED_FIELD, QMetaType.Type.QString)])
        labels.updateFields()


def _digest(outline: QgsGeometry) -> str:
    """The same for a polygon and for the multipolygon that saving may make of it."""
    parts = outline.coerceToType(Qgis.WkbType.MultiPolygon)
    return hashlib.blake2b(parts[0].asWkb().data() if parts else b"", digest_size=6).hexdigest()
