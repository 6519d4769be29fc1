"""The training that is under way, whoever looks at it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QLockFile, QObject, QTimer, pyqtSignal

from ...common.errors import InputError
from ...common.parameters import TrainParameters
from ...tasks.train_task import TrainTask
from ...worker.client import UNWINDING_TRAINING
from ...worker.protocol import Progress
from .files import TrainingFiles

_LOOK_MS = 1000  # between looks for the state of a training that was cancelled, which the engine may still write


class Training(QObject):
    """Runs one training in the background and remembers what it has told.

    Args:
        files: where everything lies; the configuration is written already.
        title: of the model.
    """

    changed = pyqtSignal()
    """It was begun, paused, gone on with, asked to finish or to stop, or it is over."""
    progressed = pyqtSignal()
    epoch_ended = pyqtSignal()
    ended = pyqtSignal()
    """It is over, well (`result`) or not (`error`)."""

    def __init__(self, files: TrainingFiles, title: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.files, self.title = files, title
        self.epochs: list[dict[str, Any]] = []
        self.planned = 0  # epochs, known after the first
        self.best = 0  # number of the best epoch
        self.progress = Progress(0.0)
        self.paused = self.finishing = self.cancelling = False
        self.result: Optional[dict[str, Any]] = None
        self.error: Optional[Exception] = None
        self._task: Optional[TrainTask] = None
        self._lock = files.lock
        self._tidying = QTimer(self)
        self._tidying.setInterval(_LOOK_MS)
        self._tidying.timeout.connect(self._tidy)

    @property
    def running(self) -> bool:
        """Whether it is under way; a paused one is."""
        return self._task is not None

    @property
    def strip(self) -> Optional[Path]:
        """The picture of validation places; None before the first epoch is over."""
        return self.files.strip if self.epochs and self.files.strip.exists() else None

    @property
    def can_be_resumed(self) -> bool:
        """Whether it was interrupted and has left its state behind."""
        return not self.running and self.files.checkpoint.exists()

    def claim(self) -> None:
        """Keeps every other QGIS from training a model of this name, until the training is over or is let go of.

        Raises:
            InputError: another QGIS trains it now.
        """
        if self._lock.isLocked() or self._lock.tryLock(0):
            return
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            text = self.tr("Another QGIS window trains '{name}' now: wait for it, or choose another name.")
            raise InputError(text.format(name=self.files.name))

    def let_go(self) -> None:
        """Gives the name back, where nothing was begun."""
        self._lock.unlock()

    def start(self, device: str, resume: bool = False) -> None:
        """Begins, or goes on where it was interrupted.

        Args:
            device: as in `TrainParameters`.
            resume: go on from the checkpoint.

        Raises:
            InputError: as `claim`.
        """
        self.claim()
        self.epochs = self.files.epochs() if resume else []
        if self.epochs:
            self.best = max(self.epochs, key=lambda one: (one["iou"], one["epoch"]))["epoch"]
        self._task = TrainTask(TrainParameters(str(self.files.configuration), resume, device), self.title)
        self._task.progressed.connect(self._take_progress)
        self._task.epoch_ended.connect(self._take_epoch)
        self._task.succeeded.connect(self._finish)
        self._task.failed.connect(self._give_up)
        self._task.start()
        self.changed.emit()

    def pause(self) -> None:
        """Holds it before its next step."""
        if self._task is not None:
            self._task.control.pause()
            self.paused = True
            self.changed.emit()

    def go_on(self) -> None:
        """Ends a pause."""
        if self._task is not None:
            self._task.control.resume()
            self.paused = False
            self.changed.emit()

    def finish(self) -> None:
        """Ends it now and keeps the best epoch."""
        if self._task is not None:
            self._task.control.finish()
            self.paused, self.finishing = False, True
            self.changed.emit()

    def cancel(self) -> None:
        """Stops it without a model; it can be gone on with later."""
        if self._task is not None:
            self.cancelling = True
            self._task.cancel()
            self.changed.emit()

    def _take_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    def _take_epoch(self, content: dict[str, Any]) -> None:
        self.planned, self.best = content["epochs"], content["best"]
        self.epochs = [one for one in self.epochs if one["epoch"] < content["epoch"]] + [content]
        self.epoch_ended.emit()

    def _finish(self, result: dict[str, Any]) -> None:
        self.result = result
        self._end()

    def _give_up(self, error: Exception) -> None:
        self.error = error
        self._unwound = time.monotonic() + UNWINDING_TRAINING
        self._tidying.start()
        self._end()

    def _tidy(self) -> None:
        """Looks whether the state is there; where it cannot be gone on with, nothing is left behind."""
        saved = self.files.checkpoint.exists()
        if not saved and time.monotonic() < self._unwound:
            return
        self._tidying.stop()
        if not saved and not self.epochs and not self.files.is_under_way:  # begun anew under the same name
            self.files.discard()
        self.changed.emit()

    def _end(self) -> None:
        self._task = None
        self._lock.unlock()
        self.paused = self.finishing = self.cancelling = False
        self.changed.emit()
        self.ended.emit()
