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
from torch.nn.functional import softplus

BINS = 10
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
    z = torch.from_numpy(logits)
    counts = torch.from_numpy(np.stack([landslide, other])).double()
    counts /= counts.sum()
    slope, bias = torch.ones((), dtype=torch.double), torch.zeros((), dtype=torch.double)
    parameters = [slope.requires_grad_(), bias.requires_grad_()]
    optimiser = torch.optim.LBFGS(parameters, max_iter=200, tolerance_grad=1e-9, line_search_fn="strong_wolfe")

    def cross_entropy() -> torch.Tensor:
        optimiser.zero_grad()
        scaled = slope * z + bias
        loss = (counts[0] * softplus(-scaled) + counts[1] * softplus(scaled)).sum()
        loss.backward()
        return loss

    optimiser.step(cross_entropy)
    temperature = 1 / max(1e-9, float(slope.detach()))
    return Calibration(min(_BLUNTEST, max(_SHARPEST, temperature)), float(bias.detach()))


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
