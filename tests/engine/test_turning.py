"""Turned ground faces elsewhere: what is turned must be what would be derived from turned heights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.raster.terrain import Level, derive
from landslide_plugin.engine.training.augmentation import Augmentation
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.turning import aspect_of, flipped, mirror_padded, quarter_turned
from models.base import SegmentationNetwork

BANDS = ("height", "aspect_sin", "aspect_cos")
ASPECT = aspect_of(BANDS)
SIDE = 64


def facing(heights: np.ndarray) -> np.ndarray:
    """(2, H, W) east and north component from (H + 2, W + 2) heights."""
    steps = np.diag([1.0, -1.0])[:, :, None, None]
    return derive(heights.astype(np.float64), steps, 1.0, ["aspect_sin", "aspect_cos"], Level(0, 1))


@pytest.fixture
def ground() -> torch.Tensor:
    """Bands of uneven ground: its height in 0-1, and where it faces."""
    y, x = np.mgrid[-1 : SIDE + 1, -1 : SIDE + 1] / SIDE
    heights = 0.5 + 0.2 * np.sin(5 * x + 1) * np.cos(4 * y) + 0.2 * x * y - 0.1 * y
    return torch.from_numpy(np.concatenate([heights[None, 1:-1, 1:-1], facing(60 * heights)]).astype(np.float32))


def assert_faces_as_its_heights_tell(image: np.ndarray, within: float = 0.02, share: float = 1.0) -> None:
    derived = facing(60 * image[0])
    off = np.abs(image[1:, 1:-1, 1:-1] - derived).max(axis=0)
    assert (off < within).mean() >= share


def test_a_mirrored_ground_faces_the_other_way(ground) -> None:
    mirrored = flipped(ground, ASPECT).numpy()
    assert_faces_as_its_heights_tell(mirrored)
    np.testing.assert_allclose(mirrored[1], 1 - ground.numpy()[1, :, ::-1])
    assert torch.equal(flipped(flipped(ground, ASPECT), ASPECT)[0], ground[0])


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_ground_turned_by_quarters_faces_elsewhere(ground, turns) -> None:
    turned = quarter_turned(ground, turns, ASPECT)
    assert_faces_as_its_heights_tell(turned.numpy())
    assert torch.allclose(quarter_turned(turned, -turns, ASPECT), ground, atol=1e-6)
    batch = quarter_turned(torch.stack([ground, 1 - ground]), turns, ASPECT)
    assert torch.equal(batch[0], turned)


@pytest.mark.parametrize("margins", [((0, 20), (0, 0)), ((7, 0), (9, 30)), ((100, 40), (3, 150))])
def test_a_ground_mirrored_beyond_its_edges_faces_back(ground, margins) -> None:
    padded = mirror_padded(ground.numpy(), margins, ASPECT)
    assert padded.shape == (3, SIDE + sum(margins[0]), SIDE + sum(margins[1]))
    assert_faces_as_its_heights_tell(padded, share=0.85)  # along the folds it faces nowhere in particular
    inside = (slice(None), slice(margins[0][0], margins[0][0] + SIDE), slice(margins[1][0], margins[1][0] + SIDE))
    assert np.array_equal(padded[inside], ground.numpy())


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5, 6])
def test_a_ground_turned_by_any_angle_faces_as_its_heights_tell(ground, seed) -> None:
    image, _ = Augmentation(["rotate"], BANDS)(ground, torch.zeros(1, SIDE, SIDE), np.random.default_rng(seed))
    assert_faces_as_its_heights_tell(image.numpy(), 0.05, 0.9)
    unaware, _ = Augmentation(["rotate"], ("a", "b", "c"))(
        ground, torch.zeros(1, SIDE, SIDE), np.random.default_rng(seed)
    )
    with pytest.raises(AssertionError):
        assert_faces_as_its_heights_tell(unaware.numpy(), 0.05, 0.9)


@pytest.mark.parametrize("name", ["rotate90", "flip"])
def test_augmentations_turn_what_the_ground_faces(ground, name) -> None:
    for seed in range(6):
        image, _ = Augmentation([name], BANDS)(ground, torch.zeros(1, SIDE, SIDE), np.random.default_rng(seed))
        assert_faces_as_its_heights_tell(image.numpy())


@pytest.mark.parametrize("name", ["colour", "blur", "haze", "noise"])
def test_light_does_not_change_the_terrain(name) -> None:
    bands = ("red", "green", "blue", "elevation", "slope", "aspect_sin", "aspect_cos")
    image, truth = torch.rand(7, 32, 32, generator=torch.manual_seed(0)), torch.zeros(1, 32, 32)
    rng, changed = np.random.default_rng(0), 0
    for _ in range(30):
        answer, _ = Augmentation([name], bands)(image, truth, rng)
        changed += not torch.equal(answer[:3], image[:3])
        assert torch.equal(answer[3:], image[3:])
    assert changed


def test_a_small_tile_is_mirrored_with_what_it_faces(ground) -> None:
    stored = (255 * ground.numpy()).round().astype(np.uint8)
    image, _ = LabelledTile(stored, np.zeros((SIDE, SIDE), bool), aspect=ASPECT).crop(
        100, (1.0, 1.0), np.random.default_rng(0)
    )
    image, columns = image.numpy(), slice(70, 95)
    np.testing.assert_allclose(image[1, 10, columns], 1 - image[1, 10, 56:31:-1], atol=1e-6)
    np.testing.assert_allclose(image[2, 10, columns], image[2, 10, 56:31:-1], atol=1e-6)


class Divergence(SegmentationNetwork):
    """How the directions run apart: the same number however the ground is turned."""

    def logits(self, images: torch.Tensor) -> torch.Tensor:
        """(N, 3, H, W) to (N, 1, H, W)."""
        east, north = images[:, 1:2], images[:, 2:3]
        right = east.roll(-1, 3) - east.roll(1, 3)
        up = north.roll(1, 2) - north.roll(-1, 2)
        return right + up


@pytest.mark.parametrize("tta", ["flip", "d4"])
def test_turned_views_of_a_detection_show_turned_directions(ground, tta) -> None:
    card = ModelCard(
        name="t", title="", architecture="test", arguments={}, bands=BANDS, gsd_m=(0.1, 10), tile_size=SIDE,
        normalisation={"mean": [0.3, 0.5, 0.5], "std": [0.2, 0.25, 0.25]}, threshold=0.5, parameters=1,
    )  # fmt: skip
    detector = Detector(Divergence(), card, Device("cpu", "CPU", 1), "fp32")
    pixels, valid = ground.numpy()[None], np.ones((1, SIDE, SIDE), bool)
    straight = detector.probabilities(pixels, valid)
    np.testing.assert_allclose(detector.probabilities(pixels, valid, tta), straight, atol=1e-5)
    assert np.ptp(straight) > 0.05
