"""The search for the windows that are to be labelled next, in the background."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..common.parameters import SuggestParameters
from .engine_task import EngineTask


class SuggestTask(EngineTask):
    """The engine's `suggest` job; its answer lists the windows.

    Args:
        parameters: where to look, with what, and what is labelled already.
        image_name: name of the image for QGIS's task list.
    """

    def __init__(self, parameters: SuggestParameters, image_name: str) -> None:
        title = QCoreApplication.translate("SuggestTask", "Looking where to label next on {image}")
        super().__init__(title.format(image=image_name), "suggest", parameters.to_dict())
