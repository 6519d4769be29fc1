"""QGIS Server on this machine: a project of one raster layer as WMS 1.3.0 and WMTS 1.0.0.

QGIS Server wants an application of its own, so it runs in another process, which is this file run by itself: it reads
project files and addresses from its input, a line each, and writes answers to its output.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
import threading
from urllib.parse import parse_qsl, quote, urlsplit

from local_server import LocalServer
from qgis.core import QgsProject, QgsRasterLayer, QgsReferencedRectangle

LAYER = "photos"
CRSS = ("EPSG:32648", "EPSG:3857", "EPSG:4326")


class QgisServerProcess:
    """The other process, for any number of services one after the other; `ready` where its parts are installed."""

    def __init__(self):
        self._child = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        self._turn = threading.Lock()
        self.ready = pickle.load(self._child.stdout)

    def ask(self, project, address):
        """Status, kind and content."""
        with self._turn:
            self._child.stdin.write(json.dumps([str(project), address]).encode() + b"\n")
            self._child.stdin.flush()
            return pickle.load(self._child.stdout)

    def close(self):
        """The process is gone."""
        self._child.stdin.close()
        self._child.wait(20)
        self._child.stdout.close()


class QgisServer(LocalServer):
    """Serves an image, alpha 0 around it.

    Args:
        process: does the work.
        image: GeoTIFF.
        project: file to write the project to, ends with `.qgz`; of its own, since QGIS Server remembers what it said.
        most: largest width and height of a map of the WMS, in pixels; None = any.

    `missing` are (column, row) of tiles that get 404, `shrink` is how many times smaller than asked maps are drawn,
    `nonsense` asks for a layer that is not there, which QGIS Server answers with a service exception and HTTP 400, and
    `exception` does so with HTTP 200, as other servers do.
    """

    def __init__(self, process, image, project, most=None):
        self.missing, self.shrink, self.nonsense, self.exception = set(), 1, False, False
        self._process, self._project = process, project
        _write_project(image, project, most)
        super().__init__()

    def wms(self, crs):
        """The source of a layer of the WMS.

        Args:
            crs: one of `CRSS`.
        """
        return (
            f"crs={crs}&format=image/png&layers={LAYER}&styles=&dpiMode=7&version=1.3.0&transparent=true"
            f"&url={self.address}/wms"
        )

    def wmts(self, crs="EPSG:3857"):
        """The source of a layer of the WMTS.

        Args:
            crs: EPSG:3857 or EPSG:4326.
        """
        capabilities = quote(f"{self.address}/wmts?SERVICE=WMTS&REQUEST=GetCapabilities&VERSION=1.0.0", safe=":/?")
        return f"crs={crs}&format=image/png&layers={LAYER}&styles=default&tileMatrixSet={crs}&url={capabilities}"

    def is_picture(self, path):
        """Capabilities are none."""
        return _wishes(path).get("REQUEST", "") in ("GetMap", "GetTile")

    def answer(self, path):
        """What QGIS Server says."""
        wishes = _wishes(path)
        if "TILECOL" in wishes and (int(wishes["TILECOL"]), int(wishes["TILEROW"])) in self.missing:
            return 404, "text/plain", b"no such tile"
        if self.shrink != 1:
            path = re.sub(
                r"(WIDTH|HEIGHT)=(\d+)", lambda found: f"{found[1]}={round(int(found[2]) / self.shrink)}", path
            )
        if self.nonsense or self.exception:
            path = re.sub(f"(LAYERS?)={LAYER}", r"\1=nonsense", path)
        status, kind, content = self._process.ask(self._project, self.address.rsplit("/", 1)[0] + path)
        return 200 if self.exception else status, kind, content


def _wishes(path):
    return {name.upper(): value for name, value in parse_qsl(urlsplit(path).query)}


def _write_project(image, file, most):
    project = QgsProject()
    layer = QgsRasterLayer(str(image), LAYER)
    layer.serverProperties().setShortName(LAYER)
    project.addMapLayer(layer)
    project.setCrs(layer.crs())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(layer.extent(), layer.crs()))
    for scope, entry, value in (
        ("WMSServiceCapabilities", "/", True),
        ("WMSAccessConstraints", "/", "for tests only"),
        ("WMSCrsList", "/", list(CRSS)),
        ("WMTSLayers", "Layer", [layer.id()]),
        ("WMTSPngLayers", "Layer", [layer.id()]),
        *((("WMSMaxWidth", "/", most), ("WMSMaxHeight", "/", most)) if most else ()),
    ):
        project.writeEntry(scope, entry, value)
    assert project.write(str(file))


def main():
    """The other process."""
    from qgis.core import QgsApplication
    from qgis.server import QgsBufferServerRequest, QgsBufferServerResponse, QgsServer

    application = QgsApplication([], False)
    application.initQgis()
    server, projects = QgsServer(), {}

    def tell(answer):
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    registry = server.serverInterface().serviceRegistry()
    tell(registry.getService("WMS") is not None and registry.getService("WMTS") is not None)
    for line in sys.stdin.buffer:
        file, address = json.loads(line)
        if file not in projects:
            projects[file] = QgsProject()
            assert projects[file].read(file)
        response = QgsBufferServerResponse()
        server.handleRequest(QgsBufferServerRequest(address), response, projects[file])
        tell((response.statusCode(), response.header("Content-Type"), bytes(response.body())))


if __name__ == "__main__":
    main()
