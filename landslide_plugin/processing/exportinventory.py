"""`landslide_mapper:exportinventory`: landslides as a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterVectorDestination,
    QgsProject,
)

from ..common.errors import InputError
from ..gui.wording import landslides
from ..layers.delivery.export import FORMATS, export_features
from .algorithm import LandslideAlgorithm

ENDINGS = tuple(kind.suffix.lstrip(".") for kind in FORMATS.values())


class ExportInventoryAlgorithm(LandslideAlgorithm):
    """Writes landslides as shapefile, GeoPackage, GeoJSON or KML."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "exportinventory"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Export landslide inventory")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Mapping")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "mapping"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,inventory,export,shapefile,ArcGIS,GeoPackage,GeoJSON,KML,Google Earth").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Writes landslides for ArcGIS, Google Earth and other programs.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Writes landslides for ArcGIS, Google Earth and other programs. The ending of the file name says the "
            "format: .shp, .gpkg, .geojson or .kml.\n\n"
            "A shapefile gets column names of at most 10 ASCII characters with fixed widths, UTF-8 text and valid "
            "outlines. A GeoPackage keeps every value as it is. GeoJSON and KML are in degrees.\n\n"
            "Area and perimeter are measured anew on the ellipsoid. A polygon layer of your own gets the inventory's "
            "columns beside its own. Landslides that were rejected in a review are left out unless asked for."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        polygons = Qgis.ProcessingSourceType.VectorPolygon
        self.addParameter(QgsProcessingParameterFeatureSource("INPUT", self.tr("Landslides"), [polygons]))
        self.addParameter(QgsProcessingParameterVectorDestination("OUTPUT", self.tr("Exported landslides"), polygons))
        self.addParameter(QgsProcessingParameterBoolean("REJECTED", self.tr("Export rejected landslides too"), False))
        self.addOutput(QgsProcessingOutputNumber("COUNT", self.tr("Landslides exported")))
        self.addOutput(QgsProcessingOutputNumber("DROPPED", self.tr("Outlines without area, left out")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses, before anything runs, to replace the input or a file that QGIS has open."""
        fine, why = super().checkParameterValues(parameters, context)
        if fine:
            try:
                self.refuse_to_replace(parameters, ("INPUT",), context)
            except InputError as error:
                return False, str(error)
        return fine, why

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Exports."""
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        source.setInvalidGeometryCheck(Qgis.InvalidGeometryCheck.NoCheck)  # the export repairs them
        target = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        project = context.project() or QgsProject.instance()
        with_rejected = self.parameterAsBoolean(parameters, "REJECTED", context)
        result = export_features(source, Path(target).absolute(), project, feedback, with_rejected)
        if result.rejected:
            feedback.pushInfo(self.tr("Rejected landslides that were left out: {count}").format(count=result.rejected))
        if result.dropped:
            feedback.pushWarning(
                self.tr("Outlines without area that were left out: {count}").format(count=result.dropped)
            )
        if result.shortened:
            feedback.pushWarning(
                self.tr("Values that were cut to the width of their column: {count}").format(count=result.shortened)
            )
        if result.renamed:
            feedback.pushInfo(
                self.tr("Columns with other names in the file: {names}").format(names=result.renamed_text())
            )
        feedback.pushInfo(
            self.tr("{landslides} exported to {file}").format(landslides=landslides(result.count), file=result.path)
        )
        return {"OUTPUT": str(result.path), "COUNT": result.count, "DROPPED": result.dropped}
