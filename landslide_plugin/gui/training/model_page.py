"""The wizard's second page: which model is trained, and what it will be called."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QRadioButton, QSpinBox, QWidget

from ...common.errors import InputError
from ...common.terrain import ASPECT, TERRAIN_BANDS, image_bands, terrain_bands
from ...common.training_choices import NETWORKS
from ...common.zoo import list_models
from ..detect.model_chooser import summary
from ..image.band_chooser import band_name
from ..wording import model_title
from .choices import ModelChoice, free_title, is_taken
from .page import TrainingPage

_TERRAINS = ((), ("elevation",), ("elevation", "slope"), ("elevation", "slope", *ASPECT), TERRAIN_BANDS)
_PROPOSED = ("elevation", "slope")
_COLOURS = ("red", "green", "blue")
_IMAGES = (_COLOURS, (*_COLOURS, "nir"))


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
        self.bandsCombo, self.terrainCombo = QComboBox(self), QComboBox(self)
        self.modelNote, self.titleEdit = QLabel(self), QLineEdit(self)
        self.modelNote.setWordWrap(True)
        self._proposed_title, self._proposed_terrain = "", -1
        self._lay_out()
        for entry in list_models()[0]:
            self.modelCombo.addItem(model_title(entry.card), entry.card)
            if entry.card.name == start_from:
                self.modelCombo.setCurrentIndex(self.modelCombo.count() - 1)
        for name, network in NETWORKS.items():
            self.networkCombo.addItem(network.title, name)
        for bands in _IMAGES:
            self.bandsCombo.addItem(", ".join(band_name(band) for band in bands), bands)
        self.bandsCombo.setToolTip(
            self.tr("A model that is gone on from learns to read a further band from the labels; it needs more of them")
        )
        for terrain in _TERRAINS:
            names = ", ".join(band_name(band) for band in terrain)
            self.terrainCombo.addItem(names or self.tr("Not used"), terrain)
        self.terrainCombo.setToolTip(
            self.tr("What the model reads of the elevation models that were chosen on the page before")
        )
        self.widthSpin.setRange(4, 128)
        self.widthSpin.setToolTip(
            self.tr("Channels of the network's first level: twice as many take about four times as long")
        )
        self.fineTuneRadio.setEnabled(self.modelCombo.count() > 0)
        (self.fineTuneRadio if self.modelCombo.count() else self.scratchRadio).setChecked(True)
        for changed in (self.fineTuneRadio.toggled, self.modelCombo.currentIndexChanged):
            changed.connect(self._show)
            changed.connect(self._show_bands)
        self.networkCombo.currentIndexChanged.connect(self._show_network)
        self.titleEdit.textEdited.connect(lambda: self.tell(""))
        self._show_network()
        self._show()
        self._show_bands()

    @property
    def is_fine_tuning(self) -> bool:
        """Whether a model is gone on from."""
        return self.fineTuneRadio.isChecked()

    def initializePage(self) -> None:
        """Proposes a title, of the first image, and terrain where there is an elevation model for every image.

        What the person has chosen is kept, when the page is come back to.
        """
        self._propose_terrain()
        self._propose_title()

    def choice(self) -> ModelChoice:
        """What is chosen."""
        title = self.titleEdit.text().strip()
        known = self.modelCombo.currentData().bands if self.is_fine_tuning else _COLOURS
        image = self.bandsCombo.currentData() if self.bandsCombo.isEnabled() else image_bands(known)
        bands = (*image, *terrain_bands(known), *self._added_terrain())
        bands = None if bands == tuple(known) else bands
        if self.is_fine_tuning:
            return ModelChoice(title, start_from=self.modelCombo.currentData().name, bands=bands)
        width = self.widthSpin.value() if self.widthSpin.isEnabled() else None
        return ModelChoice(title, architecture=self.networkCombo.currentData(), width=width, bands=bands)

    def check(self) -> None:
        """See `TrainingPage`."""
        name = self.choice().name
        if not name:
            raise InputError(self.tr("The model needs a name with letters or digits."))
        if is_taken(name):
            raise InputError(self.tr("There is a model or a training of this name already: choose another name."))
        known = self._known_terrain()
        if known and not self.wizard().data_page.has_elevation:
            text = self.tr("This model reads {bands}: choose an elevation model for every image on the page before.")
            raise InputError(text.format(bands=", ".join(band_name(band) for band in known)))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.fineTuneRadio)
        form.addRow(self.tr("Model"), self.modelCombo)
        form.addRow("", self.modelNote)
        form.addRow(self.scratchRadio)
        form.addRow(self.tr("Network"), self.networkCombo)
        form.addRow(self.tr("Width"), self.widthSpin)
        form.addRow(self.tr("Bands of the images"), self.bandsCombo)
        form.addRow(self.tr("Terrain"), self.terrainCombo)
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
        self._show_terrain()

    def bands(self) -> tuple[str, ...]:
        """That the model will read."""
        known = self.modelCombo.currentData().bands if self.is_fine_tuning else _COLOURS
        return self.choice().bands or tuple(known)

    def _show_bands(self) -> None:
        """Proposes the bands that the model to go on from reads; the usual ones for a new network."""
        card = self.modelCombo.currentData()
        known = image_bands(card.bands) if self.is_fine_tuning and card is not None else _COLOURS
        self.bandsCombo.setEnabled(known in _IMAGES)  # of other bands nobody knows which could be added
        self.bandsCombo.setCurrentIndex(_IMAGES.index(known) if known in _IMAGES else -1)

    def _known_terrain(self) -> tuple[str, ...]:
        """What the model that is gone on from reads of the terrain."""
        card = self.modelCombo.currentData()
        return terrain_bands(card.bands) if self.is_fine_tuning and card is not None else ()

    def _added_terrain(self) -> tuple[str, ...]:
        return self.terrainCombo.currentData() if self.terrainCombo.isEnabled() else ()

    def _propose_title(self) -> None:
        if self.titleEdit.text().strip() in ("", self._proposed_title):
            subject = self.wizard().data_page.subject
            self._proposed_title = free_title(self.tr("Landslides of {image}").format(image=subject))
            self.titleEdit.setText(self._proposed_title)

    def _propose_terrain(self) -> None:
        proposal = _TERRAINS.index(_PROPOSED if self.wizard().data_page.has_elevation else ())
        if proposal != self._proposed_terrain:  # elevation models were chosen or left out meanwhile
            self._proposed_terrain = proposal
            self.terrainCombo.setCurrentIndex(proposal)
        self._show_terrain()

    def _show_terrain(self) -> None:
        """A model that reads terrain goes on reading the same."""
        wizard = self.wizard()
        self.terrainCombo.setEnabled(
            wizard is not None and wizard.data_page.has_elevation and not self._known_terrain()
        )

    def _show_network(self) -> None:
        width = self._width()
        if width is not None:
            self.widthSpin.setValue(width)
        self._show()

    def _width(self) -> Optional[int]:
        return NETWORKS[self.networkCombo.currentData()].width
