"""Which band of the image is which band of the model."""

from __future__ import annotations

from typing import Optional

from qgis.core import Qgis, QgsRasterLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsRasterBandComboBox
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QSizePolicy

from ..imagery.service import is_online

COLOURS = {
    "red": Qgis.RasterColorInterpretation.RedBand,
    "green": Qgis.RasterColorInterpretation.GreenBand,
    "blue": Qgis.RasterColorInterpretation.BlueBand,
}


class BandChooser(QObject):
    """Controls the collapsible group of band combos: one for each band that the model reads.

    Args:
        group: the group, empty but for its form layout.
        form: that layout.
    """

    changed = pyqtSignal()

    def __init__(self, group: QgsCollapsibleGroupBox, form: QFormLayout) -> None:
        super().__init__(group)
        self._group, self._form = group, form
        self._image: Optional[QgsRasterLayer] = None
        self._wanted: tuple[str, ...] = ()
        self._combos: list[QgsRasterBandComboBox] = []

    def show_for(self, image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> None:
        """Offers the bands of an image for the bands of a model, preset as the engine would choose them.

        Args:
            image: None empties the group.
            wanted: names of the bands that the model reads, in order.
        """
        if wanted != self._wanted:
            self._make_combos(wanted)
        self._image = image
        preset = automatic_bands(image, wanted)
        for index, combo in enumerate(self._combos):
            combo.blockSignals(True)
            combo.setLayer(image)
            combo.setBand(preset[index] if preset else -1)
            combo.setEnabled(preset is not None)
            combo.blockSignals(False)
        self._tell()

    def bands(self) -> Optional[tuple[int, ...]]:
        """The person's own choice of 1-based bands; None while it is the engine's."""
        chosen = tuple(combo.currentBand() for combo in self._combos)
        preset = automatic_bands(self._image, self._wanted)
        return None if preset is None or chosen == preset else chosen

    def _make_combos(self, wanted: tuple[str, ...]) -> None:
        for combo in self._combos:
            self._form.removeRow(combo)
        self._wanted, self._combos = wanted, []
        for name in wanted:
            combo = QgsRasterBandComboBox(self._group)
            combo.setObjectName(f"band_{name}")
            combo.setToolTip(
                self.tr("The band of the image that the model reads as {name}").format(name=band_name(name))
            )
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.bandChanged.connect(self._tell)
            label = QLabel(band_name(name).capitalize(), self._group)
            label.setBuddy(combo)
            self._form.insertRow(len(self._combos), label, combo)
            self._combos.append(combo)

    def _tell(self) -> None:
        chosen = self.bands()
        if chosen is not None:
            title = self.tr("Bands: {list}").format(list=", ".join(str(band) for band in chosen))
        elif is_online(self._image):
            title = self.tr("Bands: colours of the map")
        elif self._image is not None and has_palette(self._image):
            title = self.tr("Bands: colours of the palette")
        elif self._image is not None and self._wanted and automatic_bands(self._image, self._wanted) is None:
            title = self.tr("Bands: too few for the model")
        else:
            title = self.tr("Bands: automatic")
        self._group.setTitle(title)
        self.changed.emit()


def automatic_bands(image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> Optional[tuple[int, ...]]:
    """The bands that the engine reads unless told otherwise: by colour interpretation, else the first ones.

    Returns:
        1-based bands; None where there is nothing to choose (no image, a palette, an online layer, too few bands).
    """
    if image is None or not image.isValid() or has_palette(image) or is_online(image):
        return None
    provider = image.dataProvider()
    meanings = {band: provider.colorInterpretation(band) for band in range(1, image.bandCount() + 1)}
    by_colour = [
        next((band for band, meaning in meanings.items() if meaning == COLOURS.get(name)), 0) for name in wanted
    ]
    if all(by_colour):
        return tuple(by_colour)
    opaque = [band for band, meaning in meanings.items() if meaning != Qgis.RasterColorInterpretation.AlphaBand]
    return tuple(opaque[: len(wanted)]) if len(opaque) >= len(wanted) else None


def has_palette(image: QgsRasterLayer) -> bool:
    """True for a band of palette indices, which stands for three bands of colour."""
    provider = image.dataProvider()
    return (
        provider is not None
        and image.bandCount() >= 1
        and provider.colorInterpretation(1) == Qgis.RasterColorInterpretation.PaletteIndex
    )


def band_name(name: str) -> str:
    """What a person calls a model's band."""
    known = {
        "red": QCoreApplication.translate("BandChooser", "red"),
        "green": QCoreApplication.translate("BandChooser", "green"),
        "blue": QCoreApplication.translate("BandChooser", "blue"),
        "nir": QCoreApplication.translate("BandChooser", "near infrared"),
    }
    return known.get(name, name)
