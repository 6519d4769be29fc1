"""Which bands of a raster a model reads."""

from __future__ import annotations

from collections.abc import Sequence

import rasterio
from rasterio.enums import ColorInterp

from landslide_plugin.common.errors import InputError

_COLOURS = {"red": ColorInterp.red, "green": ColorInterp.green, "blue": ColorInterp.blue}


def has_palette(dataset: rasterio.DatasetReader) -> bool:
    """True for a single band of palette indices, which stands for three bands of colour."""
    return dataset.count >= 1 and dataset.colorinterp[0] == ColorInterp.palette


def choose_bands(
    dataset: rasterio.DatasetReader, wanted: Sequence[str], given: Sequence[int] | None = None
) -> tuple[int, ...]:
    """The 1-based bands for a model's bands, from the raster's colour interpretation where nothing is given.

    Args:
        dataset: the raster.
        wanted: names of the model's bands, in order.
        given: the person's choice, in the same order.

    Raises:
        InputError: the raster has too few bands, or the choice does not fit.
    """
    names = ", ".join(wanted)
    palette = has_palette(dataset)
    available = 3 if palette else dataset.count
    if given is not None:
        if len(given) != len(wanted):
            raise InputError(f"The model reads {len(wanted)} bands ({names}): choose as many, not {len(given)}.")
        absent = [band for band in given if not 1 <= band <= available]
        if absent:
            raise InputError(f"The image has no band {absent[0]}: it has bands 1 to {available}.")
        return tuple(given)
    if palette and list(wanted) == list(_COLOURS):
        return (1, 2, 3)
    interpretations = list(dataset.colorinterp)
    if all(_COLOURS.get(name) in interpretations for name in wanted):
        return tuple(interpretations.index(_COLOURS[name]) + 1 for name in wanted)
    opaque = [index for index, meaning in zip(dataset.indexes, interpretations) if meaning != ColorInterp.alpha]
    if len(opaque) < len(wanted):
        raise InputError(
            f"The image has {len(opaque)} band{'s' * (len(opaque) != 1)} and the model reads {len(wanted)} ({names}): "
            "choose an image or a model that fit each other."
        )
    return tuple(opaque[: len(wanted)])
