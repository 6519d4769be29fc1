"""An elevation model of any CRS, unit, resolution and void pattern, laid over the pixels of an image by windows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from rasterio.crs import CRS as RasterioCRS  # noqa: N811 - it shares its name with pyproj's
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.fill import fillnodata
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.ground import steps_on_ground
from landslide_plugin.engine.raster.source import open_raster, reason
from landslide_plugin.engine.raster.terrain import Heights, Level, derive, highest_around, margin_for

_UNITS = {
    "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "international foot": 0.3048,
    "us survey foot": 1200 / 3937, "us survey feet": 1200 / 3937, "us-ft": 1200 / 3937, "ftus": 1200 / 3937,
    "us_ft": 1200 / 3937, "foot_us": 1200 / 3937,
    "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1, "cm": 0.01, "centimetre": 0.01, "centimeter": 0.01,
    "mm": 0.001, "km": 1000.0,
}  # fmt: skip
_VOIDS = (-9999, -32768, -32767, -99999)  # what elevation models hold where they know nothing, declared or not
_LOWEST, _HIGHEST = -12_000.0, 9_500.0  # metres, of the ground and of the sea's; anything else is void too
_FILLED = 8  # cells; voids that are not wider are filled
_SUBSAMPLES = 4  # along each side of a cell, where the elevation model is finer than the image
_LEVEL_SAMPLES = 64  # along each side of the square that an elevation is compared with
_PLANE = RasterioCRS.from_epsg(3857)  # stands for any CRS where both are the same: nothing is reprojected then
_LATTICE = 17  # points along each side of a window by which it is found on the elevation model
_TOLERANCE = 1e-6  # cells; 0 is refused together with a grid of our own


class ElevationModel:
    """An open elevation raster on the work grid of one image. Not to be shared between threads.

    The heights are averaged to the image's pixels where they are finer, and interpolated (bicubic, so that slopes have
    no facets) where they are coarser. Voids that are at most 8 cells wide are filled from around, larger ones stay.

    Args:
        path: anything GDAL opens, with one band. Its unit type, or the vertical unit of its CRS, tells metres from
            feet; where both are silent it is metres.
        bands: of `common.terrain.TERRAIN_BANDS`.
        image: the open image; a raster without any georeference is taken to cover an image without one.
        transform: pixel of the image to its coordinates.
        span: side, work pixels, of the square around a window's middle that its elevations are compared with.
        crs: of the image, where its file says none or a wrong one.

    Raises:
        InputError: it cannot be read, is no elevation raster, or cannot be laid over the image.
    """

    def __init__(
        self, path: str, bands: Sequence[str], image: rasterio.DatasetReader, transform: Affine, span: int,
        crs: RasterioCRS | None = None,
    ) -> None:  # fmt: skip
        self._name, self._bands, self._span, self._crs = Path(path).name, tuple(bands), span, crs or image.crs
        self._dataset = open_raster(path)
        try:
            if self._dataset.count != 1:
                raise InputError(
                    f"{self._name} has {self._dataset.count} bands and an elevation model has one: choose another."
                )
            if (self._crs is None) != (self._dataset.crs is None):
                without = "The image" if self._crs is None else f"The elevation model {self._name}"
                raise InputError(f"{without} has no coordinate reference system and the other has one: assign it.")
            self._transform = self._dataset.transform
            if self._crs is None and self._transform.is_identity:
                sides = image.width / self._dataset.width, image.height / self._dataset.height
                self._transform = transform @ Affine.scale(*sides)
            self._is_same_crs = self._crs == self._dataset.crs
            self._to_dem = None if self._is_same_crs else _transformer(self._crs, self._dataset.crs, self._name)
        except BaseException:
            self._dataset.close()
            raise
        self._metres = (self._dataset.scales[0] or 1.0) * _unit(self._dataset)
        self._offset = self._dataset.offsets[0] / (self._dataset.scales[0] or 1.0)

    def __enter__(self) -> ElevationModel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._dataset.close()

    def read(self, window: Window, grid: WorkGrid) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Bands of a window of the image's work grid, and where they are known.

        All but the elevation depend on the pixel and its surroundings alone, not on the window.

        Returns:
            (bands, height, width) in 0-1, and (height, width).

        Raises:
            InputError: the file is damaged or was taken away, or a band needs metres that nothing tells.
        """
        height, width = int(window.height), int(window.width)
        steps = steps_on_ground(grid.transform_of(window), height, width, self._crs)
        pixel = _pixel(grid, self._crs)
        margin = margin_for(self._bands, pixel)
        around = Window(
            window.col_off - margin, window.row_off - margin, width + 2 * margin, height + 2 * margin
        )  # fmt: skip
        try:
            heights = self._heights(
                grid.transform_of(around), (int(around.height), int(around.width)), self._cells_per_pixel(grid)
            )
            level = self._level(window, grid) if "elevation" in self._bands else Level(0, 1)
        except RasterioError as error:
            raise InputError(
                f"{self._name} cannot be laid over the image, it is damaged or was taken away: check the file "
                f"({reason(error)})."
            ) from error
        pixels = derive(heights, steps, pixel, self._bands, level)
        known = np.isfinite(pixels).all(axis=0)
        pixels[:, ~known] = 0
        return pixels, known

    def covered(self, window: Window, grid: WorkGrid) -> float:
        """Share of a window that lies on the elevation model, 0-1; voids count as covered."""
        columns, rows = self._places(grid.transform_of(window), (window.height, window.width))
        inside = (columns >= 0) & (columns <= self._dataset.width) & (rows >= 0) & (rows <= self._dataset.height)
        return float(inside.mean())

    def check(self, window: Window, grid: WorkGrid) -> tuple[str, ...]:
        """What must be said about the cover of a window.

        Raises:
            InputError: none of it is covered.
        """
        share = self.covered(window, grid)
        if share == 0:
            raise InputError(
                f"The elevation model {self._name} does not cover this part of the image: choose one that does."
            )
        if share < 1:
            return (
                f"The elevation model {self._name} covers {min(math.floor(100 * share), 99)} % of this part of the "
                "image: what lies outside of it is treated as ground without data.",
            )
        return ()

    def _level(self, window: Window, grid: WorkGrid) -> Level:
        step = max(1.0, self._span / _LEVEL_SAMPLES)
        left = window.col_off + window.width / 2 - self._span / 2
        top = window.row_off + window.height / 2 - self._span / 2
        side = round(self._span / step)
        transform = grid.transform @ Affine.translation(left, top) @ Affine.scale(step)
        return Level.of(self._heights(transform, (side, side), step * self._cells_per_pixel(grid)))

    def _heights(self, transform: Affine, shape: tuple[int, int], cells_per_pixel: float) -> Heights:
        """Heights of a grid in metres, NaN = void.

        GDAL's warper knows one value for void where elevation models have several, so cells are cleaned first.
        """
        block = max(1, round(cells_per_pixel))
        part = self._part(transform, shape, block)
        if part is None:
            return np.full(shape, np.nan)
        cells = _without_small_voids(self._cells(part, block))
        placed = self._transform @ Affine.translation(part.col_off, part.row_off) @ Affine.scale(block)
        crs = (_PLANE, _PLANE) if self._is_same_crs else (self._dataset.crs, self._crs)
        # Exact for every pixel, and with one kernel for all windows: GDAL's shortcuts would show as steps in slopes.
        exact = {"resampling": Resampling.cubic, "tolerance": _TOLERANCE, "XSCALE": 1, "YSCALE": 1}
        profile = {"driver": "GTiff", "dtype": "float64", "count": 1, "nodata": np.nan, "crs": crs[0]}
        with MemoryFile() as memory:
            with memory.open(**profile, height=cells.shape[0], width=cells.shape[1], transform=placed) as file:
                file.write(cells, 1)
            with memory.open() as file, WarpedVRT(
                file, crs=crs[1], transform=transform, height=shape[0], width=shape[1], nodata=np.nan, **exact
            ) as warped:  # fmt: skip
                return warped.read(1)

    def _part(self, transform: Affine, shape: tuple[int, int], block: int) -> Window | None:
        """Cells under a grid with what is needed around them, in whole blocks from the model's corner."""
        columns, rows = self._places(transform, shape)
        known = np.isfinite(columns) & np.isfinite(rows)
        if not known.any():
            return None
        starts, counts = [], []
        for places, side in ((columns[known], self._dataset.width), (rows[known], self._dataset.height)):
            around = 2 * _FILLED + 4  # what decides whether a void is large, and a kernel's reach
            first = max(0, math.floor(places.min() / block) - around)
            last = min(side // block, math.ceil(places.max() / block) + around)
            if last <= first:
                return None
            starts.append(first * block)
            counts.append((last - first) * block)
        return Window(*starts, *counts)

    def _cells(self, part: Window, block: int) -> Heights:
        """Means of blocks of cells, NaN = void."""
        shape = int(part.height) // block, int(part.width) // block
        along = min(block, _SUBSAMPLES)
        sampled = shape[0] * along, shape[1] * along
        values = self._dataset.read(1, window=part, out_shape=sampled, resampling=Resampling.nearest)
        mask = self._dataset.read_masks(1, window=part, out_shape=sampled)
        void = (mask == 0) | np.isin(values, _VOIDS)
        metres = np.where(void, np.nan, (values.astype(np.float64) + self._offset) * self._metres)
        void |= ~((metres >= _LOWEST) & (metres <= _HIGHEST))
        metres[void] = 0
        blocks = (shape[0], along, shape[1], along)
        count = (~void).reshape(blocks).sum(axis=(1, 3))
        total = metres.reshape(blocks).sum(axis=(1, 3))
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def _places(self, transform: Affine, shape: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Columns and rows of the elevation model for a lattice over a grid; infinite where there is no such place."""
        rows, columns = np.meshgrid(*(np.linspace(0, side, _LATTICE) for side in shape), indexing="ij")
        x, y = transform @ (columns, rows)
        if self._to_dem is not None:
            x, y = self._to_dem.transform(x, y)
            if self._dataset.crs.is_geographic:  # the other side of the date line is no other place
                middle = (self._transform @ (self._dataset.width / 2, 0))[0]
                x = np.where(np.isfinite(x), (x - middle + 180) % 360 - 180 + middle, x)
        return ~self._transform @ (x, y)

    def _cells_per_pixel(self, grid: WorkGrid) -> float:
        """Cells along the side of a work pixel, at the grid's middle, so that it is the same for all windows."""
        middle = grid.transform @ Affine.translation(grid.width / 2 - 0.5, grid.height / 2 - 0.5)
        columns, rows = self._places(middle, (1, 1))
        right = columns[0, -1] - columns[0, 0], rows[0, -1] - rows[0, 0]
        down = columns[-1, 0] - columns[0, 0], rows[-1, 0] - rows[0, 0]
        cells = math.sqrt(abs(right[0] * down[1] - right[1] * down[0]))
        return cells if math.isfinite(cells) else 1.0


def _pixel(grid: WorkGrid, crs: RasterioCRS | None) -> float | None:
    """Side of a work pixel at the grid's middle, metres."""
    middle = grid.transform @ Affine.translation(grid.width / 2, grid.height / 2)
    steps = steps_on_ground(middle, 1, 1, crs)
    if steps is None or not np.isfinite(steps).all():
        return None
    return math.sqrt(abs(np.linalg.det(steps[:, :, 0, 0])))


def _without_small_voids(cells: Heights) -> Heights:
    """Fills voids from all sides, but leaves alone those that a square of `_FILLED` + 1 cells fits into."""
    void, side = np.isnan(cells), _FILLED + 1
    if not void.any() or void.all():
        return cells
    fits = ~highest_around(~np.pad(void, side - 1, constant_values=True), side)
    large = highest_around(fits, side)
    filled = fillnodata(np.where(void, 0, cells), mask=~void, max_search_distance=_FILLED)
    return np.where(large, np.nan, filled)


def _unit(dataset: rasterio.DatasetReader) -> float:
    """Metres per unit of height."""
    named = (dataset.units[0] or "").strip().lower()
    if named:
        return _UNITS.get(named, 1.0)
    try:
        axes = CRS.from_wkt(dataset.crs.to_wkt()).axis_info if dataset.crs else []
    except CRSError:
        axes = []
    return next((axis.unit_conversion_factor for axis in axes if axis.direction == "up"), 1.0)


def _transformer(image: RasterioCRS, dem: RasterioCRS, name: str) -> Transformer:
    try:
        return _cached_transformer(image.to_wkt(), dem.to_wkt())
    except (CRSError, ProjError) as error:
        raise InputError(
            f"Nothing leads from the image's coordinate reference system to that of the elevation model {name}: "
            "reproject one of them."
        ) from error


@lru_cache(maxsize=16)
def _cached_transformer(image: str, dem: str) -> Transformer:
    return Transformer.from_crs(CRS.from_wkt(image), CRS.from_wkt(dem), always_xy=True)
