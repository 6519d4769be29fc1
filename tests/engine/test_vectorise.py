"""Polygons drawn band by band are those of the whole mask, with honest areas and probabilities."""

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.features import rasterize, shapes

from landslide_plugin.engine.metrics.components import pieces_of
from landslide_plugin.engine.vectorise import Landslide, Polygoniser

UTM = CRS.from_epsg(32648)
HALF_METRE = Affine(0.5, 0, 600000, 0, -0.5, 3000000)


def polygonise(mask, cuts=(), probability=None, transform=HALF_METRE, crs=UTM, minimum_area=0.0) -> list[Landslide]:
    probability = np.where(mask, 0.8, 0.1).astype(np.float32) if probability is None else probability
    polygons, found = Polygoniser(transform, crs, minimum_area), []
    for begin, end in zip((0, *cuts), (*cuts, len(mask))):
        found += polygons.add(mask[begin:end], probability[begin:end])
    return found + list(polygons.close())


def key(landslide: Landslide) -> tuple:
    return (*landslide.geometry.normalize().bounds, round(landslide.area, 3), round(landslide.probability_mean, 5))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(1, 39), max_size=6))
def test_bands_do_not_matter(seed: int, cuts: set[int]) -> None:
    rng = np.random.default_rng(seed)
    coarse = rng.random((10, 12)) < 0.5
    mask = coarse.repeat(4, 0).repeat(4, 1)
    probability = rng.random(mask.shape).astype(np.float32)
    whole = polygonise(mask, (), probability)
    parts = polygonise(mask, tuple(sorted(cuts)), probability)
    assert sorted(map(key, parts)) == sorted(map(key, whole))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_polygons_are_valid_and_follow_the_mask_within_a_pixel(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = (rng.random((8, 8)) < 0.45).repeat(8, 0).repeat(8, 1)
    landslides = polygonise(mask, (17, 40))
    assert all(landslide.geometry.is_valid for landslide in landslides)
    drawn = (
        rasterize([item.geometry for item in landslides], mask.shape, transform=HALF_METRE).astype(bool)
        if mask.any()
        else mask
    )
    inner = mask & np.roll(mask, 1, 0) & np.roll(mask, -1, 0) & np.roll(mask, 1, 1) & np.roll(mask, -1, 1)
    assert drawn[inner].all()
    assert (drawn & ~mask).mean() < 0.02


def test_area_is_measured_on_the_ellipsoid() -> None:
    mask = np.zeros((400, 400), bool)
    mask[100:300, 100:300] = True
    (landslide,) = polygonise(mask)
    assert landslide.area == pytest.approx(100 * 100, rel=0.002)
    assert landslide.perimeter == pytest.approx(400, rel=0.002)
    degrees = Affine(1e-5, 0, 105, 0, -1e-5, 27)
    (landslide,) = polygonise(mask, transform=degrees, crs=CRS.from_epsg(4326))
    assert landslide.area == pytest.approx((200 * 1e-5 * 111_320) ** 2 * np.cos(np.radians(27)), rel=0.01)


def test_small_landslides_are_dropped_and_small_holes_filled() -> None:
    mask = np.zeros((200, 200), bool)
    mask[20:120, 20:120] = True
    mask[50:54, 50:54] = False  # 4 m2
    mask[80:110, 80:110] = False  # 225 m2
    mask[150:153, 150:153] = True
    (landslide,) = polygonise(mask, minimum_area=100)
    (polygon,) = landslide.geometry.geoms
    assert [round(shapely.Polygon(hole).area) for hole in polygon.interiors] == [225]


def test_a_landslide_full_of_holes_is_drawn_whole_and_keeps_the_large_ones() -> None:
    mask = np.ones((480, 600), bool)
    mask[5::20, 5::20] = False  # 0.25 m2 each
    for row in range(10, 470, 20):
        for column in range(10, 590, 20):
            mask[row : row + 8, column : column + 8] = False  # 16 m2 each, some across the cuts
    (landslide,) = polygonise(mask, (93, 200, 333), minimum_area=10)
    (polygon,) = landslide.geometry.geoms
    assert len(polygon.interiors) == 23 * 29
    assert landslide.geometry.is_valid
    assert landslide.area == pytest.approx((480 * 600 - 23 * 29 * 64) * 0.25, rel=0.02)
    (whole,) = polygonise(mask, minimum_area=10)
    assert key(whole) == key(landslide)


def test_probabilities_inside_the_outline() -> None:
    mask = np.zeros((60, 60), bool)
    mask[10:50, 10:50] = True
    probability = np.zeros((60, 60), np.float32)
    probability[10:30, 10:50], probability[30:50, 10:50] = 0.6, 0.9
    (landslide,) = polygonise(mask, (25, 41), probability)
    assert landslide.probability_mean == pytest.approx(0.75, abs=1e-5)
    assert landslide.probability_max == pytest.approx(0.9)


def test_finished_landslides_come_out_before_the_last_row() -> None:
    mask = np.zeros((100, 50), bool)
    mask[5:15, 5:15] = True
    polygons = Polygoniser(HALF_METRE, UTM, 0)
    assert len(list(polygons.add(mask[:50], mask[:50].astype(np.float32)))) == 1


def test_without_a_crs_sizes_are_in_pixels() -> None:
    mask = np.zeros((50, 50), bool)
    mask[10:30, 10:20] = True
    (landslide,) = polygonise(mask, transform=Affine.scale(1, -1), crs=None)
    assert landslide.area == 200


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_pieces_are_pixels_that_share_sides(seed: int) -> None:
    mask = np.random.default_rng(seed).random((23, 31)) < 0.55
    places, sizes = pieces_of(mask)
    assert np.array_equal(places >= 0, mask)
    outlines = [shapely.geometry.shape(shape) for shape, _ in shapes(mask.view(np.uint8), mask=mask, connectivity=4)]
    assert len(outlines) == len(sizes)
    for outline in outlines:
        inside = rasterize([(outline, 1)], mask.shape, dtype="uint8").astype(bool)
        (number,) = set(places[inside].tolist())
        assert sizes[number] == inside.sum() == (places == number).sum()


def test_a_mask_without_landslides_has_no_piece() -> None:
    places, sizes = pieces_of(np.zeros((3, 5), bool))
    assert (places == -1).all() and len(sizes) == 0
