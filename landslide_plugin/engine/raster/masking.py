"""Ground that must not be looked at, such as clouds: a mask raster of any grid and CRS, or polygons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import fiona
import numpy as np
import rasterio
import shapely
from affine import Affine
from fiona.errors import FionaError
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import RasterioError
from rasterio.features import geometry_mask
from rasterio.vrt import WarpedVRT

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.raster_paths import is_missing
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.placing import Placing


class Mask(Protocol):
    """Says which pixels are masked. Not to be shared between threads."""

    def masked(self, transform: Affine, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """(height, width) True where masked.

        Args:
            transform: pixel to the image's CRS.
            shape: height, width.
        """

    def close(self) -> None:
        """Lets go of the file."""


def open_mask(path: str, values: Sequence[float] | None, crs: CRS | None, grid: WorkGrid) -> Mask:
    """Opens a mask for an image.

    Args:
        path: a raster or a polygon file.
        values: of the raster that mean masked; None = all but 0 and nodata.
        crs, grid: of the image, in its own pixels.

    Raises:
        InputError: the file is neither, or a mask raster that does not lie on the image.
    """
    if is_missing(path):
        raise InputError(f"There is no mask {path}: check the path.")
    try:
        dataset = rasterio.open(path)
    except RasterioError:
        return _PolygonMask(path, crs, grid.outline)
    if dataset.count == 0:  # a GeoPackage may hold both, and here it holds no single raster
        dataset.close()
        return _PolygonMask(path, crs, grid.outline)
    return _RasterMask(dataset, values, crs, grid)


class _RasterMask:
    """A raster; beyond it, and where it has no data, nothing is masked."""

    def __init__(
        self, dataset: rasterio.DatasetReader, values: Sequence[float] | None, crs: CRS | None, grid: WorkGrid
    ) -> None:
        self._dataset, self._values = dataset, values
        # Where image or mask says no CRS, both are taken to be in the same; GDAL only wants to hear some name of it.
        self._image_crs = crs or dataset.crs or CRS.from_epsg(3857)
        self._crs = dataset.crs if crs and dataset.crs else self._image_crs
        self._transform = dataset.transform
        if dataset.transform.is_identity:  # no place either: it covers the image
            self._crs = self._image_crs
            self._transform = grid.transform @ Affine.scale(grid.width / dataset.width, grid.height / dataset.height)
        corners = [(0, 0), (dataset.width, 0), (dataset.width, dataset.height), (0, dataset.height)]
        footprint = shapely.Polygon([self._transform @ corner for corner in corners])
        if self._crs != self._image_crs:
            footprint = Placing(self._crs.to_wkt(), self._image_crs, grid.outline).place(footprint)
        if not footprint.intersects(grid.outline):
            name = Path(dataset.name).name
            dataset.close()
            raise InputError(f"The mask {name} lies outside the image: choose the mask of this image.")

    def masked(self, transform: Affine, shape: tuple[int, int]) -> NDArray[np.bool_]:
        bare = self._dataset.nodata is None and ColorInterp.alpha not in self._dataset.colorinterp
        try:
            with WarpedVRT(
                self._dataset, src_crs=self._crs, src_transform=self._transform, crs=self._image_crs,
                transform=transform, width=shape[1], height=shape[0], resampling=Resampling.nearest, add_alpha=bare,
            ) as warped:  # fmt: skip
                values, known = warped.read(1), warped.dataset_mask() > 0
        except RasterioError as error:
            name = Path(self._dataset.name).name
            raise InputError(f"The mask {name} cannot be read: check the file ({error}).") from error
        return known & (np.isin(values, self._values) if self._values is not None else values != 0)

    def close(self) -> None:
        self._dataset.close()


class _PolygonMask:
    """Polygons; where none is, nothing is masked."""

    def __init__(self, path: str, crs: CRS | None, outline: shapely.Polygon) -> None:
        shapes = []
        try:
            with fiona.open(path) as layer:
                placing = Placing(layer.crs_wkt if crs and layer.crs_wkt else None, crs, outline)
                for feature in placing.features_of(layer):
                    if feature.geometry is None:
                        continue
                    shape = shapely.make_valid(shapely.geometry.shape(feature.geometry.__geo_interface__))
                    placed = placing.place(shape)
                    if placed.area > 0 and placed.intersects(outline):
                        shapes.append(placed)
        except FionaError as error:
            raise InputError(
                f"{Path(path).name} is neither a mask raster nor a polygon layer: give one of them."
            ) from error
        self._tree = shapely.STRtree(shapes)

    def masked(self, transform: Affine, shape: tuple[int, int]) -> NDArray[np.bool_]:
        height, width = shape
        window = shapely.Polygon([transform @ corner for corner in ((0, 0), (width, 0), (width, height), (0, height))])
        near = self._tree.geometries[self._tree.query(window, "intersects")]
        if not len(near):
            return np.zeros(shape, bool)
        return geometry_mask(list(near), shape, transform, invert=True)

    def close(self) -> None:
        """Nothing is held open."""
