"""Inventories and chips written by Processing algorithms."""

from __future__ import annotations

import math
from pathlib import Path

import processing
import pytest
from discs import PIXEL, middle
from landslide_mapper.landslide_plugin.layers.inventory import create_inventory
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels, open_labels
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from toolbox import FIRST, UTM, Words, circle, polygons, rectangle


def test_export_writes_what_the_ending_says_and_repairs_outlines(provider, tmp_path):
    bow_tie = "Polygon((600000 2999900,600100 3000000,600100 2999900,600000 3000000,600000 2999900))"
    layer = polygons(bow_tie, "Polygon((0 0,1 1,0 0,0 0))")
    for ending, driver in (("shp", "ESRI Shapefile"), ("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("kml", "LIBKML")):
        target = str(tmp_path / f"out.{ending}")
        words = Words()
        outputs = processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": target}, feedback=words)
        assert (outputs["COUNT"], outputs["DROPPED"]) == (1, 1)
        assert "Outlines without area that were left out: 1" in words.said
        assert gdal.OpenEx(target).GetDriver().ShortName in (driver, "KML")
    with pytest.raises(QgsProcessingException, match="dxf"):
        processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": str(tmp_path / "out.dxf")})


def test_export_to_a_temporary_file_is_a_shapefile(provider):
    layer = polygons(rectangle(600000, 600100, 2999900, 3000000))
    outputs = processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert outputs["OUTPUT"].endswith(".shp")
    assert QgsVectorLayer(outputs["OUTPUT"], "", "ogr").featureCount() == 1


@pytest.mark.parametrize("asked", [str, lambda path: QgsProcessingOutputLayerDefinition(str(path))])
def test_export_refuses_to_replace_a_layer_of_the_project(provider, tmp_path, qgis_new_project, asked):
    """A script names a file, the toolbox's dialog a definition of a layer."""
    layer = create_inventory(tmp_path / "mapped.gpkg", QgsCoordinateReferenceSystem(UTM))
    QgsProject.instance().addMapLayer(layer)
    target = asked(tmp_path / "mapped.gpkg")
    with pytest.raises(QgsProcessingException, match="is open as the layer 'Landslides'"):
        processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": target})
    QgsProject.instance().clear()


@pytest.mark.parametrize("asked", [str, lambda path: QgsProcessingOutputLayerDefinition(str(path))])
def test_export_refuses_to_replace_its_own_input(provider, tmp_path, monkeypatch, asked):
    """It would take the rejected landslides, and with them the review, out of the only file that has them."""
    layer = create_inventory(tmp_path / "mapped.gpkg", QgsCoordinateReferenceSystem(UTM))
    sip.delete(layer)
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "mapped.gpkg").read_bytes()
    for given in (str(tmp_path / "mapped.gpkg"), "mapped.gpkg|layername=landslides"):
        wishes = {"INPUT": given, "OUTPUT": asked(tmp_path / "mapped.gpkg")}
        with pytest.raises(QgsProcessingException, match=r"holds .*, which this run reads"):
            processing.run("landslide_mapper:exportinventory", wishes)
    assert (tmp_path / "mapped.gpkg").read_bytes() == before


def test_export_tells_which_columns_a_shapefile_calls_otherwise(provider, tmp_path):
    layer = QgsVectorLayer(f"Polygon?crs={UTM}&field=面积:double", "own", "memory")
    words, target = Words(), str(tmp_path / "out.shp")
    processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": target}, feedback=words)
    assert "Columns with other names in the file: 面积 → field" in words.said


@pytest.mark.parametrize("given", ["labels.gpkg|layername=landslide_labels", "memory"])
def test_labels_of_chips_may_be_named_from_here_or_lie_in_memory(provider, image, tmp_path, monkeypatch, given):
    monkeypatch.chdir(tmp_path)
    labels = polygons(circle(FIRST))
    if given != "memory":
        create_labels(tmp_path / "labels.gpkg", QgsCoordinateReferenceSystem(UTM))
        layer = open_labels(tmp_path / "labels.gpkg").labels
        feature = QgsFeature(layer.fields())
        feature.setGeometry(next(labels.getFeatures()).geometry())
        layer.dataProvider().addFeature(feature)
        labels = given
    wishes = {"INPUT": "hillside.tif", "LABELS": labels, "SIZE": 128, "OUTPUT": "chips"}
    done = processing.run("landslide_mapper:exportchips", wishes)
    assert done["COUNT"] == done["WITH_LANDSLIDES"] > 0
    assert Path(done["OUTPUT"]) == tmp_path / "chips"


def test_a_labelled_image_becomes_chips(provider, image, tmp_path):
    create_labels(tmp_path / "labels.gpkg", QgsCoordinateReferenceSystem(UTM))
    layers = open_labels(tmp_path / "labels.gpkg")
    for layer, shape in (
        (layers.labels, QgsGeometry.fromPointXY(QgsPointXY(*middle(FIRST))).buffer(FIRST[2] * PIXEL, 8)),
        (layers.areas, QgsGeometry.fromRect(QgsRasterLayer(image, "").extent())),
    ):
        assert layer.startEditing()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(shape)
        layer.addFeature(feature)
        wishes = {"INPUT": image, "LABELS": layers.labels, "AREAS": layers.areas, "SIZE": 128}
        if layer is layers.labels:
            with pytest.raises(QgsProcessingException, match="has edits that are not saved yet"):
                processing.run("landslide_mapper:exportchips", {**wishes, "OUTPUT": str(tmp_path / "none")})
        assert layer.commitChanges()
    folder = tmp_path / "chips"
    done = processing.run("landslide_mapper:exportchips", {**wishes, "OUTPUT": str(folder)})
    assert (done["COUNT"], done["WITH_LANDSLIDES"]) == (20, 4)
    pixels = 0
    for mask in (folder / "masks").iterdir():
        values = gdal.Open(str(mask)).ReadAsArray()
        assert (folder / "images" / mask.name).exists() and set(values.flat) <= {0, 1}
        pixels += int((values == 1).sum())
    assert pixels >= 0.98 * math.pi * FIRST[2] ** 2
    assert layers.labels.setSubsetString("fid < 0")
    done = processing.run("landslide_mapper:exportchips", {**wishes, "OUTPUT": str(tmp_path / "filtered")})
    assert (done["COUNT"], done["WITH_LANDSLIDES"]) == (20, 0), "what a filter hides is not exported"
    assert layers.labels.setSubsetString("")
    with pytest.raises(QgsProcessingException, match="choose another folder for the chips"):
        processing.run("landslide_mapper:exportchips", {**wishes, "OUTPUT": str(folder)})
