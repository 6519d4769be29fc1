"""What a raster layer of the project is on disk and on the ground."""

from __future__ import annotations

import math
from typing import Optional

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsDistanceArea, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ...common.errors import InputError
from ...common.ground_overlay import is_ground_overlay, needs_reading
from ...imagery.service import is_online


def image_file(layer: Optional[QgsRasterLayer]) -> str:
    """The source that GDAL opens.

    Raises:
        InputError: no layer, one whose file is gone, one that is not read through GDAL (web services, databases), or an
            overlay of Google Earth that GDAL has put in the wrong place.
    """
    if layer is None:
        raise InputError(
            QCoreApplication.translate("ImageSource", "There is no image to read: add a raster layer to the project.")
        )
    if is_online(layer):
        raise InputError(
            QCoreApplication.translate(
                "ImageSource",
                "'{name}' is an online layer: save the area with 'Fetch online imagery' of the Processing toolbox and "
                "use that file.",
            ).format(name=layer.name())
        )
    if layer.providerType() != "gdal":
        raise InputError(
            QCoreApplication.translate(
                "ImageSource",
                "'{name}' is neither a file nor a tile or map service (XYZ, WMS, WMTS): save it with Export > Save As… "
                "in the layer's menu and use the saved GeoTIFF.",
            ).format(name=layer.name())
        )
    if not layer.isValid():
        raise InputError(
            QCoreApplication.translate(
                "ImageSource",
                "The image '{name}' cannot be read, its file is missing or damaged: repair it or choose another.",
            ).format(name=layer.name())
        )
    source = layer.source().split("|", 1)[0]
    if is_ground_overlay(source) and needs_reading(source):
        raise InputError(
            QCoreApplication.translate(
                "ImageSource",
                "QGIS shows the overlay '{name}' without its rotation: open its file with the button beside the image, "
                "which puts it where Google Earth does.",
            ).format(name=layer.name())
        )
    return source


def told_crs(layer: QgsRasterLayer) -> Optional[str]:
    """The CRS that a person gave the layer, where the file says none or another; None where it is the file's own."""
    crs = layer.crs()
    if not crs.isValid() or is_online(layer) or crs == layer.dataProvider().crs():
        return None
    return crs_text(crs)


def crs_text(crs: QgsCoordinateReferenceSystem) -> Optional[str]:
    """What the engine understands of a CRS; None where there is none."""
    if not crs.isValid():
        return None
    known = crs.authid()
    return known if known and not known.startswith("USER:") else crs.toWkt(Qgis.CrsWktVariant.Preferred)


def ground_sample_distance(layer: QgsRasterLayer) -> Optional[float]:
    """Metres on the ground per pixel at the middle of the image; None where it has no CRS."""
    if not layer.crs().isValid() or not layer.width() or not layer.height():
        return None
    measure = QgsDistanceArea()
    measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
    measure.setEllipsoid(layer.crs().ellipsoidAcronym() or "EPSG:7030")
    middle = layer.extent().center()
    across, along = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()
    width = measure.measureLine(middle, QgsPointXY(middle.x() + across, middle.y()))
    height = measure.measureLine(middle, QgsPointXY(middle.x(), middle.y() + along))
    metres = math.sqrt(width * height)
    return metres if math.isfinite(metres) and metres > 0 else None
