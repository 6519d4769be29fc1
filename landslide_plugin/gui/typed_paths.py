"""Paths as a person types them. QGIS and the engine each work in a folder that nobody sees: neither is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

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


def saved_folder() -> Optional[Path]:
    """Where the project is, or is at home; None where it was never saved, or to no folder, as to a database."""
    home = QgsProject.instance().homePath()  # also of a project in a GeoPackage, which has no other path
    return Path(home).absolute() if home and Path(home).is_dir() else None


def project_folder() -> Path:
    """Where the project is; the person's own folder where it is nowhere."""
    return saved_folder() or Path.home()
