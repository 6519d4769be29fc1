"""Which tiles cover a grid, and how much each says about each pixel.

The tiles are anchored to the raster and not to the extent that was asked for, so a pixel gets the same answer
whatever extent is chosen. Neighbours overlap; the outer quarter of an overlap, where the network sees too little, has
no say, and a raised cosine leads over from one tile to the next, so no seam is seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

STRIDE = 32  # pixels; the networks halve their input up to five times


def single_tile(part: Window, tile: int) -> Window:
    """The tile that shows a part of a grid to a network; hardly larger than the part where the grid is small.

    What is beyond a grid mirrors it, and a network that looks at all of a tile would see mostly that.

    Args:
        part: from whose upper left corner the tile reaches to the right and down; smaller than a tile only where the
            grid is.
        tile: side of a full tile, pixels.
    """
    return Window(part.col_off, part.row_off, _side(part.width, tile), _side(part.height, tile))


def _side(length: float, tile: int) -> int:
    return min(tile, math.ceil(length / STRIDE) * STRIDE)


@dataclass(frozen=True)
class TileAxis:
    """The tiles along one side of the grid.

    Args:
        length: of the grid's side, pixels.
        tile: side of a tile, pixels; larger than `length` where the raster is smaller than a tile.
        overlap: pixels that a tile shares with its neighbour (the last one may share more).
    """

    length: int
    tile: int
    overlap: int

    @classmethod
    def fixed(cls, length: int, tile: int, overlap: float) -> TileAxis:
        """Tiles of exactly the side that a network looks at; a smaller grid is one tile, that of `single_tile`.

        Args:
            overlap: share of a tile, 0-0.75.
        """
        side = _side(length, tile)
        return cls(length, side, round(side * overlap))

    @classmethod
    def balanced(cls, length: int, tile: int, overlap: float, largest: int) -> TileAxis:
        """Equal tiles up to `largest`, for networks whose answer depends on the neighbourhood only.

        The overlap keeps the width in pixels that it has with the training tile, so that less is computed twice.
        """
        shared = round(tile * overlap)
        count = max(1, math.ceil((length - shared) / (largest - shared)))
        side = math.ceil((length + (count - 1) * shared) / count / STRIDE) * STRIDE
        return cls(length, side, shared if count > 1 else 0)

    @property
    def starts(self) -> list[int]:
        """First pixel of each tile; the last tile ends with the grid."""
        if self.length <= self.tile:
            return [0]
        last = self.length - self.tile
        return [*range(0, last, self.tile - self.overlap), last]

    def weights(self) -> list[NDArray[np.float32]]:
        """Per tile, the weight of each of its pixels; over all tiles they sum to 1 at every pixel of the grid."""
        starts = self.starts
        raw = [self._ramp(start) for start in starts]
        total = np.zeros(max(self.length, self.tile))
        for start, weight in zip(starts, raw, strict=True):
            total[start : start + self.tile] += weight
        return [
            (weight / total[start : start + self.tile]).astype(np.float32)
            for start, weight in zip(starts, raw, strict=True)
        ]

    def _ramp(self, start: int) -> NDArray[np.float64]:
        margin, width = self.overlap // 4, max(1, self.overlap // 2)
        rise = np.sin(np.pi / 2 * np.clip((np.arange(self.tile) + 0.5 - margin) / width, 0, 1)) ** 2
        if self.overlap == 0:
            return np.ones(self.tile)
        weight = np.ones(self.tile)
        if start > 0:
            weight *= rise
        if start + self.tile < self.length:
            weight *= rise[::-1]
        return weight

    def touching(self, begin: int, end: int) -> list[int]:
        """Indices of the tiles that have pixels in [begin, end)."""
        return [index for index, start in enumerate(self.starts) if start < end and start + self.tile > begin]


@dataclass(frozen=True)
class TileGrid:
    """Tiles over a whole grid.

    Args:
        rows, columns: the tiles along each side.
    """

    rows: TileAxis
    columns: TileAxis

    @classmethod
    def over(cls, width: int, height: int, tile: int, overlap: float, largest: int | None = None) -> TileGrid:
        """The tiles over a grid.

        Args:
            width, height: of the grid, pixels.
            tile: side of the training tile, pixels.
            overlap: share of that tile, 0-0.75.
            largest: longest tile side allowed for local networks; None = exactly the training tile.
        """
        if largest is None:
            return cls(TileAxis.fixed(height, tile, overlap), TileAxis.fixed(width, tile, overlap))
        return cls(TileAxis.balanced(height, tile, overlap, largest), TileAxis.balanced(width, tile, overlap, largest))

    def window(self, row: int, column: int) -> Window:
        """A tile's pixels on the grid; reaches beyond it where the grid is smaller than a tile."""
        return Window(self.columns.starts[column], self.rows.starts[row], self.columns.tile, self.rows.tile)
