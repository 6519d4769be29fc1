"""What a shapefile's dBASE table can hold, and how values are brought into it.

ArcGIS wants ASCII column names of at most 10 characters that start with a letter; dBASE counts a text's width in bytes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from qgis.core import QgsField, QgsJsonUtils, QgsVariantUtils
from qgis.PyQt.QtCore import QDateTime, QMetaType, Qt

LONGEST_NAME = 10
WIDEST_TEXT = 254
_TAKEN_BY_ARCGIS = {"fid", "oid", "objectid", "shape"}

_WHOLE = (QMetaType.Type.Int, QMetaType.Type.UInt)
_LONG = (QMetaType.Type.LongLong, QMetaType.Type.ULongLong)


def column_name(name: str, taken: set[str]) -> str:
    """An ASCII name for a column of the user's own, unlike all that are taken.

    Args:
        name: as it is in the user's layer.
        taken: names in lower case that are in use already.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"\W+", "_", ascii_name).strip("_") or "field"
    if not stem[0].isalpha():
        stem = f"f_{stem}"
    if stem.lower() in _TAKEN_BY_ARCGIS:
        stem = f"{stem}_"
    candidate, number = stem[:LONGEST_NAME], 1
    while candidate.lower() in taken:
        suffix = f"_{number}"
        candidate, number = stem[: LONGEST_NAME - len(suffix)] + suffix, number + 1
    return candidate


def column_for(field: QgsField, name: str) -> QgsField:
    """The dBASE column that holds a field of the user's own.

    Args:
        field: of any type; what dBASE has no type for becomes text.
        name: the column's name.
    """
    kind = field.type()
    if kind == QMetaType.Type.Bool:
        return QgsField(name, QMetaType.Type.Int, "", 1, 0)
    if kind in _WHOLE:
        return QgsField(name, QMetaType.Type.LongLong, "", 10, 0)
    if kind in _LONG:
        return QgsField(name, QMetaType.Type.LongLong, "", 18, 0)
    if kind == QMetaType.Type.Double:
        return QgsField(name, QMetaType.Type.Double, "", 18, 11)
    if kind == QMetaType.Type.QDate:
        return QgsField(name, QMetaType.Type.QDate)
    characters = field.length() if kind == QMetaType.Type.QString else 0
    # UTF-8 takes up to four bytes for a character, and the table counts bytes.
    return QgsField(name, QMetaType.Type.QString, "", min(4 * characters, WIDEST_TEXT) or WIDEST_TEXT, 0)


def fit(value: Any, source: QgsField, column: QgsField) -> tuple[Any, bool]:
    """A value as the column can hold it.

    Args:
        value: of the source field.
        source: the field that it comes from.
        column: with the width to keep to.

    Returns:
        The value (text cut between characters, None where nothing fits), and whether all of it is there.
    """
    if QgsVariantUtils.isNull(value):
        return None, True
    if column.type() == QMetaType.Type.QString:
        text = as_text(value, source)
        kept = text.encode("utf-8")[: column.length()].decode("utf-8", "ignore")
        return kept, kept == text
    try:
        number = column.convertCompatible(value)
    except ValueError:
        return None, False
    if column.type() == QMetaType.Type.QDate:
        return number, True
    if number != number:  # NaN, which dBASE cannot say
        return None, True
    if column.type() != QMetaType.Type.Double:
        return (number, True) if len(str(number)) <= column.length() else (None, False)
    whole_part = len(f"{number:.0f}")
    # The decimals may give way to the whole part; what does not fit then is another number.
    decimals = min(column.precision(), column.length() - whole_part)
    return (round(number, decimals), True) if decimals >= 0 else (None, False)


def is_json(field: QgsField) -> bool:
    """Whether its values are maps and lists of any depth, as those of JSON columns are."""
    return field.type() == QMetaType.Type.QVariantMap


def as_text(value: Any, source: QgsField) -> str:
    """A value that is not NULL as text, of whatever type its field is."""
    if isinstance(value, str):
        return value
    if is_json(source):
        return QgsJsonUtils.encodeValue(value)
    if isinstance(value, QDateTime):
        return value.toString(Qt.DateFormat.ISODate)
    return source.displayString(value)
