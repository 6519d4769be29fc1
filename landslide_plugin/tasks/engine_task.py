"""A job of the engine process, run and watched from a QGIS background task."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..common.errors import CancelledError
from ..gui.worker_session import session
from ..worker.protocol import Progress

# QGIS holds tasks by pointer only: without a reference from here Python would collect a task in the middle of its run.
_running: set[EngineTask] = set()


class EngineTask(QgsTask):
    """Base of the jobs: sends one request to the engine and hands the answer to the main thread.

    Whatever the job needs is copied into `params` beforehand: no project, layer or widget is touched in `run()`.

    Args:
        description: what QGIS's task list shows.
        method: the engine job.
        params: its parameters, JSON-ready.
        quiet: a job that nobody needs to see in the task list.
    """

    succeeded = pyqtSignal(dict)
    """The job's answer, on the main thread."""
    failed = pyqtSignal(Exception)
    """Why there is no answer (`CancelledError` when it was cancelled), on the main thread."""
    progressed = pyqtSignal(object)
    """A `Progress`, on the main thread."""

    def __init__(self, description: str, method: str, params: dict[str, Any], quiet: bool = False) -> None:
        flags = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent
        super().__init__(description, flags | QgsTask.Flag.Hidden if quiet else flags)
        self._method = method
        self._params = params
        self._answer: dict[str, Any] = {}
        self._error: Exception = CancelledError()

    def start(self) -> None:
        """Hands the task to QGIS."""
        _running.add(self)
        QgsApplication.taskManager().addTask(self)

    def run(self) -> bool:
        """Waits for the engine, on a background thread."""
        try:
            self._answer = session().call(self._method, self._params, self._report, self.isCanceled)
        except Exception as error:  # noqa: BLE001 - one that leaves run() takes QGIS down; finished() reports it
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

    def _report(self, progress: Progress) -> None:
        self.setProgress(100 * progress.fraction)
        self.progressed.emit(progress)


def cancel_all(wait_ms: int = 2000) -> None:
    """Cancels every job of the plugin and waits until their threads are done.

    Args:
        wait_ms: longest wait for each, milliseconds.
    """
    for task in list(_running):
        task.cancel()
        task.waitForFinished(wait_ms)
    _running.clear()
