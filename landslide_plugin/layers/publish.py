"""Shows the results of a detection in the project."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsLayerMetadata,
    QgsLayerTree,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayerTreeNode,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ..common.errors import InputError
from .appearance import dress_heat_map, dress_landslides, dress_mask, dress_probability
from .inventory import LAYER_NAME
from .layer_tree import node_of, order_over, place_over

ROLE_PROPERTY = "landslide_mapper/role"
"""Custom property of a published layer: `landslides`, `mask`, `probability` or `heat map`."""
RUN_PROPERTY = "landslide_mapper/run"
"""Custom property of a published layer: path of the run record."""


@dataclass(frozen=True)
class DetectionLayers:
    """The layers of one detection, in the project."""

    group: QgsLayerTreeGroup
    landslides: QgsVectorLayer
    mask: QgsRasterLayer
    probability: QgsRasterLayer


def publish_detection(
    result: dict[str, Any], image_layer: Optional[QgsRasterLayer], project: QgsProject
) -> DetectionLayers:
    """Adds a group with landslides, mask and probability over the image and earlier detections on it. Main thread only.

    Args:
        result: what the engine's `detect` job returned.
        image_layer: the image they were found on; None or a layer that was removed meanwhile puts the group on top.
        project: to add to.

    Raises:
        InputError: a result file was moved or deleted meanwhile.
    """
    landslides = open_landslides(result["polygons"])
    mask = open_raster(result["mask"], QCoreApplication.translate("Publish", "Landslide mask"))
    probability = open_raster(result["probability"], QCoreApplication.translate("Publish", "Landslide probability"))
    dress_landslides(landslides)
    dress_mask(mask)
    dress_probability(probability)
    layers = {"landslides": landslides, "mask": mask, "probability": probability}
    for role, layer in layers.items():
        describe(layer, role, result)  # before the legend, which goes by the role
    image_node, root = node_of(image_layer, project), project.layerTreeRoot()
    parent, index = place_over(image_node, root)
    below = image_node
    while index > 0 and (earlier := _detected_in(parent.children()[index - 1])):
        index, below = index - 1, earlier[0]  # what is new is not hidden by what was detected before
    group = parent.insertGroup(index, group_name(_image_name(image_layer, result)))
    for layer in layers.values():
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
        _explain_in_legend(node)
    group.findLayer(probability.id()).setItemVisibilityChecked(False)
    order_over(list(layers.values()), below, root)
    return DetectionLayers(group, landslides, mask, probability)


def publish_heat_map(path: str, image_layer: QgsRasterLayer, project: QgsProject) -> QgsRasterLayer:
    """Adds a heat map directly over the image. Main thread only.

    Args:
        path: the raster that the engine's `explain` job wrote.
        image_layer: the image that it explains.
        project: to add to.

    Raises:
        InputError: the file was moved or deleted meanwhile.
    """
    layer = open_raster(path, QCoreApplication.translate("Publish", "Why (Grad-CAM)"))
    present_heat_map(layer)
    _add_over(image_layer, layer, project)
    return layer


def publish_inventory(layer: QgsVectorLayer, image_layer: QgsRasterLayer, project: QgsProject) -> None:
    """Adds an inventory directly over the image, whichever layer is the active one. Main thread only.

    Args:
        layer: of landslides that are mapped by clicks.
        image_layer: the image that was clicked on.
        project: to add to.
    """
    layer.setCustomProperty(ROLE_PROPERTY, "landslides")
    _add_over(image_layer, layer, project)


def present_heat_map(layer: QgsRasterLayer) -> None:
    """Styles a heat map and marks it as the plugin's own."""
    dress_heat_map(layer)
    layer.setCustomProperty(ROLE_PROPERTY, "heat map")


def open_landslides(path: str) -> QgsVectorLayer:
    """The landslides of a result GeoPackage.

    Raises:
        InputError: it is not there or not readable.
    """
    layer = QgsVectorLayer(f"{path}|layername={LAYER_NAME}", QCoreApplication.translate("Publish", "Landslides"), "ogr")
    return _readable(layer, path)


def open_raster(path: str, name: str) -> QgsRasterLayer:
    """A result raster.

    Raises:
        InputError: it is not there or not readable.
    """
    return _readable(QgsRasterLayer(path, name, "gdal"), path)


def group_name(image: str) -> str:
    """Name of a detection's layer group: the image and now."""
    now = QDateTime.currentDateTime()
    time = f"{QLocale().toString(now.date(), QLocale.FormatType.ShortFormat)} {now.toString('HH:mm')}"
    return QCoreApplication.translate("Publish", "Landslides – {image} – {time}").format(image=image, time=time)  # noqa: RUF001


def describe(layer: QgsMapLayer, role: str, result: dict[str, Any]) -> None:
    """Marks a layer as part of a detection and says in its metadata how it was made.

    Args:
        layer: one of the results.
        role: `landslides`, `mask` or `probability`.
        result: what the engine's `detect` job returned.
    """
    layer.setCustomProperty(ROLE_PROPERTY, role)
    layer.setCustomProperty(RUN_PROPERTY, result["run"])
    record = _run_record(result["run"])
    finished = QDateTime.fromString(record.get("finished", ""), "yyyy-MM-ddTHH:mm:sst")
    if not finished.isValid():
        finished = QDateTime.currentDateTime()
    source = record.get("parameters", {}).get("provenance") or {}
    text = QCoreApplication.translate(
        "Publish",
        "Landslides detected by the model '{model}' on {image}, threshold {threshold}, on {date}. "
        "Device: {device}. Run record: {run}",
    ).format(
        model=record.get("model", {}).get("name", "?"),
        image=source.get("layer") or record.get("parameters", {}).get("raster", "?"),
        threshold=QLocale().toString(float(result["threshold"]), "f", 2),
        date=finished.toLocalTime().toString("yyyy-MM-dd HH:mm"),
        device=result["device"],
        run=result["run"],
    )
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(layer.source())
    metadata.setTitle(layer.name())
    metadata.setType("dataset")
    metadata.setAbstract(text)
    metadata.setDateTime(Qgis.MetadataDateType.Created, finished)
    metadata.setCrs(layer.crs())
    metadata.setRights([text for text in (source.get("attribution"), source.get("terms")) if text])
    layer.setMetadata(metadata)


def _add_over(image_layer: QgsRasterLayer, layer: QgsMapLayer, project: QgsProject) -> None:
    project.addMapLayer(layer, False)
    image_node, root = node_of(image_layer, project), project.layerTreeRoot()
    parent, index = place_over(image_node, root)
    node = parent.insertLayer(index, layer)
    node.setExpanded(False)
    _explain_in_legend(node)
    order_over([layer], image_node, root)


def _explain_in_legend(node: QgsLayerTreeLayer) -> None:
    """Says over a raster's colours what they mean, also in the legend of a printed map, where QGIS names the band."""
    meaning = {
        "mask": QCoreApplication.translate("Publish", "Found by the model"),
        "probability": QCoreApplication.translate("Publish", "Probability of landslide, 0 to 1"),
        "heat map": QCoreApplication.translate("Publish", "Speaks for landslide: 0 not at all, 1 most"),
    }.get(node.layer().customProperty(ROLE_PROPERTY))
    if meaning:
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, meaning)


def _detected_in(node: QgsLayerTreeNode) -> list[QgsLayerTreeLayer]:
    """The results of a detection that lie in a group, the uppermost first; none where it is another node."""
    if not QgsLayerTree.isGroup(node):
        return []
    inside = [child for child in node.children() if QgsLayerTree.isLayer(child) and child.layer() is not None]
    return [child for child in inside if child.layer().customProperty(RUN_PROPERTY)]


def _run_record(path: str) -> dict[str, Any]:
    """The run record; empty when it is gone, which takes nothing from the layers."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _readable(layer: QgsMapLayer, path: str) -> QgsMapLayer:
    if not layer.isValid():
        raise InputError(
            QCoreApplication.translate(
                "Publish", "The result {path} cannot be opened: it was moved or deleted; run the detection again."
            ).format(path=path)
        )
    return layer


def _image_name(layer: Optional[QgsRasterLayer], result: dict[str, Any]) -> str:
    if layer is None or sip.isdeleted(layer):
        return Path(_run_record(result["run"]).get("parameters", {}).get("raster", result["mask"])).stem
    return layer.name()
