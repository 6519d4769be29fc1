"""What an online layer offers, and whose it is."""

from __future__ import annotations

import hashlib
import html
import math
import re
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsPointXY,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl

from ..common.errors import InputError

_TERMS = {
    "google.com": "https://www.google.com/help/terms_maps/",
    "googleapis.com": "https://www.google.com/help/terms_maps/",
    "virtualearth.net": "https://www.microsoft.com/en-us/maps/product/terms",
    "openstreetmap.org": "https://operations.osmfoundation.org/policies/tiles/",
    "mapbox.com": "https://www.mapbox.com/legal/tos",
}
"""Where services that leave their terms out of what they send have written them down."""

_CONSTRAINTS = ("QgsWmsProvider", "Access Constraints")
"""QGIS's own title of what a service says about its use, which QGIS translates."""
_described: dict[str, str] = {}
"""QGIS's description of each source that was asked for; making it takes long for services of many layers."""


@dataclass(frozen=True)
class Service:
    """An online layer, copied so that a background thread may use it.

    Args:
        name: of the layer.
        host: the server.
        attribution: whose the images are, as the service says it; may be empty.
        terms: address or text of its terms; empty where unknown.
        crs: of the layer.
        extent: of the layer, in its CRS.
        pixel_sizes: those it is drawn for, CRS units, finest first; empty where it draws any (WMS).
        key: tells its source from others without giving away what is secret in it.
    """

    name: str
    host: str
    attribution: str
    terms: str
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    pixel_sizes: tuple[float, ...]
    key: str

    @property
    def origin(self) -> tuple[float, float]:
        """Upper left corner of the grid that pixels are counted from: that of the tiles, where they have one."""
        if self.crs.authid() == "EPSG:3857":
            half = math.pi * 6378137
            return -half, half
        if self.crs.isGeographic():
            return -180.0, 90.0
        return (self.extent.xMinimum(), self.extent.yMaximum()) if self.pixel_sizes else (0.0, 0.0)

    @property
    def file_stem(self) -> str:
        """The layer's name as the name of a file."""
        return re.sub(r"[^\w-]+", "_", self.name).strip("_") or "online_imagery"

    def metres_per_unit(self, place: QgsPointXY) -> float:
        """Metres on the ground per unit of the CRS; in Web Mercator the cosine of the latitude, nearly.

        Args:
            place: in the CRS.

        Raises:
            InputError: there is no ground at that place.
        """
        measure = QgsDistanceArea()
        measure.setSourceCrs(self.crs, QgsProject.instance().transformContext())
        measure.setEllipsoid(self.crs.ellipsoidAcronym() or "EPSG:7030")
        step = 1e-5 if self.crs.isGeographic() else 1.0
        across = measure.measureLine(place, QgsPointXY(place.x() + step, place.y()))
        along = measure.measureLine(place, QgsPointXY(place.x(), place.y() + step))
        metres = math.sqrt(across * along) / step
        if not math.isfinite(metres) or metres <= 0:
            raise InputError(
                QCoreApplication.translate(
                    "Imagery", "There is no ground at that place of '{name}': choose another area."
                ).format(name=self.name)
            )
        return metres


def is_online(layer: Optional[QgsRasterLayer]) -> bool:
    """Whether a layer is read from a tile or map service."""
    return layer is not None and layer.providerType() == "wms"


def describe_service(layer: QgsRasterLayer) -> Service:
    """Copies what is to be known of an online layer.

    Raises:
        InputError: the layer does not work, or its service sends no pictures.
    """
    if not layer.isValid():
        raise InputError(
            QCoreApplication.translate(
                "Imagery", "The online layer '{name}' does not work: repair its connection or choose another image."
            ).format(name=layer.name())
        )
    parts = QgsProviderRegistry.instance().decodeUri("wms", layer.source())
    sizes = sorted(size for size in layer.dataProvider().nativeResolutions() if size > 0)
    host = QUrl(str(parts.get("url", ""))).host()
    identity = "\n".join((layer.source(), layer.crs().toWkt()))
    return Service(
        name=layer.name(),
        host=host,
        attribution=_attribution(layer),
        terms=_terms(layer, host),
        crs=layer.crs(),
        extent=layer.extent(),
        pixel_sizes=tuple(sizes),
        key=hashlib.sha256(identity.encode()).hexdigest()[:16],
    )


def provenance(service: Service, gsd: float) -> dict[str, Any]:
    """Where fetched images come from, for the record of what is made from them; holds no secrets of the source.

    Args:
        service: they come from.
        gsd: metres per pixel on the ground.
    """
    return {
        "layer": service.name,
        "service": service.host,
        "attribution": service.attribution,
        "terms": service.terms,
        "gsd_m": round(gsd, 4),
    }


def _attribution(layer: QgsRasterLayer) -> str:
    rights = [text.strip() for text in layer.metadata().rights() if text.strip()]
    return "; ".join(dict.fromkeys(rights)) or layer.serverProperties().attribution().strip()


def _access_constraints(layer: QgsRasterLayer) -> list[str]:
    """What a WMS or WMTS says about its use; QGIS hands it out in its description for people alone."""
    if layer.source() not in _described:
        _described[layer.source()] = layer.dataProvider().htmlMetadata()
    title = QCoreApplication.translate(*_CONSTRAINTS)
    found = re.search(rf"<td>{re.escape(title)}</td><td>(.*?)</td>", _described[layer.source()], re.DOTALL)
    text = html.unescape(found[1]).strip() if found else ""
    return [text] if text and text.lower() != "none" else []


def _terms(layer: QgsRasterLayer, host: str) -> str:
    said = [item.constraint.strip() for item in layer.metadata().constraints() if item.constraint.strip()]
    said += [text.strip() for text in layer.metadata().licenses() if text.strip()]
    said += _access_constraints(layer)
    known = next((link for name, link in _TERMS.items() if host == name or host.endswith(f".{name}")), "")
    return "; ".join(dict.fromkeys(said)) or layer.serverProperties().attributionUrl().strip() or known
