"""A heat map of what speaks for the landslide at a place, in the background."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import ExplainParameters
from .engine_task import EngineTask


class ExplainTask(EngineTask):
    """The engine's `explain` job; its answer names the heat map that it wrote.

    Args:
        parameters: the place in the image's CRS, the image, the model and the file to write.
    """

    def __init__(self, parameters: ExplainParameters) -> None:
        title = QCoreApplication.translate("ExplainTask", "Looking for what speaks for the landslide")
        super().__init__(title, "explain", parameters.to_dict())
