"""The plugin's dock."""

from __future__ import annotations

from qgis.gui import QgisInterface, QgsDockWidget
from qgis.PyQt.QtWidgets import QTabWidget, QWidget

from .detect.detect_page import DetectPage
from .map.drawing_tools import DrawingTools
from .teach.teach_page import TeachPage


class LandslideDock(QgsDockWidget):
    """The dock beside the map: a page for detecting, and one for teaching.

    Args:
        iface: QGIS's interface.
    """

    def __init__(self, iface: QgisInterface, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("LandslideMapperDock")
        self.setWindowTitle(self.tr("Landslide Mapper"))
        self.detect_page = DetectPage(iface.mapCanvas(), iface.messageBar(), iface.showAttributeTable, self)
        self.teach_page = TeachPage(iface.mapCanvas(), iface.messageBar(), DrawingTools(iface), self)
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        self.pages.addTab(self.detect_page, self.tr("Detect"))
        self.pages.addTab(self.teach_page, self.tr("Teach"))
        self.setWidget(self.pages)
        self.teach_page.training.model_made.connect(lambda: self.detect_page.models.refresh())
        self.teach_page.training.model_wanted.connect(self.use_model)

    def use_model(self, name: str) -> None:
        """Chooses a model on the page for detecting, and shows that page."""
        self.detect_page.models.refresh(name)
        self.pages.setCurrentWidget(self.detect_page)

    def close_down(self) -> None:
        """Takes everything of the dock off the map."""
        self.detect_page.close_down()
        self.teach_page.close_down()
