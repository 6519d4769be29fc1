"""An inventory is delivered as it was reviewed, and nothing of the user's is lost on the way."""

from __future__ import annotations

from xml.dom.minidom import parse

import pytest
from export_world import (
    SQUARE_KM,
    polygons_of_user,
    read,
    two_landslides,
)
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from osgeo import gdal
from qgis.core import (
    QgsCompoundCurve,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMetaType

gdal.UseExceptions()


@pytest.fixture
def inventory(qgis_new_project, tmp_path):
    layer = two_landslides(tmp_path)
    yield layer
    sip.delete(layer)  # the fixture's value would outlive QGIS after the last test


def reviewed(layer, verdicts):
    layer.dataProvider().addAttributes([QgsField("review", QMetaType.Type.QString)])
    layer.updateFields()
    index = layer.fields().lookupField("review")
    changes = {feature.id(): {index: said} for feature, said in zip(layer.getFeatures(), verdicts)}
    layer.dataProvider().changeAttributeValues(changes)


def test_what_a_review_rejected_stays_out_and_what_it_said_is_the_status(inventory, tmp_path):
    reviewed(inventory, ["rejected", "reshaped"])
    result = export_inventory(inventory, tmp_path / "delivered.kml", "kml")
    assert (result.count, result.rejected, result.dropped) == (1, 1, 0)
    text = (tmp_path / "delivered.kml").read_text("utf-8")
    assert "Landslide 2" in text and "Landslide 1" not in text and "Status: accepted" in text
    everything = export_inventory(inventory, tmp_path / "all.gpkg", "geopackage", with_rejected=True)
    assert (everything.count, everything.rejected) == (2, 0)
    _, _, rows = read(tmp_path / "all.gpkg", "GPKG")
    assert [values["status"] for values, _ in rows] == ["rejected", "accepted"]


def test_no_two_landslides_have_one_number(inventory, tmp_path):
    """QGIS's tool for splitting gives both halves the number of the whole."""
    inventory.startEditing()
    cut = QgsCompoundCurve()
    cut.addCurve(QgsLineString([QgsPoint(500000, 4999000), QgsPoint(500000, 5002000)]))
    inventory.splitFeatures(cut)
    assert inventory.featureCount() == 3
    export_inventory(inventory, tmp_path / "halves.shp", "shapefile")
    inventory.rollBack()
    _, _, rows = read(tmp_path / "halves.shp", "ESRI Shapefile")
    assert sorted(values["ls_id"] for values, _ in rows) == [1, 2, 3]


def test_endings_in_capitals_are_the_same_file(inventory, tmp_path, qgis_new_project):
    target = tmp_path / "map.shp"
    export_inventory(inventory, target, "shapefile")
    opened = QgsVectorLayer(str(target), "in use", "ogr")
    QgsProject.instance().addMapLayer(opened)
    with pytest.raises(InputError, match="is open as the layer 'in use'"):
        export_inventory(inventory, tmp_path / "map.SHP", "shapefile")
    QgsProject.instance().clear()
    result = export_inventory(inventory, tmp_path / "other.SHP", "shapefile")
    assert result.path == tmp_path / "other.shp" and result.path.exists()


@pytest.mark.parametrize("what", ["project", "style"])
def test_a_geopackage_with_a_project_or_styles_is_not_replaced(inventory, tmp_path, what, qgis_new_project):
    target = tmp_path / "with_more.gpkg"
    export_inventory(inventory, target, "geopackage")
    if what == "project":
        assert QgsProject().write(f"geopackage:{target}?projectName=mine")
    else:
        layer = QgsVectorLayer(f"{target}|layername=landslides", "", "ogr")
        layer.saveStyleToDatabase("mine", "", True, "")
        del layer
    before = target.read_bytes()
    with pytest.raises(InputError, match="project or styles were saved in "):
        export_inventory(inventory, target, "geopackage")
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["H & S", "Area <1 ha", '"A"'])
def test_kml_is_readable_whatever_columns_and_texts_hold(qgis_app, tmp_path, name):
    layer = polygons_of_user(SQUARE_KM, fields="field=note:string(80)")
    layer.dataProvider().renameAttributes({0: name})
    layer.updateFields()
    index = layer.fields().lookupField(name)
    layer.dataProvider().changeAttributeValues({feature.id(): {index: "a\x0bb & c"} for feature in layer.getFeatures()})
    export_inventory(layer, tmp_path / "odd.kml", "kml")
    parse(str(tmp_path / "odd.kml"))
    feature = next(QgsVectorLayer(str(tmp_path / "odd.kml"), "", "ogr").getFeatures())
    assert "ab & c" in [str(value) for value in feature.attributes()]


def test_outlines_that_overlap_themselves_keep_their_ground(qgis_app, tmp_path):
    inside = (
        "MultiPolygon(((500000 5000000,500100 5000000,500100 5000100,500000 5000100,500000 5000000)),"
        "((500020 5000020,500040 5000020,500040 5000040,500020 5000040,500020 5000020)))"
    )
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:32633", "own map", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(inside))
    layer.dataProvider().addFeatures([feature])
    export_inventory(layer, tmp_path / "whole.gpkg", "geopackage")
    _, _, ((_, outline),) = read(tmp_path / "whole.gpkg", "GPKG")
    assert outline.GetArea() == pytest.approx(10000)
