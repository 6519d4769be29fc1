"""The wizard's third page: how it is trained."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.gui import QgsCollapsibleGroupBox, QgsMapCanvas, QgsScrollArea
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...common.errors import InputError
from ...common.presets import PRESETS
from ...common.training_choices import AUGMENTATIONS, LOSS_PARAMETERS, LOSSES, OPTIMISERS, SCHEDULES
from ..wording import number
from .choices import FINE_TUNING, FROM_SCRATCH, Recipe, recipe_of, usual_parameter
from .page import TrainingPage
from .preview import Preview
from .validation_chooser import ValidationChooser


class RecipePage(TrainingPage):
    """Offers the presets, and their parts under 'Advanced'; shows what the network will be shown.

    Args:
        canvas: the map, on which the ground to validate on is drawn and shown.
        write: writes the training as it stands to a file, for the preview.
    """

    def __init__(self, canvas: QgsMapCanvas, write: Callable[[Path], None], parent: Optional[QWidget] = None) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("How to train"))
        self.setSubTitle(self.tr("The proposed recipe is a good start; it ends by itself when nothing gets better."))
        self._proposed = ""
        self.presetCombo, self.presetNote = QComboBox(self), QLabel(self)
        self.presetNote.setWordWrap(True)
        self.lossCombo, self.optimiserCombo, self.scheduleCombo = QComboBox(self), QComboBox(self), QComboBox(self)
        self.parameterSpin, self.parameterLabel = QDoubleSpinBox(self), QLabel(self)
        self.rateSpin, self.epochsSpin, self.cropSpin = QDoubleSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.batchSpin, self.frozenSpin, self.hardSpin = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.advancedGroup = QgsCollapsibleGroupBox(self.tr("Advanced"), self)
        self.validation = ValidationChooser(canvas, self)
        self.changeBoxes: dict[str, QCheckBox] = {}
        # What shows which field of a recipe.
        self._combos = {"loss": self.lossCombo, "optimiser": self.optimiserCombo, "schedule": self.scheduleCombo}
        self._spins = {
            "learning_rate": self.rateSpin, "epochs": self.epochsSpin, "crop": self.cropSpin,
            "batch_size": self.batchSpin, "freeze_encoder_epochs": self.frozenSpin,
        }  # fmt: skip
        self._percents = {"hard_mining": self.hardSpin, "validation_share": self.validation.shareSpin}
        self.preview = Preview(write, self)
        self._dress()
        self._lay_out()
        self.presetCombo.currentIndexChanged.connect(self._show_preset)
        self.lossCombo.currentIndexChanged.connect(self._show_loss)
        self._show_preset()
        self._connect_preview()

    def initializePage(self) -> None:
        """Proposes a recipe for the kind of model that was chosen, unless one was chosen for it already."""
        proposed = FINE_TUNING if self.wizard().model_page.is_fine_tuning else FROM_SCRATCH
        if proposed != self._proposed:
            self._proposed = proposed
            self.presetCombo.setCurrentIndex(self.presetCombo.findData(proposed))
        self.preview.refresh()

    def cleanupPage(self) -> None:
        """Going back forgets nothing."""
        self.preview.rest()

    def recipe(self) -> Recipe:
        """What is chosen."""
        parameter = self.parameterSpin.value() if self.lossCombo.currentData() in LOSS_PARAMETERS else None
        return Recipe(
            preset=self.presetCombo.currentData(),
            loss_parameter=parameter,
            augmentations=[name for name, box in self.changeBoxes.items() if box.isChecked()],
            **{key: combo.currentData() for key, combo in self._combos.items()},
            **{key: spin.value() for key, spin in self._spins.items()},
            **{key: spin.value() / 100 for key, spin in self._percents.items()},
        )

    def check(self) -> None:
        """See `TrainingPage`."""
        if self.rateSpin.value() <= 0:
            raise InputError(self.tr("The learning rate must be above 0."))
        self.validation.areas()
        self.preview.rest()

    def close_down(self) -> None:
        """Takes everything off the map and gives up what was asked for."""
        self.preview.close_down()
        self.validation.close_down()

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
        schedules = {
            "one-cycle": self.tr("Up, then down to nothing"),
            "cosine": self.tr("Down along a cosine"),
            "plateau": self.tr("A tenth on each plateau"),
            "constant": self.tr("Constant"),
        }
        for name in SCHEDULES:
            self.scheduleCombo.addItem(schedules[name], name)
        for combo in (self.presetCombo, self.lossCombo, self.optimiserCombo, self.scheduleCombo):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
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
        self.hardSpin.setMaximum(90)
        self.hardSpin.setSuffix(" %")
        self.hardSpin.setSpecialValueText(self.tr("No"))
        self.hardSpin.setToolTip(
            self.tr("Share of the landslide-free pieces that is drawn from those with the most false alarms so far")
        )
        self.frozenSpin.setMaximum(1000)
        self.frozenSpin.setSuffix(self.tr(" epochs"))
        self.frozenSpin.setSpecialValueText(self.tr("Never"))
        self.frozenSpin.setToolTip(
            self.tr("For so many epochs the part of the network that reads the image stays as it is")
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Recipe"), self.presetCombo)
        form.addRow("", self.presetNote)
        advanced = QFormLayout(self.advancedGroup)
        advanced.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        advanced.addRow(self.tr("Loss"), self.lossCombo)
        advanced.addRow(self.parameterLabel, self.parameterSpin)
        for title, widget in (
            (self.tr("Optimiser"), self.optimiserCombo),
            (self.tr("Learning rate"), self.rateSpin),
            (self.tr("Schedule"), self.scheduleCombo),
            (self.tr("Epochs"), self.epochsSpin),
            (self.tr("Crop size"), self.cropSpin),
            (self.tr("Batch size"), self.batchSpin),
            (self.tr("Encoder frozen"), self.frozenSpin),
            (self.tr("Repeat false alarms"), self.hardSpin),
        ):
            advanced.addRow(title, widget)
        self.advancedGroup.setCollapsed(True)
        choices = QWidget(self)
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.validation)
        column.addWidget(self.advancedGroup)
        column.addStretch(1)
        scroll = QgsScrollArea(self)
        scroll.setWidget(choices)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        columns = QHBoxLayout()
        columns.addWidget(scroll, 1)
        columns.addWidget(self._changes(), 1)
        self.body.addLayout(columns, 1)

    def _changes(self) -> QWidget:
        """The random changes, and the pieces that come of them."""
        titles = {
            "rotate": self.tr("Turn by any angle"),
            "rotate90": self.tr("Quarter turns"),
            "flip": self.tr("Mirror"),
            "colour": self.tr("Light and colour"),
            "exposure": self.tr("Darker"),
            "shadow": self.tr("Shadows"),
            "blur": self.tr("Blur"),
            "haze": self.tr("Haze"),
            "noise": self.tr("Noise"),
            "jpeg": self.tr("JPEG compression"),
            "paste": self.tr("Pasted pieces"),
        }
        group = QGroupBox(self.tr("Random changes of what is shown"), self)
        column, boxes = QVBoxLayout(group), QGridLayout()
        for place, name in enumerate(AUGMENTATIONS):
            self.changeBoxes[name] = QCheckBox(titles[name], group)
            boxes.addWidget(self.changeBoxes[name], place % 4, place // 4)
        column.addLayout(boxes)
        column.addWidget(self.preview, 1)
        return group

    def _connect_preview(self) -> None:
        """Whatever changes the pieces or the ground to validate on is drawn anew."""
        for box in self.changeBoxes.values():
            box.toggled.connect(lambda _: self.preview.refresh())
        self.presetCombo.currentIndexChanged.connect(self.preview.refresh)
        self.cropSpin.valueChanged.connect(lambda _: self.preview.refresh())
        self.validation.changed.connect(self.preview.refresh)
        self.preview.validation_told.connect(self.validation.take_validation)

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
        steps = PRESETS[name].get("iterations", 0)
        self.epochsSpin.setMinimum(0 if steps else 1)
        self.epochsSpin.setSpecialValueText(self.tr("{count} steps").format(count=number(steps)) if steps else "")
        for key, combo in self._combos.items():
            combo.setCurrentIndex(combo.findData(getattr(recipe, key)))
        for key, spin in self._spins.items():
            spin.setValue(getattr(recipe, key))
        for key, spin in self._percents.items():
            spin.setValue(round(100 * getattr(recipe, key)))
        self._show_loss()
        for change, box in self.changeBoxes.items():
            box.setChecked(change in recipe.augmentations)
        notes = {
            "fine-tune": self.tr("Small steps for a model that knows landslides; ends after 5 epochs without a gain."),
            "fast": self.tr("A first look, on a CPU too."),
            "best": self.tr("Small pieces first, then larger ones, and more looks at false alarms; hours on a CPU."),
        }
        paper = self.tr("The paper's own settings, made for its network and its data; wants a graphics card.")
        self.presetNote.setText(notes.get(name, paper))

    def _show_loss(self) -> None:
        """The parameter of the chosen loss, where it has one."""
        loss = self.lossCombo.currentData()
        kind = LOSS_PARAMETERS[loss][0] if loss in LOSS_PARAMETERS else None
        titles = {
            "smooth": self.tr("Smoothing of Dice"),
            "weights": self.tr("Weight of landslide"),
            "gamma": self.tr("Focus (gamma)"),
        }
        self.parameterLabel.setText(titles.get(kind, ""))
        for widget in (self.parameterLabel, self.parameterSpin):
            widget.setVisible(kind is not None)
        self.parameterSpin.setRange(0.01 if kind == "smooth" else 0, 10 if kind == "gamma" else 1000)
        self.parameterSpin.setSpecialValueText(self.tr("From the data") if kind == "weights" else "")
        self.parameterSpin.setValue(usual_parameter(loss) or 0)
