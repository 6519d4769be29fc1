"""What an algorithm is given, as the engine opens it: files behind layers, polygons as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QVariant

from ..common.errors import InputError
from ..common.ground_overlay import is_ground_overlay
from ..common.raster_paths import absolute_name
from ..gui.image.image_source import image_file
from ..layers.ground_overlay import placed_image


def words_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> list[str]:
    """What was given as a list, a tuple, a number or a text such as `3, 2, 1`, one by one.

    QGIS itself reads some of these as nothing, or as 0.

    Raises:
        InputError: it is something else.
    """
    given = parameters.get(name)
    if isinstance(given, QgsProperty):
        given, _ = given.value(context.expressionContext())
    if isinstance(given, tuple):
        given = list(given)
    texts = algorithm.parameterAsStrings({**parameters, name: given}, name, context)
    words = " ".join(texts).replace(",", " ").replace(";", " ").split()
    empty = given is None or isinstance(given, (str, QVariant)) or (isinstance(given, list) and not given)
    if not words and not empty:
        raise InputError(
            QCoreApplication.translate(
                "EngineAlgorithm", "{name} is neither a list nor a text of numbers such as 3, 2, 1: {given}."
            ).format(name=name, given=given)
        )
    return words


def raster_path(layer: QgsRasterLayer) -> str:
    """What GDAL opens, with absolute paths: the engine works in another folder.

    Raises:
        InputError: the layer is none that GDAL reads.
    """
    return absolute_name(image_file(layer))


def polygon_file(
    layer: QgsVectorLayer, name: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> str:
    """A file with one layer of what is meant, for the engine, which knows no filters, memory layers or unsaved edits.

    Args:
        layer: polygons.
        name: of the file, should one be written.

    Raises:
        InputError: there are edits that are not saved yet; of these QGIS would write some and leave out others.
    """
    if layer.isModified():
        raise InputError(
            QCoreApplication.translate(
                "EngineAlgorithm", "The layer '{name}' has edits that are not saved yet: save them first."
            ).format(name=layer.name())
        )
    return QgsProcessingUtils.convertToCompatibleFormat(layer, False, name, [], "gpkg", context, feedback)


def placed_overlay(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with an overlay of Google Earth in INPUT put where it belongs.

    Raises:
        InputError: it cannot be read.
    """
    image = parameters.get("INPUT")
    if not isinstance(image, str) or not is_ground_overlay(image) or not Path(image).exists():
        return parameters
    return {**parameters, "INPUT": placed_image(image)}


def united_polygons(
    source: Optional[QgsProcessingFeatureSource],
) -> Optional[tuple[QgsGeometry, QgsCoordinateReferenceSystem]]:
    """All polygons of a source as one, and their CRS; None where there is no source.

    Raises:
        InputError: it has no polygons.
    """
    if source is None:
        return None
    source.setInvalidGeometryCheck(Qgis.InvalidGeometryCheck.NoCheck)
    united = QgsGeometry.unaryUnion([feature.geometry().makeValid() for feature in source.getFeatures()])
    if united.isEmpty():
        raise InputError(
            QCoreApplication.translate(
                "EngineAlgorithm",
                "'{name}' has no polygons to look at: select some, or leave it empty for the whole image.",
            ).format(name=source.sourceName())
        )
    return united, source.sourceCrs()
