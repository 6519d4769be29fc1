"""Bringing any radiometry to the 0-1 that the networks were trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOW_PERCENTILE, HIGH_PERCENTILE = 2.0, 98.0


@dataclass(frozen=True)
class Stretch:
    """A linear stretch per band, values outside are cut.

    Args:
        low, high: per band, the values that become 0 and 1.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]

    @classmethod
    def for_8_bit(cls, bands: int) -> Stretch:
        """8-bit imagery is taken as it is: 0-255 becomes 0-1."""
        return cls((0.0,) * bands, (255.0,) * bands)

    @classmethod
    def from_sample(cls, sample: NDArray[np.floating]) -> Stretch:
        """From the 2nd to the 98th percentile of a sample of valid pixels.

        Args:
            sample: (bands, pixels).
        """
        low, high = np.percentile(sample, (LOW_PERCENTILE, HIGH_PERCENTILE), axis=1)
        # A constant band carries nothing; one unit of width keeps the division defined.
        high = np.where(high > low, high, low + 1)
        return cls(tuple(map(float, low)), tuple(map(float, high)))

    def apply(self, pixels: NDArray[np.generic]) -> NDArray[np.float32]:
        """Stretches (bands, height, width) to float32 in 0-1."""
        low = np.asarray(self.low, np.float32)[:, None, None]
        span = np.asarray(self.high, np.float32)[:, None, None] - low
        stretched = pixels.astype(np.float32)
        if low.any():
            stretched -= low
        stretched /= span
        return np.clip(stretched, 0, 1, out=stretched)
