"""Which bands of a raster a model reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import rasterio
from rasterio.enums import ColorInterp

from landslide_plugin.common.band_meaning import BandFacts, bands_by_meaning, central_wavelength
from landslide_plugin.common.errors import InputError

_COLOURS = ("red", "green", "blue")


def has_palette(dataset: rasterio.DatasetReader) -> bool:
    """True for a single band of palette indices, which stands for three bands of colour."""
    return dataset.count >= 1 and dataset.colorinterp[0] == ColorInterp.palette


def choose_bands(
    dataset: rasterio.DatasetReader, wanted: Sequence[str], given: Sequence[int] | None = None
) -> tuple[int, ...]:
    """The 1-based bands for a model's bands: what the raster says its bands are, else its first ones.

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
    if palette and tuple(wanted) == _COLOURS:
        return (1, 2, 3)
    meant = bands_by_meaning(wanted, band_facts(dataset), Path(dataset.name).name)
    if meant is not None:
        return meant
    opaque = _opaque(dataset)
    if len(opaque) < len(wanted):
        raise InputError(
            f"The image has {len(opaque)} band{'s' * (len(opaque) != 1)} and the model reads {len(wanted)} ({names}): "
            "choose an image or a model that fit each other."
        )
    return tuple(opaque[: len(wanted)])


def guess_warning(dataset: rasterio.DatasetReader, wanted: Sequence[str]) -> str | None:
    """What to say where `choose_bands` had to take the first bands of several, without knowing that they are right."""
    if has_palette(dataset) or len(_opaque(dataset)) <= len(wanted):
        return None
    if bands_by_meaning(wanted, band_facts(dataset), Path(dataset.name).name) is not None:
        return None
    return (
        f"The image does not say which of its {len(_opaque(dataset))} bands are {', '.join(wanted)}: the first "
        f"{len(wanted)} were read; choose the bands where that is wrong."
    )


def band_facts(dataset: rasterio.DatasetReader) -> list[BandFacts]:
    """What the raster says of its bands."""
    return [
        BandFacts(
            name or dataset.tags(index).get("BANDNAME", ""),
            meaning.name,
            central_wavelength(dataset.tags(index), dataset.tags(index, ns="IMAGERY")),
        )
        for index, name, meaning in zip(dataset.indexes, dataset.descriptions, dataset.colorinterp, strict=True)
    ]


def _opaque(dataset: rasterio.DatasetReader) -> list[int]:
    return [band for band, meaning in zip(dataset.indexes, dataset.colorinterp) if meaning != ColorInterp.alpha]
