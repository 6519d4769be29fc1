"""Lists of numbers as scripts, models and `qgis_process` give them to the algorithms."""

from __future__ import annotations

import json
from pathlib import Path

import processing
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProperty


@pytest.fixture
def run(provider, image, tmp_path):
    """Runs an algorithm on the image and returns the parameters in its record."""

    def start(name, **parameters):
        images = {"LAYERS": [image]} if name == "detectfolder" else {"INPUT": image}
        wishes = {**images, "OUTPUT": str(tmp_path / "out"), "MODEL": "discs", **parameters}
        processing.run(f"landslide_mapper:{name}", wishes)
        (record,) = Path(tmp_path / "out").rglob("*_run.json")
        return json.loads(record.read_text())["parameters"]

    return start


WAYS = [[3, 2, 1], ["3", "2", "1"], (3, 2, 1), "3,2,1", "3;2;1", [3.0, 2.0, 1.0]]
WAYS += [QgsProperty.fromExpression("'3, 2, 1'"), QgsProperty.fromExpression("array(3, 2, 1)")]


CALLS = [("detect", WAYS[2]), ("detect", WAYS[3]), *(("detectfolder", way) for way in WAYS)]


@pytest.mark.parametrize(("algorithm", "bands"), CALLS, ids=str)
def test_bands_may_be_a_list_a_tuple_or_a_text(run, algorithm, bands):
    assert run(algorithm, BANDS=bands)["bands"] == [3, 2, 1]


@pytest.mark.parametrize("bands", [[], "", QgsProperty.fromExpression("''")], ids=str)
def test_no_bands_are_those_of_the_image(run, bands):
    assert run("detectfolder", BANDS=bands)["bands"] is None


@pytest.mark.parametrize("algorithm", ["detect", "detectfolder", "exportchips"])
@pytest.mark.parametrize("bands", [{"red": 3}, {3, 2, 1}, "red", ["3", "green"], -1], ids=str)
def test_anything_else_is_refused(provider, image, tmp_path, algorithm, bands):
    labels = tmp_path / "labels.geojson"
    labels.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": ')
    labels.write_text(labels.read_text() + '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}')
    wishes = {"INPUT": image, "LAYERS": [image], "LABELS": str(labels), "MODEL": "discs", "BANDS": bands}
    with pytest.raises(QgsProcessingException, match="numbers such as 3, 2, 1"):
        processing.run(f"landslide_mapper:{algorithm}", {**wishes, "OUTPUT": str(tmp_path / "out")})


@pytest.mark.parametrize("values", [[8, 9], (8, 9)], ids=str)
def test_values_of_the_mask_may_be_a_list_a_tuple_or_a_text(run, image, tmp_path, values):
    mask = str(tmp_path / "clouds.tif")
    gdal.Translate(mask, gdal.Open(image), bandList=[1])
    assert run("detect", MASK=mask, MASK_VALUES=values)["mask_values"] == [8, 9]
    with pytest.raises(QgsProcessingException, match="numbers"):
        run("detect", MASK=mask, MASK_VALUES={"cloud": 8})
