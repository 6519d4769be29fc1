"""The engine's jobs by name. A job is imported when it is first asked for, so that the engine starts at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext

JOBS = {
    "doctor": "landslide_plugin.engine.jobs.doctor:run",
    "models": "landslide_plugin.engine.jobs.models:run",
    "inspect": "landslide_plugin.engine.jobs.inspect:run",
    "warm": "landslide_plugin.engine.jobs.warm:run",
    "detect": "landslide_plugin.engine.jobs.detect:run",
    "detect_many": "landslide_plugin.engine.jobs.detect_many:run",
    "click": "landslide_plugin.engine.jobs.click:run",
    "evaluate": "landslide_plugin.engine.jobs.evaluate:run",
    "explain": "landslide_plugin.engine.jobs.explain:run",
    "suggest": "landslide_plugin.engine.jobs.suggest:run",
    "export": "landslide_plugin.engine.jobs.export:run",
    "train": "landslide_plugin.engine.jobs.train:run",
    "plan_training": "landslide_plugin.engine.jobs.train:plan",
    "show_training": "landslide_plugin.engine.jobs.train:show",
    "export_chips": "landslide_plugin.engine.jobs.chips:run",
}


def run_job(method: str, params: dict[str, Any], context: JobContext) -> dict[str, Any] | None:
    """Runs one job to its end.

    Args:
        method: a key of `JOBS`.
        params: the job's parameters as a JSON object.
        context: hears of progress and says when to stop.

    Returns:
        The job's result, JSON-ready; None where another process of a team has it.

    Raises:
        InputError: what was given cannot be used; CancelledError: the person cancelled.
    """
    if method not in JOBS:
        raise InputError(f"The engine knows no job named '{method}'; it knows {', '.join(JOBS)}.")
    module, function = JOBS[method].split(":")
    return getattr(import_module(module), function)(params, context)
