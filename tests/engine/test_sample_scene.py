"""The generated scene: the same for the same seed, where it says it is, and with landslides that obey the slope."""

from __future__ import annotations

import fiona
import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.sample_scene import generate, write


@pytest.fixture(scope="module")
def scene():
    return generate(3, size=768, gsd=1.0)


@pytest.fixture(scope="module")
def files(scene, tmp_path_factory):
    return write(scene, tmp_path_factory.mktemp("scene"))


def test_same_seed_gives_the_same_scene():
    first, second = generate(5, 160, 1.0), generate(5, 160, 1.0)
    for name in ("rgb", "dem", "truth", "numbers"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@pytest.fixture(scope="module")
def small_scenes():
    return [generate(seed, 192, 1.0) for seed in range(6)]


def test_another_seed_gives_another_landscape(small_scenes):
    scenes = small_scenes
    tones = np.array([scene.rgb.reshape(3, -1).mean(1) for scene in scenes])
    assert np.ptp(tones, axis=0).min() > 8  # grey levels
    shapes = [scene.dem - scene.dem.mean() for scene in scenes]
    for index, shape in enumerate(shapes):
        others = [np.corrcoef(shape.ravel(), other.ravel())[0, 1] for other in shapes[:index]]
        assert not others or max(others) < 0.95


def test_scene_is_mountainous_and_has_landslides(scene):
    assert scene.rgb.shape == (3, 768, 768)
    assert scene.rgb.dtype == np.uint8
    assert np.ptp(scene.dem) > 80
    assert 0.01 < scene.truth.mean() < 0.3
    assert len(scene.kinds) == scene.numbers.max() >= 4


def test_landslides_are_mostly_brighter_than_their_surroundings(small_scenes):
    contrast = [
        scene.rgb[:, scene.truth == 1].mean() / scene.rgb[:, scene.truth == 0].mean()
        for scene in small_scenes
        if scene.truth.any()
    ]
    assert len(contrast) >= 5
    assert np.median(contrast) > 1.15  # some lie in shadow, are overgrown, or lie among tilled fields


def test_landslides_lie_on_slopes_and_run_downhill(scene):
    slope_y, slope_x = np.gradient(scene.dem, scene.gsd)
    steepness = np.hypot(slope_x, slope_y)
    assert np.median(steepness[scene.truth == 1]) > np.tan(np.radians(15))
    elongation, along_slope = [], []
    for number in range(1, scene.numbers.max() + 1):
        rows, columns = np.nonzero(scene.numbers == number)
        if rows.min() == 0 or columns.min() == 0 or rows.max() == 767 or columns.max() == 767:
            continue  # cut by the edge: its own shape is not known
        spread, axes = np.linalg.eigh(np.cov(np.stack([columns, rows])))
        elongation.append(np.sqrt(spread[1] / spread[0]))
        downhill = np.array([slope_x[rows, columns].mean(), slope_y[rows, columns].mean()])
        along_slope.append(abs(axes[:, 1] @ downhill) / np.hypot(*downhill))
    assert len(elongation) >= 3
    assert np.median(elongation) > 1.3
    assert np.median(along_slope) > np.cos(np.radians(30))


def test_image_and_truth_share_a_projected_grid(scene, files):
    with rasterio.open(files["image"]) as image, rasterio.open(files["truth"]) as truth:
        assert image.crs == truth.crs
        assert image.crs.is_projected
        assert image.transform == truth.transform
        assert image.shape == truth.shape == (768, 768)
        assert image.res == (1.0, 1.0)
        assert (image.count, image.dtypes[0]) == (3, "uint8")
        assert image.block_shapes[0] == (256, 256)
        assert image.overviews(1)
        np.testing.assert_array_equal(truth.read(1), scene.truth)
        # JPEG changes pixels a little, not the picture.
        assert np.abs(image.read().astype(int) - scene.rgb).mean() < 5


def test_elevation_covers_the_image(scene, files):
    with rasterio.open(files["image"]) as image, rasterio.open(files["dem"]) as dem:
        assert dem.crs == image.crs
        assert (dem.count, dem.dtypes[0], dem.res) == (1, "float32", (2.0, 2.0))
        assert dem.bounds.left <= image.bounds.left
        assert dem.bounds.top >= image.bounds.top
        assert dem.bounds.right >= image.bounds.right
        assert dem.bounds.bottom <= image.bounds.bottom
        x, y = image.xy(300, 500)
        assert next(dem.sample([(x, y)]))[0] == pytest.approx(scene.dem[300, 500], abs=3)


def test_truth_polygons_cover_exactly_the_truth_mask(scene, files):
    with rasterio.open(files["truth"]) as truth, fiona.open(files["truth_polygons"]) as polygons:
        mask, transform, crs = truth.read(1), truth.transform, truth.crs
        rows = list(polygons)
        assert polygons.crs_wkt
        assert rasterio.crs.CRS.from_wkt(polygons.crs_wkt) == crs
    drawn = rasterize([(row.geometry, 1) for row in rows], mask.shape, transform=transform)
    np.testing.assert_array_equal(drawn, mask)
    assert [row.properties["ls_id"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row.properties["kind"] for row in rows} <= set(scene.kinds)
    areas = np.bincount(scene.numbers.ravel())[1:] * scene.gsd**2
    stated = [row.properties["area_m2"] for row in rows]
    np.testing.assert_allclose(stated, areas, rtol=0.01)  # the ellipsoid's metres are not quite the grid's


@pytest.mark.parametrize(("size", "gsd"), [(64, 0.5), (64, 0.3), (200, 0.3), (97, 5.0)])
def test_small_and_coarse_scenes_work(size, gsd, tmp_path):
    small = generate(1, size, gsd)
    assert small.rgb.shape == (3, size, size)
    assert small.dem.shape == small.truth.shape == (size, size)
    assert np.isfinite(small.dem).all()
    assert small.rgb.std() > 5
    for path in write(small, tmp_path).values():
        assert path.stat().st_size > 0
    with rasterio.open(tmp_path / "sample_scene_dem.tif") as dem, rasterio.open(tmp_path / "sample_scene.tif") as image:
        assert dem.bounds.right >= image.bounds.right


@pytest.mark.parametrize(("seed", "size", "gsd"), [(0, 10, 0.5), (0, 128, 0.0), (-1, 128, 1.0)])
def test_an_impossible_scene_is_refused(seed, size, gsd):
    with pytest.raises(InputError):
        generate(seed, size, gsd)


def test_nothing_is_left_behind_when_the_folder_cannot_be_made(scene, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError):
        write(scene, tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
