"""What a run will do, said before it is started; only what is really known."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...common.model_card import ModelCard
from ...common.resolution import working_distance
from ..wording import duration, kept_together, short_number


def megapixels(pixels: float, image_gsd: Optional[float], work_gsd: Optional[float]) -> float:
    """Millions of pixels that go through the network.

    Args:
        pixels: of the image in the chosen area.
        image_gsd, work_gsd: metres per pixel of the image and of the work, None where unknown.
    """
    shrink = image_gsd / work_gsd if image_gsd and work_gsd else 1.0
    return pixels * shrink**2 / 1e6


def forecast(
    image_gsd: Optional[float], card: ModelCard, wanted: Optional[float], pixels: float, speed: Optional[float]
) -> str:
    """The line above the Detect button.

    Args:
        image_gsd: metres per pixel of the image, None without a CRS.
        card: the model's.
        wanted: the person's own ground sample distance.
        pixels: of the image in the chosen area.
        speed: megapixels per second of an earlier run like this one, None before the first.
    """
    work_gsd = None if image_gsd is None else working_distance(image_gsd, card.gsd_m, wanted)
    size = megapixels(pixels, image_gsd, work_gsd)
    parts = [
        QCoreApplication.translate("Forecast", "The image has no CRS: it is read pixel by pixel, sizes are in pixels")
        if image_gsd is None or work_gsd is None
        else _resolution(image_gsd, card, work_gsd)
    ]
    parts.append(
        kept_together(QCoreApplication.translate("Forecast", "{size} megapixels").format(size=short_number(size)))
    )
    if speed:
        time = duration(max(1.0, size / speed))
        parts.append(kept_together(QCoreApplication.translate("Forecast", "about {time}").format(time=time)))
    return "; ".join(parts) + "."


def _resolution(image_gsd: float, card: ModelCard, work_gsd: float) -> str:
    if image_gsd > card.gsd_m[1]:
        text = QCoreApplication.translate(
            "Forecast", "{image} m image, coarser than the {low} to {high} m of the model: reading at {work} m"
        )
    elif work_gsd == image_gsd:
        text = QCoreApplication.translate("Forecast", "Reading the {image} m image as it is")
    else:
        text = QCoreApplication.translate(
            "Forecast", "{image} m image, model works at {low} to {high} m: reading at {work} m"
        )
    low, high = (short_number(value) for value in card.gsd_m)
    return text.format(image=short_number(image_gsd), low=low, high=high, work=short_number(work_gsd))
