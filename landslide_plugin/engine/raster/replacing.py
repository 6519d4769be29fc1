"""Putting finished files in the place of earlier ones: all of them or none, and none that are not ours to replace."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from landslide_plugin.common.errors import InputError

_BESIDE = {
    "": (".aux.xml", ".ovr", ".msk"),
    ".gpkg": ("-wal", "-shm", "-journal"),
}
_INSTEAD = {
    ".shp": (
        ".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".idm", ".ind", ".sbn", ".sbx", ".fbn", ".fbx", ".ain", ".aih",
        ".atx", ".mxs", ".ixs", ".shp.xml",
    ),
}  # fmt: skip
"""Endings of side files, after a file's whole name or instead of its ending: they would speak of the old data."""


def refuse_targets(targets: Sequence[Path], record: Path, inputs: Iterable[str]) -> None:
    """Makes sure that results replace nothing but the results of an earlier run.

    Args:
        targets: files that are about to be written.
        record: the one of them that tells of a run.
        inputs: what the run reads; names that are no files are passed over.

    Raises:
        InputError: a target is an input, or a file that no record beside it tells of.
    """
    refuse_inputs(targets, inputs)
    there = [target for target in targets if target.exists()]
    if there and not _is_record(record):
        raise InputError(
            f"The results would replace {there[0]}, which is not known to come from an earlier detection (no "
            f"{record.name} tells of it): choose another folder, or move the file away."
        )


def refuse_inputs(targets: Sequence[Path], inputs: Iterable[str]) -> None:
    """Makes sure that nothing is replaced that is read, whichever way its path is written.

    Args:
        targets: files that are about to be written.
        inputs: what is read; names that are no files are passed over.

    Raises:
        InputError: a target is an input.
    """
    files = {_identity(target): target for target in targets if target.exists()}
    for path in inputs:
        with suppress(OSError, ValueError):
            if (replaced := files.get(_identity(Path(path)))) is not None:
                raise InputError(f"The results would replace {replaced}, which this run reads: choose another place.")


def refuse_open_geopackage(path: Path) -> None:
    """Makes sure that nobody edits a GeoPackage that is about to be replaced: the new one would get its journal.

    Raises:
        InputError: somebody does.
    """
    if path.exists() and any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal")):
        raise InputError(f"{path} is open in QGIS or another program: close it there, or choose another folder.")


def _identity(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_dev, state.st_ino


def _is_record(file: Path) -> bool:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and {"parameters", "model", "result"} <= content.keys()


def move_in(working: Path, folder: Path) -> None:
    """Moves all files of a folder into another one on the same disk; earlier ones of their names go, with side files.

    Args:
        working: the folder to be emptied.
        folder: where the files belong.

    Raises:
        OSError: one cannot be moved, such as one that is open elsewhere on Windows; everything is as it was before.
        InputError: so, and earlier files could not be moved back either; says where they are.
    """
    new = sorted(working.iterdir())
    old = [path for file in new for path in _with_side_files(folder / file.name) if path.is_file()]
    backup = Path(tempfile.mkdtemp(prefix=".replaced-", dir=folder)) if old else None
    steps = [(path, backup / path.name) for path in dict.fromkeys(old)] if backup is not None else []
    steps += [(path, folder / path.name) for path in new]
    begun: list[tuple[Path, Path]] = []
    try:
        for source, destination in steps:
            begun.append((source, destination))
            source.replace(destination)
    except BaseException:  # whatever it was, a cancel at the keyboard included
        _move_back(begun, backup)
        raise
    if backup is not None:
        shutil.rmtree(backup, ignore_errors=True)


def _with_side_files(path: Path) -> Iterator[Path]:
    yield path
    for ending in (*_BESIDE[""], *_BESIDE.get(path.suffix, ())):
        yield path.with_name(path.name + ending)
    for ending in _INSTEAD.get(path.suffix, ()):
        yield path.with_suffix(ending)


def _move_back(begun: Sequence[tuple[Path, Path]], backup: Path | None) -> None:
    for source, destination in reversed(begun):
        with suppress(OSError):
            if destination.exists() and not source.exists():
                destination.replace(source)
    if backup is None:
        return
    try:
        backup.rmdir()
    except OSError as error:
        raise InputError(
            f"The results could not be put in place and the earlier ones not back: these are in {backup}; move them "
            "to where they were when nothing has them open any more."
        ) from error
