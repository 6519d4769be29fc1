"""How the C library keeps memory between one tile and the next.

A network needs the same few hundred megabytes for every tile and every training step. glibc gives blocks of that size
back to the system at once and fetches them again, zeroed page by page, which took a third of the time of a detection.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Of malloc.h: the parameters' numbers, and as much as an int holds.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
_MOST = 2**31 - 1
_AT_ONCE = 64 * 2**20  # fetched from the system in one go, bytes


def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is glibc and nobody has set it up by the environment."""
    if sys.platform != "linux" or any(name.startswith("MALLOC_") for name in os.environ):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "gnu_get_libc_version") else None


@contextmanager
def kept_memory() -> Iterator[None]:
    """Within it, what is freed is kept for the next tile; afterwards the system gets it back."""
    library = _glibc()
    if library is None:
        yield
        return
    library.mallopt(_ARENA_MAX, 1)  # other arenas cannot hold large blocks
    library.mallopt(_MMAP_THRESHOLD, _MOST)
    library.mallopt(_TRIM_THRESHOLD, _MOST)
    library.mallopt(_TOP_PAD, _AT_ONCE)
    try:
        yield
    finally:
        library.malloc_trim(0)
