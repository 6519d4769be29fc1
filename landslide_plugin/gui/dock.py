"""The plugin's dock."""

from __future__ import annotations

from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtWidgets import QWidget

from .detect_page import DetectPage


class LandslideDock(QgsDockWidget):
    """The dock beside the map, one page so far.

    Args:
        iface: QGIS's interface.
    """

    def __init__(self, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("LandslideMapperDock")
        self.setWindowTitle(self.tr("Landslide Mapper"))
        self.detect_page = DetectPage(iface.mapCanvas(), iface.messageBar(), iface.showAttributeTable, self)
        self.setWidget(self.detect_page)

    def close_down(self) -> None:
        """Takes everything of the dock off the map."""
        self.detect_page.close_down()
