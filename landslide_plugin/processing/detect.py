"""`landslide_mapper:detect`: landslides on a raster."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)

from ..common.errors import InputError
from ..common.parameters import DetectParameters
from ..gui.detection import outcome
from ..gui.image_source import told_crs
from .algorithm import EngineAlgorithm
from .inputs import placed_overlay, raster_path
from .loading import load_on_completion


class DetectAlgorithm(EngineAlgorithm):
    """Runs a model over a raster and writes probability, mask and landslides."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "detect"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Detect landslides")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Mapping")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "mapping"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr(
            "landslide,mudslide,debris,mass movement,deep learning,segmentation,neural network,hazard"
        ).split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Maps landslides on an image with a neural network.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Maps landslides on an image with a neural network.\n\n"
            "The folder receives the landslides as polygons with area and probability (GeoPackage, and shapefile for "
            "ArcGIS), a raster of probabilities, a mask (1 landslide, 0 other ground) and a record of the run. They "
            "are named after the image; results of the same name are replaced.\n\n"
            "Area: leave both empty for the whole image. Where an extent and polygons are given, only what lies in "
            "both is looked at.\n\n"
            "Bands: empty means by their names, wavelengths or colours in the image. Pixel size: empty means that of "
            "the image, or the nearest that the model was trained for. Threshold: empty means the model's own.\n\n"
            "A detection is a suggestion: fields, quarries and fresh roads look like landslides from above."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Image")))
        self.add_model()
        self.add_where()
        real = Qgis.ProcessingNumberParameterType.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                "MIN_AREA", self.tr("Smallest landslide, square metres"), real, DetectParameters.min_area, False, 0
            )
        )
        self.add_model_options()
        self.add_mask()
        self.add_advanced(
            QgsProcessingParameterNumber(
                "OVERLAP", self.tr("Overlap of the tiles (share)"), real, DetectParameters.overlap, False, 0, 0.75
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", self.tr("Folder for the results")))
        self.addParameter(
            QgsProcessingParameterBoolean("LOAD_RESULTS", self.tr("Add the results to the map"), defaultValue=True)
        )
        self.addOutput(
            QgsProcessingOutputVectorLayer("LANDSLIDES", self.tr("Landslides"), Qgis.ProcessingSourceType.VectorPolygon)
        )
        self.addOutput(QgsProcessingOutputRasterLayer("MASK", self.tr("Mask")))
        self.addOutput(QgsProcessingOutputRasterLayer("PROBABILITY", self.tr("Probability")))
        self.addOutput(QgsProcessingOutputFile("SHAPEFILE", self.tr("Landslides as shapefile")))
        self.addOutput(QgsProcessingOutputFile("RUN", self.tr("Run record")))
        self.addOutput(QgsProcessingOutputNumber("LANDSLIDES_COUNT", self.tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", self.tr("Area of the landslides, square metres")))
        self.addOutput(QgsProcessingOutputNumber("SECONDS", self.tr("Seconds taken")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Whether the values can be used; so can overlays of Google Earth that QGIS does not open by itself."""
        try:
            return super().checkParameterValues(placed_overlay(parameters), context)
        except InputError as error:
            return False, str(error)

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Detects."""
        parameters = placed_overlay(parameters)
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        folder = self.path_of(self.parameterAsString(parameters, "OUTPUT", context))
        extent, area = self.where(parameters, context, image)
        wishes = DetectParameters(
            raster=raster_path(image),
            output=folder,
            extent=extent,
            area=area,
            min_area=self.parameterAsDouble(parameters, "MIN_AREA", context),
            overlap=self.parameterAsDouble(parameters, "OVERLAP", context),
            crs=told_crs(image),
            **self.mask_options(parameters, context),
            **self.model_options(parameters, context),
        )
        result = self.ask("detect", wishes.to_dict(), feedback)
        for sentence in result["warnings"]:
            feedback.pushWarning(sentence)
        feedback.pushInfo(outcome(result))
        if self.parameterAsBoolean(parameters, "LOAD_RESULTS", context):
            load_on_completion(result, image.name(), context)
        return {
            "OUTPUT": folder,
            "LANDSLIDES": result["polygons"],
            "MASK": result["mask"],
            "PROBABILITY": result["probability"],
            "SHAPEFILE": result["shapefile"],
            "RUN": result["run"],
            "LANDSLIDES_COUNT": result["landslides"],
            "AREA_M2": result["area_m2"],
            "SECONDS": result["load_seconds"] + result["seconds"],
        }
