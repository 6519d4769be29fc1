"""Edit sessions of layers, which the person saves or undoes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..common.errors import InputError

_OPENING_S = 0.06
"""How long a map that is being drawn may take to open a GeoPackage; in 800 trials 0.02 s were too short three times."""


def begin_editing(layer: QgsVectorLayer) -> bool:
    """Brings a layer into an edit session, in which it can be read.

    Returns:
        Whether it is in one; False = it cannot be edited.
    """
    if layer.isEditable():
        return True
    layer.startEditing()  # in a buffered transaction group it may say yes where nothing can be edited
    if not layer.isEditable():
        return False
    _close_old_readers(layer)
    return True


def _close_old_readers(layer: QgsVectorLayer) -> None:
    """Lets a GeoPackage be opened anew for reading.

    QGIS opens it without locks to draw it, and to edit it in a mode that such readers cannot read. It closes them, but
    not the one that the map is opening in just that moment, and then keeps that one for others: for up to a minute the
    layer looks empty, to this plugin as to the person.
    """
    provider = layer.dataProvider()
    if provider.storageType() == "GPKG" and provider.transaction() is None:
        time.sleep(_OPENING_S)
        provider.reloadData()


@contextmanager
def one_step(layer: QgsVectorLayer, title: str) -> Iterator[None]:
    """Makes what is done to a layer one step of its history of edits, or none where it fails."""
    layer.beginEditCommand(title)
    try:
        yield
    except BaseException:
        layer.destroyEditCommand()
        raise
    layer.endEditCommand()


def not_editable(layer: QgsVectorLayer) -> InputError:
    """What to tell the person where a layer takes no edits."""
    return InputError(
        QCoreApplication.translate(
            "Editing", "The layer '{name}' cannot be edited: save it as a GeoPackage of your own and use that."
        ).format(name=layer.name())
    )


class Comings(QObject):
    """Features that come into a layer and go, told apart from those that only get another id when they are saved.

    Of these QGIS says that one was deleted and another one was added.

    Args:
        layer: the layer.
    """

    added = pyqtSignal("qlonglong")  # ids of features do not fit into an int
    """A feature was drawn, pasted or brought back by an undo."""
    deleted = pyqtSignal("qlonglong")
    """A feature was deleted, or its adding was undone."""
    renamed = pyqtSignal("qlonglong", "qlonglong")
    """Saving gave the feature of the first id the second one."""

    def __init__(self, layer: QgsVectorLayer, parent: QObject) -> None:
        super().__init__(parent)
        self._layer = layer
        self._saved: set[int] = set()  # ids that are told next
        self._before = 0
        for signal, slot in self._connections():
            signal.connect(slot)

    def close(self) -> None:
        """Follows the layer no longer; for while it still exists."""
        for signal, slot in self._connections():
            signal.disconnect(slot)

    def _connections(self) -> tuple:
        layer = self._layer
        return (
            (layer.committedFeaturesAdded, self._expect),
            (layer.featureDeleted, self._gone),
            (layer.featureAdded, self._come),
        )

    def _expect(self, _layer: str, features: list) -> None:
        self._saved = {feature.id() for feature in features}

    def _gone(self, identity: int) -> None:
        if self._saved:
            self._before = identity
        else:
            self.deleted.emit(identity)

    def _come(self, identity: int) -> None:
        if identity in self._saved:
            self._saved.discard(identity)
            self.renamed.emit(self._before, identity)
        else:
            self.added.emit(identity)
