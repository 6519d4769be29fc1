"""The ground that a training is validated on, as a file for the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication

from ...common.errors import InputError
from ..geopackage import create_polygon_layer
from ..replacing import complete_or_nothing


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
    crs = areas[0].crs
    with complete_or_nothing(file) as working:
        create_polygon_layer(working, "validation_areas", QgsFields(), crs, (_feature(area, crs) for area in areas))


def _feature(area: Ground, crs: QgsCoordinateReferenceSystem) -> QgsFeature:
    feature, shape = QgsFeature(), QgsGeometry(area.shape)
    shape.transform(QgsCoordinateTransform(area.crs, crs, QgsProject.instance().transformContext()))
    feature.setGeometry(shape)
    return feature
