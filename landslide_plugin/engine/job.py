"""What a running job may say to whoever started it, and how it learns that it is to stop."""

from __future__ import annotations

import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_LOOK_EVERY = 0.2  # seconds


class JobContext:
    """The silent context: nobody listens and nobody cancels. The worker and the command line derive from it."""

    def progress(
        self,
        fraction: float,
        message: str = "",
        seconds_left: float | None = None,
        megapixels_per_second: float | None = None,
    ) -> None:
        """Tells how far the job is.

        Args:
            fraction: share of the work done, 0-1.
            message: what is being done, a few words.
            seconds_left: estimate, None while unknown.
            megapixels_per_second: speed, None where it means nothing.
        """

    def check(self) -> None:
        """Call often (every 0.3 s at least); does not return while the person has paused the job.

        Raises:
            CancelledError: the person cancelled.
        """

    def log(self, text: str) -> None:
        """Adds a line to the log."""

    def event(self, name: str, content: dict[str, Any]) -> None:
        """Tells of something that happened, beyond progress; none is left out.

        Args:
            name: what kind, e.g. `epoch`.
            content: JSON-ready.
        """

    @property
    def is_finishing(self) -> bool:
        """Whether the person wants the job to stop now and to keep what it has; jobs that cannot need not ask."""
        return False


class QuietContext(JobContext):
    """Hears of what a person wishes, and tells nothing: somebody else does, of all the work together.

    Args:
        heard: the context that hears.
    """

    def __init__(self, heard: JobContext) -> None:
        self._heard = heard

    def check(self) -> None:
        """See `JobContext`."""
        self._heard.check()

    @property
    def is_finishing(self) -> bool:
        """See `JobContext`."""
        return self._heard.is_finishing


def wait_for(future: Future[_Result], context: JobContext) -> _Result:
    """The result of work on another thread; a cancel is heard while it goes on.

    Raises:
        CancelledError: the person cancelled; the work goes on.
    """
    while True:
        context.check()
        try:
            return future.result(_LOOK_EVERY)
        except NotYetError:
            if future.done():  # the work's own
                raise


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds gone by."""
        return time.perf_counter() - self._start
