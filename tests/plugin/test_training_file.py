"""The configuration that is written for the engine, read back as the engine reads it."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest
import tomllib
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.training_file import LabelledMap, training_toml, write_training_file
from landslide_mapper.landslide_plugin.layers.labelling.label_copies import labelled_maps
from landslide_mapper.landslide_plugin.layers.labelling.labels import (
    create_labels,
    open_labels,
    publish_labels,
    saved_labels,
)
from landslide_mapper.landslide_plugin.layers.measuring import is_on_earth
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
RECIPE = {"preset": "fast", "start_from": "default", "name": "valley", "title": "Valley", "output": "v.safetensors"}


def test_maps_and_recipe_come_out_as_they_went_in():
    first = LabelledMap("/a/image.tif", "/a/labels.gpkg", areas="/a/labels.gpkg", bands=(3, 2, 1))
    second = LabelledMap("/b/image.tif", "/b/mine.gpkg", "outlines")
    recipe = {**RECIPE, "epochs": 12, "learning_rate": 1e-5, "freeze": True, "loss": {"bce": 1.0, "my loss": 0.5}}
    read = tomllib.loads(training_toml([first, second], {**recipe, "threshold": None, "stages": [{"crop": 256}]}))
    assert read.pop("maps") == [
        {
            "raster": "/a/image.tif", "labels": "/a/labels.gpkg", "labels_layer": "landslide_labels",
            "areas": "/a/labels.gpkg", "areas_layer": "labelled_areas", "bands": [3, 2, 1],
        },
        {"raster": "/b/image.tif", "labels": "/b/mine.gpkg", "labels_layer": "outlines"},
    ]  # fmt: skip
    assert read == {**recipe, "stages": [{"crop": 256}]}


@pytest.mark.parametrize(
    "awkward",
    [
        r"C:\neu\tal.tif",
        'say "hill"',
        "滑坡/影像.tif",
        "tab\there\nline",
        "bell\x07 del\x7f",
        "it's # no = comment",
        "]]",
    ],
)
def test_awkward_names_survive(awkward):
    read = tomllib.loads(
        training_toml([LabelledMap(awkward, awkward)], {**RECIPE, "title": awkward, "x": {awkward: 1}})
    )
    assert (read["title"], read["maps"][0]["raster"], read["x"]) == (awkward, awkward, {awkward: 1})


def test_a_training_of_nothing_or_without_a_name_is_refused():
    with pytest.raises(InputError, match="nothing to learn from"):
        training_toml([], RECIPE)
    with pytest.raises(InputError, match="has no name: give the model a name"):
        training_toml([LabelledMap("a", "b")], {**RECIPE, "name": ""})


def test_the_file_is_replaced_as_a_whole_and_a_closed_folder_is_told(tmp_path):
    file = tmp_path / "run.toml"
    for title in ("first", "second"):
        write_training_file(file, [LabelledMap("a", "b")], {**RECIPE, "title": title})
    assert tomllib.loads(file.read_text("utf-8"))["title"] == "second"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(InputError, match=r"cannot be written to .*: choose another folder"):
        write_training_file(Path("/proc/run.toml"), [LabelledMap("a", "b")], RECIPE)


@pytest.fixture
def opened(qgis_app, tmp_path):
    create_labels(tmp_path / "labels.gpkg", UTM)
    yield publish_labels(open_labels(tmp_path / "labels.gpkg"), None, QgsProject.instance())
    QgsProject.instance().clear()


def add(layer, wkt, **values):
    feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(wkt))
    for name, value in values.items():
        feature[name] = value
    assert layer.startEditing() and layer.addFeature(feature) and layer.commitChanges()


def copied(image, labels, tmp_path):
    """What the engine is told to read, and the layers that it reads."""
    (made,) = labelled_maps([(image, saved_labels(labels, QgsProject.instance()))], tmp_path / "copy.gpkg")
    return made, *(
        QgsVectorLayer(f"{file}|layername={table}", "", "ogr")
        for file, table in ((made.labels, made.labels_layer), (made.areas, made.areas_layer))
    )


def test_label_layers_of_the_project_become_a_map_with_copies_of_them(opened, tmp_path):
    add(opened.labels, "POLYGON((0 0, 4 0, 4 4, 0 0))", **{"class": "unsure"})
    add(opened.areas, "POLYGON((0 0, 9 0, 9 9, 0 0))")
    made, labels, areas = copied("/images/hill.tif", opened.labels, tmp_path)
    file = str(tmp_path / "copy.gpkg")
    assert made == LabelledMap("/images/hill.tif", file, "1 Labels (labels)", file, "1 Fully labelled (labels)")
    assert {path.name for path in tmp_path.iterdir()} >= {"labels.gpkg", "copy.gpkg"}
    ((label,), (area,)) = (list(layer.getFeatures()) for layer in (labels, areas))
    assert (label["class"], label.geometry().area(), area.geometry().area()) == ("unsure", 8, 40.5)
    assert labels.crs() == areas.crs() == UTM


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of the size of files")
def test_labels_for_which_there_is_no_room_are_refused_and_no_half_copy_is_left(opened, tmp_path):
    import resource

    shape = QgsGeometry.fromWkt("POINT(0 0)").buffer(5, 100).asWkt()
    opened.labels.startEditing()
    for _ in range(300):
        opened.labels.addFeature(QgsVectorLayerUtils.createFeature(opened.labels, QgsGeometry.fromWkt(shape)))
    assert opened.labels.commitChanges()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
    try:
        with pytest.raises(InputError, match="cannot be made"):
            copied("a.tif", opened.labels, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert {path.stem.split(".")[0] for path in tmp_path.iterdir()} == {"labels"}


def test_the_crs_that_a_person_gave_the_labels_is_the_one_of_their_copies(opened, tmp_path):
    corrected = QgsCoordinateReferenceSystem("EPSG:32649")
    opened.labels.setCrs(corrected)
    QgsProject.instance().removeMapLayer(opened.areas.id())  # opened again from their file, which says the wrong one
    _, labels, areas = copied("/images/hill.tif", opened.labels, tmp_path)
    assert labels.crs() == areas.crs() == corrected


def test_labels_without_a_crs_stay_without_one(qgis_app, tmp_path):
    create_labels(tmp_path / "photo.gpkg", QgsCoordinateReferenceSystem())
    as_opened_by_hand = QgsVectorLayer(f"{tmp_path / 'photo.gpkg'}|layername=landslide_labels", "photo", "ogr")
    with_plugin = open_labels(tmp_path / "photo.gpkg").labels
    for layer in (as_opened_by_hand, with_plugin):
        for copy in copied("/images/photo.tif", layer, tmp_path)[1:]:
            assert not is_on_earth(copy.crs())


def test_curves_and_heights_of_labels_from_elsewhere_become_plain_polygons(qgis_app, tmp_path):
    circle = "CurvePolygonZ(CircularStringZ(0 0 5, 1 1 5, 2 0 5, 1 -1 5, 0 0 5))"
    theirs = QgsVectorLayer("CurvePolygonZ?crs=EPSG:32648&field=class:string", "theirs", "memory")
    add(theirs, circle)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName, context = "landslide_labels", QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(theirs, str(tmp_path / "theirs.gpkg"), context, options)
    labels = QgsVectorLayer(f"{tmp_path / 'theirs.gpkg'}|layername=landslide_labels", "theirs", "ogr")
    (made,) = labelled_maps([("a.tif", saved_labels(labels, QgsProject.instance()))], tmp_path / "copy.gpkg")
    assert (made.areas, made.areas_layer) == (None, None)
    copy = QgsVectorLayer(f"{made.labels}|layername={made.labels_layer}", "", "ogr")
    (feature,) = copy.getFeatures()
    assert feature.geometry().wkbType() == Qgis.WkbType.MultiPolygon
    assert feature.geometry().area() == pytest.approx(math.pi, rel=0.01)


def test_labels_with_unsaved_edits_are_refused_for_the_engine_would_not_see_them(opened):
    for layer in (opened.areas, opened.labels):
        layer.startEditing()
        layer.addFeature(QgsVectorLayerUtils.createFeature(layer))
        with pytest.raises(InputError, match="has edits that are not saved yet: save them first"):
            saved_labels(opened.labels, QgsProject.instance())
        layer.rollBack()


def test_labels_that_a_filter_hides_in_part_are_refused_for_the_engine_would_learn_all(opened):
    for layer in (opened.areas, opened.labels):
        assert layer.setSubsetString("fid > 1")
        with pytest.raises(InputError, match="A filter shows only a part of the layer"):
            saved_labels(opened.labels, QgsProject.instance())
        layer.setSubsetString("")
