"""Labels for the engine: copies, which are as QGIS shows them and stay so whatever is drawn next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ..common.labels import NEEDED_FIELD
from ..common.training_file import LabelledMap
from .geopackage import create_polygon_layer
from .labels import LabelLayers
from .measuring import is_placeholder
from .replacing import complete_or_nothing


def labelled_maps(drawn: Sequence[tuple[str, LabelLayers]], file: Path) -> list[LabelledMap]:
    """Images with their labels, as the engine learns from them.

    Labels and areas are copied, each layer in the CRS that it has in QGIS, whatever its file says.

    Args:
        drawn: files of images, and what `labels.saved_labels` gave for each.
        file: GeoPackage for the copies of all; an old one is replaced.

    Raises:
        InputError: it cannot be written.
    """
    maps: list[LabelledMap] = []
    if not drawn:
        return maps
    with complete_or_nothing(file) as working:
        for number, (image, layers) in enumerate(drawn, 1):
            labels, areas = (_copied(layer, working, number) for layer in (layers.labels, layers.areas))
            maps.append(LabelledMap(image, str(file), labels, str(file) if areas is not None else None, areas))
    return maps


def _copied(layer: Optional[QgsVectorLayer], file: Path, number: int) -> Optional[str]:
    """Adds a layer's polygons and their classes to a file.

    Returns:
        The table's name, by which the engine's messages call it: its place in the list, and what QGIS calls it.
    """
    if layer is None:
        return None
    table, fields, crs = f"{number} {layer.name()}", QgsFields(), layer.crs()
    if layer.fields().lookupField(NEEDED_FIELD) >= 0:
        fields.append(QgsField(NEEDED_FIELD, QMetaType.Type.QString))
    crs = QgsCoordinateReferenceSystem() if is_placeholder(crs) else crs
    create_polygon_layer(file, table, fields, crs, _features(layer, fields))
    return table


def _features(layer: QgsVectorLayer, fields: QgsFields) -> Iterator[QgsFeature]:
    for feature in layer.getFeatures():
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        for field in fields:
            copy[field.name()] = feature.attribute(layer.fields().lookupField(field.name()))
        yield copy
