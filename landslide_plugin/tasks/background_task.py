"""Work that takes longer than a person wants to wait, as a QGIS background task that tells how it went."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..common.errors import CancelledError
from ..translation.engine import translate_error
from ..worker.session import session

# QGIS holds tasks by pointer only: without a reference from here Python would collect a task in the middle of its run.
_running: set[BackgroundTask] = set()


class BackgroundTask(QgsTask):
    """Base of the plugin's tasks: does `work()` on a background thread, and hands its answer to the main thread.

    Whatever the work needs is copied beforehand: no project, layer or widget is touched in it.

    Args:
        description: what QGIS's task list shows.
        quiet: work that nobody needs to see in the task list.
    """

    succeeded = pyqtSignal(object)
    """The work's answer, on the main thread."""
    failed = pyqtSignal(Exception)
    """Why there is no answer (`CancelledError` when it was cancelled), on the main thread."""

    def __init__(self, description: str, quiet: bool = False) -> None:
        flags = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent
        super().__init__(description, flags | QgsTask.Flag.Hidden if quiet else flags)
        self._answer: Any = None
        self._error: Exception = CancelledError()

    @property
    def is_quiet(self) -> bool:
        """Whether nobody needs to see it."""
        return bool(self.flags() & QgsTask.Flag.Hidden)

    def work(self) -> Any:
        """What is to be done, on a background thread; asks `isCanceled` often. Its answer goes to `succeeded`."""
        raise NotImplementedError

    def start(self) -> None:
        """Hands the task to QGIS."""
        _running.add(self)
        QgsApplication.taskManager().addTask(self)

    def run(self) -> bool:
        """Does the work, on a background thread."""
        try:
            self._answer = self.work()
        except Exception as error:  # noqa: BLE001 - one that leaves run() takes QGIS down; finished() reports it
            translate_error(error)
            self._error = error
            return False
        return True

    def finished(self, result: bool) -> None:
        """Tells how it went, on the main thread."""
        _running.discard(self)
        if result and not self.isCanceled():
            self.succeeded.emit(self._answer)
        else:
            self.failed.emit(CancelledError() if self.isCanceled() else self._error)


def is_anything_running() -> bool:
    """Whether something that a person has begun is not over yet: a task, or a Processing algorithm of the engine."""
    return session().is_at_work or any(not task.is_quiet for task in _running)


def cancel_all(wait_ms: int = 2000) -> None:
    """Cancels every task of the plugin and waits for their threads.

    Args:
        wait_ms: longest wait for each, milliseconds.
    """
    for task in list(_running):
        task.cancel()
        task.waitForFinished(wait_ms)  # one that takes longer stays referenced until it is done
