"""How the engine gets at an image: a file as it is, an online layer through a file that is fetched first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication

from ...common.errors import InputError
from ...common.model_card import ModelCard
from ...common.resolution import working_distance
from ...imagery.fetching import detached_copy
from ...imagery.plan import StagingPlan, plan_staging
from ...imagery.service import Service, describe_service, is_online
from ...imagery.staging import Stager
from ..messages import Messages
from ..settings import recall, remember
from ..wording import number
from .area import Area
from .image_source import ground_sample_distance, image_file

SURROUNDINGS = 64
"""Pixels that a click's window may lie off its place, so that clicks near each other share one."""


@dataclass(frozen=True)
class Reading:
    """Where the engine reads an image.

    Args:
        image: the layer's id.
        raster: the file.
        gsd: metres per pixel of that file, None without a CRS.
        plan: what must be fetched to make it; None for a layer that is a file.
    """

    image: str
    raster: str
    gsd: Optional[float]
    plan: Optional[StagingPlan] = None

    @property
    def provenance(self) -> Optional[dict[str, Any]]:
        """Of the images of a service, for the run record."""
        return self.plan.provenance if self.plan else None

    def stager(self) -> Optional[Stager]:
        """Makes the file; None where it is there. Main thread.

        Raises:
            InputError: the layer was removed meanwhile.
        """
        if self.plan is None or self.plan.complete:
            return None
        layer = QgsProject.instance().mapLayer(self.image)
        if layer is None:
            raise InputError(
                QCoreApplication.translate(
                    "Imagery", "The online layer '{name}' was removed from the project: add it again."
                ).format(name=self.plan.service.name)
            )
        return Stager(detached_copy(layer.dataProvider()), self.plan)

    def pixels(self, image: QgsRasterLayer, area: Area) -> float:
        """How many pixels of the file an area has."""
        if self.plan is None:
            return area.share * image.width() * image.height()
        return area.share * image.extent().area() / self.plan.pixel**2


def readable(image: Optional[QgsRasterLayer]) -> QgsRasterLayer:
    """The layer itself.

    Raises:
        InputError: there is none, or none that can be read.
    """
    if not is_online(image):
        image_file(image)
    return image


def reading_of(image: QgsRasterLayer, area: Area, whole: bool, card: ModelCard, wanted: Optional[float]) -> Reading:
    """How an area is read.

    Args:
        image: the layer.
        area: part of it.
        whole: the person asked for all of the image, however much that is.
        card: of the model that reads.
        wanted: metres per pixel that the person asked for.

    Raises:
        InputError: it is no image that can be read, or all of a service was asked for, or too much of it.
    """
    if not is_online(image):
        return Reading(image.id(), image_file(image), ground_sample_distance(image))
    if whole:
        raise InputError(
            QCoreApplication.translate(
                "Imagery",
                "'{name}' is an online layer, too large to be read as a whole: choose the map view, a drawn rectangle "
                "or selected polygons as the area.",
            ).format(name=image.name())
        )
    extent = QgsRectangle(*area.extent) if area.extent else image.extent()
    return _staged(image, plan_staging(describe_service(image), extent, card.gsd_m[0], wanted, ground=area.wkt))


def reading_around(
    image: QgsRasterLayer, place: QgsPointXY, card: ModelCard, wanted: Optional[float], factor: int = 1
) -> Reading:
    """How the surroundings of a place are read, as far as a click looks at them.

    Args:
        image: the layer.
        place: in its CRS.
        card, wanted: as in `reading_of`.
        factor: the click's window has that many times the side of the model's tile.

    Raises:
        InputError: it is no image that can be read.
    """
    if not is_online(image):
        return reading_of(image, Area(), True, card, wanted)
    service = describe_service(image)
    unit = 1 / service.metres_per_unit(place)
    spot = plan_staging(service, QgsRectangle.fromCenterAndSize(place, unit, unit), card.gsd_m[0], wanted)
    work = working_distance(spot.gsd, card.gsd_m, wanted)
    side = (factor * card.tile_size + 2 * SURROUNDINGS) * spot.pixel * work / spot.gsd
    extent = QgsRectangle.fromCenterAndSize(place, side, side)
    return _staged(image, plan_staging(service, extent, card.gsd_m[0], wanted))


def fetching_forecast(plan: StagingPlan) -> str:
    """What of the area must be fetched first."""
    if not plan.tiles_to_fetch:
        return QCoreApplication.translate("Imagery", "The images are there from an earlier run.")
    text = QCoreApplication.translate("Imagery", "About {tiles} tiles ({size} MB) are fetched first.")
    return text.format(tiles=number(plan.tiles_to_fetch), size=number(max(1, plan.bytes_to_fetch / 1e6)))


def question(plan: StagingPlan) -> str:
    """Whether so much is to be fetched."""
    return QCoreApplication.translate(
        "Imagery",
        "The area needs about {tiles} tiles ({size} MB) from {host}. Does the service allow so many at once?",
    ).format(tiles=number(plan.tiles_to_fetch), size=number(plan.bytes_to_fetch / 1e6), host=plan.service.host)


def terms(service: Service) -> str:
    """Whose images these are, and what may be done with them."""
    text = QCoreApplication.translate(
        "Imagery", "The images come from {host}: make sure that its terms allow to save and to analyse them."
    ).format(host=service.host)
    return " ".join(filter(None, (text, service.attribution, service.terms)))


def tell_terms(reading: Reading, messages: Messages) -> None:
    """Says once for each service whose images these are."""
    if reading.plan is None or recall(f"terms_told/{reading.plan.service.host}", False):
        return
    remember(f"terms_told/{reading.plan.service.host}", True)
    messages.warn(terms(reading.plan.service))


def _staged(image: QgsRasterLayer, plan: StagingPlan) -> Reading:
    return Reading(image.id(), str(plan.file), plan.gsd, plan)
