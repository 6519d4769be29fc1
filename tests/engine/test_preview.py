"""The preview picture: what it shows, of any raster, and what it refuses."""

from __future__ import annotations

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from PIL import Image
from rasterio.crs import CRS

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.preview import make_preview

UTM = CRS.from_epsg(32648)
TWO_METRES = Affine(2, 0, 500_000, 0, -2, 3_000_000)
SQUARE = shapely.box(500_080, 3_000_000 - 160, 500_160, 3_000_000 - 80)  # pixels 40 to 80 of a 2 m raster


@pytest.fixture
def files(tmp_path):
    """An image, the probability of one square landslide in it, and its polygon."""
    return Files(tmp_path)


class Files:
    def __init__(self, folder, crs=UTM, transform=TWO_METRES):
        self.folder, self.crs, self.transform = folder, crs, transform
        self.image, self.probability = folder / "valley.tif", folder / "valley_probability.tif"
        self.polygons, self.picture = folder / "valley_landslides.gpkg", folder / "pictures" / "preview.png"
        self.write(self.image, np.full((3, 120, 200), 90, np.uint8))
        stored = np.zeros((1, 120, 200), np.uint8)
        stored[0, 40:80, 40:80] = 200
        self.write(self.probability, stored, nodata=255)
        self.draw([SQUARE])

    def write(self, path, values, transform=None, **profile):
        with rasterio.open(
            path, "w", driver="GTiff", count=len(values), height=values.shape[1], width=values.shape[2],
            dtype=values.dtype, crs=self.crs, transform=transform or self.transform, **profile,
        ) as file:  # fmt: skip
            file.write(values)

    def draw(self, outlines):
        schema = {"geometry": "Polygon", "properties": {"area_m2": "float:16.1"}}
        crs = self.crs.to_wkt() if self.crs else None
        with fiona.open(self.polygons, "w", driver="GPKG", layer="landslides", schema=schema, crs_wkt=crs) as file:
            for outline in outlines:
                file.write({"geometry": shapely.geometry.mapping(outline), "properties": {"area_m2": outline.area}})

    def preview(self, **options):
        make_preview(self.image, self.probability, self.polygons, self.picture, **options)
        with Image.open(self.picture) as picture:
            return np.asarray(picture.convert("RGB")).astype(int), picture.text


def is_outline(picture):
    return (np.abs(picture - (255, 214, 10)) < 40).all(-1)


def halves(picture):
    """Left and right panel, without header and legend."""
    middle = picture.shape[1] // 2
    panels = picture[100:-70]
    return panels[:, :middle], panels[:, middle:]


def test_left_is_outlined_and_right_glows_where_the_landslide_is(files):
    picture, _ = files.preview()
    left, right = halves(picture)
    rows, columns = np.nonzero(is_outline(left))
    scale = 900 / 200
    assert rows.min() == pytest.approx(40 * scale, abs=8)
    assert np.ptp(rows) == pytest.approx(40 * scale, abs=8)
    assert np.ptp(columns) == pytest.approx(40 * scale, abs=8)
    brightness = right.sum(-1)
    inside = brightness[rows.min() + 20 : rows.max() - 20, columns.min() + 20 : columns.max() - 20]
    assert inside.min() > 500
    assert np.median(brightness[: rows.min() - 20]) < 300
    assert not is_outline(right).any()


def test_words_count_the_landslides_and_their_area(files):
    _, words = files.preview(title="Upper valley")
    assert words["Title"] == "Upper valley"
    assert words["Description"] == "1 landslide, 6,400 m2"
    files.draw([shapely.transform(SQUARE, lambda xy, step=step: xy + step) for step in range(40)])
    _, words = files.preview()
    assert words["Title"] == "valley"
    assert words["Description"] == "40 landslides, 0.26 km2"


def test_a_run_that_found_nothing_has_a_picture_too(files):
    files.draw([])
    picture, words = files.preview()
    assert words["Description"] == "0 landslides, 0 m2"
    assert not is_outline(halves(picture)[0]).any()


def test_only_the_searched_part_of_the_image_is_shown(files):
    stored = np.full((1, 60, 60), 200, np.uint8)
    files.write(files.probability, stored, files.transform @ Affine.translation(30, 30), nodata=255)
    picture, _ = files.preview()
    left, right = halves(picture)
    # 10 pixels lie between the part's corner and the landslide, of 60 that fill the part.
    rows, _ = np.nonzero(is_outline(left))
    assert np.ptp(rows) / left.shape[0] == pytest.approx(40 / 60, abs=0.06)
    assert np.median(right.sum(-1)) > 500


def test_nodata_is_neither_ground_nor_probability(files):
    image = np.full((3, 120, 200), 90, np.uint8)
    image[:, :, 100:] = 0
    files.write(files.image, image, nodata=0)
    stored = np.zeros((1, 120, 200), np.uint8)
    stored[0, :, 100:] = 255
    files.write(files.probability, stored, nodata=255)
    files.draw([])
    picture, _ = files.preview()
    assert (picture[300, 700] == picture[300, 1600]).all()
    assert picture[300, 700].min() > 200


@pytest.mark.parametrize("values", [
    np.linspace(0, 9000, 120 * 200).reshape(1, 120, 200).astype(np.uint16),
    np.where(np.arange(200) < 20, np.nan, np.linspace(-1, 1, 4 * 120 * 200).reshape(4, 120, 200)).astype(np.float32),
], ids=["one 16-bit band", "float bands with NaN"])  # fmt: skip
def test_any_radiometry_is_stretched_to_be_seen(files, values):
    files.write(files.image, values)
    picture, _ = files.preview()
    left, _ = halves(picture)
    assert left[150:].sum(-1).std() > 60


def test_an_image_without_georeference_is_measured_in_pixels(tmp_path):
    files = Files(tmp_path, crs=None, transform=Affine.identity())
    files.draw([shapely.box(40, -80, 80, -40)])
    picture, words = files.preview()
    assert words["Description"] == "1 landslide, 1,600 pixels"
    assert is_outline(halves(picture)[0]).any()


def test_results_of_another_image_are_refused(files):
    files.write(files.probability, np.zeros((1, 50, 50), np.uint8), Affine(2, 0, 900_000, 0, -2, 3_000_000), nodata=255)
    with pytest.raises(InputError, match="does not lie on"):
        files.preview()
    assert not files.picture.exists()


def test_missing_polygons_are_refused(files):
    files.polygons.unlink()
    with pytest.raises(InputError, match="is missing or holds no polygons"):
        files.preview()


def test_an_unwritable_place_is_refused(files):
    files.picture = files.image / "preview.png"
    with pytest.raises(InputError):
        files.preview()
