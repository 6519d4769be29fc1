"""What happened, told in QGIS's message bar."""

from __future__ import annotations

from html import escape
from math import ceil
from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton, QTextBrowser

from ..common.errors import CancelledError, InputError
from ..translation.engine import translate_error
from ..worker.errors import JobFailed, WorkerCrashed

Action = Callable[[], None]

_BYTES_PER_SECOND = 15  # of UTF-8 that a person reads: a Latin letter has one, a Chinese character three


class Messages(QObject):
    """One sentence at a time in the message bar, with a button where there is something to do about it.

    Args:
        bar: QGIS's message bar.
    """

    def __init__(self, bar: QgsMessageBar, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._items: list[QgsMessageBarItem] = []

    def done(self, text: str, button: str = "", action: Optional[Action] = None, once: bool = False) -> None:
        """Something was completed; the button can be pressed once, or as long as it is seen."""
        self._show(text, Qgis.MessageLevel.Success, 0 if action else _seconds_to_read(text, 8), button, action, once)

    def hint(self, text: str) -> None:
        """Something to know; goes away by itself."""
        self._show(text, Qgis.MessageLevel.Info, _seconds_to_read(text, 5))

    def warn(self, text: str, button: str = "", action: Optional[Action] = None) -> None:
        """Something was not as asked."""
        self._show(text, Qgis.MessageLevel.Warning, 0, button, action)

    def ask(self, text: str, button: str, action: Action) -> None:
        """A question that nothing waits for: pressing the button says yes, once, and closing it says no."""
        self._show(text, Qgis.MessageLevel.Warning, 0, button, action, once=True)

    def standing(self, text: str) -> QgsMessageBarItem:
        """Something that stays, and whose text may change, until it is taken away or closed."""
        item = self._item(text)
        self._bar.pushWidget(item, Qgis.MessageLevel.Info, 0)
        return item

    def take_away(self, item: QgsMessageBarItem) -> None:
        """Ends what `standing` began."""
        self._bar.popWidget(item)

    def close_down(self) -> None:
        """Takes all of them away: the bar is QGIS's, and outlives what their buttons act on."""
        for item in self._shown():
            self._bar.popWidget(item)

    def failure(self, error: Exception) -> None:
        """Why something was not done: as it is for refused input, with the log for a crash of the engine."""
        translate_error(error)
        if isinstance(error, CancelledError):
            self.hint(self.tr("Cancelled."))
        elif isinstance(error, InputError):
            self._show(str(error), Qgis.MessageLevel.Warning, 0)
        elif isinstance(error, (WorkerCrashed, JobFailed)):
            log = error.log_file
            self._show(str(error), Qgis.MessageLevel.Critical, 0, self.tr("Open the log"), lambda: open_file(log))
        else:
            self._show(str(error) or type(error).__name__, Qgis.MessageLevel.Critical, 0)

    def _show(
        self,
        text: str,
        level: Qgis.MessageLevel,
        seconds: int,
        button: str = "",
        action: Optional[Action] = None,
        once: bool = False,
    ) -> None:
        item = self._item(text)
        if action is not None:
            press = QPushButton(button, item)
            if once:  # gone before it acts: what it does may take long enough to press it again
                press.clicked.connect(lambda: self._bar.popWidget(item))
            press.clicked.connect(lambda: action())
            item.layout().addWidget(press)
        self._bar.pushWidget(item, level, seconds)

    def _item(self, text: str) -> QgsMessageBarItem:
        # The bar reads HTML, and names of layers and files may hold what looks like it.
        item = self._bar.createMessage(self.tr("Landslide Mapper"), escape(text, quote=False))
        _show_whole(item)
        self._items = [*self._shown(), item]
        return item

    def _shown(self) -> list[QgsMessageBarItem]:
        return [item for item in self._bar.items() if item in self._items]


def _seconds_to_read(text: str, least: int) -> int:
    """How long a message stays that goes away by itself."""
    return max(least, len(text.encode()) // _BYTES_PER_SECOND)


def _show_whole(item: QgsMessageBarItem) -> None:
    """Makes a message as high as its text: QGIS shows one line, and the rest behind tiny arrows."""
    browser = item.findChild(QTextBrowser)
    if browser is None:  # how a message is built inside is QGIS's own affair, and may change
        return
    browser.setStyleSheet("QTextEdit { background-color: transparent; margin-top: 0.25em; }")
    browser.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    above = browser.fontMetrics().height() // 2  # the margin, and as much below
    layout = browser.document().documentLayout()
    layout.documentSizeChanged.connect(lambda size: browser.setFixedHeight(ceil(size.height()) + above))


def open_file(path: Path) -> None:
    """Opens a file in the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
