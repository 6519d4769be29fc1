"""Landslides are counted one by one, whatever bands and images they come in."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy import ndimage

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.metrics import ObjectMetrics
from landslide_plugin.engine.metrics.components import Components
from models import build, save
from tests.engine.networks.promises import card_for


def picture(*boxes: tuple[int, int, int, int], shape: tuple[int, int] = (20, 40)) -> np.ndarray:
    """A mask with boxes: top, left, height, width."""
    mask = np.zeros(shape, bool)
    for top, left, height, width in boxes:
        mask[top : top + height, left : left + width] = True
    return mask


def compared(mapped: np.ndarray, truth: np.ndarray, minimum: int = 1, rows: int = 20) -> dict:
    metrics = ObjectMetrics(minimum)
    for top in range(0, len(truth), rows):
        metrics.add(mapped[top : top + rows], truth[top : top + rows])
    metrics.end_image()
    return metrics.result()


def shares(result: dict) -> tuple:
    return tuple(result[f"object_{name}"] for name in ("recall_10", "recall_50", "precision_10", "precision_50"))


def test_a_landslide_of_just_the_smallest_size_counts() -> None:
    box = picture((2, 2, 3, 4))
    result = compared(box, box, minimum=12)
    assert (result["true_objects"], result["mapped_objects"], shares(result)) == (1, 1, (1, 1, 1, 1))
    assert compared(box, box, minimum=13)["true_objects"] == 0


@pytest.mark.parametrize("density", [0.05, 0.35, 0.6])
@pytest.mark.parametrize("rows", [1, 2, 7, 50])
def test_components_are_those_of_the_whole_mask(density, rows) -> None:
    mask = np.random.default_rng(3).random((50, 61)) < density
    components = Components()
    numbers = np.concatenate([components.add(mask[top : top + rows]) for top in range(0, 50, rows)])
    component_of, sizes = components.finish()
    expected, count = ndimage.label(mask, np.ones((3, 3)))
    assert len(sizes) == count
    pairs = set(zip(component_of[numbers].tolist(), expected[mask].tolist(), strict=True))
    assert len(pairs) == count, "one to one"
    assert sorted(sizes) == sorted(np.bincount(expected[mask])[1:])


def test_pixels_that_share_a_corner_are_one_landslide_and_rows_do_not_wrap() -> None:
    corner = picture((0, 0, 5, 5), (5, 5, 5, 5))
    assert compared(corner, corner)["true_objects"] == 1
    wrapped = picture((3, 35, 1, 5), (4, 0, 1, 5))
    assert compared(wrapped, wrapped)["true_objects"] == 2


def test_recall_and_precision_at_both_overlaps() -> None:
    truth = picture((0, 0, 10, 10), (0, 20, 10, 10), (12, 0, 5, 5))
    # The first exactly, the second at 30 of 100 pixels, the third not at all, and two false alarms.
    mapped = picture((0, 0, 10, 10), (0, 20, 3, 10), (12, 20, 2, 2), (16, 30, 2, 2))
    result = compared(mapped, truth)
    assert shares(result) == pytest.approx((2 / 3, 1 / 3, 2 / 4, 1 / 4), abs=1e-4)
    assert (result["true_objects"], result["mapped_objects"]) == (3, 4)


def test_an_overlap_of_just_the_threshold_is_enough() -> None:
    truth = picture((0, 0, 10, 10))
    assert shares(compared(picture((0, 0, 5, 10)), truth)) == (1, 1, 1, 1)
    assert shares(compared(picture((0, 0, 1, 10)), truth)) == (1, 0, 1, 0)
    assert shares(compared(picture((0, 0, 1, 9)), truth)) == (0, 0, 0, 0)


def test_a_landslide_mapped_in_pieces_is_found_and_its_pieces_are_measured_alone() -> None:
    truth = picture((0, 0, 10, 10))
    assert shares(compared(picture((0, 0, 4, 10), (5, 0, 5, 10)), truth)) == (1, 1, 1, 0.5)


def test_two_landslides_mapped_as_one_are_right_together_and_each_is_found_only_in_part() -> None:
    truth = picture((0, 0, 10, 8), (0, 10, 10, 6))
    assert shares(compared(picture((0, 0, 10, 16)), truth)) == (1, 0.5, 1, 1)


def test_a_landslide_swallowed_by_a_far_larger_piece_is_not_found() -> None:
    assert shares(compared(picture((0, 0, 20, 40)), picture((5, 5, 2, 2)))) == (0, 0, 0, 0)


def test_landslides_below_the_minimum_are_not_there() -> None:
    truth, mapped = picture((0, 0, 3, 3), (10, 0, 5, 5)), picture((0, 0, 3, 3), (10, 0, 5, 5), (0, 30, 2, 2))
    assert shares(compared(mapped, truth)) == pytest.approx((1, 1, 2 / 3, 2 / 3), abs=1e-4)
    result = compared(mapped, truth, minimum=10)
    assert shares(result) == (1, 1, 1, 1)
    assert (result["true_objects"], result["mapped_objects"]) == (1, 1)


def one_by_one(owners: np.ndarray, others: np.ndarray, threshold: float) -> float:
    """The share of owners that overlap enough, landslide by landslide on the whole picture."""
    labels, count = ndimage.label(owners, np.ones((3, 3)))
    other_labels, _ = ndimage.label(others, np.ones((3, 3)))
    enough = 0
    for number in range(1, count + 1):
        owner = labels == number
        partners = np.isin(other_labels, np.setdiff1d(other_labels[owner], 0))
        enough += (owner & partners).sum() / (owner | partners).sum() >= threshold
    return enough / count


@pytest.mark.parametrize("rows", [1, 3, 8, 19, 60])
def test_bands_change_nothing(rows) -> None:
    rng = np.random.default_rng(11)
    ground, error = (ndimage.gaussian_filter(rng.normal(size=(60, 50)), 1.5) for _ in range(2))
    truth, mapped = ground > 0.15, ground + 0.6 * error > 0.15
    expected = [one_by_one(truth, mapped, t) for t in (0.1, 0.5)] + [one_by_one(mapped, truth, t) for t in (0.1, 0.5)]
    assert 0 < expected[1] < expected[0] < 1
    assert shares(compared(mapped, truth, 1, rows)) == pytest.approx(expected, abs=1e-4)


def test_images_are_apart_and_add_up() -> None:
    metrics = ObjectMetrics(1)
    metrics.add(picture((18, 0, 2, 10)), picture((18, 0, 2, 10)))
    metrics.end_image()
    metrics.add(picture(), picture((0, 0, 2, 10)))
    metrics.end_image()
    assert metrics.result()["true_objects"] == 2
    assert shares(metrics.result()) == (0.5, 0.5, 1, 1)


def test_shares_of_nothing_are_undefined() -> None:
    assert shares(compared(picture(), picture())) == (None, None, None, None)
    assert shares(compared(picture((0, 0, 5, 5)), picture())) == (None, None, 0, 0)


def test_evaluations_count_landslides(write_raster, landscape, tmp_path) -> None:
    model = tmp_path / "net.safetensors"
    save(build("unet", width=8), card_for("unet", width=8), model)
    image = write_raster(landscape[:, :96, :130])
    truth = np.zeros((1, 96, 130), np.uint8)
    truth[0, 10:30, 10:30], truth[0, 60:63, 100:103] = 1, 1
    wishes = {"model": str(model), "raster": image, "truth": write_raster(truth, "truth.tif"), "device": "cpu"}
    everything = run_job("evaluate", {**wishes, "threshold": 1e-9}, JobContext())
    assert (everything["true_objects"], everything["mapped_objects"]) == (1, 1), "nine pixels are too few"
    assert shares(everything) == (0, 0, 0, 0)
    smaller = run_job("evaluate", {**wishes, "threshold": 1e-9, "min_object": 9}, JobContext())
    assert smaller["true_objects"] == 2
    nothing = run_job("evaluate", {**wishes, "threshold": 1 - 1e-9}, JobContext())
    assert shares(nothing) == (0, 0, None, None)
    with pytest.raises(InputError, match="at least one pixel"):
        run_job("evaluate", {**wishes, "min_object": 0}, JobContext())


def test_tiles_without_georeference_are_read_at_the_models_resolution_once_theirs_is_told(
    write_raster, landscape, tmp_path
) -> None:
    model = tmp_path / "net.safetensors"
    save(build("unet", width=8), card_for("unet", width=8), model)  # works at 0.3 m and more
    for folder, pixels in (("images", landscape[:, :96, :128]), ("masks", np.ones((1, 96, 128), np.uint8))):
        (tmp_path / folder).mkdir()
        write_raster(pixels, f"{folder}/tile.tif", transform=None, crs=None)
    wishes = {"model": str(model), "images": str(tmp_path / "images"), "masks": str(tmp_path / "masks")}
    wishes |= {"device": "cpu"}
    assert run_job("evaluate", wishes, JobContext())["pixels"] == 96 * 128
    assert run_job("evaluate", {**wishes, "image_gsd": 0.15}, JobContext())["pixels"] == 48 * 64
    with pytest.raises(InputError, match="metres per pixel must be above 0"):
        run_job("evaluate", {**wishes, "image_gsd": -1}, JobContext())


def test_dark_tiles_are_seen_as_bright_ones_once_they_are_stretched(write_raster, landscape, tmp_path) -> None:
    model = tmp_path / "net.safetensors"
    torch.manual_seed(0)
    save(build("unet", width=8), card_for("unet", width=8), model)
    truth = np.zeros((1, 96, 128), np.uint8)
    truth[:, 30:60, 40:90] = 1
    found = {}
    for name, divisor in (("bright", 1), ("dark", 4)):
        for folder, pixels in (("images", landscape[:, :96, :128] // divisor), ("masks", truth)):
            (tmp_path / name / folder).mkdir(parents=True)
            write_raster(pixels.astype(np.uint8), f"{name}/{folder}/tile.tif", transform=None, crs=None)
        wishes = {key: str(tmp_path / name / key) for key in ("images", "masks")}
        for stretch in (False, True):
            wishes |= {"model": str(model), "device": "cpu", "stretch": stretch}
            found[name, stretch] = run_job("evaluate", wishes, JobContext())["calibration_error"]
    assert found["dark", True] == pytest.approx(found["bright", True], abs=2e-3)
    assert abs(found["dark", False] - found["bright", True]) > 0.01
