"""`landslide_mapper:suggest`: where to label next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
)

from ..common.errors import InputError
from ..common.parameters import TEST_TIME_AUGMENTATIONS, SuggestParameters
from ..gui.image.image_source import told_crs
from ..gui.teach.label_next import outcome
from ..layers.delivery.export_check import check_complete
from ..layers.labelling.label_next import window_features, window_fields
from .algorithm import EngineAlgorithm
from .inputs import polygon_file, raster_path
from .loading import dress_windows_on_completion


class SuggestAlgorithm(EngineAlgorithm):
    """Finds the windows of an image that are most worth labelling."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "suggest"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Suggest where to label next")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Models")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "models"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,active learning,label,annotate,uncertainty,sampling,training").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Finds the windows of an image whose labels would teach a model most.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Finds the windows of an image whose labels would teach a model most: those that it is unsure of, and that "
            "are unlike what is labelled already (active learning).\n\n"
            "Give the labels and the fully labelled areas that there are: their ground is left out. The windows come "
            "as polygons with their rank, uncertain (0 to 1: entropy of the mean answer to the turned and mirrored "
            "window), novelty (distance of the network's deep features from those of labelled ground and of windows "
            "of a better rank) and score, the product of both.\n\n"
            "Without a graphics card 200 windows are looked at, otherwise 2000, spread evenly over the image."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Image")))
        self.add_model()
        polygons = [Qgis.ProcessingSourceType.VectorPolygon]
        for name, title in (("LABELS", self.tr("Labels")), ("AREAS", self.tr("Fully labelled areas"))):
            self.addParameter(QgsProcessingParameterVectorLayer(name, title, polygons, optional=True))
        whole = Qgis.ProcessingNumberParameterType.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "COUNT", self.tr("Number of windows"), whole, SuggestParameters.count, False, 1
            )
        )
        self.add_where()
        self.add_reading_options()
        self.add_advanced(
            QgsProcessingParameterNumber(
                "SIDE",
                self.tr("Longest side of a window, pixels of the model"),
                whole,
                SuggestParameters.side,
                False,
                32,
            )
        )
        self.add_advanced(
            QgsProcessingParameterNumber("MOST", self.tr("Windows to look at, at most"), whole, None, True, 1)
        )
        views = self.tr("Turned and mirrored views of each window")
        self.add_choice("TTA", views, TEST_TIME_AUGMENTATIONS, SuggestParameters.tta)
        self.addParameter(
            QgsProcessingParameterFeatureSink("OUTPUT", self.tr("Label next"), Qgis.ProcessingSourceType.VectorPolygon)
        )
        self.addOutput(QgsProcessingOutputNumber("FOUND", self.tr("Windows found")))
        self.addOutput(QgsProcessingOutputNumber("LOOKED_AT", self.tr("Windows looked at")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuses, before anything runs, to replace the labels or another input."""
        fine, why = super().checkParameterValues(parameters, context)
        if fine:
            try:
                self.refuse_to_replace(parameters, ("INPUT", "LABELS", "AREAS", "AREA"), context)
            except InputError as error:
                return False, str(error)
        return fine, why

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Searches."""
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        extent, area = self.where(parameters, context, image)
        layers = {name: self.parameterAsVectorLayer(parameters, name.upper(), context) for name in ("labels", "areas")}
        wishes = SuggestParameters(
            raster=raster_path(image),
            extent=extent,
            area=area,
            crs=told_crs(image),
            tta=self.parameterAsEnumString(parameters, "TTA", context),
            count=self.parameterAsInt(parameters, "COUNT", context),
            side=self.parameterAsInt(parameters, "SIDE", context),
            most=self.parameterAsInt(parameters, "MOST", context) or None,
            **{name: polygon_file(layer, name, context, feedback) for name, layer in layers.items() if layer},
            **self.reading_options(parameters, context),
        )
        result = self.ask("suggest", wishes.to_dict(), feedback)
        for sentence in result["warnings"]:
            feedback.pushWarning(sentence)
        feedback.pushInfo(outcome(result))
        sink, path = self.parameterAsSink(
            parameters, "OUTPUT", context, window_fields(), Qgis.WkbType.Polygon, image.crs()
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, "OUTPUT"))
        if not sink.addFeatures(window_features(result["windows"])):
            raise QgsProcessingException(self.writeFeatureError(sink, parameters, "OUTPUT"))
        del sink  # closes the file
        if Path(path).is_file():  # and no table of a larger one
            check_complete(Path(path), len(result["windows"]))
        dress_windows_on_completion(path, context)
        return {"OUTPUT": path, "FOUND": len(result["windows"]), "LOOKED_AT": result["looked_at"]}
