"""Which pixels of a raster are ground, also where its file does not say so in GDAL's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.windows import Window

from landslide_plugin.engine.raster.sampling import sample_pixels

_OPAQUE = 128  # of GDAL's masks and of 8-bit opacity, from which a pixel counts as seen
_HUGE = -1e30  # the lowest numbers of float32 and float64, and what software rounds them to
# What software fills images with around the ground. In all bands at once no sensor stores them, but at worst where
# every band is saturated, and there is nothing to be seen there either.
_SIGNED_FILLS = (-9999, -10000, -32767, -32768)
_FILLS = {**dict.fromkeys(("int16", "int32", "float32", "float64"), _SIGNED_FILLS), "uint16": (65535,)}


class Validity(Protocol):
    """Tells ground from nodata. Holds no file, so that threads may share it."""

    def read(self, dataset: rasterio.DatasetReader, window: Window, values: NDArray[np.generic]) -> NDArray[np.bool_]:
        """(height, width) of a window, True = ground.

        Args:
            dataset: the open raster.
            window: of it.
            values: (bands, height, width) that were read from it.
        """


def find_validity(dataset: rasterio.DatasetReader, bands: Sequence[int]) -> Validity:
    """What the raster tells its ground by: a mask, an alpha band, nodata, or values that nobody declared.

    Args:
        dataset: the open raster.
        bands: that are read, 1-based.
    """
    flags = [dataset.mask_flag_enums[band - 1] for band in bands]
    alphas = [number for number, meaning in enumerate(dataset.colorinterp, 1) if meaning is ColorInterp.alpha]
    if MaskFlags.per_dataset in flags[0] and MaskFlags.alpha not in flags[0]:
        return _Masks(tuple(bands[:1]))
    if alphas:
        return _Alpha(alphas[0], _lowest_opaque(dataset, alphas[0]))
    if any(MaskFlags.nodata in flag for flag in flags):
        return _Masks(tuple(bands))
    dtypes = {dataset.dtypes[band - 1] for band in bands}
    if len(dtypes) > 1 or dataset.colorinterp[bands[0] - 1] is ColorInterp.palette:
        return _Fills(())
    # Sensors have a dark signal: ground is never 0 in all bands of Sentinel-2, Landsat, Planet or Pléiades scenes.
    zero = (0,) if len(bands) > 1 and dtypes == {"uint16"} else ()
    return _Fills((*zero, *_FILLS.get(dtypes.pop(), ())))


@dataclass(frozen=True)
class _Masks:
    """GDAL's masks of bands: ground is where one of them says so.

    rasterio's mask of a dataset would take the fourth band's alone for files of four, and else those of all bands.
    """

    bands: tuple[int, ...]

    def read(self, dataset: rasterio.DatasetReader, window: Window, values: NDArray[np.generic]) -> NDArray[np.bool_]:
        masks = dataset.read_masks(self.bands, window=window, out_shape=(len(self.bands), *values.shape[1:]))
        return (masks >= _OPAQUE).any(axis=0) & _are_numbers(values)


@dataclass(frozen=True)
class _Alpha:
    """Opacity of any type.

    GDAL makes a mask of 8 bits alone; 16 that go to 255 it takes for transparent all over, and others for none.
    """

    band: int
    lowest: float

    def read(self, dataset: rasterio.DatasetReader, window: Window, values: NDArray[np.generic]) -> NDArray[np.bool_]:
        opacity = dataset.read(self.band, window=window, out_shape=values.shape[1:])
        return (opacity >= self.lowest) & _are_numbers(values)


@dataclass(frozen=True)
class _Fills:
    """Values that are no ground where all bands have them."""

    fills: tuple[float, ...]

    def read(self, dataset: rasterio.DatasetReader, window: Window, values: NDArray[np.generic]) -> NDArray[np.bool_]:  # noqa: ARG002
        valid = _are_numbers(values)
        for fill in self.fills:
            valid &= (values != fill).any(axis=0)
        if self.fills and values.dtype.kind == "f":
            valid &= (values > _HUGE).any(axis=0)
        return valid


def _are_numbers(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    if values.dtype.kind != "f":
        return np.ones(values.shape[1:], bool)
    return np.isfinite(values).all(axis=0)


def _lowest_opaque(dataset: rasterio.DatasetReader, band: int) -> float:
    """Half of what an opaque pixel has: 1, 255 or all of 16 bits, whatever the type."""
    if dataset.dtypes[band - 1] == "uint8":
        return _OPAQUE

    def read(window: Window, shape: tuple[int, int]) -> tuple[NDArray[np.generic], NDArray[np.bool_]]:
        opacity = dataset.read([band], window=window, out_shape=(1, *shape))
        return opacity, opacity[0] > 0

    highest = sample_pixels(dataset, band, read).max(initial=0)
    return next((full for full in (1, 255) if highest <= full), 65535) / 2
