"""Finds the interpreter that runs the engine."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ..common.paths import plugin_root, user_home
from .managed import ManagedEnvironment
from .status import EngineStatus

ENGINE_VARIABLE = "LANDSLIDE_MAPPER_ENGINE"


def managed_folder(
    home: Path | None = None, platform: str = sys.platform, variables: Mapping[str, str] = os.environ
) -> Path:
    """Where the plugin makes its own environment: in the user's folder, and on Windows, where that is too long, apart.

    Args:
        home: the user's folder of the plugin; None = as `user_home()`.
        platform: as `sys.platform`.
        variables: of the environment.
    """
    home = home or user_home()
    if platform != "win32":
        return home / "engine"
    local = variables.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    profile = hashlib.sha256(str(home).lower().encode()).hexdigest()[:6]  # each profile has an engine of its own
    return Path(local) / "LandslideMapper" / profile


def find_engine(chosen: Path | None = None, home: Path | None = None) -> EngineStatus:
    """The engine to use: chosen in the settings, named by a variable, managed, or a checkout's, in this order.

    No process is started: an interpreter that is there is taken to be complete until a check says otherwise.

    Args:
        chosen: the interpreter that the person chose.
        home: the user's folder of the plugin; None = as `user_home()`.
    """
    variable = os.environ.get(ENGINE_VARIABLE)
    if chosen is not None:
        return _interpreter(chosen, "chosen in the settings")
    if variable:
        return _interpreter(Path(variable), f"named by {ENGINE_VARIABLE}")
    managed = ManagedEnvironment(managed_folder(home)).status()
    of_checkout = ManagedEnvironment(plugin_root() / ".venv" / "engine").python
    if not managed.ready and of_checkout.is_file():
        return _interpreter(of_checkout, "of this checkout")
    return managed


def _interpreter(python: Path, origin: str) -> EngineStatus:
    if not python.is_file():
        return EngineStatus(False, f"The engine's Python {python}, {origin}, does not exist; set up the engine again.")
    return EngineStatus(True, f"The engine runs with {python}, {origin}.", python)
