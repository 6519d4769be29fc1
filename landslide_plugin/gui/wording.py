"""Numbers as a person reads them, in the language and number format of QGIS."""

from __future__ import annotations

import math

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..common.model_card import ModelCard


def number(value: float, decimals: int = 0) -> str:
    """A number with the locale's separators."""
    return QLocale().toString(float(value), "f", decimals)


def short_number(value: float) -> str:
    """A number with two significant digits, or all of its whole part: 0.5, 3.2, 12, 1,204."""
    decimals = 1 - math.floor(math.log10(abs(value))) if 0 < abs(value) < 10 else 0
    text = number(value, decimals)
    return text.rstrip("0").rstrip(QLocale().decimalPoint()) if decimals else text


def model_title(card: ModelCard) -> str:
    """What a list of models calls it: the one to map with stands out among those to compare with."""
    title = card.title or card.name
    if card.name != "default":
        return title
    return QCoreApplication.translate("Wording", "Recommended: {model}").format(model=title)


def area(square_metres: float) -> str:
    """An area in square metres below one hectare, square kilometres above."""
    if square_metres < 10_000:
        return QCoreApplication.translate("Wording", "{area} m²").format(area=number(square_metres))
    return QCoreApplication.translate("Wording", "{area} km²").format(area=number(square_metres / 1e6, 2))


def pixels(count: float) -> str:
    """An area where there is no CRS to measure metres with."""
    return QCoreApplication.translate("Wording", "{count} pixels").format(count=number(count))


def duration(seconds: float) -> str:
    """A time span in the two largest units that it needs."""
    if seconds < 1:
        return QCoreApplication.translate("Wording", "{seconds} s").format(seconds=number(seconds, 1))
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return QCoreApplication.translate("Wording", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if minutes:
        return QCoreApplication.translate("Wording", "{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return QCoreApplication.translate("Wording", "{seconds} s").format(seconds=whole)


def kept_together(text: str) -> str:
    """The text without places where a line may break."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def landslides(count: int) -> str:
    """A number of landslides."""
    if count == 0:
        return QCoreApplication.translate("Wording", "No landslide")
    if count == 1:
        return QCoreApplication.translate("Wording", "1 landslide")
    return QCoreApplication.translate("Wording", "{count} landslides").format(count=number(count))


def device(identifier: str) -> str:
    """What a person calls torch's `cpu`, `cuda:0`, `mps`."""
    kind, _, index = identifier.partition(":")
    if kind == "cpu":
        return QCoreApplication.translate("Wording", "CPU")
    if kind == "mps":
        return QCoreApplication.translate("Wording", "Apple GPU")
    return QCoreApplication.translate("Wording", "GPU {index}").format(index=index or "0")
