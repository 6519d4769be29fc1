"""Images with label polygons: windows are read and polygons burned when a crop is drawn, no tiles are exported."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
import torch
from numpy.typing import NDArray
from rasterio.features import rasterize
from rasterio.windows import Window

from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.training.blocks import random_point
from landslide_plugin.engine.training.places import Crop, LabelledTile, Place, random_scale

_IGNORED, _BACKGROUND, _LANDSLIDE = 0, 1, 2


class Truth:
    """What is known of the ground: polygons with a meaning, of which a later one covers an earlier one.

    Args:
        shapes: polygons and `_IGNORED`, `_BACKGROUND` or `_LANDSLIDE`, in the order of burning.
        within: nothing is known outside of it; None = no limit.
    """

    def __init__(self, shapes: Sequence[tuple[shapely.Geometry, int]], within: shapely.Geometry | None = None) -> None:
        self._shapes = _Parts(shapes)
        self._within = _Parts([(within, 1)]) if within is not None else None

    def read(self, window: Window, grid: WorkGrid) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Burns a window of a grid.

        Returns:
            (height, width) twice: landslide, and known.
        """
        codes = self._shapes.burn(window, grid)
        if self._within is not None:
            codes *= self._within.burn(window, grid)
        return codes == _LANDSLIDE, codes != _IGNORED


class _Parts:
    """Shapes and their codes, part by part: a window costs as much as lies in it, however much is labelled elsewhere.

    Args:
        shapes: a later one covers an earlier one.
    """

    def __init__(self, shapes: Sequence[tuple[shapely.Geometry, int]]) -> None:
        self._parts = [(part, code) for shape, code in shapes for part in shapely.get_parts(shape)]
        self._tree = shapely.STRtree([part for part, _ in self._parts])

    def burn(self, window: Window, grid: WorkGrid) -> NDArray[np.uint8]:
        """(height, width) of the codes; `_IGNORED` where no shape is."""
        found = np.sort(self._tree.query(grid.ground_of(window), predicate="intersects"))
        return _burn(
            [self._parts[index] for index in found],
            (int(window.height), int(window.width)),
            grid.transform_of(window),
        )


def _burn(shapes: list[tuple[shapely.Geometry, int]], shape: tuple[int, int], transform: object) -> NDArray[np.uint8]:
    if not shapes:
        return np.zeros(shape, np.uint8)
    return rasterize(shapes, shape, transform=transform, fill=_IGNORED, dtype="uint8")


def truth_of(
    landslides: Sequence[shapely.Geometry],
    negatives: Sequence[shapely.Geometry],
    ignored: Sequence[shapely.Geometry],
    areas: shapely.Geometry | None,
    within: shapely.Geometry | None = None,
) -> Truth:
    """The truth that labels tell: inside the areas everything counts, elsewhere the label polygons themselves.

    Args:
        landslides, negatives: label polygons.
        ignored: never counts, whatever else is there.
        areas: where everything has been labelled.
        within: as in `Truth`.
    """
    shapes = [(areas, _BACKGROUND)] if areas is not None else []
    shapes += [(polygon, _BACKGROUND) for polygon in negatives]
    shapes += [(polygon, _LANDSLIDE) for polygon in landslides]
    return Truth([*shapes, *((polygon, _IGNORED) for polygon in ignored)], within)


class TrainingMap:
    """An image at the ground sample distance of the training, readable from several threads.

    Args:
        source: the open image; closed by `close`.
        scale: raster pixels per pixel of the training.
        fill: values 0-1 per band, shown to the network where there is no data, as at inference.
    """

    def __init__(self, source: RasterSource, scale: float, fill: Sequence[float]) -> None:
        self.source, self.scale, self.grid = source, scale, source.ground_grid(scale)
        self._fill = np.asarray(fill, np.float32)[:, None]
        self._opened = threading.local()
        self._opened.source = source
        self._all = [source]

    def close(self) -> None:
        """Lets go of the file, on all threads."""
        for source in self._all:
            source.close()

    def read(
        self, window: Window, grid: WorkGrid, truth: Truth
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
        """Pixels (bands, height, width) in 0-1, landslide and known; what lies beyond the image is not known."""
        tile = self._source().read(window, grid)
        pixels = tile.pixels
        pixels[:, ~tile.valid] = self._fill
        landslide, known = truth.read(window, grid)
        known &= tile.valid
        rows, columns = np.arange(int(window.height)) + window.row_off, np.arange(int(window.width)) + window.col_off
        known &= ((rows >= 0) & (rows < grid.height))[:, None] & ((columns >= 0) & (columns < grid.width))
        return pixels, landslide & known, known

    def window_around(self, point: Sequence[float], side: int, grid: WorkGrid) -> Window:
        """The square of a side around a point, moved into the image where it is large enough."""
        column, row = ~grid.transform @ tuple(point)
        left, top = (
            int(np.clip(round(centre - side / 2), 0, max(0, length - side)))
            for centre, length in ((column, grid.width), (row, grid.height))
        )
        return Window(left, top, side, side)

    def _source(self) -> RasterSource:
        if not hasattr(self._opened, "source"):
            self._opened.source = self.source.reopen()
            self._all.append(self._opened.source)
        return self._opened.source


@dataclass(frozen=True)
class Spot(Place):
    """A part of a map that crops are drawn around.

    Args:
        image: the map.
        truth: of the ground.
        area: where the middle of a crop may lie before it is shifted at random.
        window: what is measured, in pixels of the map's grid.
        landslides: how many reach into the window.
        context: pixels around the window that are shown and not measured, as a detection has them too.
    """

    image: TrainingMap
    truth: Truth
    area: shapely.Geometry
    window: Window
    landslides: int = 0
    context: int = 0

    @property
    def has_landslide(self) -> bool:
        """See `Place`."""
        return self.landslides > 0

    @cached_property
    def _pixels(self) -> tuple[int, int]:
        landslide, known = self.truth.read(self.window, self.image.grid)
        return int(landslide.sum()), int(known.sum())

    def pixels(self) -> tuple[int, int]:
        """See `Place`; from the polygons alone, so that counting reads no image."""
        return self._pixels

    def tile(self) -> LabelledTile:
        """See `Place`."""
        window, context = self.window, self.context
        around = Window(
            window.col_off - context, window.row_off - context, window.width + 2 * context, window.height + 2 * context
        )
        pixels, landslide, known = self.image.read(around, self.image.grid, self.truth)
        inside = np.zeros(known.shape, bool)
        inside[context : inside.shape[0] - context, context : inside.shape[1] - context] = True
        stored = np.rint(pixels * 255).astype(np.uint8)
        return LabelledTile(stored, landslide & inside, known & inside, self.image.source.aspect)

    def crop(self, side: int, scale: tuple[float, float], rng: np.random.Generator) -> Crop:
        """See `Place`; read from the image at the scale that was drawn."""
        grid = self.image.source.ground_grid(self.image.scale / random_scale(scale, rng))
        pixel = math.sqrt(abs(grid.transform.determinant))
        point = random_point(self.area, rng) + rng.uniform(-side / 4, side / 4, 2) * pixel
        pixels, *truth = self.image.read(self.image.window_around(point, side, grid), grid, self.truth)
        return torch.from_numpy(pixels), torch.from_numpy(np.stack(truth).astype(np.float32))
