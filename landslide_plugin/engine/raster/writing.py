"""Results that appear under their final names only when they are complete."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetWriter
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.replacing import move_in
from landslide_plugin.engine.raster.verifying import WrittenRows, as_os_error, incomplete

PROBABILITY_SCALE = 200  # probability is stored as round(p * 200): half a percent a step, 255 left for nodata
NODATA = 255
_BLOCK = 512
_UNFINISHED = ".unfinished-"
_STALE = 24 * 3600  # seconds


@contextmanager
def complete_or_nothing(folder: Path, bytes_needed: int) -> Iterator[Path]:
    """A working folder inside `folder`; its files move to `folder` when the block ends without an error.

    They take the place of earlier files of their names. Where one of these cannot be replaced, all stay. What a process
    that was killed left there is swept up once nothing of it has changed for a day.

    Args:
        folder: made when missing.
        bytes_needed: refused at once when the disk has less.

    Raises:
        InputError: the folder cannot be written to, or the disk is full.
    """
    working, is_new = None, not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        working = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
        free = shutil.disk_usage(folder).free
        if free < bytes_needed:
            raise InputError(
                f"The results need about {bytes_needed / 1e6:.0f} MB and the disk of {folder} has {free / 1e6:.0f} MB "
                "free: choose another folder or make room."
            )
        yield working
        move_in(working, folder)
    except (OSError, RasterioError) as error:
        raise _explain(error, folder) from error
    finally:
        if working is not None:
            shutil.rmtree(working, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # it holds results
                folder.rmdir()


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):
            if time.time() - max(part.stat().st_mtime for part in (left, *left.iterdir())) > _STALE:
                shutil.rmtree(left, ignore_errors=True)


def _explain(error: Exception, folder: Path) -> Exception:
    number = getattr(error, "errno", None)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return InputError(f"{folder} is a file and cannot take the results: choose a folder.")
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return InputError(
            f"The results cannot be written to {folder}: the folder is read-only or a file in it is open elsewhere; "
            "choose another folder or close the file."
        )
    try:
        full = number == errno.ENOSPC or shutil.disk_usage(folder).free < 1e6
    except OSError:
        full = False
    if full:
        return InputError(f"The disk of {folder} is full: make room or choose another folder, then run it again.")
    if isinstance(error, OSError):
        return InputError(
            f"The results cannot be written to {folder} ({error.strerror or error}): choose another folder."
        )
    return error


def write_map(path: Path, values: NDArray[np.float32], transform: Affine, crs: CRS | None, description: str) -> None:
    """Writes one small map as a float32 GeoTIFF.

    Args:
        path: inside the working folder of `complete_or_nothing`.
        values: (height, width); NaN = nodata.
        transform, crs: of the map.
        description: of its band, as QGIS shows it.

    Raises:
        OSError: it could not be written to its end.
    """
    values = values.astype(np.float32)
    with as_os_error(path), rasterio.open(
        path, "w", driver="GTiff", dtype="float32", count=1, width=values.shape[1], height=values.shape[0],
        nodata=np.nan, transform=transform, crs=crs, compress="deflate", predictor=3,
    ) as file:  # fmt: skip
        file.write(values, 1)
        file.descriptions = (description,)
    with as_os_error(path), rasterio.open(path) as file:
        if not np.array_equal(file.read(1), values, equal_nan=True):
            raise incomplete(path)


def as_stored(
    probability: NDArray[np.float32], valid: NDArray[np.bool_], threshold: float
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """What the probability raster holds of probabilities, and where that is landslide."""
    stored = np.where(valid, np.rint(probability * PROBABILITY_SCALE), NODATA).astype(np.uint8)
    return stored, valid & (stored >= max(1, np.rint(threshold * PROBABILITY_SCALE)))


class ResultRasters:
    """The probability raster and the mask raster, written together band by band.

    Args:
        folder: where to write.
        stem: start of the file names.
        width, height, transform, crs: of both rasters.
        threshold: probability from which the mask is 1.
        software, description: what both files say of themselves, in their TIFF tags.
    """

    def __init__(
        self, folder: Path, stem: str, width: int, height: int, transform: Affine, crs: CRS | None, threshold: float,
        software: str = "", description: str = "",
    ) -> None:  # fmt: skip
        self.probability, self.mask = folder / f"{stem}_probability.tif", folder / f"{stem}_mask.tif"
        self._threshold = threshold
        profile = {
            "driver": "GTiff", "dtype": "uint8", "count": 1, "width": width, "height": height, "nodata": NODATA,
            "transform": transform, "crs": crs, "tiled": True, "blockxsize": _BLOCK, "blockysize": _BLOCK,
            "compress": "deflate", "zlevel": 1, "bigtiff": "if_safer", "sparse_ok": True,
        }  # fmt: skip
        self._written = [WrittenRows(width, height, NODATA, _BLOCK) for _ in range(2)]
        self._files = [rasterio.open(path, "w", **profile) for path in (self.probability, self.mask)]
        self._files[0].scales, self._files[0].descriptions = (1 / PROBABILITY_SCALE,), ("probability of landslide",)
        self._files[1].descriptions = ("landslide",)
        for file in self._files:
            file.colorinterp = (ColorInterp.gray,)
            file.update_tags(TIFFTAG_SOFTWARE=software, TIFFTAG_IMAGEDESCRIPTION=description)

    def write(
        self, row: int, probability: NDArray[np.float32], valid: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Writes rows.

        Returns:
            (mask, probability) as a reader of the files will see them, so that polygons agree with the raster.

        Raises:
            OSError: they could not be written.
        """
        stored, mask = as_stored(probability, valid, self._threshold)
        window = Window(0, row, stored.shape[1], stored.shape[0])
        contents = stored, np.where(valid, mask, NODATA).astype(np.uint8)
        for file, written, values in zip(self._files, self._written, contents, strict=True):
            written.add(row, values)
            with as_os_error(Path(file.name)):
                file.write(values, 1, window=window)
        return mask, stored.astype(np.float32) / PROBABILITY_SCALE

    def finish(self, check: Callable[[], None] = lambda: None) -> None:
        """Completes the files and adds overviews, so that QGIS draws them at once at any zoom.

        Args:
            check: called now and then; may raise to end it.

        Raises:
            OSError: they could not be written to their end.
        """
        for file, written in zip(self._files, self._written, strict=True):
            _finish(file, written, check)

    def abandon(self) -> None:
        """Lets go of the files as they are."""
        for file in self._files:
            with suppress(RasterioError):
                file.close()


def _finish(file: DatasetWriter, written: WrittenRows, check: Callable[[], None]) -> None:
    path, longest = Path(file.name), max(file.width, file.height)
    file.close()
    written.compare(path, check)
    levels = [2**level for level in range(1, 12) if longest >> level >= _BLOCK // 2]
    if levels:
        blocks = rasterio.Env(GDAL_TIFF_OVR_BLOCKSIZE=_BLOCK, GDAL_NUM_THREADS="ALL_CPUS", ZLEVEL_OVERVIEW=1)
        with as_os_error(path), blocks, rasterio.open(path, "r+") as finished:
            finished.build_overviews(levels, Resampling.average)  # of a mask, rounded: what most pixels are
        check()
        written.check_overviews(path, levels)
