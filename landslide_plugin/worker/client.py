"""The engine as QGIS calls it: blocking calls from background threads, each of which can be cancelled.

Standard library only, so that it is the same in QGIS, in `qgis_process` and in a test.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

from ..common.errors import CancelledError, InputError
from ..common.paths import plugin_version
from ..environment.child_process import ChildEnded
from . import protocol
from .errors import JobFailed, WorkerCrashed, WorkerError, WorkerUnavailable
from .process import WorkerProcess
from .protocol import Event, Message, Progress

__all__ = [
    "Event",
    "JobControl",
    "JobFailed",
    "Progress",
    "WorkerClient",
    "WorkerCrashed",
    "WorkerError",
    "WorkerUnavailable",
]

OnProgress = Optional[Callable[[Progress], None]]
OnEvent = Optional[Callable[[Event], None]]
IsCancelled = Optional[Callable[[], bool]]

WAITING = "Waiting for another job to end"
"""What a call says that is not begun yet."""
_SILENT_SECONDS = 1.0  # that a call waits for its turn before it says so
_POLL_SECONDS = 0.1
_PATIENCE_AFTER_CANCEL = 0.7  # a cancel has to be felt within one second
_PATIENCE_TO_UNWIND = 5.0  # for the files it had begun; nobody waits for it
UNWINDING_TRAINING = 60.0
"""Seconds that a cancelled training has to end its step and to save what it has learned; nobody waits for it."""
_LONG_JOBS = {"train": UNWINDING_TRAINING}
_PATIENCE_AT_CLOSE = 2.0
_START_SECONDS = 60.0  # a cold disk and a virus scanner make Python slow to start


class _CancelUnanswered(Exception):  # noqa: N818
    """A cancelled job did not answer in time: it runs native code, or hangs."""

    def __init__(self, process: WorkerProcess, identity: int) -> None:
        super().__init__()
        self.process = process
        self.identity = identity


class JobControl:
    """A hand on a running call, for any thread: wishes are passed on within a tenth of a second.

    A wish for a job that has not begun waits for it; one for a job that is over is forgotten.
    """

    def __init__(self) -> None:
        self._wishes: deque[str] = deque()

    def pause(self) -> None:
        """Holds the job where it next looks up."""
        self._wishes.append("pause")

    def resume(self) -> None:
        """Lets it go on."""
        self._wishes.append("resume")

    def finish(self) -> None:
        """Asks it to stop now and to answer with what it has; jobs that cannot do that run on."""
        self._wishes.append("finish")

    def take(self) -> Iterator[str]:
        """The wishes that were not passed on yet."""
        while self._wishes:
            yield self._wishes.popleft()


@dataclass(frozen=True)
class _Caller:
    """Who waits for an answer."""

    is_cancelled: Callable[[], bool]
    on_progress: OnProgress = None
    on_event: OnEvent = None
    control: JobControl = field(default_factory=JobControl)

    def hear(self, message: Message, identity: int) -> None:
        """Passes on what the engine tells of the job meanwhile."""
        progress, event = protocol.progress_of(message, identity), protocol.event_of(message, identity)
        if progress is not None and self.on_progress is not None:
            self.on_progress(progress)
        if event is not None and self.on_event is not None:
            self.on_event(event)


class WorkerClient:
    """Starts the engine process when it is first needed, keeps it, and starts it anew after a crash.

    Thread-safe. The engine does one job at a time: calls made meanwhile wait for their turn in the order they came in.

    Args:
        python: the engine's interpreter.
        root: the plugin's folder.
        home: folder of the user's own models.
        log_file: the engine's log.
        idle_seconds: the engine process ends by itself after so long without a call.
    """

    def __init__(self, python: str, root: Path, home: Path, log_file: Path, idle_seconds: float = 900) -> None:
        self.python = python
        self.log_file = log_file
        self._root = root
        self._home = home
        self._idle_seconds = idle_seconds
        self._process: WorkerProcess | None = None
        self._identities = itertools.count(1)
        self._queue: deque[object] = deque()
        self._method = ""  # whose turn it is
        self._turn_changed = threading.Condition()
        self._closed = threading.Event()

    def call(
        self,
        method: str,
        params: Message,
        on_progress: OnProgress = None,
        is_cancelled: IsCancelled = None,
        on_event: OnEvent = None,
        control: JobControl | None = None,
    ) -> dict[str, Any]:
        """Runs one engine job and waits for its answer.

        Args:
            method: name of the job.
            params: its parameters, JSON-ready; paths absolute.
            on_progress: called on this thread.
            is_cancelled: asked on this thread, ten times a second; True ends the call within a second. A job that was
                done in that very moment still returns its answer.
            on_event: called on this thread with whatever else the job has to tell, in order.
            control: to pause, resume or finish the job with, from any thread.

        Raises:
            InputError: what was given cannot be used. CancelledError: as asked, or the client was closed.
            WorkerUnavailable: the engine does not start. WorkerCrashed: it ended during the job; the next call starts
            it anew. JobFailed: an error that nobody foresaw.
        """

        def cancelled() -> bool:
            return self._closed.is_set() or (is_cancelled is not None and is_cancelled())

        caller = _Caller(cancelled, on_progress, on_event, control or JobControl())
        with contextlib.ExitStack() as turn:
            turn.enter_context(self._turn(caller))
            self._method = method
            try:
                answer = self._ask(method, params, caller)
            except _CancelUnanswered as late:
                arguments = (late.process, late.identity, turn.pop_all())
                threading.Thread(target=self._let_unwind, args=arguments, name="unwind a job", daemon=True).start()
                raise CancelledError from None
            finally:
                if self._closed.is_set():
                    self._hang_up()
        if "result" in answer:
            return answer["result"]
        raise self._as_exception(method, answer["error"])

    def close(self) -> None:
        """Ends the engine process; running and waiting calls are cancelled, later ones refused."""
        self._closed.set()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._process is None:
            return
        if self._queue and self._method in _LONG_JOBS:  # nobody waits for it; the engine keeps to this time by itself
            patience = _LONG_JOBS[self._method]
            threading.Thread(target=self._process.close, args=(patience,), name="close the engine", daemon=True).start()
            return
        self._process.close(_PATIENCE_AT_CLOSE if self._queue else 0.0)  # only a running job has to clean up

    @contextlib.contextmanager
    def _turn(self, caller: _Caller) -> Iterator[None]:
        """Waits until every earlier call is done; so cancelling a waiting call never disturbs the running one.

        Whoever waits for more than a moment is told.
        """
        ticket, tell_at = object(), time.monotonic() + _SILENT_SECONDS
        with self._turn_changed:
            self._queue.append(ticket)
        try:
            while self._queue[0] is not ticket:
                if caller.is_cancelled():
                    raise CancelledError
                if caller.on_progress is not None and time.monotonic() >= tell_at:
                    caller.on_progress(Progress(0, WAITING))
                    tell_at = math.inf
                with self._turn_changed:
                    self._turn_changed.wait(_POLL_SECONDS)
            yield
        finally:
            with self._turn_changed:
                self._queue.remove(ticket)
                self._turn_changed.notify_all()

    def _let_unwind(self, process: WorkerProcess, identity: int, turn: contextlib.ExitStack) -> None:
        """Waits, with the turn, for a cancelled job to clean up behind itself; ends the process if it does not.

        Whoever cancelled has gone on already; the model that the process holds stays warm.
        """
        end = time.monotonic() + _LONG_JOBS.get(self._method, _PATIENCE_TO_UNWIND)
        with turn, contextlib.suppress(ChildEnded):
            while (left := end - time.monotonic()) > 0:
                if protocol.answers(process.receive(min(left, _POLL_SECONDS)), identity):
                    return
            process.stop()

    def _ask(self, method: str, params: Message, caller: _Caller) -> Message:
        reused = self._process is not None and self._process.usable
        process = self._ready_process(caller.is_cancelled)
        try:
            return self._exchange(process, method, params, caller)
        except ChildEnded:
            if reused and process.exit_code == 0:  # idle for too long, it left in the very moment of this call
                return self._ask(method, params, caller)
            raise self._crash(method, process) from None

    def _ready_process(self, cancelled: Callable[[], bool]) -> WorkerProcess:
        """The running engine process, or a new one that has been asked for its version."""
        if self._closed.is_set():
            raise WorkerUnavailable("The engine was closed.")
        if self._process is not None and self._process.usable:
            return self._process
        try:
            process = WorkerProcess(self.python, self._root, self._home, self.log_file, self._idle_seconds)
        except OSError as error:
            raise WorkerUnavailable(
                f"The engine's Python {self.python} cannot be started ({error}); set up the engine again."
            ) from error
        self._process = process
        greeting = {"protocol": protocol.PROTOCOL_VERSION, "plugin_version": plugin_version()}
        try:
            answer = self._exchange(process, "hello", greeting, _Caller(cancelled), _START_SECONDS)
        except ChildEnded:
            raise WorkerUnavailable(
                f"The engine does not start with {self.python}: set it up again; its log {self.log_file} tells why."
            ) from None
        except _CancelUnanswered:
            process.stop()
            raise CancelledError from None
        if "error" in answer:
            process.close(_PATIENCE_AT_CLOSE)
            raise WorkerUnavailable(answer["error"]["message"])
        return process

    def _exchange(
        self, process: WorkerProcess, method: str, params: Message, caller: _Caller, timeout: float = math.inf
    ) -> Message:
        """Sends one request and waits for its answer; whatever else ends the wait leaves no job running behind."""
        identity = next(self._identities)
        process.send(protocol.request(identity, method, params))
        end = time.monotonic() + timeout
        cancelling = False
        try:
            while (left := end - time.monotonic()) > 0:
                if not cancelling and caller.is_cancelled():
                    process.send(protocol.cancel_notification(identity))
                    cancelling, end = True, time.monotonic() + _PATIENCE_AFTER_CANCEL
                for action in caller.control.take():
                    process.send(protocol.control_request(next(self._identities), identity, action))
                message = process.receive(min(left, _POLL_SECONDS))
                if protocol.answers(message, identity):
                    return message
                caller.hear(message, identity)
            if cancelling:
                raise _CancelUnanswered(process, identity)
            raise WorkerUnavailable(f"The engine does not answer; its log is {self.log_file}.")
        except ChildEnded:
            if cancelling:
                raise CancelledError from None
            raise
        except _CancelUnanswered:
            raise
        except BaseException:
            process.stop()
            raise

    def _crash(self, method: str, process: WorkerProcess) -> WorkerCrashed:
        code = process.exit_code or 0
        how = f"exit code {code:#x}" if code > 255 else f"exit code {code}"
        if code < 0:
            how = signal.Signals(-code).name
            if how == "SIGKILL":
                how += ", which the system sends when memory runs out; close other programs"
        return WorkerCrashed(
            f"The engine stopped unexpectedly during '{method}' ({how}): try again; its log is {self.log_file}.",
            self.log_file,
        )

    def _as_exception(self, method: str, error: Message) -> Exception:
        code, message = error["code"], error["message"]
        if code == protocol.INPUT_REFUSED:
            return InputError(message)
        if code == protocol.CANCELLED:
            return CancelledError()
        return JobFailed(
            f"The engine failed in '{method}' ({message}); its log is {self.log_file}.",
            self.log_file,
            (error.get("data") or {}).get("traceback", ""),
        )
