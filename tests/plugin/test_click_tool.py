"""Mapping by clicks with the map tool and the real engine process."""

from __future__ import annotations

import numpy as np
import pytest
from discs import DISCS, ORIGIN, ground, middle, write_discs
from dock_world import Desk
from landslide_mapper.landslide_plugin.gui.teach.teach_page import TeachPage
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsLayerTreeRegistryBridge,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

GREEN_PLACE = (ORIGIN[0] + 20, ORIGIN[1] - 220)


@pytest.fixture
def image(world, tmp_path, wait_for):
    """The image with the tool switched on, as a person does it."""
    layer = world.add_image(write_discs(tmp_path / "hillside.tif"))
    world.page.outputFolder.setFilePath(str(tmp_path / "results"))
    world.show_and_wait_for_the_engine(wait_for)
    world.page.clickButton.click()
    assert world.canvas.mapTool() is world.page.clicks.tool
    wait_for(lambda: not world.canvas.isDrawing())
    return layer


def answered(world, wait_for):
    wait_for(lambda: world.page.clicks.waiting == 0)


def mapped(world):
    layer = world.page.clicks.inventory
    return [] if layer is None else list(layer.getFeatures())


def test_a_click_on_a_landslide_adds_its_polygon_to_a_new_inventory(world, image, tmp_path, wait_for):
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    (landslide,) = mapped(world)
    assert landslide.geometry().area() == pytest.approx(ground(DISCS[1]), rel=0.15)
    assert landslide["area_m2"] == pytest.approx(ground(DISCS[1]), rel=0.15)
    assert (landslide["status"], landslide["ls_id"], landslide["model"]) == ("clicked", 1, "discs")
    layer = world.page.clicks.inventory
    assert layer.crs() == image.crs()
    assert QgsProject.instance().mapLayer(layer.id()) is layer
    assert len(list((tmp_path / "results").glob("*/hillside_landslides.gpkg"))) == 1


def test_a_new_inventory_lies_over_the_image_whichever_layers_there_are(world, image, tmp_path, wait_for):
    project = QgsProject.instance()
    below = QgsVectorLayer("Polygon?crs=EPSG:32648", "geology", "memory")
    project.addMapLayer(below, False)
    project.layerTreeRoot().insertLayer(1, below)
    project.layerTreeRegistryBridge().setLayerInsertionPoint(  # as QGIS does when a layer is made the active one
        QgsLayerTreeRegistryBridge.InsertionPoint(project.layerTreeRoot(), 1)
    )
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    names = [node.name() for node in project.layerTreeRoot().children()]
    assert names == ["Landslides", "hillside", "geology"]


def test_a_second_click_on_a_mapped_landslide_says_so(world, image, wait_for):
    x, y = middle(DISCS[1])
    world.click(x, y)
    answered(world, wait_for)
    world.click(x + 5, y + 5)
    answered(world, wait_for)
    assert world.said("mapped already, as number 1")
    assert len(mapped(world)) == 1


def test_quick_clicks_are_answered_one_after_the_other(world, image, wait_for):
    for disc in (*DISCS, DISCS[0]):
        world.click(*middle(disc))
    assert world.page.clicks.waiting >= 3
    answered(world, wait_for)
    found = sorted(mapped(world), key=lambda feature: feature["ls_id"])
    assert [feature["ls_id"] for feature in found] == [1, 2, 3]
    for feature, disc in zip(found, DISCS, strict=True):
        assert feature.geometry().boundingBox().contains(QgsPointXY(*middle(disc)))
    assert world.said("mapped already, as number 1")


def test_answers_that_come_while_the_inventory_is_being_made_wait_for_it(world, image, wait_for):
    """Other parts of QGIS may let events through when a layer is added, which delivers the next answer too early."""
    connection = QgsProject.instance().layersAdded.connect(lambda layers: QTest.qWait(1500))
    for disc in DISCS:
        world.click(*middle(disc))
    answered(world, wait_for)
    QgsProject.instance().disconnect(connection)
    numbers = {feature["ls_id"]: feature.geometry().boundingBox() for feature in mapped(world)}
    assert sorted(numbers) == [1, 2, 3]
    for number, disc in enumerate(DISCS, start=1):
        assert numbers[number].contains(QgsPointXY(*middle(disc)))


def test_a_click_on_no_landslide_says_so(world, image, wait_for):
    world.click(*GREEN_PLACE)
    answered(world, wait_for)
    assert world.said("No landslide at that place")
    assert mapped(world) == []
    assert [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsVectorLayer)] == []


def test_a_click_on_cloud_says_so_and_maps_nothing(world, image, wait_for):
    clouds, cloud = QgsVectorLayer("Polygon?crs=EPSG:32648", "clouds", "memory"), QgsFeature()
    cloud.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*middle(DISCS[0]))).buffer(25, 8))
    clouds.dataProvider().addFeature(cloud)
    QgsProject.instance().addMapLayer(clouds)
    world.page.maskCombo.setLayer(clouds)
    for disc in DISCS[:2]:
        world.click(*middle(disc))
    answered(world, wait_for)
    assert world.said("That place is under the cloud mask: nothing is mapped there")
    (landslide,) = mapped(world)
    assert landslide.geometry().contains(QgsPointXY(*middle(DISCS[1])))
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.AltModifier)
    wait_for(lambda: not world.page.explainer.waiting)
    assert world.said("under the mask, where nothing is looked at")
    clouds.dataProvider().truncate()
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    assert len(mapped(world)) == 2, "the mask is read as it is now"


def test_a_click_where_the_image_has_no_data_says_so(world, image, wait_for):
    file = gdal.Open(image.source(), gdal.GA_Update)
    for band in range(1, 4):
        file.GetRasterBand(band).SetNoDataValue(0)
    file.WriteArray(np.zeros((3, 60, 60), np.uint8), 20, 400)
    file.FlushCache()
    world.click(ORIGIN[0] + 0.5 * 50, ORIGIN[1] - 0.5 * 430)
    answered(world, wait_for)
    assert world.said("There is no data at that place")
    assert mapped(world) == []


def test_a_click_beside_the_image_is_refused(world, image):
    extent = image.extent()
    extent.scale(3)
    world.canvas.setExtent(extent)
    world.click(ORIGIN[0] - 100, ORIGIN[1] - 100)
    assert world.said("That place lies outside the image 'hillside'")
    assert world.page.clicks.waiting == 0


def test_shift_click_removes_the_landslide_under_it(world, image, wait_for):
    for disc in DISCS[:2]:
        world.click(*middle(disc))
    answered(world, wait_for)
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.ShiftModifier)
    (left,) = mapped(world)
    assert left.geometry().contains(QgsPointXY(*middle(DISCS[1])))
    world.click(*GREEN_PLACE, Qt.KeyboardModifier.ShiftModifier)
    assert world.said("There is no mapped landslide at that place")


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier])
def test_alt_click_lays_the_heat_map_of_a_landslide_over_the_image(world, image, wait_for, modifier):
    world.click(*middle(DISCS[1]), modifier)
    assert world.page.explainer.waiting == 1
    wait_for(lambda: not world.page.explainer.waiting)
    assert world.said("the heat map shows which ground speaks for this landslide")
    heat, below = (node.layer() for node in QgsProject.instance().layerTreeRoot().children())
    assert (heat.name(), below) == ("Why (Grad-CAM)", image)
    assert heat.isTemporary() and heat.crs() == image.crs()
    assert heat.renderer().type() == "singlebandpseudocolor"
    x, y = middle(DISCS[1])
    sample = heat.dataProvider().sample
    assert sample(QgsPointXY(x, y), 1)[0] > 3 * sample(QgsPointXY(x, y + 60), 1)[0]
    assert mapped(world) == [] and world.page.clicks.waiting == 0
    assert world.canvas.mapTool() is world.page.clicks.tool


def test_an_alt_click_on_other_ground_says_that_no_landslide_is_seen(world, image, wait_for):
    world.click(*GREEN_PLACE, Qt.KeyboardModifier.AltModifier)
    wait_for(lambda: not world.page.explainer.waiting)
    assert world.said("the model sees no landslide there")
    assert len(QgsProject.instance().mapLayersByName("Why (Grad-CAM)")) == 1


def test_heat_maps_that_are_not_wanted_any_more_do_not_come(world, image, wait_for):
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    wait_for(lambda: not world.page.explainer.waiting)
    world.page.clickButton.click()
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.AltModifier)
    world.canvas.setLayers([])
    QgsProject.instance().clear()
    wait_for(lambda: not world.page.explainer.waiting)
    assert QgsProject.instance().mapLayers() == {}


def test_an_alt_click_beside_the_image_is_refused(world, image):
    extent = image.extent()
    extent.scale(3)
    world.canvas.setExtent(extent)
    world.click(ORIGIN[0] - 100, ORIGIN[1] - 100, Qt.KeyboardModifier.AltModifier)
    assert world.said("That place lies outside the image 'hillside'")
    assert world.page.explainer.waiting == 0


def test_a_removed_landslide_can_be_mapped_again(world, image, wait_for):
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.ShiftModifier)
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    assert len(mapped(world)) == 1


def test_escape_leaves_the_tool_and_brings_the_one_before_back(world, image, wait_for):
    world.click(*middle(DISCS[0]))
    world.click(*middle(DISCS[1]))
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    assert world.canvas.mapTool() is world.pan
    assert not world.page.click_action.isChecked()
    answered(world, wait_for)


@pytest.fixture
def teach(world):
    """The other page beside the same map."""
    desk = Desk(world.canvas)
    page = TeachPage(world.canvas, world.bar, desk)
    yield page
    world.canvas.unsetMapTool(world.canvas.mapTool())
    desk.close()
    page.close_down()
    sip.delete(page)


def test_the_tool_of_a_review_that_has_ended_does_not_come_back(world, image, teach, tmp_path):
    world.page.click_action.trigger()
    assert world.canvas.mapTool() is world.pan
    landslides = create_inventory(tmp_path / "reviewed_landslides.gpkg", image.crs())
    add_landslide(landslides, QgsGeometry.fromRect(image.extent()), {"status": "detected"})
    QgsProject.instance().addMapLayer(landslides)
    teach.make_labels(tmp_path / "hillside_labels.gpkg")
    teach.reviewButton.click()
    world.page.click_action.trigger()
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    assert world.canvas.mapTool() is teach.review.tool, "the review is still running"
    world.page.click_action.trigger()
    teach.leaveButton.click()
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    assert world.canvas.mapTool() is world.pan


def test_a_tool_that_was_deleted_meanwhile_does_not_come_back(world, image):
    world.page.click_action.trigger()
    other = QgsMapToolPan(world.canvas)
    world.canvas.setMapTool(other)
    world.page.click_action.trigger()
    sip.delete(other)
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    assert world.canvas.mapTool() is None


def test_choosing_another_tool_unchecks_the_action(world, image):
    assert world.page.click_action.isChecked()
    world.canvas.setMapTool(world.pan)
    assert not world.page.click_action.isChecked()


def test_clicks_add_to_the_landslides_of_the_last_detection(world, image, wait_for):
    world.page.minimumAreaSpin.setValue(800)  # leaves the first disc out
    world.page.detectButton.click()
    wait_for(lambda: not world.page.detection.running)
    detected = world.page.clicks.inventory
    assert detected.featureCount() == 2
    world.click(*middle(DISCS[0]))
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    assert world.page.clicks.inventory is detected
    assert sorted(feature["status"] for feature in mapped(world)) == ["clicked", "detected", "detected"]
    assert world.said("mapped already")


def test_a_new_inventory_is_made_when_the_old_one_was_removed(world, image, wait_for):
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    QgsProject.instance().removeMapLayer(world.page.clicks.inventory.id())
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    assert len(mapped(world)) == 1


def test_a_new_inventory_is_made_when_the_file_of_the_old_one_is_gone(world, image, wait_for, tmp_path):
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    gone = world.page.clicks.inventory
    gone.setDataSource(f"{tmp_path}/gone.gpkg|layername=landslides", "Landslides", "ogr")
    assert not gone.isValid()
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    assert len(mapped(world)) == 1 and world.page.clicks.inventory is not gone
    world.click(*middle(DISCS[2]))
    answered(world, wait_for)
    assert len(mapped(world)) == 2


def test_the_map_may_be_in_another_crs_than_the_image(world, image, wait_for):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(image.crs(), degrees, QgsProject.instance())
    world.canvas.setDestinationCrs(degrees)
    world.canvas.setExtent(to_degrees.transformBoundingBox(image.extent()))
    place = to_degrees.transform(QgsPointXY(*middle(DISCS[2])))
    world.click(place.x(), place.y())
    answered(world, wait_for)
    (landslide,) = mapped(world)
    assert landslide.geometry().contains(QgsPointXY(*middle(DISCS[2])))


def test_clicks_after_the_project_was_closed_come_to_nothing(world, image, wait_for):
    world.click(*middle(DISCS[0]))
    world.canvas.setLayers([])
    QgsProject.instance().clear()
    answered(world, wait_for)
    assert QgsProject.instance().mapLayers() == {}


def test_clicks_go_on_in_the_inventory_of_a_project_that_was_opened_anew(world, image, wait_for, tmp_path):
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    QgsProject.instance().write(str(tmp_path / "survey.qgz"))
    world.canvas.setLayers([])
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "survey.qgz"))
    world.page.imageCombo.setCurrentIndex(world.page.imageCombo.findText("hillside"))
    world.canvas.setExtent(world.page.image().extent())
    world.click(*middle(DISCS[1]))
    answered(world, wait_for)
    assert sorted(feature["ls_id"] for feature in mapped(world)) == [1, 2]


def test_a_click_during_a_detection_is_put_off(world, image, wait_for):
    world.page.detect()
    world.click(*middle(DISCS[0]))
    assert world.said("A detection is running")
    wait_for(lambda: not world.page.detection.running)


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_dragging_is_no_click(world, image, wait_for, modifier):
    world.click(*middle(DISCS[0]))
    answered(world, wait_for)
    x, y = middle(DISCS[0])
    world.drag(QgsRectangle(x - 60, y, x, y + 60), modifier)  # ends on the landslide
    x, y = middle(DISCS[1])
    world.drag(QgsRectangle(x - 60, y, x, y + 60), modifier)
    assert world.page.clicks.waiting == 0
    (landslide,) = mapped(world)
    assert landslide["ls_id"] == 1


def test_dragging_moves_the_map_and_with_shift_zooms_to_the_rectangle(world, image, wait_for):
    x, y = middle(DISCS[1])
    before = world.canvas.extent()
    world.drag(QgsRectangle(x, y - 30, x + 60, y + 30))  # to the right and down
    after = world.canvas.extent()
    assert after.width() == pytest.approx(before.width())
    assert before.center().x() - after.center().x() == pytest.approx(60, abs=2)
    assert after.center().y() - before.center().y() == pytest.approx(60, abs=2)
    box = QgsRectangle(x - 40, y - 30, x + 40, y + 30)
    world.drag(box, Qt.KeyboardModifier.ShiftModifier)
    zoomed = world.canvas.extent()
    assert zoomed.width() < 0.6 * before.width() and zoomed.contains(box.center())
    assert zoomed.center().distance(box.center()) < 5  # metres, of 80
    world.click(x, y)
    answered(world, wait_for)
    assert len(mapped(world)) == 1 and world.canvas.mapTool() is world.page.clicks.tool


def test_a_landslide_removed_from_its_file_can_be_brought_back(world, image, wait_for):
    for disc in DISCS[:2]:
        world.click(*middle(disc))
    answered(world, wait_for)
    before = {feature["ls_id"]: feature.attributes()[1:] for feature in mapped(world)}
    world.click(*middle(DISCS[0]), Qt.KeyboardModifier.ShiftModifier)
    assert [feature["ls_id"] for feature in mapped(world)] == [2]
    assert world.said("Landslide 1 was removed from 'Landslides'.")
    world.button("Undo").click()
    after = {feature["ls_id"]: feature.attributes()[1:] for feature in mapped(world)}
    assert after == before
    assert not world.said("was removed"), "it can be pressed once"
