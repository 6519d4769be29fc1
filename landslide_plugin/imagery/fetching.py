"""Pulls blocks of an online layer through a copy of its provider, politely."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Callable

import numpy as np
from qgis.core import QgsFeedback, QgsNetworkAccessManager, QgsRasterBlockFeedback, QgsRasterDataProvider
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer
from qgis.PyQt.QtGui import QImage

from ..common.errors import CancelledError, InputError
from .cache import BLOCK, Block
from .map_size import asked_size, drawn_size
from .network_watch import Answer, NetworkWatch, listen, live
from .plan import StagingPlan

PAUSES = (0.5, 1.5, 4.0)
"""Seconds before a block that failed is asked for again."""
_MISSING = (204, 404, 410)  # the service has no image there, which is no failure
_TRANSIENT = (408, 425, 429)  # besides all from 500 on
_PATIENCE = 120.0  # seconds for one block, after which it is not asked for again
_HAIR = 1e-3  # pixels; a block that ends exactly at a tile's edge would ask for the tiles beyond it too
_SMALL_TILE = 256  # pixels a side; smaller than a block, so that QGIS asks for parts of it and fits them in
_TILE = 256  # pixels a side, of nearly every service; larger ones consist of several
_sizes_fit: set[str] = set()
"""Services (by key) whose maps were seen to be as large as asked for."""

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
        self._tiled = bool(plan.service.pixel_sizes)

    def __enter__(self) -> BlockFetcher:
        self._provider.moveToThread(QThread.currentThread())
        self._watch.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.__exit__(*error)
        self._provider.moveToThread(None)

    def fetch(self, block: Block) -> np.ndarray:
        """The (4, BLOCK, BLOCK) bytes of a block: red, green, blue, alpha; alpha is 0 where the service has no image.

        That is where it sends none, and where it sends a tile that is all of one colour.

        Raises:
            InputError: the service does not answer, refuses, or draws maps of another size than asked for.
            CancelledError: the person cancelled.
        """
        begun = time.monotonic()
        for pause in (*PAUSES, None):
            self._watch.start()
            pixels = without_blank_tiles(self._pull(block))
            if self._sizes_known and pixels[3].all():
                return pixels
            answers = self._watch.answers()
            failed = [answer for answer in answers if _failed(answer)]
            self._check()  # answers may be missing then
            if not failed:
                self._check_sizes(answers)
                return pixels
            _forget(failed)
            lost = next((answer for answer in failed if not _transient(answer)), None)
            if lost or pause is None or time.monotonic() - begun > _PATIENCE:
                raise self._failure(lost or failed[0])
            self._pause(pause)
        raise AssertionError  # the last round has returned or raised

    def _pull(self, block: Block) -> np.ndarray:
        extent, feedback = self._plan.extent_of(block), QgsRasterBlockFeedback()
        if self._tiled:  # a map, though, is drawn for just this extent
            extent = extent.buffered(-_HAIR * self._plan.pixel)
        with self._cancelling(feedback):
            found = self._provider.block(1, extent, BLOCK, BLOCK, feedback)
        self._check()
        return _bytes(found.image()) if found.isValid() else np.zeros((4, BLOCK, BLOCK), np.uint8)

    @property
    def _sizes_known(self) -> bool:
        return self._tiled or self._plan.service.key in _sizes_fit  # QGIS fits tiles of any size into their place

    def _check_sizes(self, answers: Sequence[Answer]) -> None:
        """Looks, once for each service, whether its maps are as large as asked for."""
        request = next((answer.request for answer in answers if answer.status == 200), None)
        if self._sizes_known or request is None:
            return
        drawn = asked = asked_size(request)
        if asked == (BLOCK, BLOCK):  # others are parts of a block, in which QGIS puts them like tiles
            feedback = QgsFeedback()
            with self._cancelling(feedback):
                drawn = drawn_size(request, feedback)
            self._check()
        service = self._plan.service
        if drawn == asked:
            _sizes_fit.add(service.key)
        elif drawn is not None:
            text = QCoreApplication.translate(
                "Imagery",
                "The service of '{name}' ({host}) draws maps of {drawn} pixels where {asked} are asked for: they would "
                "lie in the wrong place. Add the layer again with a tile size of {tile}.",
            )
            tile = tuple(min(side, _SMALL_TILE) for side in drawn)
            drawn, asked, tile = (" x ".join(map(str, size)) for size in (drawn, asked, tile))
            raise InputError(text.format(name=service.name, host=service.host, drawn=drawn, asked=asked, tile=tile))

    @contextlib.contextmanager
    def _cancelling(self, feedback: QgsFeedback) -> Iterator[None]:
        """Meanwhile what listens to the feedback ends when the person cancels."""
        timer = QTimer()
        timer.setInterval(100)
        timer.timeout.connect(lambda: self._is_cancelled() and feedback.cancel())
        timer.start()
        try:
            yield
        finally:
            timer.stop()

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


def without_blank_tiles(pixels: np.ndarray) -> np.ndarray:
    """The pixels of a block, with alpha 0 in tiles of a single colour: no photograph has them, and no ground is seen.

    Services send them, white or grey, where or in which detail they have no image.
    """
    pixels = pixels.copy()
    for top in range(0, pixels.shape[1], _TILE):
        for left in range(0, pixels.shape[2], _TILE):
            tile = pixels[:, top : top + _TILE, left : left + _TILE]
            if (tile[:3] == tile[:3, :1, :1]).all():
                tile[3] = 0
    return pixels


def _forget(answers: Sequence[Answer]) -> None:
    """Takes texts that came instead of tiles out of QGIS's cache, which would answer with them the next time."""
    cache = QgsNetworkAccessManager.instance().cache()
    for answer in answers:
        if cache is not None and answer.request is not None:
            cache.remove(answer.request.url())


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
