"""The tables of docs/models.md, from the cards of the shipped models, so that the page says what the files say.

    .venv/engine/bin/python tools/model_tables.py

What stands between the two marks is written anew, the rest of the page stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.common.model_card import ModelCard, read_card

ROOT = Path(__file__).resolve().parents[1]
PAGE, WEIGHTS = ROOT / "docs" / "models.md", ROOT / "models" / "weights"
BEGIN, END = "<!-- written by tools/model_tables.py -->", "<!-- end of what is written -->"
FIGURES = {"precision": 2, "recall": 2, "f1": 3, "iou": 3, "miou": 3, "auc": 3, "calibration_error": 3}


def shipped() -> list[tuple[ModelCard, Path]]:
    """Cards and files, `default` first."""
    files = sorted(WEIGHTS.glob("*.safetensors"), key=lambda file: (file.stem != "default", file.stem))
    return [(read_card(file), file) for file in files]


def zoo_rows() -> Iterator[str]:
    """One row for each model."""
    yield "| name | network | weights | file | reads | threshold |"
    yield "|---|---|---:|---:|---|---:|"
    for card, file in shipped():
        size, (finest, coarsest) = file.stat().st_size / 1e6, card.gsd_m
        yield (
            f"| `{card.name}` | {card.title} | {card.parameters / 1e6:.2f} M | {size:.1f} MB | {finest:g} to "
            f"{coarsest:g} m | {card.threshold:g} |"
        )


def figure_rows() -> Iterator[str]:
    """One row for each model and validation set; where there is nothing to find, only false alarms count."""
    yield "| set | model | precision | recall | F1 | IoU | mIoU | AUC | calibration error | called landslide |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    cards = [card for card, _ in shipped()]
    for name in cards[0].metrics:
        for card in cards:
            found = card.metrics[name]
            empty = found["recall"] is None
            cells = [
                "" if found[key] is None or (empty and key != "calibration_error") else f"{found[key]:.{digits}f}"
                for key, digits in FIGURES.items()
            ]
            yield f"| {name} | `{card.name}` | {' | '.join(cells)} | {found['called_landslide']:.2%} |"


def written() -> str:
    """All that stands between the marks."""
    return "\n".join([*zoo_rows(), "", *figure_rows()])


def main() -> None:
    """Writes the tables."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{written()}\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    main()
