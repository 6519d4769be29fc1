"""The wizard's second page: which model is trained, and what it will be called."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QRadioButton, QSpinBox, QWidget

from ...common.errors import InputError
from ...common.training_choices import NETWORKS
from ...common.zoo import list_models
from ..model_chooser import summary
from .choices import ModelChoice, free_title, is_taken
from .page import TrainingPage


class ModelPage(TrainingPage):
    """Offers the models to start from, and the networks to begin anew with.

    Args:
        start_from: name of the model that is proposed.
    """

    def __init__(self, start_from: str = "default", parent: Optional[QWidget] = None) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("Which model"))
        self.setSubTitle(
            self.tr("A model that knows landslides already needs few labels of yours; one from scratch needs hundreds.")
        )
        self.fineTuneRadio = QRadioButton(self.tr("Go on from a model"), self)
        self.scratchRadio = QRadioButton(self.tr("Train a new network from scratch"), self)
        self.modelCombo, self.networkCombo, self.widthSpin = QComboBox(self), QComboBox(self), QSpinBox(self)
        self.modelNote, self.titleEdit = QLabel(self), QLineEdit(self)
        self.modelNote.setWordWrap(True)
        self._lay_out()
        for entry in list_models()[0]:
            self.modelCombo.addItem(entry.card.title or entry.card.name, entry.card)
            if entry.card.name == start_from:
                self.modelCombo.setCurrentIndex(self.modelCombo.count() - 1)
        for name, network in NETWORKS.items():
            self.networkCombo.addItem(network.title, name)
        self.widthSpin.setRange(4, 128)
        self.widthSpin.setToolTip(
            self.tr("Channels of the network's first level: twice as many take about four times as long")
        )
        self.fineTuneRadio.setEnabled(self.modelCombo.count() > 0)
        (self.fineTuneRadio if self.modelCombo.count() else self.scratchRadio).setChecked(True)
        self.fineTuneRadio.toggled.connect(self._show)
        self.modelCombo.currentIndexChanged.connect(self._show)
        self.networkCombo.currentIndexChanged.connect(self._show_network)
        self.titleEdit.textEdited.connect(lambda: self.tell(""))
        self._show_network()
        self._show()

    @property
    def is_fine_tuning(self) -> bool:
        """Whether a model is gone on from."""
        return self.fineTuneRadio.isChecked()

    def initializePage(self) -> None:
        """Proposes a title, of the first image."""
        subject = self.wizard().data_page.subject
        self.titleEdit.setText(free_title(self.tr("Landslides of {image}").format(image=subject)))

    def choice(self) -> ModelChoice:
        """What is chosen."""
        title = self.titleEdit.text().strip()
        if self.is_fine_tuning:
            return ModelChoice(title, start_from=self.modelCombo.currentData().name)
        width = self.widthSpin.value() if self.widthSpin.isEnabled() else None
        return ModelChoice(title, architecture=self.networkCombo.currentData(), width=width)

    def check(self) -> None:
        """See `TrainingPage`."""
        name = self.choice().name
        if not name:
            raise InputError(self.tr("The model needs a name with letters or digits."))
        if is_taken(name):
            raise InputError(self.tr("There is a model or a training of this name already: choose another name."))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.fineTuneRadio)
        form.addRow(self.tr("Model"), self.modelCombo)
        form.addRow("", self.modelNote)
        form.addRow(self.scratchRadio)
        form.addRow(self.tr("Network"), self.networkCombo)
        form.addRow(self.tr("Width"), self.widthSpin)
        form.addRow(self.tr("Name of the new model"), self.titleEdit)
        self.body.addLayout(form)
        self.body.addStretch(1)

    def _show(self) -> None:
        card = self.modelCombo.currentData()
        self.modelNote.setText(summary(card) if card is not None else "")
        for widget in (self.modelCombo, self.modelNote):
            widget.setEnabled(self.is_fine_tuning)
        self.networkCombo.setEnabled(not self.is_fine_tuning)
        self.widthSpin.setEnabled(not self.is_fine_tuning and self._width() is not None)

    def _show_network(self) -> None:
        width = self._width()
        if width is not None:
            self.widthSpin.setValue(width)
        self._show()

    def _width(self) -> Optional[int]:
        return NETWORKS[self.networkCombo.currentData()].width
