"""Where new layers go in the layer tree: directly over the image they belong to."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsLayerTree, QgsLayerTreeGroup, QgsLayerTreeNode, QgsMapLayer, QgsProject
from qgis.PyQt import sip


def node_of(layer: Optional[QgsMapLayer], project: QgsProject) -> Optional[QgsLayerTreeNode]:
    """Where the layer is in the layer tree; None when it is in no tree, or gone."""
    if layer is None or sip.isdeleted(layer):
        return None
    return project.layerTreeRoot().findLayer(layer.id())


def place_over(node: Optional[QgsLayerTreeNode], root: QgsLayerTree) -> tuple[QgsLayerTreeGroup, int]:
    """The group and the place in it that lie directly over a node; on top where there is no node."""
    if node is None:
        return root, 0
    parent = node.parent()
    while parent.parent() is not None and not _takes_layers(parent):
        node, parent = parent, parent.parent()
    return parent, parent.children().index(node)


def _takes_layers(group: QgsLayerTreeGroup) -> bool:
    """Whether another layer may go into a group.

    In a mutually exclusive one the image would be switched off; of one that is embedded from another project, QGIS
    saves nothing but its name.
    """
    return not group.isMutuallyExclusive() and not group.customProperty("embedded")


def group_over(node: Optional[QgsLayerTreeNode], name: str, root: QgsLayerTree) -> QgsLayerTreeGroup:
    """A new group directly over a node; on top where there is no node."""
    parent, index = place_over(node, root)
    return parent.insertGroup(index, name)


def order_over(layers: list[QgsMapLayer], node: Optional[QgsLayerTreeNode], root: QgsLayerTree) -> None:
    """Puts the layers over the image also where the user has set a drawing order of his own."""
    if not root.hasCustomLayerOrder() or node is None:
        return
    order = [layer for layer in root.customLayerOrder() if layer not in layers]
    place = order.index(node.layer()) if node.layer() in order else 0
    root.setCustomLayerOrder(order[:place] + layers + order[place:])
