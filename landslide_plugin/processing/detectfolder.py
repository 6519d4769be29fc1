"""`landslide_mapper:detectfolder`: landslides on many scenes, with a table of how they went."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..common.errors import InputError
from ..common.parameters import DetectManyParameters, DetectParameters
from ..gui.detect.detection import outcome
from ..gui.image.image_source import crs_text, told_crs
from .algorithm import EngineAlgorithm
from .inputs import raster_path, united_polygons
from .loading import load_on_completion


class DetectFolderAlgorithm(EngineAlgorithm):
    """Runs a model over scene after scene; one that cannot be used does not stop the others."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "detectfolder"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Detect landslides on many images")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Mapping")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "mapping"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,batch,folder,scenes,satellite,summary,deep learning,neural network").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Maps landslides on all images of a folder, and lists what was found on each.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Maps landslides on all images of a folder, on chosen layers, or on both, one after the other.\n\n"
            "Each image gets a folder of its own with what 'Detect landslides' writes. The table summary.csv lists "
            "landslides, area and seconds of each. An image that cannot be used is listed with the reason and does not "
            "stop the others; what is finished when you cancel is kept. Of images of the same name in several "
            "subfolders the later ones are numbered.\n\n"
            "Cloud masks: one layer for all images, or files named after them, where {scene} stands for the image's "
            "name, such as masks/{scene}_clouds.tif. What is masked becomes nodata."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        folder = QgsProcessingParameterFile(
            "FOLDER", self.tr("Folder of images"), Qgis.ProcessingFileParameterBehavior.Folder, optional=True
        )
        self.addParameter(folder)
        self.addParameter(
            QgsProcessingParameterBoolean("RECURSIVE", self.tr("Look in its subfolders too"), defaultValue=False)
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "LAYERS", self.tr("Images"), Qgis.ProcessingSourceType.Raster, optional=True
            )
        )
        self.add_model()
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "AREA", self.tr("Polygons to look at"), [Qgis.ProcessingSourceType.VectorPolygon], optional=True
            )
        )
        real = Qgis.ProcessingNumberParameterType.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                "MIN_AREA", self.tr("Smallest landslide, square metres"), real, DetectParameters.min_area, False, 0
            )
        )
        self.add_model_options(image=None)
        self.add_mask()
        self.add_advanced(
            QgsProcessingParameterString(
                "MASK_FILES", self.tr("Cloud masks by name, {scene} is the image's"), optional=True
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", self.tr("Folder for the results")))
        self.addParameter(
            QgsProcessingParameterBoolean("LOAD_RESULTS", self.tr("Add the results to the map"), defaultValue=False)
        )
        self.addOutput(QgsProcessingOutputFile("SUMMARY", self.tr("Table of the images")))
        self.addOutput(QgsProcessingOutputNumber("IMAGES", self.tr("Number of images")))
        self.addOutput(QgsProcessingOutputNumber("FAILED", self.tr("Number of images that could not be used")))
        self.addOutput(QgsProcessingOutputNumber("LANDSLIDES_COUNT", self.tr("Number of landslides")))
        self.addOutput(QgsProcessingOutputNumber("AREA_M2", self.tr("Area of the landslides, square metres")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Whether the values can be used; results that QGIS has open would be replaced under its hands."""
        fine, why = super().checkParameterValues(parameters, context)
        try:
            if fine:
                self.refuse_open_results(parameters, "*/*", context)
        except InputError as error:
            return False, str(error)
        return fine, why

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Detects."""
        folder = self.path_of(self.parameterAsString(parameters, "OUTPUT", context))
        options = {
            **self.model_options(parameters, context),
            **self.mask_options(parameters, context),
            "min_area": self.parameterAsDouble(parameters, "MIN_AREA", context),
        }
        by_name = self.parameterAsString(parameters, "MASK_FILES", context)
        if by_name:
            options["mask"] = self.path_of(by_name)
        area = united_polygons(self.parameterAsSource(parameters, "AREA", context))
        if area is not None:
            shape, crs = area
            shape.convertToStraightSegment()
            options.update(area=shape.asWkt(9), area_crs=crs_text(crs))
        recursive = self.parameterAsBoolean(parameters, "RECURSIVE", context)
        wishes = DetectManyParameters(tuple(self._images(parameters, context)), folder, options, recursive)
        result = self.ask("detect_many", wishes.to_dict(), feedback)
        for scene in result["scenes"]:
            if scene["error"]:
                feedback.reportError(f"{scene['scene']}: {scene['error']}")
                continue
            for sentence in scene["results"]["warnings"]:
                feedback.pushWarning(f"{scene['scene']}: {sentence}")
            feedback.pushInfo(f"{scene['scene']}: {outcome(scene['results'])}")
            if self.parameterAsBoolean(parameters, "LOAD_RESULTS", context):
                load_on_completion(scene["results"], scene["scene"], context)
        return {
            "OUTPUT": folder,
            "SUMMARY": result["summary"],
            "IMAGES": len(result["scenes"]),
            "FAILED": result["failed"],
            "LANDSLIDES_COUNT": result["landslides"],
            "AREA_M2": result["area_m2"],
        }

    def _images(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        folder = self.path_of(self.parameterAsFile(parameters, "FOLDER", context))
        layers = self.parameterAsLayerList(parameters, "LAYERS", context) if parameters.get("LAYERS") else []
        for layer in layers:
            if told_crs(layer) is not None:
                raise InputError(
                    self.tr(
                        "The CRS of '{name}' was chosen in QGIS and is not in its file: detect on it by itself, or "
                        "write the CRS into the file with 'Assign projection'."
                    ).format(name=layer.name())
                )
        images = ([folder] if folder else []) + [raster_path(layer) for layer in layers]
        if not images:
            raise InputError(self.tr("There are no images: choose their folder, or layers."))
        return images
