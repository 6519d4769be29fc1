"""Pulls blocks of an online layer through a copy of its provider, politely."""

from __future__ import annotations

import time
from typing import Callable

import numpy as np
from qgis.core import QgsRasterBlockFeedback, QgsRasterDataProvider
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer
from qgis.PyQt.QtGui import QImage

from ..common.errors import CancelledError, InputError
from .cache import BLOCK, Block
from .network_watch import Answer, NetworkWatch, listen, live
from .plan import StagingPlan

PAUSES = (0.5, 1.5, 4.0)
"""Seconds before a block that failed is asked for again."""
_MISSING = (204, 404, 410)  # the service has no image there, which is no failure
_TRANSIENT = (408, 425, 429)  # besides all from 500 on
_PATIENCE = 120.0  # seconds for one block, after which it is not asked for again
_HAIR = 1e-3  # pixels; a block that ends exactly at a tile's edge would ask for the tiles beyond it too

IsCancelled = Callable[[], bool]


def detached_copy(provider: QgsRasterDataProvider) -> QgsRasterDataProvider:
    """A copy of a layer's provider that any one thread may take over. Main thread."""
    listen()
    copy = provider.clone()
    sip.transferback(copy)  # nobody else deletes it: the binding forgets to say that a copy belongs to its caller
    copy.moveToThread(None)
    return copy


class BlockFetcher:
    """Fetches one block at a time, which is a handful of tiles at once; to be entered, used and left on one thread.

    Args:
        provider: from `detached_copy`.
        plan: what is fetched.
        is_cancelled: asked ten times a second.
    """

    def __init__(self, provider: QgsRasterDataProvider, plan: StagingPlan, is_cancelled: IsCancelled) -> None:
        self._provider, self._plan, self._is_cancelled = provider, plan, is_cancelled
        self._watch = NetworkWatch(is_cancelled)

    def __enter__(self) -> BlockFetcher:
        self._provider.moveToThread(QThread.currentThread())
        self._watch.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.__exit__(*error)
        self._provider.moveToThread(None)

    def fetch(self, block: Block) -> np.ndarray:
        """The (4, BLOCK, BLOCK) bytes of a block: red, green, blue, alpha; alpha is 0 where the service has no image.

        Raises:
            InputError: the service does not answer, or refuses.
            CancelledError: the person cancelled.
        """
        begun = time.monotonic()
        for pause in (*PAUSES, None):
            self._watch.start()
            pixels = self._pull(block)
            if pixels[3].all():
                return pixels
            failed = [answer for answer in self._watch.answers() if _failed(answer)]
            self._check()  # answers may be missing then
            if not failed:
                return pixels
            lost = next((answer for answer in failed if not _transient(answer)), None)
            if lost or pause is None or time.monotonic() - begun > _PATIENCE:
                raise self._failure(lost or failed[0])
            self._pause(pause)
        raise AssertionError  # the last round has returned or raised

    def _pull(self, block: Block) -> np.ndarray:
        feedback, timer = QgsRasterBlockFeedback(), QTimer()
        timer.setInterval(100)
        timer.timeout.connect(lambda: self._is_cancelled() and feedback.cancel())
        timer.start()
        hair = _HAIR * self._plan.pixel
        try:
            found = self._provider.block(1, self._plan.extent_of(block).buffered(-hair), BLOCK, BLOCK, feedback)
        finally:
            timer.stop()
        self._check()
        return _bytes(found.image()) if found.isValid() else np.zeros((4, BLOCK, BLOCK), np.uint8)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            live(0.1)
            self._check()

    def _check(self) -> None:
        if self._is_cancelled():
            raise CancelledError

    def _failure(self, answer: Answer) -> InputError:
        if answer.status is None:
            text = QCoreApplication.translate(
                "Imagery",
                "The service of '{name}' ({host}) does not answer ({reason}): check the network or try again later; "
                "what was fetched so far is kept.",
            )
        elif not answer.is_image and not answer.error:
            text = QCoreApplication.translate(
                "Imagery",
                "The service of '{name}' ({host}) answers with a text instead of an image: check the layer's "
                "connection, login and key.",
            )
        elif _transient(answer):
            text = QCoreApplication.translate(
                "Imagery",
                "The service of '{name}' ({host}) is out of order or overloaded (HTTP {status}): try again later; what "
                "was fetched so far is kept.",
            )
        else:
            text = QCoreApplication.translate(
                "Imagery",
                "The service of '{name}' ({host}) refuses (HTTP {status}): check the layer's connection, login and "
                "key.",
            )
        service = self._plan.service
        return InputError(text.format(name=service.name, host=service.host, reason=answer.error, status=answer.status))


def _failed(answer: Answer) -> bool:
    return answer.status not in _MISSING and (bool(answer.error) or not answer.is_image)


def _transient(answer: Answer) -> bool:
    if answer.status is None:
        return True
    return answer.status in _TRANSIENT or answer.status >= 500


def _bytes(image: QImage) -> np.ndarray:
    """(4, height, width) of a picture: red, green, blue, alpha, not multiplied with it."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    rows = np.frombuffer(bits, np.uint8).reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()]
    return np.ascontiguousarray(rows.reshape(image.height(), image.width(), 4).transpose(2, 0, 1))
