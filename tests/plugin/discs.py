"""An image that a small network understands: green ground with three brown discs."""

from __future__ import annotations

import math

import numpy as np
from osgeo import gdal, osr

gdal.UseExceptions()
osr.UseExceptions()

GREEN, BROWN = (0.25, 0.45, 0.22), (0.62, 0.42, 0.25)
WIDTH, HEIGHT = 600, 500
DISCS = ((120, 130, 30), (330, 250, 45), (480, 400, 35))  # column, row, radius in pixels
ORIGIN, PIXEL = (600000.0, 3000000.0), 0.5


def write_discs(path, epsg=32648, factor=1, discs=DISCS):
    """Writes the image, each pixel `factor` times repeated, and returns its path.

    Args:
        path: of the GeoTIFF.
        epsg: None = no CRS.
        factor: makes a larger image with larger discs of it.
        discs: where they are.
    """
    random = np.random.default_rng(1)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.zeros((3, HEIGHT, WIDTH)) + np.array(GREEN)[:, None, None]
    for column, row, radius in discs:
        pixels[:, (rows - row) ** 2 + (columns - column) ** 2 < radius**2] = np.array(BROWN)[:, None]
    pixels = np.clip(255 * (pixels + random.normal(0, 0.04, pixels.shape)), 0, 255).astype(np.uint8)
    pixels = pixels.repeat(factor, 1).repeat(factor, 2)
    size = (WIDTH * factor, HEIGHT * factor)
    file = gdal.GetDriverByName("GTiff").Create(str(path), *size, 3, options=["PHOTOMETRIC=RGB", "TILED=YES"])
    file.SetGeoTransform((ORIGIN[0], PIXEL, 0, ORIGIN[1], 0, -PIXEL))
    if epsg is not None:
        system = osr.SpatialReference()
        system.ImportFromEPSG(epsg)
        file.SetProjection(system.ExportToWkt())
    file.WriteArray(pixels)
    file.FlushCache()
    return path


def middle(disc):
    """Where a disc's middle is on the map."""
    column, row, _ = disc
    return ORIGIN[0] + PIXEL * (column + 0.5), ORIGIN[1] - PIXEL * (row + 0.5)


def ground(disc):
    """How many square metres of map a disc covers."""
    return math.pi * (PIXEL * disc[2]) ** 2
