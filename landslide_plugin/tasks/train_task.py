"""A training, and the look at it beforehand, in the background."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal

from ..common.parameters import ShowParameters, TrainParameters
from ..worker.client import JobControl
from ..worker.protocol import Event
from ..worker.session import TRAINING, session
from .engine_task import EngineTask


class PlanTrainingTask(EngineTask):
    """The engine's `plan_training` job; its answer tells how long a training will be and what is odd about its data.

    Args:
        parameters: the training.
    """

    process = TRAINING

    def __init__(self, parameters: TrainParameters) -> None:
        title = QCoreApplication.translate("TrainTask", "Looking at the training data")
        super().__init__(title, "plan_training", parameters.to_dict(), quiet=True)


class ShowTrainingTask(EngineTask):
    """The engine's `show_training` job: a picture of what the network would be shown.

    Args:
        parameters: the training, and the picture to write.
    """

    process = TRAINING

    def __init__(self, parameters: ShowParameters) -> None:
        title = QCoreApplication.translate("TrainTask", "Drawing what the network is shown")
        super().__init__(title, "show_training", parameters.to_dict(), quiet=True)


class TrainTask(EngineTask):
    """The engine's `train` job, in a process of its own; its answer names the model's file and its metrics.

    Args:
        parameters: the training.
        title: of the model, for QGIS's task list.
    """

    process = TRAINING
    epoch_ended = pyqtSignal(dict)
    """What an epoch brought, on the main thread: the content of the engine's event `epoch`."""

    def __init__(self, parameters: TrainParameters, title: str) -> None:
        text = QCoreApplication.translate("TrainTask", "Training the landslide model '{title}'").format(title=title)
        super().__init__(text, "train", parameters.to_dict())
        self.control = JobControl()
        """Pauses it, lets it go on, or ends it with the best epoch so far."""

    def work(self) -> dict[str, Any]:
        """Waits for the engine."""
        return session().call(
            self._method, self._params, self._report, self.isCanceled, self._tell, self.control, self.process
        )

    def _tell(self, event: Event) -> None:
        if event.name == "epoch":
            self.epoch_ended.emit(event.content)
