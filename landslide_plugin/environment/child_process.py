"""Child processes that inherit nothing of QGIS's own libraries, can be stopped whole, and are never left behind."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess  # nosec B404 # the engine runs in a process of its own
import sys
import threading
from pathlib import Path
from typing import IO

# QGIS sets these for its own Python, GDAL and PROJ; in another Python they load the wrong libraries or data. The
# PIP_ ones would send packages elsewhere than into the environment.
_FOREIGN_VARIABLES = {
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONEXECUTABLE",
    "__PYVENV_LAUNCHER__",
    "VIRTUAL_ENV",
    "GDAL_DATA",
    "GDAL_DRIVER_PATH",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
}
_FOREIGN_PREFIXES = ("PROJ_", "DYLD_")


def scrubbed_environment(**additions: str) -> dict[str, str]:
    """This process's environment variables without those that belong to QGIS's libraries.

    Args:
        additions: variables to set on top.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in _FOREIGN_VARIABLES and not name.upper().startswith(_FOREIGN_PREFIXES)
    }
    return {**kept, "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1", **additions}


class ChildEnded(Exception):  # noqa: N818
    """The process is gone and every line of it was read."""


class ChildProcess:
    """A started process together with whatever it starts itself; its output is read line by line.

    Args:
        command: the program and its arguments; no shell is involved.
        environment: all of its environment variables.
        folder: its working directory.
        stdin, stderr: as for `subprocess.Popen`; without a `stderr` it is read with the output.

    Raises:
        OSError: the program cannot be started.
    """

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        folder: Path,
        stdin: int = subprocess.DEVNULL,
        stderr: int | IO[bytes] = subprocess.STDOUT,
    ) -> None:
        self._process = subprocess.Popen(  # nosec B603 # a list, no shell; the program is the person's chosen Python
            command,
            env=environment,
            cwd=str(folder),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            # A session of its own: Ctrl-C in QGIS's terminal does not reach it, and its children stop with it.
            start_new_session=sys.platform != "win32",
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self.exited = threading.Event()
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name=f"read process {self.pid}", daemon=True)
        self._reader.start()
        threading.Thread(target=self._reap, name=f"wait for process {self.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative = the signal that ended it."""
        return self._process.returncode if self.exited.is_set() else None

    def read_line(self, timeout: float) -> bytes:
        """The next line of its output, an empty one when there is none within the timeout.

        Args:
            timeout: seconds.

        Raises:
            ChildEnded: the process is gone and all that it said was read.
        """
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            return b""
        if line is None:
            self._lines.put(None)  # for whoever asks again
            raise ChildEnded
        return line

    def write(self, line: bytes) -> None:
        """Writes to its stdin; a line to a process that has just ended is lost, which `read_line` tells."""
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def hang_up(self) -> None:
        """Closes its stdin."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def stop(self, grace_seconds: float = 0.2) -> None:
        """Terminates it, and kills what is still there after the grace; returns without waiting longer.

        Args:
            grace_seconds: how long it may take to end by itself after the first signal.
        """
        if self.exited.is_set():
            return
        self._signal("SIGTERM")
        if not self.exited.wait(grace_seconds):
            self._signal("SIGKILL")

    def _signal(self, name: str) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended in this very moment
            if sys.platform == "win32":
                self._process.kill()  # a virtual environment's python.exe takes its child with it through a job object
            else:
                os.killpg(self.pid, getattr(signal, name))

    def _read(self) -> None:
        with self._process.stdout as output, contextlib.suppress(OSError, ValueError):
            for line in output:
                self._lines.put(line)

    def _reap(self) -> None:
        if hasattr(os, "waitid"):
            # Ended but not yet reaped, so its process group is certainly still its own: take its children along.
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            self._signal("SIGKILL")
        self._process.wait()
        self.exited.set()
        if self._process.stdin is not None:
            self.hang_up()
        self._reader.join(timeout=1.0)  # what it said last is still in the pipe
        self._lines.put(None)
