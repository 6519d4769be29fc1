"""Which models there are: shipped with the plugin, and the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError, ModelFileError
from .model_card import ModelCard, read_card
from .paths import shipped_weights, user_models


@dataclass(frozen=True)
class ZooEntry:
    """A usable model: its card and its file."""

    card: ModelCard
    file: Path

    def to_dict(self) -> dict[str, Any]:
        """The row that `ENGINE models --json` prints."""
        card = self.card
        return {
            "name": card.name,
            "title": card.title,
            "architecture": card.architecture,
            "bands": list(card.bands),
            "gsd_m": list(card.gsd_m),
            "threshold": card.threshold,
            "parameters": card.parameters,
            "metrics": card.metrics,
            "file": str(self.file),
        }


def list_models() -> tuple[list[ZooEntry], list[str]]:
    """Every usable model, shipped ones first and `default` at the top, and a sentence for each file that is not one."""
    entries: list[ZooEntry] = []
    complaints: list[str] = []
    for folder in (shipped_weights(), user_models()):
        for file in sorted(folder.glob("*.safetensors")):
            try:
                entries.append(ZooEntry(read_card(file), file))
            except ModelFileError as error:
                complaints.append(str(error))
    entries.sort(key=lambda entry: entry.card.name != "default")
    return entries, complaints


def find_model(name_or_file: str) -> ZooEntry:
    """The model of that name, or in that file.

    Raises:
        InputError: no such model; ModelFileError: the file cannot be used.
    """
    if name_or_file.endswith(".safetensors"):
        return ZooEntry(read_card(name_or_file), Path(name_or_file))
    entries, _ = list_models()
    for entry in entries:
        if entry.card.name == name_or_file:
            return entry
    names = ", ".join(entry.card.name for entry in entries) or "none"
    raise InputError(f"There is no model named '{name_or_file}'; installed are: {names}.")
