"""Curves of a training: losses, IoU and F1, learning rate; a table of the numbers where curves cannot be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QPointF, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ...common.errors import InputError
from ..wording import number
from .files import COLUMNS
from .pyqtgraph_import import import_pyqtgraph

# Okabe and Ito's colours, which also colour-blind people tell apart.
_COLOURS = {
    "loss": "#0072B2",
    "validation_loss": "#D55E00",
    "iou": "#009E73",
    "f1": "#CC79A7",
    "learning_rate": "#555555",
}
_PLOTS = (("loss", "validation_loss"), ("iou", "f1"), ("learning_rate",))
_INK = "#444444"
_AXIS_WIDTH = 52  # pixels, the same for all so that the epochs stand below each other
_MOST_TICKS = 12


class Curves(QWidget):
    """Shows the epochs of a training as curves with the values under the pointer, or as a table."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._epochs: list[dict[str, Any]] = []
        module, reason = import_pyqtgraph()
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.picture = _Plots(module, self._show_values, self) if module is not None else _Table(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.note)
        if module is None:
            text = self.tr("Curves cannot be drawn here ({reason}): these are the numbers.")
            self.note.setText(text.format(reason=reason))

    def show_epochs(self, epochs: list[dict[str, Any]], best: int, planned: int) -> None:
        """Draws anew.

        Args:
            epochs: each with `files.COLUMNS`.
            best: number of the best epoch; 0 = none.
            planned: how many epochs there will be; 0 = unknown.
        """
        self._epochs = epochs
        self.picture.show_epochs(epochs, best, planned)

    def save_picture(self, file: Path) -> None:
        """Writes what is seen as a PNG.

        Raises:
            InputError: it cannot be written there.
        """
        if not self.picture.grab().save(str(file), "PNG"):
            raise InputError(self.tr("{file} cannot be written: choose another folder.").format(file=file))

    def _show_values(self, epoch: int) -> None:
        known = next((one for one in self._epochs if one["epoch"] == epoch), None)
        if known is not None:
            self.note.setText(values_of(known))


def titles() -> dict[str, str]:
    """What is drawn, in words."""
    return {
        "epoch": QCoreApplication.translate("Curves", "Epoch"),
        "loss": QCoreApplication.translate("Curves", "Training loss"),
        "validation_loss": QCoreApplication.translate("Curves", "Validation loss"),
        "iou": "IoU",
        "f1": "F1",
        "learning_rate": QCoreApplication.translate("Curves", "Learning rate"),
    }


def written(name: str, value: float) -> str:
    """A value as a person reads it."""
    if name == "epoch":
        return number(value)
    return f"{value:.1e}" if name == "learning_rate" else number(value, 3)


def values_of(epoch: dict[str, Any]) -> str:
    """An epoch on one line."""
    return " · ".join(f"{title} {written(name, epoch[name])}" for name, title in titles().items())


class _Plots(QWidget):
    """The plots below each other, with a line at the best epoch.

    Args:
        pyqtgraph: the module.
        pointed_at: hears of the number of the epoch under the pointer.
    """

    def __init__(self, pyqtgraph: ModuleType, pointed_at: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._pointed_at = pointed_at
        self._view = pyqtgraph.GraphicsLayoutWidget(self)
        self._view.setBackground("w")
        self._view.setMinimumSize(320, 320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._plots, self._curves, self._lines = [], {}, []
        for row, names in enumerate(_PLOTS):
            plot = self._add_plot(row, names)
            for name in names:
                colour = _COLOURS[name]
                self._curves[name] = plot.plot(
                    pen=pyqtgraph.mkPen(colour, width=2), symbol="o", symbolSize=5, symbolBrush=colour,
                    symbolPen=None, antialias=True,
                )  # fmt: skip
            line = pyqtgraph.InfiniteLine(pen=pyqtgraph.mkPen(_INK, style=Qt.PenStyle.DashLine))
            plot.addItem(line, ignoreBounds=True)
            self._lines.append(line)
            self._plots.append(plot)
            self._view.ci.layout.setRowStretchFactor(row, len(names) + 1)
        self._plots[-1].setLabel("bottom", titles()["epoch"], color=_INK)
        self._view.scene().sigMouseMoved.connect(self._tell)
        self.show_epochs([], 0, 0)

    def show_epochs(self, epochs: list[dict[str, Any]], best: int, planned: int) -> None:
        """See `Curves`."""
        numbers = [one["epoch"] for one in epochs]
        for name, curve in self._curves.items():
            curve.setData(numbers, [one[name] for one in epochs])
        if epochs:  # a first epoch alone would lie on an axis from -0.5 to 0.5
            self._plots[-1].setYRange(0, max(one["learning_rate"] for one in epochs) or 1)
        last = max([planned, 2, *numbers])
        step = -(-last // _MOST_TICKS)
        for plot, line in zip(self._plots, self._lines):
            plot.setXRange(1, last, padding=0.03)
            plot.getAxis("bottom").setTicks([[(one, str(one)) for one in range(step, last + 1, step)]])
            line.setVisible(bool(best))
            line.setValue(best)

    def _add_plot(self, row: int, names: Sequence[str]) -> Any:
        """An empty plot whose title is its legend."""
        words = titles()
        plot = self._view.addPlot(row=row, col=0)
        plot.setTitle(
            " &nbsp; ".join(f'<span style="color:{_COLOURS[name]}">{words[name]}</span>' for name in names),
            size="9pt",
            justify="left",
        )
        plot.showGrid(y=True, alpha=0.2)
        plot.setMouseEnabled(False, False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(_INK)
            axis.setTextPen(_INK)
        plot.getAxis("left").setWidth(_AXIS_WIDTH)
        plot.getAxis("bottom").setStyle(showValues=row == len(_PLOTS) - 1)
        return plot

    def _tell(self, place: QPointF) -> None:
        self._pointed_at(round(self._plots[0].vb.mapSceneToView(place).x()))


class _Table(QTableWidget):
    """The numbers, the latest epoch last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setHorizontalHeaderLabels([titles()[name] for name in COLUMNS])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)

    def show_epochs(self, epochs: list[dict[str, Any]], best: int, planned: int) -> None:  # noqa: ARG002
        self.setRowCount(len(epochs))
        for row, epoch in enumerate(epochs):
            for column, name in enumerate(COLUMNS):
                item = QTableWidgetItem(written(name, epoch[name]))
                font = item.font()
                font.setBold(epoch["epoch"] == best)
                item.setFont(font)
                self.setItem(row, column, item)
        self.scrollToBottom()
