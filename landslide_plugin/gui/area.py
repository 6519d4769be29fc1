"""The part of an image to work on, in the image's own coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError


@dataclass(frozen=True)
class Area:
    """A part of an image; both None = all of it.

    Args:
        extent: xmin, ymin, xmax, ymax in the image's CRS.
        wkt: polygons inside that extent, where the extent alone does not say it.
        share: part of the image's extent that it covers, 0-1.
    """

    extent: Optional[tuple[float, float, float, float]] = None
    wkt: Optional[str] = None
    share: float = 1.0


def area_of(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> Area:
    """The polygons as an area of the image.

    Args:
        geometry: polygons.
        crs: their CRS.
        image: the image they are to be cut from.

    Raises:
        InputError: they lie outside the image, or cannot be brought into its CRS.
    """
    shape = to_image(geometry, crs, image)
    if not shape.isGeosValid():
        shape = shape.makeValid()
    frame = QgsGeometry.fromRect(image.extent())
    common = shape.intersection(frame)
    if common.isEmpty() or common.area() == 0:
        raise InputError(
            QCoreApplication.translate(
                "Area", "The chosen area lies outside the image '{image}': choose one that overlaps it."
            ).format(image=image.name())
        )
    if shape.contains(frame):
        return Area()
    box = shape.boundingBox()
    rectangle = shape.isGeosEqual(QgsGeometry.fromRect(box))
    return Area(
        (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()),
        None if rectangle else shape.asWkt(9),
        common.area() / frame.area(),
    )


def to_image(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> QgsGeometry:
    """A copy of the geometry in the image's CRS, straight-sided and flat.

    Raises:
        InputError: it has no place in that CRS.
    """
    shape = QgsGeometry(geometry)
    shape.convertToStraightSegment()
    shape.get().dropZValue()
    shape.get().dropMValue()
    transform = QgsCoordinateTransform(crs, image.crs(), QgsProject.instance().transformContext())
    if transform.isValid() and not transform.isShortCircuited():
        if shape.type() != Qgis.GeometryType.Point:
            shape = shape.densifyByCount(15)  # an edge that is straight in one CRS is curved in another
        try:
            shape.transform(transform)
        except QgsCsException as error:
            raise InputError(
                QCoreApplication.translate(
                    "Area",
                    "The chosen place has no coordinates in the CRS of the image '{image}': choose one nearer to it.",
                ).format(image=image.name())
            ) from error
    return shape


def point_in_image(point: QgsPointXY, crs: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> QgsPointXY:
    """A point of the map in the image's CRS.

    Raises:
        InputError: it lies outside the image.
    """
    place = to_image(QgsGeometry.fromPointXY(point), crs, image).asPoint()
    if not image.extent().contains(place):
        raise InputError(
            QCoreApplication.translate("Area", "That place lies outside the image '{image}'.").format(
                image=image.name()
            )
        )
    return place
