"""An inventory to export, layers of a user's own, and exports read as another program reads them."""

from __future__ import annotations

import json
from contextlib import contextmanager

from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsVectorLayer,
)

gdal.UseExceptions()

UTM = QgsCoordinateReferenceSystem("EPSG:32633")
# On the central meridian of a UTM zone lengths are shortened by 0.9996: a square kilometre of map is larger on earth.
SQUARE_KM = "Polygon((499500 5000000,500500 5000000,500500 5001000,499500 5001000,499500 5000000))"
ON_GROUND = 1e6 / 0.9996**2
WITH_HOLE = (
    "Polygon((502000 5000000,503000 5000000,503000 5001000,502000 5001000,502000 5000000),"
    "(502400 5000400,502600 5000400,502600 5000600,502400 5000600,502400 5000400))"
)
BOW_TIE = "Polygon((504000 5000000,504100 5000100,504100 5000000,504000 5000100,504000 5000000))"
LINE_LIKE = "Polygon((504000 5000000,504100 5000100,504000 5000000,504000 5000000))"


def two_landslides(folder):
    """A new inventory of a square kilometre and of a landslide with a hole."""
    layer = create_inventory(folder / "inventory.gpkg", UTM)
    for wkt, status in ((SQUARE_KM, "detected"), (WITH_HOLE, "clicked")):
        add_landslide(
            layer,
            QgsGeometry.fromWkt(wkt),
            {
                "status": status,
                "p_mean": 0.8123,
                "p_max": 1.0,
                "model": "default",
                "image": "scene",
                "mapped_on": "2026-03-04",
            },
        )
    return layer


def polygons_of_user(*wkts, fields="field=Название:string(80)&field=area_ha_estimated:double&field=seen:bool"):
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:32633&{fields}", "own map", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def read(path, driver):
    """All rows of the first layer, with the geometry as ogr has it."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=[driver])
    layer = source.GetLayer(0)
    rows = [(json.loads(feature.ExportToJson())["properties"], feature.GetGeometryRef().Clone()) for feature in layer]
    return source, layer, rows


@contextmanager
def files_no_larger_than(size):
    """As on a disk that is full: what is written beyond that is refused."""
    import resource  # which Windows lacks

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
