"""Which pixels of a raster are ground, also where its file does not say so in GDAL's way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.windows import Window

_OPAQUE = 128  # of GDAL's mask, from which a pixel counts as seen
_SAMPLE = 256  # side of the sample that tells what a full alpha is
_HUGE = -1e30  # the lowest numbers of float32 and float64, and what software rounds them to
# What software fills images with around the ground. In all bands at once no sensor stores them, but at worst where
# every band is saturated, and there is nothing to be seen there either.
_SIGNED_FILLS = (-9999, -10000, -32767, -32768)
_FILLS = {**dict.fromkeys(("int16", "int32", "float32", "float64"), _SIGNED_FILLS), "uint16": (65535,)}


class Validity:
    """Tells ground from nodata: by what the file declares, by its alpha band, or by values that nobody declared.

    Args:
        dataset: the open raster.
        bands: that are read, 1-based.
        has_palette: their values are colours, not the file's own.
    """

    def __init__(self, dataset: rasterio.DatasetReader, bands: Sequence[int], has_palette: bool) -> None:
        self._dataset = dataset
        alphas = [number for number, meaning in enumerate(dataset.colorinterp, 1) if meaning is ColorInterp.alpha]
        # GDAL makes a mask of an 8-bit alpha; one of 16 bits that goes to 255 it takes for transparent all over, and
        # others for none.
        self._alpha = alphas[0] if alphas and dataset.dtypes[alphas[0] - 1] != "uint8" else None
        self._opaque = self._half_of_full() if self._alpha is not None else 0.0
        undeclared = not has_palette and self._alpha is None and all(
            dataset.mask_flag_enums[band - 1] == [MaskFlags.all_valid] for band in bands
        )  # fmt: skip
        dtypes = {dataset.dtypes[band - 1] for band in bands} if undeclared else set()
        self._fills = _FILLS.get(next(iter(dtypes)), ()) if len(dtypes) == 1 else ()
        # Sensors have a dark signal: ground is never 0 in all bands of Sentinel-2, Landsat, Planet or Pléiades scenes.
        self._zero = len(bands) > 1 and dtypes == {"uint16"}

    def read(self, window: Window, values: NDArray[np.generic]) -> NDArray[np.bool_]:
        """(height, width) of a window, True = ground.

        Args:
            window: of the raster.
            values: (bands, height, width) that were read from it.
        """
        shape = values.shape[1:]
        if self._alpha is not None:
            valid = self._dataset.read(self._alpha, window=window, out_shape=shape) >= self._opaque
        else:
            valid = self._dataset.dataset_mask(window=window, out_shape=shape) >= _OPAQUE
        if self._zero:
            valid &= (values != 0).any(axis=0)
        for fill in self._fills:
            valid &= (values != fill).any(axis=0)
        if values.dtype.kind == "f":
            valid &= np.isfinite(values).all(axis=0)
            if self._fills:
                valid &= (values > _HUGE).any(axis=0)
        return valid

    def _half_of_full(self) -> float:
        """Half of what an opaque pixel has: 1, 255 or all of 16 bits, whatever the type."""
        shape = min(_SAMPLE, self._dataset.height), min(_SAMPLE, self._dataset.width)
        highest = self._dataset.read(self._alpha, out_shape=shape).max()
        return next((full for full in (1, 255) if highest <= full), 65535) / 2
