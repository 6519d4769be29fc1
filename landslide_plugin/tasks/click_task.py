"""The jobs behind the map tool: find the landslide under a point, and load the model beforehand."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import ClickParameters
from ..imagery.staging import Stager
from .engine_task import EngineTask


class ClickTask(EngineTask):
    """The engine's `click` job; its answer holds the outline of the landslide at the point.

    Args:
        parameters: the point in the image's CRS, the image and the model.
        stager: fetches the image around the point first; None = it is a file.
    """

    def __init__(self, parameters: ClickParameters, stager: Optional[Stager] = None) -> None:
        self.parameters = parameters
        title = QCoreApplication.translate("ClickTask", "Mapping the landslide under the pointer")
        super().__init__(title, "click", parameters.to_dict(), quiet=True, stager=stager)


class WarmTask(EngineTask):
    """The engine's `warm` job: loads the model so that the first click is answered as fast as the next.

    Args:
        model: name or file; device, precision: as in `ClickParameters`.
    """

    def __init__(self, model: str, device: str, precision: str = "auto") -> None:
        title = QCoreApplication.translate("ClickTask", "Loading the landslide model")
        super().__init__(title, "warm", {"model": model, "device": device, "precision": precision}, quiet=True)
