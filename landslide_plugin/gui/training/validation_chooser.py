"""Which ground is kept apart to validate on: blocks by lot, drawn rectangles, or the polygons of a layer."""

from __future__ import annotations

from enum import Enum
from typing import Any, Optional

from qgis.core import Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsGeometry, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...common.errors import InputError
from ...layers.labelling.validation_areas import Ground
from .sketch import Sketch


class Kind(Enum):
    """The ways to say which ground."""

    BLOCKS = "blocks"
    RECTANGLES = "rectangles"
    POLYGONS = "polygons"


class ValidationChooser(QGroupBox):
    """Offers the ways, and shows the ground on the map.

    Args:
        canvas: the map.
    """

    changed = pyqtSignal()
    """Other ground than before."""
    map_wanted = pyqtSignal(bool)
    """The person has to reach the map (True), or has drawn (False)."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Held back to validate"))
        self.sketch = Sketch(canvas, self)
        self._drawn: list[Ground] = []
        self._blocks: list[Ground] = []
        self.kindCombo, self.shareSpin, self.layerCombo = QComboBox(self), QSpinBox(self), QgsMapLayerComboBox(self)
        self.drawButton, self.clearButton, self.note = QToolButton(self), QToolButton(self), QLabel(self)
        self.shareLabel = QLabel(self.tr("Share"), self)
        self.drawButton.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.showBox = QCheckBox(self.tr("Show on the map"), self)
        self._dress()
        self._lay_out()
        self._connect()
        self._show_kind()

    @property
    def kind(self) -> Kind:
        """The chosen way."""
        return self.kindCombo.currentData()

    def areas(self) -> Optional[list[Ground]]:
        """The ground; None = blocks by lot, of the share.

        Raises:
            InputError: nothing was drawn, or the layer holds no polygon.
        """
        if self.kind is Kind.RECTANGLES:
            if not self._drawn:
                raise InputError(self.tr("No ground to validate on is drawn yet: draw a rectangle on the map."))
            return list(self._drawn)
        if self.kind is Kind.POLYGONS:
            layer = self.layerCombo.currentLayer()
            found = self._polygons_of(layer) if layer is not None else []
            if not found:
                raise InputError(self.tr("There is no polygon to validate on: choose a layer that holds some."))
            return found
        return None

    def take_validation(self, told: list[dict[str, Any]]) -> None:
        """Where the engine would validate, as it tells: what is shown of blocks by lot."""
        self._blocks = [
            Ground(
                QgsGeometry.fromWkt(one["areas"]),
                QgsCoordinateReferenceSystem.fromWkt(one["crs"]) if one["crs"] else QgsCoordinateReferenceSystem(),
            )
            for one in told
            if one["areas"]
        ]
        self._show_on_map()

    def close_down(self) -> None:
        """Takes everything off the map."""
        self.sketch.close()

    def _dress(self) -> None:
        self.kindCombo.addItem(self.tr("Square blocks, drawn by lot"), Kind.BLOCKS)
        self.kindCombo.addItem(self.tr("Rectangles that I draw"), Kind.RECTANGLES)
        self.kindCombo.addItem(self.tr("Polygons of a layer"), Kind.POLYGONS)
        self.kindCombo.setToolTip(self.tr("Ground that is never learned from; the model is measured on it"))
        for combo in (self.kindCombo, self.layerCombo):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.shareSpin.setRange(1, 90)
        self.shareSpin.setSuffix(" %")
        self.shareSpin.setToolTip(
            self.tr("Share of the labelled ground, in square blocks, that is never learned from and only measured on")
        )
        self.layerCombo.setFilters(Qgis.LayerFilter.PolygonLayer)
        self.drawButton.setIcon(QgsApplication.getThemeIcon("/mActionAddBasicRectangle.svg"))
        self.drawButton.setText(self.tr("Draw…"))
        self.drawButton.setToolTip(self.tr("Drag a rectangle on the map; this window comes back afterwards"))
        self.clearButton.setIcon(QgsApplication.getThemeIcon("/mActionDeleteSelected.svg"))
        self.clearButton.setToolTip(self.tr("Forget the rectangles"))
        self.showBox.setChecked(True)

    def _lay_out(self) -> None:
        share, buttons, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        share.addWidget(self.shareLabel)
        share.addWidget(self.shareSpin, 1)
        for widget in (self.drawButton, self.clearButton, self.note):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        layout.addWidget(self.kindCombo)
        layout.addLayout(share)
        layout.addLayout(buttons)
        layout.addWidget(self.layerCombo)
        layout.addWidget(self.showBox)

    def _connect(self) -> None:
        self.kindCombo.currentIndexChanged.connect(self._take_kind)
        self.shareSpin.valueChanged.connect(lambda _: self.changed.emit())
        self.layerCombo.layerChanged.connect(self._take_kind)
        self.drawButton.clicked.connect(self._draw)
        self.clearButton.clicked.connect(self._forget)
        self.sketch.drawn.connect(self._take)
        self.sketch.left.connect(lambda: self.map_wanted.emit(False))
        self.showBox.toggled.connect(self._show_on_map)

    def _take_kind(self) -> None:
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        kind = self.kind
        for widget in (self.shareSpin, self.shareLabel):
            widget.setVisible(kind is Kind.BLOCKS)
        for widget in (self.drawButton, self.clearButton, self.note):
            widget.setVisible(kind is Kind.RECTANGLES)
        self.layerCombo.setVisible(kind is Kind.POLYGONS)
        self.clearButton.setEnabled(bool(self._drawn))
        self.note.setText(self.tr("Rectangles: {count}").format(count=len(self._drawn)))
        self._show_on_map()

    def _draw(self) -> None:
        self.map_wanted.emit(True)
        self.sketch.draw()

    def _take(self, area: Ground) -> None:
        self._drawn.append(area)
        self._take_kind()

    def _forget(self) -> None:
        self._drawn = []
        self._take_kind()

    def _show_on_map(self) -> None:
        if not self.showBox.isChecked():
            self.sketch.show([])
        elif self.kind is Kind.BLOCKS:
            self.sketch.show(self._blocks)
        elif self.kind is Kind.RECTANGLES:
            self.sketch.show(self._drawn)
        else:
            layer = self.layerCombo.currentLayer()
            self.sketch.show(self._polygons_of(layer) if layer is not None else [])

    @staticmethod
    def _polygons_of(layer: QgsVectorLayer) -> list[Ground]:
        """As they are now, unsaved edits included."""
        request = QgsFeatureRequest().setNoAttributes()
        shapes = (feature.geometry() for feature in layer.getFeatures(request))
        return [Ground(shape, layer.crs()) for shape in shapes if not shape.isEmpty()]
