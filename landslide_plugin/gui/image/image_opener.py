"""Opening an image from the dock, and what to do with one that has no place on the map."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox, QgsProjectionSelectionDialog
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QToolButton

from ...common.errors import InputError
from ...layers.ground_overlay import open_image
from ..messages import Messages
from ..settings import recall, remember

GEOREFERENCER = "mActionShowGeoreferencer"  # what QGIS calls its menu entry


class ImageOpener(QObject):
    """Controls the button beside the image and the note below it.

    Args:
        button: opens an image file and chooses it.
        combo: the images of the project.
        note: tells of an image without a place, with links that lead to one.
        canvas: the map; its window has QGIS's Georeferencer.
        messages: where failures are told.
    """

    def __init__(
        self, button: QToolButton, combo: QgsMapLayerComboBox, note: QLabel, canvas: QgsMapCanvas, messages: Messages
    ) -> None:
        super().__init__(button)
        self._combo, self._note, self._canvas, self._messages = combo, note, canvas, messages
        note.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        note.linkActivated.connect(self._follow)
        button.clicked.connect(self._ask)
        combo.layerChanged.connect(self.refresh)
        self.refresh()

    def open(self, path: str) -> None:
        """Adds an image file to the project and chooses it, or tells why not."""
        try:
            layer = open_image(path)
        except InputError as error:
            self._messages.failure(error)
            return
        QgsProject.instance().addMapLayer(layer)
        self._combo.setLayer(layer)

    def refresh(self) -> None:
        """Shows the note for an image that has no CRS."""
        image = self._combo.currentLayer()
        lost = image is not None and image.providerType() == "gdal" and image.isValid() and not image.crs().isValid()
        self._note.setVisible(lost)
        if not lost:
            return
        if has_position(image):
            text = self.tr('The image has coordinates but no CRS: <a href="crs">say which one they are in…</a>')
        else:
            text = self.tr('The image has no place on the map: <a href="place">place it with the Georeferencer…</a>')
        self._note.setText(text)

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self._combo.window(), self.tr("Open an image"), recall("image_folder", ""),
            self.tr("Images and Google Earth overlays (*.*)"),
        )  # fmt: skip
        if path:
            remember("image_folder", str(Path(path).parent))
            self.open(path)

    def _follow(self, link: str) -> None:
        image = self._combo.currentLayer()
        if link == "crs" and image is not None:
            dialog = QgsProjectionSelectionDialog(self._combo.window())
            if dialog.exec():
                image.setCrs(dialog.crs())
                self.refresh()
                self._combo.layerChanged.emit(image)
        elif link == "place":
            action = self._canvas.window().findChild(QAction, GEOREFERENCER)
            if action is None:
                self._messages.hint(self.tr("The Georeferencer is in QGIS's menu Layer."))
            else:
                action.trigger()


def has_position(image: QgsRasterLayer) -> bool:
    """Whether a file says where its pixels are, by a world file for instance."""
    try:
        file = gdal.OpenEx(image.source(), gdal.OF_RASTER)
    except RuntimeError:  # where somebody has switched GDAL's exceptions on
        return False
    return file is not None and file.GetGeoTransform(can_return_null=True) is not None
