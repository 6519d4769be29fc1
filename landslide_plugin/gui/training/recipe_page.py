"""The wizard's third page: how it is trained."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QSpinBox, QWidget

from ...common.errors import InputError
from ...common.presets import PRESETS
from ...common.training_choices import LOSSES, OPTIMISERS
from ..wording import number
from .choices import FINE_TUNING, FROM_SCRATCH, Recipe, recipe_of
from .page import TrainingPage


class RecipePage(TrainingPage):
    """Offers the presets, and their parts under 'Advanced'."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("How to train"))
        self.setSubTitle(self.tr("The proposed recipe is a good start; it ends by itself when nothing gets better."))
        self._proposed = ""
        self.presetCombo, self.presetNote = QComboBox(self), QLabel(self)
        self.presetNote.setWordWrap(True)
        self.lossCombo, self.optimiserCombo = QComboBox(self), QComboBox(self)
        self.rateSpin, self.epochsSpin, self.cropSpin = QDoubleSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.batchSpin, self.shareSpin = QSpinBox(self), QSpinBox(self)
        self.advancedGroup = QgsCollapsibleGroupBox(self.tr("Advanced"), self)
        self._dress()
        self._lay_out()
        self.presetCombo.currentIndexChanged.connect(self._show_preset)
        self._show_preset()

    def initializePage(self) -> None:
        """Proposes a recipe for the kind of model that was chosen, unless one was chosen for it already."""
        proposed = FINE_TUNING if self.wizard().model_page.is_fine_tuning else FROM_SCRATCH
        if proposed != self._proposed:
            self._proposed = proposed
            self.presetCombo.setCurrentIndex(self.presetCombo.findData(proposed))

    def cleanupPage(self) -> None:
        """Going back forgets nothing."""

    def recipe(self) -> Recipe:
        """What is chosen."""
        return Recipe(
            preset=self.presetCombo.currentData(),
            loss=self.lossCombo.currentData(),
            optimiser=self.optimiserCombo.currentData(),
            learning_rate=self.rateSpin.value(),
            epochs=self.epochsSpin.value(),
            crop=self.cropSpin.value(),
            batch_size=self.batchSpin.value(),
            validation_share=self.shareSpin.value() / 100,
        )

    def check(self) -> None:
        """See `TrainingPage`."""
        if self.rateSpin.value() <= 0:
            raise InputError(self.tr("The learning rate must be above 0."))

    def _dress(self) -> None:
        for name, title in self._presets().items():
            self.presetCombo.addItem(title, name)
        losses = {
            "bce+dice": self.tr("Cross-entropy + Dice"),
            "bce": self.tr("Cross-entropy"),
            "wce": self.tr("Weighted cross-entropy"),
            "focal": self.tr("Focal"),
            "dice": self.tr("Dice"),
        }
        for name in LOSSES:
            self.lossCombo.addItem(losses[name], name)
        for name, title in zip(OPTIMISERS, ("AdamW", "Adam", "SGD")):
            self.optimiserCombo.addItem(title, name)
        self.rateSpin.setDecimals(6)
        self.rateSpin.setRange(0, 1)
        self.rateSpin.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.epochsSpin.setMaximum(10_000)
        self.cropSpin.setRange(32, 1024)
        self.cropSpin.setSingleStep(32)
        self.cropSpin.setSuffix(self.tr(" pixels"))
        self.cropSpin.setToolTip(self.tr("Side of the pieces of the image that are shown to the network"))
        self.batchSpin.setRange(1, 256)
        self.batchSpin.setToolTip(self.tr("How many pieces are learned from at a time"))
        self.shareSpin.setRange(1, 90)
        self.shareSpin.setSuffix(" %")
        self.shareSpin.setToolTip(
            self.tr("Share of the labelled ground, in square blocks, that is never learned from and only measured on")
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Recipe"), self.presetCombo)
        form.addRow("", self.presetNote)
        advanced = QFormLayout(self.advancedGroup)
        for title, widget in (
            (self.tr("Loss"), self.lossCombo),
            (self.tr("Optimiser"), self.optimiserCombo),
            (self.tr("Learning rate"), self.rateSpin),
            (self.tr("Epochs"), self.epochsSpin),
            (self.tr("Crop size"), self.cropSpin),
            (self.tr("Batch size"), self.batchSpin),
            (self.tr("Held back to validate"), self.shareSpin),
        ):
            advanced.addRow(title, widget)
        self.advancedGroup.setCollapsed(True)
        self.body.addLayout(form)
        self.body.addWidget(self.advancedGroup)
        self.body.addStretch(1)

    def _presets(self) -> dict[str, str]:
        return {
            "fine-tune": self.tr("Fine-tune"),
            "fast": self.tr("Fast, from scratch"),
            "best": self.tr("Thorough, from scratch"),
            "da-u-net-paper": self.tr("As in the DA-U-Net paper"),
            "l-net-paper": self.tr("As in the L-Net paper"),
            "unet-plus-plus-paper": self.tr("As in the U-Net++ paper"),
        }

    def _show_preset(self) -> None:
        name = self.presetCombo.currentData()
        recipe = recipe_of(name)
        self.lossCombo.setCurrentIndex(self.lossCombo.findData(recipe.loss))
        self.optimiserCombo.setCurrentIndex(self.optimiserCombo.findData(recipe.optimiser))
        self.rateSpin.setValue(recipe.learning_rate)
        steps = PRESETS[name].get("iterations", 0)
        self.epochsSpin.setMinimum(0 if steps else 1)
        self.epochsSpin.setSpecialValueText(self.tr("{count} steps").format(count=number(steps)) if steps else "")
        self.epochsSpin.setValue(recipe.epochs)
        self.cropSpin.setValue(recipe.crop)
        self.batchSpin.setValue(recipe.batch_size)
        self.shareSpin.setValue(round(100 * recipe.validation_share))
        notes = {
            "fine-tune": self.tr("Small steps for a model that knows landslides; ends after 5 epochs without a gain."),
            "fast": self.tr("A first look, on a CPU too."),
            "best": self.tr("Small pieces first, then larger ones, and more looks at false alarms; hours on a CPU."),
        }
        paper = self.tr("The paper's own settings, made for its network and its data; wants a graphics card.")
        self.presetNote.setText(notes.get(name, paper))
