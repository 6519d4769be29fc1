"""What services answered to QGIS's own requests, which the provider of an online layer does not tell."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Optional

from qgis.core import QgsNetworkAccessManager, QgsNetworkReplyContent, QgsNetworkRequestParameters
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

_WAIT = 3.0  # seconds; answers are on their way from another thread


@dataclass(frozen=True)
class Answer:
    """A service's last answer for one address.

    Args:
        status: of HTTP; None where there was no answer.
        error: what Qt says about it; empty where all is well.
        is_image: False for a text, such as the error message of a WMS.
    """

    status: Optional[int]
    error: str
    is_image: bool


class NetworkWatch(QObject):
    """Listens to what map providers ask and what they are answered; made on the main thread.

    Providers have their tiles fetched on a thread of QGIS's own; what happens there is told to the network manager of
    the main thread alone, a little later.
    """

    _asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._lock = threading.Lock()
        self._open: dict[int, str] = {}
        self._answers: dict[str, Answer] = {}
        self._asked.connect(self._pass, Qt.ConnectionType.QueuedConnection)
        manager = QgsNetworkAccessManager.instance()
        manager.requestAboutToBeCreated[QgsNetworkRequestParameters].connect(self._note_request)
        manager.finished[QgsNetworkReplyContent].connect(self._note_answer)

    def start(self) -> None:
        """Forgets what was."""
        self.answers()  # what is still on its way belongs to the past
        with self._lock:
            self._answers = {}

    def answers(self) -> list[Answer]:
        """The last answer for each address since the start; waits for those that are on their way."""
        passed = threading.Event()
        self._asked.emit(passed)  # comes behind everything that the main thread has yet to be told
        end = time.monotonic() + _WAIT
        while not (passed.is_set() and not self._open) and time.monotonic() < end:
            live(0.01)
        with self._lock:
            self._open = {}  # given up
            return list(self._answers.values())

    @staticmethod
    def _pass(passed: threading.Event) -> None:
        passed.set()

    def _note_request(self, parameters: QgsNetworkRequestParameters) -> None:
        if parameters.initiatorClassName().startswith("QgsWms"):
            with self._lock:
                self._open[parameters.requestId()] = parameters.request().url().toString()

    def _note_answer(self, reply: QgsNetworkReplyContent) -> None:
        kind = bytes(reply.rawHeader(b"Content-Type")).decode("latin-1").lower()
        well = reply.error() == QNetworkReply.NetworkError.NoError
        answer = Answer(
            reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute),
            "" if well else reply.errorString(),
            not (kind.startswith("text/") or "xml" in kind or "json" in kind),
        )
        with self._lock:
            address = self._open.pop(reply.requestId(), None)
            if address is not None:
                self._answers[address] = answer


def live(seconds: float) -> None:
    """Lets this thread's Qt objects live for a while, and the other threads of Python."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
