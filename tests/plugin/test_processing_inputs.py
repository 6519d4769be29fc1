"""What Processing algorithms are given as texts, as in a terminal or a saved batch."""

from __future__ import annotations

import zipfile

import processing
import pytest
from landslide_mapper.landslide_plugin.common.raster_paths import absolute_name
from osgeo import gdal
from qgis.core import QgsProcessingException


@pytest.mark.parametrize("given", ["hillside.tif", "GPKG:images.gpkg:hill", "/vsizip/images.zip/hillside.tif"])
def test_an_image_may_be_named_from_the_folder_one_is_in(provider, image, tmp_path, monkeypatch, given):
    monkeypatch.chdir(tmp_path)
    gdal.Translate("images.gpkg", image, format="GPKG", creationOptions=["RASTER_TABLE=hill", "TILE_FORMAT=PNG"])
    with zipfile.ZipFile("images.zip", "w") as archive:
        archive.write("hillside.tif")
    wishes = {"INPUT": given, "MODEL": "discs", "OUTPUT": "results", "LOAD_RESULTS": False}
    assert processing.run("landslide_mapper:detect", wishes)["LANDSLIDES_COUNT"] == 3


def test_names_of_rasters_get_the_whole_paths_of_their_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("cube.nc", "a.zip", "odd:name.tif"):
        (tmp_path / name).touch()
    assert absolute_name('NETCDF:"cube.nc":red') == f'NETCDF:"{tmp_path}/cube.nc":red'
    assert absolute_name("NETCDF:cube.nc:red") == f"NETCDF:{tmp_path}/cube.nc:red"
    assert absolute_name("/vsizip/a.zip/in/b.tif") == f"/vsizip/{tmp_path}/a.zip/in/b.tif"
    assert absolute_name("odd:name.tif") == f"{tmp_path}/odd:name.tif"
    for name in (
        "NETCDF:missing.nc:red",
        "/vsizip/missing.zip/b.tif",
        f"/vsizip/{tmp_path}/a.zip/b.tif",
        "/vsicurl/http://example.org/a.tif",
        f"{tmp_path}/cube.nc",
    ):
        assert absolute_name(name) == name


@pytest.mark.parametrize("algorithm", ["detect", "detectfolder", "evaluate", "explain", "suggest"])
def test_a_model_that_is_not_here_any_more_is_named_with_those_that_are(provider, image, tmp_path, algorithm):
    wishes = {"INPUT": image, "POINT": "600050,2999900", "OUTPUT": str(tmp_path / "out.tif"), "MODEL": "of last year"}
    with pytest.raises(QgsProcessingException, match=r"no model 'of last year' here: choose one of .*discs"):
        processing.run(f"landslide_mapper:{algorithm}", wishes)
