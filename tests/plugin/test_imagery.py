"""Whatever image an analyst has: overlays of Google Earth, images without a place, satellites, clouds, many scenes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import zipfile
from pathlib import Path

import processing
import pytest
from conftest import ENGINE, ROOT
from discs import DISCS, HEIGHT, ORIGIN, WIDTH, middle, write_discs
from landslide_mapper.landslide_plugin.gui.image.band_chooser import first_bands, meant_bands
from landslide_mapper.landslide_plugin.gui.image.image_opener import GEOREFERENCER
from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QAction
from qgis.PyQt.QtTest import QTest

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
NO_BREAK = "\N{NO-BREAK SPACE}"
WEST, NORTH, STEP_X, STEP_Y = 105.0, 27.0, 5.61e-6, 5e-6  # degrees; half a metre and a little


def forecast_of(world):
    return world.page.forecastNote.text().replace(NO_BREAK, " ")


@pytest.fixture
def picture(tmp_path):
    """The discs as a picture that lies nowhere."""
    source = gdal.Open(str(write_discs(tmp_path / "discs.tif")))
    path = tmp_path / "picture.png"
    gdal.GetDriverByName("PNG").CreateCopy(str(path), source)
    path.with_name("picture.png.aux.xml").unlink(missing_ok=True)
    return path


def overlay(left=0, width=WIDTH, rotation=0, image="picture.png"):
    return (
        f"<GroundOverlay><Icon><href>{image}</href></Icon><LatLonBox><north>{NORTH}</north>"
        f"<south>{NORTH - HEIGHT * STEP_Y}</south><east>{WEST + (left + width) * STEP_X}</east>"
        f"<west>{WEST + left * STEP_X}</west><rotation>{rotation}</rotation></LatLonBox></GroundOverlay>"
    )


def write_kmz(path, picture, *overlays):
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(overlays)}</Document></kml>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", text)
        archive.write(picture, "picture.png")
    return path


def on_overlay(disc, left=0):
    return WEST + (left + disc[0] + 0.5) * STEP_X, NORTH - (disc[1] + 0.5) * STEP_Y


def centres(path):
    source = ogr.Open(path)
    return sorted(feature.GetGeometryRef().Centroid().GetPoint_2D() for feature in source.GetLayer())


# --- Google Earth


def test_a_rotated_overlay_is_opened_where_google_earth_shows_it(world, picture, tmp_path):
    path = write_kmz(tmp_path / "hill.kmz", picture, overlay(rotation=90))
    world.page.opener.open(str(path))
    image = world.page.image()
    assert image.isValid() and image.crs() == DEGREES
    box, middle_x, middle_y = image.extent(), WEST + WIDTH * STEP_X / 2, NORTH - HEIGHT * STEP_Y / 2
    assert box.center().x() == pytest.approx(middle_x, abs=STEP_X)
    assert box.center().y() == pytest.approx(middle_y, abs=STEP_Y)
    assert box.height() > box.width(), "what was wide stands upright now"
    assert world.page.parameters().raster == str(tmp_path / "hill_overlay.vrt")


def test_a_rotated_overlay_that_qgis_shows_unrotated_is_refused_with_the_way_out(world, picture, tmp_path):
    path = write_kmz(tmp_path / "hill.kmz", picture, overlay(rotation=30))
    world.add_image(path)
    world.page.detect()
    assert world.said("without its rotation: open its file with the button beside the image")
    assert not world.page.detection.running


def test_a_plain_overlay_needs_no_detour(world, picture, tmp_path):
    path = write_kmz(tmp_path / "hill.kmz", picture, overlay())
    world.page.opener.open(str(path))
    assert world.page.parameters().raster == str(path)
    assert list(tmp_path.glob("*.vrt")) == []


def test_what_is_no_image_is_said(world, tmp_path):
    (tmp_path / "notes.txt").write_text("none")
    world.page.opener.open(str(tmp_path / "notes.txt"))
    assert world.said("notes.txt is no image that QGIS can read")
    with zipfile.ZipFile(tmp_path / "places.kmz", "w") as archive:
        archive.writestr("doc.kml", "<kml><Placemark/></kml>")
    world.page.opener.open(str(tmp_path / "places.kmz"))
    assert world.said("places.kmz holds no ground overlay")
    assert world.page.image() is None


# --- images without a place


def test_an_image_without_a_place_offers_the_georeferencer(world, picture):
    asked = []
    action = QAction(world.canvas)
    action.setObjectName(GEOREFERENCER)
    action.triggered.connect(lambda: asked.append(True))
    world.add_image(picture)
    note = world.page.placeNote
    assert not note.isHidden() and "no place on the map" in note.text()
    note.linkActivated.emit("place")
    assert asked == [True]
    assert world.page.parameters().crs is None
    world.add_image(write_discs(picture.with_name("placed.tif")))
    world.page.imageCombo.setLayer(QgsProject.instance().mapLayersByName("placed")[0])
    assert note.isHidden()


def test_a_saved_picture_with_a_world_file_is_measured_once_its_crs_is_said(world, picture, wait_for):
    numbers = (STEP_X, 0.0, 0.0, -STEP_Y, WEST, NORTH)
    picture.with_suffix(".pgw").write_text("\n".join(map(repr, numbers)))
    image = world.add_image(picture)
    assert "has coordinates but no CRS" in world.page.placeNote.text()
    wait_for(lambda: forecast_of(world).startswith("The image has no CRS"))
    image.setCrs(DEGREES)
    world.page.imageCombo.layerChanged.emit(image)
    assert world.page.placeNote.isHidden()
    assert world.page.parameters().crs == "EPSG:4326", "the engine cannot see it in the file"
    wait_for(lambda: forecast_of(world).startswith("Reading the 0.5"))


# --- satellites


def write_bands(path, names=(), wavelengths=(), kind=gdal.GDT_UInt16, count=0):
    count = count or len(names or wavelengths)
    file = gdal.GetDriverByName("GTiff").Create(str(path), 30, 30, count, kind)
    file.SetGeoTransform((600000, 1, 0, 3000000, 0, -1))
    file.SetProjection(UTM.toWkt())
    for index, name in enumerate(names, 1):
        file.GetRasterBand(index).SetDescription(name)
    for index, micrometres in enumerate(wavelengths, 1):
        file.GetRasterBand(index).SetMetadataItem("CENTRAL_WAVELENGTH_UM", str(micrometres), "IMAGERY")
    return path


BANDS_OF_ENGINE = """
import json, sys
from landslide_plugin.engine.raster.source import RasterSource
chosen = {}
for path in sys.argv[1:]:
    with RasterSource(path, bands=None) as source:
        chosen[path] = [list(source.bands), bool(source.warnings)]
print(json.dumps(chosen))
"""


def test_dock_and_engine_choose_the_same_bands(engine_home, tmp_path):
    paths = [
        write_bands(tmp_path / "planet.tif", ("blue", "green", "red", "nir"), kind=gdal.GDT_Byte),
        write_bands(tmp_path / "sentinel.tif", ("B2", "B3", "B4", "B8"), kind=gdal.GDT_Byte),
        write_bands(tmp_path / "LT05_old.tif", ("B1", "B2", "B3", "B4", "B5", "B7"), kind=gdal.GDT_Byte),
        write_bands(tmp_path / "waves.tif", wavelengths=(0.443, 0.49, 0.56, 0.665, 0.842), kind=gdal.GDT_Byte),
        write_bands(tmp_path / "unnamed.tif", count=5, kind=gdal.GDT_Byte),
        write_discs(tmp_path / "colours.tif"),
    ]
    command = [str(ENGINE), "-c", BANDS_OF_ENGINE, *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, env=environment, cwd=ROOT).stdout)
    wanted = ("red", "green", "blue")
    for path in paths:
        layer = QgsRasterLayer(str(path))
        meant = meant_bands(layer, wanted)
        bands, guessed = answer[str(path)]
        assert (meant or first_bands(layer, wanted)) == tuple(bands), path.name
        assert (meant is None) == guessed, path.name
    assert answer[str(paths[1])][0] == [3, 2, 1]


def test_the_dock_says_when_the_image_does_not_name_its_bands(world, tmp_path):
    world.add_image(write_bands(tmp_path / "unnamed.tif", count=5))
    assert world.page.bandsGroup.title() == "Bands: the first ones (the image does not name them)"
    world.add_image(write_bands(tmp_path / "named.tif", ("NIR", "Red", "Green", "Blue")))
    world.page.imageCombo.setLayer(QgsProject.instance().mapLayersByName("named")[0])
    assert world.page.bandsGroup.title() == "Bands: automatic"
    assert [combo.currentBand() for combo in world.page.bands._combos] == [2, 3, 4]


def test_the_dock_tells_at_what_resolution_a_drone_image_is_read(world, tmp_path, wait_for):
    file = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "flight.tif"), 40_000, 30_000, 4, options=["SPARSE_OK=YES", "TILED=YES", "ALPHA=YES"]
    )
    file.SetGeoTransform((600000, 0.04, 0, 3000000, 0, -0.04))
    file.SetProjection(UTM.toWkt())
    file = None
    world.add_image(tmp_path / "flight.tif")
    wait_for(lambda: "0.04 m image, model works at 0.3 to 2 m: reading at 0.3 m" in forecast_of(world))
    assert "21 megapixels" in forecast_of(world)


# --- clouds


def polygons(shape, crs):
    layer = QgsVectorLayer(f"Polygon?crs={crs.authid()}", "clouds", "memory")
    feature = QgsFeature()
    feature.setGeometry(shape)
    layer.dataProvider().addFeatures([feature])
    return layer


def cloud_over_the_first_disc(crs):
    x, y = middle(DISCS[0])
    shape = QgsGeometry.fromRect(QgsRectangle(x - 25, y - 25, x + 25, y + 25))
    shape.transform(QgsCoordinateTransform(UTM, crs, QgsProject.instance()))
    return shape


def write_classes(path):
    """A classification of 2 m pixels, 4 and where the first disc is 9."""
    file = gdal.GetDriverByName("GTiff").Create(str(path), 200, 200, 1)
    file.SetGeoTransform((ORIGIN[0] - 20, 2, 0, ORIGIN[1] + 20, 0, -2))
    file.SetProjection(UTM.toWkt())
    values = file.ReadAsArray()
    values[:] = 4
    x, y = middle(DISCS[0])
    column, row = int((x - ORIGIN[0] + 20) / 2), int((ORIGIN[1] + 20 - y) / 2)
    values[row - 12 : row + 12, column - 12 : column + 12] = 9
    file.WriteArray(values)
    return path


def test_polygons_of_clouds_in_another_crs_hide_what_is_under_them(world, tmp_path, wait_for):
    image = world.add_image(write_discs(tmp_path / "hillside.tif"))
    clouds = polygons(cloud_over_the_first_disc(DEGREES), DEGREES)
    QgsProject.instance().addMapLayer(clouds)
    world.page.imageCombo.setLayer(image)
    world.page.maskCombo.setLayer(clouds)
    assert world.page.maskValuesEdit.isHidden(), "polygons have no values"
    world.show_and_wait_for_the_engine(wait_for)
    measured = []
    world.page.detection.measured.connect(measured.append)
    QTest.mouseClick(world.page.detectButton, Qt.MouseButton.LeftButton)
    wait_for(lambda: measured)
    assert measured[0]["landslides"] == 2
    x, y = middle(DISCS[0])
    mask = QgsRasterLayer(measured[0]["mask"])
    assert mask.dataProvider().sample(QgsPointXY(x, y), 1)[1] is False, "nodata"


def test_a_mask_raster_asks_for_its_values(world, tmp_path):
    world.add_image(write_discs(tmp_path / "hillside.tif"))
    classes = world.add_image(write_classes(tmp_path / "classes.tif"))
    world.page.maskCombo.setLayer(classes)
    assert not world.page.maskValuesEdit.isHidden()
    world.page.maskValuesEdit.setText("3, 8; 9 10")
    assert world.page.masks.values() == (3, 8, 9, 10)
    assert world.page.masks.file() == str(tmp_path / "classes.tif")
    world.page.maskValuesEdit.setText("cloud")
    world.page.detect()
    assert world.said("values of the mask are numbers")
    world.page.maskCombo.setLayer(None)
    assert world.page.masks.file() is None and world.page.masks.values() is None


# --- Processing


def test_processing_takes_overlays_that_qgis_does_not_open(provider, picture, tmp_path):
    second = WIDTH + 20
    path = write_kmz(tmp_path / "two.kmz", picture, overlay(), overlay(left=second))
    assert not QgsRasterLayer(str(path)).isValid()
    outputs = processing.run(
        "landslide_mapper:detect", {"INPUT": str(path), "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    )
    expected = sorted(on_overlay(disc, left) for disc in DISCS for left in (0, second))
    for centre, place in zip(centres(outputs["LANDSLIDES"]), expected):
        assert centre == pytest.approx(place, abs=4 * STEP_X)
    assert outputs["LANDSLIDES_COUNT"] == 6
    with zipfile.ZipFile(tmp_path / "places.kmz", "w") as archive:
        archive.writestr("doc.kml", "<kml><Placemark/></kml>")
    with pytest.raises(QgsProcessingException, match="holds no ground overlay"):
        processing.run(
            "landslide_mapper:detect", {"INPUT": str(tmp_path / "places.kmz"), "OUTPUT": "x", "MODEL": "discs"}
        )


@pytest.mark.parametrize("kind", ["polygons", "classes"])
def test_processing_leaves_out_what_is_masked(provider, tmp_path, kind):
    wishes = {"INPUT": str(write_discs(tmp_path / "hillside.tif")), "OUTPUT": str(tmp_path / "out"), "MODEL": "discs"}
    if kind == "polygons":
        wishes["MASK"] = polygons(cloud_over_the_first_disc(DEGREES), DEGREES)
    else:
        wishes.update(MASK=str(write_classes(tmp_path / "classes.tif")), MASK_VALUES="8,9,10")
    assert processing.run("landslide_mapper:detect", wishes)["LANDSLIDES_COUNT"] == 2


def test_a_folder_of_scenes_with_one_that_is_broken(provider, tmp_path):
    folder = tmp_path / "scenes"
    folder.mkdir()
    write_discs(folder / "a.tif")
    (folder / "b.tif").write_text("not an image")
    write_discs(folder / "c.tif", discs=DISCS[:2])
    area = QgsGeometry.fromRect(QgsRectangle(ORIGIN[0], ORIGIN[1] - 130, ORIGIN[0] + 120, ORIGIN[1]))
    area.transform(QgsCoordinateTransform(UTM, DEGREES, QgsProject.instance()))
    wishes = {"FOLDER": str(folder), "OUTPUT": str(tmp_path / "out"), "MODEL": "discs", "BANDS": "1, 2, 3"}
    outputs = processing.run("landslide_mapper:detectfolder", wishes)
    assert (outputs["IMAGES"], outputs["FAILED"], outputs["LANDSLIDES_COUNT"]) == (3, 1, 5)
    with Path(outputs["SUMMARY"]).open(encoding="utf-8-sig", newline="") as file:
        table = {line["scene"]: line for line in csv.DictReader(file)}
    assert [table[name]["landslides"] for name in "abc"] == ["3", "", "2"]
    assert "b.tif cannot be opened as an image" in table["b"]["error"]
    assert len(centres(str(tmp_path / "out" / "a" / "a_landslides.gpkg"))) == 3
    deep = processing.run("landslide_mapper:detectfolder", {**wishes, "FOLDER": str(tmp_path), "RECURSIVE": True})
    assert (deep["IMAGES"], deep["LANDSLIDES_COUNT"]) == (3, 5), "the results in there are no images"
    wishes.update(AREA=polygons(area, DEGREES), LAYERS=[QgsRasterLayer(str(folder / "a.tif"), "again")], FOLDER="")
    outputs = processing.run("landslide_mapper:detectfolder", wishes)
    assert (outputs["IMAGES"], outputs["LANDSLIDES_COUNT"]) == (1, 1)
    with pytest.raises(QgsProcessingException, match="choose their folder, or layers"):
        processing.run("landslide_mapper:detectfolder", {"OUTPUT": str(tmp_path / "out"), "MODEL": "discs"})
