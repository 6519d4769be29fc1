"""Labels for the engine: copies, which are as QGIS shows them and stay so whatever is drawn next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsFields, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ...common.errors import InputError
from ...common.labels import NEEDED_FIELD
from ...common.training_file import LabelledMap
from ..geopackage import create_polygon_layer
from ..measuring import is_placeholder
from ..replacing import complete_or_nothing
from .labels import LabelLayers, source_of


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


class LabelCopies:
    """Copies that are made once for as long as the labels stay as they are: of many thousands that takes seconds."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._maps: list[LabelledMap] = []

    def maps(self, drawn: Sequence[tuple[str, LabelLayers]], file: Path) -> list[LabelledMap]:
        """As `labelled_maps`; where nothing has changed, the copies made before are taken, or copied as they are."""
        stamp = [(image, _stamp(layers.labels), _stamp(layers.areas)) for image, layers in drawn]
        before = Path(self._maps[0].labels) if self._maps else None
        if before is None or stamp != self._stamp or not before.exists():
            self._maps, self._stamp = labelled_maps(drawn, file), stamp
        elif before != file:
            with complete_or_nothing(file) as working:
                _copy_file(before, working)
            return [replace(one, labels=str(file), areas=one.areas and str(file)) for one in self._maps]
        return self._maps


def _stamp(layer: Optional[QgsVectorLayer]) -> object:
    """Another one when a layer, or what is saved in its file, has changed."""
    if layer is None:
        return None
    file, table = source_of(layer)
    parts = (Path(file), Path(f"{file}-wal"))  # to which a GeoPackage's last changes are written
    written = [(part.stat().st_mtime_ns, part.stat().st_size) for part in parts if part.exists()]
    return file, table, layer.name(), layer.crs().toWkt(), written


def _copy_file(before: Path, file: Path) -> None:
    try:
        shutil.copyfile(before, file)
    except OSError as error:
        raise InputError(
            QCoreApplication.translate(
                "GeoPackage", "The file {name} cannot be made ({problem}): choose another folder."
            ).format(name=file.name, problem=error.strerror)
        ) from error


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
