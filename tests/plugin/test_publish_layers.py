"""The results of a detection as layers: where they go, how they look, what they say about themselves."""

from __future__ import annotations

import json

import numpy as np
import pytest
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.inventory import INVENTORY_FIELDS
from landslide_mapper.landslide_plugin.layers.publish import publish_detection
from osgeo import gdal, ogr, osr
from qgis.core import (
    Qgis,
    QgsLayoutItemLegend,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor

gdal.UseExceptions()

SIDE = 60  # metres and pixels; a landslide from row and column 20 to 40, no data in the last ten columns
WEST, NORTH = 500000, 5000000


def utm():
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    return system


def write_raster(path, bands, nodata=None, scale=None):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, len(bands), gdal.GDT_Byte)
    dataset.SetProjection(utm().ExportToWkt())
    dataset.SetGeoTransform((WEST, 1, 0, NORTH, 0, -1))
    for number, values in enumerate(bands, 1):
        band = dataset.GetRasterBand(number)
        band.WriteArray(values.astype(np.uint8))
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale)
    return str(path)


@pytest.fixture
def result(tmp_path):
    """The files of a detection as the engine leaves them."""
    mask = np.zeros((SIDE, SIDE))
    mask[20:40, 20:40] = 1
    probability = np.where(mask, 180, 0)
    for values in (mask, probability):
        values[:, 50:] = 255
    polygons = tmp_path / "scene_landslides.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(polygons))
    layer = source.CreateLayer("landslides", utm(), ogr.wkbMultiPolygon)
    kinds = {"integer": ogr.OFTInteger, "real": ogr.OFTReal, "text": ogr.OFTString, "date": ogr.OFTDate}
    for field in INVENTORY_FIELDS:
        layer.CreateField(ogr.FieldDefn(field.name, kinds[field.type]))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["ls_id"], feature["area_m2"], feature["status"] = 1, 400.0, "detected"
    west, east, north, south = WEST + 20, WEST + 40, NORTH - 20, NORTH - 40
    ring = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"MULTIPOLYGON((({ring})))"))
    layer.CreateFeature(feature)
    del layer, source
    run = tmp_path / "scene_run.json"
    run.write_text(
        json.dumps(
            {
                "model": {"name": "default"},
                "parameters": {"raster": "/data/scene.tif"},
                "finished": "2026-03-04T05:06:07+00:00",
            }
        )
    )
    return {
        "probability": write_raster(tmp_path / "scene_probability.tif", [probability], 255, 1 / 200),
        "mask": write_raster(tmp_path / "scene_mask.tif", [mask], 255),
        "polygons": str(polygons),
        "run": str(run),
        "threshold": 0.5,
        "device": "cpu",
    }


@pytest.fixture
def project(qgis_new_project):
    return QgsProject.instance()


@pytest.fixture
def image(project, tmp_path):
    """The id of an image layer between two others."""
    names = ("above", "scene", "below")
    layers = [
        QgsRasterLayer(write_raster(tmp_path / f"{name}.tif", [np.full((SIDE, SIDE), 90)] * 3), name) for name in names
    ]
    group = project.layerTreeRoot().addGroup("imagery")
    for layer in layers:
        project.addMapLayer(layer, False)
        group.addLayer(layer)
    return layers[1].id()


def names(group):
    return [node.name() for node in group.children()]


def colour(layers, column, row):
    """What a person sees at a pixel over a grey map."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(SIDE * 4, SIDE * 4))
    settings.setExtent(layers[-1].extent())
    settings.setDestinationCrs(layers[-1].crs())
    settings.setBackgroundColor(QColor(128, 128, 128))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(int(column * 4 + 2), int(row * 4 + 2)).getRgb()[:3]


def test_the_group_lies_directly_over_the_image(project, image, result):
    layers = publish_detection(result, project.mapLayer(image), project)
    assert layers.group.parent().name() == "imagery"
    assert names(layers.group.parent()) == ["above", layers.group.name(), "scene", "below"]
    assert layers.group.name().startswith("Landslides – scene – ")  # noqa: RUF001
    assert names(layers.group) == ["Landslides", "Landslide mask", "Landslide probability"]
    shown = {node.name(): node.itemVisibilityChecked() for node in layers.group.children()}
    assert shown == {"Landslides": True, "Landslide mask": True, "Landslide probability": False}


def test_the_newest_detection_lies_over_the_earlier_ones_on_the_image(project, image, result):
    earlier = publish_detection(result, project.mapLayer(image), project)
    root = project.layerTreeRoot()
    newest = publish_detection(result, project.mapLayer(image), project)
    assert newest.group.parent().children()[1:3] == [newest.group, earlier.group]
    root.setHasCustomLayerOrder(True)
    root.setCustomLayerOrder([newest.landslides, earlier.landslides, project.mapLayer(image)])
    third = publish_detection(result, project.mapLayer(image), project)
    assert third.group.parent().children()[1:3] == [third.group, newest.group]
    assert root.customLayerOrder()[:2] == [third.landslides, third.mask], "also where layers are drawn in another order"


def test_layers_drawn_in_an_order_of_the_users_lie_over_the_image_too(project, image, result):
    root = project.layerTreeRoot()
    root.setHasCustomLayerOrder(True)
    publish_detection(result, project.mapLayer(image), project)
    order = [layer.name() for layer in root.customLayerOrder()]
    assert order == ["above", "Landslides", "Landslide mask", "Landslide probability", "scene", "below"]


def test_the_image_stays_visible_in_a_mutually_exclusive_group(project, image, result):
    root = project.layerTreeRoot()
    node = root.findLayer(image)
    node.parent().setIsMutuallyExclusive(True, 1)
    layers = publish_detection(result, project.mapLayer(image), project)
    assert node.isVisible()
    assert layers.group.isVisible()
    assert names(root) == [layers.group.name(), "imagery"]


def test_results_on_an_image_in_a_group_of_another_project_are_there_when_the_project_is_opened_anew(
    project, image, result, tmp_path
):
    assert project.write(str(tmp_path / "imagery.qgz"))
    project.clear()
    project.setFileName(str(tmp_path / "survey.qgz"))
    embedded = project.createEmbeddedGroup("imagery", str(tmp_path / "imagery.qgz"), [])
    project.layerTreeRoot().addChildNode(embedded)
    (scene,) = project.mapLayersByName("scene")
    group = publish_detection(result, scene, project).group.name()
    assert names(project.layerTreeRoot()) == [group, "imagery"]
    assert project.write()
    project.clear()
    assert project.read(str(tmp_path / "survey.qgz"))
    assert len(project.layerTreeRoot().findGroup(group).findLayers()) == 3


def test_without_an_image_or_after_its_removal_the_group_goes_on_top(project, image, result):
    removed = project.mapLayer(image)
    project.removeMapLayer(image)
    for gone in (removed, None):
        layers = publish_detection(result, gone, project)
        assert names(project.layerTreeRoot())[0] == layers.group.name()
        assert "scene" in layers.group.name()


def test_colours_over_the_map(project, result):
    layers = publish_detection(result, None, project)
    grey, landslide, nodata = (5, 5), (30, 30), (55, 5)
    for layer in (layers.mask, layers.probability):
        assert colour([layer], *grey) == (128, 128, 128)
        assert colour([layer], *nodata) == (128, 128, 128)
        red, green, blue = colour([layer], *landslide)
        assert red > green + 40 and red > blue + 40
    edge, over = (19.5, 30), [layers.landslides, layers.mask]
    red, green, blue = colour(over, *edge)
    assert min(red, green) > blue + 100
    assert colour(over, *landslide) == colour([layers.mask], *landslide)  # the inside stays clear


def test_the_legend_and_the_identify_tool_speak_of_probabilities_from_0_to_1(project, result):
    layer = publish_detection(result, None, project).probability
    place = QgsPointXY(WEST + 30, NORTH - 30)
    value = layer.dataProvider().identify(place, Qgis.RasterIdentifyFormat.Value).results()[1]
    assert value == pytest.approx(0.9)
    assert (layer.renderer().classificationMin(), layer.renderer().classificationMax()) == (0, 1)


def test_landslides_have_titles_and_metadata(project, result):
    layers = publish_detection(result, None, project)
    fields = layers.landslides.fields()
    assert layers.landslides.featureCount() == 1
    assert layers.landslides.attributeDisplayName(fields.indexOf("p_max")) == "Highest probability"
    for layer in (layers.landslides, layers.mask, layers.probability):
        metadata = layer.metadata()
        assert all(word in metadata.abstract() for word in ("'default'", "/data/scene.tif", "0.50", "2026-03-04"))
        created = metadata.dateTime(Qgis.MetadataDateType.Created)
        assert created.toUTC().toString("yyyy-MM-ddTHH:mm:ss") == "2026-03-04T05:06:07"
        assert layer.customProperty("landslide_mapper/run") == result["run"]
    assert layers.mask.customProperty("landslide_mapper/role") == "mask"


def test_a_result_that_is_gone_adds_nothing_to_the_project(project, result, tmp_path):
    (tmp_path / "scene_mask.tif").unlink()
    with pytest.raises(InputError, match="was moved or deleted"):
        publish_detection(result, None, project)
    assert not project.mapLayers()
    assert not project.layerTreeRoot().children()


def test_a_missing_run_record_takes_nothing_from_the_layers(project, result, tmp_path):
    (tmp_path / "scene_run.json").unlink()
    assert publish_detection(result, None, project).landslides.isValid()


def test_the_project_can_be_saved_and_opened_again(project, image, result, tmp_path):
    publish_detection(result, project.mapLayer(image), project)
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "project.qgz"))
    (layer,) = project.mapLayersByName("Landslides")
    assert layer.customProperty("landslide_mapper/role") == "landslides"
    assert layer.editorWidgetSetup(layer.fields().indexOf("status")).type() == "ValueMap"


def test_a_printed_legend_says_what_the_colours_mean_instead_of_naming_bands(project, result):
    publish_detection(result, None, project)
    layout = QgsPrintLayout(project)
    legend = QgsLayoutItemLegend(layout)
    model = legend.model()
    texts = [
        model.data(model.legendNode2index(node), Qt.ItemDataRole.DisplayRole)
        for item in model.rootGroup().findLayers()
        for node in model.layerLegendNodes(item)
    ]
    assert "Found by the model" in texts and "Probability of landslide, 0 to 1" in texts
    assert not [text for text in texts if "(Gray)" in str(text)]
