"""`landslide_mapper:evaluate`: how well a model does where the truth is known."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..common.labels import AREAS_LAYER
from ..common.parameters import EvaluateParameters
from ..gui.image.image_source import told_crs
from ..layers.labelling.labels import is_label_layer, layer_of, open_labels, source_of
from .algorithm import EngineAlgorithm
from .inputs import polygon_file, raster_path

_WARNINGS = 20  # shown of a folder with many odd tiles

FIGURES = {
    "IOU": "iou",
    "MIOU": "miou",
    "PRECISION": "precision",
    "RECALL": "recall",
    "F1": "f1",
    "ACCURACY": "accuracy",
    "AUC": "auc",
    "TILES": "tiles",
    "THRESHOLD_USED": "threshold",
}
"""Outputs, and what the engine calls them."""


class EvaluateAlgorithm(EngineAlgorithm):
    """Compares a model's answer with known landslides."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "evaluate"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Evaluate a landslide model")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Models")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "models"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,accuracy,validation,precision,recall,F1,IoU,ROC,metrics,ground truth").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Measures how well a model finds landslides that are known.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Measures how well a model finds landslides that are known: precision, recall, F1, accuracy, IoU of the "
            "landslides, mean IoU and area under the ROC curve, over all valid pixels together.\n\n"
            "Give either an image with its truth, a mask raster over the same ground (anything but 0 is landslide) or "
            "a layer of landslide polygons; or a folder of image tiles and a folder of masks with the same file names, "
            "where a missing mask means that all of the tile is background.\n\n"
            "Fully labelled areas: where all landslides of the image are known only in part of it, polygons of that "
            "part; only it counts. Labels drawn on the Teach page bring theirs along.\n\n"
            "Use images that the model was not trained on."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Image"), optional=True))
        self.addParameter(
            QgsProcessingParameterMapLayer(
                "TRUTH",
                self.tr("Its landslides: mask or polygons"),
                optional=True,
                types=[Qgis.ProcessingSourceType.Raster, Qgis.ProcessingSourceType.VectorPolygon],
            )
        )
        polygons = [Qgis.ProcessingSourceType.VectorPolygon]
        self.addParameter(
            QgsProcessingParameterVectorLayer("AREAS", self.tr("Fully labelled areas"), polygons, optional=True)
        )
        folder = Qgis.ProcessingFileParameterBehavior.Folder
        self.addParameter(
            QgsProcessingParameterFile("IMAGES", self.tr("Or: folder of image tiles"), folder, optional=True)
        )
        self.addParameter(QgsProcessingParameterFile("MASKS", self.tr("Folder of their masks"), folder, optional=True))
        real = QgsProcessingParameterNumber.Type.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                "IMAGE_GSD", self.tr("Metres per pixel of images without georeference"), real, None, True, 0
            )
        )
        self.add_model()
        self.add_model_options()
        for output, title in self._titles().items():
            self.addOutput(QgsProcessingOutputNumber(output, title))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Evaluates."""
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        truth = self.parameterAsLayer(parameters, "TRUTH", context)
        areas = self.parameterAsVectorLayer(parameters, "AREAS", context) or _areas_beside(
            truth, context.project() or QgsProject.instance()
        )
        wishes = EvaluateParameters(
            raster=raster_path(image) if image else None,
            truth=_truth_path(truth, context, feedback) if truth else None,
            areas=polygon_file(areas, "areas", context, feedback) if areas else None,
            images=self.path_of(self.parameterAsString(parameters, "IMAGES", context)),
            masks=self.path_of(self.parameterAsString(parameters, "MASKS", context)),
            crs=told_crs(image) if image else None,
            image_gsd=self.number_of(parameters, "IMAGE_GSD", context),
            **self.model_options(parameters, context),
        )
        result = self.ask("evaluate", wishes.to_dict(), feedback)
        for sentence in result["warnings"][:_WARNINGS]:
            feedback.pushWarning(sentence)
        if len(result["warnings"]) > _WARNINGS:
            more = len(result["warnings"]) - _WARNINGS
            feedback.pushWarning(self.tr("Remarks that are not shown here: {count}").format(count=more))
        for output, title in self._titles().items():
            feedback.pushInfo(f"{title}: {result[FIGURES[output]]}")
        return {output: result[key] for output, key in FIGURES.items()}

    def _titles(self) -> dict[str, str]:
        return {
            "IOU": self.tr("IoU of landslides"),
            "MIOU": self.tr("Mean IoU"),
            "PRECISION": self.tr("Precision"),
            "RECALL": self.tr("Recall"),
            "F1": self.tr("F1"),
            "ACCURACY": self.tr("Accuracy"),
            "AUC": self.tr("Area under the ROC curve"),
            "TILES": self.tr("Images"),
            "THRESHOLD_USED": self.tr("Threshold"),
        }


def _areas_beside(truth: Optional[QgsMapLayer], project: QgsProject) -> Optional[QgsVectorLayer]:
    """The fully labelled areas of the file of labels; None of another truth, or where none have been drawn."""
    if not is_label_layer(truth):
        return None
    file, _ = source_of(truth)
    areas = layer_of(file, AREAS_LAYER, project) or open_labels(file).areas
    return areas if areas is not None and areas.featureCount() > 0 else None


def _truth_path(layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> str:
    if isinstance(layer, QgsRasterLayer):
        return raster_path(layer)
    return polygon_file(layer, "truth", context, feedback)
