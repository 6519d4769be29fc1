"""What a detection says about a small window, with its tiles kept for the windows that are asked for next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.tiling import TileAxis, TileGrid
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import RasterSource

_MOST_BYTES = 256_000_000

_Place = tuple[int, int]  # row and column in the grid of the tiles
_Answer = tuple[NDArray[np.float32], NDArray[np.bool_]]  # probability and validity
_kept: OrderedDict[tuple[Hashable, _Place], _Answer] = OrderedDict()


@dataclass(frozen=True)
class KeptTiles:
    """The tiles of a detection on a raster, each run when it is asked for and kept for later.

    Args:
        view: what besides its place decides a tile's answer: what was asked for, and the state of the files.
        detector: the network.
        source: the raster.
        grid: its work grid.
        tiles: those that the detection has.
        tta: test-time augmentation.
    """

    view: Hashable
    detector: Detector
    source: RasterSource
    grid: WorkGrid
    tiles: TileGrid
    tta: str

    def look(self, window: Window, context: JobContext) -> tuple[NDArray[np.float32], NDArray[np.bool_], bool]:
        """(height, width) probability and validity as a detection has them, and whether all tiles were kept.

        Args:
            window: whole work pixels.
            context: stops the work.
        """
        top, left = int(window.row_off), int(window.col_off)
        rows = list(_shares(self.tiles.rows, top, top + int(window.height)))
        columns = list(_shares(self.tiles.columns, left, left + int(window.width)))
        missing = [
            (row.tile, column.tile)
            for row, column in product(rows, columns)
            if (self.view, (row.tile, column.tile)) not in _kept
        ]
        fresh = self._run(missing, context)
        blended = np.zeros((int(window.height), int(window.width)), np.float32)
        known = np.zeros(blended.shape, bool)
        for row, column in product(rows, columns):
            place, here, there = (row.tile, column.tile), (row.here, column.here), (row.there, column.there)
            probability, valid = fresh[place] if place in fresh else _kept[self.view, place]
            blended[here] += probability[there] * (row.weight[:, None] * column.weight)
            known[here] |= valid[there]
        for place, answer in fresh.items():
            _keep((self.view, place), answer)
        return np.where(known, np.minimum(blended, 1), 0), known, not missing

    def _run(self, places: list[_Place], context: JobContext) -> dict[_Place, _Answer]:
        answers: dict[_Place, _Answer] = {}
        for start in range(0, len(places), self.detector.batch_size):
            context.check()
            batch = places[start : start + self.detector.batch_size]
            tiles = [self.source.read(self.tiles.window(*place), self.grid, context.check) for place in batch]
            pixels, valid = np.stack([tile.pixels for tile in tiles]), np.stack([tile.valid for tile in tiles])
            probabilities = self.detector.probabilities(pixels, valid, self.tta, context.check)
            answers.update(zip(batch, zip(probabilities, valid, strict=True), strict=True))
        return answers


@dataclass(frozen=True)
class _Share:
    """What a tile has to say, along one axis, about a window.

    Args:
        tile: its number.
        here, there: pixels in the window, and the same in the tile.
        weight: of each of them.
    """

    tile: int
    here: slice
    there: slice
    weight: NDArray[np.float32]


def _shares(axis: TileAxis, begin: int, end: int) -> Iterator[_Share]:
    weights = axis.weights()
    for tile in axis.touching(begin, end):
        start = axis.starts[tile]
        first, last = max(start, begin), min(start + axis.tile, end)
        weight = weights[tile][first - start : last - start]
        if weight.any():  # the outer part of an overlap has no say
            yield _Share(tile, slice(first - begin, last - begin), slice(first - start, last - start), weight)


def _keep(key: tuple[Hashable, _Place], answer: _Answer) -> None:
    _kept[key] = answer
    while len(_kept) > 1 and sum(part.nbytes for kept in _kept.values() for part in kept) > _MOST_BYTES:
        _kept.popitem(last=False)
