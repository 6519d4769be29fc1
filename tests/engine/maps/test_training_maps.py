"""Learning from an image with label polygons: what counts, what is ignored, and what is kept apart."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.plan import plan_training
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.sampling import Sampler
from tests.engine.maps.scene import GSD, MAP, STAGE, UTM, bounds_of, configure, crops, open_data, square, truth_of


def test_only_what_is_labelled_counts(folder, draw) -> None:
    draw([
        (square(folder, 40, 40, 40), "landslide"),
        (square(folder, 120, 40, 40), "Not a landslide "),
        (square(folder, 200, 40, 40), "unsure"),
        (square(folder, 40, 200, 40), None),
    ])  # fmt: skip
    draw([(square(folder, 20, 20, 240), None)], layer="areas")
    settings = "validation_share = 0.0\n\n[validation.x]\nimages = '.'\nmasks = '.'\nmatch = 'sample_scene'\n"
    maps = MAP + 'labels_layer = "labels"\n'
    with open_data(folder, settings + maps) as data:
        image = data.maps[0].image
        truth = data.pools[0].places[0].truth
        _, landslide, known = image.read(image.window_around((0, 0), 400, image.grid), image.grid, truth)
        assert data.warnings
        assert "inside the label polygons" in data.warnings[0]
        assert (landslide.sum(), known.sum()) == (2 * 50 * 50, 3 * 50 * 50), "unsure and unlabelled do not count"
    with open_data(folder, settings + maps + 'areas = "labels.gpkg"\nareas_layer = "areas"\n') as data:
        image = data.maps[0].image
        truth = data.pools[0].places[0].truth
        _, landslide, known = image.read(image.window_around((0, 0), 400, image.grid), image.grid, truth)
        assert (landslide.sum(), known.sum()) == (2 * 50 * 50, 300 * 300 - 50 * 50)
        assert not any("inside the label polygons" in warning for warning in data.warnings)
        assert [len(pool.places) for pool in data.pools[:2]] == [2, 1]
        assert sum(pool.per_epoch for pool in data.pools) == pytest.approx(16, abs=2)


def test_the_truth_lies_where_the_landslides_are_seen(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    xmin, ymin, xmax, ymax = bounds_of(folder)
    draw([(shapely.box(xmin, ymin, xmax - 80 * GSD, ymax), None)], "validation.gpkg")
    mask = rasterio.open(folder / "sample_scene_truth.tif").read(1)
    with open_data(folder, MAP + 'areas = "areas.gpkg"\nvalidation_areas = "validation.gpkg"\n') as data:
        found = np.zeros((400, 400), bool)
        for spot in data.validation["held-back"].places:
            tile, window = spot.tile(), spot.window
            inside = tuple(slice(spot.context, spot.context + int(side)) for side in (window.height, window.width))
            rows = slice(window.row_off, window.row_off + window.height)
            columns = slice(window.col_off, window.col_off + window.width)
            found[rows, columns] |= tile.mask[inside]
            inner = min(int(window.width), 320 - int(window.col_off)) * int(window.height)
            assert tile.known.sum() == inner, "what is around is shown and not measured"
            with rasterio.open(folder / "sample_scene.tif") as file:
                np.testing.assert_allclose(tile.image[(slice(None), *inside)], file.read(window=window), atol=1)
    assert np.array_equal(found, (mask > 0) & (np.arange(400) < 320))


def test_no_pixel_is_both_learned_from_and_validated_on(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    with open_data(folder, MAP + 'areas = "areas.gpkg"\n') as data:
        image, spots = data.maps[0].image, data.validation["held-back"].places
        everything = image.window_around((0, 0), 400, image.grid)
        _, landslide, learned = image.read(everything, image.grid, data.pools[0].places[0].truth)
        measured = np.zeros((400, 400), bool)
        for spot in spots:
            rows = slice(spot.window.row_off, spot.window.row_off + spot.window.height)
            measured[rows, spot.window.col_off : spot.window.col_off + spot.window.width] = True
        assert not (learned & measured).any()
        assert 0.1 < measured.mean() < 0.35
        assert any(spot.has_landslide for spot in spots)
        assert landslide.any()
        names = [spot.window for spot in spots]
    with open_data(folder, MAP + 'areas = "areas.gpkg"\n') as again:
        assert [spot.window for spot in again.validation["held-back"].places] == names, "the draw is seeded"
    with open_data(folder, "seed = 1\n" + MAP + 'areas = "areas.gpkg"\n') as other:
        assert [spot.window for spot in other.validation["held-back"].places] != names


def test_crops_are_read_at_the_wanted_ground_sample_distance(folder, draw) -> None:
    xmin, ymin, xmax, ymax = bounds_of(folder)
    middle = shapely.Point((xmin + xmax) / 2, (ymin + ymax) / 2).buffer(20, 64)
    draw([(middle, "landslide")])
    draw([(shapely.box(xmin, ymin, xmax, ymax), None)], "areas.gpkg")
    draw([(square(folder, 0, 0, 20), None)], "corner.gpkg")
    areas = MAP + 'areas = "areas.gpkg"\nvalidation_areas = "corner.gpkg"\n'
    for wanted in (0.8, 1.6, 0.5):
        with open_data(folder, areas + f"gsd_m = {wanted}\n") as data:
            found = [truth for _, truth in crops(data, 60, 112)]
            sizes = [float(truth[0].sum()) for truth in found if truth[0].any() and truth[1].all()]
            assert max(sizes, default=0) == pytest.approx(np.pi * 20**2 / wanted**2, rel=0.05), wanted
    with open_data(folder, areas) as data:
        assert {tuple(image.shape) for image, _ in crops(data, 8, 48, (0.5, 2.0))} == {(3, 48, 48)}


def test_nodata_is_shown_as_the_mean_and_does_not_count(folder, draw) -> None:
    with rasterio.open(folder / "sample_scene.tif") as file:
        profile, pixels = file.profile, file.read()
    profile.update(compress="deflate", photometric="rgb", nodata=0)
    pixels[:, :, 200:] = 0
    with rasterio.open(folder / "half.tif", "w", **profile) as file:
        file.write(np.where(np.arange(400) < 200, np.maximum(pixels, 1), 0).astype("uint8"))
    draw([(square(folder, 100, 100, 120), "landslide"), (square(folder, 10, 10, 20), "landslide")])
    draw([(square(folder, 100, 100, 120), None)], "validation.gpkg")
    text = "mean = [0.3, 0.4, 0.5]\n" + MAP.replace("sample_scene.tif", "half.tif")
    with open_data(folder, text + 'validation_areas = "validation.gpkg"\n') as data:
        tiles = [place.tile() for place in data.validation_places]
    assert sum(int(tile.known.sum()) for tile in tiles) == 75 * 150, "75 of its 150 columns hold data"
    empty = np.concatenate([tile.image.reshape(3, -1).T for tile in tiles])
    assert (empty == [76, 102, 128]).all(axis=1).any()


def test_a_dark_map_can_be_stretched(folder, draw) -> None:
    with rasterio.open(folder / "sample_scene.tif") as file:
        profile, pixels = file.profile, file.read()
    with rasterio.open(folder / "dark.tif", "w", **{**profile, "photometric": "rgb"}) as file:
        file.write(pixels // 4)
    draw([(landslide, "landslide") for landslide in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    text = MAP.replace("sample_scene.tif", "dark.tif") + 'areas = "areas.gpkg"\n'
    with open_data(folder, text) as dark, open_data(folder, text + "stretch = true\n") as stretched:
        brightest = [np.percentile(np.stack([image for image, _ in crops(one)]), 97) for one in (dark, stretched)]
    assert brightest[0] < 0.25 and brightest[1] > 0.9


def test_an_image_whose_file_says_no_crs_is_learned_from_as_it_is_mapped(folder, draw) -> None:
    with rasterio.open(folder / "sample_scene.tif") as file:
        profile, pixels, where = file.profile, file.read(), file.crs.to_string()
    profile.update(crs=None, photometric="rgb")
    with rasterio.open(folder / "bare.tif", "w", **profile) as file:
        file.write(pixels)
    draw([(landslide, "landslide") for landslide in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    text = MAP + 'areas = "areas.gpkg"\ngsd_m = 1.6\n'
    known = text.replace("sample_scene.tif", "bare.tif") + f'crs = "{where}"\n'
    with open_data(folder, text) as usual, open_data(folder, known) as told:
        assert [one.image.grid for one in told.maps] == [one.image.grid for one in usual.maps]
        found = [(one.maps[0].training_landslides, one.maps[0].validation_landslides) for one in (told, usual)]
        assert found[0] == found[1] and sum(found[0]) > 3


def test_validation_ground_of_which_nothing_is_known_is_refused_before_the_training(folder, draw) -> None:
    draw([(square(folder, 100, 100, 120), "landslide"), (square(folder, 10, 10, 20), "landslide")])
    draw([(square(folder, 240, 240, 50), None)], "beside.gpkg")
    with pytest.raises(InputError, match="Nothing is known of the ground to validate on"):
        open_data(folder, MAP + 'validation_areas = "beside.gpkg"\n')


def test_what_cannot_be_used_is_one_sentence(folder, draw) -> None:
    draw([(square(folder, 9000, 0, 40), "landslide")])
    with pytest.raises(InputError, match="No usable label lies on"):
        open_data(folder, MAP)
    draw([(square(folder, 10, 10, 40), "lake")])
    with pytest.raises(InputError, match="the class 'lake'"):
        open_data(folder, MAP)
    draw([(square(folder, 10, 10, 40), None)], layer="second")
    with pytest.raises(InputError, match="holds several layers: name one of labels, second"):
        open_data(folder, MAP)
    with pytest.raises(InputError, match="no layer 'third'"):
        open_data(folder, MAP + 'labels_layer = "third"\n')
    with pytest.raises(InputError, match=r"There is no file .*nowhere\.gpkg"):
        open_data(folder, MAP.replace("labels.gpkg", "nowhere.gpkg"))
    with pytest.raises(InputError, match=r"unknown keys: maps\.colour"):
        open_data(folder, MAP + 'colour = "red"\n')
    with pytest.raises(InputError, match="layer 'x' is named as areas_layer and no file as areas"):
        open_data(folder, MAP + 'areas_layer = "x"\n')
    with pytest.raises(InputError, match="mean and std as many values"):
        open_data(folder, 'bands = ["red"]\nmean = [0.5, 0.5]\n' + MAP)


def test_a_wish_for_pixels_that_no_image_has_is_refused_at_once(folder, draw) -> None:
    draw([(square(folder, 10, 10, 200), "landslide")])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    maps = MAP + 'areas = "areas.gpkg"\n'
    with pytest.raises(
        InputError, match=r"0\.8 m per pixel and shows nothing more at 0\.0001 m: ask .* at least 0\.05 m"
    ):
        open_data(folder, maps + "gsd_m = 0.0001\n")
    with open_data(folder, maps + "gsd_m = 0.05\n") as data:
        assert data.validation_places


def test_an_elevation_model_that_is_not_read_is_told_of(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    with open_data(folder, MAP + 'dem = "sample_scene_dem.tif"\n') as data:
        assert "the elevation model of sample_scene.tif is not used" in data.warnings[0]


def test_a_few_landslides_on_a_huge_image_are_sorted_at_once(folder, draw) -> None:
    size, far = {"width": 300_000, "height": 300_000}, 240_000 - 100
    with rasterio.open(folder / "sample_scene.tif") as scene:
        place = {"crs": scene.crs, "transform": scene.transform}
    settings = {"driver": "GTiff", "count": 3, "dtype": "uint8", "sparse_ok": True, "tiled": True, "bigtiff": "yes"}
    rasterio.open(folder / "huge.tif", "w", **settings, **size, **place, blockxsize=4096, blockysize=4096).close()
    corners = [(left, top) for left in (10, far // 2, far) for top in (10, far // 2, far)]
    draw([(square(folder, left, top, 30), "landslide") for left, top in corners])
    begun = time.monotonic()
    with open_data(folder, MAP.replace("sample_scene.tif", "huge.tif")) as data:
        assert len(data.pools[0].places) + data.validation_landslides == 9
    assert time.monotonic() - begun < 20


def test_an_area_without_landslides_teaches_what_is_none(folder, draw) -> None:
    draw([(square(folder, 10, 10, 60), "not a landslide")])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    with open_data(folder, MAP + 'areas = "areas.gpkg"\n') as data:
        assert not data.is_reliable
        assert "0 landslides: its figures are not reliable" in " ".join(data.warnings)
        negatives, elsewhere = data.pools
        assert negatives.per_epoch / elsewhere.per_epoch > 0.5, "hard negatives are shown more than their area"
        assert all(truth[1].any() and not truth[0].any() for _, truth in crops(data, 10))
        mined = Sampler(data.pools, hard_share=0.5).background
        assert len(mined) == len(negatives.places) + len(elsewhere.places)
        assert all(place.tile().known.any() for place in mined)


def test_a_model_is_trained_on_a_map_and_says_so(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    result = train(
        configure(folder, STAGE.replace("1\n", "2\n", 1) + MAP + 'areas = "areas.gpkg"\nper_epoch = 24\n'),
        False, "cpu", JobContext(),
    )  # fmt: skip
    card = read_card(result["model"])
    assert card.data[0]["raster"] == "sample_scene.tif"
    assert card.data[0]["landslides"] == len(truth_of(folder))
    assert card.data[0]["labelled_m2"] == pytest.approx((400 * GSD) ** 2, rel=0.01)
    assert card.metrics["held-back"]["iou"] == result["metrics"]["held-back"]["iou"]
    assert card.threshold == result["threshold"]
    assert "reliable" not in card.metrics["held-back"]
    assert "sample_scene.tif" in card.trained_on
    lines = Path(result["history"]).read_text().splitlines()
    assert lines[0] == "epoch,loss,validation_loss,iou,f1,learning_rate"
    assert len(lines) == 3
    assert models.load(result["model"])[1].name == "own"


def test_figures_from_a_single_landslide_are_marked(folder, draw) -> None:
    draw([(square(folder, 20, 20, 60), "landslide"), (square(folder, 200, 200, 60), "landslide")])
    draw([(square(folder, 0, 0, 100), None)], "validation.gpkg")
    text = STAGE + MAP + 'areas = "validation.gpkg"\nvalidation_areas = "validation.gpkg"\nper_epoch = 4\n'
    result = train(configure(folder, text), False, "cpu", JobContext())
    assert result["metrics"]["held-back"]["reliable"] is False
    assert any("holds 1 landslide: its figures are not reliable" in warning for warning in result["warnings"])


def test_landslides_without_any_other_ground_do_not_make_a_model_that_calls_everything_one(folder, draw) -> None:
    draw([(square(folder, 20 + 90 * column, 20 + 90 * row, 50), "landslide") for column in range(4) for row in (0, 2)])
    result = train(configure(folder, STAGE + MAP + "per_epoch = 8\n"), False, "cpu", JobContext())
    assert result["threshold"] == 0.5
    assert result["metrics"]["held-back"]["reliable"] is False
    assert any("holds nothing but landslides" in warning for warning in result["warnings"])
    elder = Path(result["model"]).rename(folder / "elder.safetensors")
    network, card = models.load(elder)
    models.save(network, replace(card, name="elder", threshold=0.37, temperature=1.5, bias=-0.7), elder)
    text = 'start_from = "elder.safetensors"\n' + STAGE + MAP + "per_epoch = 8\n"
    result = train(configure(folder, text), False, "cpu", JobContext())
    younger = read_card(result["model"])
    assert (younger.threshold, younger.temperature, younger.bias) == (0.37, 1.5, -0.7), "as its parent's"


def test_the_plan_tells_what_is_odd_and_writes_nothing(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    one = MAP + 'areas = "areas.gpkg"\nper_epoch = 24\n'
    before = set(folder.iterdir()) | {folder / "own.toml"}
    plan = plan_training(configure(folder, STAGE + one), "cpu", JobContext())
    assert set(folder.iterdir()) == before
    assert (plan["crops_per_epoch"], plan["epochs"]) == (24, 1)
    assert plan["landslides"]["training"] + plan["landslides"]["validation"] == len(truth_of(folder))
    assert 0 < plan["seconds_per_epoch"] < 120
    assert plan["device"] == "cpu"
    said = " ".join(plan["warnings"])
    assert "landslides are learned from" in said and "on one image" in said


def test_the_plan_tells_where_validation_ground_is_learned_from(folder, draw) -> None:
    draw([(polygon, "landslide") for polygon in truth_of(folder)])
    draw([(shapely.box(*bounds_of(folder)), None)], "areas.gpkg")
    xmin, ymin, _, ymax = bounds_of(folder)
    for name, crs in (("west.gpkg", UTM), ("west_in_degrees.gpkg", "EPSG:4326")):
        draw([(shapely.box(xmin, ymin, xmin + 100 * GSD, ymax), None)], name, crs=crs)
    one = MAP + 'areas = "areas.gpkg"\nper_epoch = 8\n'
    held = one + 'validation_areas = "west.gpkg"\n'
    again = one + 'validation_areas = "west_in_degrees.gpkg"\n'

    def said(text: str) -> str:
        return " ".join(plan_training(configure(folder, STAGE + text), "cpu", JobContext())["warnings"])

    assert "sample_scene.tif is validated on is learned from" in said(held + one)
    same = said(held + again)
    assert "learned from sample_scene.tif" not in same, "both hold the same ground back"
    assert "on one image" not in same
