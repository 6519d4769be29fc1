"""Models that read terrain: the dock asks for an elevation model, the wizard offers what can be read of it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import processing
import pytest
from discs import HEIGHT, ORIGIN, PIXEL, WIDTH, write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.gui.training.choices import ModelChoice
from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider
from landslide_mapper.landslide_plugin.worker.session import session
from osgeo import gdal, osr
from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtWidgets import QComboBox, QWizard
from test_training_wizard import labels, open_wizard, press, teach  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[2]
CELLS, CELL = 120, 3.0


def write_dem(path, bands=1):
    """Heights of a slope over the image and beyond, in cells of 3 m."""
    file = gdal.GetDriverByName("GTiff").Create(str(path), CELLS, CELLS, bands, gdal.GDT_Float32)
    file.SetGeoTransform((ORIGIN[0] - 30, CELL, 0, ORIGIN[1] + 30, 0, -CELL))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32648)
    file.SetProjection(system.ExportToWkt())
    for band in range(bands):
        file.GetRasterBand(band + 1).WriteArray(
            np.add.outer(np.zeros(CELLS), 1.5 * np.arange(CELLS)).astype(np.float32)
        )
    file.FlushCache()
    return path


def add_raster(path):
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def steep(engine_home):
    """An installed model that reads slope."""
    python = os.environ["LANDSLIDE_MAPPER_ENGINE"]
    file = engine_home / "models" / "steep.safetensors"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [python, ROOT / "tests" / "plugin" / "terrain_model.py", file]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    yield "steep"
    file.unlink()


def offered(combo):
    return [combo.layer(index).name() for index in range(combo.count()) if combo.layer(index) is not None]


def test_an_elevation_model_is_asked_for_only_where_it_is_needed(world, steep, tmp_path):
    world.show()
    world.add_image(write_discs(tmp_path / "hillside.tif"))
    first, second = add_raster(write_dem(tmp_path / "one.tif")), add_raster(write_dem(tmp_path / "two.tif"))
    combo = world.page.bands.elevationCombo
    assert not combo.isVisible()
    assert world.page.parameters().dem is None
    world.page.models.refresh(steep)
    assert world.page.bandsGroup.isCollapsed() is False and combo.isVisible()
    assert offered(combo) == ["one", "two"], "the image has three bands"
    assert world.page.findChild(QComboBox, "band_slope") is None
    assert combo.currentLayer() is None, "which of the two nobody knows"
    with pytest.raises(InputError, match="reads slope besides the image: choose an elevation model"):
        world.page.parameters()
    combo.setLayer(second)
    assert world.page.parameters().dem == str(tmp_path / "two.tif")
    assert world.page.parameters().bands is None
    combo.setLayer(first)
    assert world.page._click_request(QgsPointXY(ORIGIN[0] + 50, ORIGIN[1] - 50)).parameters.dem == str(
        tmp_path / "one.tif"
    )
    world.page.models.refresh("discs")
    assert not combo.isVisible()
    assert world.page.parameters().dem is None


def test_the_layer_that_is_named_like_one_is_proposed(world, steep, tmp_path):
    world.add_image(write_discs(tmp_path / "hillside.tif"))
    add_raster(write_dem(tmp_path / "rainfall.tif"))
    add_raster(write_dem(tmp_path / "county_DTM.tif"))
    world.page.models.refresh(steep)
    assert world.page.parameters().dem == str(tmp_path / "county_DTM.tif")


def test_the_dock_detects_with_terrain_and_its_results_are_no_elevation(world, steep, tmp_path, wait_for):
    world.add_image(write_discs(tmp_path / "hillside.tif"))
    add_raster(write_dem(tmp_path / "heights.tif"))
    world.page.models.refresh(steep)
    world.show_and_wait_for_the_engine(wait_for)
    world.page.outputFolder.setFilePath(str(tmp_path / "results"))
    world.page.detectButton.click()
    wait_for(lambda: not world.page.detection.running)
    (record,) = (tmp_path / "results").rglob("*_run.json")
    run = json.loads(record.read_text("utf-8"))
    assert run["parameters"]["dem"] == str(tmp_path / "heights.tif")
    assert run["result"]["megapixels"] == pytest.approx(WIDTH * HEIGHT / 1e6)
    assert offered(world.page.bands.elevationCombo) == ["heights"]


def test_processing_explains_with_terrain(qgis_app, qgis_processing, steep, tmp_path):
    provider, registry = LandslideMapperProvider(), QgsApplication.processingRegistry()
    assert registry.addProvider(provider)
    try:
        result = processing.run("landslide_mapper:explain", {
            "INPUT": str(write_discs(tmp_path / "hillside.tif")), "MODEL": steep,
            "DEM": str(write_dem(tmp_path / "dem.tif")), "OUTPUT": str(tmp_path / "why.tif"),
            "POINT": f"{ORIGIN[0] + 40 * PIXEL},{ORIGIN[1] - 40 * PIXEL} [EPSG:32648]",
        })  # fmt: skip
    finally:
        registry.removeProvider("landslide_mapper")
    assert Path(result["OUTPUT"]).exists()


def test_the_wizard_trains_with_terrain_where_there_is_an_elevation_model(teach, labels, tmp_path):  # noqa: F811
    dem = add_raster(write_dem(tmp_path / "dem.tif"))
    wizard = open_wizard(teach)
    data, model = wizard.data_page, wizard.model_page
    assert offered(data.rows[0].elevation) == ["dem"]
    press(wizard, QWizard.WizardButton.NextButton)
    assert not model.terrainCombo.isEnabled()
    assert model.choice() == ModelChoice(model.choice().title, start_from="discs")
    press(wizard, QWizard.WizardButton.BackButton)
    data.rows[0].elevation.setLayer(dem)
    assert [one.dem for one in data.maps((), tmp_path / "copies.gpkg")] == [str(tmp_path / "dem.tif")]
    press(wizard, QWizard.WizardButton.NextButton)
    assert model.choice().bands == ("red", "green", "blue", "elevation", "slope")
    model.terrainCombo.setCurrentIndex(model.terrainCombo.findText("elevation"))
    model.scratchRadio.setChecked(True)
    assert model.choice().bands == ("red", "green", "blue", "elevation")
    press(wizard, QWizard.WizardButton.BackButton)
    press(wizard, QWizard.WizardButton.NextButton)
    assert model.choice().bands == ("red", "green", "blue", "elevation"), "what was chosen is kept"
    wizard.write(tmp_path / "own.toml")
    wizard.recipe_page.cropSpin.setValue(64)
    wizard.recipe_page.batchSpin.setValue(2)
    plan = session().call("plan_training", {"config": str(tmp_path / "own.toml"), "resume": False, "device": "cpu"})
    assert plan["landslides"]["training"] > 5
    assert 'dem = "' in (tmp_path / "own.toml").read_text("utf-8")


def test_the_wizard_goes_on_from_a_model_that_reads_terrain(teach, labels, steep, tmp_path):  # noqa: F811
    dem = add_raster(write_dem(tmp_path / "dem.tif"))
    wizard = open_wizard(teach)
    data, model = wizard.data_page, wizard.model_page
    press(wizard, QWizard.WizardButton.NextButton)
    model.modelCombo.setCurrentIndex(model.modelCombo.findText("Reads slope"))
    wizard.button(QWizard.WizardButton.NextButton).click()
    assert wizard.currentPage() is model
    assert "reads slope: choose an elevation model for every image" in model.problem.text()
    press(wizard, QWizard.WizardButton.BackButton)
    data.rows[0].elevation.setLayer(dem)
    press(wizard, QWizard.WizardButton.NextButton)
    assert not model.terrainCombo.isEnabled(), "it goes on reading what it reads"
    assert model.choice().bands is None
    press(wizard, QWizard.WizardButton.NextButton)
    assert wizard.currentPage() is wizard.recipe_page
