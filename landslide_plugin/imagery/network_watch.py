"""What services answered to QGIS's own requests, which the provider of an online layer does not tell."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import Callable, Optional

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
        request: what was asked; None where that was not heard.
    """

    status: Optional[int]
    error: str
    is_image: bool
    request: Optional[QNetworkRequest] = None


class _Ear(QObject):
    """Hears on the main thread what providers ask and what they are answered, and passes it on.

    Providers have their tiles fetched on a thread of QGIS's own; what happens there is told to the network manager of
    the main thread alone, a little later.
    """

    barrier = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.watches: set[NetworkWatch] = set()
        self.barrier.connect(self._pass, Qt.ConnectionType.QueuedConnection)
        manager = QgsNetworkAccessManager.instance()
        manager.requestAboutToBeCreated[QgsNetworkRequestParameters].connect(self._hear_request)
        manager.finished[QgsNetworkReplyContent].connect(self._hear_answer)

    def _pass(self, passed: threading.Event) -> None:
        passed.set()

    def _hear_request(self, parameters: QgsNetworkRequestParameters) -> None:
        if self.watches and parameters.initiatorClassName().startswith("QgsWms"):
            for watch in tuple(self.watches):
                watch.note_request(parameters.requestId(), parameters.request())

    def _hear_answer(self, reply: QgsNetworkReplyContent) -> None:
        if not self.watches:
            return
        kind = bytes(reply.rawHeader(b"Content-Type")).decode("latin-1").lower()
        well = reply.error() == QNetworkReply.NetworkError.NoError
        answer = Answer(
            reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute),
            "" if well else reply.errorString(),
            not (kind.startswith("text/") or "xml" in kind or "json" in kind),
        )
        for watch in tuple(self.watches):
            watch.note_answer(reply.requestId(), answer)


_ear: Optional[_Ear] = None


def listen() -> None:
    """Makes watches possible. Main thread, once; more often does no harm."""
    global _ear
    if _ear is None:
        _ear = _Ear()


class NetworkWatch:
    """What was answered since a moment. For any thread, after `listen`.

    Args:
        is_cancelled: ends the waiting for answers. The main thread may by then wait for this one, and tell nothing.
    """

    def __init__(self, is_cancelled: Callable[[], bool]) -> None:
        self._is_cancelled = is_cancelled
        self._lock = threading.Lock()
        self._open: dict[int, QNetworkRequest] = {}
        self._answers: dict[str, Answer] = {}

    def __enter__(self) -> NetworkWatch:
        _ear.watches.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        _ear.watches.discard(self)

    def start(self) -> None:
        """Forgets what was."""
        self.answers()  # what is still on its way belongs to the past
        with self._lock:
            self._answers = {}

    def answers(self) -> list[Answer]:
        """The last answer for each address since the start; waits for those that are on their way.

        What could not be heard, because the main thread is busy, counts as one that did not come: taken for "no image
        there" it would be kept as such.
        """
        passed = threading.Event()
        _ear.barrier.emit(passed)  # comes behind everything that the main thread has yet to be told
        end = time.monotonic() + _WAIT
        while not (passed.is_set() and not self._open) and time.monotonic() < end and not self._is_cancelled():
            live(0.01)
        with self._lock:
            unheard = [_unheard()] if self._open or not passed.is_set() else []
            self._open = {}  # given up
            return [*self._answers.values(), *unheard]

    def note_request(self, number: int, request: QNetworkRequest) -> None:
        """A provider has asked."""
        with self._lock:
            self._open[number] = QNetworkRequest(request)

    def note_answer(self, number: int, answer: Answer) -> None:
        """Somebody was answered."""
        with self._lock:
            request = self._open.pop(number, None)
            if request is not None:
                self._answers[request.url().toString()] = replace(answer, request=request)


def _unheard() -> Answer:
    return Answer(None, QCoreApplication.translate("Imagery", "QGIS is too busy to hear it"), False)


def live(seconds: float) -> None:
    """Lets this thread's Qt objects live for a while, and the other threads of Python."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
