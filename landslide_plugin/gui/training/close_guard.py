"""Asks before QGIS is closed while a model is trained."""

from __future__ import annotations

import time

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from .desk import TrainingDesk

_LONGEST_WAIT = 5.0  # seconds, for the training to end; its last checkpoint is there in any case


class CloseGuard(QObject):
    """Watches QGIS's window. Where QGIS is left through its menu, it asks by itself, as for any background task.

    Args:
        window: QGIS's main window.
        desk: knows whether a training is under way.
    """

    def __init__(self, window: QWidget, desk: TrainingDesk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        window.installEventFilter(self)

    def leave(self) -> None:
        """Watches no longer."""
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
        return True

    def _wait(self) -> None:
        """Until the task is over: QGIS asks about tasks that run."""
        end = time.monotonic() + _LONGEST_WAIT
        while self._is_training and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)
