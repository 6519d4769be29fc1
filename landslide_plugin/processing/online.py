"""What algorithms have in common that read online layers."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsRasterDataProvider,
)

from ..common.errors import InputError
from ..gui.image.reading import terms
from ..imagery.fetching import detached_copy
from ..imagery.plan import ASK_FROM, StagingPlan
from ..imagery.service import is_online
from ..imagery.staging import OnProgress, Stager
from .algorithm import LandslideAlgorithm, translate


class OnlineAlgorithm(LandslideAlgorithm):
    """Base of the algorithms whose INPUT may be an online layer."""

    def __init__(self) -> None:
        super().__init__()
        self._provider: Optional[QgsRasterDataProvider] = None

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Copies what the layer is read with, while on the main thread."""
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        if is_online(image) and image.isValid():
            self._provider = detached_copy(image.dataProvider())
        return super().prepareAlgorithm(parameters, context, feedback)

    def add_many(self) -> None:
        """Adds the consent to fetch more than is fetched without asking."""
        title = translate("OnlineAlgorithm", "Fetch however many tiles")
        self.add_advanced(QgsProcessingParameterBoolean("MANY", title, defaultValue=False))

    def fetch(self, plan: StagingPlan, many: bool, report: OnProgress, feedback: QgsProcessingFeedback) -> None:
        """Makes the file of a plan; says whose images they are.

        Args:
            plan: of the layer INPUT.
            many: the person has agreed to fetch more than is fetched without asking.
            report: hears of progress.
            feedback: of the run.

        Raises:
            InputError: the service does not give them, or they are too many. CancelledError: the person cancelled.
        """
        if plan.tiles_to_fetch > ASK_FROM and not many:
            text = translate(
                "OnlineAlgorithm",
                "The area needs about {tiles} tiles from {host}, more than {most}: choose a smaller area or larger "
                "pixels, or 'Fetch however many tiles' (MANY).",
            )
            raise InputError(text.format(tiles=plan.tiles_to_fetch, host=plan.service.host, most=ASK_FROM))
        feedback.pushInfo(terms(plan.service))
        Stager(self._provider, plan).run(report, feedback.isCanceled)
