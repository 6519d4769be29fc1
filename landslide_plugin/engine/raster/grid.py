"""The grid that a network works on: the raster's own, or one with larger or smaller pixels over the same ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from affine import Affine
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError

OUTSIDE = "The chosen area lies outside the image: choose an area that overlaps it."


@dataclass(frozen=True)
class WorkGrid:
    """A pixel grid that covers the raster exactly and is anchored to its origin, whatever part of it is asked for.

    Args:
        width, height: in work pixels.
        transform: work pixel to the raster's CRS.
        scale_x, scale_y: raster pixels per work pixel.
    """

    width: int
    height: int
    transform: Affine
    scale_x: float
    scale_y: float

    @classmethod
    def over(cls, width: int, height: int, transform: Affine, scale: float, aspect: float = 1.0) -> WorkGrid:
        """The grid whose pixels are about as large as a square of `scale` raster pixels.

        The scale is moved a little so that a whole number of work pixels covers the raster.

        Args:
            width, height: of the raster.
            transform: raster pixel to the raster's CRS.
            scale: raster pixels per work pixel.
            aspect: height of a work pixel by its width, in raster pixels; its area stays the same.
        """
        stretch = math.sqrt(aspect)
        columns, rows = max(1, round(width / scale * stretch)), max(1, round(height / scale / stretch))
        scale_x, scale_y = width / columns, height / rows
        return cls(columns, rows, transform @ Affine.scale(scale_x, scale_y), scale_x, scale_y)

    @property
    def is_native(self) -> bool:
        """True when a work pixel is a raster pixel."""
        return self.scale_x == 1 and self.scale_y == 1

    @property
    def outline(self) -> shapely.Polygon:
        """Of the whole grid, in the raster's CRS."""
        return self.ground_of(Window(0, 0, self.width, self.height))

    def to_raster(self, window: Window) -> Window:
        """The same ground in raster pixels (fractions kept)."""
        return Window(
            window.col_off * self.scale_x,
            window.row_off * self.scale_y,
            window.width * self.scale_x,
            window.height * self.scale_y,
        )

    def window_of(self, bounds: tuple[float, float, float, float]) -> Window:
        """The whole work pixels that hold a box of the raster's CRS, cut to the raster.

        Raises:
            InputError: the box lies outside the raster.
        """
        xmin, ymin, xmax, ymax = bounds
        corners = [~self.transform @ corner for corner in ((xmin, ymin), (xmin, ymax), (xmax, ymin), (xmax, ymax))]
        columns, rows = zip(*corners, strict=True)
        # A box drawn on pixel edges must not take in a neighbour because of the last digit of a float.
        left, top = max(0, math.floor(min(columns) + 1e-6)), max(0, math.floor(min(rows) + 1e-6))
        right, bottom = min(self.width, math.ceil(max(columns) - 1e-6)), min(self.height, math.ceil(max(rows) - 1e-6))
        if right <= left or bottom <= top:
            raise InputError(OUTSIDE)
        return Window(left, top, right - left, bottom - top)

    def pixel_at(self, x: float, y: float, world_width: float | None = None) -> tuple[int, int]:
        """Column and row of the work pixel at a point of the raster's CRS.

        Args:
            x, y: of the point, on whichever side of the antimeridian.
            world_width: in units of the CRS; None where x does not go around the world.

        Raises:
            InputError: the point lies outside the raster.
        """
        for turns in (0, -1, 1):
            column, row = ~self.transform @ (x + turns * (world_width or 0), y)
            if 0 <= column < self.width and 0 <= row < self.height:
                return math.floor(column), math.floor(row)
        raise InputError("The point lies outside the image: choose a point on the image.")

    def window_around(self, column: int, row: int, side: int, snap: int = 1) -> Window:
        """A window of a side around a pixel, moved into the raster, cut where the raster is smaller.

        Args:
            column, row: of the pixel.
            side: of the window, pixels.
            snap: windows start at multiples of it, unless the raster's edge moves them.
        """

        def start(position: int, length: int) -> int:
            return max(0, min(round((position - side / 2) / snap) * snap, length - side))

        left, top = start(column, self.width), start(row, self.height)
        return Window(left, top, min(side, self.width), min(side, self.height))

    def transform_of(self, window: Window) -> Affine:
        """Pixel of the window to the raster's CRS."""
        return self.transform @ Affine.translation(window.col_off, window.row_off)

    def ground_of(self, window: Window) -> shapely.Polygon:
        """The window's outline in the raster's CRS."""
        left, top = window.col_off, window.row_off
        right, bottom = left + window.width, top + window.height
        return shapely.Polygon(
            [self.transform @ c for c in ((left, top), (right, top), (right, bottom), (left, bottom))]
        )
