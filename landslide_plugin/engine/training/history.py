"""What each epoch brought: kept in the checkpoint, written as a table beside the model."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class EpochRecord:
    """One epoch.

    Args:
        epoch: counted from 1.
        loss: mean over the steps.
        validation_loss, iou, f1: of the averaged weights on all validation data together; at the configuration's
            threshold, or the one with the best F1.
        learning_rate: at the end of the epoch.
    """

    epoch: int
    loss: float
    validation_loss: float
    iou: float
    f1: float
    learning_rate: float


@dataclass
class History:
    """All epochs so far."""

    epochs: list[EpochRecord] = field(default_factory=list)

    @property
    def best(self) -> int:
        """Number of the epoch with the highest IoU, the last of equals; 0 before the first."""
        return max(self.epochs, key=lambda one: (one.iou, one.epoch)).epoch if self.epochs else 0

    def to_state(self) -> list[dict[str, Any]]:
        """For the checkpoint."""
        return [asdict(one) for one in self.epochs]

    @classmethod
    def from_state(cls, state: list[dict[str, Any]]) -> History:
        """From the checkpoint."""
        return cls([EpochRecord(**one) for one in state])

    def write(self, file: Path) -> None:
        """Writes the table anew: a training that was resumed has each of its epochs once."""
        unfinished = file.with_name(file.name + ".unfinished")
        with unfinished.open("w", newline="", encoding="utf-8") as table:
            writer = csv.DictWriter(table, [item.name for item in fields(EpochRecord)])
            writer.writeheader()
            writer.writerows(self.to_state())
        unfinished.replace(file)
