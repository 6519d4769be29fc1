"""Metrics over landslides instead of pixels: how many of them are found, and how many of those mapped are there.

None of the three papers measures this; pixel metrics alone let one large landslide hide many small ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landslide_plugin.engine.metrics.components import Components

IOU_THRESHOLDS = (0.1, 0.5)


@dataclass
class ObjectMetrics:
    """Recall and precision of landslides, gathered image by image and, within an image, band by band.

    A landslide is a set of pixels that share sides or corners. A true one is found at t when its IoU with all mapped
    landslides that overlap it, taken together, is at least t: a landslide mapped in two pieces is found, and one that a
    far larger piece swallows is not. A mapped one is right at t when its IoU with all true landslides that overlap it,
    taken together, is at least t. Recall is the share of the true ones that are found, precision the share of the
    mapped ones that are right.

    While an image lasts, memory grows with its number of landslides and not with its pixels.

    Args:
        minimum_pixels: smaller landslides, true or mapped, are treated as if they were not there.
    """

    minimum_pixels: int
    true_objects: int = 0
    mapped_objects: int = 0
    _found: dict[float, int] = field(default_factory=lambda: dict.fromkeys(IOU_THRESHOLDS, 0))
    _right: dict[float, int] = field(default_factory=lambda: dict.fromkeys(IOU_THRESHOLDS, 0))

    def __post_init__(self) -> None:
        self._begin_image()

    def _begin_image(self) -> None:
        self._true, self._mapped = Components(), Components()
        self._overlaps = [np.zeros((3, 0), np.int64)]  # number of a true one, of a mapped one, pixels shared

    def add(self, mapped: NDArray[np.bool_], truth: NDArray[np.bool_]) -> None:
        """Adds the next rows of an image.

        Args:
            mapped, truth: (rows, width), True = landslide; False where nothing is known.
        """
        true, called = self._true.add(truth)[mapped[truth]], self._mapped.add(mapped)[truth[mapped]]
        self._overlaps.append(_counted(true, called, np.ones(len(true), np.int64)))

    def end_image(self) -> None:
        """The image is complete: its landslides are matched and counted."""
        true_of, true_sizes = self._true.finish()
        mapped_of, mapped_sizes = self._mapped.finish()
        true, mapped, shared = np.concatenate(self._overlaps, axis=1)
        true, mapped, shared = _counted(true_of[true], mapped_of[mapped], shared)
        counts = (true_sizes[true] >= self.minimum_pixels) & (mapped_sizes[mapped] >= self.minimum_pixels)
        true, mapped, shared = true[counts], mapped[counts], shared[counts]
        for threshold in IOU_THRESHOLDS:
            found = _iou(true, true_sizes, mapped_sizes[mapped], shared) >= threshold
            right = _iou(mapped, mapped_sizes, true_sizes[true], shared) >= threshold
            self._found[threshold] += int(np.count_nonzero(found))
            self._right[threshold] += int(np.count_nonzero(right))
        self.true_objects += int(np.count_nonzero(true_sizes >= self.minimum_pixels))
        self.mapped_objects += int(np.count_nonzero(mapped_sizes >= self.minimum_pixels))
        self._begin_image()

    def result(self) -> dict[str, float | int | None]:
        """All metrics by name, the IoU in percent at the end; None where a metric is undefined (0/0)."""
        values: dict[str, float | int | None] = {}
        for metric, hits, whole in (
            ("object_recall", self._found, self.true_objects),
            ("object_precision", self._right, self.mapped_objects),
        ):
            for threshold in IOU_THRESHOLDS:
                share = hits[threshold] / whole if whole else math.nan
                values[f"{metric}_{round(100 * threshold)}"] = None if math.isnan(share) else round(share, 4)
        return {**values, "true_objects": self.true_objects, "mapped_objects": self.mapped_objects}


def _counted(true: NDArray[np.int64], mapped: NDArray[np.int64], pixels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each pair once, with its pixels added up: (3, pairs)."""
    width = int(mapped.max(initial=0)) + 1
    pairs, place = np.unique(true * width + mapped, return_inverse=True)
    return np.stack([pairs // width, pairs % width, np.bincount(place, pixels, len(pairs)).astype(np.int64)])


def _iou(
    owner: NDArray[np.int64], sizes: NDArray[np.int64], partner_sizes: NDArray[np.int64], shared: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The IoU of each object with its partners together; they are disjoint, so their sizes add up.

    Args:
        owner, partner_sizes, shared: one entry for each pair of an object and a partner.
        sizes: of all objects.
    """
    overlap = np.bincount(owner, shared, len(sizes))
    return overlap / (sizes + np.bincount(owner, partner_sizes, len(sizes)) - overlap)
