"""Asks before QGIS is closed while a model is trained."""

from __future__ import annotations

import time

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QWidget

from ...worker.client import UNWINDING_TRAINING
from .desk import TrainingDesk
from .files import interrupted_trainings

_LONGEST_WAIT = 5.0  # seconds, for the training to end; its last checkpoint is there in any case
_LOOK_MS = 1000  # between looks whether QGIS has stayed after all


class CloseGuard(QObject):
    """Watches QGIS's window. Where QGIS is left through its menu, it asks by itself, as for any background task.

    QGIS refuses to close while a task runs, and only then asks about unsaved changes. Who answers *Cancel* there stays,
    and the training that was stopped for nothing goes on.

    Args:
        window: QGIS's main window.
        desk: knows whether a training is under way.
    """

    def __init__(self, window: QWidget, desk: TrainingDesk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._stopped, self._until = "", 0.0  # name of the training that was stopped, and how long its state may take
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._go_on_if_stayed)
        window.installEventFilter(self)

    def leave(self) -> None:
        """Watches no longer."""
        self._looking.stop()
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the window open where the person rather waits for the model."""
        if event.type() != QEvent.Type.Close or not self._is_training or self._may_close():
            return super().eventFilter(watched, event)
        event.ignore()
        return True

    @property
    def _is_training(self) -> bool:
        return self._desk.training is not None and self._desk.training.running

    def _may_close(self) -> bool:
        training = self._desk.training
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Landslide Mapper"))
        box.setText(self.tr("The model '{title}' is being trained.").format(title=training.title))
        box.setInformativeText(
            self.tr("If you close QGIS, the training stops; the Teach page can go on with it next time.")
        )
        close = box.addButton(self.tr("Close QGIS"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Go on training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is not close:
            return False
        if self._is_training:  # it may have ended while the question stood there
            training.cancel()
            self._wait()
            self._stopped, self._until = training.files.name, time.monotonic() + UNWINDING_TRAINING
            self._looking.start()
        return True

    def _go_on_if_stayed(self) -> None:
        """Takes the training up again where QGIS is still there and asks nothing any more."""
        if QApplication.activeModalWidget() is not None:
            self._until = time.monotonic() + UNWINDING_TRAINING
            return
        if not self._window.isVisible() or self._is_training or time.monotonic() > self._until:
            self._looking.stop()
        elif any(files.name == self._stopped for files in interrupted_trainings()):
            self._looking.stop()
            self._desk.resume(self._stopped)

    def _wait(self) -> None:
        """Until the task is over: QGIS asks about tasks that run."""
        end = time.monotonic() + _LONGEST_WAIT
        while self._is_training and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)
