"""Several tiles at once on a processor, on a thread each.

Cores that share one tile wait for each other after each of its hundreds of convolutions; with a tile for each they
hardly do, and a core that another program takes holds up its own tile only. It takes the memory of as many tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import psutil
import torch

from landslide_plugin.engine.device import peak_memory_mb

_MOST = 4  # tiles at once
_SHARE = 0.5  # of the free memory that further tiles may take

Part = TypeVar("Part")
Result = TypeVar("Result")


def lanes(cores: int) -> int:
    """How many tiles share the cores best: so that few of these are left over."""
    return max(range(1, _MOST + 1), key=lambda count: (count * (cores // count), count))


class Lanes:
    """Threads that stay, since torch prepares a network's arithmetic anew for every thread.

    Args:
        count: of them.
    """

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, "tile")

    def run(self, work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
        """Does work on each part, at the same time; torch's own threads are shared out evenly.

        Raises:
            Exception: as the work, when all of it has ended.
        """
        threads = torch.get_num_threads()
        each = max(1, threads // len(parts))

        def alone(part: Part) -> Result:
            if torch.get_num_threads() != each:
                torch.set_num_threads(each)
            return work(part)

        try:
            running = [self._pool.submit(alone, part) for part in parts]
            wait(running)
            return [one.result() for one in running]
        finally:
            torch.set_num_threads(threads)  # new threads have as many as the last that was told a number


def _free_memory() -> float:
    """Bytes that the machine has to spare, or what `ulimit -v` leaves this process."""
    free, process = psutil.virtual_memory().available, psutil.Process()
    if not hasattr(process, "rlimit"):  # Linux alone knows it
        return free
    limit, _ = process.rlimit(psutil.RLIMIT_AS)
    return free if limit == psutil.RLIM_INFINITY else min(free, limit - process.memory_info().vms)


class Footprints:
    """The memory that tiles take, by their size, found out when the first one of a size is run by itself."""

    def __init__(self) -> None:
        self._bytes: dict[int, float] = {}

    def fit(self, pixels: int) -> int:
        """How many tiles of that many pixels may be run at once; 1 while their footprint is not known."""
        footprint = self._bytes.get(pixels)
        if footprint is None:
            return 1
        return 1 + int(_SHARE * max(0, _free_memory()) / footprint)

    def measure(self, pixels: int, work: Callable[[], Result]) -> Result:
        """Runs a tile and notes what it took: at most what the process has grown to."""
        if pixels in self._bytes:
            return work()
        before = psutil.Process().memory_info().rss
        result = work()
        self._bytes[pixels] = max(1.0, peak_memory_mb() * 2**20 - before)
        return result
