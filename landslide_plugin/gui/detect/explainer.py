"""Heat maps of what speaks for the landslide at a place, asked for with the map tool."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Callable, Optional

from qgis.core import QgsPointXY, QgsProcessingUtils, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject

from ...common.errors import CancelledError, InputError
from ...common.parameters import ExplainParameters
from ...layers.publish import publish_heat_map
from ...tasks.explain_task import ExplainTask
from ..messages import Messages
from ..wording import number
from .click_mapper import ClickRequest


class Explainer(QObject):
    """Has the engine explain places, and puts each heat map over the image until QGIS closes.

    Args:
        messages: where to tell how it went.
        describe: makes the request for a place of the map; raises `InputError` where there is nothing to ask.
    """

    def __init__(
        self, messages: Messages, describe: Callable[[QgsPointXY], ClickRequest], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._messages, self._describe = messages, describe
        self._tasks: set[ExplainTask] = set()

    @property
    def waiting(self) -> int:
        """How many heat maps are not there yet."""
        return len(self._tasks)

    def explain_at(self, point: QgsPointXY) -> None:
        """Asks for the heat map of a place of the map."""
        try:
            request = self._describe(point)
            stager = request.reading.stager()
        except InputError as error:
            self._messages.failure(error)
            return
        shared = {field.name for field in fields(ExplainParameters)}
        wishes = {name: value for name, value in asdict(request.parameters).items() if name in shared}
        heat_map = QgsProcessingUtils.generateTempFilename("heatmap.tif")
        task = ExplainTask(ExplainParameters(**wishes, output=heat_map), stager)
        task.succeeded.connect(lambda answer: self._take(task, request.image_id, answer))
        task.failed.connect(lambda error: self._give_up(task, error))
        self._tasks.add(task)
        task.start()

    def forget_waiting(self) -> None:
        """Gives up the heat maps that are not there yet."""
        for task in list(self._tasks):
            task.cancel()

    def _take(self, task: ExplainTask, image_id: str, answer: dict[str, Any]) -> None:
        self._tasks.discard(task)
        image = QgsProject.instance().mapLayer(image_id)
        if image is None:
            return
        try:
            publish_heat_map(answer["heatmap"], image, QgsProject.instance())
        except InputError as error:
            self._messages.failure(error)
            return
        self._messages.done(" ".join([explanation(answer), *answer["warnings"]]))

    def _give_up(self, task: ExplainTask, error: Exception) -> None:
        self._tasks.discard(task)
        if not isinstance(error, CancelledError):
            self._messages.failure(error)


def explanation(result: dict[str, Any]) -> str:
    """The line that tells what a heat map shows.

    Args:
        result: what the engine's `explain` job returned.
    """
    if result["found"]:
        text = QCoreApplication.translate(
            "Explainer",
            "Shown this place in the middle, the model gives it {percent} %: the heat map shows which ground speaks "
            "for this landslide.",
        )
    else:
        text = QCoreApplication.translate(
            "Explainer",
            "Shown this place in the middle, the model sees no landslide there ({percent} %; a detection, which looks "
            "in tiles that lie otherwise, may): the heat map shows which ground speaks for one all the same.",
        )
    return text.format(percent=number(100 * result["probability"]))
