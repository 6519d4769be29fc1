"""The inventory layer: making it, adding and removing landslides, in and out of an edit session."""

from __future__ import annotations

from datetime import date

import pytest
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.inventory import INVENTORY_FIELDS
from landslide_mapper.landslide_plugin.layers.inventory import (
    add_landslide,
    create_inventory,
    inventory_fields,
    landslide_at,
    remove_landslide_at,
)
from landslide_mapper.landslide_plugin.layers.measuring import measure
from qgis.core import (
    NULL,
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerCache,
    QgsVectorLayerUtils,
)
from qgis.gui import QgsAttributeTableModel
from qgis.PyQt import sip

UTM = QgsCoordinateReferenceSystem("EPSG:32633")
LARGE = "Polygon((499500 5000000,500500 5000000,500500 5001000,499500 5001000,499500 5000000))"
SMALL = "Polygon((499900 5000400,500100 5000400,500100 5000600,499900 5000600,499900 5000400))"
INSIDE_BOTH = QgsPointXY(500000, 5000500)
FOUND = {
    "status": "clicked",
    "model": "default",
    "image": "scene",
    "p_mean": 0.8,
    "p_max": 0.95,
    "mapped_on": "2026-03-04",
}


@pytest.fixture
def inventory(qgis_app, tmp_path):
    layer = create_inventory(tmp_path / "inventory.gpkg", UTM)
    yield layer
    sip.delete(layer)  # the fixture's value would outlive QGIS after the last test


def rows(layer):
    return [dict(zip(layer.fields().names(), feature.attributes())) for feature in layer.getFeatures()]


def on_disk(layer):
    return rows(QgsVectorLayer(layer.source(), "", "ogr"))


def test_a_new_inventory_is_an_empty_geopackage_with_all_columns(inventory, tmp_path):
    assert inventory.isValid() and inventory.featureCount() == 0
    assert inventory.crs() == UTM
    assert inventory.wkbType() == Qgis.WkbType.MultiPolygon
    assert [name for name in inventory.fields().names() if name != "fid"] == [field.name for field in INVENTORY_FIELDS]
    assert inventory_fields().names() == [field.name for field in INVENTORY_FIELDS]
    with pytest.raises(InputError, match="exists already"):
        create_inventory(tmp_path / "inventory.gpkg", UTM)
    with pytest.raises(InputError, match="Nothing can be written to the folder"):
        create_inventory(tmp_path / "nowhere" / "inventory.gpkg", UTM)


def test_the_form_and_the_table_speak_of_landslides(inventory):
    fields = inventory.fields()
    headings = [inventory.attributeDisplayName(fields.indexOf(field.name)) for field in INVENTORY_FIELDS]
    assert headings[:3] == ["Number", "Area (m²)", "Perimeter (m)"]
    assert all(heading != field.name for heading, field in zip(headings, INVENTORY_FIELDS))
    statuses = inventory.editorWidgetSetup(fields.indexOf("status")).config()["map"]
    assert [next(iter(entry.values())) for entry in statuses] == [
        "detected",
        "clicked",
        "accepted",
        "rejected",
        "drawn",
    ]
    hidden = {column.name for column in inventory.attributeTableConfig().columns() if column.hidden and column.name}
    assert hidden == {"fid"}


def test_without_a_crs_the_headings_say_pixels(qgis_app, tmp_path):
    layer = create_inventory(tmp_path / "pixels.gpkg", QgsCoordinateReferenceSystem())
    assert not layer.crs().isValid()
    add_landslide(layer, QgsGeometry.fromWkt("Polygon((0 0,10 0,10 -10,0 -10,0 0))"), FOUND)
    assert layer.attributeDisplayName(layer.fields().indexOf("area_m2")) == "Area (pixels)"
    assert rows(layer)[0]["area_m2"] == 100


def test_pointing_at_a_landslide_tells_what_it_is(inventory):
    feature = add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    context = inventory.createExpressionContext()
    context.setFeature(feature)
    tip = QgsExpression.replaceExpressionText(inventory.mapTipTemplate(), context)
    assert tip == "<b>Landslide 1</b><br>Area (m²): 1,000,801<br>Mean probability: 0.80<br>Status: clicked"


def test_adding_writes_at_once_and_numbers_and_measures(inventory):
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), {**FOUND, "ls_id": 0})
    add_landslide(inventory, QgsGeometry.fromWkt(SMALL), {"area_m2": 1.5, **FOUND})
    first, second = on_disk(inventory)
    assert (first["ls_id"], second["ls_id"]) == (1, 2)
    assert first["area_m2"] == pytest.approx(1e6 / 0.9996**2, rel=1e-6)
    assert first["perim_m"] == pytest.approx(4000 / 0.9996, abs=0.06)
    assert second["area_m2"] == 1.5
    assert first["mapped_on"].toString("yyyy-MM-dd") == "2026-03-04"
    assert (first["status"], first["model"], first["p_max"]) == ("clicked", "default", 0.95)


def test_an_open_attribute_table_shows_an_added_and_a_removed_landslide(inventory):
    cache = QgsVectorLayerCache(inventory, 100)
    table = QgsAttributeTableModel(cache)
    table.loadLayer()
    assert table.rowCount() == 0
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    assert table.rowCount() == 1
    remove_landslide_at(inventory, INSIDE_BOTH)
    assert table.rowCount() == 0


def test_in_an_edit_session_adding_and_removing_can_be_undone(inventory):
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    inventory.startEditing()
    add_landslide(inventory, QgsGeometry.fromWkt(SMALL), FOUND)
    assert [row["ls_id"] for row in rows(inventory)] == [1, 2] or [row["ls_id"] for row in rows(inventory)] == [2, 1]
    assert len(on_disk(inventory)) == 1
    assert inventory.undoStack().undoText() == "Add landslide"
    inventory.undoStack().undo()
    assert [row["ls_id"] for row in rows(inventory)] == [1]
    inventory.undoStack().redo()
    assert remove_landslide_at(inventory, INSIDE_BOTH)
    assert [row["ls_id"] for row in rows(inventory)] == [1]
    inventory.undoStack().undo()
    assert inventory.commitChanges()
    assert sorted(row["ls_id"] for row in on_disk(inventory)) == [1, 2]


def test_numbers_go_on_after_unsaved_landslides(inventory):
    inventory.startEditing()
    for wkt in (LARGE, SMALL, LARGE):
        add_landslide(inventory, QgsGeometry.fromWkt(wkt), FOUND)
    assert sorted(row["ls_id"] for row in rows(inventory)) == [1, 2, 3]
    inventory.rollBack()
    assert on_disk(inventory) == []


def test_numbers_that_a_filter_hides_are_not_given_again(inventory):
    for wkt in (LARGE, SMALL, LARGE):
        add_landslide(inventory, QgsGeometry.fromWkt(wkt), FOUND)
    assert inventory.setSubsetString('"ls_id" = 2 OR "ls_id" > 3')
    add_landslide(inventory, QgsGeometry.fromWkt(SMALL), FOUND)
    inventory.startEditing()
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    assert inventory.commitChanges() and inventory.subsetString()
    inventory.setSubsetString("")
    assert [row["ls_id"] for row in rows(inventory)] == [1, 2, 3, 4, 5]


def test_removing_takes_the_smallest_landslide_under_the_point(inventory):
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    add_landslide(inventory, QgsGeometry.fromWkt(SMALL), FOUND)
    assert landslide_at(inventory, INSIDE_BOTH)["ls_id"] == 2
    inventory.selectAll()
    assert remove_landslide_at(inventory, INSIDE_BOTH)
    assert [row["ls_id"] for row in on_disk(inventory)] == [1]
    assert inventory.selectedFeatureCount() == 1
    assert not remove_landslide_at(inventory, QgsPointXY(0, 0))
    assert len(on_disk(inventory)) == 1


def test_a_hole_is_not_part_of_the_landslide(inventory):
    ring = LARGE[:-1] + "," + SMALL.removeprefix("Polygon(")
    add_landslide(inventory, QgsGeometry.fromWkt(ring), FOUND)
    assert landslide_at(inventory, INSIDE_BOTH) is None
    assert not remove_landslide_at(inventory, INSIDE_BOTH)


def test_a_landslide_drawn_with_the_tools_of_qgis_is_numbered_and_dated(inventory):
    add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    drawn = QgsVectorLayerUtils.createFeature(
        inventory, QgsGeometry.fromWkt(SMALL), {}, inventory.createExpressionContext()
    )
    assert (drawn["ls_id"], drawn["status"]) == (2, "drawn")
    assert drawn["mapped_on"].toPyDate() == date.today()


def test_a_polygon_layer_of_the_users_own_takes_landslides_too(qgis_app):
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:32633&field=name:string&field=STATUS:string(4)&field=model:int", "own", "memory"
    )
    add_landslide(layer, QgsGeometry.fromWkt(f"Multi{LARGE.replace('((', '(((').replace('))', ')))')}"), FOUND)
    (row,) = rows(layer)
    assert row == {"name": NULL, "STATUS": "clic", "model": NULL}
    assert next(layer.getFeatures()).geometry().wkbType() == Qgis.WkbType.Polygon


def test_read_only_layers_and_empty_outlines_are_refused(inventory, tmp_path):
    with pytest.raises(InputError, match="outline of the landslide is empty"):
        add_landslide(inventory, QgsGeometry(), FOUND)
    with pytest.raises(InputError, match="outline of the landslide is empty"):
        add_landslide(inventory, QgsGeometry.fromWkt("LineString(0 0, 1 1)"), FOUND)
    inventory.setReadOnly(True)
    with pytest.raises(InputError, match="is read-only"):
        add_landslide(inventory, QgsGeometry.fromWkt(LARGE), FOUND)
    with pytest.raises(InputError, match="is read-only"):
        remove_landslide_at(inventory, INSIDE_BOTH)


def test_measuring_on_the_ellipsoid_in_any_crs(qgis_app, qgis_new_project):
    square = QgsGeometry.fromWkt(LARGE)
    expected = pytest.approx(1e6 / 0.9996**2, rel=1e-5), pytest.approx(4000 / 0.9996, rel=1e-5)
    assert measure(square, UTM) == expected
    for authority in ("EPSG:4326", "EPSG:3857", "EPSG:3035"):
        other = QgsCoordinateReferenceSystem(authority)
        moved = QgsGeometry(square)
        moved.transform(QgsCoordinateTransform(UTM, other, QgsProject.instance().transformContext()))
        assert measure(moved, other) == expected
    QgsProject.instance().setCrs(UTM)
    QgsProject.instance().setEllipsoid("NONE")
    on_wgs84, _ = measure(square, UTM)
    assert on_wgs84 == expected[0]
    QgsProject.instance().setEllipsoid("EPSG:7008")  # Clarke 1866
    assert measure(square, UTM)[0] not in (measure(square, QgsCoordinateReferenceSystem())[0], on_wgs84)
    QgsProject.instance().clear()  # other tests measure too


def test_measuring_in_pixels_and_on_site_grids(qgis_app):
    square = QgsGeometry.fromWkt("Polygon((0 0,10 0,10 -10,0 -10,0 0))")
    assert measure(square, QgsCoordinateReferenceSystem()) == (100, 40)
    grid = QgsCoordinateReferenceSystem.fromWkt('LOCAL_CS["site",UNIT["metre",1]]')
    assert measure(square, grid) == (100, 40)
