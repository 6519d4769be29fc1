"""Label files as layers: making one, opening one again, and what is in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ...common.errors import InputError
from ...common.labels import (
    AREA_FIELDS,
    AREAS_LAYER,
    LABEL_FIELDS,
    LABELS_LAYER,
    LANDSLIDE,
    NEEDED_FIELD,
    NOT_A_LANDSLIDE,
    UNSURE,
    LabelField,
    class_of,
)
from ..geopackage import create_polygon_layer
from ..inventory import text_of
from ..layer_tree import group_over, node_of
from ..measuring import measure
from ..publish import ROLE_PROPERTY
from ..replacing import complete_or_nothing
from .label_appearance import dress_areas, dress_labels

LABELS_ROLE, AREAS_ROLE = "labels", "labelled_areas"
FILE_ENDING = "_labels"
"""What is put behind the image's name to name its label file."""

_TYPES = {"text": QMetaType.Type.QString, "moment": QMetaType.Type.QDateTime}


@dataclass(frozen=True)
class LabelLayers:
    """The layers of a label file; a file from elsewhere may lack the fully labelled areas."""

    labels: QgsVectorLayer
    areas: Optional[QgsVectorLayer]


@dataclass(frozen=True)
class LabelCounts:
    """What is in a label file, unsaved edits included.

    Args:
        landslides, others, unsure: polygons of each class.
        labelled_m2: ground that is fully labelled; square units of the layer where it has no CRS.
    """

    landslides: int
    others: int
    unsure: int
    labelled_m2: float


def create_labels(path: Union[str, Path], crs: QgsCoordinateReferenceSystem) -> None:
    """Makes an empty label file.

    Args:
        path: of the `.gpkg` file; nothing may be there yet.
        crs: the image's; an invalid one for images without georeference.

    Raises:
        InputError: the file exists, or cannot be made there.
    """
    path = Path(path)
    if path.exists():
        raise InputError(
            QCoreApplication.translate(
                "Labels", "{path} exists already: open it, or choose another name for the new labels."
            ).format(path=path)
        )
    with complete_or_nothing(path) as working:
        create_polygon_layer(working, LABELS_LAYER, _fields(LABEL_FIELDS), crs)
        create_polygon_layer(working, AREAS_LAYER, _fields(AREA_FIELDS), crs)


def open_labels(path: Union[str, Path], image: str = "") -> LabelLayers:
    """Opens a label file; the layers are dressed, and not yet in a project.

    Args:
        path: of the GeoPackage.
        image: name of the image that is drawn on.

    Raises:
        InputError: it is not there, or holds no labels.
    """
    title = QCoreApplication.translate("Labels", "Labels ({file})").format(file=_short_name(path))
    labels = QgsVectorLayer(f"{path}|layername={LABELS_LAYER}", title, "ogr")
    if not is_label_layer(labels):
        raise InputError(
            QCoreApplication.translate(
                "Labels",
                "{path} holds no labels: it needs a polygon layer '{layer}' with a text field '{field}'; choose "
                "another file, or make a new label layer.",
            ).format(path=path, layer=LABELS_LAYER, field=NEEDED_FIELD)
        )
    mark_labels(labels, image)
    return LabelLayers(labels, _open_areas(path))


def is_label_layer(layer: Optional[QgsMapLayer]) -> bool:
    """Whether it is the labels of a label file, opened by this plugin or by hand."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
        return False
    index = layer.fields().lookupField(NEEDED_FIELD)
    return (
        source_of(layer)[1] == LABELS_LAYER and index >= 0 and layer.fields().at(index).type() == QMetaType.Type.QString
    )


def is_marked(layer: QgsVectorLayer) -> bool:
    """Whether this plugin has dressed the labels; what the person changed about their looks since then stays."""
    return layer.customProperty(ROLE_PROPERTY) == LABELS_ROLE


def mark_labels(layer: QgsVectorLayer, image: str = "") -> None:
    """Dresses labels and marks them as done."""
    dress_labels(layer, image)
    layer.setCustomProperty(ROLE_PROPERTY, LABELS_ROLE)


def source_of(layer: QgsMapLayer) -> tuple[str, str]:
    """File and table of a layer that is a file; empty texts where it is none."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return parts.get("path") or "", parts.get("layerName") or ""


def publish_labels(opened: LabelLayers, image: Optional[QgsRasterLayer], project: QgsProject) -> LabelLayers:
    """Adds a group with the labels and the fully labelled areas over the image, and over what was detected on it.

    Layers of the same file that the project has already stay as they are, so that no edits are on two layers.

    Args:
        opened: from `open_labels`.
        image: the image; None puts the group on top.
        project: to add to.

    Returns:
        The layers that are in the project.
    """
    path, _ = source_of(opened.labels)
    known = layer_of(path, LABELS_LAYER, project)
    if known is not None:
        return LabelLayers(known, layer_of(path, AREAS_LAYER, project) or _add_beside(known, opened.areas, project))
    node = node_of(image, project)
    if node is not None:
        node = node.parent().children()[0]  # a label must be seen over the detected outline that it was copied from
    group = group_over(node, QCoreApplication.translate("Labels", "Labels"), project.layerTreeRoot())
    layers = [layer for layer in (opened.labels, opened.areas) if layer is not None]
    for layer in layers:
        project.addMapLayer(layer, False)
        group.addLayer(layer)
    root = project.layerTreeRoot()
    if root.hasCustomLayerOrder():
        root.setCustomLayerOrder(layers + [layer for layer in root.customLayerOrder() if layer not in layers])
    return opened


def areas_of(labels: QgsVectorLayer, project: QgsProject) -> Optional[QgsVectorLayer]:
    """The fully labelled areas of the same file, added to the project where they are not in it.

    Returns:
        None where the file has none.
    """
    return layer_of(source_of(labels)[0], AREAS_LAYER, project) or _add_beside(labels, _areas_beside(labels), project)


def layer_of(path: str, table: str, project: QgsProject) -> Optional[QgsVectorLayer]:
    """The project's layer of a file's table."""
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            file, name = source_of(layer)
            if name == table and file and Path(file).resolve() == Path(path).resolve():
                return layer
    return None


def count_labels(labels: QgsVectorLayer, areas: Optional[QgsVectorLayer]) -> LabelCounts:
    """Counts what is in the layers now, unsaved edits included; areas that overlap count once."""
    request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    request.setSubsetOfAttributes([NEEDED_FIELD], labels.fields())
    found = Counter(class_of(text_of(feature, NEEDED_FIELD)) for feature in labels.getFeatures(request))
    shapes = [feature.geometry().makeValid() for feature in areas.getFeatures()] if areas is not None else []
    ground = measure(QgsGeometry.unaryUnion(shapes), areas.crs())[0] if shapes else 0.0
    return LabelCounts(found[LANDSLIDE], found[NOT_A_LANDSLIDE], found[UNSURE], ground)


def saved_labels(labels: QgsVectorLayer, project: QgsProject) -> LabelLayers:
    """Labels as they are to be learned from, with the fully labelled areas of the same file.

    Args:
        labels: layer of the project.
        project: that holds the layers.

    Raises:
        InputError: there are edits that are not saved yet, or a filter shows only a part of what is in the file.
    """
    areas = layer_of(source_of(labels)[0], AREAS_LAYER, project) or _areas_beside(labels)
    for layer in (labels, areas):
        if layer is not None and layer.subsetString():
            raise InputError(
                QCoreApplication.translate(
                    "Labels",
                    "A filter shows only a part of the layer '{name}': remove the filter, or save what it shows as a "
                    "label file of its own.",
                ).format(name=layer.name())
            )
        if layer is not None and layer.isModified():
            raise InputError(
                QCoreApplication.translate(
                    "Labels", "The layer '{name}' has edits that are not saved yet: save them first."
                ).format(name=layer.name())
            )
    return LabelLayers(labels, areas)


def _fields(columns: tuple[LabelField, ...]) -> QgsFields:
    fields = QgsFields()
    for column in columns:
        fields.append(QgsField(column.name, _TYPES[column.type]))
    return fields


def _short_name(path: Union[str, Path]) -> str:
    """What tells label files apart in the layer tree, which is narrow."""
    return Path(path).stem.removesuffix(FILE_ENDING)


def _open_areas(path: Union[str, Path]) -> Optional[QgsVectorLayer]:
    title = QCoreApplication.translate("Labels", "Fully labelled ({file})").format(file=_short_name(path))
    areas = QgsVectorLayer(f"{path}|layername={AREAS_LAYER}", title, "ogr")
    if not areas.isValid() or areas.geometryType() != Qgis.GeometryType.Polygon:
        return None
    dress_areas(areas)
    areas.setCustomProperty(ROLE_PROPERTY, AREAS_ROLE)
    return areas


def _areas_beside(labels: QgsVectorLayer) -> Optional[QgsVectorLayer]:
    """The areas of the labels' file; where a person has corrected the CRS of the labels, theirs is corrected too."""
    areas = _open_areas(source_of(labels)[0])
    if areas is not None and areas.dataProvider().crs() == labels.dataProvider().crs():
        areas.setCrs(labels.crs())
    return areas


def _add_beside(
    labels: QgsVectorLayer, areas: Optional[QgsVectorLayer], project: QgsProject
) -> Optional[QgsVectorLayer]:
    """Adds the areas directly under the labels."""
    if areas is None:
        return None
    node = node_of(labels, project)
    project.addMapLayer(areas, node is None)
    if node is not None:
        node.parent().insertLayer(node.parent().children().index(node) + 1, areas)
    return areas
