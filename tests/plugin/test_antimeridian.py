"""Areas and images on both sides of 180 degrees."""

from __future__ import annotations

import pytest
from discs import write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.gui.image.area import area_of, point_in_image
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)

DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.fixture(params=["degrees", "mercator", "zone 60"])
def fiji(request, tmp_path):
    """An image of about 2 km, half of it on either side."""
    code, start, step = {
        "degrees": (4326, (179.99, -17.0), 2e-4),
        "mercator": (3857, (20037508.34 - 1100, -1920000.0), 22.0),
        "zone 60": (32760, None, 20.0),
    }[request.param]
    system = QgsCoordinateReferenceSystem(f"EPSG:{code}")
    if start is None:
        middle_point = QgsCoordinateTransform(DEGREES, system, QgsProject.instance()).transform(QgsPointXY(180, -17))
        start = (middle_point.x() - 1000, middle_point.y())
    file = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "fiji.tif"), 100, 100, 3)
    file.SetGeoTransform((start[0], step, 0, start[1], 0, -step))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    file.SetProjection(reference.ExportToWkt())
    file = None
    layer = QgsRasterLayer(str(tmp_path / "fiji.tif"), "fiji")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:3857", "EPSG:32760", "EPSG:32701", "EPSG:3832"])
def test_an_area_across_the_antimeridian_is_found_on_the_image_in_any_crs(fiji, code):
    crs = QgsCoordinateReferenceSystem(code)
    to_image = QgsCoordinateTransform(DEGREES, fiji.crs(), QgsProject.instance())
    centre = to_image.transform(QgsPointXY(179.996, -17.01))
    # East of 180 degrees, where the map of the world begins again.
    east = QgsCoordinateTransform(DEGREES, crs, QgsProject.instance()).transform(QgsPointXY(-179.995, -17.01))
    spot = QgsGeometry.fromPointXY(east)
    spot = spot.buffer(1e-3 if crs.isGeographic() else 100, 8)
    area = area_of(spot, crs, fiji)
    box = QgsRectangle(*area.extent)
    assert fiji.extent().contains(box)
    assert box.width() < 0.2 * fiji.extent().width()
    assert box.xMinimum() > centre.x()
    place = point_in_image(east, crs, fiji)
    assert box.contains(place)
    with pytest.raises(InputError, match="outside the image"):
        area_of(QgsGeometry.fromRect(QgsRectangle(10, 50, 11, 51)), DEGREES, fiji)


def test_a_map_of_the_whole_world_holds_an_image_anywhere(fiji, tmp_path):
    world_map = QgsGeometry.fromRect(QgsRectangle(-180, -85, 180, 85))
    ordinary = QgsRasterLayer(str(write_discs(tmp_path / "here.tif")))
    QgsProject.instance().addMapLayer(ordinary)
    if fiji.crs().isGeographic():
        assert area_of(world_map, DEGREES, fiji).share == pytest.approx(1)
    degrees = QgsGeometry.fromRect(QgsRectangle(100, 20, 110, 30))
    assert area_of(degrees, DEGREES, ordinary).extent is None


def test_polygons_of_the_other_side_of_the_world_do_not_fold_onto_the_image(qgis_new_project, tmp_path):
    image = QgsRasterLayer(str(write_discs(tmp_path / "here.tif")), "ordinary")
    to_degrees = QgsCoordinateTransform(image.crs(), DEGREES, QgsProject.instance())
    centre = to_degrees.transform(image.extent().center())
    spot = QgsGeometry.fromPointXY(centre).buffer(2e-4, 8)
    peru = QgsGeometry.fromRect(QgsRectangle(-80, -10, -70, 0))
    alone, together = area_of(spot, DEGREES, image), area_of(QgsGeometry.collectGeometry([spot, peru]), DEGREES, image)
    assert together.extent == pytest.approx(alone.extent, abs=0.01)
    assert together.share == pytest.approx(alone.share)
    with pytest.raises(InputError, match="outside the image 'ordinary'"):
        area_of(peru, DEGREES, image)
