"""What the dock remembers from one QGIS to the next."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsSettings

_FOLDER = "landslide_mapper/dock"


def recall(name: str, default: Any) -> Any:
    """A remembered value, of the default's type."""
    return QgsSettings().value(f"{_FOLDER}/{name}", default, type=type(default))


def remember(name: str, value: Any) -> None:
    """Keeps a value under a name."""
    QgsSettings().setValue(f"{_FOLDER}/{name}", value)
