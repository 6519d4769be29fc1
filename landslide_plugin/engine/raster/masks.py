"""Rasters that say of each pixel whether it is landslide."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.source import reason

_LOSSY = (".jpg", ".jpeg")
_MIDDLE = 128


def landslide_in(values: NDArray[np.generic], file: Path) -> NDArray[np.bool_]:
    """Which values of a mask mean landslide: anything but 0, in a JPEG the bright half, as it blurs the edges.

    Args:
        values: of any shape, as stored in the mask.
        file: of the mask; its ending counts.
    """
    return values >= _MIDDLE if file.suffix.lower() in _LOSSY else values > 0


def read_mask(
    mask: rasterio.DatasetReader, window: Window | None = None, shape: tuple[int, int] | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """A mask, or a part of it.

    Args:
        mask: open; of several bands, as in coloured drawings, each counts, but for the opacity.
        window: in its pixels; None = all of it.
        shape: height, width to read that at; None = its own.

    Returns:
        (height, width) landslide; and known, None where all is: a nodata value other than 0 marks what nobody has
        labelled. 0 is background also where a program has declared it to be nodata.

    Raises:
        InputError: the file is damaged.
    """
    bands = [band for band, kind in zip(mask.indexes, mask.colorinterp, strict=True) if kind != ColorInterp.alpha]
    size = (len(bands), *shape) if shape is not None else None
    file = Path(mask.name)
    try:
        values = mask.read(bands, window=window, out_shape=size, resampling=Resampling.nearest)
    except RasterioError as error:
        raise InputError(f"The mask {file.name} cannot be read: check the file ({reason(error)}).") from error
    landslide = landslide_in(values, file).any(axis=0)
    if mask.nodata is None or mask.nodata == 0:
        return landslide, None
    known = ~np.isnan(values[0]) if np.isnan(mask.nodata) else values[0] != mask.nodata
    return landslide & known, known
