"""The engine process: reads requests from stdin, runs the engine's jobs one at a time, answers on stdout.

Started as `python -m landslide_plugin.worker.server` with the plugin's folder as the only PYTHONPATH entry. It ends
when stdin ends (QGIS is gone), on `shutdown`, and after a time without requests.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import logging
import os
import platform
import signal
import sys
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass
from typing import Any, BinaryIO

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import JOBS, run_job
from landslide_plugin.worker import protocol
from landslide_plugin.worker.protocol import Event, Message, Progress, ProtocolError

OLDEST_PYTHON = (3, 10)
_PROGRESS_SECONDS = 0.1
_GRACE_SECONDS = 3.0  # for a job to clean up behind itself when QGIS is gone
_LONG_GRACES = {"train": 60.0}  # it ends its step and saves what it has learned

_log = logging.getLogger("landslide_mapper.worker")


class Channel:
    """Where the answers go; whole lines, from any thread.

    Args:
        stream: binary stream.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Writes one message; when nobody listens any more it is dropped, as stdin tells the same in a moment."""
        line = protocol.encode(message)
        with self._lock, contextlib.suppress(OSError):
            self._stream.write(line)
            self._stream.flush()


class WorkerContext(JobContext):
    """A job's line to QGIS: progress at most ten times a second, events, and the wishes to pause, finish or cancel.

    Args:
        identity: id of the request.
        channel: where progress goes.
    """

    def __init__(self, identity: Any, channel: Channel) -> None:
        self._identity = identity
        self._channel = channel
        self._cancelled = threading.Event()
        self._finishing = threading.Event()
        self._going_on = threading.Event()
        self._going_on.set()
        self._lock = threading.Lock()
        self._latest: Progress | None = None
        self._sent = 0.0

    def progress(
        self,
        fraction: float,
        message: str = "",
        seconds_left: float | None = None,
        megapixels_per_second: float | None = None,
    ) -> None:
        """See `JobContext.progress`; the latest one is kept until its turn."""
        self._latest = Progress(fraction, message, seconds_left, megapixels_per_second)
        self._send_latest()

    def check(self) -> None:
        """See `JobContext.check`."""
        self._send_latest()
        self._going_on.wait()
        if self._cancelled.is_set():
            raise CancelledError

    def log(self, text: str) -> None:
        """See `JobContext.log`."""
        _log.info("%s", text)

    def event(self, name: str, content: Message) -> None:
        """See `JobContext.event`."""
        self._channel.send(protocol.event_notification(self._identity, Event(name, content)))

    @property
    def is_finishing(self) -> bool:
        """See `JobContext.is_finishing`."""
        return self._finishing.is_set()

    def cancel(self) -> None:
        """From now on `check` raises, also in a job that is paused."""
        self._cancelled.set()
        self._going_on.set()

    def control(self, action: str) -> None:
        """Does one of `protocol.ACTIONS`; a job that is paused goes on in order to finish."""
        if action == "pause":
            self._going_on.clear()
            if self._cancelled.is_set() or self._finishing.is_set():  # its end may have come in between
                self._going_on.set()
            return
        if action == "finish":
            self._finishing.set()
        self._going_on.set()

    def _send_latest(self) -> None:
        with self._lock:
            now = time.monotonic()
            if self._latest is None or now - self._sent < _PROGRESS_SECONDS:
                return
            progress, self._latest, self._sent = self._latest, None, now
        self._channel.send(protocol.progress_notification(self._identity, progress))


@dataclass(frozen=True)
class _Job:
    identity: Any
    method: str
    params: Message
    context: WorkerContext


class Server:
    """Reads requests on a thread of their own and runs the jobs on the main thread.

    Args:
        requests: lines from QGIS.
        answers: lines to QGIS.
        idle_seconds: how long to wait for a request before ending.
    """

    def __init__(self, requests: BinaryIO, answers: BinaryIO, idle_seconds: float) -> None:
        self._requests = requests
        self._channel = Channel(answers)
        self._idle_seconds = idle_seconds
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._changed = threading.Condition()
        self._greeted = False
        self._closing = False

    def run(self) -> None:
        """Serves until QGIS is gone, says `shutdown`, or has been silent for too long."""
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        while (job := self._next_job()) is not None:
            self._channel.send(self._perform(job))

    def _next_job(self) -> _Job | None:
        with self._changed:
            self._running = None
            self._changed.wait_for(lambda: self._waiting or self._closing, timeout=self._idle_seconds)
            if self._closing or not self._waiting:
                return None
            self._running = self._waiting.popleft()
            return self._running

    def _perform(self, job: _Job) -> Message:
        started = time.monotonic()
        try:
            answer = protocol.result(job.identity, run_job(job.method, job.params, job.context))
            protocol.encode(answer)
        except CancelledError as error:
            answer = protocol.error(job.identity, protocol.CANCELLED, str(error))
        except InputError as error:
            answer = protocol.error(job.identity, protocol.INPUT_REFUSED, str(error))
        except ModuleNotFoundError as error:
            _log.exception("%s", job.method)
            sentence = f"The engine's Python {sys.executable} has no package '{error.name}'; set up the engine again."
            answer = protocol.error(job.identity, protocol.INPUT_REFUSED, sentence)
        except Exception as error:  # noqa: BLE001 - whatever a job does, QGIS gets an answer and the engine goes on
            _log.exception("%s", job.method)
            text = f"{type(error).__name__}: {error}"
            answer = protocol.error(job.identity, protocol.JOB_FAILED, text, traceback.format_exc())
        outcome = answer["error"]["message"] if "error" in answer else "done"
        _log.info("%s: %s after %.1f s", job.method, outcome, time.monotonic() - started)
        return answer

    def _read(self) -> None:
        for line in self._requests:
            try:
                answer = self._handle(protocol.decode(line))
            except ProtocolError as error:
                answer = protocol.error(None, error.code, str(error))
            if answer is not None:
                self._channel.send(answer)
        _end_within(self._close())  # even when a job hangs in native code: it must not outlive QGIS

    def _handle(self, message: Message) -> Message | None:
        """What to answer at once; None for a job, which answers when it is done, and for notifications."""
        identity, method, params = message.get("id"), message.get("method"), message.get("params", {})
        if not isinstance(method, str):
            return protocol.error(identity, protocol.INVALID_REQUEST, "The request names no method.")
        if not isinstance(params, dict):
            return protocol.error(identity, protocol.INVALID_PARAMS, "The parameters must be a JSON object.")
        if method == "cancel":
            return self._cancel(params.get("id"))
        if method == "control":
            return self._control(identity, params)
        if method == "hello":
            return self._greet(identity, params)
        if method == "shutdown":
            self._close()
            return protocol.result(identity, {})
        if not self._greeted:
            return protocol.error(identity, protocol.INVALID_REQUEST, "The first request must be 'hello'.")
        if method not in JOBS:
            return protocol.error(identity, protocol.METHOD_NOT_FOUND, f"The engine knows no job named '{method}'.")
        with self._changed:
            self._waiting.append(_Job(identity, method, params, WorkerContext(identity, self._channel)))
            self._changed.notify()
        return None

    def _greet(self, identity: Any, params: Message) -> Message:
        theirs = (params.get("protocol"), params.get("plugin_version"))
        ours = (protocol.PROTOCOL_VERSION, plugin_version())
        if theirs != ours:
            sentence = (
                f"The engine is of version {ours[1]} (protocol {ours[0]}) and the plugin of version {theirs[1]} "
                f"(protocol {theirs[0]}); restart QGIS."
            )
            return protocol.error(identity, protocol.INPUT_REFUSED, sentence)
        if sys.version_info < OLDEST_PYTHON:
            sentence = (
                f"The engine needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer and {sys.executable} is "
                f"{platform.python_version()}; set up the engine with another interpreter."
            )
            return protocol.error(identity, protocol.INPUT_REFUSED, sentence)
        self._greeted = True
        versions = {"protocol": ours[0], "plugin_version": ours[1], "python": platform.python_version()}
        return protocol.result(identity, {**versions, "pid": os.getpid()})

    def _cancel(self, identity: Any) -> Message | None:
        with self._changed:
            if self._running is not None and self._running.identity == identity:
                self._running.context.cancel()
                return None
            for job in self._waiting:
                if job.identity == identity:
                    self._waiting.remove(job)
                    return protocol.error(identity, protocol.CANCELLED, str(CancelledError()))
        return None

    def _control(self, identity: Any, params: Message) -> Message:
        action = params.get("action")
        if action not in protocol.ACTIONS:
            sentence = f"The action must be one of {', '.join(protocol.ACTIONS)}."
            return protocol.error(identity, protocol.INVALID_PARAMS, sentence)
        with self._changed:
            jobs = [job for job in (self._running, *self._waiting) if job and job.identity == params.get("id")]
            for job in jobs:  # one, or none
                job.context.control(action)
        if not jobs:
            return protocol.error(identity, protocol.INVALID_PARAMS, "No job of that id is running.")
        return protocol.result(identity, {})

    def _close(self) -> float:
        """Cancels what runs and takes nothing more; returns the seconds that it may still take."""
        with self._changed:
            self._closing = True
            self._changed.notify()
            if self._running is None:
                return _GRACE_SECONDS
            self._running.context.cancel()
            return _LONG_GRACES.get(self._running.method, _GRACE_SECONDS)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to QGIS, out of reach of everything else.

    Libraries, also those in C, and child processes print to file descriptor 1 and may read from 0: they get the log
    and nothing instead.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)  # in the log, in order with stderr
    return requests, answers


def _end_within(seconds: float) -> None:
    timer = threading.Timer(seconds, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():  # QGIS made it the leader of its group
        os.killpg(0, signal.SIGKILL)  # the processes that a job started go with it
    os._exit(0)


def main() -> None:
    """Entry of the engine process."""
    requests, answers = _take_pipes()
    parser = argparse.ArgumentParser(description="The engine process of Landslide Mapper; started by QGIS.")
    parser.add_argument("--idle-seconds", type=float, default=900.0, help="end after so long without a request")
    arguments = parser.parse_args()
    faulthandler.enable()
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    _log.setLevel(logging.INFO)
    _log.info("Engine process %d starts with Python %s at %s", os.getpid(), platform.python_version(), sys.executable)
    Server(requests, answers, arguments.idle_seconds).run()
    _log.info("Engine process %d ends", os.getpid())
    _end_within(_GRACE_SECONDS)  # even when a library left a thread behind that Python would wait for


if __name__ == "__main__":
    main()
