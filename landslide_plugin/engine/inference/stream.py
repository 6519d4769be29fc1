"""Streaming a network over a window of a raster: bands of finished rows, in bounded memory.

Tiles are read ahead by one thread while the network works on the one before. Tile rows are blended into an
accumulator that holds one tile row; rows that no further tile can change are handed out and forgotten.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import geometry_mask
from rasterio.windows import Window

from landslide_plugin.common.errors import CancelledError
from landslide_plugin.engine.allocator import kept_memory
from landslide_plugin.engine.inference.detector import Detector, TileTooLargeError, too_large_message
from landslide_plugin.engine.inference.tiling import TileGrid
from landslide_plugin.engine.job import JobContext, Stopwatch, wait_for
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import RasterSource, Tile

DARK = (
    "What was looked at is dark. If landslides were missed, or too much was called landslide, stretch the image: "
    "Stretch dark imagery under Bands, or --stretch."
)
_SMALLEST_TILE = 128
_READ_AHEAD = 3
_BAND_ROWS, _BAND_PIXELS = 256, 8_000_000  # at most; what is done with a band makes several copies of it
_BRIGHT, _BRIGHT_SHARE = 0.375, 0.02  # nearly all imagery that is not dark on the screen has so many such values
_EVERY = 16  # pixel in a row that is asked whether it is bright


Result = TypeVar("Result")


@dataclass(frozen=True)
class Band:
    """Finished rows.

    Args:
        row: first row, counted in the window.
        probability: (rows, width) float32, 0-1.
        valid: (rows, width) bool; False = nodata.
    """

    row: int
    probability: NDArray[np.float32]
    valid: NDArray[np.bool_]


@dataclass(frozen=True)
class _Placed:
    """A tile and its place in the tile grid; `content` is None where there is no ground in it."""

    row: int
    column: int
    content: Tile | None


class ProbabilityStream:
    """Iterates over the bands of a window, from top to bottom.

    Args:
        detector: the network.
        source: the raster.
        grid: its work grid.
        window: the part wanted, whole work pixels.
        overlap: share of a tile, 0-0.75.
        tta: test-time augmentation.
        area: polygons in the raster's CRS; outside of them there is nodata.
        largest: longest tile side for local networks; None = the network's.
        context: hears of progress, stops the work.
    """

    def __init__(
        self,
        detector: Detector,
        source: RasterSource,
        grid: WorkGrid,
        window: Window,
        *,
        overlap: float = 0.25,
        tta: str = "none",
        area: shapely.Geometry | None = None,
        largest: int | None = None,
        context: JobContext | None = None,
    ) -> None:
        self._detector, self._source, self._grid, self._window = detector, source, grid, window
        self._tta, self._area, self._context = tta, area, context or JobContext()
        self.tiles = tiles_of(detector, grid, overlap, largest or detector.largest_tile)
        top, left = int(window.row_off), int(window.col_off)
        self._rows = self.tiles.rows.touching(top, top + int(window.height))
        self._columns = self.tiles.columns.touching(left, left + int(window.width))
        self.tiles_run = 0
        self._values = self._bright = 0

    @property
    def tile_count(self) -> int:
        """Tiles that touch the window, empty ones included."""
        return len(self._rows) * len(self._columns)

    @property
    def is_dark(self) -> bool:
        """True when next to nothing that was looked at is bright, as in satellite products nobody stretched."""
        return self._bright < _BRIGHT_SHARE * self._values

    def __iter__(self) -> Iterator[Band]:
        with kept_memory():
            yield from self._bands()

    def _bands(self) -> Iterator[Band]:
        top, left = int(self._window.row_off), int(self._window.col_off)
        bottom, right = top + int(self._window.height), left + int(self._window.width)
        starts, side = self.tiles.rows.starts, self.tiles.rows.tile
        blend = _RowBlender(self.tiles, left, right)
        ends = [starts[row] for row in self._rows[1:]] + [bottom]
        finished = top
        band_rows = max(1, min(_BAND_ROWS, _BAND_PIXELS // (right - left)))
        for row in self._run_rows(blend):
            end = min(ends[self._rows.index(row)], bottom)
            offset = starts[row]
            while finished < end:
                stop = min(finished + band_rows, end)
                yield self._band(finished - top, *blend.rows(finished - offset, stop - offset))
                finished = stop
            if row != self._rows[-1]:
                blend.advance(min(starts[row + 1] - offset, side))

    def _band(self, row: int, probability: NDArray[np.float32], valid: NDArray[np.bool_]) -> Band:
        if self._area is not None:
            part = Window(self._window.col_off, self._window.row_off + row, self._window.width, len(valid))
            outside = geometry_mask([self._area], valid.shape, self._grid.transform_of(part))
            valid = valid & ~outside
        return Band(row, np.where(valid, probability, 0), valid)

    def _run_rows(self, blend: _RowBlender) -> Iterator[int]:
        """Tile rows, each as soon as its tiles that have ground are in the accumulator."""
        watch, done = Stopwatch(), 0
        reader = self._read_ahead()
        for row in self._rows:
            waiting: list[_Placed] = []
            for _ in self._columns:
                tile = next(reader)
                self._context.check()
                if tile.content is not None:
                    waiting.append(tile)
                if len(waiting) >= self._detector.batch_size:
                    self._run(waiting, blend)
                    waiting = []
                done += 1
                self._report(done, watch)
            if waiting:
                self._run(waiting, blend)
            yield row

    def _run(self, batch: list[_Placed], blend: _RowBlender) -> None:
        pixels = np.stack([tile.content.pixels for tile in batch])
        valid = np.stack([tile.content.valid for tile in batch])
        self.tiles_run += len(batch)
        probabilities = self._detector.probabilities(pixels, valid, self._tta, self._context.check)
        for tile, probability in zip(batch, probabilities, strict=True):
            blend.add(tile.row, tile.column, probability, tile.content.valid)

    def _report(self, done: int, watch: Stopwatch) -> None:
        share = done / self.tile_count
        megapixels = self._window.width * self._window.height / 1e6 * share
        self._context.progress(
            share,
            f"Tile {done} of {self.tile_count}",
            watch.seconds / share * (1 - share),
            megapixels / max(watch.seconds, 1e-6),
        )

    def _read_ahead(self) -> Iterator[_Placed]:
        places = iter([(row, column) for row in self._rows for column in self._columns])
        pending: deque[Future[_Placed]] = deque()
        left = Event()

        def still_wanted() -> None:
            if left.is_set():
                raise CancelledError

        with self._source.reopen() as reader, ThreadPoolExecutor(1, "tile-reader") as pool:
            try:
                while True:
                    while len(pending) <= _READ_AHEAD and (place := next(places, None)) is not None:
                        pending.append(pool.submit(self._read, reader, *place, still_wanted))
                    if not pending:
                        return
                    yield wait_for(pending.popleft(), self._context)
            finally:
                left.set()
                pool.shutdown(cancel_futures=True)

    def _read(self, reader: RasterSource, row: int, column: int, check: Callable[[], None]) -> _Placed:
        window = self.tiles.window(row, column)
        if self._area is not None and not self._area.intersects(self._grid.ground_of(window)):
            return _Placed(row, column, None)
        tile = reader.read(window, self._grid, check)
        values = tile.pixels[:, ::_EVERY, ::_EVERY][:, tile.valid[::_EVERY, ::_EVERY]]
        self._values += values.size
        self._bright += int((values > _BRIGHT).sum())
        return _Placed(row, column, tile if tile.valid.any() else None)


class _RowBlender:
    """The accumulator: one tile row high, as wide as the window."""

    def __init__(self, tiles: TileGrid, left: int, right: int) -> None:
        self._tiles, self._left, self._right = tiles, left, right
        self._row_weights, self._column_weights = tiles.rows.weights(), tiles.columns.weights()
        shape = (tiles.rows.tile, right - left)
        self._sum, self._valid = np.zeros(shape, np.float32), np.zeros(shape, bool)

    def add(self, row: int, column: int, probability: NDArray[np.float32], valid: NDArray[np.bool_]) -> None:
        """Adds a tile of the row that the accumulator stands on."""
        start = self._tiles.columns.starts[column]
        begin, end = max(start, self._left), min(start + self._tiles.columns.tile, self._right)
        there, here = slice(begin - self._left, end - self._left), slice(begin - start, end - start)
        weight = self._row_weights[row][:, None] * self._column_weights[column][None, here]
        self._sum[:, there] += probability[:, here] * weight
        self._valid[:, there] |= valid[:, here]

    def rows(self, begin: int, end: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Copies of finished rows, counted from the top of the accumulator."""
        return np.minimum(self._sum[begin:end], 1), self._valid[begin:end].copy()

    def advance(self, rows: int) -> None:
        """Moves down to the next tile row."""
        for part in (self._sum, self._valid):
            part[: -rows or None] = part[rows:]
            part[len(part) - rows :] = 0


def tiles_of(detector: Detector, grid: WorkGrid, overlap: float, largest: int) -> TileGrid:
    """The tiles in which a network looks at a raster.

    Args:
        detector: the network.
        grid: the raster's work grid.
        overlap: share of a tile, 0-0.75.
        largest: longest tile side for local networks.
    """
    card = detector.card
    side = min(card.tile_size, largest)
    return TileGrid.over(grid.width, grid.height, side, overlap, largest if card.local else None)


def with_tiles_that_fit(detector: Detector, context: JobContext, work: Callable[[int], Result]) -> Result:
    """Does work with the largest tiles that the network allows, and anew with smaller ones where the memory is short.

    Args:
        detector: the network.
        context: is told of smaller tiles.
        work: is given the longest side of a tile.

    Raises:
        InputError: the memory holds no tile, or the network takes no other.
    """
    largest = detector.largest_tile
    while True:
        try:
            return work(largest)
        except TileTooLargeError as error:
            largest //= 2
            if not detector.card.local or largest < _SMALLEST_TILE:
                raise too_large_message(detector.device) from error
            context.log(f"Out of memory: trying again with tiles of {largest} pixels.")


def blended_probability(stream: ProbabilityStream) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """All of a small window at once: (height, width) probability and validity."""
    bands = list(stream)
    return np.concatenate([band.probability for band in bands]), np.concatenate([band.valid for band in bands])
