"""Pixels from all over a raster, enough to tell its radiometry by, without reading all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

Reader = Callable[[Window, tuple[int, int]], tuple[NDArray[np.generic], NDArray[np.bool_]]]
"""Reads a window at a shape: values (bands, *shape) and their validity."""

_SIDE = 1024  # pixels of the sample
_WINDOW = 128  # side, pixels, of the windows that are spread over a raster
_FEW = 4 * _WINDOW**2  # pixels; what fewer windows hold may be a corner of the ground, unlike the rest
_PART = 2048  # side, pixels, of the parts in which data is searched
_EVERY = 8  # pixel in a row of a part that is looked at
_ENOUGH = 250_000  # pixels
_PATIENCE = 30.0  # seconds


def sample_pixels(dataset: rasterio.DatasetReader, band: int, read: Reader) -> NDArray[np.generic]:
    """Valid pixels: from overviews, or from windows spread over the raster; where these hold few, it is searched.

    Args:
        dataset: the open raster.
        band: whose overviews and blocks tell how it is stored.
        read: of the same raster.

    Returns:
        (bands, pixels); no pixels where no data was found.
    """
    width, height = dataset.width, dataset.height
    if dataset.overviews(band) or max(width, height) <= 2 * _SIDE:
        sample, enough = _shrunk(width, height, read), 1
    else:
        sample, enough = _spread(width, height, read), _FEW
    if sample.shape[1] >= enough:
        return sample
    # What is found comes from all over the ground: the corners of it that windows hit would only count too much.
    return np.concatenate([*_search(dataset, band, read)] or [sample], axis=1)


def _shrunk(width: int, height: int, read: Reader) -> NDArray[np.generic]:
    shrink = max(1.0, max(width, height) / _SIDE)
    values, valid = read(Window(0, 0, width, height), (max(1, int(height / shrink)), max(1, int(width / shrink))))
    return values[:, valid]


def _spread(width: int, height: int, read: Reader) -> NDArray[np.generic]:
    windows = [
        read(Window(int(column), int(row), _WINDOW, _WINDOW), (_WINDOW, _WINDOW))
        for row in np.linspace(0, max(0, height - _WINDOW), _SIDE // _WINDOW)
        for column in np.linspace(0, max(0, width - _WINDOW), _SIDE // _WINDOW)
    ]
    return np.concatenate([values[:, valid] for values, valid in windows], axis=1)


def _search(dataset: rasterio.DatasetReader, band: int, read: Reader) -> Iterator[NDArray[np.generic]]:
    """Looks through part after part for data, such as the few scenes of a mosaic that is empty elsewhere.

    The parts come in no order, so that what is found first is no corner of what there is. Nothing waits for ever: a
    raster of terabytes, most of it empty, is not read to its end.
    """
    parts = _parts(dataset, band)
    found, end = 0, time.monotonic() + _PATIENCE
    for index in np.random.default_rng(0).permutation(len(parts)):
        part = parts[index]
        values, valid = read(part, (-(-int(part.height) // _EVERY), -(-int(part.width) // _EVERY)))
        if valid.any():
            found += int(valid.sum())
            yield values[:, valid]
        if found >= _ENOUGH or time.monotonic() > end:
            return


def _parts(dataset: rasterio.DatasetReader, band: int) -> list[Window]:
    """The raster cut along its blocks, or each of them would be decoded for several parts; strips stay whole."""
    rows, columns = dataset.block_shapes[band - 1]
    columns *= max(1, _PART // columns)
    rows *= max(1, _PART * _PART // columns // rows)
    return [
        Window(column, row, min(columns, dataset.width - column), min(rows, dataset.height - row))
        for row in range(0, dataset.height, rows)
        for column in range(0, dataset.width, columns)
    ]
