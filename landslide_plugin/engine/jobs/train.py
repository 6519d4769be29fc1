"""The `train` job, and what is asked before it: `plan_training`, what will come of it, and `show_training`, a look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from landslide_plugin.common.parameters import ShowParameters, TrainParameters
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.plan import plan_training
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.showing import show_training


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any] | None:
    """Trains a model and writes its file.

    After each epoch it tells the event `epoch`: `epoch` (from 1) of `epochs`, `loss`, `validation_loss`, `iou`, `f1`,
    `learning_rate`, `best` (number of the best epoch so far) and `strip`, the path of a PNG with up to six validation
    places, a row each: image, truth (grey where unknown), prediction. It can be paused, resumed and finished.

    Args:
        params: `TrainParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        As `training.run.train`.
    """
    wishes = TrainParameters.from_dict(params)
    return train(Path(wishes.config), wishes.resume, wishes.device, context)


def plan(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Looks at configuration and data, and takes a few steps to see how long an epoch will be.

    Args:
        params: `TrainParameters` as a JSON object; `resume` means nothing here.
        context: hears of progress, stops the work.

    Returns:
        As `training.plan.plan_training`.
    """
    wishes = TrainParameters.from_dict(params)
    return plan_training(Path(wishes.config), wishes.device, context)


def show(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Draws some crops as the network would be shown them, and tells where the training would be validated.

    Args:
        params: `ShowParameters` as a JSON object.
        context: stops the work.

    Returns:
        As `training.showing.show_training`.
    """
    wishes = ShowParameters.from_dict(params)
    return show_training(Path(wishes.config), Path(wishes.picture), wishes.draw, context)
