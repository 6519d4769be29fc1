"""Whether an exported file is whole."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal, ogr
from qgis.PyQt.QtCore import QCoreApplication

from ...common.errors import InputError


def check_complete(path: Path, count: int) -> None:
    """Reads a closed file again: GDAL tells nobody of what a full disk refuses while a file is closed.

    Args:
        path: of the file.
        count: outlines that it must hold.

    Raises:
        InputError: it lacks some.
    """
    if _outlines(path) != count:
        raise InputError(
            QCoreApplication.translate(
                "Export",
                "{name} could not be written to its end, the disk is full or failed: make room, or choose another "
                "folder.",
            ).format(name=path.name)
        )


def _outlines(path: Path) -> int:
    """The outlines that can be read; -1 = none can, or a GeoPackage lacks its spatial index, which is made last."""
    try:
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        layer = source.GetLayer(0)
        found = sum(feature.GetGeometryRef() is not None for feature in layer)
        indexed = path.suffix != ".gpkg" or layer.TestCapability(ogr.OLCFastSpatialFilter)
    except (AttributeError, RuntimeError):  # which of them depends on who has switched GDAL's exceptions on
        return -1
    return found if indexed else -1
