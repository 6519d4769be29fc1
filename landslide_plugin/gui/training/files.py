"""The files of a training among the user's own models, and the trainings that were interrupted."""

from __future__ import annotations

import contextlib
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QLockFile

from ...common.errors import InputError
from ...common.paths import user_models

COLUMNS = ("epoch", "loss", "validation_loss", "iou", "f1", "learning_rate")
"""What is known of each epoch, as the engine writes and tells it."""
VALIDATION_ENDING = ".validation.gpkg"
"""The ground to validate on, where a person has drawn it."""
LABELS_ENDING = ".labels.gpkg"
"""Copies of the labels that are learned from, so that a training goes on with them whatever is drawn meanwhile."""
_ENDINGS = (".checkpoint", ".toml", ".history.csv", ".strip.png", VALIDATION_ENDING, LABELS_ENDING)


@dataclass(frozen=True)
class TrainingFiles:
    """A training's files, side by side.

    Args:
        model: where the model goes.
    """

    model: Path

    @property
    def name(self) -> str:
        """Of the model."""
        return self.model.stem

    @property
    def configuration(self) -> Path:
        """What the engine is told."""
        return self.model.with_suffix(".toml")

    @property
    def checkpoint(self) -> Path:
        """The state that it can be gone on from; gone when it is done."""
        return self.model.with_suffix(".checkpoint")

    @property
    def strip(self) -> Path:
        """The picture of validation places."""
        return self.model.with_suffix(".strip.png")

    @property
    def lock(self) -> QLockFile:
        """Held by whoever trains; a second QGIS of the same person sees the same files.

        QGIS that crashed holds nothing any more: Qt looks whether the process named in the file is alive.
        """
        lock = QLockFile(str(self.model.with_suffix(".lock")))
        lock.setStaleLockTime(0)  # a training takes longer than the half minute that Qt would wait
        return lock

    @property
    def is_under_way(self) -> bool:
        """Whether a QGIS, this one or another, trains it now."""
        lock = self.lock
        if not lock.tryLock(0):
            return lock.error() == QLockFile.LockError.LockFailedError
        lock.unlock()
        return False

    def epochs(self) -> list[dict[str, Any]]:
        """The epochs so far, each with `COLUMNS`; none where the table cannot be read."""
        try:
            with self.model.with_suffix(".history.csv").open(newline="", encoding="utf-8") as table:
                rows = [{name: float(row[name]) for name in COLUMNS} for row in csv.DictReader(table)]
        except (OSError, KeyError, ValueError):
            return []
        return [{**row, "epoch": int(row["epoch"])} for row in rows]

    def discard(self) -> None:
        """Removes what is no model, also what an engine that was killed was just writing."""
        for ending in (*_ENDINGS, *(f"{one}.unfinished" for one in ("", *_ENDINGS))):
            with contextlib.suppress(OSError):
                self.model.with_suffix(ending).unlink()


def interrupted_trainings() -> list[TrainingFiles]:
    """Trainings that were cancelled, or that a crash or a power cut ended, the latest first; none that is under way."""
    found = [TrainingFiles(file.with_suffix(".safetensors")) for file in user_models().glob("*.checkpoint")]
    usable = [files for files in found if files.configuration.exists() and not files.is_under_way]
    return sorted(usable, key=lambda files: files.checkpoint.stat().st_mtime, reverse=True)


def write_epochs(epochs: list[dict[str, Any]], file: Path) -> None:
    """Writes the epochs as a CSV table.

    Raises:
        InputError: it cannot be written there.
    """
    try:
        with file.open("w", newline="", encoding="utf-8") as table:
            writer = csv.DictWriter(table, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(epochs)
    except OSError as error:
        raise InputError(
            QCoreApplication.translate(
                "TrainingFiles", "{file} cannot be written ({reason}): choose another folder."
            ).format(file=file, reason=error.strerror)
        ) from error
