"""Which band of an image is red, green, blue or near infrared: from its names, wavelengths and colours.

Engine and dock share this, so that what the dock presets is what the engine reads. Both hand over what their GDAL says
of the bands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

# Micrometres: lowest, best and highest centre wavelength. They take in Sentinel-2, Landsat 4-9, Planet, Pléiades, SPOT,
# WorldView and Gaofen, and leave out coastal, yellow and red edge bands.
WAVELENGTHS = {
    "blue": (0.455, 0.485, 0.52),
    "green": (0.52, 0.56, 0.585),
    "red": (0.62, 0.66, 0.69),
    "nir": (0.76, 0.84, 0.91),
}

_WORDS = {
    "blue": {"blue", "b", "bleu", "蓝", "蓝色"},
    "green": {"green", "g", "vert", "绿", "绿色"},
    "red": {"red", "r", "rouge", "红", "红色"},
    "nir": {"nir", "nir1", "nir08", "near infrared", "near-infrared", "nearinfrared", "n", "近红外"},
}
# What the bands of these satellites are called by number.
_SENTINEL_2_AND_LANDSAT_8_9 = {"blue": 2, "green": 3, "red": 4}
_LANDSAT_4_TO_7 = {"blue": 1, "green": 2, "red": 3, "nir": 4}
_NUMBERED = re.compile(r"(?:.*[_\s.-])?b(?:and)?[_\s-]?0*(\d{1,2})(a?)", re.IGNORECASE)
_OLD_LANDSAT = re.compile(r"L[TEMC]0?[4-7]_?", re.IGNORECASE)


@dataclass(frozen=True)
class BandFacts:
    """What is known of one band.

    Args:
        name: its description in the file, empty where there is none.
        colour: its colour interpretation: `red`, `green`, `blue`, `alpha` or another word.
        wavelength: its centre, micrometres; None where the file does not say.
    """

    name: str = ""
    colour: str = ""
    wavelength: Optional[float] = None


def wavelength_of(text: Optional[str], unit: Optional[str] = None) -> Optional[float]:
    """Micrometres from a metadata item; None where it is not a number.

    Args:
        text: the number.
        unit: as the file writes it; without one, numbers above 100 are nanometres.
    """
    try:
        value = float(str(text).split()[0])
    except (ValueError, IndexError):
        return None
    nanometres = unit.strip().lower().startswith("nano") or unit.strip().lower() == "nm" if unit else value > 100
    return value / 1000 if nanometres else value


def central_wavelength(tags: dict[str, str], imagery: dict[str, str]) -> Optional[float]:
    """Micrometres, from a band's metadata of GDAL; None where they do not say.

    Args:
        tags: the band's own items, where the drivers of ENVI and Sentinel-2 write.
        imagery: those of GDAL's domain IMAGERY.
    """
    if "CENTRAL_WAVELENGTH_UM" in imagery:
        return wavelength_of(imagery["CENTRAL_WAVELENGTH_UM"], "um")
    lower = {key.lower(): value for key, value in tags.items()}
    return wavelength_of(lower.get("wavelength"), lower.get("wavelength_units") or lower.get("wavelength_unit"))


def bands_by_meaning(wanted: Sequence[str], bands: Sequence[BandFacts], scene: str = "") -> Optional[tuple[int, ...]]:
    """The 1-based bands for a model's bands, where the image says what its bands are.

    Names are believed first, since writers of GeoTIFF call the first three bands red, green and blue unasked; then
    wavelengths, then the colour interpretation.

    Args:
        wanted: names of the model's bands, in order.
        bands: of the image, all of them.
        scene: name of the file, which tells the early Landsats from the later ones.

    Returns:
        None where the image does not say it of every band that is wanted.
    """
    for find in (_by_word, lambda name, given: _by_number(name, given, scene), _by_wavelength, _by_colour):
        found = [find(name, bands) for name in wanted]
        if all(found) and len(set(found)) == len(set(wanted)):
            return tuple(found)
    return None


def _by_word(wanted: str, bands: Sequence[BandFacts]) -> int:
    words = _WORDS.get(wanted, {wanted})
    named = [re.sub(r"[_\s]+", " ", band.name.strip().lower()) for band in bands]
    for index, name in enumerate(named, 1):
        if name in words:
            return index
    for index, name in enumerate(named, 1):  # "Red (665 nm)", "sr red", "B4 - Red", not "red edge"
        parts = [part for part in re.split(r"[\s()\[\]:,/-]+", name) if part]
        if not {"edge", "infra"} & set(parts) and any(part in words and len(part) > 1 for part in parts):
            return index
    return 0


def _by_number(wanted: str, bands: Sequence[BandFacts], scene: str) -> int:
    numbers: dict[str, int] = {}
    for index, band in enumerate(bands, 1):
        match = _NUMBERED.fullmatch(band.name.strip().split(",")[0].split("(")[0].strip())
        if match:
            numbers.setdefault(match[1].lstrip("0") + match[2].lower(), index)
    plain = all(re.fullmatch(rf"band[_\s]?0*{index}", band.name.strip(), re.IGNORECASE) for index, band in
                enumerate(bands, 1))  # fmt: skip
    if not numbers or plain:  # "Band 1, Band 2, ..." only counts
        return 0
    if _OLD_LANDSAT.match(scene):
        return numbers.get(str(_LANDSAT_4_TO_7.get(wanted, "")), 0)
    if wanted == "nir":  # Sentinel-2 goes on to 8A and 12, Landsat's near infrared is band 5
        return numbers.get("8", 0) if {"8a", "11", "12"} & set(numbers) or "5" not in numbers else numbers["5"]
    return numbers.get(str(_SENTINEL_2_AND_LANDSAT_8_9.get(wanted, "")), 0)


def _by_wavelength(wanted: str, bands: Sequence[BandFacts]) -> int:
    if wanted not in WAVELENGTHS:
        return 0
    low, best, high = WAVELENGTHS[wanted]
    fitting = [
        (abs(band.wavelength - best), index)
        for index, band in enumerate(bands, 1)
        if band.wavelength is not None and low <= band.wavelength <= high
    ]
    return min(fitting)[1] if fitting else 0


def _by_colour(wanted: str, bands: Sequence[BandFacts]) -> int:
    return next((index for index, band in enumerate(bands, 1) if band.colour == wanted), 0)
