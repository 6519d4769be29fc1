"""Which window to label next: uncertainty and choice against formulas, every network, and the job on painted ground."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
import torch
from affine import Affine
from torch import nn

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.active_learning import choose, look_at
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.cells import Cells
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.source import Tile
from models.base import SegmentationNetwork
from tests.engine.networks.small import SMALL, small_network

ROOT = Path(__file__).resolve().parents[2]
UTM = "EPSG:32648"
SIDE, ROWS, COLUMNS = 128, 4, 5
GREEN, BROWN = np.array((0.25, 0.45, 0.22)), np.array((0.62, 0.42, 0.25))  # what the model knows
DULL, STRIPED = (0, 3), (2, 1)  # row and column of windows that the model is unsure of, of two kinds
DULL_TOO, STRIPED_TOO = (3, 3), (1, 2)
EMPTY = (3, 0)


# --- the measure


def detector_of(network: SegmentationNetwork, tile_size: int = 64) -> Detector:
    card = ModelCard(
        name="test", title="", architecture="test", arguments={}, bands=("red", "green", "blue"), gsd_m=(0.1, 10),
        normalisation={"mean": [0.0] * 3, "std": [1.0] * 3}, tile_size=tile_size, threshold=0.5, parameters=1,
    )  # fmt: skip
    return Detector(network, card, Device("cpu", "CPU", 1), "fp32")


class SureOfTheTop(SegmentationNetwork):
    """Sure that the upper half is landslide and the lower one is not, whichever way the ground is turned."""

    explained_layer = "maps"

    def __init__(self) -> None:
        super().__init__()
        self.maps = nn.AvgPool2d(2)

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        self.maps(x)
        rows = torch.arange(x.shape[2])[:, None].expand(x.shape[2:])
        return torch.where(rows < x.shape[2] // 2, 8.0, -8.0)[None, None]


def everywhere(side: int) -> np.ndarray:
    return np.ones((side, side), bool)


def noise(side: int, seed: int = 0) -> Tile:
    return Tile(np.random.default_rng(seed).random((3, side, side), np.float32), everywhere(side))


def test_who_answers_otherwise_for_turned_ground_is_uncertain() -> None:
    detector = detector_of(SureOfTheTop())
    alone, flipped, turned = (
        look_at(detector, noise(16), everywhere(16), tta, lambda: None).uncertainty for tta in ("none", "flip", "d4")
    )
    p = 1 / (1 + np.exp(8))
    assert alone == pytest.approx(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)), rel=1e-3)
    assert flipped == pytest.approx(1), "half of the views say landslide, everywhere"
    assert turned == pytest.approx(1)


def test_features_are_the_mean_over_the_pixels_that_count() -> None:
    tile, part = noise(16), np.zeros((16, 16), bool)
    part[2:8, 4:16] = True
    look = look_at(detector_of(SureOfTheTop()), tile, part, "flip", lambda: None)
    np.testing.assert_allclose(look.features, tile.pixels[:, 2:8, 4:16].mean((1, 2)), rtol=1e-4)


@pytest.mark.parametrize("architecture", SMALL)
def test_every_network_tells_ground_apart(architecture) -> None:
    detector = detector_of(small_network(architecture))
    flat = Tile(np.full((3, 64, 64), 0.2, np.float32), everywhere(64))
    looks = [look_at(detector, tile, everywhere(64), "none", lambda: None) for tile in (noise(64), noise(64), flat)]
    assert all(0 < look.uncertainty <= 1 and look.features.ndim == 1 and len(look.features) > 1 for look in looks)
    one, again, other = looks
    np.testing.assert_array_equal(one.features, again.features)
    assert np.linalg.norm(one.features - other.features) > 0.01 * np.linalg.norm(one.features)


# --- the choice


def test_the_uncertain_comes_first_among_windows_that_are_equally_new() -> None:
    features = np.eye(3, dtype=np.float32)
    chosen = choose(np.array([0.2, 0.6, 0.4]), features, np.zeros((0, 3), np.float32), 3)
    assert [choice.index for choice in chosen] == [1, 2, 0]
    assert (chosen[0].score, chosen[0].novelty) == (0.6, 1.0)


def test_the_unlike_comes_first_among_windows_that_are_equally_uncertain() -> None:
    features = np.array([[0.2, 0], [1, 0], [0.9, 0], [0, 3]], np.float32)
    chosen = choose(np.full(4, 0.5), features, np.zeros((1, 2), np.float32), 4)
    assert [choice.index for choice in chosen] == [3, 1, 0, 2], "window 2 is like window 1, which was chosen before it"
    novelty = [choice.novelty for choice in chosen]
    assert novelty[0] / novelty[1] == pytest.approx(3)
    assert 0 < min(novelty) <= max(novelty) <= 1


def test_where_all_is_alike_uncertainty_alone_decides() -> None:
    chosen = choose(np.array([0.1, 0.3, 0.2]), np.ones((3, 2), np.float32), np.ones((1, 2), np.float32), 5)
    assert [choice.index for choice in chosen] == [1, 2, 0]


# --- the windows


@pytest.mark.parametrize(("width", "height", "side"), [(640, 640, 64), (1000, 333, 64), (50, 20, 64), (129, 64, 64)])
def test_windows_cover_the_grid_once_and_are_about_equal(width, height, side) -> None:
    cells = Cells.over(WorkGrid.over(width, height, Affine.scale(1, -1), 1), side)
    seen = np.zeros((height, width), int)
    for index in range(len(cells.outlines())):
        seen[cells.window(index).toslices()] += 1
        assert max(cells.window(index).width, cells.window(index).height) <= side
        assert cells.outlines()[index].equals(cells.grid.ground_of(cells.window(index)))
    assert (seen == 1).all()


@pytest.mark.parametrize("count", [16, 50, 64, 150])
def test_the_beginning_of_the_even_order_is_spread_over_all(count) -> None:
    cells = Cells.over(WorkGrid.over(1600, 1600, Affine.scale(1, -1), 1), 100)
    order = cells.evenly(np.arange(256))
    assert sorted(order) == list(range(256))
    rows, columns = np.divmod(order[:count], 16)
    in_quarters = np.histogram2d(rows, columns, bins=4, range=((0, 16), (0, 16)))[0]
    assert in_quarters.max() - in_quarters.min() <= 2


# --- the job, on ground of which a model is sure, and two kinds of which it is not


@pytest.fixture(scope="module")
def ground(tmp_path_factory) -> str:
    """Green ground with windows halfway to brown, windows striped in both, and one without data."""
    file = tmp_path_factory.mktemp("ground") / "ground.tif"
    paint = np.zeros((ROWS * SIDE, COLUMNS * SIDE))
    stripes = np.where(np.arange(SIDE) % 4 < 2, 0.9, 0.0)
    for (row, column), share in ((DULL, 0.5), (DULL_TOO, 0.5), (STRIPED, stripes), (STRIPED_TOO, stripes)):
        paint[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE] = share
    colours = GREEN[:, None, None] * (1 - paint) + BROWN[:, None, None] * paint
    pixels = np.clip(255 * (colours + np.random.default_rng(2).normal(0, 0.04, colours.shape)), 0, 255)
    mask = np.full(paint.shape, 255, np.uint8)
    row, column = EMPTY
    mask[row * SIDE :, column * SIDE : (column + 1) * SIDE] = 0
    size = {"width": COLUMNS * SIDE, "height": ROWS * SIDE}
    place = {"crs": UTM, "transform": Affine(0.5, 0, 600000, 0, -0.5, 3000000)}
    with rasterio.open(file, "w", driver="GTiff", dtype="uint8", count=3, photometric="rgb", **size, **place) as raster:
        raster.write(pixels.astype(np.uint8))
        raster.write_mask(mask)
    return str(file)


def square(place: tuple[int, int]) -> shapely.Polygon:
    """A window of the ground."""
    (row, column), metres = place, SIDE / 2
    x, y = 600000 + column * metres, 3000000 - row * metres
    return shapely.box(x, y - metres, x + metres, y)


@pytest.fixture
def draw(tmp_path):
    """Writes windows of the ground as a polygon file."""

    def write(*places, name="areas.gpkg", crs=UTM):
        schema = {"geometry": "Polygon", "properties": {}}
        with fiona.open(tmp_path / name, "w", driver="GPKG", schema=schema, crs=crs) as file:
            for place in places:
                polygon = shapely.geometry.mapping(square(place))
                geometry = polygon if crs == UTM else rasterio.warp.transform_geom(UTM, crs, polygon)
                file.write({"geometry": geometry, "properties": {}})
        return str(tmp_path / name)

    return write


@pytest.fixture
def suggest(disc_model, ground):
    def run(context=None, **wishes):
        wishes = {"raster": ground, "model": disc_model, "side": SIDE, "device": "cpu", **wishes}
        return run_job("suggest", wishes, context or JobContext())

    return run


def places(result) -> list[tuple[int, int]]:
    """Row and column of the suggested windows, the best first."""
    found = []
    for window in result["windows"]:
        x, y = shapely.from_wkt(window["geometry_wkt"]).centroid.coords[0]
        found.append((int((3000000 - y) / SIDE * 2), int((x - 600000) / SIDE * 2)))
        assert shapely.from_wkt(window["geometry_wkt"]).equals(square(found[-1]))
    return found


def test_uncertain_windows_come_before_certain_ones(suggest) -> None:
    result = suggest(count=ROWS * COLUMNS)
    by_uncertainty = sorted(result["windows"], key=lambda window: -window["uncertainty"])
    assert set(places({"windows": by_uncertainty[:4]})) == {DULL, DULL_TOO, STRIPED, STRIPED_TOO}
    kinds = [{DULL, DULL_TOO}, {STRIPED, STRIPED_TOO}]
    first, second = places(result)[:2]
    assert [first in kind for kind in kinds] == [second not in kind for kind in kinds], "one of each kind comes first"
    scores = [window["score"] for window in result["windows"]]
    assert scores == sorted(scores, reverse=True)
    assert [window["rank"] for window in result["windows"]] == list(range(1, 20))


@pytest.mark.parametrize(("known", "other"), [(DULL, {STRIPED, STRIPED_TOO}), (STRIPED, {DULL, DULL_TOO})])
def test_ground_unlike_the_labelled_one_comes_before_ground_like_it(suggest, draw, known, other) -> None:
    result = suggest(count=19, areas=draw(known, (0, 0)))
    assert places(result)[0] in other
    novelty = dict(zip(places(result), (window["novelty"] for window in result["windows"]), strict=True))
    like = ({DULL, DULL_TOO, STRIPED, STRIPED_TOO} - other - {known}).pop()
    assert novelty[like] < novelty[places(result)[0]] / 2
    assert result["labelled"] == 2


@pytest.mark.parametrize("crs", [UTM, "EPSG:4326"])
def test_labelled_ground_is_never_suggested(suggest, draw, crs) -> None:
    areas, labels = draw(DULL, (1, 1), crs=crs), draw(STRIPED, name="labels.gpkg", crs=crs)
    result = suggest(count=99, areas=areas, labels=labels)
    assert {DULL, (1, 1), STRIPED}.isdisjoint(places(result))
    assert len(result["windows"]) == 16 == result["looked_at"]
    assert any("Only 16 windows" in warning for warning in result["warnings"])


def test_thousands_of_labels_are_sorted_at_once(suggest, disc_model, tmp_path) -> None:
    place = {"crs": UTM, "transform": Affine(0.5, 0, 600000, 0, -0.5, 3000000)}
    size = {"width": 9600, "height": 9600, "count": 3, "dtype": "uint8", "sparse_ok": True, "tiled": True}
    rasterio.open(tmp_path / "wide.tif", "w", driver="GTiff", **size, **place).close()
    centres = np.random.default_rng(3).uniform(10, 4790, (6000, 2))
    discs = shapely.buffer(shapely.points(centres[:, 0] + 600000, 3000000 - centres[:, 1]), 8)
    with fiona.open(
        tmp_path / "many.gpkg", "w", driver="GPKG", crs=UTM, schema={"geometry": "Polygon", "properties": {}}
    ) as file:
        file.writerecords([{"geometry": shapely.geometry.mapping(disc), "properties": {}} for disc in discs])
    begun = time.monotonic()
    found = suggest(raster=str(tmp_path / "wide.tif"), labels=str(tmp_path / "many.gpkg"), most=1, count=1)
    assert found["labelled"] + found["windows_left"] == (9600 / SIDE) ** 2
    (window,) = found["windows"]
    assert not shapely.from_wkt(window["geometry_wkt"]).intersects(discs).any()
    assert time.monotonic() - begun < 60


def test_ground_without_data_is_neither_suggested_nor_counted(suggest) -> None:
    result = suggest(count=99, most=19)
    assert EMPTY not in places(result)
    assert (result["looked_at"], result["windows_left"]) == (19, 20)


def test_only_the_wanted_part_is_looked_at(suggest) -> None:
    left, bottom, right, top = square((1, 1)).union(square((2, 2))).bounds
    result = suggest(count=99, extent=(left, bottom, right, top))
    assert set(places(result)) == {(1, 1), (1, 2), (2, 1), (2, 2)}
    triangle = shapely.Polygon(((left, bottom), (right, bottom), (left, top)))
    assert set(places(suggest(count=99, area=triangle.wkt))) == {(1, 1), (2, 1), (2, 2)}


def test_the_same_question_has_the_same_answer(suggest, draw) -> None:
    areas = draw((0, 0))
    one, other = (suggest(count=5, areas=areas) for _ in range(2))
    assert one["windows"] == other["windows"]


def test_a_large_image_is_looked_at_in_an_even_sample(suggest) -> None:
    result = suggest(count=3, most=8)
    assert (result["looked_at"], len(result["windows"])) == (8, 3)
    assert any("An even sample of 8 of the 20 windows" in warning for warning in result["warnings"])


def test_the_windows_are_written_with_their_figures(suggest, ground, tmp_path) -> None:
    output = tmp_path / "new" / "next.gpkg"
    result = suggest(count=3, output=str(output))
    with fiona.open(output) as layer:
        assert layer.name == "label_next" and rasterio.crs.CRS.from_wkt(layer.crs_wkt) == rasterio.crs.CRS.from_string(
            UTM
        )
        rows = [(shapely.geometry.shape(row.geometry), dict(row.properties)) for row in layer]
    for (polygon, values), window in zip(rows, result["windows"], strict=True):
        assert polygon.equals(shapely.from_wkt(window.pop("geometry_wkt")))
        assert values == window
    assert [file.name for file in output.parent.iterdir()] == ["next.gpkg"]


def test_an_image_without_crs_is_searched_in_its_pixels(suggest, ground, tmp_path) -> None:
    with rasterio.open(ground) as raster:
        pixels = raster.read()
    with rasterio.open(tmp_path / "photo.png", "w", driver="PNG", dtype="uint8", count=3, height=pixels.shape[1],
                       width=pixels.shape[2]) as photo:  # fmt: skip
        photo.write(pixels)
    result = suggest(raster=str(tmp_path / "photo.png"), count=1)
    assert result["crs_wkt"] is None and result["gsd_m"] is None
    assert shapely.from_wkt(result["windows"][0]["geometry_wkt"]).area == SIDE**2


class Listener(JobContext):
    """Hears of progress and cancels from a share of the work on."""

    def __init__(self, until: float = 2) -> None:
        self.heard: list[tuple[float, str, float | None]] = []
        self._until = until

    def progress(self, fraction, message="", seconds_left=None, megapixels_per_second=None) -> None:
        self.heard.append((fraction, message, seconds_left))

    def check(self) -> None:
        if self.heard and self.heard[-1][0] >= self._until:
            raise CancelledError


def test_progress_rises_to_the_end_and_tells_the_time_left(suggest, draw) -> None:
    listener = Listener()
    suggest(listener, areas=draw((0, 0), (0, 1)))
    shares = [share for share, _, _ in listener.heard]
    assert shares == sorted(shares) and shares[-1] > 0.9
    assert listener.heard[-1][1] == "Window 17 of 18", "one of them has no data"
    assert all(left is not None and left >= 0 for _, _, left in listener.heard[1:])


@pytest.mark.parametrize("until", [0, 0.5])
def test_a_cancelled_search_leaves_nothing(suggest, tmp_path, until) -> None:
    with pytest.raises(CancelledError):
        suggest(Listener(until), output=str(tmp_path / "new" / "next.gpkg"))
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"count": 0}, "At least one window must be asked for"),
        ({"side": 16}, "A window has at least 32 pixels a side"),
        ({"most": 0}, "At least one window must be looked at"),
        ({"output": "next.shp"}, "The windows are a GeoPackage: give a file that ends with .gpkg"),
        ({"output": "{tmp}/../{name}/areas.gpkg", "areas": "{tmp}/areas.gpkg"}, "which this run reads: choose another"),
        ({"output": "{tmp}/all.gpkg"}, "holds something else than windows of an earlier search: give another file"),
        ({"areas": "{tmp}/nowhere.gpkg"}, "There is no file"),
        ({"areas": "{tmp}/all.gpkg"}, "All of the chosen ground is labelled already"),
        ({"extent": (0, 0, 1, 1)}, "The chosen area lies outside the image"),
        ({"extent": square(EMPTY).buffer(-2).bounds}, "The image has no data where nothing is labelled yet"),
        ({"model": "nobody"}, "nobody"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(suggest, draw, tmp_path, wishes, sentence) -> None:
    draw((0, 0))
    draw(*((row, column) for row in range(ROWS) for column in range(COLUMNS)), name="all.gpkg")
    wishes = {
        key: value.format(tmp=tmp_path, name=tmp_path.name) if isinstance(value, str) else value
        for key, value in wishes.items()
    }
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=sentence):
        suggest(**wishes)
    assert sorted(tmp_path.iterdir()) == before


def test_the_command_line_prints_the_windows(disc_model, ground, draw, tmp_path) -> None:
    words = ("suggest", ground, "--model", disc_model, "--areas", draw(DULL), "--side", SIDE, "--count", 2,
             "--tta", "none", "--output", tmp_path / "next.gpkg", "--bands", 1, 2, 3, "--json")  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "landslide_plugin.engine", *map(str, words)], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert places(result)[0] in (STRIPED, STRIPED_TOO)
    assert result["output"] == str(tmp_path / "next.gpkg") and Path(result["output"]).exists()
