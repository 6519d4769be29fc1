"""How the pages of the dock look: how wide they are, and their small print."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QHelpEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)


def make_small(*notes: QLabel) -> None:
    """Sets notes in a smaller font."""
    for note in notes:
        font = note.font()
        font.setPointSizeF(0.9 * font.pointSizeF())
        note.setFont(font)


class WidthKeeper(QObject):
    """Keeps a scroll area as wide as its contents need, whatever their texts become: it scrolls up and down only.

    Args:
        area: with its contents.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        area.widget().installEventFilter(self)
        self._keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks again when something in it asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep()
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        needed = self._area.widget().minimumSizeHint().width()
        self._area.setMinimumWidth(needed + self._area.verticalScrollBar().sizeHint().width())


def elide_names(page: QWidget) -> None:
    """Has all combos of a page end names that are too long in an ellipsis."""
    for combo in page.findChildren(QComboBox):
        _Elider(combo)


class _Elider(QObject):
    """Ends names that are too long for a closed combo in an ellipsis; its tooltip begins with the whole name.

    Args:
        combo: not editable.
    """

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo)
        combo.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draws the combo, or shows its tooltip."""
        if event.type() not in (QEvent.Type.Paint, QEvent.Type.ToolTip):
            return super().eventFilter(watched, event)
        option = QStyleOptionComboBox()
        watched.initStyleOption(option)
        name, shown = option.currentText, self._shown(watched, option)
        if event.type() == QEvent.Type.Paint:
            option.currentText = shown
            painter = QStylePainter(watched)
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            painter.end()
            return True
        if shown == name:
            return super().eventFilter(watched, event)
        self._show(watched, name, event)
        return True

    @staticmethod
    def _shown(combo: QComboBox, option: QStyleOptionComboBox) -> str:
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + 4  # as all of Qt's styles have it
        return option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room - 2)

    @staticmethod
    def _show(combo: QComboBox, name: str, event: QHelpEvent) -> None:
        QToolTip.showText(event.globalPos(), "\n".join(filter(None, (name, combo.toolTip()))), combo)
