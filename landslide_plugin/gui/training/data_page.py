"""The wizard's first page: which images with which labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from qgis.core import Qgis, QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ...common.errors import InputError
from ...common.labels import AREAS_LAYER
from ...common.terrain import image_bands
from ...common.tile_folders import TileFolder, find_tiles
from ...common.training_file import LabelledMap
from ...layers.labelling.label_copies import LabelCopies
from ...layers.labelling.labels import LabelLayers, count_labels, is_label_layer, layer_of, saved_labels, source_of
from ...layers.measuring import is_on_earth
from .. import wording
from ..image.band_chooser import chosen_bands, is_stretched
from ..image.elevation_combo import ElevationCombo
from ..image.image_choice import offer_images
from ..image.image_source import image_file, told_crs
from ..image.layer_filter import LayerFilter
from ..saving import commit
from .page import TrainingPage


@dataclass(frozen=True)
class _Row:
    """An image, its labels, its elevation model, and the button that leaves all out."""

    image: QgsMapLayerComboBox
    labels: QgsMapLayerComboBox
    elevation: ElevationCombo
    remove: QToolButton

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.image, self.labels, self.elevation, self.remove


@dataclass(frozen=True)
class _TileRow:
    """A folder of tiles, and the button that leaves it out."""

    folder: Path
    found: tuple[TileFolder, ...]
    title: QLabel
    remove: QToolButton


class DataPage(TrainingPage):
    """Lists pairs of an image and a label layer, and folders of tiles with masks.

    Args:
        image, labels: the first pair.
    """

    def __init__(
        self,
        image: Optional[QgsRasterLayer],
        labels: Optional[QgsVectorLayer],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("What to learn from"))
        self.setSubTitle(
            self.tr("Images with the landslides that you have drawn on them. Several images make a better model.")
        )
        self.rows: list[_Row] = []
        self.tile_rows: list[_TileRow] = []
        self._copies = LabelCopies()
        self._grid, self._tile_grid = QGridLayout(), QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(QLabel(self.tr("Image"), self), 0, 0)
        self._grid.addWidget(QLabel(self.tr("Labels"), self), 0, 1)
        self._grid.addWidget(QLabel(self.tr("Elevation model (optional)"), self), 0, 2)
        self.addButton = QPushButton(self.tr("Add an image"), self)
        self.addButton.setIcon(QgsApplication.getThemeIcon("/symbologyAdd.svg"))
        self.addButton.clicked.connect(lambda: self.add())
        self.tilesButton = QPushButton(self.tr("Add a folder of tiles…"), self)
        self.tilesButton.setIcon(QgsApplication.getThemeIcon("/mActionFileOpen.svg"))
        self.tilesButton.setToolTip(
            self.tr("A folder with the folders images and masks, or laid out as the Bijie data set; PNG, JPG or TIF")
        )
        self.tilesButton.clicked.connect(self._ask_for_folder)
        buttons = QHBoxLayout()
        for button in (self.addButton, self.tilesButton):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.saveButton = QPushButton(self.tr("Save the labels"), self)
        self.saveButton.setIcon(QgsApplication.getThemeIcon("/mActionSaveEdits.svg"))
        self.saveButton.setToolTip(self.tr("There are edits in the labels that are not saved yet"))
        self.saveButton.clicked.connect(lambda: self.tell(commit(self._unsaved())))
        self.saveButton.hide()
        self.body.addLayout(self._grid)
        self.body.addLayout(self._tile_grid)
        self.body.addLayout(buttons)
        self.body.addWidget(self.note)
        self.body.addWidget(self.saveButton, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.add(image, labels)

    @property
    def subject(self) -> str:
        """What the data is called: the first image, or the first folder."""
        image = self.rows[0].image.currentLayer() if self.rows else None
        return image.name() if image is not None else self.tile_rows[0].folder.name

    @property
    def has_elevation(self) -> bool:
        """Whether there is an elevation model for all that is learned from; folders of tiles have none."""
        return not self.tile_rows and all(row.elevation.currentLayer() is not None for row in self.rows)

    def add(self, image: Optional[QgsRasterLayer] = None, labels: Optional[QgsVectorLayer] = None) -> None:
        """Adds a row."""
        row = self._make_row()
        place = self._grid.rowCount()
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, place, column)
        if image is not None:
            row.image.setLayer(image)
        if labels is not None:
            row.labels.setLayer(labels)
        self.rows.append(row)
        self.count()

    def remove(self, row: _Row) -> None:
        """Takes a row away."""
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self.count()

    def add_tiles(self, folder: Path) -> None:
        """Adds a folder of tiles; a pair that has no labels makes room for it.

        Raises:
            InputError: there are no tiles in it, or it is listed already.
        """
        if any(row.folder == folder for row in self.tile_rows):
            raise InputError(self.tr("The folder {folder} is listed already.").format(folder=folder))
        found = tuple(find_tiles(folder))
        row = _TileRow(folder, found, QLabel(self), self._remove_button())
        count = sum(one.tiles for one in found)
        row.title.setText(self.tr("{folder}: {count} tiles").format(folder=folder.name, count=wording.number(count)))
        row.title.setToolTip("\n".join(one.images for one in found))
        row.remove.clicked.connect(lambda: self._remove_tiles(row))
        place = self._tile_grid.rowCount()
        self._tile_grid.addWidget(row.title, place, 0)
        self._tile_grid.addWidget(row.remove, place, 1)
        self._tile_grid.setColumnStretch(0, 1)
        self.tile_rows.append(row)
        for pair in list(self.rows):
            if not is_label_layer(pair.labels.currentLayer()):
                self.remove(pair)
        self.count()

    def check(self) -> None:
        """See `TrainingPage`."""
        self._drawn()

    def tiles(self) -> list[TileFolder]:
        """The folders of tiles as the engine reads them."""
        return [found for row in self.tile_rows for found in row.found]

    def maps(self, bands: tuple[str, ...], copies: Path) -> list[LabelledMap]:
        """The pairs as the engine reads them.

        Args:
            bands: that the model reads; those of each image that a person has chosen for them are taken.
            copies: GeoPackage for copies of the labels.

        Raises:
            InputError: an image or labels are missing, not saved, given twice, or hold no landslide; or the copies
                cannot be written.
        """
        maps = []
        for row, one in zip(self.rows, self._copies.maps(self._drawn(), copies)):
            image = row.image.currentLayer()
            read = {"bands": chosen_bands(image, image_bands(bands)), "stretch": is_stretched(image)}
            maps.append(replace(one, dem=row.elevation.file(), crs=told_crs(image), **read))
        return maps

    def tell(self, problem: str) -> None:
        """Says what is wrong, and offers to save what is not."""
        super().tell(problem)
        self.saveButton.setVisible(bool(self._unsaved()))

    def _unsaved(self) -> list[QgsVectorLayer]:
        """The layers of labels and areas with edits that their files do not have."""
        chosen = [row.labels.currentLayer() for row in self.rows]
        labels = [layer for layer in chosen if is_label_layer(layer)]
        areas = [layer_of(source_of(layer)[0], AREAS_LAYER, QgsProject.instance()) for layer in labels]
        return [layer for layer in (*labels, *areas) if layer is not None and layer.isModified()]

    def count(self) -> None:
        """Tells what is in the labels."""
        for row in self.rows:
            row.remove.setEnabled(len(self.rows) > 1 or bool(self.tile_rows))
        for row in self.tile_rows:
            row.remove.setEnabled(len(self.tile_rows) > 1 or bool(self.rows))
        for column in (0, 1):
            self._grid.itemAtPosition(0, column).widget().setVisible(bool(self.rows))
        found, ground, measured = 0, 0.0, wording.area
        for row in self.rows:
            labels = row.labels.currentLayer()
            if is_label_layer(labels):
                areas = layer_of(source_of(labels)[0], AREAS_LAYER, QgsProject.instance())
                counts = count_labels(labels, areas)
                found, ground = found + counts.landslides, ground + counts.labelled_m2
                measured = measured if is_on_earth(labels.crs()) else wording.pixels
        text = self.tr("{landslides} drawn; {area} fully labelled.") if self.rows else ""
        self.note.setText(text.format(landslides=wording.landslides(found), area=measured(ground)))
        self.tell("")

    def _make_row(self) -> _Row:
        row = _Row(QgsMapLayerComboBox(self), QgsMapLayerComboBox(self), ElevationCombo(self), self._remove_button())
        offer_images(row.image)
        row.labels.setFilters(Qgis.LayerFilter.PolygonLayer)
        LayerFilter(row.labels, is_label_layer)
        row.elevation.setToolTip(
            self.tr("With an elevation model for every image, the model can learn from the terrain as well")
        )
        row.elevation.layerChanged.connect(lambda: self.tell(""))
        row.remove.clicked.connect(lambda: self.remove(row))
        for combo in (row.image, row.labels):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.layerChanged.connect(self.count)
        return row

    def _drawn(self) -> list[tuple[str, LabelLayers]]:
        """The images' files, and what is drawn on each; see `maps`."""
        drawn, known = [], set()
        for row in self.rows:
            file, labels = image_file(row.image.currentLayer()), row.labels.currentLayer()
            if not is_label_layer(labels):
                raise InputError(self.tr("There are no labels: make a label layer on the Teach page and draw in it."))
            drawn.append((file, saved_labels(labels, QgsProject.instance())))
            if (file, source_of(labels)) in known:
                raise InputError(self.tr("The same image with the same labels is listed twice: remove one of them."))
            known.add((file, source_of(labels)))
        if not (self.tile_rows or sum(self._landslides(row) for row in self.rows)):
            raise InputError(self.tr("No landslide is drawn in the labels: draw some landslides first."))
        return drawn

    def _landslides(self, row: _Row) -> int:
        return count_labels(row.labels.currentLayer(), None).landslides

    def _remove_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(QgsApplication.getThemeIcon("/symbologyRemove.svg"))
        button.setToolTip(self.tr("Leave it out"))
        return button

    def _remove_tiles(self, row: _TileRow) -> None:
        self.tile_rows.remove(row)
        for widget in (row.title, row.remove):
            self._tile_grid.removeWidget(widget)
            widget.deleteLater()
        self.count()

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of tiles with masks"))
        if folder:
            try:
                self.add_tiles(Path(folder))
            except InputError as error:
                self.tell(str(error))
