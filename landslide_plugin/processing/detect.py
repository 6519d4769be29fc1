"""`landslide_mapper:detect`: landslides on a raster."""

from __future__ import annotations

from glob import escape
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsGeometry,
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
    QgsRasterLayer,
    QgsRectangle,
)

from ..common.errors import InputError
from ..common.parameters import DetectParameters
from ..common.raster_paths import raster_name
from ..common.zoo import find_model
from ..gui.detect.detection import outcome
from ..gui.image.image_source import told_crs
from ..imagery.plan import StagingPlan, plan_staging
from ..imagery.service import describe_service, is_online
from ..imagery.staging import staged_progress
from ..translation.engine import translated
from .algorithm import EngineAlgorithm
from .inputs import placed_overlay, raster_path
from .loading import load_on_completion
from .online import OnlineAlgorithm


class DetectAlgorithm(OnlineAlgorithm, EngineAlgorithm):
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
            "The image may be an online layer (XYZ, WMS, WMTS): its images are fetched first, and kept for the next "
            "run.\n\n"
            "Area: leave both empty for the whole image, which an online layer is too large for. Where an extent and "
            "polygons are given, only what lies in both is looked at.\n\n"
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
        self.add_many()
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
            placed = placed_overlay(parameters)
            fine, why = super().checkParameterValues(placed, context)
            if fine:
                image = self.parameterAsRasterLayer(placed, "INPUT", context)
                scene = "*" if is_online(image) else escape(raster_name(raster_path(image)))
                self.refuse_open_results(parameters, scene, context)
        except InputError as error:
            return False, translated(str(error))
        return fine, why

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Detects."""
        parameters = placed_overlay(parameters)
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        folder = self.path_of(self.parameterAsString(parameters, "OUTPUT", context))
        extent, area = self.where(parameters, context, image)
        options = self.model_options(parameters, context)
        plan = self._plan(image, extent, area, options) if is_online(image) else None
        wishes = DetectParameters(
            raster=str(plan.file) if plan else raster_path(image),
            output=folder,
            extent=extent,
            area=area,
            min_area=self.parameterAsDouble(parameters, "MIN_AREA", context),
            overlap=self.parameterAsDouble(parameters, "OVERLAP", context),
            crs=told_crs(image),
            provenance=plan.provenance if plan else None,
            **self.mask_options(parameters, context),
            **options,
        )
        detecting = None
        if plan is not None:
            fetching, detecting = staged_progress(lambda progress: self.tell(progress, feedback))
            if not plan.complete:
                self.fetch(plan, self.parameterAsBoolean(parameters, "MANY", context), fetching, feedback)
        result = self.ask("detect", wishes.to_dict(), feedback, detecting)
        if result["reading"]:
            feedback.pushInfo(result["reading"])
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
            "SECONDS": round(result["load_seconds"] + result["seconds"], 3),
        }

    def _plan(
        self,
        image: QgsRasterLayer,
        extent: Optional[tuple[float, float, float, float]],
        area: Optional[str],
        options: dict[str, Any],
    ) -> StagingPlan:
        """What is fetched of an online layer."""
        box = QgsRectangle(*extent) if extent else image.extent()
        if area:
            box = box.intersect(QgsGeometry.fromWkt(area).boundingBox())
        elif extent is None:
            raise InputError(
                self.tr(
                    "'{name}' is an online layer, too large to be read as a whole: give an extent or polygons."
                ).format(name=image.name())
            )
        card = find_model(options["model"]).card
        return plan_staging(describe_service(image), box, card.gsd_m[0], options["gsd"], ground=area)
