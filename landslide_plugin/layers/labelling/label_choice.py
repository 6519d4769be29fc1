"""Which labels belong to an inventory: those that were copied from it, and those that were drawn on its images."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

from qgis.core import Qgis, QgsFeatureRequest, QgsProject, QgsRasterLayer, QgsVariantUtils, QgsVectorLayer

from ..inventory import text_of
from .label_index import ORIGIN_FIELD
from .label_origins import origin_of_all
from .labels import is_label_layer, source_of

SOURCE_FIELD = "source"


def labels_for(inventory: Optional[QgsVectorLayer], project: QgsProject) -> list[QgsVectorLayer]:
    """The project's layers of labels that belong to an inventory, the one with most copies of its landslides first."""
    if inventory is None:
        return []
    begin, images = origin_of_all(inventory), images_of(inventory, project)
    found = []
    for layer in project.mapLayers().values():
        if layer is not inventory and layer.isValid() and is_label_layer(layer):
            request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
            request.setSubsetOfAttributes([ORIGIN_FIELD, SOURCE_FIELD], layer.fields())
            labels = [(text_of(row, ORIGIN_FIELD), text_of(row, SOURCE_FIELD)) for row in layer.getFeatures(request)]
            copied = sum(origin.startswith(begin) for origin, _ in labels)
            drawn = sum(image_name(source) in images for _, source in labels)
            if copied or drawn:
                found.append((copied, drawn, layer))
    return [layer for *_, layer in sorted(found, key=lambda one: one[:2], reverse=True)]


def images_of(inventory: QgsVectorLayer, project: QgsProject) -> set[str]:
    """Names of the images that an inventory was mapped on, as `image_name` gives them.

    The inventory has an image's file name, its labels have the name of the layer, which the person may have changed.
    """
    index = inventory.fields().lookupField("image")
    values = inventory.uniqueValues(index) if index >= 0 else ()
    images = {image_name(str(value)) for value in values if not QgsVariantUtils.isNull(value)} - {""}
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsRasterLayer):
            names = {image_name(layer.name()), image_name(Path(source_of(layer)[0]).name)} - {""}
            images |= names if names & images else set()
    return images


def image_name(text: str) -> str:
    """What an image is called by its file, its layer, or the file that an online layer was fetched into."""
    return re.sub(r"\W+", "_", re.sub(r"\.[A-Za-z]\w{1,4}$", "", text)).strip("_").lower()
