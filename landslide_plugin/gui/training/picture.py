"""A picture from a file, as large as there is room for it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPixmap, QResizeEvent
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget


class Picture(QLabel):
    """Shows one; a text stands in for it until then."""

    fitted = pyqtSignal(int)
    """The picture has another width now, pixels."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._pixels = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setWordWrap(True)

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return not self._pixels.isNull()

    def show_file(self, file: Optional[Path]) -> None:
        """Shows a picture; the one before stays where this one cannot be read."""
        pixels = QPixmap.fromImage(QImage(str(file))) if file is not None else QPixmap()  # not Qt's cached one
        if not pixels.isNull():
            self._pixels = pixels
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the picture."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.is_shown:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            fitted = self._pixels.scaled(self.size(), keep, smooth)
            self.setPixmap(fitted)
            self.fitted.emit(fitted.width())
