"""Where the plugin finds its own files and keeps the user's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HOME_VARIABLE = "LANDSLIDE_MAPPER_HOME"

_profile_home: Path | None = None


def plugin_root() -> Path:
    """The folder that holds `metadata.txt`: the repository, or the installed plugin."""
    return Path(__file__).resolve().parents[2]


def shipped_weights() -> Path:
    """The folder of the model files that come with the plugin."""
    return plugin_root() / "models" / "weights"


def user_home() -> Path:
    """The folder of the user's own models, logs and engine.

    The environment variable `LANDSLIDE_MAPPER_HOME` decides (the engine process gets it from QGIS); in QGIS it is a
    folder of the active profile; the bare command line uses the platform's folder for application data.
    """
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen)
    if _profile_home is not None:
        return _profile_home
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))
    return base / "landslide_mapper"


def use_profile_home(folder: Path) -> None:
    """Makes a folder of QGIS's active profile the user's home.

    Not through the environment variable: a QGIS that this one starts for another profile would inherit it.
    """
    global _profile_home
    _profile_home = folder


def user_models() -> Path:
    """The folder of imported and self-trained model files."""
    return user_home() / "models"


def plugin_version() -> str:
    """The version of the code that runs, written in `metadata.txt`, its only place."""
    return _VERSION


def _version_on_disk() -> str:
    for line in (plugin_root() / "metadata.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("version="):
            return line.split("=", 1)[1].strip()
    raise RuntimeError("metadata.txt names no version")


_VERSION = _version_on_disk()  # an upgrade in another window changes the file, and not the code that is loaded here
