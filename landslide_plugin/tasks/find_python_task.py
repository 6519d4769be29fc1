"""Finds, in the background, the Python that an engine would be made with: each one is started to be asked."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..environment.base_python import BasePython, find_base_python
from .background_task import BackgroundTask


class FindPythonTask(BackgroundTask):
    """The answer is a `BasePython` without complaint; where there is none, it fails with what to install."""

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("FindPythonTask", "Looking for a Python"), quiet=True)

    def work(self) -> BasePython:
        """Looks for it."""
        return find_base_python()
