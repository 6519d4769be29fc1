"""Whether a raster holds what was written to it.

GDAL writes the last of a file when it is closed, and rasterio does not tell when that fails.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.windows import Window


def incomplete(path: Path) -> OSError:
    """The error for a file that lacks some of what was written to it."""
    return OSError(f"{path.name} is not complete, its disk may not take files of this size")


@contextmanager
def as_os_error(path: Path) -> Iterator[None]:
    """What rasterio says of a file that cannot be written to its end, or read again; some of it is not public.

    Raises:
        OSError: instead.
    """
    try:
        yield
    except (RasterioError, CPLE_BaseError) as error:
        raise incomplete(path) from error


class WrittenRows:
    """What was written to the only band of a raster, row by row, to compare the closed file with.

    Args:
        width, height: pixels.
        nodata: what rows hold that were never written.
        block: side, pixels, of the raster's blocks.
    """

    def __init__(self, width: int, height: int, nodata: int, block: int) -> None:
        self._nodata, self._block = nodata, block
        self._sums = [zlib.crc32(np.full(width, nodata, np.uint8))] * height
        self._has_data = np.zeros((-(-height // block), -(-width // block)), bool)

    def add(self, row: int, values: NDArray[np.uint8]) -> None:
        """Notes rows.

        Args:
            row: the first.
            values: (rows, width), contiguous.
        """
        self._sums[row : row + len(values)] = [zlib.crc32(line) for line in values]

    def compare(self, path: Path, check: Callable[[], None]) -> None:
        """Reads the file again, in bounded memory.

        Args:
            path: of the file.
            check: called now and then; may raise to end it.

        Raises:
            OSError: it does not hold what was written.
        """
        with as_os_error(path), rasterio.open(path) as file:
            starts = np.arange(0, file.width, self._block)
            for number, row in enumerate(range(0, file.height, self._block)):
                check()
                lines = file.read(1, window=Window(0, row, file.width, min(self._block, file.height - row)))
                if [zlib.crc32(line) for line in lines] != self._sums[row : row + len(lines)]:
                    raise incomplete(path)
                self._has_data[number] = np.logical_or.reduceat((lines != self._nodata).any(axis=0), starts)

    def check_overviews(self, path: Path, levels: list[int]) -> None:
        """Looks for blocks of the overviews that are damaged or missing, once the raster itself has been compared.

        Args:
            path: of the file, whose overviews have its own size of blocks.
            levels: that it was given, each half as fine as the one before.

        Raises:
            OSError: an overview is not complete.
        """
        expected = self._has_data
        for number in range(len(levels)):
            expected = _halved(expected)
            with as_os_error(path), rasterio.open(path, overview_level=number) as overview:
                for (row, column), window in overview.block_windows(1):
                    # A missing block reads as nodata; so may a whole one, whose only ground fell into its neighbour.
                    empty = bool((overview.read(1, window=window) == self._nodata).all())
                    if empty and expected[row, column] and not _is_stored(overview, row, column):
                        raise incomplete(path)


def _halved(blocks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """True where one of two by two is."""
    even = np.pad(blocks, [(0, side % 2) for side in blocks.shape])
    return even[::2, ::2] | even[1::2, ::2] | even[::2, 1::2] | even[1::2, 1::2]


def _is_stored(overview: rasterio.DatasetReader, row: int, column: int) -> bool:
    return overview.get_tag_item(f"BLOCK_OFFSET_{column}_{row}", "TIFF", bidx=1) is not None
