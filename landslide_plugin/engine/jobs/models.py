"""The `models` job: every model that can be used."""

from __future__ import annotations

from typing import Any

from landslide_plugin.common.zoo import list_models
from landslide_plugin.engine.job import JobContext


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:  # noqa: ARG001
    """Lists the usable models, and says of each unusable file why."""
    entries, complaints = list_models()
    return {"models": [entry.to_dict() for entry in entries], "complaints": complaints}
