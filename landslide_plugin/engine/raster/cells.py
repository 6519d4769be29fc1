"""A grid cut into windows of about one size, and an order in which any number of them is spread over it evenly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.engine.raster.grid import WorkGrid

_BITS = 24  # enough for more rows and columns than a raster can have


@dataclass(frozen=True)
class Cells:
    """Windows that cover a grid without gaps or overlaps, numbered row by row.

    Args:
        grid: work grid.
        rows, columns: where they begin, and at last where the grid ends, pixels.
    """

    grid: WorkGrid
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    @classmethod
    def over(cls, grid: WorkGrid, side: int) -> Cells:
        """Windows of at most `side` pixels, as equal as whole pixels allow."""
        edges = (np.linspace(0, length, math.ceil(length / side) + 1) for length in (grid.height, grid.width))
        return cls(grid, *(np.rint(part).astype(np.int64) for part in edges))

    def window(self, index: int) -> Window:
        """One of them, in work pixels."""
        row, column = divmod(int(index), len(self.columns) - 1)
        top, bottom = (int(edge) for edge in self.rows[row : row + 2])
        left, right = (int(edge) for edge in self.columns[column : column + 2])
        return Window(left, top, right - left, bottom - top)

    def outlines(self) -> NDArray[np.object_]:
        """Polygons of all of them in the raster's CRS."""
        top, left = (part.ravel() for part in np.meshgrid(self.rows[:-1], self.columns[:-1], indexing="ij"))
        bottom, right = (part.ravel() for part in np.meshgrid(self.rows[1:], self.columns[1:], indexing="ij"))
        corners = [
            self.grid.transform @ corner for corner in ((left, top), (right, top), (right, bottom), (left, bottom))
        ]
        return shapely.polygons(np.moveaxis(np.array(corners), 2, 0))

    def evenly(self, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """The chosen ones in an order of which every beginning is spread over all of them.

        Every other one comes first, like the black squares of a chessboard, of these again every other one, and so
        on: the places are sorted by the bits of row and column from the lowest up.
        """
        row, column = np.divmod(np.asarray(chosen, np.int64), len(self.columns) - 1)
        key = np.zeros(len(row), np.int64)
        for bit in range(_BITS):
            key = key << 2 | (((row ^ column) >> bit) & 1) << 1 | ((row >> bit) & 1)
        return np.asarray(chosen)[np.argsort(key, kind="stable")]
