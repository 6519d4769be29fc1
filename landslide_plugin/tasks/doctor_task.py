"""What the engine can run on, asked in the background."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from .engine_task import EngineTask


class DoctorTask(EngineTask):
    """The engine's `doctor` job; its answer lists the devices and the reason for the one that is taken."""

    def __init__(self) -> None:
        super().__init__(
            QCoreApplication.translate("DoctorTask", "Checking the landslide engine"), "doctor", {}, quiet=True
        )
