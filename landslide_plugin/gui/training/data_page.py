"""The wizard's first page: which images with which labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from qgis.core import Qgis, QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from ...common.errors import InputError
from ...common.labels import AREAS_LAYER
from ...common.training_file import LabelledMap
from ...layers.labels import count_labels, is_label_layer, labelled_map, layer_of, source_of
from ...layers.measuring import is_on_earth
from .. import wording
from ..elevation_combo import ElevationCombo
from ..image_source import image_file
from ..layer_filter import LayerFilter
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


class DataPage(TrainingPage):
    """Lists pairs of an image and a label layer.

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
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(QLabel(self.tr("Image"), self), 0, 0)
        self._grid.addWidget(QLabel(self.tr("Labels"), self), 0, 1)
        self._grid.addWidget(QLabel(self.tr("Elevation model (optional)"), self), 0, 2)
        self.addButton = QPushButton(self.tr("Add an image"), self)
        self.addButton.setIcon(QgsApplication.getThemeIcon("/symbologyAdd.svg"))
        self.addButton.clicked.connect(lambda: self.add())
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.addButton)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.add(image, labels)

    @property
    def first_image(self) -> Optional[QgsRasterLayer]:
        """The image of the first row."""
        return self.rows[0].image.currentLayer()

    @property
    def has_elevation(self) -> bool:
        """Whether every image has an elevation model."""
        return all(row.elevation.currentLayer() is not None for row in self.rows)

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
        """Takes a row away; one stays."""
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self.count()

    def check(self) -> None:
        """See `TrainingPage`."""
        self.maps()

    def maps(self) -> list[LabelledMap]:
        """The pairs as the engine reads them, from the files.

        Raises:
            InputError: an image or labels are missing, not saved, given twice, or hold no landslide.
        """
        maps = []
        for row in self.rows:
            file, labels = image_file(row.image.currentLayer()), row.labels.currentLayer()
            if not is_label_layer(labels):
                raise InputError(self.tr("There are no labels: make a label layer on the Teach page and draw in it."))
            one = labelled_map(file, labels, QgsProject.instance())
            if one in (replace(other, dem=None) for other in maps):
                raise InputError(self.tr("The same image with the same labels is listed twice: remove one of them."))
            maps.append(replace(one, dem=row.elevation.file()))
        if not sum(self._landslides(row) for row in self.rows):
            raise InputError(self.tr("No landslide is drawn in the labels: draw some landslides first."))
        return maps

    def count(self) -> None:
        """Tells what is in the labels."""
        for row in self.rows:
            row.remove.setEnabled(len(self.rows) > 1)
        found, ground, measured = 0, 0.0, wording.area
        for row in self.rows:
            labels = row.labels.currentLayer()
            if is_label_layer(labels):
                areas = layer_of(source_of(labels)[0], AREAS_LAYER, QgsProject.instance())
                counts = count_labels(labels, areas)
                found, ground = found + counts.landslides, ground + counts.labelled_m2
                measured = measured if is_on_earth(labels.crs()) else wording.pixels
        text = self.tr("{landslides} drawn; {area} fully labelled.")
        self.note.setText(text.format(landslides=wording.landslides(found), area=measured(ground)))
        self.tell("")

    def _make_row(self) -> _Row:
        row = _Row(QgsMapLayerComboBox(self), QgsMapLayerComboBox(self), ElevationCombo(self), QToolButton(self))
        row.image.setFilters(Qgis.LayerFilter.RasterLayer)
        row.labels.setFilters(Qgis.LayerFilter.PolygonLayer)
        LayerFilter(row.labels, is_label_layer)
        row.elevation.setToolTip(
            self.tr("With an elevation model for every image, the model can learn from the terrain as well")
        )
        row.elevation.layerChanged.connect(lambda: self.tell(""))
        row.remove.setIcon(QgsApplication.getThemeIcon("/symbologyRemove.svg"))
        row.remove.setToolTip(self.tr("Leave this image out"))
        row.remove.clicked.connect(lambda: self.remove(row))
        for combo in (row.image, row.labels):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.layerChanged.connect(self.count)
        return row

    def _landslides(self, row: _Row) -> int:
        return count_labels(row.labels.currentLayer(), None).landslides
