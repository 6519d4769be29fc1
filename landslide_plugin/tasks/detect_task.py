"""Detection of the landslides of an image in the background."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import DetectParameters
from .engine_task import EngineTask


class DetectTask(EngineTask):
    """The engine's `detect` job; its answer names the files it wrote.

    Args:
        parameters: what to detect on, with what.
        image_name: name of the image for QGIS's task list.
    """

    def __init__(self, parameters: DetectParameters, image_name: str) -> None:
        self.parameters = parameters
        title = QCoreApplication.translate("DetectTask", "Detecting landslides on {image}").format(image=image_name)
        super().__init__(title, "detect", parameters.to_dict())
