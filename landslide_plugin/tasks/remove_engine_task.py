"""Deletes the engine's environment in the background: it is thousands of files."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..environment.managed import ManagedEnvironment
from ..worker.session import session
from .background_task import BackgroundTask


class RemoveEngineTask(BackgroundTask):
    """Ends the engine and deletes the environment that the plugin made for it.

    Args:
        folder: the environment.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(QCoreApplication.translate("RemoveEngineTask", "Removing the landslide engine"))
        self._folder = folder

    def work(self) -> None:
        """Deletes the folder, if it is the plugin's."""
        session().close()
        ManagedEnvironment(self._folder).remove()
