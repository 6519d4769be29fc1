"""How the model reads the image: which band is which, whether they are stretched, where the terrain comes from."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Optional

from osgeo import gdal
from qgis.core import Qgis, QgsRasterLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsRasterBandComboBox
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QLabel, QSizePolicy

from ...common.band_meaning import BandFacts, bands_by_meaning, central_wavelength
from ...common.errors import InputError
from ...common.terrain import image_bands, terrain_bands
from ...imagery.service import is_online
from .elevation_combo import ElevationCombo

COLOURS = {
    Qgis.RasterColorInterpretation.RedBand: "red",
    Qgis.RasterColorInterpretation.GreenBand: "green",
    Qgis.RasterColorInterpretation.BlueBand: "blue",
    Qgis.RasterColorInterpretation.AlphaBand: "alpha",
}

_STRETCH = "landslide_mapper/stretch"


class BandChooser(QObject):
    """Controls the collapsible group of what the model reads: its bands, their stretch, and the elevation model.

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
        self._terrain: tuple[str, ...] = ()
        self._combos: list[QgsRasterBandComboBox] = []
        self.elevationCombo = ElevationCombo(group)
        self.elevationCombo.setToolTip(
            self.tr(
                "The elevation model (DEM) that slope and other terrain are derived from, in any CRS and resolution"
            )
        )
        self.stretchCheck = QCheckBox(self.tr("Stretch dark imagery"), group)
        self.stretchCheck.setToolTip(
            self.tr(
                "Spreads the values of the image between their 2nd and 98th percentile before the model reads them, as "
                "is always done with more than 8 bits: for images that are dark on the screen too, unless QGIS "
                "stretches them"
            )
        )
        self.stretchCheck.toggled.connect(self._keep_stretch)
        form.addRow(self.stretchCheck)
        self._elevationLabel = QLabel(self.tr("Elevation model"), group)
        self._elevationLabel.setBuddy(self.elevationCombo)
        form.addRow(self._elevationLabel, self.elevationCombo)
        self._show_terrain(())
        group.collapsedStateChanged.connect(self._show_elevation)  # a group that opens shows all that is in it
        self.elevationCombo.layerChanged.connect(self.changed)
        self._preset: Optional[tuple[int, ...]] = None
        self._guessed = False

    def show_for(self, image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> None:
        """Offers the bands of an image for the bands of a model, preset as the engine would choose them.

        Args:
            image: None empties the group.
            wanted: names of the bands that the model reads, in order.
        """
        self._show_terrain(terrain_bands(wanted))
        wanted = image_bands(wanted)
        if wanted != self._wanted:
            self._make_combos(wanted)
        self._image = None  # QGIS's combos tell of bands while they are filled, blocked or not: nobody has chosen those
        self.stretchCheck.blockSignals(True)
        self.stretchCheck.setChecked(is_stretched(image))
        self.stretchCheck.setEnabled(image is not None)
        self.stretchCheck.blockSignals(False)
        meant = meant_bands(image, wanted)
        preset = self._preset = meant or first_bands(image, wanted)
        self._guessed = meant is None and preset is not None and image.bandCount() > len(wanted)
        shown = chosen_bands(image, wanted) or preset
        for index, combo in enumerate(self._combos):
            combo.setLayer(image)
            combo.setBand(shown[index] if preset else -1)
            combo.setEnabled(preset is not None)
        self._image = image
        self._tell()

    def bands(self) -> Optional[tuple[int, ...]]:
        """The person's own choice of 1-based bands; None while it is the engine's."""
        chosen = tuple(combo.currentBand() for combo in self._combos)
        return None if self._preset is None or chosen == self._preset else chosen

    def elevation(self) -> Optional[str]:
        """The file of the elevation model; None where the model reads no terrain.

        Raises:
            InputError: the model reads terrain and none is chosen, or it cannot be read.
        """
        if not self._terrain:
            return None
        file = self.elevationCombo.file()
        if file is None:
            text = self.tr("The model reads {bands} besides the image: choose an elevation model (DEM) under Bands.")
            raise InputError(text.format(bands=", ".join(band_name(band) for band in self._terrain)))
        return file

    def _show_terrain(self, terrain: tuple[str, ...]) -> None:
        if terrain and not self._terrain:
            if self.elevationCombo.currentLayer() is None:
                self.elevationCombo.propose()
            self._group.setCollapsed(False)
        self._terrain = terrain
        self._show_elevation()

    def _show_elevation(self) -> None:
        for widget in (self._elevationLabel, self.elevationCombo):  # Qt 5 has no call that hides a row of a form
            widget.setVisible(bool(self._terrain) and not self._group.isCollapsed())

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
            combo.bandChanged.connect(self._keep)
            label = QLabel(band_name(name).capitalize(), self._group)
            label.setBuddy(combo)
            self._form.insertRow(len(self._combos), label, combo)
            self._combos.append(combo)

    def _keep(self) -> None:
        """The choice belongs to the image: training and all other work on it read the same bands."""
        if self._image is None:
            return
        bands = self.bands()
        if bands is None:
            self._image.removeCustomProperty(_property(self._wanted))
        else:
            self._image.setCustomProperty(_property(self._wanted), " ".join(map(str, bands)))
        self._tell()

    def _keep_stretch(self, on: bool) -> None:
        if self._image is not None:
            if on:
                self._image.setCustomProperty(_STRETCH, True)
            else:
                self._image.removeCustomProperty(_STRETCH)
        self.changed.emit()

    def _tell(self) -> None:
        chosen = self.bands()
        if chosen is not None:
            title = self.tr("Bands: {list}").format(list=", ".join(str(band) for band in chosen))
        elif is_online(self._image):
            title = self.tr("Bands: colours of the map")
        elif self._image is not None and has_palette(self._image):
            title = self.tr("Bands: colours of the palette")
        elif self._image is not None and self._wanted and self._preset is None:
            title = self.tr("Bands: too few for the model")
        elif self._guessed:
            title = self.tr("Bands: the first ones (the image does not name them)")
        else:
            title = self.tr("Bands: automatic")
        self._group.setTitle(title)
        self.changed.emit()


def chosen_bands(image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> Optional[tuple[int, ...]]:
    """The bands that a person has chosen for an image, as they are kept with its layer in the project.

    Args:
        image: the image.
        wanted: names of the bands of the image that a model reads, in order.

    Returns:
        1-based bands; None where nobody chose, or the image has not so many bands any more.
    """
    kept = image.customProperty(_property(wanted)) if image is not None and not is_online(image) else None
    bands = tuple(int(number) for number in str(kept or "").split() if number.isdecimal())
    return bands if len(bands) == len(wanted) and all(1 <= band <= image.bandCount() for band in bands) else None


def is_stretched(image: Optional[QgsRasterLayer]) -> bool:
    """Whether a person wants an image stretched that has 8 bits; kept with its layer in the project."""
    return image is not None and image.customProperty(_STRETCH) in (True, "true", 1)


def _property(wanted: tuple[str, ...]) -> str:
    return f"landslide_mapper/bands/{','.join(wanted)}"


def meant_bands(image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> Optional[tuple[int, ...]]:
    """The bands that the engine reads unless told otherwise, where the image says which they are.

    Returns:
        1-based bands; None where the image does not say it, or there is nothing to choose (no image, a palette, an
        online layer).
    """
    if image is None or not image.isValid() or has_palette(image) or is_online(image):
        return None
    return bands_by_meaning(wanted, _facts(image), Path(image.source().split("|", 1)[0]).name)


def first_bands(image: Optional[QgsRasterLayer], wanted: tuple[str, ...]) -> Optional[tuple[int, ...]]:
    """The bands that the engine reads of an image that says nothing of its bands; None where it has too few."""
    if image is None or not image.isValid() or has_palette(image):
        return None
    opaque = [index for index, band in enumerate(_facts(image), 1) if band.colour != "alpha"]
    return tuple(opaque[: len(wanted)]) if len(opaque) >= len(wanted) else None


def _facts(image: QgsRasterLayer) -> list[BandFacts]:
    """What GDAL says of the bands; only their colours where the layer is none of GDAL's."""
    file = None
    if image.providerType() == "gdal":
        with contextlib.suppress(RuntimeError):  # where somebody has switched GDAL's exceptions on
            file = gdal.OpenEx(image.source(), gdal.OF_RASTER)
    provider, facts = image.dataProvider(), []
    for number in range(1, image.bandCount() + 1):
        colour = COLOURS.get(provider.colorInterpretation(number), "")
        band = file.GetRasterBand(number) if file is not None and number <= file.RasterCount else None
        if band is None:
            facts.append(BandFacts(colour=colour))
            continue
        tags, imagery = band.GetMetadata() or {}, band.GetMetadata("IMAGERY") or {}
        name = band.GetDescription() or tags.get("BANDNAME", "")
        facts.append(BandFacts(name, colour, central_wavelength(tags, imagery)))
    return facts


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
        "elevation": QCoreApplication.translate("BandChooser", "elevation"),
        "slope": QCoreApplication.translate("BandChooser", "slope"),
        "aspect_sin": QCoreApplication.translate("BandChooser", "aspect (east)"),
        "aspect_cos": QCoreApplication.translate("BandChooser", "aspect (north)"),
        "relief": QCoreApplication.translate("BandChooser", "relief"),
    }
    return known.get(name, name)
