"""What a label file holds, defined once for the page that makes it and the engine that learns from it.

A label file is a GeoPackage with two polygon layers: the labels, and the areas in which everything has been labelled.
Inside those areas bare ground is an honest "no landslide"; outside of them nobody knows, so nothing is learned there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Optional

LABELS_LAYER = "landslide_labels"
AREAS_LAYER = "labelled_areas"

LANDSLIDE = "landslide"
NOT_A_LANDSLIDE = "not a landslide"
UNSURE = "unsure"
CLASSES = (LANDSLIDE, NOT_A_LANDSLIDE, UNSURE)
"""Values of the field `class`; unsure polygons are left out of the training."""

CONFIDENCES = ("high", "medium", "low")
"""Values of the field `confidence`."""


@dataclass(frozen=True)
class LabelField:
    """One column: its name, type, and what it means."""

    name: str
    type: Literal["text", "moment"]
    title: str


LABEL_FIELDS: tuple[LabelField, ...] = (
    LabelField("class", "text", "landslide, not a landslide, or unsure"),
    LabelField("confidence", "text", "How sure the author is: high, medium or low"),
    LabelField("source", "text", "Image that it was drawn on"),
    LabelField("author", "text", "Who drew it"),
    LabelField("date", "moment", "When it was drawn"),
    LabelField("note", "text", "Anything else"),
    LabelField("origin", "text", "The detected landslide that it was copied from: file and feature number"),
    LabelField("copied", "text", "Digests of the landslide's outline and of this one when it was copied"),
)
AREA_FIELDS: tuple[LabelField, ...] = (
    LabelField("author", "text", "Who has labelled everything in it"),
    LabelField("date", "moment", "When that was done"),
)
NEEDED_FIELD = "class"
"""The one column without which polygons are no labels."""


def class_of(text: Optional[str]) -> str:
    """The class that a text in the field `class` means, however it is written; a polygon without one is a landslide.

    Returns:
        One of `CLASSES`, or another word, which nobody knows.
    """
    return (text or "").strip().lower() or LANDSLIDE
