"""The configuration that is written for the engine, read back as the engine reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomllib
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.training_file import LabelledMap, training_toml, write_training_file
from landslide_mapper.landslide_plugin.layers.labels import create_labels, labelled_map, open_labels, publish_labels
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayerUtils

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


def test_label_layers_of_the_project_become_a_map(opened, tmp_path):
    file = str(tmp_path / "labels.gpkg")
    made = labelled_map("/images/hill.tif", opened.labels, QgsProject.instance(), (1, 2, 3))
    assert made == LabelledMap("/images/hill.tif", file, "landslide_labels", file, "labelled_areas", (1, 2, 3))


def test_labels_with_unsaved_edits_are_refused_for_the_engine_would_not_see_them(opened):
    for layer in (opened.areas, opened.labels):
        layer.startEditing()
        layer.addFeature(QgsVectorLayerUtils.createFeature(layer))
        with pytest.raises(InputError, match="has edits that are not saved yet: save them first"):
            labelled_map("/images/hill.tif", opened.labels, QgsProject.instance())
        layer.rollBack()


def test_labels_that_a_filter_hides_in_part_are_refused_for_the_engine_would_learn_all(opened):
    for layer in (opened.areas, opened.labels):
        assert layer.setSubsetString("fid > 1")
        with pytest.raises(InputError, match="A filter shows only a part of the layer"):
            labelled_map("/images/hill.tif", opened.labels, QgsProject.instance())
        layer.setSubsetString("")
