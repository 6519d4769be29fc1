"""Landslides edited with QGIS's own tools have their true area, perimeter and number once they are saved."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from landslide_mapper.landslide_plugin.layers.remeasuring import Remeasuring
from qgis.core import (
    Qgis,
    QgsCompoundCurve,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32633")


def square(west, side=100):
    return QgsGeometry.fromRect(QgsRectangle(west, 5000000, west + side, 5000000 + side))


MODES = [Qgis.TransactionMode.Disabled, Qgis.TransactionMode.BufferedGroups, Qgis.TransactionMode.AutomaticGroups]


@pytest.fixture
def mode():
    """How the project groups edits."""
    return Qgis.TransactionMode.Disabled


@pytest.fixture
def inventory(qgis_new_project, tmp_path, mode):
    project = QgsProject.instance()
    watching = Remeasuring(project)
    layer = create_inventory(tmp_path / "inventory.gpkg", UTM)
    add_landslide(layer, square(500000), {})
    project.addMapLayer(layer)
    assert project.setTransactionMode(mode)
    assert layer.startEditing()
    yield layer
    watching.leave()
    project.clear()
    project.setTransactionMode(Qgis.TransactionMode.Disabled)


def saved(layer):
    """Area and perimeter by number, as they stand in the file."""
    assert layer.commitChanges(), layer.commitErrors()
    file = QgsVectorLayer(layer.source(), "", "ogr")
    return {feature["ls_id"]: (feature["area_m2"], feature["perim_m"]) for feature in file.getFeatures()}


def test_a_reshaped_landslide(inventory):
    (landslide,) = inventory.getFeatures()
    assert inventory.changeGeometry(landslide.id(), square(500000, 50))
    assert saved(inventory) == {1: (pytest.approx(2500, rel=0.001), pytest.approx(200, rel=0.001))}


def test_a_landslide_that_is_split_becomes_two_with_numbers_of_their_own(inventory):
    cut = QgsCompoundCurve()
    cut.addCurve(QgsLineString([QgsPoint(500050, 4999000), QgsPoint(500050, 5002000)]))
    inventory.splitFeatures(cut)
    half = pytest.approx(5000, rel=0.001), pytest.approx(300, rel=0.001)
    assert saved(inventory) == {1: half, 2: half}


def test_a_landslide_that_was_drawn(inventory):
    drawn = QgsVectorLayerUtils.createFeature(inventory, square(501000), {}, inventory.createExpressionContext())
    assert inventory.addFeature(drawn)
    assert saved(inventory)[2] == (pytest.approx(10000, rel=0.001), pytest.approx(400, rel=0.001))


def paste(layer, *outlines, **values):
    """Adds landslides as QGIS's clipboard does: all are made before the first is added."""
    indices = {layer.fields().lookupField(name): value for name, value in values.items()}
    rows = [
        QgsVectorLayerUtils.QgsFeatureData(outline.coerceToType(layer.wkbType())[0], indices) for outline in outlines
    ]
    assert layer.addFeatures(QgsVectorLayerUtils.createFeatures(layer, rows, layer.createExpressionContext()))


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_edits_that_qgis_groups_are_measured_and_numbered_too(inventory):
    (landslide,) = inventory.getFeatures()
    assert inventory.changeGeometry(landslide.id(), square(500000, 50))
    paste(inventory, square(501000), square(502000), square(503000))
    large, small = pytest.approx(10000, rel=0.001), pytest.approx(2500, rel=0.001)
    found = {number: area for number, (area, _) in saved(inventory).items()}
    assert found == {1: small, 2: large, 3: large, 4: large}


def test_pasted_landslides_keep_their_numbers_where_they_are_free(inventory):
    paste(inventory, square(501000), ls_id=7)
    paste(inventory, square(502000), ls_id=7)
    paste(inventory, square(503000), ls_id=1)
    assert set(saved(inventory)) == {1, 7, 8, 9}


def test_numbers_that_a_filter_hides_are_not_given_again(inventory):
    inventory.rollBack()
    add_landslide(inventory, square(505000), {})
    assert inventory.setSubsetString('"ls_id" = 1') and inventory.startEditing()
    paste(inventory, square(501000), ls_id=2)
    assert inventory.commitChanges(), inventory.commitErrors()
    inventory.setSubsetString("")
    assert sorted(feature["ls_id"] for feature in inventory.getFeatures()) == [1, 2, 3]


def test_a_landslide_cut_in_three(inventory):
    """The cut goes in and out again, so that QGIS makes two new landslides at once."""
    cut = QgsLineString([QgsPoint(500000 + x, 5000000 + y) for x, y in ((20, -9), (30, 120), (60, 120), (70, -9))])
    assert inventory.splitFeatures(cut, preserveCircular=False)[0] == Qgis.GeometryOperationResult.Success
    assert set(saved(inventory)) == {1, 2, 3}


def test_other_layers_stay_as_they_are(inventory):
    own = QgsVectorLayer("Polygon?crs=EPSG:32633&field=area_m2:double", "own", "memory")
    QgsProject.instance().addMapLayer(own)
    assert own.startEditing()
    feature = QgsFeature(own.fields())
    feature.setGeometry(square(0))
    feature["area_m2"] = 7
    assert own.addFeature(feature) and own.commitChanges()
    assert next(own.getFeatures())["area_m2"] == 7


def test_an_inventory_whose_columns_were_deleted_is_saved_all_the_same(inventory):
    assert inventory.deleteAttribute(inventory.fields().lookupField("perim_m"))
    (landslide,) = inventory.getFeatures()
    assert inventory.changeGeometry(landslide.id(), square(500000, 50))
    assert inventory.commitChanges(), inventory.commitErrors()
    assert next(inventory.getFeatures()).geometry().area() == 2500
