"""The Processing algorithms with a real engine process: outputs, chains, refusals, cancelling, layers on the map."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import subprocess
from pathlib import Path

import processing
import pytest
from discs import DISCS, PIXEL, ground, middle, write_discs
from landslide_mapper.landslide_plugin.layers.inventory import create_inventory
from landslide_mapper.landslide_plugin.layers.labels import create_labels, open_labels
from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider
from osgeo import gdal, ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

ROOT = Path(__file__).resolve().parents[2]
UTM = "EPSG:32648"
WEST_THIRD = (600000, 600110, 2999750, 3000000)  # of the image, xmin xmax ymin ymax; the first disc lies in it
FIRST, SECOND, THIRD = DISCS


@pytest.fixture
def provider(qgis_app, qgis_processing, engine_home):
    provider = LandslideMapperProvider()
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(provider)
    yield provider
    registry.removeProvider("landslide_mapper")


@pytest.fixture
def image(tmp_path):
    return str(write_discs(tmp_path / "hillside.tif"))


@pytest.fixture
def detect(provider, image, tmp_path):
    def run(feedback=None, context=None, **parameters):
        wishes = {"INPUT": image, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs", **parameters}
        return processing.run("landslide_mapper:detect", wishes, feedback=feedback, context=context)

    return run


def polygons(*wkts, crs=UTM):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "polygons", "memory")
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeatures([feature])
    return layer


def rectangle(xmin, xmax, ymin, ymax):
    return f"Polygon(({xmin} {ymin},{xmax} {ymin},{xmax} {ymax},{xmin} {ymax},{xmin} {ymin}))"


def circle(disc, factor=1.0):
    """A disc's outline, that much larger."""
    return QgsGeometry.fromPointXY(QgsPointXY(*middle(disc))).buffer(factor * PIXEL * disc[2], 32).asWkt()


def found(path):
    """The discs that landslides lie on."""
    source = ogr.Open(path)
    centroids = [feature.GetGeometryRef().Centroid() for feature in source.GetLayer()]
    discs = []
    for centroid in centroids:
        near = [disc for disc in DISCS if math.dist(middle(disc), (centroid.GetX(), centroid.GetY())) < 2]
        assert len(near) == 1, "a landslide lies on no disc"
        discs += near
    return sorted(discs)


class Words(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.said, self.progressed = [], []
        self.progressChanged.connect(self.progressed.append)

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.said.append(text)

    def reportError(self, text, fatalError=False):  # noqa: N803
        self.said.append(text)


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
        assert f'id="{anchor}"' in Path(address).read_text(encoding="utf-8")
        described = Path(address).read_text(encoding="utf-8")
        names = [d.name() for d in (*algorithm.parameterDefinitions(), *algorithm.outputDefinitions())]
        assert [name for name in names if f"{name}" not in described] == []
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
    mask = detect()["MASK"]
    outputs = processing.run("landslide_mapper:evaluate", {"INPUT": image, "TRUTH": mask, "MODEL": "discs"})
    assert outputs["IOU"] == pytest.approx(1, abs=0.01)


def test_evaluation_needs_an_image_or_a_folder_with_its_truth(provider, image, tmp_path):
    with pytest.raises(QgsProcessingException, match="Give either a folder of images or one raster"):
        processing.run("landslide_mapper:evaluate", {"MODEL": "discs"})
    with pytest.raises(QgsProcessingException, match="A raster needs its truth"):
        processing.run("landslide_mapper:evaluate", {"INPUT": image, "MODEL": "discs"})
    with pytest.raises(QgsProcessingException, match="needs the folder of their masks"):
        processing.run("landslide_mapper:evaluate", {"IMAGES": str(tmp_path), "MODEL": "discs"})


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


def test_export_refuses_to_replace_a_layer_of_the_project(provider, tmp_path, qgis_new_project):
    layer = create_inventory(tmp_path / "mapped.gpkg", QgsCoordinateReferenceSystem(UTM))
    QgsProject.instance().addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match="is open as the layer 'Landslides'"):
        processing.run("landslide_mapper:exportinventory", {"INPUT": layer, "OUTPUT": str(tmp_path / "mapped.gpkg")})
    QgsProject.instance().clear()


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
    with pytest.raises(QgsProcessingException, match="choose another folder for the chips"):
        processing.run("landslide_mapper:exportchips", {**wishes, "OUTPUT": str(folder)})
