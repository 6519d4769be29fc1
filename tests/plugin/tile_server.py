"""A real tile service on this machine: PNG tiles cut from an image, at once, slowly, or not at all."""

from __future__ import annotations

import math
import re
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
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


class TileServer:
    """Serves the tiles of one zoom level, counts the requests and misbehaves on demand.

    Args:
        image: from `warp_to_tiles`.
        zoom: of the level.

    `missing` are (column, row) that get 404, `failing` how many of the next requests get the status `failure`, `delay`
    is the pause before each answer in seconds, `text` answers with a web page instead of tiles, `side` is the tiles'
    own size. Where the image has nothing, tiles have a background, or are transparent where `transparent` is True.
    """

    def __init__(self, image, zoom):
        file = gdal.Open(str(image))
        left, _, _, top, _, _ = file.GetGeoTransform()
        self.zoom, self._pixels = zoom, file.ReadAsArray()
        self._left = round((left + HALF) / tile_pixel(zoom))
        self._top = round((HALF - top) / tile_pixel(zoom))
        self.requests, self.missing = [], set()
        self.failing, self.failure, self.delay, self.text, self.side = 0, 503, 0.0, False, TILE
        self.transparent = False
        # QGIS keeps tiles by address on the disk, and another server has had, or will have, the same port.
        self._name = uuid.uuid4().hex
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False  # to be waited for
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def source(self):
        """As a layer's source."""
        address = f"http://127.0.0.1:{self._server.server_port}/{self._name}/{{z}}/{{x}}/{{y}}.png?key=secret"
        address = address.replace("{", "%7B").replace("}", "%7D").replace("?", "%3F").replace("=", "%3D")
        return f"type=xyz&url={address}&zmax={self.zoom}&zmin=0"

    def close(self):
        """Nothing answers any more, and no thread is left."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path):
        """Status, kind and content for an address."""
        with self._lock:
            self.requests.append(path)
            failing = self.failing > 0
            self.failing -= failing
        self._closing.wait(self.delay)
        if failing:
            return self.failure, "text/plain", b"not now"
        if self.text:
            return 200, "text/html", b"<html>please log in</html>"
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

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # seconds

            def do_GET(self):
                status, kind, content = server.answer(self.path)
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:  # whoever asked has left
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler


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
