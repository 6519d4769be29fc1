"""Probabilities that mean what they say: of all pixels that are given 0.8, eight in ten shall be landslide.

Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural Networks": Section 4.2 (temperature scaling) and
Eq. 3 (expected calibration error). The bias of Platt scaling stands beside the temperature, because losses such as Dice
and weighted cross-entropy shift the logits too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

BINS = 10
_RIDGE = 1e-5  # where a threshold parts the classes without an error, the best slope would be infinite
_START = np.array([1.0, 0.0])  # slope (1 / temperature) and bias of a network as it is
_STEPS, _CLOSE = 200, 1e-9
_SHARPEST, _BLUNTEST = 0.2, 5.0  # a few validation pixels must not turn a network into an oracle or a coin


@dataclass(frozen=True)
class Calibration:
    """probability = sigmoid(logit / temperature + bias)."""

    temperature: float = 1.0
    bias: float = 0.0

    def probability(self, logits: torch.Tensor) -> torch.Tensor:
        """Of any shape."""
        return torch.sigmoid(logits / self.temperature + self.bias)

    def corrected(self, probability: float) -> float:
        """What a probability that the network gave as it is becomes."""
        logit = math.log(probability / (1 - probability))
        return 1 / (1 + math.exp(-logit / self.temperature - self.bias))


UNCALIBRATED = Calibration()


@dataclass(frozen=True)
class ReliabilityBin:
    """Pixels whose probability lies in one tenth.

    Args:
        pixels: how many.
        probability: their mean; landslide: the share of them that is landslide.
    """

    pixels: int
    probability: float
    landslide: float


def fit_calibration(logits: NDArray[np.float64], landslide: NDArray[np.int64], other: NDArray[np.int64]) -> Calibration:
    """Temperature and bias with the lowest cross-entropy.

    Args:
        logits: the middles of a histogram's bins.
        landslide, other: pixels of each class in each bin.

    Returns:
        The identity where one of the classes is absent: there is nothing to fit to.
    """
    if not landslide.any() or not other.any():
        return UNCALIBRATED
    part, share = landslide / (landslide + other).sum(), (landslide + other) / (landslide + other).sum()
    inputs, fitted = np.stack([logits, np.ones_like(logits)]), _START

    def loss(parameters: NDArray[np.float64]) -> float:
        scaled = parameters @ inputs
        entropy = (part * np.logaddexp(0, -scaled) + (share - part) * np.logaddexp(0, scaled)).sum()
        return float(entropy + _RIDGE * ((parameters - _START) ** 2).sum())

    # Newton's method: the loss is convex, and shortening a step that overshoots leads to its only minimum.
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-(fitted @ inputs)))
        gradient = inputs @ (share * said - part) + 2 * _RIDGE * (fitted - _START)
        curvature = (inputs * (share * said * (1 - said))) @ inputs.T + 2 * _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        while loss(fitted - step) > loss(fitted) and np.abs(step).max() > _CLOSE:
            step = step / 2
        fitted = fitted - step
        if np.abs(step).max() < _CLOSE:
            break
    slope, bias = fitted
    allowed = min(1 / _SHARPEST, max(1 / _BLUNTEST, slope))
    # A slope that is not allowed takes the bias along, so that the same pixels stay above a half.
    return Calibration(float(1 / allowed), float(bias * allowed / slope if slope > 0 else bias))


def reliability(
    logits: NDArray[np.float64], landslide: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[float, list[ReliabilityBin]]:
    """Expected calibration error, and the ten bins of the reliability diagram (those without pixels are left out).

    Args:
        logits: the middles of a histogram's bins.
        landslide, other: pixels of each class in each bin.
    """
    probability = 1 / (1 + np.exp(-logits))
    pixels = landslide + other
    tenth = np.minimum((probability * BINS).astype(int), BINS - 1)
    count, said, true = (np.bincount(tenth, weights, BINS) for weights in (pixels, pixels * probability, landslide))
    error = float(np.abs(said - true).sum() / count.sum()) if count.any() else math.nan
    return error, [
        ReliabilityBin(int(n), float(s / n), float(t / n)) for n, s, t in zip(count, said, true, strict=True) if n
    ]
