"""The blocks of online layers that were fetched before, in the user's folder."""

from __future__ import annotations

import contextlib
import shutil
import time
import uuid
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import gdal
from qgis.PyQt.QtCore import QCoreApplication

from ..common.paths import user_home

BLOCK = 512
"""Side of a block, pixels."""
KEEP_DAYS = 30
"""How long a block is used again; images are renewed, and many terms allow no longer."""
LARGEST_CACHE = 4_000_000_000
"""Bytes; above, what was not used for longest is removed."""
_FORMAT = ["TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "PHOTOMETRIC=RGB", "ALPHA=YES", "BIGTIFF=IF_SAFER"]

Block = tuple[int, int]
"""Column and row of a block in the service's grid."""


def cache_folder() -> Path:
    """Where everything fetched is kept."""
    return user_home() / "cache" / "imagery"


def fresh(file: Path) -> bool:
    """Whether a file is there and young enough to be used again."""
    try:
        return time.time() - file.stat().st_mtime < KEEP_DAYS * 86400
    except OSError:
        return False


class BlockCache:
    """The blocks of one service at one pixel size.

    Args:
        folder: theirs alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, block: Block) -> bool:
        """Whether a block need not be fetched."""
        return fresh(self._file(block))

    def read(self, block: Block) -> Optional[np.ndarray]:
        """The (4, BLOCK, BLOCK) bytes of a block: red, green, blue, alpha; None where it must be fetched."""
        file = self._file(block)
        if not fresh(file):
            return None
        try:  # other plugins switch GDAL's exceptions on and off
            opened = gdal.Open(str(file))
            pixels = None if opened is None else opened.ReadAsArray()
        except RuntimeError:
            return None
        return pixels if pixels is not None and pixels.shape == (4, BLOCK, BLOCK) else None  # damaged: fetched anew

    def write(self, block: Block, pixels: np.ndarray) -> None:
        """Keeps a block; it appears when it is complete.

        Raises:
            OSError: the disk is full or not writable.
        """
        with appearing(self._file(block)) as unfinished:
            made = create_image(unfinished, BLOCK, BLOCK)
            try:
                put(made, pixels, 0, 0)
            finally:
                made = None  # closes it, also for an error that holds on to this frame
            check_written(unfinished, {(0, 0, BLOCK, BLOCK): checksum(pixels)})

    def _file(self, block: Block) -> Path:
        column, row = block
        return self.folder / str(row) / f"{column}.tif"


@contextlib.contextmanager
def appearing(file: Path) -> Iterator[Path]:
    """Gives a name to write to; the file appears under its own when that went well.

    Raises:
        OSError: its folder cannot be made or written to.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".unfinished-{uuid.uuid4().hex}.tif")
    try:
        yield unfinished
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def create_image(file: Path, width: int, height: int) -> gdal.Dataset:
    """A new tiled GeoTIFF of red, green, blue and alpha.

    Raises:
        OSError: it cannot be written.
    """
    try:
        made = gdal.GetDriverByName("GTiff").Create(str(file), width, height, 4, options=_FORMAT)
    except RuntimeError as error:
        raise OSError(str(error)) from error
    if made is None:
        raise OSError(gdal.GetLastErrorMsg())
    return made


def put(image: gdal.Dataset, pixels: np.ndarray, left: int, top: int) -> None:
    """Writes (4, rows, columns) bytes into an image.

    Raises:
        OSError: the disk is full.
    """
    try:
        failed = image.WriteArray(pixels, left, top)
    except RuntimeError as error:
        raise OSError(str(error)) from error
    if failed:
        raise OSError(gdal.GetLastErrorMsg())


def checksum(pixels: np.ndarray) -> int:
    """Of bytes, to know them again."""
    return zlib.crc32(np.ascontiguousarray(pixels))


def check_written(file: Path, parts: Mapping[tuple[int, int, int, int], int]) -> None:
    """Reads a closed image again: GDAL tells nobody of what a full disk refuses while a file is closed.

    Args:
        file: the image.
        parts: checksums of windows: left, top, columns, rows.

    Raises:
        OSError: it does not hold what was written.
    """
    try:
        image = gdal.Open(str(file))
        whole = image is not None and all(
            (pixels := image.ReadAsArray(*window)) is not None and checksum(pixels) == told
            for window, told in parts.items()
        )
    except RuntimeError:
        whole = False
    if not whole:
        raise OSError(QCoreApplication.translate("Imagery", "the disk is full or failed"))


def prune(limit: int = LARGEST_CACHE) -> None:
    """Removes what is too old, and what was fetched longest ago where there is too much.

    Args:
        limit: bytes that may stay.
    """
    files = []
    for file in cache_folder().rglob("*.tif"):
        with contextlib.suppress(OSError):  # another QGIS has just removed it
            status = file.stat()
            files.append((status.st_mtime, status.st_size, file))
    left = sum(size for _, size, _ in files)
    for _, size, file in sorted(files):
        if left <= limit and fresh(file):
            continue
        left -= size
        with contextlib.suppress(OSError):
            file.unlink()


def free_bytes(folder: Path) -> int:
    """What fits on the disk of a folder that need not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
