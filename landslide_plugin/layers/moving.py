"""Geometries from one CRS to another."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError


def moved(
    geometry: QgsGeometry, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> QgsGeometry:
    """A copy of the geometry in another CRS.

    Raises:
        InputError: it has no place there.
    """
    copy = QgsGeometry(geometry)
    try:
        copy.transform(QgsCoordinateTransform(source, target, QgsProject.instance().transformContext()))
        placed = copy.boundingBox().isFinite()  # outside a projection's reach PROJ answers infinity, without an error
    except QgsCsException:
        placed = False
    if not placed:
        raise InputError(
            QCoreApplication.translate(
                "Moving", "That place has no coordinates in the CRS of the landslides' layer: choose another."
            )
        )
    return copy
