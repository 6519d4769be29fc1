"""`landslide_mapper:explain`: a heat map of what speaks for the landslide at a place."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..common.parameters import ExplainParameters
from ..gui.detect.explainer import explanation
from ..gui.image.area import point_in_image
from ..gui.image.image_source import told_crs
from .algorithm import EngineAlgorithm
from .inputs import raster_path
from .loading import dress_heat_map_on_completion


class ExplainAlgorithm(EngineAlgorithm):
    """Asks a model why it calls landslide at a place, or why not (Grad-CAM)."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "explain"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Explain a landslide (heat map)")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Models")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "models"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,Grad-CAM,heat map,heatmap,explain,why,attention,saliency").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Shows which ground speaks for the landslide that a model sees at a place.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Shows which ground speaks for the landslide that a model sees at a place, as a heat map of one tile of "
            "the image around it (Grad-CAM).\n\n"
            "What it says: where the network's deep features are strong that raise its answer for this landslide, or "
            "for the very place where it sees none. 1 is the strongest such spot of the tile, 0 is ground that does "
            "not speak for landslide.\n\n"
            "What it does not say: it is no probability and no outline. Ground that looks alike to the network is hot "
            "wherever it lies in the tile, so other landslides are too. It is coarse, often one value for 16 or 32 "
            "pixels, and cannot be compared between two places, since each map has its own maximum. What speaks "
            "against landslide is not shown. Heat on roads, fields or shadows is a reason for doubt; heat on the "
            "landslide itself does not prove the model right.\n\n"
            "Layer: the part of the network that is asked. Empty means its deepest one, which is right in most cases; "
            "the last ones only repeat the probability."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Image")))
        self.addParameter(QgsProcessingParameterPoint("POINT", self.tr("Place on the image")))
        self.add_model()
        self.add_reading_options()
        self.add_threshold()
        self.add_mask()
        self.add_advanced(QgsProcessingParameterString("LAYER", self.tr("Layer of the network"), optional=True))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", self.tr("Why (Grad-CAM)")))
        self.addOutput(QgsProcessingOutputNumber("PROBABILITY", self.tr("Probability at the place")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Explains."""
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        crs = self.parameterAsPointCrs(parameters, "POINT", context)
        place = point_in_image(self.parameterAsPoint(parameters, "POINT", context), crs, image)
        wishes = ExplainParameters(
            raster=raster_path(image),
            x=place.x(),
            y=place.y(),
            output=self.path_of(self.parameterAsOutputLayer(parameters, "OUTPUT", context)),
            layer=self.parameterAsString(parameters, "LAYER", context) or None,
            threshold=self.number_of(parameters, "THRESHOLD", context),
            crs=told_crs(image),
            **self.reading_options(parameters, context),
            **self.mask_options(parameters, context),
        )
        result = self.ask("explain", wishes.to_dict(), feedback)
        for sentence in result["warnings"]:
            feedback.pushWarning(sentence)
        feedback.pushInfo(explanation(result))
        dress_heat_map_on_completion(result["heatmap"], context)
        return {"OUTPUT": result["heatmap"], "PROBABILITY": result["probability"]}
