"""A job of the engine process, run and watched from a QGIS background task."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import pyqtSignal

from ..imagery.staging import Stager, staged_progress
from ..worker.protocol import Progress
from ..worker.session import MAPPING, session
from .background_task import BackgroundTask


class EngineTask(BackgroundTask):
    """Base of the jobs: sends one request to the engine; the answer is a dictionary.

    Args:
        description: what QGIS's task list shows.
        method: the engine job.
        params: its parameters, JSON-ready.
        quiet: a job that nobody needs to see in the task list.
        stager: makes the file of an online layer that the job reads; None = the file is there.
    """

    process = MAPPING
    """Which of the engine's processes does it."""
    progressed = pyqtSignal(object)
    """A `Progress`, on the main thread."""

    def __init__(
        self,
        description: str,
        method: str,
        params: dict[str, Any],
        quiet: bool = False,
        stager: Optional[Stager] = None,
    ) -> None:
        super().__init__(description, quiet)
        self._method = method
        self._params = params
        self._stager = stager

    def work(self) -> dict[str, Any]:
        """Waits for the images, where they must be fetched first, and for the engine."""
        report = self._report
        if self._stager is not None:
            fetching, report = staged_progress(self._report)
            self._stager.run(fetching, self.isCanceled)
        return session().call(
            self._method, self._params, report, self.isCanceled, process=self.process, quiet=self.is_quiet
        )

    def _report(self, progress: Progress) -> None:
        self.setProgress(100 * progress.fraction)
        self.progressed.emit(progress)
