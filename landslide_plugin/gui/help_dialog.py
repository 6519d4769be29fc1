"""The guide, shown in QGIS without a browser or a network."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ..common.paths import plugin_root

GUIDE = plugin_root() / "docs" / "guide.md"


class HelpDialog(QDialog):
    """Shows `docs/guide.md`; closing it frees it."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Landslide Mapper: guide"))
        self.resize(720, 640)
        browser = QTextBrowser(self)
        browser.setOpenExternalLinks(True)
        browser.document().setBaseUrl(QUrl.fromLocalFile(str(GUIDE)))  # for its pictures
        browser.setMarkdown(GUIDE.read_text(encoding="utf-8"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(browser)
        layout.addWidget(buttons)
