"""What a network is told of the terrain: bands derived from heights.

Every band lies in 0-1, as an image's do. Slope and aspect: Horn 1981, "Hill shading and the reflectance map", Proc.
IEEE 69(1), the weighted differences of the 3 x 3 neighbourhood; divided by metres on the ellipsoid, not by units of
the coordinates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landslide_plugin.common.errors import InputError

Heights = NDArray[np.float64]

_RELIEF_RADIUS, _RELIEF_SCALE = 25.0, 100.0  # metres
_LARGEST_RADIUS = 100  # pixels; bounds what is read around a window
_LEAST_RANGE = 10.0  # metres; flat ground does not make mountains of its noise
_FLAT = 1e-3  # gradient below which ground faces nowhere
_LOW, _HIGH = 2.0, 98.0  # percentiles


@dataclass(frozen=True)
class Level:
    """What the elevations of a window are compared with: absolute height says nothing about another valley.

    Args:
        middle: the median, metres.
        spread: from the 2nd to the 98th percentile, at least 10 m.
    """

    middle: float
    spread: float

    @classmethod
    def of(cls, heights: Heights) -> Level:
        """Of heights, voids (NaN) left out."""
        known = heights[np.isfinite(heights)]
        if known.size == 0:
            return cls(0.0, _LEAST_RANGE)
        low, middle, high = np.percentile(known, (_LOW, 50, _HIGH))
        return cls(float(middle), max(_LEAST_RANGE, float(high - low)))


def margin_for(bands: Sequence[str], pixel: float | None) -> int:
    """How many pixels around a window its bands depend on.

    Args:
        bands: of `common.terrain.TERRAIN_BANDS`.
        pixel: side, metres; None where it is not known, and then only elevation can be had.

    Raises:
        InputError: a band that needs metres where there are none.
    """
    beyond = [band for band in bands if band != "elevation"]
    if beyond and pixel is None:
        raise InputError(
            f"{' and '.join(beyond)} are measured in metres and the image has no usable coordinate reference system: "
            "assign one, or choose a model that reads no more than elevation."
        )
    return _radius(pixel) if "relief" in bands else 1 if beyond else 0


def derive(
    heights: Heights, steps: NDArray[np.float64] | None, pixel: float | None, bands: Sequence[str], level: Level
) -> NDArray[np.float32]:
    """Bands of a window.

    Args:
        heights: (H + 2 m, W + 2 m) metres, NaN = void, with the margin m of `margin_for` around the window.
        steps: (2, 2, H, W), as from `ground.steps_on_ground`.
        pixel: as in `margin_for`.
        bands: wanted, in order. `elevation`: 0.5 + 0.5 (z - median) / spread, cut to 0-1. `slope`: degrees / 90.
            `aspect_sin`, `aspect_cos`: 0.5 + 0.5 v, v the east and north component of the unit vector downhill, 0
            where the ground is flat. `relief`: highest minus lowest within 25 m (at most 100 pixels) to each side, a
            hundred metres and more are 1.
        level: for the elevation.

    Returns:
        (bands, H, W) float32, NaN where the heights do not tell.
    """
    margin = margin_for(bands, pixel)
    makers: dict[str, Callable[[], NDArray]] = {
        "elevation": lambda: np.clip(0.5 + 0.5 * (_inner(heights, margin) - level.middle) / level.spread, 0, 1),
        "relief": lambda: np.minimum(_relief(heights, margin) / _RELIEF_SCALE, 1),
    }
    if any(band not in makers for band in bands):
        east, north = _gradient(_continued(_inner(heights, margin - 1)), steps)
        steepness = np.where(np.isnan(_inner(heights, margin)), np.nan, np.hypot(east, north))
        downhill = -0.5 / np.where(steepness > _FLAT, steepness, np.inf)
        makers |= {
            "slope": lambda: np.degrees(np.arctan(steepness)) / 90,
            "aspect_sin": lambda: np.where(np.isfinite(steepness), 0.5 + downhill * east, np.nan),
            "aspect_cos": lambda: np.where(np.isfinite(steepness), 0.5 + downhill * north, np.nan),
        }
    return np.stack([makers[band]() for band in bands]).astype(np.float32)


def _radius(pixel: float) -> int:
    return max(1, min(_LARGEST_RADIUS, round(_RELIEF_RADIUS / pixel)))


def _inner(heights: Heights, margin: int) -> Heights:
    return heights[margin : heights.shape[0] - margin, margin : heights.shape[1] - margin]


def _continued(heights: Heights) -> Heights:
    """Heights with the first pixel beyond each edge of what is known, in a straight line with the last two.

    An elevation model that ends where the image ends has slopes up to its edge.
    """
    if not np.isnan(heights).any():
        return heights
    heights = heights.copy()
    for turned in (heights, heights[::-1], heights.T, heights.T[::-1]):
        beyond = np.isnan(turned[:-2]) & np.isfinite(turned[1:-1])
        turned[:-2][beyond] = (2 * turned[1:-1] - turned[2:])[beyond]
    return heights


def _gradient(heights: Heights, steps: NDArray[np.float64]) -> tuple[Heights, Heights]:
    """Rise per metre eastward and northward, (H, W) each, of (H + 2, W + 2) heights."""
    across = heights[:, 2:] - heights[:, :-2]
    along = heights[2:] - heights[:-2]
    right = (across[:-2] + 2 * across[1:-1] + across[2:]) / 8
    down = (along[:, :-2] + 2 * along[:, 1:-1] + along[:, 2:]) / 8
    # Each step rises by its east part times the eastward rise plus its north part times the northward one.
    (right_east, right_north), (down_east, down_north) = steps
    determinant = right_east * down_north - right_north * down_east
    return (
        (down_north * right - right_north * down) / determinant,
        (right_east * down - down_east * right) / determinant,
    )


def _relief(heights: Heights, radius: int) -> Heights:
    """Highest minus lowest of the square around each pixel."""
    void, side = np.isnan(heights), 2 * radius + 1
    high, low = (highest_around(np.where(void, -np.inf, values), side) for values in (heights, -heights))
    return np.where(_inner(void, radius), np.nan, high + low)


def highest_around(values: NDArray, side: int) -> NDArray:
    """The maximum of each square of a side that lies within the values; by doubling, so that large ones cost little."""
    for axis in (0, 1):
        values, reach = np.moveaxis(values, axis, 0), 1
        while reach < side:
            step = min(reach, side - reach)
            values, reach = np.maximum(values[:-step], values[step:]), reach + step
        values = np.moveaxis(values, 0, axis)
    return values
