"""Checks, in the background, whether an interpreter can run the engine."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..common.paths import user_home
from ..environment.status import EngineStatus
from ..worker.check import check_engine
from ..worker.session import session
from .background_task import BackgroundTask


class CheckEngineTask(BackgroundTask):
    """Starts the engine with an interpreter and ends it again; the answer is an `EngineStatus`.

    Args:
        python: the interpreter.
    """

    def __init__(self, python: Path) -> None:
        super().__init__(QCoreApplication.translate("CheckEngineTask", "Checking the landslide engine"))
        self._python = python

    def work(self) -> EngineStatus:
        """Asks the engine what it runs on."""
        return check_engine(self._python, user_home(), session().log_file, self.isCanceled)
