"""What the network runs on: only what exists here, with the reason for the default."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from ..wording import device


class DeviceChooser(QObject):
    """Controls the device's row of a page.

    Args:
        combo: combo that this fills with the devices.
        note: line with the reason for the default.
    """

    changed = pyqtSignal()

    def __init__(self, combo: QComboBox, note: QLabel) -> None:
        super().__init__(combo)
        self._combo, self._note = combo, note
        self._wanted = "auto"
        self._default = ""
        self._tell("")
        combo.addItem(self.tr("Automatic"), "auto")
        combo.activated.connect(self._remember)
        combo.currentIndexChanged.connect(self.changed)

    @property
    def device(self) -> str:
        """`auto` or torch's name of the device."""
        return self._combo.currentData()

    @property
    def resolved(self) -> str:
        """The device that it will be; empty while the engine has not said."""
        return self._default if self.device == "auto" else self.device

    def choose(self, identifier: str) -> None:
        """Selects a device, now or as soon as the engine has said that it exists."""
        self._wanted = identifier
        self._combo.setCurrentIndex(max(0, self._combo.findData(identifier)))

    def show_waiting(self) -> None:
        """The engine has been asked and has not yet answered."""
        self._tell(self.tr("Looking what is there…"))

    def show_report(self, report: dict[str, Any]) -> None:
        """Shows what the engine's `doctor` found."""
        self._default = report["device"]
        self._combo.blockSignals(True)
        self._combo.clear()
        self._combo.addItem(self.tr("Automatic ({device})").format(device=device(self._default)), "auto")
        for item in report["devices"]:
            self._combo.addItem(item["name"], item["id"])
        self._combo.blockSignals(False)
        self._tell(report["reason"])
        self.choose(self._wanted)
        self.changed.emit()

    def show_nothing(self) -> None:
        """The engine did not answer."""
        self._tell("")

    def _tell(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _remember(self) -> None:
        self._wanted = self.device
