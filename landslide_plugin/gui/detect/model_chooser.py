"""Which model: the installed ones, a line about the chosen one, and importing another from a file."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFileDialog, QLabel, QMessageBox, QToolButton

from ...common.errors import InputError
from ...common.model_card import ModelCard, read_card
from ...common.paths import shipped_weights, user_models
from ...common.zoo import list_models
from ..image.band_chooser import band_name
from ..messages import Messages
from ..wording import kept_together, model_title, number, short_number


class ModelChooser(QObject):
    """Controls the model's row of a page. Cards are read from the files' headers, so the engine need not run.

    Args:
        combo: combo that this fills with the models.
        add: button that imports a model from a file.
        note: line about the chosen model.
        messages: where to tell why a file was refused.
    """

    changed = pyqtSignal()

    def __init__(self, combo: QComboBox, add: QToolButton, note: QLabel, messages: Messages) -> None:
        super().__init__(combo)
        self._combo, self._note, self._messages = combo, note, messages
        self._complained: set[str] = set()
        combo.currentIndexChanged.connect(self._show_card)
        add.clicked.connect(self._ask_for_file)

    @property
    def card(self) -> Optional[ModelCard]:
        """The chosen model's card; None where no model is installed."""
        return self._combo.currentData()

    def refresh(self, chosen: str = "") -> None:
        """Lists the installed models anew.

        Args:
            chosen: name of the model to select; the present one stays where it is empty or not there.
        """
        chosen = chosen or (self.card.name if self.card else "")
        entries, complaints = list_models()
        self._combo.blockSignals(True)
        self._combo.clear()
        for entry in entries:
            self._combo.addItem(model_title(entry.card), entry.card)
            if entry.card.name == chosen:
                self._combo.setCurrentIndex(self._combo.count() - 1)
        self._combo.blockSignals(False)
        for complaint in complaints:
            if complaint not in self._complained:
                self._complained.add(complaint)
                self._messages.warn(complaint)
        self._show_card()

    def add_file(self, file: Path) -> None:
        """Copies a model file among the user's own models and selects it; asks before it replaces another one.

        Raises:
            InputError: the file is no model of this plugin, or it cannot be copied.
        """
        name = read_card(file).name
        if is_taken(name, file):
            question = self.tr("You have another model named '{name}'. Replace it by the one in {file}?")
            answer = QMessageBox.question(
                self._combo.window(), self.tr("Add a model"), question.format(name=name, file=file.name)
            )
            if answer != QMessageBox.StandardButton.Yes:
                return
        card = import_model(file)
        self.refresh(card.name)
        self._messages.done(self.tr("The model '{name}' was added.").format(name=card.name))

    def _ask_for_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self._combo.window(), self.tr("Add a model"), "", self.tr("Landslide models (*.safetensors)")
        )
        if not file:
            return
        try:
            self.add_file(Path(file))
        except InputError as error:
            self._messages.failure(error)

    def _show_card(self) -> None:
        card = self.card
        self._note.setText(summary(card) if card else self.tr("No model is installed: add one from a file."))
        self._note.setToolTip(details(card) if card else "")
        self.changed.emit()


def is_taken(name: str, file: Path) -> bool:
    """Whether another model than the one in a file has that name among the user's own ones."""
    target = user_models() / f"{name}.safetensors"
    return target.exists() and not filecmp.cmp(file, target, shallow=False)


def import_model(file: Path) -> ModelCard:
    """Copies a model file among the user's own models; an own model of the same name is replaced.

    Raises:
        InputError: the file is no model of this plugin, has the name of a shipped one, or cannot be copied.
    """
    card = read_card(file)
    target = user_models() / f"{card.name}.safetensors"
    if file.resolve() == target.resolve():
        return card
    if (
        card.name in {shipped.stem for shipped in shipped_weights().glob("*.safetensors")}
        or Path(card.name).name != card.name
    ):
        raise InputError(
            QCoreApplication.translate(
                "ModelChooser",
                "The model in {file} is named '{name}', which another model uses: ask for one of another name.",
            ).format(file=file.name, name=card.name)
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copied = shutil.copy2(file, folder)
            Path(copied).replace(target)
    except OSError as error:
        raise InputError(
            QCoreApplication.translate("ModelChooser", "{file} cannot be copied to {folder}: {reason}.").format(
                file=file.name, folder=target.parent, reason=error.strerror
            )
        ) from error
    return card


def summary(card: ModelCard) -> str:
    """The card on one line: bands, ground sample distances, accuracy."""
    parts = [
        ", ".join(band_name(band) for band in card.bands),
        QCoreApplication.translate("ModelChooser", "{low} to {high} m per pixel").format(
            low=short_number(card.gsd_m[0]), high=short_number(card.gsd_m[1])
        ),
    ]
    for measured in list(card.metrics.values())[:1]:
        parts += [
            f"{title} {number(measured[key], 2)}"
            for key, title in (("f1", "F1"), ("iou", "IoU"))
            if measured.get(key) is not None
        ]
    return " · ".join(kept_together(part) for part in parts)


def details(card: ModelCard) -> str:
    """The rest of the card, for a tooltip: every validation, training data, licence, limits."""
    lines = [card.title]
    for source, measured in card.metrics.items():
        if measured.get("recall", 0) is None:  # there are no landslides in it: all it can tell is how many are invented
            measured = {name: value for name, value in measured.items() if name == "called_landslide"}
        figures = [f"{name} {number(value, 3)}" for name, value in measured.items() if isinstance(value, float)]
        if not measured.get("reliable", True):
            figures.append(
                QCoreApplication.translate("ModelChooser", "measured on too few landslides or on no other ground")
            )
        lines.append(f"{source}: {', '.join(figures)}")
    lines += [text for text in (card.trained_on, card.licence, card.citation, card.caveat) if text]
    return "\n".join(lines)
