"""The guide, shown in QGIS without a browser or a network."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSize, QUrl
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ..common.paths import plugin_root


class HelpDialog(QDialog):
    """Shows the guide in the language of QGIS where there is one in `docs`, and else in English.

    Args:
        language: of the translations, such as `zh-Hans`.
        parent: of the window.
    """

    def __init__(self, language: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        docs = plugin_root() / "docs"
        translated = docs / language / "guide.md"
        self._guide = translated if translated.is_file() else docs / "guide.md"
        self.setWindowTitle(self.tr("Landslide Mapper: guide"))
        room = self.screen().availableSize() - QSize(0, 40)  # below the title bar
        self.resize(QSize(720, 640).boundedTo(room))
        self._browser = QTextBrowser(self)
        self._browser.setOpenExternalLinks(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        back = buttons.addButton(self.tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
        back.setEnabled(False)
        back.clicked.connect(self._browser.backward)
        self._browser.backwardAvailable.connect(back.setEnabled)
        layout = QVBoxLayout(self)
        layout.addWidget(self._browser)
        layout.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Reads the guide when it is first wanted."""
        super().showEvent(event)
        if self._browser.source().isEmpty():
            self._browser.setSource(QUrl.fromLocalFile(str(self._guide)))
