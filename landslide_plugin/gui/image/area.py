"""The part of an image to work on, in the image's own coordinates."""

from __future__ import annotations

import math
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

from ...common.errors import InputError

_WEB_MERCATOR_WIDTH = 2 * math.pi * 6378137.0  # metres


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
    frame = _seen_from(crs, image)
    if frame is not None:
        if geometry.contains(frame):
            return Area()
        if world_width(image.crs()) is None:
            geometry = _near(geometry, frame)
    shape = _on_this_side(to_image(geometry, crs, image), crs, image)
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


def _seen_from(crs: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> Optional[QgsGeometry]:
    """The image's outline in another CRS; None where it is the image's own, or has no place for all of it.

    A view of the whole world has no place in most images' CRS: its corners lie beyond the projection's reach.
    """
    if crs == image.crs():
        return None
    frame = QgsGeometry.fromRect(image.extent()).densifyByCount(15)
    try:
        frame.transform(QgsCoordinateTransform(image.crs(), crs, QgsProject.instance().transformContext()))
    except QgsCsException:
        return None
    return frame if frame.boundingBox().isFinite() else None


def _near(geometry: QgsGeometry, frame: QgsGeometry) -> QgsGeometry:
    """Polygons without what lies far from the image: beyond a projection's reach they fold, and come to lie on it."""
    box = frame.boundingBox()
    box.grow(max(box.width(), box.height()))
    valid = geometry if geometry.isGeosValid() else geometry.makeValid()
    return valid.intersection(QgsGeometry.fromRect(box))


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


def world_width(crs: QgsCoordinateReferenceSystem) -> Optional[float]:
    """How far east one comes back to the same place, in units of the CRS; None where x does not go around the world."""
    if crs.isGeographic():
        return 360.0
    return _WEB_MERCATOR_WIDTH if crs.authid() == "EPSG:3857" else None


def _on_this_side(shape: QgsGeometry, came_from: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> QgsGeometry:
    """The shape, in the image's CRS, on the image's side of the antimeridian, and whole where it lies across."""
    width = world_width(image.crs())
    if width is None:
        return shape
    untorn = came_from == image.crs() or shape.type() == Qgis.GeometryType.Point
    whole = QgsGeometry(shape) if untorn else _followed(shape, width)
    frame, copies = QgsGeometry.fromRect(image.extent()), []
    for turns in (-1, 0, 1):
        copy = QgsGeometry(whole)
        copy.translate(turns * width, 0)
        if copy.intersects(frame):
            copies.append(copy)
    if shape.type() == Qgis.GeometryType.Point:
        return copies[0] if copies else shape
    return QgsGeometry.unaryUnion([copy.makeValid() for copy in copies]) if copies else shape


def _followed(shape: QgsGeometry, width: float) -> QgsGeometry:
    """Polygons of which no side jumps from one end of the map to the other: they go on beyond its end instead."""
    before: Optional[float] = None
    parts = []
    multiple = QgsGeometry(shape)
    multiple.convertToMultiType()
    for part in multiple.asMultiPolygon():
        rings = []
        for ring in part:
            corners = []
            for corner in ring:
                turns = 0 if before is None else round((before - corner.x()) / width)
                before = corner.x() + turns * width
                corners.append(QgsPointXY(before, corner.y()))
            rings.append(corners)
        parts.append(rings)
    return QgsGeometry.fromMultiPolygonXY(parts)


def point_in_image(point: QgsPointXY, crs: QgsCoordinateReferenceSystem, image: QgsRasterLayer) -> QgsPointXY:
    """A point of the map in the image's CRS.

    Raises:
        InputError: it lies outside the image.
    """
    place = _on_this_side(to_image(QgsGeometry.fromPointXY(point), crs, image), crs, image).asPoint()
    if not image.extent().contains(place):
        raise InputError(
            QCoreApplication.translate("Area", "That place lies outside the image '{image}'.").format(
                image=image.name()
            )
        )
    return place
