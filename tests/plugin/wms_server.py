"""A small real WMS 1.1.1 on this machine that draws one image in its own CRS, and says in XML what it cannot do."""

from __future__ import annotations

import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from osgeo import gdal
from tile_server import png

CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<WMT_MS_Capabilities version="1.1.1">
<Service><Name>OGC:WMS</Name><Title>Photos</Title><OnlineResource xmlns:xlink="http://www.w3.org/1999/xlink"
xlink:href="{address}"/><AccessConstraints>for tests only</AccessConstraints></Service>
<Capability><Request>
<GetCapabilities><Format>application/vnd.ogc.wms_xml</Format><DCPType><HTTP><Get><OnlineResource
xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{address}"/></Get></HTTP></DCPType></GetCapabilities>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xmlns:xlink="http://www.w3.org/1999/xlink"
xlink:href="{address}"/></Get></HTTP></DCPType></GetMap></Request>
<Exception><Format>application/vnd.ogc.se_xml</Format></Exception>
<Layer><Title>Photos</Title><SRS>EPSG:{epsg}</SRS><LatLonBoundingBox minx="99" miny="26" maxx="107" maxy="28"/>
<Layer><Name>photos</Name><Title>Photos</Title><SRS>EPSG:{epsg}</SRS>
<LatLonBoundingBox minx="99" miny="26" maxx="107" maxy="28"/>
<BoundingBox SRS="EPSG:{epsg}" minx="{box[0]}" miny="{box[1]}" maxx="{box[2]}" maxy="{box[3]}"/></Layer></Layer>
</Capability></WMT_MS_Capabilities>"""
COMPLAINT = b"""<?xml version="1.0"?><ServiceExceptionReport version="1.1.1"><ServiceException>The disk is on fire
</ServiceException></ServiceExceptionReport>"""


class WmsServer:
    """Draws an image, alpha 0 around it; `complaining` answers maps with an exception, as services do with HTTP 200.

    Args:
        image: GeoTIFF.
        epsg: its CRS.
    """

    def __init__(self, image, epsg):
        self._image, self._epsg = str(image), epsg
        self.maps, self.complaining = [], False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False  # to be waited for
        # QGIS keeps images by address on the disk, and another server has had, or will have, the same port.
        self.address = f"http://127.0.0.1:{self._server.server_port}/{uuid.uuid4().hex}/ows"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def source(self):
        """As a layer's source."""
        return (
            f"crs=EPSG:{self._epsg}&format=image/png&layers=photos&styles=&dpiMode=7&version=1.1.1"
            f"&transparent=true&url={self.address}"
        )

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, query):
        wishes = {name.upper(): value for name, value in parse_qsl(query)}
        if wishes.get("REQUEST") != "GetMap":
            file = gdal.Open(self._image)
            left, pixel, _, top, _, _ = file.GetGeoTransform()
            box = (left, top - file.RasterYSize * pixel, left + file.RasterXSize * pixel, top)
            text = CAPABILITIES.format(address=self.address, epsg=self._epsg, box=box)
            return "application/vnd.ogc.wms_xml", text.encode()
        self.maps.append((time.monotonic(), query))
        if self.complaining:
            return "application/vnd.ogc.se_xml", COMPLAINT
        drawn = gdal.Warp(
            "", self._image, format="MEM", dstAlpha=True, width=int(wishes["WIDTH"]), height=int(wishes["HEIGHT"]),
            outputBounds=[float(value) for value in wishes["BBOX"].split(",")], resampleAlg="bilinear",
        )  # fmt: skip
        return "image/png", png(drawn.ReadAsArray())

    def _handler(self):
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # seconds

            def do_GET(self):
                kind, content = server.answer(urlsplit(self.path).query)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler
