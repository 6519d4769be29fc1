"""Detection of the landslides of an image in the background."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import DetectParameters
from ..imagery.staging import Stager
from .engine_task import EngineTask


class DetectTask(EngineTask):
    """The engine's `detect` job; its answer names the files it wrote.

    Args:
        parameters: what to detect on, with what.
        image_name: name of the image for QGIS's task list.
        stager: fetches the image first; None = it is a file.
    """

    def __init__(self, parameters: DetectParameters, image_name: str, stager: Optional[Stager] = None) -> None:
        self.parameters = parameters
        title = QCoreApplication.translate("DetectTask", "Detecting landslides on {image}").format(image=image_name)
        super().__init__(title, "detect", parameters.to_dict(), stager=stager)
