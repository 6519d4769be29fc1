"""Exports that a disk takes only in part, and columns that a format cannot take as they are."""

from __future__ import annotations

import pytest
from export_world import SQUARE_KM, files_no_larger_than, polygons_of_user, read
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from osgeo import ogr, osr
from qgis.core import QgsGeometry, QgsVectorLayer

pytest.importorskip("resource", reason="needs limits on the size of files")

ENDINGS = {"shapefile": ".shp", "geopackage": ".gpkg", "geojson": ".geojson", "kml": ".kml"}


def many_corners():
    circle = QgsGeometry.fromWkt("Point(500000 5000000)").buffer(500, 2000)
    return polygons_of_user(*(QgsGeometry(circle).asWkt() for _ in range(4)))


@pytest.mark.parametrize("kind", ENDINGS)
def test_an_export_that_the_disk_cuts_off_is_told_and_the_old_file_stays(qgis_app, tmp_path, kind):
    layer, target = many_corners(), tmp_path / f"out{ENDINGS[kind]}"
    export_inventory(layer, target, kind)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    size = len(before[target.name])
    for share in (0.05, 0.3, 0.6, 0.9, 0.999):
        with files_no_larger_than(int(size * share)), pytest.raises(InputError, match="could not be written"):
            export_inventory(layer, target, kind)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("kind", ENDINGS)
def test_an_inventory_without_landslides_is_exported_too(qgis_app, tmp_path, kind):
    assert export_inventory(polygons_of_user(), tmp_path / "none", kind).count == 0


@pytest.mark.parametrize("kind", ENDINGS)
def test_columns_of_json_become_text(qgis_app, tmp_path, kind):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "own.gpkg"))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    table = source.CreateLayer("own", system, ogr.wkbPolygon)
    column = ogr.FieldDefn("props", ogr.OFTString)
    column.SetSubType(ogr.OFSTJSON)
    table.CreateField(column)
    for text in ('{"a": [1, "滑坡"]}', None):
        feature = ogr.Feature(table.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(SQUARE_KM))
        feature.SetField("props", text) if text else feature.SetFieldNull("props")
        table.CreateFeature(feature)
    del feature, table, source
    own = QgsVectorLayer(str(tmp_path / "own.gpkg"), "own", "ogr")
    result = export_inventory(own, tmp_path / "out", kind)
    written = ogr.Open(str(result.path))
    texts = [feature.GetField("props") for feature in written.GetLayer(0)]
    assert [text and text.replace(" ", "") for text in texts] == ['{"a":[1,"滑坡"]}', None]


def test_columns_that_a_shapefile_calls_otherwise_are_told(qgis_app, tmp_path):
    layer = polygons_of_user(
        SQUARE_KM, fields="field=面积:double&field=类型:string&field=long_name_one:string&field=ok:int"
    )
    result = export_inventory(layer, tmp_path / "out.shp", "shapefile")
    assert result.renamed == {"面积": "field", "类型": "field_1", "long_name_one": "long_name_"}
    assert result.renamed_text() == "面积 → field, 类型 → field_1, long_name_one → long_name_"
    _source, table, _rows = read(tmp_path / "out.shp", "ESRI Shapefile")
    assert {table.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(9, 13)} == {*result.renamed.values(), "ok"}
    many = polygons_of_user(SQUARE_KM, fields="&".join(f"field=much_too_long_{i}:int" for i in range(40)))
    assert export_inventory(many, tmp_path / "many.shp", "shapefile").renamed_text().endswith("→ much_to_11, …")
    assert not export_inventory(layer, tmp_path / "out.gpkg", "geopackage").renamed
