"""Saving edits on behalf of the person."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from .messages import Messages


def save_edits(layers: list[QgsVectorLayer], messages: Messages) -> bool:
    """Saves the edits of layers, which stay open for editing.

    Returns:
        Whether all were saved; otherwise the reason was told.
    """
    problem = commit(layers)
    if problem:
        messages.warn(problem)
    return not problem


def commit(layers: Iterable[QgsVectorLayer]) -> str:
    """Saves the edits of layers, which stay open for editing; says what could not be saved, empty = all is."""
    for layer in layers:
        if layer.isEditable() and not layer.commitChanges(stopEditing=False):
            return QCoreApplication.translate("Saving", "'{layer}' could not be saved: {problem}").format(
                layer=layer.name(), problem="; ".join(layer.commitErrors())
            )
    return ""
