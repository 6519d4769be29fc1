"""Metrics agree with scikit-learn, and say when they are undefined."""

import numpy as np
import pytest
from sklearn import metrics as reference

from landslide_plugin.engine.metrics import PixelMetrics


def test_metrics_agree_with_scikit_learn() -> None:
    rng = np.random.default_rng(5)
    truth = rng.random(20000) < 0.1
    probability = np.clip(0.3 * truth + rng.beta(2, 5, truth.shape), 0, 1)
    gathered = PixelMetrics(0.5)
    for part in range(4):
        gathered.add(probability[part::4], truth[part::4])
    result, called = gathered.result(), probability >= 0.5
    assert result["precision"] == pytest.approx(reference.precision_score(truth, called), abs=1e-4)
    assert result["recall"] == pytest.approx(reference.recall_score(truth, called), abs=1e-4)
    assert result["f1"] == pytest.approx(reference.f1_score(truth, called), abs=1e-4)
    assert result["accuracy"] == pytest.approx(reference.accuracy_score(truth, called), abs=1e-4)
    assert result["iou"] == pytest.approx(reference.jaccard_score(truth, called), abs=1e-4)
    assert result["miou"] == pytest.approx(reference.jaccard_score(truth, called, average="macro"), abs=1e-4)
    assert result["auc"] == pytest.approx(reference.roc_auc_score(truth, probability), abs=1e-3)


def test_no_other_threshold_has_a_better_f1() -> None:
    rng = np.random.default_rng(7)
    truth = rng.random(3000) < 0.2
    probability = np.clip(0.3 * truth + rng.beta(2, 5, truth.shape), 0, 1)
    gathered = PixelMetrics(0.9)
    gathered.add(probability, truth)
    best = gathered.at_best_threshold()
    assert best.result()["f1"] == pytest.approx(
        max(reference.f1_score(truth, probability >= threshold) for threshold in np.unique(probability)), abs=2e-3
    )
    counted = PixelMetrics(best.threshold)
    counted.add(probability, truth)
    assert (best.result(), best.pixels) == (pytest.approx(counted.result(), abs=2e-3), 3000)


def test_sets_that_count_alike_have_a_threshold_between_theirs() -> None:
    rng, sets = np.random.default_rng(9), []
    for count, offset in ((40000, 0.0), (1000, -2.0)):  # the small one's scores are lower
        truth = rng.random(count) < 0.3
        logits = offset + rng.normal(size=count) + 3 * truth
        sets.append(PixelMetrics(0.5))
        sets[-1].add(1 / (1 + np.exp(-logits)), truth)
    large, small, evenly = (one.best_threshold() for one in (*sets, PixelMetrics.evenly(sets)))
    assert small + 0.1 < evenly < large - 0.1
    assert PixelMetrics.evenly(sets[:1]).best_threshold() == large


def test_classes_that_lie_apart_are_parted_in_the_middle() -> None:
    gathered = PixelMetrics(0.5)
    gathered.add(np.array([0.9, 0.95, 0.1, 0.05]), np.array([True, True, False, False]))
    assert gathered.best_threshold() == pytest.approx(0.5, abs=0.01), "not just above 0.1"
    assert gathered.at_best_threshold().result()["f1"] == 1


@pytest.mark.parametrize("landslide", [True, False])
def test_one_class_alone_has_no_best_threshold(landslide) -> None:
    gathered = PixelMetrics(0.5)
    gathered.add(np.array([0.7, 0.4]), np.array([landslide, landslide]))
    assert gathered.best_threshold() == 0.5
    assert gathered.at_best_threshold().result()["called_landslide"] == 0.5


def test_iou_follows_from_f1() -> None:
    rng = np.random.default_rng(6)
    gathered = PixelMetrics(0.5)
    gathered.add(rng.random(5000), rng.random(5000) < 0.2)
    result = gathered.result()
    assert result["iou"] == pytest.approx(result["f1"] / (2 - result["f1"]), abs=1e-4)


def test_miou_is_that_of_the_unet_plus_plus_paper() -> None:
    """Its Table 3 has, at precision .69 and recall .79 and about 11 % landslide pixels, mIoU .76."""
    landslide, found = 11000, round(0.79 * 11000)
    false_alarms = round(found / 0.69) - found
    gathered = PixelMetrics(0.5, found, false_alarms, landslide - found, 100000 - landslide - false_alarms)
    result = gathered.result()
    assert (result["precision"], result["recall"]) == pytest.approx((0.69, 0.79), abs=1e-3)
    assert result["miou"] == pytest.approx(0.758, abs=1e-3)


@pytest.mark.parametrize("spread", [0.3, 3.0, 30.0])
def test_the_area_under_the_curve_is_as_exact_as_it_says(spread) -> None:
    rng = np.random.default_rng(8)
    truth = rng.random(4000) < 0.2
    logits = spread * (rng.normal(size=4000) + truth)
    gathered = PixelMetrics(0.5)
    gathered.add(1 / (1 + np.exp(-logits)), truth)
    assert 0 < gathered.auc_uncertainty() < 0.2
    assert abs(gathered.auc() - reference.roc_auc_score(truth, logits)) <= gathered.auc_uncertainty() + 1e-12


def test_saturated_scores_keep_their_order() -> None:
    truth = np.array([True] * 500 + [False] * 500)
    probability = np.where(truth, 1 - 1e-5, 1 - 1e-4)
    gathered = PixelMetrics(0.5)
    gathered.add(probability, truth)
    assert gathered.result()["auc"] == 1


def test_pixels_that_are_not_valid_do_not_count() -> None:
    gathered = PixelMetrics(0.5)
    valid = np.array([True, True, False, False])
    gathered.add(np.array([0.9, 0.1, 0.9, 0.1]), np.array([True, False, False, True]), valid)
    assert gathered.pixels == 2
    assert gathered.result()["iou"] == 1


def test_without_landslides_recall_is_undefined_and_false_alarms_are_counted() -> None:
    gathered = PixelMetrics(0.5)
    gathered.add(np.array([0.9, 0.1, 0.2, 0.3]), np.zeros(4, bool))
    result = gathered.result()
    assert result["recall"] is None
    assert result["auc"] is None
    assert result["called_landslide"] == 0.25
