"""Metrics over all valid pixels of a set together, gathered tile by tile.

Definitions: `iou` is the landslide IoU, tp / (tp + fp + fn): the DA-U-Net paper's IoU and what the L-Net paper calls
MIoU (its Eq. 7). `miou` is the mean of landslide and background IoU: the U-Net++ paper's mIoU. Precision, recall and F1
are those of the landslide pixels in all three papers; `auc` is the U-Net++ paper's area under the ROC curve.
`calibration_error` is the expected calibration error, see `calibration`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landslide_plugin.engine.metrics.calibration import Calibration, ReliabilityBin, fit_calibration, reliability

BINS = 4096
_EDGE = 16.0  # logits beyond this are as good as certain
_LOGITS = (np.arange(BINS) + 0.5) * (2 * _EDGE / BINS) - _EDGE  # the bins' middles


def _histogram() -> NDArray[np.int64]:
    return np.zeros(BINS, np.int64)


@dataclass
class PixelMetrics:
    """Counts at one threshold, and histograms of the logit for the area under the ROC curve.

    Histograms of the logit resolve saturated scores that histograms of the probability would merge.

    Args:
        threshold: probability from which a pixel is called landslide.
    """

    threshold: float
    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0
    true_negative: int = 0
    _positives: NDArray[np.int64] = field(default_factory=_histogram, repr=False)
    _negatives: NDArray[np.int64] = field(default_factory=_histogram, repr=False)

    def add(
        self, probability: NDArray[np.floating], truth: NDArray[np.bool_], valid: NDArray[np.bool_] | None = None
    ) -> None:
        """Adds pixels.

        Args:
            probability: any shape, 0-1.
            truth: same shape, True = landslide.
            valid: same shape; pixels that are not valid do not count.
        """
        if valid is not None:
            probability, truth = probability[valid], truth[valid]
        called = probability >= self.threshold
        self.true_positive += int(np.count_nonzero(called & truth))
        self.false_positive += int(np.count_nonzero(called & ~truth))
        self.false_negative += int(np.count_nonzero(~called & truth))
        self.true_negative += int(np.count_nonzero(~called & ~truth))
        p = np.clip(probability.astype(np.float64), 1e-9, 1 - 1e-9)
        bins = ((np.log(p / (1 - p)) + _EDGE) * (BINS / (2 * _EDGE))).clip(0, BINS - 1).astype(np.int64)
        self._positives += np.bincount(bins[truth], minlength=BINS)
        self._negatives += np.bincount(bins[~truth], minlength=BINS)

    @property
    def pixels(self) -> int:
        """Pixels counted."""
        return self.true_positive + self.false_positive + self.false_negative + self.true_negative

    def auc(self) -> float:
        """Area under the ROC curve; NaN when one of the classes is absent."""
        positives, negatives = self._positives.sum(), self._negatives.sum()
        if not positives or not negatives:
            return math.nan
        below = np.cumsum(self._negatives) - self._negatives
        return float(np.sum(self._positives * (below + self._negatives / 2)) / positives / negatives)

    def auc_uncertainty(self) -> float:
        """How far `auc` can be from the area without bins: pixels of one bin have lost their order."""
        positives, negatives = self._positives.sum(), self._negatives.sum()
        if not positives or not negatives:
            return math.nan
        return float(np.sum(self._positives * self._negatives) / 2 / positives / negatives)

    @property
    def has_both_classes(self) -> bool:
        """Whether there are landslides and other ground: of one class alone nothing says where to part the two."""
        return bool(self._positives.any() and self._negatives.any())

    def best_threshold(self) -> float:
        """The probability at which F1 is highest on these pixels; 0.5 where they are all of one class.

        Where no pixel lies between two scores, every threshold between them does as well: the one in the middle is
        taken, which is as far from the one class as from the other.
        """
        if not self.has_both_classes:
            return 0.5
        hits, alarms = (np.cumsum(counts[::-1])[::-1] for counts in (self._positives, self._negatives))
        scores = 2 * hits / (hits + alarms + self._positives.sum())
        first = int(np.argmax(scores))
        best = (first + first + int(np.argmin(np.append(scores[first:] == scores[first], False))) - 1) // 2
        return float(1 / (1 + math.exp(_EDGE - best * 2 * _EDGE / BINS)))

    @classmethod
    def evenly(cls, sets: Sequence[PixelMetrics]) -> PixelMetrics:
        """Several sets as one in which each counts alike, however many pixels it has; for thresholds and calibration.

        Args:
            sets: at least one of them with pixels.
        """
        largest = max(one.pixels for one in sets)
        shares = [(one, largest / one.pixels) for one in sets if one.pixels]
        positives, negatives = (
            sum(np.rint(getattr(one, name) * share).astype(np.int64) for one, share in shares)
            for name in ("_positives", "_negatives")
        )
        return cls(0.5, _positives=positives, _negatives=negatives)

    def at_best_threshold(self) -> PixelMetrics:
        """The same pixels, counted at the threshold with the best F1 among them."""
        threshold = self.best_threshold()
        first = round((math.log(threshold / (1 - threshold)) + _EDGE) * (BINS / (2 * _EDGE)))
        hits, alarms = int(self._positives[first:].sum()), int(self._negatives[first:].sum())
        missed, right = int(self._positives.sum()) - hits, int(self._negatives.sum()) - alarms
        return PixelMetrics(threshold, hits, alarms, missed, right, self._positives, self._negatives)

    def calibration(self) -> Calibration:
        """Temperature and bias with which the probabilities would fit these pixels best."""
        return fit_calibration(_LOGITS, self._positives, self._negatives)

    def reliability(self) -> list[ReliabilityBin]:
        """The reliability diagram: for each tenth of the probability, how much of it is landslide."""
        return reliability(_LOGITS, self._positives, self._negatives)[1]

    def result(self) -> dict[str, float | None]:
        """All metrics by name; None where a metric is undefined (0/0)."""
        tp, fp, fn, tn = self.true_positive, self.false_positive, self.false_negative, self.true_negative
        iou, background = _ratio(tp, tp + fp + fn), _ratio(tn, tn + fp + fn)
        values = {
            "precision": _ratio(tp, tp + fp),
            "recall": _ratio(tp, tp + fn),
            "f1": _ratio(2 * tp, 2 * tp + fp + fn),
            "accuracy": _ratio(tp + tn, self.pixels),
            "iou": iou,
            "miou": (iou + background) / 2,
            "auc": self.auc(),
            "called_landslide": _ratio(tp + fp, self.pixels),
            "calibration_error": reliability(_LOGITS, self._positives, self._negatives)[0],
        }
        return {name: None if math.isnan(value) else round(value, 4) for name, value in values.items()}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
