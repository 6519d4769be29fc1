"""The windows that are to be labelled next, as a layer, and which of them are labelled meanwhile."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsGeometry,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ...common.errors import InputError
from ..editing import begin_editing
from ..layer_tree import node_of, order_over
from ..moving import moved
from ..publish import ROLE_PROPERTY
from .labels import areas_of

ROLE = "label_next"
_FIELDS = (  # column, at most 10 characters as shapefiles have it; what the engine calls it; type
    ("rank", "rank", QMetaType.Type.Int),
    ("score", "score", QMetaType.Type.Double),
    ("uncertain", "uncertainty", QMetaType.Type.Double),
    ("novelty", "novelty", QMetaType.Type.Double),
)
_OUTLINE = {"style": "no", "outline_color": "255,190,0", "outline_style": "dash", "outline_width": "0.6"}
_COVERED = 0.99  # share of a window; the rest is what coordinates lose between two CRS


def publish_windows(
    windows: list[dict[str, Any]], crs: QgsCoordinateReferenceSystem, labels: QgsVectorLayer, project: QgsProject
) -> QgsVectorLayer:
    """Puts windows into the layer *Label next*, under the labels; those of an earlier search go.

    Args:
        windows: what the engine's `suggest` job returned.
        crs: theirs, the image's.
        labels: of the project, which they lie beside.
        project: that holds the layers.
    """
    layer = _layer_for(crs, labels, project)
    layer.dataProvider().truncate()
    layer.dataProvider().addFeatures(window_features(windows))
    layer.updateExtents()
    layer.triggerRepaint()
    return layer


def window_fields() -> QgsFields:
    """What is known of each window."""
    fields = QgsFields()
    for name, _, kind in _FIELDS:
        fields.append(QgsField(name, kind))
    return fields


def window_features(windows: list[dict[str, Any]]) -> list[QgsFeature]:
    """Windows as features.

    Args:
        windows: what the engine's `suggest` job returned.
    """
    features = []
    for window in windows:
        feature = QgsFeature(window_fields())
        feature.setGeometry(QgsGeometry.fromWkt(window["geometry_wkt"]))
        feature.setAttributes([window[figure] for _, figure, _ in _FIELDS])
        features.append(feature)
    return features


def dress_windows(layer: QgsVectorLayer) -> None:
    """Gives the windows their outline."""
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(_OUTLINE)))


def by_rank(layer: QgsVectorLayer) -> list[int]:
    """Ids of the windows, the best first."""
    request = QgsFeatureRequest().setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    return [feature.id() for feature in sorted(layer.getFeatures(request), key=lambda feature: feature["rank"])]


def is_labelled(window: QgsGeometry, crs: QgsCoordinateReferenceSystem, areas: QgsVectorLayer) -> bool:
    """Whether the fully labelled areas cover a window, unsaved edits included.

    Args:
        window: its outline.
        crs: of the outline.
        areas: the fully labelled areas.
    """
    try:
        shape = moved(window, crs, areas.crs())
    except InputError:  # it has no place where the areas are
        return False
    near = areas.getFeatures(QgsFeatureRequest().setFilterRect(shape.boundingBox()))
    ground = QgsGeometry.unaryUnion([feature.geometry().makeValid() for feature in near])
    return ground.intersection(shape).area() >= _COVERED * shape.area()


def mark_labelled(
    window: QgsGeometry, crs: QgsCoordinateReferenceSystem, labels: QgsVectorLayer, project: QgsProject
) -> None:
    """Makes a window a fully labelled area, as one step of the areas' edit session, which the person saves.

    Args:
        window: its outline.
        crs: of the outline.
        labels: layer of the project; the areas are those of the same file.
        project: that holds the layers.

    Raises:
        InputError: the label file has no areas, or they cannot be edited.
    """
    areas = areas_of(labels, project)
    if areas is None:
        raise InputError(
            QCoreApplication.translate(
                "LabelNext",
                "This label file has no layer for fully labelled areas: make a new label layer for them.",
            )
        )
    shape = moved(window, crs, areas.crs()).coerceToType(areas.wkbType())[0]
    if begin_editing(areas):
        feature = QgsVectorLayerUtils.createFeature(areas, shape, {}, areas.createExpressionContext())
        areas.beginEditCommand(QCoreApplication.translate("LabelNext", "Window is fully labelled"))
        if areas.addFeature(feature):
            areas.endEditCommand()
            areas.triggerRepaint()
            return
        areas.destroyEditCommand()
    raise InputError(
        QCoreApplication.translate(
            "LabelNext", "The layer '{name}' cannot be edited: make a new label layer in a folder of your own."
        ).format(name=areas.name())
    )


def _layer_for(crs: QgsCoordinateReferenceSystem, labels: QgsVectorLayer, project: QgsProject) -> QgsVectorLayer:
    """The project's layer, or a new one; one in another CRS belongs to another image and goes."""
    for layer in list(project.mapLayers().values()):
        # One that was made permanent is the person's own.
        if layer.customProperty(ROLE_PROPERTY) == ROLE and layer.providerType() == "memory":
            if layer.crs() == crs:
                return layer
            project.removeMapLayer(layer.id())
    layer = QgsVectorLayer("Polygon", QCoreApplication.translate("LabelNext", "Label next"), "memory")
    layer.setCrs(crs)
    layer.dataProvider().addAttributes(window_fields().toList())
    layer.updateFields()
    dress_windows(layer)
    layer.setCustomProperty(ROLE_PROPERTY, ROLE)
    layer.setCustomProperty("skipMemoryLayersCheck", 1)  # a search is soon repeated: no reason to ask at the end
    layer.setReadOnly(True)  # nothing is drawn in it by mistake
    node = node_of(labels, project)
    project.addMapLayer(layer, node is None)
    if node is not None:
        node.parent().addLayer(layer)
        order_over([layer], node, project.layerTreeRoot())
    return layer
