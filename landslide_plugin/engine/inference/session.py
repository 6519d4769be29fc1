"""Models that stay ready between jobs, so that a click answers at once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import models
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.device import Device, choose_device, choose_precision
from landslide_plugin.engine.inference.detector import Detector


def ready_detector(model: str, device: str = "auto", precision: str = "auto") -> Detector:
    """The detector for a model on a device, made or kept from before.

    Args:
        model: name or file; device, precision: `auto` or a name.

    Raises:
        InputError: no such model or device; ModelFileError: the model file cannot be used.
    """
    chosen, _ = choose_device(device)
    file = find_model(model).file
    return _prepare(str(file.resolve()), file.stat().st_mtime_ns, chosen, choose_precision(precision, chosen))


@lru_cache(maxsize=2)
def _prepare(file: str, modified: int, device: Device, precision: str) -> Detector:  # noqa: ARG001 - part of the key
    network, card = models.load(Path(file))
    return Detector(network, card, device, precision)
