"""A model that learns from another one's answers beside the labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import choose_device
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.teaching import teach


@pytest.fixture
def taught(config: Path) -> Path:
    """The configuration of a pupil; its teacher has learned the blobs, and then the labels were drawn askew."""
    train(config, False, "cpu", JobContext())
    for mask in sorted((config.parent / "masks").glob("fit*.png")):
        _draw(mask, np.roll(_drawn(mask), 30, axis=1))
    text = config.read_text().replace('output = "small', 'output = "pupil')
    pupil = config.with_name("pupil.toml")
    pupil.write_text('teacher = "small.safetensors"\n' + text.replace("[[fit]]", "[[fit]]\nteacher_share = 1.0"))
    return pupil


def _drawn(file: Path) -> np.ndarray:
    with rasterio.open(file) as mask:
        return mask.read(1)


def _draw(file: Path, mask: np.ndarray) -> None:
    with rasterio.open(
        file, "w", driver="PNG", dtype="uint8", width=mask.shape[1], height=mask.shape[0], count=1
    ) as data:
        data.write(mask, 1)


def test_a_pupil_learns_what_its_teacher_sees_where_labels_are_wrong(taught: Path) -> None:
    assert train(taught, False, "cpu", JobContext())["metrics"]["held-out"]["iou"] > 0.7
    alone = taught.with_name("alone.toml")
    text = taught.read_text().replace('teacher = "small.safetensors"\n', "").replace("teacher_share = 1.0", "")
    alone.write_text(text.replace("pupil.safetensors", "alone.safetensors"))
    assert train(alone, False, "cpu", JobContext())["metrics"]["held-out"]["iou"] < 0.5


def test_what_is_learned_lies_between_label_and_answer_and_turns_with_the_image(taught: Path) -> None:
    taught.write_text(taught.read_text().replace("teacher_share = 1.0", "teacher_share = 0.25"))
    config = read_config(taught)
    with read_data(config) as data:
        before = [place.tile() for place in data.pools[0].places]
        teach(data.pools, config, choose_device("cpu")[0], JobContext())
        for old, new in zip(before, data.pools[0].places, strict=True):
            assert np.array_equal(new.mask, old.mask)
            assert np.all(new.target[old.mask] >= 0.75)
            assert np.all(new.target[~old.mask] <= 0.25)
            assert np.ptp(new.target[~old.mask]) > 0.1, "the teacher sees the blob that is not drawn"
        _, truth = new.crop(48, (1.0, 1.0), np.random.default_rng(0))
        assert len(truth[0].unique()) > 10
        assert new.resized(24, 30).target.shape == (24, 30)


def test_a_tile_on_which_nobody_drew_anything_stays_so(taught: Path) -> None:
    for mask in (taught.parent / "masks").glob("fit[0-4].png"):
        _draw(mask, np.zeros_like(_drawn(mask)))
    config = read_config(taught)
    with read_data(config) as data:
        teach(data.pools, config, choose_device("cpu")[0], JobContext())
        places = data.pools[0].places
    assert [place.target is None for place in places] == [not place.has_landslide for place in places]
    assert sum(place.target is None for place in places) == 5
    assert all(isinstance(place, LabelledTile) for place in places)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('teacher = "small.safetensors"\n', "", "A teacher and a teacher_share of some of the tiles go together"),
        ("teacher_share = 1.0", "", "A teacher and a teacher_share"),
        ("teacher_share = 1.0", "teacher_share = 1.5", "A teacher's share lies between 0 and 1, not at 1.5"),
        ("batch_size", 'loss = "focal+dice"\nbatch_size', "are learned by cross-entropy, the other losses make"),
        ("small.safetensors", "missing.safetensors", "missing.safetensors"),
    ],
)
def test_a_teacher_that_cannot_teach_is_refused(taught: Path, old: str, new: str, said: str) -> None:
    taught.write_text(taught.read_text().replace(old, new, 1))
    with pytest.raises(InputError) as refused:
        train(taught, False, "cpu", JobContext())
    assert said in str(refused.value)
