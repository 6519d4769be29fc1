"""Writing files so that nothing half-written ever stands under its final name."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import InputError

_COMPANIONS = {
    ".shp": (
        ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".idm", ".ind", ".sbn", ".sbx", ".fbn", ".fbx", ".ain", ".aih",
        ".atx", ".mxs", ".ixs", ".shp.xml",
    ),
}  # fmt: skip
"""The other files of a data set, which would speak of the old data if they stayed."""


@contextmanager
def complete_or_nothing(target: Path) -> Iterator[Path]:
    """Gives a path to write to and moves what was written to the target when the block ends without an error.

    All files that were written beside that path come along; the target's old companions go. When a file cannot be
    moved, the old files are put back.

    Args:
        target: final path of the data set's main file.

    Raises:
        InputError: the folder takes no files, or an old file is in use.
    """
    try:
        working = Path(tempfile.mkdtemp(prefix=".landslides-", dir=target.parent))
    except OSError as error:
        raise InputError(
            QCoreApplication.translate(
                "Replacing", "Nothing can be written to the folder {folder} ({problem}): choose another folder."
            ).format(folder=target.parent, problem=error.strerror)
        ) from error
    try:
        (working / "new").mkdir()
        (working / "old").mkdir()
        yield working / "new" / target.name
        _swap(working, target)
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _swap(working: Path, target: Path) -> None:
    moved: list[tuple[Path, Path]] = []
    companions = (target.with_suffix(suffix) for suffix in _COMPANIONS.get(target.suffix, ()))
    old = [path for path in (target, *companions) if path.is_file()]
    steps = [(path, working / "old" / path.name) for path in old]
    # The main file comes last: whoever waits for it finds its companions there.
    new = sorted((working / "new").iterdir(), key=lambda path: path.name == target.name)
    steps += [(path, target.parent / path.name) for path in new]
    try:
        for source, destination in steps:
            source.replace(destination)
            moved.append((source, destination))
    except OSError as error:
        for source, destination in reversed(moved):
            destination.replace(source)
        raise InputError(
            QCoreApplication.translate(
                "Replacing", "{path} cannot be replaced ({problem}): close it where it is open, or choose another name."
            ).format(path=target, problem=error.strerror)
        ) from error
