"""A model is measured by the truth that a training would learn: masks of all kinds, label files, inventories."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import fiona
import numpy as np
import pytest
import shapely
import shapely.affinity
from affine import Affine
from click.testing import CliRunner

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.labels import AREAS_LAYER, LABELS_LAYER
from landslide_plugin.engine.cli import cli
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.tiles import read_tiles
from tests.engine.conftest import HALF_METRE, UTM

FIGURES = ("iou", "precision", "recall", "accuracy", "auc", "called_landslide", "pixels", "true_objects")
CLASSES = {"class": "str"}
WHOLE = (0, 0, 256, 180)


class Listener(JobContext):
    """Hears what is said."""

    def __init__(self) -> None:
        self.said = ""

    def log(self, text: str) -> None:
        self.said += text


@pytest.fixture
def mask(discs) -> np.ndarray:
    """(1, 180, 256) uint8: 1 on the first disc alone, so that a model that finds both is wrong in part."""
    rows, columns = np.mgrid[0:180, 0:256]
    column, row, radius = discs.places[0]
    return ((rows - row) ** 2 + (columns - column) ** 2 < radius**2)[None].astype(np.uint8)


@pytest.fixture
def figures(discs, discs_model, write_raster) -> Callable[..., dict]:
    """What a truth says of the model on the picture of the discs."""
    image = write_raster(discs.pixels, "image.tif")

    def measure(truth: str, context: JobContext | None = None, **wishes: object) -> dict:
        given = {"model": discs_model, "raster": image, "truth": truth, "device": "cpu", **wishes}
        result = run_job("evaluate", given, context or JobContext())
        return {name: result[name] for name in FIGURES}

    return measure


def disc(place: tuple[int, int, int]) -> shapely.Polygon:
    """A disc of the picture on the ground."""
    column, row, radius = place
    return shapely.Point(HALF_METRE @ (column + 0.5, row + 0.5)).buffer((radius - 0.3) / 2, 64)


def box(left: int, top: int, right: int, bottom: int) -> shapely.Polygon:
    """Pixels on the ground."""
    (xmin, ymax), (xmax, ymin) = HALF_METRE @ (left, top), HALF_METRE @ (right, bottom)
    return shapely.box(xmin, ymin, xmax, ymax)


@pytest.fixture
def draw(tmp_path) -> Callable[..., str]:
    """Writes a layer of polygons with their classes to a GeoPackage."""

    def write(polygons: list, layer: str, name: str = "labels.gpkg", fields: dict[str, str] | None = None) -> str:
        schema = {"geometry": "Polygon", "properties": CLASSES if fields is None else fields}
        with fiona.open(tmp_path / name, "w", driver="GPKG", layer=layer, schema=schema, crs=UTM) as file:
            for polygon, label in polygons:
                values = {"class": label} if fields is None else {}
                file.write({"geometry": shapely.geometry.mapping(polygon), "properties": values})
        return str(tmp_path / name)

    return write


def test_background_counts_whatever_a_mask_declares(figures, mask, write_raster) -> None:
    expected = figures(write_raster(mask, "plain.tif"))
    assert expected["pixels"] == mask.size and 0.2 < expected["iou"] < 0.6 and expected["precision"] < 0.6
    assert figures(write_raster(mask, "nodata.tif", nodata=0)) == expected


def test_every_band_of_a_mask_counts_but_its_opacity(figures, mask, write_raster) -> None:
    expected = figures(write_raster(mask, "plain.tif"))
    green = np.concatenate([0 * mask, 255 * mask, 0 * mask])
    assert figures(write_raster(green, "green.tif", photometric="rgb")) == expected
    opaque = np.concatenate([green, np.full_like(mask, 255)])
    assert figures(write_raster(opaque, "opaque.tif", photometric="rgb", alpha="YES")) == expected
    see_through = np.concatenate([255 * mask] * 4)  # a drawing that is transparent where nothing is drawn
    assert figures(write_raster(see_through, "drawn.tif", photometric="rgb", alpha="YES")) == expected


def test_what_a_mask_calls_unknown_does_not_count(figures, mask, write_raster) -> None:
    mask[:, :, 128:] = 255
    found = figures(write_raster(mask, "half.tif", nodata=255))
    assert found["pixels"] == mask.size / 2
    assert found["iou"] > 0.85, "the second disc, which the mask does not know, is no mistake"


def test_a_mask_of_numbers_may_call_ground_unknown_by_no_number(figures, mask, write_raster) -> None:
    values = mask.astype(np.float32)
    values[:, :, 128:] = np.nan
    unknown = figures(write_raster(values, "truth.tif", nodata=np.nan))
    assert unknown["pixels"] == 180 * 128
    assert unknown["iou"] > 0.9


def test_masks_of_a_folder_have_the_same_meaning(figures, mask, discs, discs_model, write_raster, tmp_path) -> None:
    expected = figures(write_raster(mask, "plain.tif"))
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    write_raster(discs.pixels, "images/a.tif")
    write_raster(mask, "masks/a.tif", nodata=0)
    given = {"model": discs_model, "images": str(tmp_path / "images"), "masks": str(tmp_path / "masks")}
    result = run_job("evaluate", {**given, "device": "cpu"}, JobContext())
    assert {name: result[name] for name in FIGURES} == expected


def test_a_label_file_says_what_is_none_and_what_nobody_knows(figures, mask, draw, discs, write_raster) -> None:
    first, second = map(disc, discs.places)
    plain = figures(write_raster(mask, "plain.tif"))
    expected = pytest.approx(plain, abs=0.01)
    label = [(first, "landslide"), (second, "Not a landslide")]
    draw(label, LABELS_LAYER)
    truth = draw([(box(*WHOLE), None)], AREAS_LAYER)
    assert figures(truth) == expected, "what was said to be none is none"
    draw([(first, None), (second.buffer(1), "unsure")], LABELS_LAYER)
    found = figures(truth)
    assert found["iou"] > 0.85 and found["pixels"] < mask.size - 2800, "what is unsure does not count"
    draw(label, LABELS_LAYER)
    draw([(box(0, 0, 128, 180), None)], AREAS_LAYER)
    found = figures(truth)
    assert found["pixels"] == mask.size / 2 and found["iou"] > 0.85, "nor what nobody has looked at"


def test_labels_without_an_area_are_taken_for_all_there_is_and_that_is_said(figures, mask, draw, discs) -> None:
    first, second = map(disc, discs.places)
    truth = draw([(first, "landslide"), (second, "unsure")], LABELS_LAYER)
    draw([], AREAS_LAYER)
    listener = Listener()
    assert figures(truth, listener)["pixels"] < mask.size
    assert "No fully labelled area of labels.gpkg lies on the image" in listener.said


def test_an_inventory_is_the_truth_of_the_whole_image(figures, mask, draw, discs, write_raster) -> None:
    listener = Listener()
    truth = draw([(disc(discs.places[0]), None)], "inventory", fields={})
    plain = figures(write_raster(mask, "plain.tif"))
    assert figures(truth, listener) == pytest.approx(plain, abs=0.01)
    assert listener.said == ""
    limited = figures(truth, areas=draw([(box(0, 0, 128, 180), None)], "area", "area.gpkg"))
    assert limited["pixels"] == mask.size / 2 and limited["iou"] > 0.85


def test_layers_are_named_on_the_command_line(draw, discs, discs_model, write_raster) -> None:
    first, second = map(disc, discs.places)
    draw([(second, "landslide")], "mine")
    draw([(first, "landslide")], "hers")
    truth = draw([(box(0, 0, 128, 180), None)], "seen")
    given = ["evaluate", "--model", discs_model, "--raster", write_raster(discs.pixels), "--truth", truth, "--json"]
    ended = CliRunner().invoke(cli, given)
    assert "labels.gpkg holds several layers: name one of mine, hers, seen" in ended.output
    ended = CliRunner().invoke(cli, [*given, "--truth-layer", "hers", "--areas-layer", "seen"])
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout.splitlines()[-1])["iou"] > 0.85


def test_a_truth_that_cannot_be_used_is_one_sentence(figures, draw, discs, tmp_path) -> None:
    with pytest.raises(InputError, match="the class 'lake': use one of landslide"):
        figures(draw([(disc(discs.places[0]), "lake")], LABELS_LAYER))
    notes = tmp_path / "notes.txt"
    notes.write_text("none")
    with pytest.raises(InputError, match=r"notes\.txt is neither a mask raster nor a polygon layer"):
        figures(str(notes))


def test_a_mask_whose_copy_was_cut_short_is_one_sentence(figures, mask, discs, write_raster, tmp_path) -> None:
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    write_raster(discs.pixels, "images/cut.tif")
    cut = Path(write_raster(mask, "masks/cut.tif"))
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    with pytest.raises(InputError, match=r"The mask cut\.tif cannot be read: check the file"):
        figures(str(cut))
    with pytest.raises(InputError, match=r"The mask cut\.tif cannot be read: check the file"):
        read_tiles(TileSource("images", "masks"), tmp_path)


def test_only_the_areas_that_are_given_count_whatever_the_truth_is(figures, mask, draw, discs, write_raster) -> None:
    area = draw([(box(0, 0, 128, 180), None)], "area", "area.gpkg")
    truths = write_raster(mask, "mask.tif"), draw([(disc(discs.places[0]), None)], "inventory", fields={})
    for truth in truths:
        limited = figures(truth, areas=area)
        assert limited["pixels"] == mask.size / 2 and limited["iou"] > 0.85
    nowhere = draw([(box(5000, 0, 5100, 100), None)], "area", "nowhere.gpkg")
    for truth in truths:
        with pytest.raises(InputError, match=r"nothing to compare.* No fully labelled area of nowhere\.gpkg lies on"):
            figures(truth, areas=nowhere)


def test_areas_limit_folders_too(discs, discs_model, mask, draw, write_raster, tmp_path) -> None:
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir()
    write_raster(discs.pixels, "images/one.tif")
    write_raster(mask, "masks/one.tif")
    folders = {"images": str(tmp_path / "images"), "masks": str(tmp_path / "masks")}
    given = {"model": discs_model, "device": "cpu", **folders}
    area = draw([(box(0, 0, 128, 180), None)], "area", "area.gpkg")
    result = run_job("evaluate", {**given, "areas": area}, JobContext())
    assert result["pixels"] == mask.size / 2 and result["iou"] > 0.85
    (tmp_path / "masks" / "one.tif").rename(tmp_path / "masks" / "one_mask.tif")
    with pytest.raises(InputError, match=r"No mask in .* has the name of an image"):
        run_job("evaluate", given, JobContext())


def test_a_truth_that_lies_elsewhere_is_refused_or_told(figures, mask, draw, discs, write_raster) -> None:
    far = Affine.translation(90000, 0) @ HALF_METRE
    with pytest.raises(InputError, match=r"far\.tif lies elsewhere than its image"):
        figures(write_raster(mask, "far.tif", transform=far))
    listener = Listener()
    away = draw([(shapely.affinity.translate(disc(discs.places[0]), 90000), None)], "inventory", fields={})
    assert figures(away, listener)["iou"] == 0
    assert "No polygon of labels.gpkg lies on the image" in listener.said


def test_a_mask_may_be_any_raster(figures, mask, write_raster, tmp_path) -> None:
    plain = write_raster(mask, "plain.tif")
    shutil.copy(plain, tmp_path / "mask.img")
    assert figures(str(tmp_path / "mask.img")) == figures(plain)


def test_what_may_spoil_a_figure_is_said_with_it(mask, discs, discs_model, write_raster) -> None:
    """Four bands of which none says what it is, and no place: a detection of the image would say the same."""
    bands = np.concatenate([discs.pixels[:1] // 2, discs.pixels])
    image = write_raster(bands, "four_bands.tif", crs=None, photometric="minisblack", alpha="unspecified")
    truth = write_raster(mask, "truth.tif", crs=None)
    wishes = {"model": discs_model, "raster": image, "truth": truth, "device": "cpu"}
    listener = Listener()
    warnings = run_job("evaluate", wishes, listener)["warnings"]
    assert [warning for warning in warnings if "does not say which of its 4 bands are red, green, blue" in warning]
    assert [warning for warning in warnings if "no usable coordinate reference system: it is read pixel" in warning]
    assert all(warning.startswith("four_bands: ") and warning in listener.said for warning in warnings)
    assert run_job("evaluate", {**wishes, "bands": [2, 3, 4], "image_gsd": 0.5}, JobContext())["warnings"] == []


def test_what_is_odd_about_many_tiles_is_said_once(mask, discs, discs_model, write_raster, tmp_path) -> None:
    for folder, pixels in (("images", discs.pixels), ("masks", mask)):
        (tmp_path / folder).mkdir()
        for name in "abc":
            write_raster(pixels, f"{folder}/{name}.tif", crs=None)
    wishes = {"model": discs_model, "images": str(tmp_path / "images"), "masks": str(tmp_path / "masks")}
    (warning,) = run_job("evaluate", {**wishes, "device": "cpu"}, JobContext())["warnings"]
    assert warning.startswith("a and 2 more: The image has no usable coordinate reference system")
