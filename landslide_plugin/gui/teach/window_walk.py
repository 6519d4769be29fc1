"""Going through the windows that are to be labelled next, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...common.labels import AREAS_LAYER
from ...layers.labelling.label_next import by_rank, is_labelled, mark_labelled
from ...layers.labelling.labels import layer_of, source_of
from ..map.spotlight import Spotlight, next_in
from ..messages import Messages
from ..saving import save_edits

SURROUNDINGS = 1.3  # how much more of the map than the window itself is shown


@dataclass(frozen=True)
class WalkState:
    """Where one stands.

    Args:
        place: of the shown window, counted from 1.
        total: windows in the layer.
        left: not labelled yet.
        labelled: whether the shown one is.
    """

    place: int
    total: int
    left: int
    labelled: bool


class WindowWalk(QObject):
    """Shows one window after the other; those that are done become fully labelled areas.

    Args:
        canvas: the map.
        messages: where to tell the end.
    """

    changed = pyqtSignal()
    """It began or ended, another window is shown, or one is labelled now."""

    def __init__(self, canvas: QgsMapCanvas, messages: Messages, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._spotlight = Spotlight(canvas, SURROUNDINGS)
        self._windows: Optional[QgsVectorLayer] = None
        self._labels: Optional[QgsVectorLayer] = None
        self._order: list[int] = []
        self._shown = 0
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)

    def begin(self, windows: QgsVectorLayer, labels: QgsVectorLayer) -> None:
        """Zooms to the best window.

        Args:
            windows: layer of the project with at least one window.
            labels: layer of the project; windows that are done become areas of the same file.
        """
        self._windows, self._labels = windows, labels
        self._order = by_rank(windows)
        self._show(self._order[0])

    def state(self) -> Optional[WalkState]:
        """Where one stands; None where no window is shown."""
        if self._windows is None:
            return None
        left = self._left()
        return WalkState(self._order.index(self._shown) + 1, len(self._order), len(left), self._shown not in left)

    def show_next(self) -> None:
        """Goes to the next window, labelled or not."""
        self._go(1)

    def show_previous(self) -> None:
        """Goes to the window before, labelled or not."""
        self._go(-1)

    def done(self) -> None:
        """Makes the shown window a fully labelled area, and goes to the next one that is none.

        Raises:
            InputError: it cannot be made one.
        """
        if self._windows is None:
            return
        if self._shown in self._left():
            mark_labelled(self._outline(self._shown), self._windows.crs(), self._labels, QgsProject.instance())
        left, place = self._left(), self._order.index(self._shown)
        if left:
            self._show(next((one for one in left if self._order.index(one) > place), left[0]))
            return
        text = self.tr("All {count} windows are fully labelled: save the labels, train, and ask again.")
        self._messages.done(text.format(count=len(self._order)), self.tr("Save the labels"), self._save)
        self.end()

    def end(self) -> None:
        """Shows no window any more."""
        if self._windows is not None:
            self._windows = None  # the labels are still to be saved
            self._spotlight.hide()
            self.changed.emit()

    def close(self) -> None:
        """Takes everything off the map and follows it no longer."""
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        self._spotlight.close()

    def _left(self) -> list[int]:
        """The windows that are not labelled yet, the best first."""
        areas = self._areas()
        if areas is None:
            return self._order
        crs = self._windows.crs()
        return [one for one in self._order if not is_labelled(self._outline(one), crs, areas)]

    def _areas(self) -> Optional[QgsVectorLayer]:
        return layer_of(source_of(self._labels)[0], AREAS_LAYER, QgsProject.instance())

    def _outline(self, identity: int) -> QgsGeometry:
        return self._windows.getFeature(identity).geometry()

    def _go(self, step: int) -> None:
        if self._windows is not None:
            following = next_in(self._order, self._shown, step, lambda _: True)
            self._show(self._shown if following is None else following)

    def _show(self, identity: int) -> None:
        self._shown = identity
        self._spotlight.show(self._outline(identity), self._windows)
        self.changed.emit()

    def _save(self) -> None:
        layers = [layer for layer in (self._labels, self._labels and self._areas()) if layer is not None]
        if layers and save_edits(layers, self._messages):
            self._messages.hint(self.tr("The labels are saved."))

    def _layers_go(self, identities: list[str]) -> None:
        if any(layer is not None and layer.id() in identities for layer in (self._windows, self._labels)):
            self.end()
        if self._labels is not None and self._labels.id() in identities:
            self._labels = None
