"""The `warm` job: gets a model ready before the first click needs it."""

from __future__ import annotations

from typing import Any

import numpy as np

from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.job import JobContext, Stopwatch


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Loads the model and runs it once on an empty tile.

    Args:
        params: `model`, `device`, `precision` as in `DetectParameters`, all optional.
        context: stops the work between loading and running.
    """
    watch = Stopwatch()
    detector = ready_detector(
        params.get("model", "default"), params.get("device", "auto"), params.get("precision", "auto")
    )
    context.check()
    side, bands = detector.card.tile_size, len(detector.card.bands)
    detector.probabilities(np.zeros((1, bands, side, side), np.float32), np.ones((1, side, side), bool))
    return {"seconds": round(watch.seconds, 3), "device": detector.device.id, "precision": detector.precision}
