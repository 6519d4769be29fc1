"""Completes a configuration by the preset that it names.

A configuration names one with `preset = "..."`; what the configuration says itself comes before it.
"""

from __future__ import annotations

from typing import Any

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.presets import PRESETS


def with_preset(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a configuration, completed by those of the preset that it names.

    Raises:
        InputError: no preset of that name.
    """
    name = values.get("preset")
    if name is None:
        return values
    if name not in PRESETS:
        raise InputError(f"There is no preset named '{name}'; known are {', '.join(PRESETS)}.")
    preset, own = PRESETS[name], {key: value for key, value in values.items() if key != "preset"}
    if own.get("architecture", preset.get("architecture")) != preset.get("architecture"):
        preset = {key: value for key, value in preset.items() if key != "arguments"}
    return {**preset, **own}
