"""Heat maps and windows to label next, as Processing algorithms."""

from __future__ import annotations

import processing
import pytest
from discs import PIXEL, middle
from export_world import files_no_larger_than
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels, open_labels
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from toolbox import FIRST, SECOND, UTM, WEST_THIRD, Words, circle, polygons, rectangle


def test_an_explanation_is_hot_around_the_place_and_comes_onto_the_map_styled(provider, image, qgis_new_project):
    words = Words()
    degrees = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(UTM), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    ).transform(QgsPointXY(*middle(SECOND)))
    outputs = processing.runAndLoadResults(
        "landslide_mapper:explain",
        {
            "INPUT": image,
            "POINT": f"{degrees.x()},{degrees.y()} [EPSG:4326]",
            "MODEL": "discs",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
        feedback=words,
    )
    assert outputs["PROBABILITY"] > 0.9
    assert any("the heat map shows which ground speaks for this landslide" in text for text in words.said)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.name() == "Why (Grad-CAM)"
    assert layer.crs().authid() == UTM
    assert layer.customProperty("landslide_mapper/role") == "heat map", "it is no image to read"
    assert layer.renderer().type() == "singlebandpseudocolor"
    colours = [item.color for item in layer.renderer().shader().rasterShaderFunction().colorRampItemList()]
    assert colours[0].alpha() == 0 < 150 < colours[-1].alpha()
    provided = layer.dataProvider()
    x, y = middle(SECOND)
    assert provided.sample(QgsPointXY(x, y), 1)[0] > 3 * provided.sample(QgsPointXY(x, y + 60), 1)[0]
    assert provided.sample(QgsPointXY(x - 200, y), 1)[1] is False  # beyond the tile around the place
    QgsProject.instance().clear()


def test_options_of_an_explanation_reach_the_engine(provider, image, tmp_path):
    wishes = {
        "INPUT": image,
        "POINT": "{},{}".format(*middle(FIRST)),
        "MODEL": "discs",
        "OUTPUT": str(tmp_path / "w.tif"),
    }
    processing.run("landslide_mapper:explain", {**wishes, "LAYER": "encoder.1", "BANDS": [1, 2, 3], "GSD": 1.0})
    file = gdal.Open(str(tmp_path / "w.tif"))
    assert file.GetRasterBand(1).GetDescription() == "Grad-CAM of discs, encoder.1"
    assert file.GetGeoTransform()[1] == 1.0
    for refused, sentence in (
        ({"POINT": "0,0"}, "That place lies outside the image 'hillside'"),
        ({"LAYER": "nowhere"}, "no layer 'nowhere'"),
        ({"THRESHOLD": 0.999}, "THRESHOLD"),
    ):
        with pytest.raises(QgsProcessingException, match=sentence):
            processing.run("landslide_mapper:explain", {**wishes, **refused, "OUTPUT": str(tmp_path / "none.tif")})
    assert not (tmp_path / "none.tif").exists()


def windows(source):
    """Rank, centre and figures of the suggested windows."""
    layer = source if isinstance(source, QgsVectorLayer) else QgsVectorLayer(source, "", "ogr")
    return sorted(
        (window["rank"], window.geometry().centroid().asPoint(), window["novelty"]) for window in layer.getFeatures()
    )


def test_windows_to_label_next_leave_labelled_ground_out(provider, image, tmp_path):
    words, everything = Words(), {"INPUT": image, "MODEL": "discs", "COUNT": 99, "SIDE": 150, "TTA": "none"}
    outputs = processing.run(
        "landslide_mapper:suggest", {**everything, "OUTPUT": str(tmp_path / "all.gpkg")}, feedback=words
    )
    assert outputs["FOUND"] == outputs["LOOKED_AT"] == 16
    assert [rank for rank, *_ in windows(outputs["OUTPUT"])] == list(range(1, 17))
    assert any("16 windows to label next, of 16 that are not labelled." in text for text in words.said)
    labelled = polygons(rectangle(*WEST_THIRD))
    wishes = {**everything, "AREAS": labelled, "LABELS": polygons(circle(SECOND)), "MOST": 4, "GSD": 0.5}
    outputs = processing.run("landslide_mapper:suggest", {**wishes, "OUTPUT": str(tmp_path / "rest.gpkg")})
    found = windows(outputs["OUTPUT"])
    assert len(found) == outputs["LOOKED_AT"] == 4
    assert all(place.x() > WEST_THIRD[1] and novelty < 1 for _, place, novelty in found)
    assert not any(place.distance(QgsPointXY(*middle(SECOND))) < PIXEL * 75 for _, place, _ in found)


def test_windows_to_label_next_never_take_the_place_of_labels(provider, image, tmp_path, monkeypatch, qgis_new_project):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "labels.gpkg"
    create_labels(file, QgsCoordinateReferenceSystem(UTM))
    before = file.read_bytes()
    wishes = {"INPUT": image, "MODEL": "discs", "COUNT": 2, "MOST": 2, "TTA": "none"}
    for reads, target in (
        ({"LABELS": "labels.gpkg|layername=landslide_labels"}, str(file)),
        ({"AREAS": f"{file}|layername=labelled_areas"}, "labels.gpkg"),
        ({"LABELS": f"{file}|layername=landslide_labels"}, f"ogr:dbname='{file}' table=\"landslide_labels\" (geom)"),
        ({}, image),
    ):
        with pytest.raises(QgsProcessingException, match="which this run reads: choose another file"):
            processing.run("landslide_mapper:suggest", {**wishes, **reads, "OUTPUT": target})
    opened = open_labels(file).labels
    QgsProject.instance().addMapLayer(opened)
    with pytest.raises(QgsProcessingException, match="is open as the layer"):
        processing.run("landslide_mapper:suggest", {**wishes, "OUTPUT": str(file)})
    QgsProject.instance().clear()
    assert file.read_bytes() == before
    beside = f"ogr:dbname='{file}' table=\"next\" (geom)"
    labels = f"{file}|layername=landslide_labels"
    assert processing.run("landslide_mapper:suggest", {**wishes, "LABELS": labels, "OUTPUT": beside})["FOUND"] == 2
    assert {one.name() for one in QgsProviderRegistry.instance().querySublayers(str(file))} == {
        "landslide_labels",
        "labelled_areas",
        "next",
    }


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_windows_that_the_disk_cuts_off_are_told(provider, image, tmp_path, ending):
    pytest.importorskip("resource", reason="needs limits on the size of files")
    wishes = {"INPUT": image, "MODEL": "discs", "COUNT": 4, "MOST": 4, "TTA": "none"}
    wishes["OUTPUT"] = str(tmp_path / f"next.{ending}")
    processing.run("landslide_mapper:suggest", wishes)
    limit = files_no_larger_than((tmp_path / f"next.{ending}").stat().st_size * 3 // 4)
    with (
        limit,
        pytest.raises(QgsProcessingException, match=r"(?i)could not (be written|write|create)"),
    ):
        processing.run("landslide_mapper:suggest", wishes)


def test_windows_to_label_next_come_onto_the_map_as_outlines(provider, image, qgis_new_project):
    wishes = {"INPUT": image, "MODEL": "discs", "COUNT": 2, "TTA": "none", "OUTPUT": "TEMPORARY_OUTPUT"}
    extent = "600000,600100,2999750,3000000"
    processing.runAndLoadResults("landslide_mapper:suggest", {**wishes, "EXTENT": f"{extent} [{UTM}]"})
    (layer,) = QgsProject.instance().mapLayers().values()
    assert (layer.name(), layer.crs().authid(), layer.featureCount()) == ("Label next", UTM, 2)
    assert layer.renderer().symbol().symbolLayer(0).properties()["style"] == "no"
    assert [place.x() for _, place, _ in windows(layer)] == [600050, 600050]
    with pytest.raises(QgsProcessingException, match="The chosen area lies outside the image"):
        processing.run("landslide_mapper:suggest", {**wishes, "EXTENT": f"0,1,0,1 [{UTM}]"})
    QgsProject.instance().clear()
