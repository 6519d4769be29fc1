"""A real tile service on this machine: PNG tiles cut from an image."""

from __future__ import annotations

import math
import re
import threading
import time

import numpy as np
from local_server import LocalServer
from osgeo import gdal

HALF = math.pi * 6378137
TILE = 256
ZOOM = 18  # of the tests' services
BACKGROUND = (90, 110, 80)


def tile_pixel(zoom):
    """Side of a pixel of Web Mercator tiles, in the CRS's metres."""
    return 2 * HALF / TILE / 2**zoom


def warp_to_tiles(source, target, zoom, whole=1):
    """An image in Web Mercator whose pixels are those of the tiles of a zoom level.

    Args:
        source, target: files.
        zoom: of the level.
        whole: the image starts and ends at multiples of so many pixels of the level.
    """
    pixel = tile_pixel(zoom)
    info = gdal.Warp("", str(source), format="MEM", dstSRS="EPSG:3857", xRes=pixel, yRes=pixel)
    left, _, _, top, _, _ = info.GetGeoTransform()
    x, y = (left + HALF) / pixel / whole, (HALF - top) / pixel / whole
    right, bottom = x + info.RasterXSize / whole, y + info.RasterYSize / whole
    step = pixel * whole
    bounds = (
        math.floor(x) * step - HALF,
        HALF - math.ceil(bottom) * step,
        math.ceil(right) * step - HALF,
        HALF - math.floor(y) * step,
    )
    gdal.Warp(
        str(target), str(source), dstSRS="EPSG:3857", xRes=pixel, yRes=pixel, outputBounds=bounds,
        resampleAlg="bilinear", dstAlpha=True,
    )  # fmt: skip
    return target


class TileServer(LocalServer):
    """Serves the tiles of one zoom level.

    Args:
        image: from `warp_to_tiles`.
        zoom: of the level.

    `missing` are (column, row) that get 404, `side` is the tiles' own size. Where the image has nothing, tiles have a
    background, or are transparent where `transparent` is True.
    """

    def __init__(self, image, zoom):
        super().__init__()
        file = gdal.Open(str(image))
        left, _, _, top, _, _ = file.GetGeoTransform()
        self.zoom, self._pixels = zoom, file.ReadAsArray()
        self._left = round((left + HALF) / tile_pixel(zoom))
        self._top = round((HALF - top) / tile_pixel(zoom))
        self.missing, self.side, self.transparent = set(), TILE, False

    @property
    def source(self):
        """As a layer's source."""
        address = f"{self.address}/{{z}}/{{x}}/{{y}}.png?key=secret"
        address = address.replace("{", "%7B").replace("}", "%7D").replace("?", "%3F").replace("=", "%3D")
        return f"type=xyz&url={address}&zmax={self.zoom}&zmin=0"

    def is_picture(self, path):
        """All are."""
        return True

    def answer(self, path):
        """A tile, or 404 where there is none."""
        zoom, column, row = map(int, re.match(r"/\w+/(\d+)/(\d+)/(\d+)\.png", path).groups())
        if zoom != self.zoom or (column, row) in self.missing:
            return 404, "text/plain", b"no such tile"
        return 200, "image/png", self._tile(column, row)

    def _tile(self, column, row):
        tile = np.zeros((4, TILE, TILE), np.uint8)
        tile[:3] = np.array(BACKGROUND)[:, None, None]
        left, top = column * TILE - self._left, row * TILE - self._top
        _, height, width = self._pixels.shape
        xs = slice(max(0, left), max(0, min(width, left + TILE)))
        ys = slice(max(0, top), max(0, min(height, top + TILE)))
        part = self._pixels[:, ys, xs]
        if part.size:
            seen = tile[:, ys.start - top : ys.stop - top, xs.start - left : xs.stop - left]
            seen[:3, part[3] > 0] = part[:3, part[3] > 0]
            if self.transparent:
                seen[3] = part[3]
        if not self.transparent:
            tile[3] = 255
        tile = tile.repeat(self.side // TILE, 1).repeat(self.side // TILE, 2)
        return png(tile)


def png(pixels):
    """(4, height, width) bytes as a PNG."""
    memory = gdal.GetDriverByName("MEM").Create("", pixels.shape[2], pixels.shape[1], 4)
    memory.WriteArray(pixels)
    name = f"/vsimem/{threading.get_ident()}_{time.monotonic_ns()}.png"
    gdal.GetDriverByName("PNG").CreateCopy(name, memory)
    file = gdal.VSIFOpenL(name, "rb")
    size = gdal.VSIStatL(name).size
    content = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return content
