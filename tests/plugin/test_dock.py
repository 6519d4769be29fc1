"""The dock's page: what it offers, what it understands, what it refuses."""

from __future__ import annotations

import shutil

import pytest
from discs import HEIGHT, ORIGIN, PIXEL, WIDTH, write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.zoo import find_model
from landslide_mapper.landslide_plugin.gui.detect.forecast import forecast
from landslide_mapper.landslide_plugin.gui.image.area_chooser import AreaKind
from landslide_mapper.landslide_plugin.layers.moving import moved
from landslide_mapper.landslide_plugin.layers.publish import ROLE_PROPERTY
from landslide_mapper.landslide_plugin.worker.session import close_session
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QHelpEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QMessageBox, QToolTip

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
WEB = QgsCoordinateReferenceSystem("EPSG:3857")
NO_BREAK = "\N{NO-BREAK SPACE}"
PART = QgsRectangle(ORIGIN[0] + 50, ORIGIN[1] - 150, ORIGIN[0] + 200, ORIGIN[1] - 60)


@pytest.fixture
def image(world, tmp_path):
    return world.add_image(write_discs(tmp_path / "hillside.tif"))


def polygon_layer(crs, *shapes):
    layer = QgsVectorLayer(f"Polygon?crs={crs.authid()}", "study areas", "memory")
    features = []
    for shape in shapes:
        feature = QgsFeature()
        feature.setGeometry(shape)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer)
    return layer


def forecast_of(world):
    return world.page.forecastNote.text().replace(NO_BREAK, " ")


def test_image_combo_follows_the_project(world, image):
    assert world.page.image() is image
    assert world.page.parameters().raster == image.source()
    QgsProject.instance().removeMapLayer(image)
    assert world.page.image() is None
    with pytest.raises(InputError, match="add a raster layer"):
        world.page.parameters()


def test_a_vector_layer_is_not_offered_as_image(world, image):
    polygon_layer(UTM, QgsGeometry.fromRect(PART))
    assert [world.page.imageCombo.layer(index) for index in range(world.page.imageCombo.count())] == [image]


def test_a_layer_that_is_marked_as_a_result_is_offered_as_image_no_longer(world, image, tmp_path):
    world.add_image(write_discs(tmp_path / "mask.tif")).setCustomProperty(ROLE_PROPERTY, "mask")
    assert [world.page.imageCombo.layer(index) for index in range(world.page.imageCombo.count())] == [image]


def test_a_layer_that_is_neither_file_nor_service_is_refused_with_the_way_out(world):
    coverage = QgsRasterLayer("url=http://127.0.0.1:9&identifier=photos", "aerial photos", "wcs")
    QgsProject.instance().addMapLayer(coverage)
    world.page.imageCombo.setLayer(coverage)
    world.page.detect()
    assert world.said("'aerial photos' is neither a file nor a tile or map service")
    assert world.said("Export > Save As")
    assert not world.page.detection.running


def test_a_missing_file_is_refused(world, image, tmp_path):
    (tmp_path / "hillside.tif").unlink()
    image.dataProvider().reloadData()
    gone = QgsRasterLayer(str(tmp_path / "hillside.tif"), "gone", "gdal")
    QgsProject.instance().addMapLayer(gone, True)
    world.page.imageCombo.setLayer(gone)
    world.page.detect()
    assert world.said("'gone' cannot be read, its file is missing or damaged")


def test_bands_come_from_the_colour_interpretation(world, tmp_path):
    path = write_discs(tmp_path / "turned.tif")
    file = gdal.Open(str(path), gdal.GA_Update)
    for band, meaning in enumerate((gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand), 1):
        file.GetRasterBand(band).SetColorInterpretation(meaning)
    file = None
    world.add_image(path)
    combos = [world.page.findChild(QComboBox, f"band_{name}") for name in ("red", "green", "blue")]
    assert [combo.currentBand() for combo in combos] == [3, 2, 1]
    assert world.page.parameters().bands is None, "what the engine finds out itself need not be sent"
    combos[0].setBand(1)
    assert world.page.parameters().bands == (1, 2, 1)
    assert world.page.bandsGroup.title() == "Bands: 1, 2, 1"


def test_bands_that_are_chosen_stay_with_the_image_and_its_project(world, image, tmp_path):
    def combos():
        return [world.page.findChild(QComboBox, f"band_{name}") for name in ("red", "green", "blue")]

    for combo, band in zip(combos(), (3, 2, 1)):
        combo.setBand(band)
    other = world.add_image(write_discs(tmp_path / "other.tif"))
    world.page.imageCombo.setLayer(other)
    assert world.page.parameters().bands is None, "they are those of the first image"
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "kept.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "kept.qgs"))
    for name in ("hillside", "other", "hillside"):
        world.page.imageCombo.setLayer(project.mapLayersByName(name)[0])
    assert world.page.parameters().bands == (3, 2, 1)
    for combo, band in zip(combos(), (1, 2, 3)):
        combo.setBand(band)
    assert world.page.parameters().bands is None and world.page.bandsGroup.title() == "Bands: automatic"


def test_no_elevation_model_is_asked_for_where_the_model_reads_none(world, image):
    world.page.show()
    for collapsed in (False, True, False):
        world.page.bandsGroup.setCollapsed(collapsed)
        assert world.page.bands.elevationCombo.isHidden()


def test_a_dark_image_is_stretched_from_then_on(world, image, tmp_path):
    check = world.page.bands.stretchCheck
    assert not world.page.parameters().stretch
    check.setChecked(True)
    assert world.page.parameters().stretch
    world.page.imageCombo.setLayer(world.add_image(write_discs(tmp_path / "other.tif")))
    assert not check.isChecked() and not world.page.parameters().stretch, "it is the first image that is dark"
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "kept.qgs"))
    project.clear()
    assert project.read(str(tmp_path / "kept.qgs"))
    world.page.imageCombo.setLayer(project.mapLayersByName("hillside")[0])
    assert check.isChecked() and world.page.parameters().stretch
    check.setChecked(False)
    assert not world.page.parameters().stretch


def test_whole_image_sends_no_extent(world, image):
    parameters = world.page.parameters()
    assert (parameters.extent, parameters.area) == (None, None)


def test_map_view_in_another_crs_becomes_coordinates_of_the_image(world, image):
    world.canvas.setDestinationCrs(WEB)
    to_web = QgsCoordinateTransform(UTM, WEB, QgsProject.instance())
    world.canvas.setExtent(to_web.transformBoundingBox(PART))
    world.page.areas.choose(AreaKind.MAP)
    extent = QgsRectangle(*world.page.parameters().extent)
    assert extent.contains(PART)
    assert extent.area() < 3 * PART.area()


def test_map_view_that_holds_the_image_is_the_whole_image(world, image):
    world.page.areas.choose(AreaKind.MAP)
    box = QgsRectangle(image.extent())
    box.scale(1.2)
    world.canvas.setExtent(box)
    assert world.page.parameters().extent is None


@pytest.mark.parametrize(
    ("crs", "view"),
    [("EPSG:4326", (-180, -90, 180, 90)), ("EPSG:4326", (0, -60, 180, 80)), ("EPSG:3857", (-2e7, -2e7, 2e7, 2e7))],
)
def test_a_view_of_the_world_holds_the_image_too(world, image, crs, view):
    world.page.areas.choose(AreaKind.MAP)
    world.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    world.canvas.setExtent(QgsRectangle(*view))
    assert world.page.parameters().extent is None


def test_esc_gives_up_the_rectangle_and_what_was_drawn_before_stays(world, image):
    world.show()
    world.page.areas.choose(AreaKind.RECTANGLE)
    world.page.drawButton.click()
    world.drag(PART)
    drawn = world.page.parameters().extent
    world.page.drawButton.click()
    assert world.canvas.mapTool() is not world.pan
    QTest.keyClick(world.canvas, Qt.Key.Key_Escape)
    assert world.canvas.mapTool() is world.pan
    assert world.page.parameters().extent == drawn
    assert world.page.areas._outline.isVisible()


def test_a_rectangle_is_drawn_with_the_mouse_and_the_map_tool_comes_back(world, image, wait_for):
    world.show()
    world.page.areas.choose(AreaKind.RECTANGLE)
    with pytest.raises(InputError, match="No rectangle is drawn yet"):
        world.page.parameters()
    world.page.drawButton.click()
    world.drag(PART)
    drawn = QgsRectangle(*world.page.parameters().extent)
    pixel = world.canvas.mapUnitsPerPixel()
    assert drawn.xMinimum() == pytest.approx(PART.xMinimum(), abs=2 * pixel)
    assert drawn.yMaximum() == pytest.approx(PART.yMaximum(), abs=2 * pixel)
    assert world.page.parameters().area is None
    assert world.canvas.mapTool() is world.pan
    world.canvas.setDestinationCrs(DEGREES)
    outline, expected = world.page.areas._outline.asGeometry(), moved(QgsGeometry.fromRect(drawn), UTM, DEGREES)
    assert outline.symDifference(expected).area() < 0.02 * expected.area(), "it stays where it was drawn"


def test_selected_polygons_of_another_crs_become_an_area_of_the_image(world, image):
    first, second = QgsRectangle(PART), QgsRectangle(PART)
    second.setYMinimum(PART.yMinimum() - 60)
    second.setYMaximum(PART.yMinimum() - 30)
    shapes = []
    for box in (first, second, image.extent()):
        shape = QgsGeometry.fromRect(box)
        shape.transform(QgsCoordinateTransform(UTM, DEGREES, QgsProject.instance()))
        shapes.append(shape)
    layer = polygon_layer(DEGREES, *shapes)
    world.page.areas.choose(AreaKind.POLYGONS)
    with pytest.raises(InputError, match="No polygon is selected in 'study areas'"):
        world.page.parameters()
    layer.selectByIds([1, 2])
    assert world.page.areaNote.text() == "Selected polygons: 2"
    parameters = world.page.parameters()
    area = QgsGeometry.fromWkt(parameters.area)
    assert area.area() == pytest.approx(first.area() + second.area(), rel=1e-3)
    assert QgsRectangle(*parameters.extent).buffered(1e-6).contains(area.boundingBox())


def test_an_area_outside_the_image_is_refused_in_the_message_bar(world, image):
    layer = polygon_layer(UTM, QgsGeometry.fromRect(QgsRectangle(0, 0, 100, 100)))
    layer.selectAll()
    world.page.areas.choose(AreaKind.POLYGONS)
    world.page.detect()
    assert world.said("The chosen area lies outside the image 'hillside'")
    assert not world.page.detection.running


def test_the_model_says_what_it_reads_and_how_well_it_does(world):
    line = world.page.modelNote.text().replace(NO_BREAK, " ")
    assert line == "red, green, blue · 0.3 to 2 m per pixel · F1 0.95 · IoU 0.90"
    assert "no discs: called_landslide 0.002" in world.page.modelNote.toolTip().splitlines()


def test_a_model_is_added_from_a_file_and_a_foreign_one_is_refused(world, engine_home, tmp_path):
    foreign = tmp_path / "foreign.safetensors"
    foreign.write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    with pytest.raises(InputError, match="carries no Landslide Mapper card"):
        world.page.models.add_file(foreign)
    own = engine_home / "models" / "discs.safetensors"
    carried = shutil.copy(own, tmp_path / "from a colleague.safetensors")
    own.unlink()
    try:
        world.page.models.refresh()
        world.page.models.add_file(tmp_path / "from a colleague.safetensors")
        assert world.page.models.card.name == "discs"
        assert find_model("discs").file == own
    finally:
        shutil.copy(carried, own)


def test_an_own_model_is_replaced_by_another_of_its_name_only_when_that_is_wanted(world, engine_home, tmp_path):
    own = engine_home / "models" / "discs.safetensors"
    kept = own.read_bytes()
    other = tmp_path / "colleague.safetensors"
    other.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))  # another weight, the same card

    def answer(button):
        question = QApplication.activeModalWidget()
        assert "another model named 'discs'" in question.text()
        question.button(button).click()

    QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.No))
    world.page.models.add_file(other)
    assert own.read_bytes() == kept
    try:
        QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.Yes))
        world.page.models.add_file(other)
        assert own.read_bytes() == other.read_bytes()
    finally:
        own.write_bytes(kept)


def test_devices_come_from_the_engine_with_the_reason(world, wait_for):
    heard = []
    world.page.engine_checked.connect(heard.append)
    world.show()
    wait_for(lambda: heard)
    assert heard == [True]
    offered = [world.page.deviceCombo.itemData(index) for index in range(world.page.deviceCombo.count())]
    assert offered[0] == "auto"
    assert offered[-1] == "cpu"
    assert world.page.deviceNote.text().endswith(".")
    assert world.page.detectButton.isEnabled()


def test_without_an_engine_the_page_says_so_and_offers_to_set_it_up(world, image, monkeypatch):
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", "/nowhere/python")
    world.show()
    assert world.page.setUpButton.isVisible()
    assert "does not exist" in world.page.engineNote.text()
    assert not world.page.detectButton.isEnabled()
    assert not world.page.inputs.isEnabled()
    assert not world.page.click_action.isEnabled()


def test_an_engine_that_does_not_start_is_told_on_the_page(world, monkeypatch, wait_for, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(broken))
    world.show()
    wait_for(world.page.setUpButton.isVisible)
    assert "log" in world.page.engineNote.text()
    assert not world.page.detectButton.isEnabled()
    close_session()


def test_choices_are_remembered(world, image, tmp_path):
    world.page.outputFolder.setFilePath(str(tmp_path))
    world.page.thresholdSpin.setValue(0.3)
    world.page.overlapSpin.setValue(40)
    world.page.close_down()
    again = type(world)()
    try:
        parameters = again.page.parameters()
        assert (parameters.output, parameters.threshold, parameters.overlap) == (str(tmp_path), 0.3, 0.4)
        assert again.page.models.card.name == "discs"
    finally:
        again.close()


def test_the_forecast_says_how_the_image_is_read(world, image, wait_for):
    wait_for(lambda: forecast_of(world) == "Reading the 0.5 m image as it is; 0.3 megapixels.")
    card = world.page.models.card
    assert forecast(0.1, card, None, 9e6, 2.0).replace(NO_BREAK, " ") == (
        "0.1 m image, model works at 0.3 to 2 m: reading at 0.3 m; 1 megapixels; about 1 s."
    )
    assert "coarser than" in forecast(3.0, card, None, 1e6, None)
    assert "no CRS" in forecast(None, card, None, 1e6, None)


def test_forecast_shrinks_with_the_area(world, image, wait_for):
    box = QgsRectangle(image.extent())
    box.setXMaximum(box.xMinimum() + WIDTH * PIXEL / 2)
    layer = polygon_layer(UTM, QgsGeometry.fromRect(box))
    layer.selectAll()
    world.page.areas.choose(AreaKind.POLYGONS)
    half = WIDTH * HEIGHT / 2e6
    wait_for(lambda: forecast_of(world) == f"Reading the 0.5 m image as it is; {half:.2f} megapixels.")


def test_every_input_tells_what_it_is_for_and_can_be_reached_by_keyboard(world, image):
    inputs = [
        item
        for kind in (QComboBox, QAbstractSpinBox, QAbstractButton)
        for item in world.page.findChildren(kind)
        if item.objectName() and not item.objectName().startswith(("qt_", "collapseButton"))
    ]
    names = {item.objectName() for item in inputs}
    assert {"imageCombo", "areaCombo", "modelCombo", "deviceCombo", "detectButton", "clickButton"} <= names
    assert [item.objectName() for item in inputs if not item.toolTip()] == []
    assert [item.objectName() for item in inputs if item.focusPolicy() == Qt.FocusPolicy.NoFocus] == []


def test_tab_goes_through_the_page_from_top_to_bottom(world, image, wait_for):
    world.show_and_wait_for_the_engine(wait_for)
    world.page.activateWindow()
    world.page.imageCombo.setFocus()
    wait_for(lambda: QApplication.focusWidget() is world.page.imageCombo)
    heights, focused = [], world.page.imageCombo
    while focused is not world.page.detectButton and len(heights) < 20:
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        heights.append(focused.mapTo(world.page, QPoint(0, focused.height() // 2)).y())
    assert focused is world.page.detectButton
    assert heights == sorted(heights)


def test_names_too_long_for_a_closed_combo_end_in_an_ellipsis_and_are_told_whole(world, image, wait_for):
    world.show()
    for combo, name in ((world.page.modelCombo, "A network " * 12), (world.page.imageCombo, "an orthophoto " * 9)):
        if combo is world.page.imageCombo:
            image.setName(name.strip())
            combo.setLayer(image)
        else:
            combo.setItemText(combo.currentIndex(), name.strip())
        whole = combo.grab().toImage()
        cut = combo.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, combo.width() // 2)
        assert cut.endswith("…"), "it is too long"
        QCoreApplication.sendEvent(
            combo, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), combo.mapToGlobal(QPoint(5, 5)))
        )
        assert QToolTip.text().startswith(name.strip()) and combo.toolTip() in QToolTip.text()
        if combo is world.page.modelCombo:
            combo.setItemText(combo.currentIndex(), name.strip() + " and more")
            assert combo.grab().toImage() == whole, "what is beyond the ellipsis is not seen"
            combo.setItemText(combo.currentIndex(), "Short")
            QToolTip.hideText()
