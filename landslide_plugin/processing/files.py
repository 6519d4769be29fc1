"""The files behind the layers that an algorithm is given, as the engine opens them."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils, QgsRasterLayer, QgsVectorLayer

from ..gui.image_source import image_file


def raster_path(layer: QgsRasterLayer) -> str:
    """What GDAL opens, as an absolute path where it is a file.

    Raises:
        InputError: the layer is none that GDAL reads.
    """
    source = image_file(layer)
    return str(Path(source).absolute()) if Path(source).exists() else source


def polygon_file(
    layer: QgsVectorLayer, name: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> str:
    """A file with one layer of what is meant, for the engine, which knows no filters, memory layers or unsaved edits.

    Args:
        layer: polygons.
        name: of the file, should one be written.
    """
    return QgsProcessingUtils.convertToCompatibleFormat(layer, False, name, [], "gpkg", context, feedback)
