"""The Teach page's part that tells where to label next: has the engine search, and goes through what it found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTemporaryDir
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QToolButton

from ...common.errors import InputError
from ...common.parameters import SuggestParameters
from ...common.terrain import image_bands
from ...common.zoo import find_model, list_models
from ...layers.labelling.label_copies import labelled_maps
from ...layers.labelling.label_next import publish_windows
from ...layers.labelling.labels import saved_labels
from ...tasks.suggest_task import SuggestTask
from ...worker.protocol import Progress
from .. import wording
from ..image.band_chooser import chosen_bands, is_stretched
from ..image.image_source import image_file, told_crs
from ..messages import Messages
from ..settings import recall
from .window_walk import WindowWalk

Proposal = Callable[[], tuple[Optional[QgsRasterLayer], Optional[QgsVectorLayer]]]


@dataclass(frozen=True)
class NextWidgets:
    """The group's widgets.

    Args:
        model: whose doubts decide.
        search: searches, or cancels the search.
        previous, next, done: go through the windows.
        note: tells where one stands.
    """

    model: QComboBox
    search: QToolButton
    previous: QToolButton
    next: QToolButton
    done: QToolButton
    note: QLabel


class LabelNext(QObject):
    """Controls the group.

    Args:
        widgets: of the group.
        canvas: the map.
        messages: where outcomes are told.
        proposal: image and labels that the page has chosen.
    """

    def __init__(
        self, widgets: NextWidgets, canvas: QgsMapCanvas, messages: Messages, proposal: Proposal, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._widgets, self._messages, self._proposal = widgets, messages, proposal
        self._task: Optional[SuggestTask] = None
        self._folder: Optional[QTemporaryDir] = None
        self.walk = WindowWalk(canvas, messages, self)
        self.walk.changed.connect(self.show_state)
        widgets.search.clicked.connect(self._search_or_cancel)
        widgets.previous.clicked.connect(self.walk.show_previous)
        widgets.next.clicked.connect(self.walk.show_next)
        widgets.done.clicked.connect(self._done)
        self.refresh_models()
        self.show_state()

    @property
    def searching(self) -> bool:
        """Whether the engine is at it."""
        return self._task is not None

    def refresh_models(self) -> None:
        """Lists the installed models anew; at first that of the page *Detect* is chosen."""
        combo = self._widgets.model
        chosen = combo.currentData() or recall("model", "default")
        combo.clear()
        for entry in list_models()[0]:
            combo.addItem(wording.model_title(entry.card), entry.card.name)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def search(self) -> None:
        """Has the engine search the image.

        Raises:
            InputError: image, labels or model are missing or cannot be used.
        """
        image, labels = self._proposal()
        file = image_file(image)
        if labels is None:
            raise InputError(self.tr("What is labelled already is not known: make a label layer first, or open one."))
        if self._widgets.model.currentData() is None:
            raise InputError(self.tr("No model is installed: add one from a file on the page Detect."))
        model = self._widgets.model.currentData()
        self._folder = QTemporaryDir()  # another one for each search: the engine may still read of the one before
        (drawn,) = labelled_maps(
            [(file, saved_labels(labels, QgsProject.instance()))], Path(self._folder.filePath("labels.gpkg"))
        )
        parameters = SuggestParameters(
            raster=file,
            model=model,
            device=recall("device", "auto"),
            labels=drawn.labels,
            labels_layer=drawn.labels_layer,
            areas=drawn.areas,
            areas_layer=drawn.areas_layer,
            bands=chosen_bands(image, image_bands(find_model(model).card.bands)),
            crs=told_crs(image),
            stretch=is_stretched(image),
        )
        self.walk.end()
        task = SuggestTask(parameters, image.name())
        crs, identity = image.crs(), labels.id()
        task.progressed.connect(self._show_progress)
        task.succeeded.connect(lambda answer: self._take(answer, crs, identity))
        task.failed.connect(self._give_up)
        self._task = task
        self.show_state()
        self._widgets.note.setText(self.tr("Starting…"))
        task.start()

    def cancel(self) -> None:
        """Stops the search; it answers within a second."""
        if self._task is not None:
            self._task.cancel()

    def show_state(self) -> None:
        """Shows what can be done, and where one stands."""
        state, widgets = self.walk.state(), self._widgets
        for button in (widgets.previous, widgets.next, widgets.done):
            button.setEnabled(state is not None)
        widgets.model.setEnabled(not self.searching)
        widgets.search.setText(self.tr("Cancel") if self.searching else self.tr("Where to label next?"))
        icon = "/mTaskCancel.svg" if self.searching else "/mActionZoomToSelected.svg"
        widgets.search.setIcon(QgsApplication.getThemeIcon(icon))
        if self.searching:
            return
        if state is None:
            text = self.tr("Find the places of the image that teach the model most: it is unsure of them, and they are "
                           "unlike what is labelled.")  # fmt: skip
        else:
            text = self.tr("{place} of {total}, {left} left").format(
                place=state.place, total=state.total, left=state.left
            )
            labelled = self.tr("fully labelled")
            left = self.tr("label every landslide in the window, then press Done")
            text = f"{text} · {labelled if state.labelled else left}"
        widgets.note.setText(text)

    def close_down(self) -> None:
        """Takes the windows' mark off the map, and gives a search up."""
        self.cancel()
        self.walk.close()

    def _search_or_cancel(self) -> None:
        if self.searching:
            self.cancel()
            self._widgets.note.setText(self.tr("Cancelling…"))
            return
        try:
            self.search()
        except InputError as error:
            self._messages.failure(error)

    def _done(self) -> None:
        try:
            self.walk.done()
        except InputError as error:
            self._messages.failure(error)

    def _show_progress(self, progress: Progress) -> None:
        parts = [progress.message]
        if progress.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=wording.duration(progress.seconds_left)))
        self._widgets.note.setText(" · ".join(filter(None, parts)))

    def _take(self, answer: dict[str, Any], crs: QgsCoordinateReferenceSystem, labels_id: str) -> None:
        self._task = None
        labels = QgsProject.instance().mapLayer(labels_id)
        if labels is None:
            self.show_state()
            self._messages.hint(self.tr("The label layer was removed during the search for windows."))
            return
        self.walk.begin(publish_windows(answer["windows"], crs, labels, QgsProject.instance()), labels)
        for sentence in answer["warnings"]:
            self._messages.warn(sentence)
        self._messages.done(outcome(answer))

    def _give_up(self, error: Exception) -> None:
        self._task = None
        self.show_state()
        self._messages.failure(error)


def outcome(answer: dict[str, Any]) -> str:
    """The line that tells what a search found.

    Args:
        answer: what the engine's `suggest` job returned.
    """
    if answer["looked_at"] < answer["windows_left"]:
        text = QCoreApplication.translate(
            "LabelNext", "{count} windows to label next, of {looked} looked at among {left} that are not labelled."
        )
    else:
        text = QCoreApplication.translate(
            "LabelNext", "{count} windows to label next, of {looked} that are not labelled."
        )
    return text.format(
        count=wording.number(len(answer["windows"])),
        looked=wording.number(answer["looked_at"]),
        left=wording.number(answer["windows_left"]),
    )
