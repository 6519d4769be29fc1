"""Going through detected landslides one by one, with keys on the map or buttons on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...common.errors import InputError
from ...layers.inventory import landslide_at
from ...layers.moving import moved
from ...layers.review.reviewing import ReviewBook
from ...layers.review.verdicts import Verdict
from ..map.drawing_tools import DrawingTools
from ..map.map_tools import give_back
from ..map.review_tool import ReviewTool
from ..map.spotlight import Spotlight, next_in
from ..messages import Messages
from ..saving import save_edits

SURROUNDINGS = 3.0  # how much more of the map than the landslide itself is shown


@dataclass(frozen=True)
class ReviewState:
    """Where a review stands.

    Args:
        place: of the shown landslide, counted from 1.
        total: landslides in the layer.
        left: without a verdict.
        verdict: on the shown landslide.
    """

    place: int
    total: int
    left: int
    verdict: Optional[Verdict]


class Review(QObject):
    """Shows one landslide after the other and takes the person's verdicts.

    Args:
        canvas: the map.
        messages: where to tell the count and the end.
        tools: QGIS's own, for reshaping.
    """

    changed = pyqtSignal()
    """It began or ended, another landslide is shown, or a verdict changed."""

    def __init__(
        self, canvas: QgsMapCanvas, messages: Messages, tools: DrawingTools, parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._messages, self._tools = canvas, messages, tools
        self._book: Optional[ReviewBook] = None
        self._shown: Optional[int] = None
        self._message: Optional[QgsMessageBarItem] = None
        self._spotlight = Spotlight(canvas, SURROUNDINGS)
        self.tool = ReviewTool(canvas)
        self.tool.accepted.connect(lambda: self.decide(Verdict.ACCEPTED))
        self.tool.rejected.connect(lambda: self.decide(Verdict.REJECTED))
        self.tool.reshaping.connect(lambda: self.decide(Verdict.RESHAPED))
        self.tool.wants_next.connect(self.show_next)
        self.tool.wants_previous.connect(self.show_previous)
        self.tool.left.connect(self.leave)
        self.tool.pointed.connect(self.show_at)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)
        canvas.mapToolSet.connect(self.changed)

    @property
    def running(self) -> bool:
        """Whether a landslide is being shown; also while it is reshaped with another tool."""
        return self._shown is not None

    @property
    def listening(self) -> bool:
        """Whether the keys are the review's now."""
        return self.running and self._canvas.mapTool() is self.tool

    def state(self) -> Optional[ReviewState]:
        """Where the review stands; None where none is running."""
        if self._book is None or self._shown is None:
            return None
        book, shown = self._book, self._shown
        return ReviewState(book.place(shown) + 1, len(book.order), len(book.unreviewed()), book.verdict(shown))

    def start(self, detections: QgsVectorLayer, labels: QgsVectorLayer) -> None:
        """Shows the first landslide without a verdict, or goes back to the one that is shown.

        Args:
            detections: detected landslides, in the project.
            labels: where verdicts are copied to, in the project.

        Raises:
            InputError: a layer cannot be edited, or there is nothing to review.
        """
        if self._book is None or (self._book.detections, self._book.labels) != (detections, labels):
            self._close_book()
            self._book = ReviewBook(detections, labels, self)
            self._book.changed.connect(self._tell)
            self._book.reopened.connect(self._show)
            self._book.renamed.connect(self._rename)
        if not self.running:
            self._book.look_again()
            first = self._book.next_unreviewed()
            if first is None:
                raise InputError(
                    self.tr("All landslides of '{layer}' are reviewed.").format(layer=detections.name())
                    if self._book.order
                    else self.tr("'{layer}' holds no landslide to review.").format(layer=detections.name())
                )
            self.tool.before, self.tool.wanted = self._canvas.mapTool(), True
            self._shown = first
        self._tools.activate(labels)  # so that undo and the drawing tools act on the labels
        self._show(self._shown)

    def decide(self, verdict: Verdict) -> None:
        """Writes a verdict on the shown landslide down and goes on; to reshape, QGIS's own tool is taken first."""
        if self._book is None or self._shown is None:
            return
        try:
            label = self._book.decide(self._shown, verdict)
        except InputError as error:
            self._messages.failure(error)
            return
        if verdict is Verdict.RESHAPED:
            self._spotlight.hide()
            self._book.labels.selectByIds(self._book.beside(label))  # QGIS's tool then touches no other polygon
            self._tools.activate(self._book.labels)
            self._tools.move_vertices()
            self._tell()
            return
        following = self._book.next_unreviewed(self._book.place(self._shown))
        if following is not None:
            self._show(following)
        else:
            self._finish(self.tr("All {count} landslides are reviewed."))

    def show_next(self) -> None:
        """Goes to the next landslide, reviewed or not."""
        self._go(1)

    def show_previous(self) -> None:
        """Goes to the landslide before, reviewed or not."""
        self._go(-1)

    def show_at(self, point: QgsPointXY) -> None:
        """Goes to the landslide at a place of the map; nothing changes where there is none."""
        if self._book is None or self._shown is None:
            return
        detections, map_crs = self._book.detections, self._canvas.mapSettings().destinationCrs()
        try:
            place = moved(QgsGeometry.fromPointXY(point), map_crs, detections.crs()).asPoint()
        except InputError as error:
            self._messages.failure(error)
            return
        landslide = landslide_at(detections, place)
        if landslide is not None and self._book.place(landslide.id()) is not None:
            self._show(landslide.id())

    def leave(self) -> None:
        """Ends the review for now; it can be taken up again where it stood."""
        if self.running:
            self._finish(self.tr("{done} of {count} landslides are reviewed."))

    def close(self) -> None:
        """Takes everything off the map and follows it no longer."""
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        self._canvas.mapToolSet.disconnect(self.changed)
        self._clear()
        self._close_book()
        self._spotlight.close()

    def _go(self, step: int) -> None:
        if self._book is None or self._shown is None:
            return
        identity = next_in(self._book.order, self._shown, step, lambda one: self._book.landslide(one) is not None)
        if identity is not None:
            self._show(identity)

    def _show(self, identity: int) -> None:
        """Zooms to a landslide, outlines it, and listens to the keys."""
        if not self.running:
            return
        if self._shown != identity and not self.listening:
            self._book.labels.removeSelection()
        self._shown = identity
        landslide = self._book.landslide(identity)
        if landslide is not None:
            self._spotlight.show(landslide.geometry(), self._book.detections)
        self._canvas.setMapTool(self.tool)
        self._canvas.setFocus()
        self._tell()

    def _rename(self, old: int, new: int) -> None:
        if self._shown == old:
            self._shown = new

    def _tell(self) -> None:
        state = self.state()
        if state is None:
            self.changed.emit()
            return
        text = self.tr("{place} of {total}, {left} left. A accepts, R rejects, E reshapes, arrows go on, Esc leaves.")
        text = text.format(place=state.place, total=state.total, left=state.left)
        if self._message is None or sip.isdeleted(self._message):
            self._message = self._messages.standing(text)
        else:
            self._message.setText(text)
        self.changed.emit()

    def _finish(self, text: str) -> None:
        book = self._book
        count, left = len(book.order), len(book.unreviewed())
        names = {layer.id(): layer.name() for layer in (book.labels, book.detections)}
        self._clear()
        self._messages.done(
            text.format(done=count - left, count=count), self.tr("Save the labels"), lambda: self._save(names)
        )
        self.changed.emit()

    def _save(self, names: dict[str, str]) -> None:
        """Saves the layers of the review that has ended; another one may run meanwhile.

        Args:
            names: of the layers, by their ids.
        """
        layers = {identity: QgsProject.instance().mapLayer(identity) for identity in names}
        if not save_edits([layer for layer in layers.values() if layer is not None], self._messages):
            return
        gone = [names[identity] for identity, layer in layers.items() if layer is None]
        if gone:
            text = self.tr("Removed from the project meanwhile, and so not saved: {layers}.")
            self._messages.warn(text.format(layers=", ".join(gone)))
        else:
            self._messages.hint(self.tr("Labels and verdicts are saved."))

    def _clear(self) -> None:
        """Takes outline, message and tool away."""
        was_listening, self._shown = self.listening, None
        self._spotlight.hide()
        if self._message is not None and not sip.isdeleted(self._message):
            self._messages.take_away(self._message)
        self._message = None
        self.tool.wanted = False
        if was_listening:
            give_back(self._canvas, self.tool, self.tool.before)

    def _close_book(self) -> None:
        if self._book is not None:
            self._book.close()
            self._book.deleteLater()
            self._book = None

    def _layers_go(self, identities: list[str]) -> None:
        if self._book is None or not {self._book.detections.id(), self._book.labels.id()} & set(identities):
            return
        self._clear()
        self._close_book()
        self.changed.emit()
