"""A heat map of what speaks for the landslide at a place, in the background."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import ExplainParameters
from ..imagery.staging import Stager
from .engine_task import EngineTask


class ExplainTask(EngineTask):
    """The engine's `explain` job; its answer names the heat map that it wrote.

    Args:
        parameters: the place in the image's CRS, the image, the model and the file to write.
        stager: fetches the image around the place first; None = it is a file.
    """

    def __init__(self, parameters: ExplainParameters, stager: Optional[Stager] = None) -> None:
        title = QCoreApplication.translate("ExplainTask", "Looking for what speaks for the landslide")
        super().__init__(title, "explain", parameters.to_dict(), stager=stager)
