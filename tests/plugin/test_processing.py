"""Detection and evaluation as Processing algorithms with a real engine: outputs, chains, refusals, cancelling."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import processing
import pytest
from discs import DISCS, ground, write_discs
from landslide_mapper.landslide_plugin.layers.labelling.labels import create_labels, open_labels
from landslide_mapper.landslide_plugin.tasks.background_task import is_anything_running
from landslide_mapper.landslide_plugin.worker.session import session
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from toolbox import FIRST, SECOND, THIRD, UTM, WEST_THIRD, Words, circle, found, polygons, rectangle

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def detect(provider, image, tmp_path):
    def run(feedback=None, context=None, **parameters):
        wishes = {"INPUT": image, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs", **parameters}
        return processing.run("landslide_mapper:detect", wishes, feedback=feedback, context=context)

    return run


def test_the_toolbox_shows_the_algorithms_with_help(provider):
    assert provider.id() == "landslide_mapper"
    assert not provider.icon().isNull()
    algorithms = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    assert set(algorithms) == {
        "detect", "detectfolder", "evaluate", "explain", "exportchips", "exportinventory",
        "stageimagery", "suggest",
    }  # fmt: skip
    for algorithm in algorithms.values():
        assert algorithm.shortHelpString() and algorithm.group() and algorithm.tags()
        address, anchor = algorithm.helpUrl().removeprefix("file://").split("#")
        sections = Path(address).read_text(encoding="utf-8").split('<h2 id="')
        (described,) = (section for section in sections if section.startswith(f'{anchor}"'))
        names = [d.name() for d in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())]
        assert [name for name in names if f"<code>{name}</code>" not in described] == []
    options = algorithms["detect"].parameterDefinition("MODEL").options()
    assert "discs" in options


def test_detection_finds_the_discs_and_hands_on_its_files(detect, tmp_path):
    words = Words()
    outputs = detect(words)
    assert outputs["LANDSLIDES_COUNT"] == 3
    assert found(outputs["LANDSLIDES"]) == found(outputs["SHAPEFILE"]) == [FIRST, SECOND, THIRD]
    assert outputs["AREA_M2"] == pytest.approx(sum(map(ground, DISCS)), rel=0.1)
    for name in ("PROBABILITY", "MASK"):
        assert QgsRasterLayer(outputs[name]).width() == 600
    assert json.loads(Path(outputs["RUN"]).read_text())["parameters"]["model"] == "discs"
    assert outputs["OUTPUT"] == str(tmp_path / "out")
    assert any(re.search(r"3 landslides, .* m² in .* s on CPU", text) for text in words.said)
    assert max(words.progressed) > 50


def test_only_the_extent_in_any_crs(detect):
    assert found(detect(EXTENT=",".join(map(str, WEST_THIRD)))["LANDSLIDES"]) == [FIRST]
    degrees = QgsGeometry.fromWkt(rectangle(*WEST_THIRD))
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    degrees.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(UTM), wgs84, QgsProject.instance()))
    box = degrees.boundingBox()
    extent = f"{box.xMinimum()},{box.xMaximum()},{box.yMinimum()},{box.yMaximum()} [EPSG:4326]"
    outputs = detect(EXTENT=extent)
    assert found(outputs["LANDSLIDES"]) == [FIRST]
    assert QgsRasterLayer(outputs["MASK"]).extent().xMaximum() == pytest.approx(WEST_THIRD[1], abs=3)


def test_only_the_polygons_and_only_the_selected_ones(detect, qgis_new_project):
    layer = polygons(circle(FIRST, 1.5), circle(THIRD, 1.5))
    QgsProject.instance().addMapLayer(layer)
    assert found(detect(AREA=layer)["LANDSLIDES"]) == [FIRST, THIRD]
    layer.selectByIds([2])
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    outputs = detect(AREA=selected)
    assert found(outputs["LANDSLIDES"]) == [THIRD]
    mask = gdal.Open(outputs["MASK"]).ReadAsArray()
    assert mask[0, 0] == 255  # outside the circle
    both = detect(AREA=layer, EXTENT=",".join(map(str, WEST_THIRD)))
    assert found(both["LANDSLIDES"]) == [FIRST]


def test_options_reach_the_engine(detect, engine_home):
    model = str(engine_home / "models" / "discs.safetensors")
    outputs = detect(MODEL_FILE=model, MIN_AREA=1000, THRESHOLD=0.7, BANDS=[1, 2, 3], TTA="flip", OVERLAP=0.5, GSD=1.0)
    record = json.loads(Path(outputs["RUN"]).read_text())["parameters"]
    expected = {"min_area": 1000, "threshold": 0.7, "bands": [1, 2, 3], "tta": "flip", "overlap": 0.5, "gsd": 1.0}
    assert {name: record[name] for name in ("model", *expected)} == {"model": model, **expected}
    assert outputs["LANDSLIDES_COUNT"] == 1  # of the discs only one is larger than 1000 m2


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"EXTENT": "0,10,0,10"}, "outside"),
        ({"BANDS": [1]}, "band"),
        ({"AREA": "elsewhere"}, "The chosen area lies outside the image 'hillside'"),
        ({"AREA": "empty"}, "has no polygons to look at"),
        ({"MODEL_FILE": "broken"}, "model file"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence_and_nothing_is_written(detect, tmp_path, parameters, sentence):
    layers = {"elsewhere": polygons(rectangle(0, 10, 0, 10)), "empty": polygons()}
    (tmp_path / "broken.safetensors").write_bytes(b"no model at all")
    wishes = {name: layers.get(value, value) if isinstance(value, str) else value for name, value in parameters.items()}
    if "MODEL_FILE" in wishes:
        wishes["MODEL_FILE"] = str(tmp_path / "broken.safetensors")
    with pytest.raises(QgsProcessingException, match=sentence):
        detect(**wishes)
    assert not list((tmp_path / "out").glob("*"))


def test_a_cancelled_detection_has_no_outputs(detect, tmp_path):
    words = Words()
    words.cancel()
    assert "LANDSLIDES" not in detect(words)
    assert not list((tmp_path / "out").glob("*"))


def test_a_detection_whose_engine_is_closed_meanwhile_has_failed(provider, tmp_path, wait_for):
    image = str(write_discs(tmp_path / "large.tif", factor=3))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("landslide_mapper:detect")
    wishes = {"INPUT": image, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    context, words, executed = QgsProcessingContext(), Words(), []
    task = QgsProcessingAlgRunnerTask(algorithm, wishes, context, words)
    task.executed.connect(lambda successful, _: executed.append(successful))
    assert not is_anything_running()
    QgsApplication.taskManager().addTask(task)
    wait_for(lambda: words.progressed)
    assert is_anything_running(), "so the set-up dialog leaves the engine alone"
    session().close()
    wait_for(lambda: executed)
    assert executed == [False] and not is_anything_running()
    assert "The engine was closed during the run: run it again." in words.said
    assert not list((tmp_path / "out").glob("*"))


def test_the_results_come_onto_the_map_with_their_styles(provider, image, tmp_path, qgis_new_project):
    project = QgsProject.instance()
    wishes = {"INPUT": image, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    processing.runAndLoadResults("landslide_mapper:detect", wishes)
    (group,) = project.layerTreeRoot().children()
    assert group.name().startswith("Landslides – hillside – ")  # noqa: RUF001
    assert [node.name() for node in group.children()] == ["Landslides", "Landslide mask", "Landslide probability"]
    assert [node.itemVisibilityChecked() for node in group.children()] == [True, True, False]
    landslides, mask, probability = (node.layer() for node in group.children())
    assert mask.renderer().type() == "paletted"
    assert probability.renderer().type() == "singlebandpseudocolor"
    assert landslides.attributeDisplayName(landslides.fields().indexOf("p_max")).startswith("Highest probability")
    assert "'discs'" in landslides.metadata().abstract()
    project.clear()
    processing.runAndLoadResults("landslide_mapper:detect", {**wishes, "LOAD_RESULTS": False})
    assert not project.mapLayers()


def test_results_that_are_open_are_not_replaced_under_their_edits(provider, image, tmp_path, qgis_new_project):
    project = QgsProject.instance()
    wishes = {"INPUT": image, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    processing.runAndLoadResults("landslide_mapper:detect", wishes)
    (landslides,) = project.mapLayersByName("Landslides")
    count = landslides.featureCount()
    landslides.startEditing()
    landslides.deleteFeature(next(landslides.getFeatures()).id())
    assert landslides.commitChanges()
    with pytest.raises(QgsProcessingException, match="is open as the layer 'Landslides': choose another file"):
        processing.run("landslide_mapper:detect", {**wishes, "THRESHOLD": 0.9})
    many = {"LAYERS": [image], "OUTPUT": str(tmp_path), "MODEL": "discs"}
    assert (tmp_path / "out").rename(tmp_path / "hillside")
    landslides.setDataSource(str(tmp_path / "hillside" / "hillside_landslides.gpkg"), "Landslides", "ogr")
    with pytest.raises(QgsProcessingException, match="is open as the layer 'Landslides': choose another file"):
        processing.run("landslide_mapper:detectfolder", many)
    assert landslides.featureCount() == count - 1
    project.clear()
    processing.run("landslide_mapper:detectfolder", many)
    assert len(found(str(tmp_path / "hillside" / "hillside_landslides.gpkg"))) == count


def test_landslides_of_an_image_without_crs_lie_on_it(provider, tmp_path, qgis_new_project):
    path = str(write_discs(tmp_path / "pixels.tif", epsg=None))
    project = QgsProject.instance()
    processing.runAndLoadResults("landslide_mapper:detect", {"INPUT": path, "OUTPUT": str(tmp_path), "MODEL": "discs"})
    (landslides,) = project.mapLayersByName("Landslides")
    assert not landslides.crs().isValid()
    assert QgsRasterLayer(path).extent().contains(landslides.extent())
    project.clear()


def test_detection_and_export_chain_in_a_model(provider, image, tmp_path):
    model = QgsProcessingModelAlgorithm("map and export", "tests")
    model.addModelParameter(QgsProcessingParameterRasterLayer("image", "Image"), QgsProcessingModelParameter("image"))
    source = QgsProcessingModelChildParameterSource
    first = QgsProcessingModelChildAlgorithm("landslide_mapper:detect")
    first.setChildId("detect")
    for name, value in (("MODEL", "discs"), ("LOAD_RESULTS", False), ("OUTPUT", str(tmp_path / "out"))):
        first.addParameterSources(name, [source.fromStaticValue(value)])
    first.addParameterSources("INPUT", [source.fromModelParameter("image")])
    model.addChildAlgorithm(first)
    second = QgsProcessingModelChildAlgorithm("landslide_mapper:exportinventory")
    second.setChildId("export")
    second.addParameterSources("INPUT", [source.fromChildOutput("detect", "LANDSLIDES")])
    output = QgsProcessingModelOutput("exported", "Exported")
    output.setChildId("export")
    output.setChildOutputName("OUTPUT")
    second.setModelOutputs({"exported": output})
    model.addChildAlgorithm(second)
    target = tmp_path / "chained.shp"
    outputs = processing.run(model, {"image": image, "exported": str(target)})
    assert outputs["exported"] == str(target)
    assert len(found(str(target))) == 3


def test_evaluation_against_polygons_of_any_layer_and_against_a_mask(provider, image, detect, tmp_path):
    truth = polygons(*map(circle, DISCS))
    words = Words()
    outputs = processing.run(
        "landslide_mapper:evaluate", {"INPUT": image, "TRUTH": truth, "MODEL": "discs"}, feedback=words
    )
    assert outputs["IOU"] > 0.9 and outputs["AUC"] > 0.98 and outputs["TILES"] == 1
    assert any(text.startswith("IoU of landslides: 0.9") for text in words.said)
    known = {"INPUT": image, "TRUTH": polygons(circle(DISCS[0])), "MODEL": "discs"}
    assert processing.run("landslide_mapper:evaluate", known)["IOU"] < 0.7, "the others count as false alarms"
    around = {"AREAS": polygons(circle(DISCS[0], 1.4))}
    assert processing.run("landslide_mapper:evaluate", {**known, **around})["IOU"] > 0.9
    mask = detect()["MASK"]
    outputs = processing.run("landslide_mapper:evaluate", {"INPUT": image, "TRUTH": mask, "MODEL": "discs"})
    assert outputs["IOU"] == pytest.approx(1, abs=0.01)


def test_labels_bring_their_areas_along_and_odd_truths_are_told(provider, image, tmp_path):
    create_labels(tmp_path / "labels.gpkg", QgsCoordinateReferenceSystem(UTM))
    layers = open_labels(tmp_path / "labels.gpkg")
    for layer, shape in ((layers.labels, circle(DISCS[0])), (layers.areas, circle(DISCS[0], 1.4))):
        assert layer.startEditing()
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(shape))
        layer.addFeature(feature)
        assert layer.commitChanges()
    known = {"INPUT": image, "TRUTH": layers.labels, "MODEL": "discs"}
    assert processing.run("landslide_mapper:evaluate", known)["IOU"] > 0.9
    words = Words()
    far = {"INPUT": image, "TRUTH": polygons(rectangle(700000, 700100, 2999900, 3000000)), "MODEL": "discs"}
    assert processing.run("landslide_mapper:evaluate", far, feedback=words)["IOU"] == 0
    assert any("all of it counts as free of landslides" in text for text in words.said)


def test_a_dark_image_can_be_stretched(provider, image, detect, tmp_path):
    file = gdal.Open(image)
    gdal.Translate(str(tmp_path / "dark.tif"), file, scaleParams=[[0, 255, 0, 50]] * 3)
    dark = QgsRasterLayer(str(tmp_path / "dark.tif"), "dark")
    assert detect(INPUT=dark)["LANDSLIDES_COUNT"] != len(DISCS)
    assert detect(INPUT=dark, STRETCH=True)["LANDSLIDES_COUNT"] == len(DISCS)


def test_a_crs_that_was_chosen_in_qgis_holds_for_all_that_is_done_with_the_image(provider, tmp_path, qgis_new_project):
    image = QgsRasterLayer(str(write_discs(tmp_path / "bare.tif", epsg=None)), "bare")
    image.setCrs(QgsCoordinateReferenceSystem(UTM))
    QgsProject.instance().addMapLayer(image)
    in_degrees = polygons(*map(circle, DISCS), crs=UTM)
    truth = polygons(crs="EPSG:4326")
    leading = QgsCoordinateTransform(in_degrees.crs(), truth.crs(), QgsProject.instance())
    for feature in in_degrees.getFeatures():
        shape = feature.geometry()
        shape.transform(leading)
        feature.setGeometry(shape)
        truth.dataProvider().addFeatures([feature])
    outputs = processing.run("landslide_mapper:evaluate", {"INPUT": image, "TRUTH": truth, "MODEL": "discs"})
    assert outputs["IOU"] > 0.9
    many = {"LAYERS": [image], "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    with pytest.raises(QgsProcessingException, match="The CRS of 'bare' was chosen in QGIS"):
        processing.run("landslide_mapper:detectfolder", many)


def test_evaluation_needs_an_image_or_a_folder_with_its_truth(provider, image, tmp_path):
    with pytest.raises(QgsProcessingException, match="Give either a folder of images or one raster"):
        processing.run("landslide_mapper:evaluate", {"MODEL": "discs"})
    with pytest.raises(QgsProcessingException, match="A raster needs its truth"):
        processing.run("landslide_mapper:evaluate", {"INPUT": image, "MODEL": "discs"})
    with pytest.raises(QgsProcessingException, match="needs the folder of their masks"):
        processing.run("landslide_mapper:evaluate", {"IMAGES": str(tmp_path), "MODEL": "discs"})


def test_qgis_process_runs_the_plugin_without_a_window(engine_home, image, tmp_path):
    tool = shutil.which("qgis_process")
    if tool is None:
        pytest.skip("needs qgis_process")
    profile = tmp_path / "profiles" / "default"
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text("[PythonPlugins]\nlandslide_mapper=true\n")
    (plugins / "landslide_mapper").symlink_to(ROOT, target_is_directory=True)
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    call = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True, "check": False}
    command = [
        tool,
        "--json",
        "run",
        "landslide_mapper:detect",
        "--INPUT=hillside.tif",
        "--OUTPUT=results",
        "--MODEL=discs",
    ]
    answer = subprocess.run(command, **call)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["results"]["LANDSLIDES_COUNT"] == 3
    assert (tmp_path / "results" / "hillside_landslides.shp").exists()
    refused = subprocess.run([*command, "--EXTENT=0,10,0,10"], **call)
    assert refused.returncode != 0
    assert "outside" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr


def test_polygons_that_are_not_saved_yet_are_refused(provider, image, tmp_path):
    create_labels(tmp_path / "labels.gpkg", QgsCoordinateReferenceSystem(UTM))
    layers = open_labels(tmp_path / "labels.gpkg")
    drawn = QgsFeature(layers.labels.fields())
    drawn.setGeometry(QgsGeometry.fromWkt(circle(DISCS[0])))
    assert layers.labels.startEditing() and layers.labels.addFeature(drawn)
    wishes = {"INPUT": image, "MODEL": "discs"}
    for name, further in (("evaluate", {"TRUTH": layers.labels}), ("suggest", {"LABELS": layers.labels})):
        with pytest.raises(QgsProcessingException, match="has edits that are not saved yet: save them first"):
            processing.run(f"landslide_mapper:{name}", {**wishes, **further, "OUTPUT": str(tmp_path / "out.gpkg")})
