"""Exports, read back with GDAL's own Python bindings as another program would."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from export_world import (
    BOW_TIE,
    LINE_LIKE,
    ON_GROUND,
    SQUARE_KM,
    WITH_HOLE,
    polygons_of_user,
    read,
    two_landslides,
)
from landslide_mapper.landslide_plugin.common.errors import CancelledError, InputError
from landslide_mapper.landslide_plugin.common.inventory import INVENTORY_FIELDS
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip

gdal.UseExceptions()


@pytest.fixture
def inventory(qgis_new_project, tmp_path):
    layer = two_landslides(tmp_path)
    yield layer
    sip.delete(layer)  # the fixture's value would outlive QGIS after the last test


def test_shapefile_has_the_inventory_columns_with_their_widths(inventory, tmp_path):
    target = tmp_path / "out.shp"
    result = export_inventory(inventory, target, "shapefile")
    assert (result.path, result.count, result.dropped, result.shortened) == (target, 2, 0, 0)
    _source, layer, rows = read(target, "ESRI Shapefile")
    definition = layer.GetLayerDefn()
    columns = [definition.GetFieldDefn(i) for i in range(definition.GetFieldCount())]
    kinds = {"integer": ogr.OFTInteger, "real": ogr.OFTReal, "text": ogr.OFTString, "date": ogr.OFTDate}
    expected = [
        (field.name, kinds[field.type], field.width if field.type != "date" else 10, field.precision)
        for field in INVENTORY_FIELDS
    ]
    assert [(c.GetName(), c.GetType(), c.GetWidth(), c.GetPrecision()) for c in columns] == expected
    assert all(len(c.GetName()) <= 10 and c.GetName().isascii() for c in columns)
    assert rows[0][0]["ls_id"] == 1 and rows[1][0]["ls_id"] == 2
    assert rows[0][0]["p_mean"] == pytest.approx(0.812)
    assert rows[0][0]["mapped_on"] == "2026/03/04" or rows[0][0]["mapped_on"] == "2026-03-04"
    assert rows[1][0]["status"] == "clicked"


def test_shapefile_carries_encoding_projection_and_outlines_with_holes(inventory, tmp_path):
    target = tmp_path / "out.shp"
    export_inventory(inventory, target, "shapefile")
    assert target.with_suffix(".cpg").read_text().strip() == "UTF-8"
    projection = osr.SpatialReference()
    projection.ImportFromESRI([target.with_suffix(".prj").read_text()])
    expected = osr.SpatialReference()
    expected.ImportFromEPSG(32633)
    assert projection.IsSame(
        expected, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS"]
    )
    _source, layer, rows = read(target, "ESRI Shapefile")
    assert ogr.GT_Flatten(layer.GetGeomType()) in (ogr.wkbPolygon, ogr.wkbMultiPolygon)
    assert all(geometry.IsValid() for _, geometry in rows)
    assert rows[1][1].GetArea() == pytest.approx(1e6 - 200 * 200)


def test_area_and_perimeter_are_measured_anew_on_the_ellipsoid(inventory, tmp_path):
    inventory.startEditing()
    feature = next(inventory.getFeatures())
    inventory.changeAttributeValue(feature.id(), inventory.fields().indexOf("area_m2"), 5.0)
    export_inventory(inventory, tmp_path / "out.shp", "shapefile")
    inventory.rollBack()
    _source, _layer, rows = read(tmp_path / "out.shp", "ESRI Shapefile")
    assert rows[0][0]["area_m2"] == pytest.approx(ON_GROUND, rel=1e-6)
    assert rows[0][0]["perim_m"] == pytest.approx(4000 / 0.9996, abs=0.05)
    assert rows[1][0]["perim_m"] == pytest.approx(4800 / 0.9996, abs=0.05)


@pytest.mark.parametrize("name", ["Оползень на склоне горы " * 10, "滑坡编录影像" * 30, "a" * 500, "é" * 61])
def test_long_text_is_cut_between_characters_at_the_width_in_bytes(inventory, tmp_path, name):
    inventory.dataProvider().changeAttributeValues({1: {inventory.fields().indexOf("image"): name}})
    result = export_inventory(inventory, tmp_path / "out.shp", "shapefile")
    assert result.shortened == 1
    _source, _layer, rows = read(tmp_path / "out.shp", "ESRI Shapefile")
    kept = rows[0][0]["image"]
    assert name.startswith(kept)
    assert 120 - 3 <= len(kept.encode()) <= 120


def test_geopackage_keeps_long_text_and_the_users_columns(inventory, tmp_path):
    name = "滑坡编录影像" * 60
    inventory.dataProvider().changeAttributeValues({1: {inventory.fields().indexOf("image"): name}})
    assert export_inventory(inventory, tmp_path / "copy.gpkg", "geopackage").shortened == 0
    _source, layer, rows = read(tmp_path / "copy.gpkg", "GPKG")
    assert layer.GetName() == "landslides"
    assert layer.GetGeomType() == ogr.wkbMultiPolygon
    assert rows[0][0]["image"] == name
    own = polygons_of_user(SQUARE_KM)
    own.dataProvider().changeAttributeValues({1: {0: "Большой оползень", 1: 99.12345, 2: True}})
    export_inventory(own, tmp_path / "own.gpkg", "geopackage")
    _source, _layer, rows = read(tmp_path / "own.gpkg", "GPKG")
    assert rows[0][0]["Название"] == "Большой оползень"
    assert rows[0][0]["area_ha_estimated"] == 99.12345
    assert rows[0][0]["seen"] is True


def test_geopackage_keeps_heights(qgis_app, tmp_path):
    layer = QgsVectorLayer("PolygonZ?crs=EPSG:32633", "heights", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("PolygonZ((0 0 5,10 0 6,10 10 7,0 0 5))"))
    layer.dataProvider().addFeatures([feature])
    export_inventory(layer, tmp_path / "z.gpkg", "geopackage")
    export_inventory(layer, tmp_path / "z.shp", "shapefile")
    _source, layer, rows = read(tmp_path / "z.gpkg", "GPKG")
    assert layer.GetGeomType() == ogr.wkbMultiPolygon25D
    assert rows[0][1].GetGeometryRef(0).GetGeometryRef(0).GetZ(1) == 6
    _source, layer, rows = read(tmp_path / "z.shp", "ESRI Shapefile")
    assert not rows[0][1].Is3D()


def test_a_layer_of_the_users_own_is_numbered_measured_and_keeps_its_columns(qgis_app, tmp_path):
    layer = polygons_of_user(SQUARE_KM, WITH_HOLE)
    layer.dataProvider().changeAttributeValues({1: {0: "Большой оползень", 1: 99.5, 2: True}})
    export_inventory(layer, tmp_path / "own.shp", "shapefile")
    _source, definition, rows = read(tmp_path / "own.shp", "ESRI Shapefile")
    names = [
        definition.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(definition.GetLayerDefn().GetFieldCount())
    ]
    assert names == [field.name for field in INVENTORY_FIELDS] + ["field", "area_ha_es", "seen"]
    assert [row["ls_id"] for row, _ in rows] == [1, 2]
    assert rows[0][0]["area_m2"] == pytest.approx(ON_GROUND, rel=1e-6)
    assert rows[0][0]["p_mean"] is None and rows[0][0]["model"] is None
    assert rows[0][0]["field"] == "Большой оползень"
    assert rows[0][0]["area_ha_es"] == pytest.approx(99.5)
    assert rows[0][0]["seen"] == 1 and rows[1][0]["seen"] is None


def test_column_names_that_collide_or_that_arcgis_takes_are_made_different(qgis_app, tmp_path):
    layer = polygons_of_user(
        SQUARE_KM,
        fields="field=long_name_one:string&field=long_name_two:string&field=OBJECTID:integer&field=2nd:integer&field=MODEL:string",
    )
    export_inventory(layer, tmp_path / "names.shp", "shapefile")
    _source, table, _rows = read(tmp_path / "names.shp", "ESRI Shapefile")
    names = [table.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(table.GetLayerDefn().GetFieldCount())]
    assert names[len(INVENTORY_FIELDS) :] == ["long_name_", "long_nam_1", "OBJECTID_", "f_2nd"]


def test_values_that_the_table_cannot_hold_are_left_out_and_counted(qgis_app, tmp_path):
    layer = polygons_of_user(SQUARE_KM, SQUARE_KM, fields="field=ls_id:int8&field=p_mean:string&field=big:double")
    layer.dataProvider().changeAttributeValues(
        {
            1: {0: 20260101000001, 1: "unknown", 2: 1e15},
            2: {0: 7, 1: "0.5", 2: 123456789012.123456},
        }
    )
    result = export_inventory(layer, tmp_path / "n.shp", "shapefile")
    _source, _layer, rows = read(tmp_path / "n.shp", "ESRI Shapefile")
    assert result.shortened == 2
    assert rows[0][0]["p_mean"] is None and rows[1][0]["p_mean"] == 0.5
    assert rows[1][0]["ls_id"] == 7
    assert rows[0][0]["big"] == 1e15
    assert rows[1][0]["big"] == pytest.approx(123456789012.12346, rel=1e-15)
    assert 0 < rows[0][0]["ls_id"] < 10**9 and rows[0][0]["ls_id"] != 7


def test_broken_outlines_are_repaired_and_empty_ones_dropped_and_counted(qgis_app, tmp_path):
    layer = polygons_of_user(BOW_TIE, LINE_LIKE, SQUARE_KM)
    empty = QgsFeature(layer.fields())
    layer.dataProvider().addFeatures([empty])
    for name, kind, driver in (("b.shp", "shapefile", "ESRI Shapefile"), ("b.gpkg", "geopackage", "GPKG")):
        result = export_inventory(layer, tmp_path / name, kind)
        assert (result.count, result.dropped) == (2, 2)
        _source, _layer, rows = read(tmp_path / name, driver)
        assert all(geometry.IsValid() for _, geometry in rows)
        assert rows[0][1].GetGeometryCount() == 2
        assert rows[0][1].GetArea() == pytest.approx(5000)


def test_geojson_is_in_degrees_and_right_handed(inventory, tmp_path):
    export_inventory(inventory, tmp_path / "out.geojson", "geojson")
    content = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert "crs" not in content  # RFC 7946 knows WGS 84 only
    first = content["features"][0]
    assert first["geometry"]["type"] == "Polygon"
    ring = first["geometry"]["coordinates"][0]
    assert all(14.9 < x < 15.1 and 45 < y < 45.3 for x, y in ring)
    assert sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) > 0  # counterclockwise
    assert first["properties"]["mapped_on"] == "2026-03-04"
    assert first["properties"]["area_m2"] == pytest.approx(ON_GROUND, rel=1e-6)


def test_kml_names_and_describes_each_landslide(inventory, tmp_path):
    export_inventory(inventory, tmp_path / "out.kml", "kml")
    text = (tmp_path / "out.kml").read_text(encoding="utf-8")
    assert "<name>Landslide 1</name>" in text
    assert "Area:" in text and "Mapped on: 2026-03-04" in text
    _source, _layer, rows = read(tmp_path / "out.kml", "KML" if ogr.GetDriverByName("LIBKML") is None else "LIBKML")
    x, y = rows[0][1].Centroid().GetX(), rows[0][1].Centroid().GetY()
    assert 14.9 < x < 15.1 and 45 < y < 45.3


def test_columns_that_a_format_uses_itself_stay_the_users(qgis_app, tmp_path):
    layer = polygons_of_user(
        SQUARE_KM,
        fields="field=Name:string&field=description:string&field=fid:string&field=geom:string&field=LS_ID:integer",
    )
    layer.dataProvider().changeAttributeValues({1: {0: "Vajont", 1: "large", 2: "a7", 3: "steep", 4: 12}})
    export_inventory(layer, tmp_path / "own.gpkg", "geopackage")
    _source, _layer, rows = read(tmp_path / "own.gpkg", "GPKG")
    kept = {name: rows[0][0][name] for name in ("Name", "description", "fid", "geom", "ls_id")}
    assert kept == {"Name": "Vajont", "description": "large", "fid": "a7", "geom": "steep", "ls_id": 12}
    export_inventory(layer, tmp_path / "own.kml", "kml")
    text = (tmp_path / "own.kml").read_text(encoding="utf-8")
    assert "<name>Landslide 12</name>" in text
    assert '<SimpleData name="Name">Vajont</SimpleData>' in text


def test_only_the_selected_landslides(inventory, tmp_path):
    with pytest.raises(InputError, match="No landslide of 'Landslides' is selected"):
        export_inventory(inventory, tmp_path / "none.shp", "shapefile", only_selected=True)
    assert not (tmp_path / "none.shp").exists()
    inventory.selectByIds([2])
    assert export_inventory(inventory, tmp_path / "some.shp", "shapefile", only_selected=True).count == 1
    _source, _layer, rows = read(tmp_path / "some.shp", "ESRI Shapefile")
    assert [row["ls_id"] for row, _ in rows] == [2]


def test_unsaved_edits_are_exported(inventory, tmp_path):
    inventory.startEditing()
    inventory.deleteFeature(1)
    assert export_inventory(inventory, tmp_path / "e.geojson", "geojson").count == 1
    inventory.rollBack()


def test_an_old_shapefile_is_replaced_with_all_its_companions(inventory, tmp_path):
    target = tmp_path / "old.shp"
    for suffix in (".shp", ".dbf", ".sbn", ".qix", ".shp.xml"):
        target.with_suffix(suffix).write_text("old")
    target.with_suffix(".txt").write_text("a note of the user")
    export_inventory(inventory, target, "shapefile")
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith("old")}
    assert left == {"old.shp", "old.shx", "old.dbf", "old.prj", "old.cpg", "old.txt"}
    assert len(read(target, "ESRI Shapefile")[2]) == 2


def test_names_in_any_script_and_with_spaces(inventory, tmp_path):
    folder = tmp_path / "Карта оползней 滑坡"
    folder.mkdir()
    for kind, ending in (("shapefile", ".shp"), ("geopackage", ".gpkg"), ("geojson", ".geojson"), ("kml", ".kml")):
        result = export_inventory(inventory, folder / "мои оползни v1.2", kind)
        assert result.path.name == f"мои оползни v1.2{ending}"
        assert QgsVectorLayer(str(result.path), "", "ogr").featureCount() == 2


def test_targets_that_cannot_be_written_are_refused_in_one_sentence(inventory, tmp_path):
    with pytest.raises(InputError, match="There is no folder"):
        export_inventory(inventory, tmp_path / "missing" / "out.shp", "shapefile")
    (tmp_path / "folder.shp").mkdir()
    with pytest.raises(InputError, match="write-protected or a folder"):
        export_inventory(inventory, tmp_path / "folder.shp", "shapefile")
    with pytest.raises(InputError, match="no export format 'dxf'"):
        export_inventory(inventory, tmp_path / "out.dxf", "dxf")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_read_only_folder_is_refused(inventory, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(InputError, match="Nothing can be written to the folder"):
        export_inventory(inventory, folder / "out.shp", "shapefile")


def test_a_folder_that_takes_no_files_is_refused(inventory):
    if not Path("/proc/self").is_dir():
        pytest.skip("needs a folder in which nobody can write")
    with pytest.raises(InputError, match="Nothing can be written to the folder /proc"):
        export_inventory(inventory, "/proc/out.shp", "shapefile")


def test_a_file_that_the_project_has_open_is_refused_and_left_alone(inventory, tmp_path, qgis_new_project):
    target = tmp_path / "open.gpkg"
    export_inventory(inventory, target, "geopackage")
    before = target.read_bytes()
    opened = QgsVectorLayer(f"{target}|layername=landslides", "what I look at", "ogr")
    QgsProject.instance().addMapLayer(opened)
    with pytest.raises(InputError, match="is open as the layer 'what I look at'"):
        export_inventory(inventory, target, "geopackage")
    with pytest.raises(InputError, match="is open as the layer"):
        export_inventory(inventory, tmp_path / "inventory.gpkg", "geopackage")  # onto itself
    QgsProject.instance().removeMapLayer(opened.id())
    assert target.read_bytes() == before


def test_a_geopackage_with_other_layers_is_not_replaced(inventory, tmp_path):
    target = tmp_path / "many.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(target))
    source.CreateLayer("roads", None, ogr.wkbLineString)
    source.CreateLayer("landslides", None, ogr.wkbPolygon)
    del source
    with pytest.raises(InputError, match=r"holds other layers too \(roads\)"):
        export_inventory(inventory, target, "geopackage")


def test_layers_without_polygons_or_without_crs_are_refused(qgis_app, tmp_path):
    with pytest.raises(InputError, match="holds no polygons"):
        export_inventory(QgsVectorLayer("Point?crs=EPSG:4326", "points", "memory"), tmp_path / "p.shp", "shapefile")
    local = QgsVectorLayer("Polygon", "pixels", "memory")
    local.setCrs(QgsCoordinateReferenceSystem())
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("Polygon((0 0,10 0,10 -10,0 -10,0 0))"))
    local.dataProvider().addFeatures([feature])
    with pytest.raises(InputError, match="has no coordinate reference system"):
        export_inventory(local, tmp_path / "p.kml", "kml")
    export_inventory(local, tmp_path / "p.gpkg", "geopackage")
    again = QgsVectorLayer(str(tmp_path / "p.gpkg"), "GeoPackage", "ogr")
    with pytest.raises(InputError, match="has no coordinate reference system"):
        export_inventory(again, tmp_path / "p.geojson", "geojson")
    export_inventory(again, tmp_path / "p.shp", "shapefile")
    _source, _layer, rows = read(tmp_path / "p.shp", "ESRI Shapefile")
    assert rows[0][0]["area_m2"] == 100 and rows[0][0]["perim_m"] == 40
    assert not (tmp_path / "p.prj").exists()


def test_cancelling_leaves_the_old_file_and_nothing_else(inventory, tmp_path):
    target = tmp_path / "out.shp"
    target.write_text("old")
    feedback = QgsFeedback()
    feedback.cancel()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CancelledError):
        export_inventory(inventory, target, "shapefile", feedback=feedback)
    assert target.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == before
