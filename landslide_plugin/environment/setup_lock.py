"""Lets one process at a time make or remove an engine: two QGIS windows of one profile share its folder."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ..common.errors import InputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HELD_ELSEWHERE = "Another QGIS window is setting up the engine: wait for it, or close it."
HELD_HERE = "The engine is being set up: wait until it is done."

_PATIENCE_SECONDS = 1.0  # `is_held_elsewhere` holds it for a moment
_held: set[Path] = set()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds an environment's folder; the system lets go of it when the process ends, however it ends.

    Args:
        folder: of the environment; the lock lies beside it.

    Raises:
        InputError: it is held already, or the lock cannot be written.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        file = _file(folder).open("ab")
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made ({error}); check its permissions.") from error
    with file:
        while not _take(file.fileno()):
            if time.monotonic() > end:
                raise InputError(HELD_ELSEWHERE)
            time.sleep(0.05)
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)


def is_held_here(folder: Path) -> bool:
    """Whether this process makes or removes the environment in a folder."""
    return folder in _held


def is_held_elsewhere(folder: Path) -> bool:
    """Whether another process makes or removes the environment in a folder."""
    if is_held_here(folder):
        return False
    try:
        with _file(folder).open("r+b") as file:
            return not _take(file.fileno())
    except OSError:
        return False


def _file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _take(descriptor: int) -> bool:
    """Locks an open file until it is closed; a disk that knows no locks counts as free."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True
