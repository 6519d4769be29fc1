"""The Teach page's part for training: opens the wizard, keeps the training, takes up interrupted ones."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QMessageBox, QToolButton, QWidget

from ...common.errors import CancelledError, InputError
from ..messages import Messages
from ..settings import recall
from .files import interrupted_trainings
from .telling import state_of, success_of
from .training import Training
from .wizard import TrainingWizard

Proposal = Callable[[], tuple[Optional[QgsRasterLayer], Optional[QgsVectorLayer]]]


class TrainingDesk(QObject):
    """Controls the group.

    Args:
        train: opens the wizard, or shows the training that is under way again.
        note: tells of the training that is under way, or of one that was interrupted.
        go_on, discard: what can be done with an interrupted one.
        messages: where outcomes are told.
        proposal: image and labels that the page has chosen.
        canvas: the map.
    """

    model_made = pyqtSignal()
    """There is a new model among the user's own ones."""
    model_wanted = pyqtSignal(str)
    """Name of the model that is to be used now."""

    def __init__(
        self,
        train: QToolButton,
        note: QLabel,
        go_on: QToolButton,
        discard: QToolButton,
        messages: Messages,
        proposal: Proposal,
        canvas: QgsMapCanvas,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._train, self._note, self._go_on, self._discard = train, note, go_on, discard
        self._messages, self._proposal, self._canvas, self._parent = messages, proposal, canvas, parent
        self.training: Optional[Training] = None
        self.wizard: Optional[TrainingWizard] = None
        train.clicked.connect(self.open)
        go_on.clicked.connect(lambda: self.resume())
        discard.clicked.connect(self.forget)
        self.refresh()

    def open(self) -> None:
        """Shows the training that is under way, or begins a new wizard."""
        if self.training is not None and self.training.running:
            if self.wizard is None:
                self._show_training()
            self._raise()
        elif self.wizard is not None and self.wizard.is_away:
            self.wizard.come_back()
        elif self.wizard is not None and self.wizard.isVisible():
            self._raise()
        else:
            image, labels = self._proposal()
            start_from = recall("model", "default")
            window = self._parent.window()
            self._show(TrainingWizard(image, labels, start_from, self._begin, self._canvas, None, window))
            self._raise()

    def resume(self, name: str = "") -> None:
        """Goes on with a training that was interrupted.

        Args:
            name: of its model; without one the training that was interrupted last.
        """
        found = [files for files in interrupted_trainings() if name in ("", files.name)]
        if found:
            try:
                self._begin(Training(found[0], found[0].name), recall("device", "auto"), resume=True)
            except InputError as error:
                self._messages.failure(error)
                return
            self._show_training()
            self._raise()

    def forget(self) -> None:
        """Removes what the training that was interrupted last has left behind, after asking."""
        for files in interrupted_trainings()[:1]:
            question = self.tr("Discard the training '{name}'? What it has learned in {epochs} epochs is lost.")
            answer = QMessageBox.question(
                self._parent, self.tr("Discard"), question.format(name=files.name, epochs=len(files.epochs()))
            )
            if answer == QMessageBox.StandardButton.Yes:
                files.discard()
        self.refresh()

    def refresh(self) -> None:
        """Tells how things stand."""
        running = self.training is not None and self.training.running
        found = [] if running else interrupted_trainings()
        self._train.setText(self.tr("Show the training…") if running else self.tr("Train…"))
        self._go_on.setVisible(bool(found))
        self._discard.setVisible(bool(found))
        if running:
            text = f"{self.training.title}: {state_of(self.training)}"
        elif found:
            text = self.tr("The training '{name}' was interrupted after {epochs} epochs.").format(
                name=found[0].name, epochs=len(found[0].epochs())
            )
        else:
            text = self.tr("Make a model that knows your landslides, from the labels.")
        self._note.setText(text)

    def close_down(self) -> None:
        """Takes the wizard away; a training that is under way is ended by whoever ends all tasks."""
        if self.wizard is not None:
            self.wizard.done(0)
            self.wizard.deleteLater()
            self.wizard = None

    def _begin(self, training: Training, device: str, resume: bool = False) -> None:
        if self.training is not None and not self.training.running:
            self.training.deleteLater()
        training.setParent(self)
        self.training = training
        training.changed.connect(self.refresh)
        training.progressed.connect(self.refresh)
        training.ended.connect(self._tell)
        training.start(device, resume)

    def _show(self, wizard: TrainingWizard) -> None:
        self.close_down()
        self.wizard = wizard
        wizard.run_page.use_asked.connect(self._use)

    def _show_training(self) -> None:
        """The wizard's last page alone, for a training that is under way."""
        window = self._parent.window()
        self._show(TrainingWizard(None, None, "", self._begin, self._canvas, self.training, window))

    def _raise(self) -> None:
        self.wizard.show()
        self.wizard.raise_()
        self.wizard.activateWindow()

    def _use(self, name: str) -> None:
        self.model_wanted.emit(name)
        if self.wizard is not None:
            self.wizard.accept()

    def _tell(self) -> None:
        training = self.training
        self.refresh()
        if training.result is not None:
            self.model_made.emit()
        if self.wizard is not None and self.wizard.isVisible():  # it says so itself
            return
        if training.result is not None:
            name = training.files.name
            self._messages.done(
                success_of(training.title, training.result), self.tr("Use it now"), lambda: self._use(name)
            )
        elif isinstance(training.error, CancelledError):
            self._messages.hint(self.tr("The training was cancelled."))
        else:
            self._messages.failure(training.error)
