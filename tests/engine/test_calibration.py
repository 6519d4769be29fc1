"""Calibrated probabilities come true as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.metrics.calibration import Calibration


def overconfident(temperature: float, bias: float, count: int = 400_000) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of a network whose logits are too large and shifted, and the truth drawn from the honest ones."""
    rng = np.random.default_rng(0)
    honest = rng.normal(-1.5, 2, count)
    truth = rng.random(count) < 1 / (1 + np.exp(-honest))
    return 1 / (1 + np.exp(-(honest - bias) * temperature)), truth


@pytest.mark.parametrize(("temperature", "bias"), [(2.5, 0.0), (0.5, 0.0), (3.0, -1.0), (1.0, 0.0)])
def test_the_temperature_and_bias_that_spoiled_the_probabilities_are_found(temperature, bias) -> None:
    said, truth = overconfident(temperature, bias)
    metrics = PixelMetrics(0.5)
    metrics.add(said, truth)
    found = metrics.calibration()
    assert found.temperature == pytest.approx(temperature, rel=0.03)
    assert found.bias == pytest.approx(bias, abs=0.03)


def test_calibrated_probabilities_are_reliable_and_the_error_falls() -> None:
    said, truth = overconfident(3.0, -1.0)
    before, after = PixelMetrics(0.5), PixelMetrics(0.5)
    before.add(said, truth)
    found = before.calibration()
    after.add(1 / (1 + np.exp(-(np.log(said / (1 - said)) / found.temperature + found.bias))), truth)
    assert before.result()["calibration_error"] > 0.1
    assert after.result()["calibration_error"] < 0.005
    assert after.auc() == pytest.approx(before.auc(), abs=1e-4)


def test_the_reliability_diagram_is_scikit_learns() -> None:
    said, truth = overconfident(2.0, 0.5, 50_000)
    metrics = PixelMetrics(0.5)
    metrics.add(said, truth)
    shares, means = calibration_curve(truth, said, n_bins=10)
    bins = metrics.reliability()
    assert sum(one.pixels for one in bins) == 50_000
    np.testing.assert_allclose([one.landslide for one in bins], shares, atol=0.01)
    np.testing.assert_allclose([one.probability for one in bins], means, atol=0.005)


def test_without_landslides_there_is_nothing_to_fit() -> None:
    metrics = PixelMetrics(0.5)
    metrics.add(np.linspace(0.01, 0.2, 100), np.zeros(100, bool))
    assert metrics.calibration() == Calibration()


def test_classes_that_a_threshold_parts_without_an_error_have_a_calibration() -> None:
    rng = np.random.default_rng(0)
    logits = np.concatenate([rng.uniform(-1.2, 0.5, 915), rng.uniform(-2.6, -1.3, 7725)])
    metrics = PixelMetrics(0.5)
    metrics.add(1 / (1 + np.exp(-logits)), np.arange(8640) < 915)
    found = metrics.calibration()
    assert found.temperature == 0.2
    assert found.corrected(1 / (1 + np.exp(0.7))) > 0.5 > found.corrected(1 / (1 + np.exp(1.8)))


def test_a_few_pixels_make_no_oracle() -> None:
    metrics = PixelMetrics(0.5)
    metrics.add(np.array([0.4, 0.45, 0.55, 0.6]), np.array([False, False, True, True]))
    assert metrics.calibration().temperature == 0.2
