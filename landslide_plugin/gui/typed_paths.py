"""Paths as a person types them. QGIS and the engine each work in a folder that nobody sees: neither is meant."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject


def absolute(typed: str, folder: Path) -> Path:
    """The path that was meant.

    Args:
        typed: may begin with `~`.
        folder: what it is relative to, where it is not absolute.
    """
    try:
        path = Path(typed).expanduser()
    except RuntimeError:  # no such user: it is a name that begins with ~
        path = Path(typed)
    return folder / path


def project_folder() -> Path:
    """Where the project is; the person's own folder where it was never saved."""
    folder = QgsProject.instance().absolutePath()
    return Path(folder) if folder else Path.home()
