"""An image and the terrain below it, read as one raster (early fusion)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.terrain import split_bands, terrain_bands
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.elevation import ElevationModel
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import RasterSource, Reading
from landslide_plugin.engine.raster.stretch import Stretch
from landslide_plugin.engine.turning import aspect_of


class FusedSource(RasterSource):
    """An image with bands of the terrain after its own. Where the terrain is not known, there is no data.

    Args:
        path: the image.
        wanted: names of the bands that the model reads; those of `common.terrain.TERRAIN_BANDS` come from the DEM.
        bands: the person's choice of 1-based bands of the image.
        dem: the elevation raster.
        span: as in `ElevationModel`.
        stretch: a known stretch of the image.
        reading: what else the person says of the image.

    Raises:
        InputError: image or elevation raster cannot be used.
    """

    def __init__(
        self,
        path: str,
        wanted: Sequence[str],
        bands: Sequence[int] | None,
        dem: str,
        span: int,
        stretch: Stretch | None = None,
        reading: Reading | None = None,
    ) -> None:
        image, terrain = split_bands(wanted)
        super().__init__(path, image, bands, stretch, reading)
        self._all_bands, self._dem, self._span = tuple(wanted), dem, span
        self.aspect = aspect_of(wanted)
        try:
            self.elevation = ElevationModel(dem, terrain, self.dataset, self.transform, span, self.crs)
        except BaseException:
            super().close()
            raise

    def close(self) -> None:
        """Lets go of both files."""
        self.elevation.close()
        super().close()

    def reopen(self) -> FusedSource:
        """See `RasterSource`."""
        return FusedSource(self.path, self._all_bands, self.bands, self._dem, self._span, self.stretch, self._reading)

    def check(self, window: Window, grid: WorkGrid) -> tuple[str, ...]:
        """See `RasterSource`."""
        return self.elevation.check(window, grid)

    def _read_inside(self, window: Window, grid: WorkGrid) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        pixels, valid = super()._read_inside(window, grid)
        terrain, known = self.elevation.read(window, grid)
        pixels, valid = np.concatenate([pixels, terrain]), valid & known
        pixels[:, ~valid] = 0
        return pixels, valid


def open_for(
    card: ModelCard, path: str, bands: Sequence[int] | None, dem: str | None, context: JobContext,
    reading: Reading | None = None,
) -> RasterSource:  # fmt: skip
    """An image as a model reads it.

    Args:
        card: of the model.
        path, bands, dem, reading: as in `open_source`.
        context: is told of an elevation raster that the model has no use for.

    Raises:
        InputError: as `open_source`.
    """
    if dem is not None and not terrain_bands(card.bands):
        context.log(f"The model {card.name} reads the image alone: the elevation model {dem} is not used.")
    return open_source(path, card.bands, bands, dem, card.tile_size, reading)


def open_source(
    path: str, wanted: Sequence[str], bands: Sequence[int] | None = None, dem: str | None = None, span: int = 512,
    reading: Reading | None = None,
) -> RasterSource:  # fmt: skip
    """The image alone for a model that reads nothing else, else with the terrain.

    Args:
        path, wanted, bands, span, reading: as in `FusedSource`.
        dem: the elevation raster; not looked at where the model reads no terrain.

    Raises:
        InputError: as `FusedSource`, or the model reads terrain and there is no elevation raster.
    """
    _, terrain = split_bands(wanted)
    if not terrain:
        return RasterSource(path, wanted, bands, reading=reading)
    if dem is None:
        raise InputError(
            f"The model reads {', '.join(terrain)} besides the image: choose an elevation model (DEM) for it."
        )
    return FusedSource(path, wanted, bands, dem, span, reading=reading)
