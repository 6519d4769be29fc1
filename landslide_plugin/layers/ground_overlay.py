"""Google Earth's ground overlays as raster layers of QGIS."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import QgsProcessingUtils, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError
from ..common.ground_overlay import ImageFacts, is_ground_overlay, needs_reading, virtual_raster

_COLOURS = {
    gdal.GCI_RedBand: "red", gdal.GCI_GreenBand: "green", gdal.GCI_BlueBand: "blue", gdal.GCI_AlphaBand: "alpha",
    gdal.GCI_PaletteIndex: "palette",
}  # fmt: skip


def open_image(path: str) -> QgsRasterLayer:
    """A raster layer of an image file, also of overlays that GDAL cannot open or would put in another place.

    Of those, a virtual raster `NAME_overlay.vrt` is written beside the file, or into QGIS's temporary folder where that
    cannot be.

    Raises:
        InputError: the file is no image.
    """
    layer = QgsRasterLayer(placed_image(path), Path(path).stem, "gdal")
    if not layer.isValid():
        raise InputError(
            QCoreApplication.translate(
                "GroundOverlay", "{file} is no image that QGIS can read: check the file, or convert it to GeoTIFF."
            ).format(file=Path(path).name)
        )
    return layer


def placed_image(path: str) -> str:
    """What QGIS is to open to see a file where Google Earth shows it: the file itself, or a virtual raster of it.

    Raises:
        InputError: it is an overlay that cannot be read.
    """
    if not is_ground_overlay(path) or (not needs_reading(path) and _gdal_opens(path)):
        return path
    text = virtual_raster(path, _image_facts)
    beside = Path(path).with_name(f"{Path(path).stem}_overlay.vrt")
    try:
        beside.write_text(text, encoding="utf-8")
    except OSError:  # on a read-only medium
        beside = Path(QgsProcessingUtils.generateTempFilename(beside.name))
        beside.write_text(text, encoding="utf-8")
    return str(beside)


def _gdal_opens(path: str) -> bool:
    try:
        return gdal.OpenEx(path, gdal.OF_RASTER) is not None
    except RuntimeError:  # where somebody has switched GDAL's exceptions on
        return False


def _image_facts(path: str) -> ImageFacts:
    try:
        image = gdal.OpenEx(path, gdal.OF_RASTER)
    except RuntimeError:
        image = None
    if image is None:
        raise InputError(
            QCoreApplication.translate(
                "GroundOverlay", "The overlay's image {file} cannot be read: save the overlay anew as KMZ."
            ).format(file=Path(path).name)
        )
    bands = [image.GetRasterBand(number) for number in range(1, image.RasterCount + 1)]
    colours = tuple(_COLOURS.get(band.GetColorInterpretation(), "gray") for band in bands)
    return ImageFacts(image.RasterXSize, image.RasterYSize, colours)
