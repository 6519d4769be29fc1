"""One running engine process as QGIS sees it: messages in, messages out, a log. Standard library only."""

from __future__ import annotations

import contextlib
import subprocess  # nosec B404 # only for its PIPE constant
from pathlib import Path
from typing import IO

from ..common.paths import HOME_VARIABLE
from ..environment.child_process import ChildProcess, scrubbed_environment
from .protocol import Message, ProtocolError, decode, encode

_LARGEST_LOG = 1_000_000  # bytes; the older part is kept once beside it


class WorkerProcess:
    """An engine process and its two pipes.

    Args:
        python: the engine's interpreter.
        root: the plugin's folder, all that goes on the engine's module path.
        home: folder of the user's own models.
        log_file: receives the engine's stderr, behind what is there.
        idle_seconds: the engine ends by itself after so long without a request.

    Raises:
        OSError: the interpreter cannot be started or the log not be written.
    """

    def __init__(self, python: str, root: Path, home: Path, log_file: Path, idle_seconds: float) -> None:
        environment = scrubbed_environment(PYTHONPATH=str(root), **{HOME_VARIABLE: str(home)})
        command = [python, "-m", "landslide_plugin.worker.server", "--idle-seconds", str(idle_seconds)]
        with _open_log(log_file) as log:
            self._child = ChildProcess(command, environment, root, stdin=subprocess.PIPE, stderr=log)
        self._given_up = False

    @property
    def usable(self) -> bool:
        """Whether it is there and nobody has told it to end."""
        return not self._given_up and not self._child.exited.is_set()

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative = the signal that ended it."""
        return self._child.exit_code

    def send(self, message: Message) -> None:
        """Writes a message; one to a process that has just ended is lost, which `receive` tells."""
        self._child.write(encode(message))

    def receive(self, timeout: float) -> Message:
        """The next message, an empty one when there is none within the timeout.

        Args:
            timeout: seconds.

        Raises:
            ChildEnded: the process is gone and all that it said was read.
        """
        line = self._child.read_line(timeout)
        # Only the server's own messages: what Python's start-up files may print before it is not one.
        with contextlib.suppress(ProtocolError):
            return decode(line)
        return {}

    def stop(self) -> None:
        """Terminates, then kills it with its children."""
        self._given_up = True
        self._child.stop()

    def close(self, patience_seconds: float) -> None:
        """Hangs up, so that it cancels its job and ends by itself; stops it when that takes too long.

        Args:
            patience_seconds: how long it may take.
        """
        self._given_up = True
        self._child.hang_up()
        if not self._child.exited.wait(patience_seconds):
            self.stop()


def _open_log(file: Path) -> IO[bytes]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # another QGIS may hold it open on Windows: it grows on
        if file.stat().st_size > _LARGEST_LOG:
            file.replace(file.with_suffix(".old" + file.suffix))
    return file.open("ab")
