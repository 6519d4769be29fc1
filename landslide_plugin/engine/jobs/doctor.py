"""The `doctor` job: what will run where, and why."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.device import available_devices, choose_device, choose_precision
from landslide_plugin.engine.job import JobContext

PACKAGES = (
    "torch",
    "torchvision",
    "rasterio",
    "segmentation-models-pytorch",
    "timm",
    "safetensors",
    "shapely",
    "numpy",
)


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:  # noqa: ARG001
    """Reports versions, devices, and the device that `auto` takes with the reason."""
    device, reason = choose_device("auto")
    return {
        "device": device.id,
        "precision": choose_precision("auto", device),
        "reason": reason,
        "devices": [item.to_dict() for item in available_devices()],
        "versions": {
            "plugin": plugin_version(),
            "python": platform.python_version(),
            **{package: version(package) for package in PACKAGES},
        },
    }
