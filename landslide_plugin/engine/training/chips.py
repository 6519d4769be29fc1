"""Windows of a labelled image as a folder of image and mask chips, for other programs that train on such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.training.labels import Labels
from landslide_plugin.engine.training.maps import TrainingMap, truth_of

UNKNOWN = 255
"""Nodata of the masks: what nobody has labelled, beside 0 for background and 1 for landslide."""


class ChipWriter:
    """Cuts an image with labels into chips of one size.

    Args:
        source: the open image; closed by whoever opened it.
        scale: raster pixels per pixel of a chip.
        labels: label polygons in the image's CRS.
        areas: where everything has been labelled; None = nowhere.
        size: side of a chip, pixels.
        overlap: share of a chip that its neighbour repeats, 0-0.9.
    """

    def __init__(
        self,
        source: RasterSource,
        scale: float,
        labels: Labels,
        areas: shapely.Geometry | None,
        size: int,
        overlap: float,
    ) -> None:
        self._image = TrainingMap(source, scale, [0.0] * len(source.bands))
        self._truth = truth_of(labels.landslides, labels.negatives, labels.unsure, areas)
        parts = [part for part in (areas, *labels.landslides, *labels.negatives) if part is not None]
        self._labelled = shapely.union_all(parts)
        self._windows = list(self._find_windows(size, max(1, round(size * (1 - overlap)))))

    @property
    def bytes_needed(self) -> int:
        """About how much room the chips take: packed to half of what they are."""
        pixels = sum(int(window.width * window.height) for window in self._windows)
        return pixels * (len(self._image.source.bands) + 1) // 2

    def write(self, folder: Path, context: JobContext) -> tuple[int, int]:
        """Writes `images/NAME_ROW_COLUMN.tif`, 8 bits a band, and `masks/` of the same names; 0, 1 and `UNKNOWN`.

        Args:
            folder: to write into.
            context: hears of progress, stops the work.

        Returns:
            How many chips there are, and on how many of them a landslide is seen.

        Raises:
            InputError: nothing usable is labelled on the image. OSError, RasterioError: they cannot be written.
        """
        for part in ("images", "masks"):
            (folder / part).mkdir()
        grid, name, count, with_landslide = self._image.grid, self._image.source.name, 0, 0
        for number, window in enumerate(self._windows):
            context.check()
            context.progress(number / len(self._windows), "Writing chips")
            pixels, landslide, known = self._image.read(window, grid, self._truth)
            if not known.any():
                continue
            file = f"{name}_{int(window.row_off):06d}_{int(window.col_off):06d}.tif"
            self._write(folder / "images" / file, np.rint(pixels * 255), window, grid)
            mask = np.where(known, landslide, UNKNOWN)[None]
            self._write(folder / "masks" / file, mask, window, grid, nodata=UNKNOWN)
            count, with_landslide = count + 1, with_landslide + bool(landslide.any())
        if not count:
            raise InputError(f"No usable label lies on {name}: draw landslides or a fully labelled area on it.")
        return count, with_landslide

    def _find_windows(self, size: int, step: int) -> Iterator[Window]:
        """Windows in a regular pattern that hold some of what is labelled; the last ones are moved into the image."""
        grid = self._image.grid
        shapely.prepare(self._labelled)
        for top in _starts(grid.height, size, step):
            for left in _starts(grid.width, size, step):
                window = Window(left, top, size, size)
                if self._labelled.intersects(grid.ground_of(window)):
                    yield window

    def _write(
        self, file: Path, values: NDArray[np.generic], window: Window, grid: WorkGrid, nodata: int | None = None
    ) -> None:
        with rasterio.open(
            file, "w", driver="GTiff", dtype="uint8", count=len(values), width=window.width, height=window.height,
            transform=grid.transform_of(window), crs=self._image.source.crs, nodata=nodata, compress="deflate",
        ) as made:  # fmt: skip
            made.write(values.astype(np.uint8))


def _starts(length: int, size: int, step: int) -> Sequence[int]:
    last = max(0, length - size)
    return sorted({min(start, last) for start in range(0, last + step, step)})
