"""The ground that a training is validated on, as a file for the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError
from .replacing import complete_or_nothing


@dataclass(frozen=True)
class Ground:
    """A polygon of the map.

    Args:
        shape: polygon or multipolygon.
        crs: its CRS.
    """

    shape: QgsGeometry
    crs: QgsCoordinateReferenceSystem


def write_validation_areas(file: Path, areas: Sequence[Ground]) -> None:
    """Writes areas as a GeoPackage of one layer, in the CRS of the first one.

    Raises:
        InputError: there are none, or the file cannot be written.
    """
    if not areas:
        raise InputError(
            QCoreApplication.translate(
                "ValidationAreas", "No ground to validate on is drawn yet: draw a rectangle, or take square blocks."
            )
        )
    context, crs = QgsProject.instance().transformContext(), areas[0].crs
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "validation_areas"
    with complete_or_nothing(file) as working:
        writer = QgsVectorFileWriter.create(str(working), QgsFields(), Qgis.WkbType.MultiPolygon, crs, context, options)
        for area in areas:
            shape = QgsGeometry(area.shape)
            shape.transform(QgsCoordinateTransform(area.crs, crs, context))
            shape.convertToMultiType()
            feature = QgsFeature()
            feature.setGeometry(shape)
            writer.addFeature(feature)
        problem = writer.errorMessage()
        del writer  # closes the file
        if problem:
            raise InputError(
                QCoreApplication.translate(
                    "ValidationAreas", "The ground to validate on cannot be written to {file} ({problem})."
                ).format(file=file, problem=problem)
            )
