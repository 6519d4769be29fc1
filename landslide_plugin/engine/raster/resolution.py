"""At which ground sample distance a model reads an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.resolution import working_distance

_NO_CRS = (
    "The image has no usable coordinate reference system: it is read pixel by pixel, sizes are in pixels; QGIS's "
    "Georeferencer gives it a place."
)
_COARSEST_SHARE = 8.0  # an image this much coarser than the model has ever seen shows none of what the model knows
_FINEST_SHARE = 16.0  # an image that is enlarged more, 256 pixels out of one, fills hours and shows nothing more
_ROUNDED = 1.05  # the two digits that are told as the finest are no refusal


class KnowsResolutions(Protocol):
    """A model card, or the configuration that will become one."""

    @property
    def name(self) -> str:
        """Of the model."""

    @property
    def gsd_m(self) -> tuple[float, float]:
        """Smallest and largest ground sample distance, metres per pixel."""


@dataclass(frozen=True)
class Resolution:
    """The decision and what must be said about it.

    Args:
        scale: image pixels per work pixel; above 1 the image is shrunk while reading.
        gsd: metres per work pixel, None without georeference.
        note: a sentence where the image is read at another resolution than its own; "" where it is not.
        warnings: sentences about what may spoil the result.
    """

    scale: float
    gsd: float | None
    note: str
    warnings: tuple[str, ...]


def choose_resolution(image_gsd: float | None, card: KnowsResolutions, wanted: float | None = None) -> Resolution:
    """The image's own resolution where the model knows it, else the nearest one that the model knows.

    Args:
        image_gsd: metres per pixel, None without georeference.
        card: of the model, or the configuration of its training.
        wanted: the person's choice, metres per pixel.

    Raises:
        InputError: a wish that cannot be met, or an image far too coarse for the model.
    """
    finest, coarsest = card.gsd_m
    if image_gsd is None:
        if wanted is not None:
            raise InputError(
                "A ground sample distance was asked for, but the image has no usable coordinate reference system to "
                "measure metres with: assign one, or leave the distance out."
            )
        return Resolution(1.0, None, "", (_NO_CRS,))
    if image_gsd > coarsest * _COARSEST_SHARE:
        raise InputError(
            f"The image has {image_gsd:.3g} m per pixel and the model {card.name} works at {finest:g} to "
            f"{coarsest:g} m: choose a finer image or a model made for this resolution."
        )
    if wanted is not None and image_gsd > wanted * _FINEST_SHARE * _ROUNDED:
        raise InputError(
            f"The image has {image_gsd:.3g} m per pixel and shows nothing more at {wanted:g} m: ask for a ground "
            f"sample distance of at least {image_gsd / _FINEST_SHARE:.2g} m."
        )
    gsd = working_distance(image_gsd, card.gsd_m, wanted)
    note = f"{image_gsd:.3g} m image, model works at {finest:g} to {coarsest:g} m: reading at {gsd:.3g} m."
    coarse = "The image is coarser than anything the model has seen: check the result with care."
    return Resolution(gsd / image_gsd, gsd, note if gsd != image_gsd else "", (coarse,) if image_gsd > coarsest else ())
