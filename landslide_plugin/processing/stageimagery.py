"""`landslide_mapper:stageimagery`: a part of an online layer as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..common.errors import InputError
from ..imagery.plan import plan_staging
from ..imagery.service import describe_service, is_online
from .online import OnlineAlgorithm

_FINEST = 0.3
"""Metres per pixel that are taken where none are asked for."""


class StageImageryAlgorithm(OnlineAlgorithm):
    """Fetches the images of an XYZ, WMS or WMTS layer."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "stageimagery"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Fetch online imagery")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Mapping")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "mapping"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("XYZ,WMS,WMTS,tiles,basemap,download,save,orthophoto,aerial").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Saves a part of an online layer (XYZ, WMS, WMTS) as a GeoTIFF.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Saves a part of an online layer (XYZ, WMS, WMTS) as a GeoTIFF in the layer's CRS, with red, green, blue "
            "and alpha; alpha is 0 where the service has no image.\n\n"
            "Pixel size: on the ground, whatever the CRS makes of it. A service of tiles is read at the zoom level "
            "that has pixels of about this size or the next finer one. Empty means 0.3 m.\n\n"
            "What was fetched is kept for 30 days in the user's folder of the plugin, so that the same ground is not "
            "fetched twice, and a run that was cancelled goes on where it stopped.\n\n"
            "Make sure that the service's terms allow to save and to analyse its images."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Online layer")))
        self.addParameter(QgsProcessingParameterExtent("EXTENT", self.tr("Extent to fetch")))
        real = Qgis.ProcessingNumberParameterType.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                "RESOLUTION", self.tr("Pixel size on the ground, metres"), real, None, optional=True, minValue=0.01
            )
        )
        self.add_many()
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", self.tr("Imagery")))
        self.addOutput(QgsProcessingOutputNumber("PIXEL_SIZE", self.tr("Pixel size on the ground, metres")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetches."""
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        if not is_online(image):
            raise InputError(self.tr("'{name}' is a file and need not be fetched.").format(name=image.name()))
        extent = self.parameterAsExtent(parameters, "EXTENT", context, image.crs())
        target = Path(self.parameterAsOutputLayer(parameters, "OUTPUT", context)).absolute()
        wanted = self.number_of(parameters, "RESOLUTION", context)
        plan = plan_staging(describe_service(image), extent, _FINEST, wanted, target)
        many = self.parameterAsBoolean(parameters, "MANY", context)
        self.fetch(plan, many, lambda progress: self.tell(progress, feedback), feedback)
        return {"OUTPUT": str(target), "PIXEL_SIZE": plan.gsd}
