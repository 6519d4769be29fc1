"""At which ground sample distance an image is read: one rule for the engine and for what the panel announces."""

from __future__ import annotations

from typing import Optional

_SAME = 0.01  # of a distance; a map projection's scale alone makes 0.7997 m of 0.8 m


def working_distance(image_gsd: float, range_m: tuple[float, float], wanted: Optional[float]) -> float:
    """Metres per pixel: as wished, else the image's own, moved into the model's range where it is outside.

    An image that misses the range by less than a hundredth is read as it is: resampling would only blur it.

    Args:
        image_gsd: of the image, metres per pixel.
        range_m: smallest and largest that the model knows.
        wanted: the person's choice; None = none.
    """
    if wanted is not None:
        return wanted
    work = min(max(image_gsd, range_m[0]), range_m[1])
    return image_gsd if abs(work / image_gsd - 1) < _SAME else work
