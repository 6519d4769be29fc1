"""Polygon layers in GeoPackages: empty ones, which labels and inventories start from, and copies for the engine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsFeature, QgsFields, QgsProject, QgsVectorFileWriter
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError


def create_polygon_layer(
    path: Path,
    name: str,
    fields: QgsFields,
    crs: QgsCoordinateReferenceSystem,
    features: Iterable[QgsFeature] = (),
) -> None:
    """Adds a layer to a GeoPackage, which is made where there is none.

    Args:
        path: of the `.gpkg` file.
        name: of the layer in the file; one of that name is replaced.
        fields: its columns.
        crs: an invalid one for places without georeference.
        features: what it holds, in that CRS; curves become polygons.

    Raises:
        InputError: the file cannot be written there.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    context = QgsProject.instance().transformContext()
    writer = QgsVectorFileWriter.create(str(path), fields, Qgis.WkbType.MultiPolygon, crs, context, options)
    for feature in features if not writer.hasError() else ():
        shape = feature.geometry()
        if not shape.isNull():
            feature.setGeometry(shape.coerceToType(Qgis.WkbType.MultiPolygon)[0])
        if not writer.addFeature(feature):
            break
    writer.flushBuffer()  # a full disk tells here
    problem = writer.errorMessage()
    del writer  # closes the file
    if problem:
        raise InputError(
            QCoreApplication.translate(
                "GeoPackage", "The file {name} cannot be made ({problem}): choose another folder."
            ).format(name=path.name, problem=problem)
        )
