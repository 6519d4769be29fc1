"""Checks an engine by starting it: do its packages load, and what does it run on?"""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from ..common.paths import plugin_root
from ..environment.status import EngineStatus
from .client import WorkerClient


def check_engine(python: Path, home: Path, log_file: Path, is_cancelled: Callable[[], bool]) -> EngineStatus:
    """Runs the engine's `doctor` in a process of its own, which ends with the check.

    Args:
        python: interpreter to check.
        home: folder of the user's own models.
        log_file: the engine's log.
        is_cancelled: asked ten times a second.

    Raises:
        LandslideMapperError: the engine does not start or is not complete; the message says why.
    """
    client = WorkerClient(str(python), plugin_root(), home, log_file)
    try:
        report = client.call("doctor", {}, is_cancelled=is_cancelled)
    finally:
        client.close()
    return EngineStatus(True, report["reason"], python, report["device"], report["versions"])
