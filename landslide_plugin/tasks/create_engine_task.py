"""Makes the engine's environment in the background."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal

from ..common.paths import user_home
from ..environment.create import Recipe, create
from ..environment.status import EngineStatus
from ..worker.check import check_engine
from ..worker.session import session
from .background_task import BackgroundTask


class CreateEngineTask(BackgroundTask):
    """Makes the engine's environment and checks it; the answer is an `EngineStatus`.

    Args:
        recipe: how.
    """

    line_printed = pyqtSignal(str)
    """What the tools print, on the main thread."""
    progressed = pyqtSignal(float, str)
    """Share of the work done and what is being done, on the main thread."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(QCoreApplication.translate("CreateEngineTask", "Setting up the landslide engine"))
        self._recipe = recipe

    def work(self) -> EngineStatus:
        """Runs venv and pip, then the engine itself."""
        session().close()  # an engine that is to be replaced holds its files open
        made = create(self._recipe, self.line_printed.emit, self._report, self.isCanceled)
        checked = check_engine(made.python, user_home(), session().log_file, self.isCanceled)
        return replace(checked, versions={**made.versions, **checked.versions})

    def _report(self, fraction: float, message: str) -> None:
        self.setProgress(99 * fraction)  # the check comes last
        self.progressed.emit(0.99 * fraction, message)
