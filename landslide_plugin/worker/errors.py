"""What can go wrong with the engine process itself, as a person is told it."""

from __future__ import annotations

from pathlib import Path

from ..common.errors import LandslideMapperError


class WorkerError(LandslideMapperError):
    """Base of the errors of the engine process."""


class WorkerUnavailable(WorkerError):  # noqa: N818
    """The engine process cannot be started: not set up, not found, or of another version."""


class WorkerCrashed(WorkerError):  # noqa: N818
    """The engine process ended during a job.

    Args:
        message: one sentence that names the log.
        log_file: where the engine wrote what it was doing.
    """

    def __init__(self, message: str, log_file: Path) -> None:
        super().__init__(message)
        self.log_file = log_file


class JobFailed(WorkerError):  # noqa: N818
    """A job ended in an error that nobody foresaw; the engine process goes on.

    Args:
        message: one sentence that names the log.
        log_file: where the engine wrote what it was doing.
        traceback: where it happened, for a bug report.
    """

    def __init__(self, message: str, log_file: Path, traceback: str = "") -> None:
        super().__init__(message)
        self.log_file = log_file
        self.traceback = traceback
