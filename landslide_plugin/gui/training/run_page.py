"""The wizard's last page: the training as it runs, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...common.errors import CancelledError, InputError
from .curves import Curves
from .files import write_epochs
from .page import TrainingPage
from .picture import Picture
from .telling import outcome_of, state_of
from .training import Training


class RunPage(TrainingPage):
    """Shows a training; closing the wizard leaves it running."""

    use_asked = pyqtSignal(str)
    """Name of the model that is to be used now."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("Training"))
        self.setSubTitle(" ")  # keeps its place until there is something to say
        self.training: Optional[Training] = None
        self.stateNote, self.progressBar, self.outcome = QLabel(self), QProgressBar(self), QLabel(self)
        self.curves, self.strip = Curves(self), _Strip(self)
        self.pauseButton = QPushButton(self)
        self.finishButton = QPushButton(self.tr("Stop and keep the best"), self)
        self.cancelButton = QPushButton(self.tr("Cancel the training"), self)
        self.useButton = QPushButton(self.tr("Use it now"), self)
        self.exportButton = QToolButton(self)
        self._dress()
        self._lay_out()

    def show_training(self, training: Training) -> None:
        """Shows a training from now on."""
        self.training = training
        training.changed.connect(self._show_state)
        training.progressed.connect(self._show_progress)
        training.epoch_ended.connect(self._show_epochs)
        self._show_epochs()
        self._show_state()

    def isComplete(self) -> bool:
        """The wizard can be closed at any time."""
        return True

    def _dress(self) -> None:
        self.stateNote.setWordWrap(True)
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.RichText)
        self.progressBar.setMaximum(1000)
        self.progressBar.setTextVisible(False)
        self.finishButton.setToolTip(self.tr("End the training now; the best epoch so far becomes the model"))
        self.cancelButton.setToolTip(self.tr("End the training without a model; it can be gone on with later"))
        for button, icon in (
            (self.finishButton, "/mActionFileSave.svg"),
            (self.cancelButton, "/mActionStop.svg"),
            (self.useButton, "/mIconSuccess.svg"),
            (self.exportButton, "/mActionFileSaveAs.svg"),
        ):
            button.setIcon(QgsApplication.getThemeIcon(icon))
        self.exportButton.setText(self.tr("Export…"))
        self.exportButton.setToolTip(self.tr("Save the curves as a picture, or their numbers as a table"))
        self.exportButton.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.exportButton.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.exportButton)
        menu.addAction(self.tr("Picture (.png)"), lambda: self._ask_for_file("png"))
        menu.addAction(self.tr("Table (.csv)"), lambda: self._ask_for_file("csv"))
        self.exportButton.setMenu(menu)
        self.pauseButton.clicked.connect(self._toggle_pause)
        self.finishButton.clicked.connect(lambda: self.training.finish())
        self.cancelButton.clicked.connect(lambda: self.training.cancel())
        self.useButton.clicked.connect(lambda: self.use_asked.emit(self.training.files.name))

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.addWidget(self.curves, 3)
        pictures.addWidget(self.strip, 2)
        buttons = QHBoxLayout()
        for button in (self.pauseButton, self.finishButton, self.cancelButton, self.useButton):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.exportButton)
        self.body.addWidget(self.stateNote)
        self.body.addWidget(self.progressBar)
        self.body.addLayout(pictures, 1)
        self.body.addWidget(self.outcome)
        self.body.addLayout(buttons)

    # --- while it runs

    def _toggle_pause(self) -> None:
        if self.training.paused:
            self.training.go_on()
        else:
            self.training.pause()

    def _show_progress(self) -> None:
        self.progressBar.setValue(round(1000 * self.training.progress.fraction))
        self.stateNote.setText(state_of(self.training))

    def _show_epochs(self) -> None:
        training = self.training
        self.curves.show_epochs(training.epochs, training.best, training.planned)
        self.strip.show_file(training.strip)
        self.exportButton.setEnabled(bool(training.epochs))

    def _show_state(self) -> None:
        training = self.training
        running, busy = training.running, training.finishing or training.cancelling
        icon, text = (
            ("/mActionStart.svg", self.tr("Resume"))
            if training.paused
            else ("/temporal_navigation/pause.svg", self.tr("Pause"))
        )
        self.pauseButton.setText(text)
        self.pauseButton.setIcon(QgsApplication.getThemeIcon(icon))
        for button in (self.pauseButton, self.finishButton, self.cancelButton, self.progressBar):
            button.setVisible(running)
        for button in (self.pauseButton, self.finishButton):
            button.setEnabled(not busy)
        self.cancelButton.setEnabled(not training.cancelling)
        self.setSubTitle(
            self.tr("You may close this window: the training goes on, and the Teach page shows it again.")
            if running
            else self.tr("The training is over.")
        )
        self.useButton.setVisible(training.result is not None)
        self.outcome.setText(outcome_of(training.result) if training.result is not None else "")
        self.outcome.setVisible(training.result is not None)
        self.tell("" if training.error is None else self._reason(training))
        self._show_progress()

    def _reason(self, training: Training) -> str:
        reason = self.tr("Cancelled.") if isinstance(training.error, CancelledError) else str(training.error)
        if training.can_be_resumed:
            reason += " " + self.tr("The Teach page can go on with it.")
        return reason

    # --- export

    def _ask_for_file(self, ending: str) -> None:
        suggested = str(Path.home() / f"{self.training.files.name}.{ending}")
        file, _ = QFileDialog.getSaveFileName(self, self.tr("Export the curves"), suggested, f"*.{ending}")
        if file:
            self.export(Path(file))

    def export(self, file: Path) -> None:
        """Writes the curves as a picture or, to a `.csv` file, their numbers as a table."""
        try:
            if file.suffix.lower() == ".csv":
                write_epochs(self.training.epochs, file)
            else:
                self.curves.save_picture(file)
        except InputError as error:
            self.tell(str(error))


class _Strip(QWidget):
    """The picture of validation places, under the names of its columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(200)
        self._heads, self._picture = QWidget(self), Picture(self)
        heads = QHBoxLayout(self._heads)
        heads.setContentsMargins(0, 0, 0, 0)
        heads.setSpacing(0)
        for text in (self.tr("Image"), self.tr("Truth"), self.tr("Prediction")):
            head = QLabel(text, self)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            heads.addWidget(head, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._heads, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._picture, 1)
        self._picture.setText(self.tr("What the model sees on ground that it does not learn from, after each epoch."))
        self._picture.fitted.connect(self._heads.setFixedWidth)  # each head over its column

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return self._picture.is_shown

    def show_file(self, file: Optional[Path]) -> None:
        """Shows a picture; the one before stays where this one cannot be read."""
        self._picture.show_file(file)
