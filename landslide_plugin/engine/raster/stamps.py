"""Whether files are still those that something kept was made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[int, int] | None
"""Time of the last change, ns, and size, bytes; None = no file here, as of names that GDAL alone understands."""


def stamps(files: Iterable[str]) -> tuple[Stamp, ...]:
    """Of each file, in order."""
    return tuple(map(_stamp, files))


def polygon_files(path: str | None) -> tuple[str, ...]:
    """Where an edit of a polygon file may be: a GeoPackage that is open keeps it beside itself for a while."""
    return () if path is None else (path, f"{path}-wal")


def _stamp(file: str) -> Stamp:
    try:
        seen = Path(file).stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size
