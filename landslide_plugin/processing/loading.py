"""Brings the results of a Processing run onto the map, looking as they do when the dock adds them."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..layers.appearance import dress_landslides, dress_mask, dress_probability
from ..layers.labelling.label_next import dress_windows
from ..layers.publish import describe, group_name, present_heat_map

_DRESS = {"probability": dress_probability, "mask": dress_mask, "landslides": dress_landslides}

# QGIS does not own them, and the algorithm that made them may be gone before the layers are loaded.
_waiting: set[_Dresser] = set()


class _Dresser(QgsProcessingLayerPostProcessorInterface):
    """Dresses one layer once it is on the map.

    Args:
        dress: gives it its style.
        visible: whether it is switched on.
    """

    def __init__(self, dress: Callable[[QgsMapLayer], None], visible: bool = True) -> None:
        super().__init__()
        self._dress, self._visible = dress, visible
        _waiting.add(self)

    def postProcessLayer(
        self,
        layer: QgsMapLayer,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,  # noqa: ARG002
    ) -> None:
        """Called by QGIS on the main thread."""
        self._dress(layer)
        project = context.project()
        node = project.layerTreeRoot().findLayer(layer.id()) if project is not None else None
        if node is not None:
            node.setExpanded(False)
            node.setItemVisibilityChecked(self._visible)
        layer.triggerRepaint()
        _waiting.discard(self)


def load_on_completion(result: dict[str, Any], image: str, context: QgsProcessingContext) -> None:
    """Asks QGIS to add landslides, mask and probability to the project when the run is over.

    Args:
        result: what the engine's `detect` job returned.
        image: name of the image.
        context: of the run; without a project nothing is added.
    """
    if context.project() is None:
        return
    group = group_name(image)
    vector, raster = QgsProcessingUtils.LayerHint.Vector, QgsProcessingUtils.LayerHint.Raster
    layers = (  # from the bottom to the top
        ("probability", "probability", QCoreApplication.translate("Publish", "Landslide probability"), raster),
        ("mask", "mask", QCoreApplication.translate("Publish", "Landslide mask"), raster),
        ("landslides", "polygons", QCoreApplication.translate("Publish", "Landslides"), vector),
    )
    for order, (role, key, title, hint) in enumerate(layers, 1):
        details = QgsProcessingContext.LayerDetails(title, context.project(), role.upper(), hint)
        details.groupName, details.layerSortKey = group, order
        details.forceName = True

        def dress(layer: QgsMapLayer, role: str = role) -> None:
            _DRESS[role](layer)
            describe(layer, role, result)

        details.setPostProcessor(_Dresser(dress, visible=role != "probability"))
        context.addLayerToLoadOnCompletion(result[key], details)


def dress_heat_map_on_completion(path: str, context: QgsProcessingContext) -> None:
    """Styles a heat map, should QGIS add it to the project when the run is over.

    Args:
        path: the raster.
        context: of the run.
    """
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_Dresser(present_heat_map))


def dress_windows_on_completion(path: str, context: QgsProcessingContext) -> None:
    """Styles the windows that are to be labelled next, should QGIS add them to the project when the run is over.

    Args:
        path: of the layer.
        context: of the run.
    """
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_Dresser(dress_windows))
