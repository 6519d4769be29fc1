"""Areas and perimeters on the ground."""

from __future__ import annotations

import math

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsDistanceArea, QgsGeometry, QgsProject

WGS84_ELLIPSOID = "EPSG:7030"


def is_placeholder(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether it is what a GeoPackage says, for want of nothing, about a layer without a CRS."""
    return not crs.authid() and crs.description().startswith("Undefined")


def is_on_earth(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether its coordinates have a longitude and latitude; site grids and other engineering systems have none."""
    return crs.isValid() and not is_placeholder(crs) and crs.toGeographicCrs().isValid()


class GroundMeasure:
    """Measures polygons of one CRS on the ellipsoid.

    Args:
        crs: of the polygons.
        project: gives the ellipsoid (WGS 84 where it measures on a plane) and the datum transformations.
    """

    def __init__(self, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> None:
        self._on_earth = is_on_earth(crs)
        self._ellipsoidal = QgsDistanceArea()
        self._ellipsoidal.setSourceCrs(crs, project.transformContext())
        ellipsoid = project.ellipsoid()
        self._ellipsoidal.setEllipsoid(WGS84_ELLIPSOID if ellipsoid in ("", "NONE") else ellipsoid)

    def area_and_perimeter(self, geometry: QgsGeometry) -> tuple[float, float]:
        """Area and perimeter of polygons; the perimeter counts holes.

        Returns:
            Square metres and metres; the layer's own units (pixels) where the CRS is missing or local; NaN where the
            outline lies outside all that the CRS can place.
        """
        if not self._on_earth:
            return geometry.area(), geometry.length()
        try:
            return self._ellipsoidal.measureArea(geometry), self._ellipsoidal.measurePerimeter(geometry)
        except QgsCsException:
            return math.nan, math.nan


def measure(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> tuple[float, float]:
    """Area and perimeter of one geometry, as `GroundMeasure` gives them in the current project."""
    return GroundMeasure(crs, QgsProject.instance()).area_and_perimeter(geometry)
