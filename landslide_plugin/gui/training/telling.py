"""A training in words."""

from __future__ import annotations

from html import escape
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication

from .. import wording
from ..wording import number
from .training import Training

_METRICS = ("iou", "f1", "precision", "recall")


def state_of(training: Training) -> str:
    """How far it is, on one line."""
    if training.result is not None:
        result = training.result
        text = QCoreApplication.translate("Training", "Done: {epochs} epochs in {time}, the best was epoch {best}.")
        return text.format(
            epochs=number(result["epochs"]), time=wording.duration(result["seconds"]), best=number(result["best_epoch"])
        )
    if training.error is not None:
        text = QCoreApplication.translate("Training", "It was ended after {epochs} epochs.")
        return text.format(epochs=number(len(training.epochs)))
    if training.cancelling:
        return QCoreApplication.translate("Training", "Cancelling…")
    if training.finishing:
        return QCoreApplication.translate("Training", "Measuring the best epoch…")
    progress = training.progress
    parts = [progress.message or QCoreApplication.translate("Training", "Starting…")]
    if training.paused:
        parts.append(QCoreApplication.translate("Training", "paused"))
    elif progress.seconds_left is not None:
        parts.append(
            QCoreApplication.translate("Training", "{time} left").format(time=wording.duration(progress.seconds_left))
        )
    return " · ".join(parts)


def outcome_of(result: dict[str, Any]) -> str:
    """What came of it, as HTML: metrics before and after on the same ground, and the threshold."""
    after = next(iter(result["metrics"].values()))
    before = next(iter(result["before"].values())) if result["before"] else None
    heads = [
        QCoreApplication.translate("Training", "On the ground held back"),
        "IoU",
        "F1",
        QCoreApplication.translate("Training", "Precision"),
        QCoreApplication.translate("Training", "Recall"),
    ]
    rows = [] if before is None else [(QCoreApplication.translate("Training", "Before"), before)]
    rows.append((QCoreApplication.translate("Training", "After"), after))
    table = "<tr>" + "".join(f"<th align='left'>{escape(head)}</th>" for head in heads) + "</tr>"
    for title, values in rows:
        cells = "".join(f"<td>{_written(values[name])}</td>" for name in _METRICS)
        table += f"<tr><td>{escape(title)}</td>{cells}</tr>"
    notes = [
        QCoreApplication.translate(
            "Training", "Ground counts as landslide from a probability of {threshold} on."
        ).format(threshold=number(result["threshold"], 2))
    ]
    if not after.get("reliable", True):
        notes.append(
            QCoreApplication.translate(
                "Training",
                "Too few landslides, or no ground without them, were held back for these figures to be reliable.",
            )
        )
    if result["stopped"]:
        notes.append(result["stopped"])
    return f"<table cellpadding='2' cellspacing='6'>{table}</table><p>{'<br>'.join(escape(note) for note in notes)}</p>"


def success_of(title: str, result: dict[str, Any]) -> str:
    """The same in one sentence, for the message bar."""
    after = next(iter(result["metrics"].values()))["iou"]
    if not result["before"]:
        text = QCoreApplication.translate(
            "Training", "The model '{title}' is trained: IoU {after} on ground held back."
        )
        return text.format(title=title, after=_written(after))
    text = QCoreApplication.translate(
        "Training", "The model '{title}' is trained: IoU {after} on ground held back, {before} before."
    )
    before = next(iter(result["before"].values()))["iou"]
    return text.format(title=title, after=_written(after), before=_written(before))


def _written(value: Any) -> str:
    return "–" if value is None else number(value, 2)  # noqa: RUF001 - a dash where there is no number
