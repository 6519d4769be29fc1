"""The story of three kinds of images: a drone's, a satellite's with clouds, and one out of Google Earth."""

import os
from pathlib import Path

from desk import open_dock, pause, picture, report, wait_for
from qgis.core import (
    QgsContrastEnhancement,
    QgsGeometry,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QToolBar
from qgis.utils import iface

IMAGES = Path(os.environ.get("IMAGES", ""))


def imagery():
    dock = open_dock()
    page = dock.detect_page
    small_window(dock)
    wait_for(lambda: page.detectButton.isEnabled(), "the engine to be ready")
    page.models.refresh("default")
    scene = QgsProject.instance().mapLayersByName("Sample scene")[0]

    drone = shown(page, QgsRasterLayer(str(IMAGES / "drone.tif"), "Drone orthomosaic"), hidden=scene)
    wait_for(lambda: "0.04 m image" in page.forecastNote.text(), "the forecast", 20)
    report["drone_forecast"] = page.forecastNote.text()
    report["drone"] = detected(page)
    report["drone_right"], report["drone_found"] = against_the_truth(page.clicks.inventory, drone)
    look_at(drone)
    picture("imagery_drone")
    forget_all_but(scene)

    satellite = coloured(QgsRasterLayer(str(IMAGES / "satellite.tif"), "Satellite scene"))
    clouds = QgsRasterLayer(str(IMAGES / "clouds.tif"), "Scene classification")
    shown(page, satellite, hidden=scene)
    QgsProject.instance().addMapLayer(clouds, False)
    QgsProject.instance().layerTreeRoot().addLayer(clouds)
    node(clouds).setItemVisibilityChecked(False)
    page.advancedGroup.setCollapsed(False)
    iface.mainWindow().resize(1280, 680)  # all of the group is seen
    page.maskCombo.setLayer(clouds)
    page.maskValuesEdit.setText("8, 9")
    report["satellite_bands"] = page.bandsGroup.title()
    report["satellite"] = detected(page)
    report["under_clouds"] = sum(
        clouds.dataProvider().sample(feature.geometry().pointOnSurface().asPoint(), 1)[0] in (8, 9)
        for feature in page.clicks.inventory.getFeatures()
    )
    look_at(satellite, margin=0.2)
    picture("imagery_satellite")
    page.maskCombo.setLayer(None)
    page.advancedGroup.setCollapsed(True)
    iface.mainWindow().resize(1280, 580)
    forget_all_but(scene)

    node(scene).setItemVisibilityChecked(True)
    scene.setOpacity(0.3)
    page.opener.open(str(IMAGES / "overlay.kmz"))
    overlay = page.image()
    report["overlay_source"] = Path(overlay.source()).name
    report["overlay"] = detected(page)
    look_at(scene)
    picture("imagery_google_earth")


def small_window(dock):
    """Little beside map and panel, so that the pictures are small."""
    window = iface.mainWindow()
    for bar in window.findChildren(QToolBar):
        bar.hide()
    window.findChild(QDockWidget, "Browser").hide()
    window.resize(1280, 580)
    pause(300)
    window.resizeDocks([window.findChild(QDockWidget, "Layers"), dock], [245, 340], Qt.Orientation.Horizontal)


def shown(page, layer, hidden):
    """Adds and chooses an image; another is switched off."""
    QgsProject.instance().addMapLayer(layer)
    node(hidden).setItemVisibilityChecked(False)
    iface.setActiveLayer(layer)
    page.imageCombo.setLayer(layer)
    look_at(layer)
    return layer


def coloured(layer):
    """Shows the bands of a scene in their natural colours, from its darkest ground to its brightest."""
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), 3, 2, 1)
    for choose in (
        renderer.setRedContrastEnhancement, renderer.setGreenContrastEnhancement, renderer.setBlueContrastEnhancement,
    ):  # fmt: skip
        stretch = QgsContrastEnhancement(layer.dataProvider().dataType(1))
        stretch.setMinimumValue(400)
        stretch.setMaximumValue(2300)
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        choose(stretch)
    layer.setRenderer(renderer)
    return layer


def detected(page):
    """How many landslides a press on Detect brings."""
    QTest.mouseClick(page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: not page.detection.running, "the detection")
    return page.clicks.inventory.featureCount()


def against_the_truth(inventory, image):
    """Shares: of the mapped area what is landslide, and of the landslides' area in the image's frame what is mapped."""
    truth = QgsVectorLayer(str(Path(os.environ["SCENE"]).with_name("sample_scene_truth.gpkg")), "truth")
    mapped, known = (
        QgsGeometry.unaryUnion([feature.geometry().makeValid() for feature in layer.getFeatures()])
        for layer in (inventory, truth)
    )
    known = known.intersection(QgsGeometry.fromRect(image.extent()))
    shared = mapped.intersection(known).area()
    return shared / mapped.area(), shared / known.area()


def look_at(layer, margin=0.08):
    for each in QgsProject.instance().layerTreeRoot().findLayers():
        each.setExpanded(False)
    canvas = iface.mapCanvas()
    extent = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    canvas.setExtent(QgsRectangle(extent).buffered(margin * extent.width()))
    canvas.refresh()
    pause(300)
    wait_for(lambda: not canvas.isDrawing(), "the map", 20)


def node(layer):
    return QgsProject.instance().layerTreeRoot().findLayer(layer)


def forget_all_but(layer):
    iface.messageBar().clearWidgets()
    root = QgsProject.instance().layerTreeRoot()
    for child in list(root.children()):
        if child is not node(layer):
            root.removeChildNode(child)
