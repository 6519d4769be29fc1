"""The landslide inventory as a layer: its fields, its file, and adding and removing landslides by hand."""

from __future__ import annotations

import math
from collections.abc import Collection
from pathlib import Path
from typing import Any, Optional, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsVariantUtils,
    QgsVectorDataProvider,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ..common.errors import InputError
from ..common.inventory import INVENTORY_FIELDS
from .appearance import dress_landslides
from .editing import one_step
from .geopackage import create_polygon_layer
from .measuring import measure
from .replacing import complete_or_nothing

LAYER_NAME = "landslides"
_SAME_SHARE = 0.5

_TYPES = {
    "integer": QMetaType.Type.Int,
    "real": QMetaType.Type.Double,
    "text": QMetaType.Type.QString,
    "date": QMetaType.Type.QDate,
}


def inventory_fields(limited: bool = False) -> QgsFields:
    """The fields of `common.inventory` as QGIS knows them.

    Args:
        limited: with the widths and decimals that a dBASE table needs; other formats keep every value whole.
    """
    fields = QgsFields()
    for item in INVENTORY_FIELDS:
        # QGIS counts the digits of a number with decimals, dBASE its point too.
        width, precision = (item.width - (item.precision > 0), item.precision) if limited else (0, 0)
        fields.append(QgsField(item.name, _TYPES[item.type], "", width, precision))
    return fields


def create_inventory(path: Union[str, Path], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Makes an empty inventory in a new GeoPackage and opens it.

    Args:
        path: of the `.gpkg` file; nothing may be there yet.
        crs: of the landslides; an invalid one for images without georeference.

    Returns:
        The layer with its style and form, not yet in a project.

    Raises:
        InputError: the file exists, or cannot be made there.
    """
    path = Path(path)
    if path.exists():
        raise InputError(
            QCoreApplication.translate(
                "Inventory", "{path} exists already: choose another name for the new inventory."
            ).format(path=path)
        )
    with complete_or_nothing(path) as working:
        create_polygon_layer(working, LAYER_NAME, inventory_fields(), crs)
    layer = QgsVectorLayer(
        f"{path}|layername={LAYER_NAME}", QCoreApplication.translate("Inventory", "Landslides"), "ogr"
    )
    dress_landslides(layer)
    return layer


def add_landslide(layer: QgsVectorLayer, geometry: QgsGeometry, attributes: dict[str, Any]) -> QgsFeature:
    """Adds one landslide to an inventory.

    In a layer that is being edited it becomes one step of the edit session, which undo takes back; otherwise it is
    written at once.

    Args:
        layer: an inventory, or any polygon layer of the user; fields that it lacks are left out.
        geometry: polygons in the layer's CRS.
        attributes: values by the names of `INVENTORY_FIELDS`, dates as ISO text. `ls_id` is always the next free
            number; area and perimeter are measured where they are not given.

    Returns:
        The landslide as it stands in the layer.

    Raises:
        InputError: the outline is empty, or the layer takes no new features.
    """
    outline = QgsGeometry(geometry)
    if outline.isEmpty() or outline.type() != Qgis.GeometryType.Polygon:
        raise InputError(
            QCoreApplication.translate("Inventory", "The outline of the landslide is empty: map it again.")
        )
    _require(layer, QgsVectorDataProvider.Capability.AddFeatures)
    area, perimeter = measure(outline, layer.crs())
    measured = {"area_m2": round(area, 1), "perim_m": round(perimeter, 1)} if math.isfinite(area) else {}
    values = {**measured, **attributes, "ls_id": highest_number(layer) + 1}
    feature = QgsVectorLayerUtils.createFeature(
        layer, outline.coerceToType(layer.wkbType())[0], _by_index(layer, values), layer.createExpressionContext()
    )
    if layer.isEditable():
        with one_step(layer, QCoreApplication.translate("Inventory", "Add landslide")):
            layer.addFeature(feature)
        return feature
    done, (feature, *_) = layer.dataProvider().addFeatures([feature])
    _finish(layer, done)
    layer.featureAdded.emit(feature.id())
    return feature


def landslide_at(layer: QgsVectorLayer, point: QgsPointXY) -> Optional[QgsFeature]:
    """The landslide under a point of the layer's CRS, the smallest where several overlap; None where there is none."""
    near = QgsRectangle.fromCenterAndSize(point, 1e-6, 1e-6)  # the spatial index wants a box; contains() decides
    hits = [
        feature
        for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(near))
        if feature.geometry().contains(point)
    ]
    return min(hits, key=lambda feature: feature.geometry().area(), default=None)


def remove_landslide_at(layer: QgsVectorLayer, point: QgsPointXY) -> Optional[QgsFeature]:
    """Removes the landslide under a point, as one undoable step where the layer is being edited.

    Args:
        layer: an inventory, or any polygon layer.
        point: in the layer's CRS.

    Returns:
        The landslide as it was; None when there is none under the point.

    Raises:
        InputError: features of the layer cannot be deleted.
    """
    _require(layer, QgsVectorDataProvider.Capability.DeleteFeatures)
    feature = landslide_at(layer, point)
    if feature is None:
        return None
    if layer.isEditable():
        with one_step(layer, QCoreApplication.translate("Inventory", "Remove landslide")):
            layer.deleteFeature(feature.id())
        return feature
    layer.deselect(feature.id())
    _finish(layer, layer.dataProvider().deleteFeatures([feature.id()]))
    layer.featureDeleted.emit(feature.id())
    layer.featuresDeleted.emit([feature.id()])
    return feature


def bring_back(layer: QgsVectorLayer, landslide: QgsFeature) -> None:
    """Adds a landslide again that was removed, with all that was said of it.

    Raises:
        InputError: the layer takes no new features.
    """
    _require(layer, QgsVectorDataProvider.Capability.AddFeatures)
    if layer.isEditable():
        with one_step(layer, QCoreApplication.translate("Inventory", "Add landslide")):
            layer.addFeature(landslide)
        return
    done, (feature, *_) = layer.dataProvider().addFeatures([landslide])
    _finish(layer, done)
    layer.featureAdded.emit(feature.id())


def on_same_ground(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two outlines of one CRS are the same landslide: they share more than half of the smaller one."""
    one, other = one.makeValid(), other.makeValid()
    return one.intersection(other).area() > _SAME_SHARE * min(one.area(), other.area())


def text_of(feature: QgsFeature, name: str) -> str:
    """The value of a field as text; empty where it is NULL, or the layer has no such field."""
    index = feature.fields().lookupField(name)
    value = feature.attribute(index) if index >= 0 else None
    return "" if QgsVariantUtils.isNull(value) else str(value)


def highest_number(source: QgsFeatureSource, limit: int = 2**31 - 1) -> int:
    """The highest landslide number in use, hidden by a filter or not; 0 where there is none, or no such column.

    Args:
        source: an inventory or any other layer.
        limit: numbers beyond it, which the column to be filled cannot hold, do not count.
    """
    index = source.fields().lookupField("ls_id")
    if index < 0 or not source.fields().at(index).isNumeric():
        return 0
    return max(_highest_shown(one, index, limit) for one in _with_hidden(source))


def free_numbers(layer: QgsVectorLayer, added: Collection[int]) -> dict[int, int]:
    """New numbers for those of a layer's added landslides that have none, or one that another landslide has.

    Args:
        layer: an inventory.
        added: ids of the landslides that are new; the others keep their numbers.
    """
    index = layer.fields().lookupField("ls_id")
    if not added or index < 0 or not layer.fields().at(index).isNumeric():
        return {}
    request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry).setSubsetOfAttributes([index])
    numbers = {row.id(): row.attribute(index) for one in _with_hidden(layer) for row in one.getFeatures(request)}
    taken = {number for identity, number in numbers.items() if identity not in added}
    free, given = highest_number(layer) + 1, {}
    for identity in sorted(added, key=abs):  # as they were added: ids of what is not saved yet count downwards
        if QgsVariantUtils.isNull(numbers[identity]) or numbers[identity] in taken:
            given[identity], free = free, free + 1
        taken.add(given.get(identity, numbers[identity]))
    return given


def _with_hidden(source: QgsFeatureSource) -> list[QgsFeatureSource]:
    """A layer, after what is in its file where a filter hides some of that: what is not saved is in the layer alone."""
    if not (isinstance(source, QgsVectorLayer) and source.subsetString()):
        return [source]
    everything = source.clone()
    everything.setSubsetString("")
    return [everything, source]


def _highest_shown(source: QgsFeatureSource, index: int, limit: int) -> int:
    highest = source.maximumValue(index)
    if QgsVariantUtils.isNull(highest):
        return 0
    if highest > limit:
        highest = max((number for number in source.uniqueValues(index) if number <= limit), default=0)
    return int(highest)


def _require(layer: QgsVectorLayer, capability: QgsVectorDataProvider.Capability) -> None:
    if not layer.dataProvider().capabilities() & capability or layer.readOnly():
        raise InputError(
            QCoreApplication.translate(
                "Inventory", "The layer '{name}' is read-only: save it under another name and map into that."
            ).format(name=layer.name())
        )


def _by_index(layer: QgsVectorLayer, values: dict[str, Any]) -> dict[int, Any]:
    """The values that the layer has a column for, as that column stores them."""
    stored = {}
    for name, value in values.items():
        index = layer.fields().lookupField(name)
        if index < 0 or QgsVariantUtils.isNull(value):
            continue
        field = layer.fields().at(index)
        if isinstance(value, str) and field.length() > 0:
            value = value[: field.length()]
        try:
            stored[index] = field.convertCompatible(value)
        except ValueError:  # the user's own column of that name holds something else
            continue
    return stored


def _finish(layer: QgsVectorLayer, done: bool) -> None:
    """After a change that no edit session announced: has the map drawn anew, or says what failed."""
    if not done:
        raise InputError(
            QCoreApplication.translate("Inventory", "The layer '{name}' could not be changed ({problem}).").format(
                name=layer.name(),
                problem=layer.dataProvider().error().summary() or "; ".join(layer.dataProvider().errors()),
            )
        )
    layer.updateExtents()
    layer.triggerRepaint()
