"""The attribute table of an exported inventory: which columns, and what of each feature goes into them."""

from __future__ import annotations

import math
from typing import Any, Union

from qgis.core import QgsFeature, QgsFeatureSource, QgsField, QgsFields, QgsVariantUtils
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QMetaType

from ...common.inventory import INVENTORY_FIELDS
from ..inventory import highest_number, inventory_fields
from ..review.verdicts import reviewed_status
from .dbase import as_text, column_for, column_name, fit, is_json

_LARGEST_NUMBER = 10 ** next(item.width for item in INVENTORY_FIELDS if item.name == "ls_id") - 1
_DECIMALS = {item.name: item.precision for item in INVENTORY_FIELDS}


class ExportTable:
    """The inventory's columns, filled from a layer that may have them or not, and then the layer's own.

    Area and perimeter are always measured anew, since an outline may have been edited; landslides without a number, or
    with one that another has already, get the next free ones. What a person said in a review is the status.

    Args:
        source: the layer.
        limited: keep to what a dBASE table can hold; otherwise the layer's own columns are copied as they are.
    """

    def __init__(self, source: QgsFeatureSource, limited: bool) -> None:
        self._limited = limited
        self._source_fields = source.fields()
        self._next_number = highest_number(source, _LARGEST_NUMBER) + 1
        self._numbers: set[int] = set()
        self._origin: list[int] = []
        self.fields = QgsFields()
        self.shortened = 0
        self.renamed: dict[str, str] = {}  # columns of the layer's own: their names there and in the file
        for column in inventory_fields(limited):
            index = self._source_fields.lookupField(column.name())
            keep = index >= 0 and not limited and column.name() not in ("area_m2", "perim_m")
            self._append(_copy(self._source_fields.at(index), column.name()) if keep else column, index)
        for index, field in enumerate(self._source_fields):
            if index in self._origin or _is_row_number(field) or field.type() == QMetaType.Type.QByteArray:
                continue
            if limited:
                taken = {column.name().lower() for column in self.fields}
                name = column_name(field.name(), taken)
                self._append(column_for(field, name), index)
                if name != field.name():
                    self.renamed[field.name()] = name
            else:
                self._append(_copy(field, field.name()), index)

    def row(self, feature: QgsFeature, area: float, perimeter: float) -> list[Any]:
        """What goes into the columns.

        Args:
            feature: of the layer.
            area, perimeter: of its outline; NaN becomes NULL.
        """
        measured = {"area_m2": area, "perim_m": perimeter}
        values = []
        for column, index in zip(self.fields, self._origin):
            name = column.name()
            if name in measured:
                value: Any = round(measured[name], _DECIMALS[name]) if math.isfinite(measured[name]) else None
                values.append(self._fitted(value, column, column))
                continue
            value = feature[index] if index >= 0 else None
            if index >= 0:
                value = self._fitted(value, self._source_fields.at(index), column)
            if name == "ls_id":
                value = self._number(value)
            elif name == "status":
                value = reviewed_status(feature) or value
            values.append(value)
        return values

    def _number(self, value: Any) -> Any:
        """A landslide's number: QGIS's editing tools give both halves of one that is split the same."""
        if QgsVariantUtils.isNull(value) or value in self._numbers:
            value, self._next_number = self._next_number, self._next_number + 1
        self._numbers.add(value)
        return value

    def _append(self, column: QgsField, index: int) -> None:
        self.fields.append(column)
        self._origin.append(index)

    def _fitted(self, value: Any, source: QgsField, column: QgsField) -> Any:
        if not self._limited:
            return as_text(value, source) if is_json(source) and not QgsVariantUtils.isNull(value) else value
        fitted, whole = fit(value, source, column)
        self.shortened += not whole
        return fitted


def title_and_description(fields: QgsFields, row: list[Any]) -> tuple[str, str]:
    """Name and description of a landslide for a globe's balloon.

    Args:
        fields: of the table; row: its values.
    """
    values = {field.name(): value for field, value in zip(fields, row) if not QgsVariantUtils.isNull(value)}
    lines = []
    if "area_m2" in values:
        lines.append(QCoreApplication.translate("Export", "Area: {area} m²").format(area=_number(values["area_m2"], 0)))
    if "p_mean" in values:
        lines.append(
            QCoreApplication.translate("Export", "Mean probability: {share}").format(share=_number(values["p_mean"], 2))
        )
    for name, text in (
        ("status", QCoreApplication.translate("Export", "Status: {value}")),
        ("model", QCoreApplication.translate("Export", "Model: {value}")),
        ("image", QCoreApplication.translate("Export", "Image: {value}")),
        ("mapped_on", QCoreApplication.translate("Export", "Mapped on: {value}")),
    ):
        if name in values:
            value = values[name]
            lines.append(text.format(value=value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value))
    title = QCoreApplication.translate("Export", "Landslide {number}").format(number=values.get("ls_id", ""))
    return title, "\n".join(lines)


def _number(value: Union[float, str], decimals: int) -> str:
    return QLocale().toString(float(value), "f", decimals) if isinstance(value, (int, float)) else str(value)


def _copy(field: QgsField, name: str) -> QgsField:
    """The field under a name, without its layer's widgets, defaults and constraints, and with room for any text."""
    length = 0 if field.type() == QMetaType.Type.QString else field.length()
    if is_json(field):  # which most releases of GDAL take from QGIS for no format
        return QgsField(name, QMetaType.Type.QString, comment=field.comment())
    return QgsField(name, field.type(), "", length, field.precision(), field.comment(), field.subType())


def _is_row_number(field: QgsField) -> bool:
    """The GeoPackage's own key, which every file numbers afresh."""
    return field.name().lower() == "fid" and field.isNumeric()
