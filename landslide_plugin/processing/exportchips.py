"""`landslide_mapper:exportchips`: a labelled image as chips with masks, for other programs that train on such."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBand,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)

from ..common.errors import InputError
from ..common.parameters import ChipParameters
from ..gui.image.image_source import told_crs
from ..layers.labelling.labels import source_of
from .algorithm import EngineAlgorithm
from .inputs import polygon_file, raster_path


class ExportChipsAlgorithm(EngineAlgorithm):
    """Cuts an image and its labels into chips."""

    def name(self) -> str:
        """Second part of the id; never changes."""
        return "exportchips"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Export training chips")

    def group(self) -> str:
        """Folder in the toolbox."""
        return self.tr("Models")

    def groupId(self) -> str:
        """The folder's id; never changes."""
        return "models"

    def tags(self) -> list[str]:
        """Words to find it by."""
        return self.tr("landslide,chips,tiles,masks,training data,export,ArcGIS,Deepness").split(",")

    def shortDescription(self) -> str:
        """The toolbox's tooltip."""
        return self.tr("Writes an image and its labels as pieces with masks, for other programs.")

    def shortHelpString(self) -> str:
        """The help beside the dialog."""
        return self.tr(
            "Writes an image and its labels as pieces of one size, for programs that train on folders of images and "
            "masks. This plugin needs no such folders: it reads windows from the image while it trains.\n\n"
            "The folder gets two folders, images and masks, with GeoTIFF files of the same names. In the masks 1 is "
            "landslide, 0 is none, and 255 (nodata) is what nobody has labelled. The images have 8 bits in each band: "
            "the bands that are chosen, otherwise red, green and blue, stretched where the image has more.\n\n"
            "Labels: polygons; a text field class may say landslide, not a landslide, or unsure. Fully labelled "
            "areas: inside of them everything that is not drawn is none; without them only the label polygons count."
        )

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:  # noqa: ARG002
        """Defines parameters and outputs."""
        polygons = [Qgis.ProcessingSourceType.VectorPolygon]
        self.addParameter(QgsProcessingParameterRasterLayer("INPUT", self.tr("Image")))
        self.addParameter(QgsProcessingParameterVectorLayer("LABELS", self.tr("Labels"), polygons))
        self.addParameter(
            QgsProcessingParameterVectorLayer("AREAS", self.tr("Fully labelled areas"), polygons, optional=True)
        )
        whole, real = Qgis.ProcessingNumberParameterType.Integer, Qgis.ProcessingNumberParameterType.Double
        self.addParameter(
            QgsProcessingParameterNumber("SIZE", self.tr("Side of a piece, pixels"), whole, 256, False, 16, 4096)
        )
        self.addParameter(QgsProcessingParameterNumber("OVERLAP", self.tr("Overlap, percent"), real, 0, False, 0, 90))
        self.add_advanced(
            QgsProcessingParameterBand("BANDS", self.tr("Bands"), None, "INPUT", optional=True, allowMultiple=True)
        )
        self.add_advanced(
            QgsProcessingParameterNumber(
                "GSD", self.tr("Pixel size, metres"), real, None, optional=True, minValue=0.001
            )
        )
        self.addParameter(QgsProcessingParameterFolderDestination("OUTPUT", self.tr("Folder of the pieces")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", self.tr("Pieces written")))
        self.addOutput(QgsProcessingOutputNumber("WITH_LANDSLIDES", self.tr("Pieces with landslides")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Exports."""
        labels = self.parameterAsVectorLayer(parameters, "LABELS", context)
        if labels is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "LABELS"))
        areas = self.parameterAsVectorLayer(parameters, "AREAS", context)
        labels_file, labels_layer = self._file_of(labels, context, feedback)
        areas_file, areas_layer = (None, None) if areas is None else self._file_of(areas, context, feedback)
        folder = self.path_of(self.parameterAsString(parameters, "OUTPUT", context))
        image = self.parameterAsRasterLayer(parameters, "INPUT", context)
        wishes = ChipParameters(
            raster=raster_path(image),
            crs=told_crs(image),
            labels=labels_file,
            labels_layer=labels_layer,
            areas=areas_file,
            areas_layer=areas_layer,
            output=folder,
            bands=self.bands(parameters, context),
            gsd=self.number_of(parameters, "GSD", context),
            size=self.parameterAsInt(parameters, "SIZE", context),
            overlap=self.parameterAsDouble(parameters, "OVERLAP", context) / 100,
        )
        result = self.ask("export_chips", wishes.to_dict(), feedback)
        for sentence in result["warnings"]:
            feedback.pushWarning(sentence)
        return {"OUTPUT": folder, "COUNT": result["chips"], "WITH_LANDSLIDES": result["with_landslides"]}

    def _file_of(
        self, layer: QgsVectorLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[str, Optional[str]]:
        """File and table of a layer, as the engine reads them; a copy of what a filter lets through or memory holds.

        Raises:
            InputError: it has edits that the file does not.
        """
        file, table = source_of(layer)
        if not file or layer.subsetString():
            return polygon_file(layer, "shown", context, feedback), None
        if layer.isModified():
            raise InputError(
                self.tr("The layer '{name}' has edits that are not saved yet: save them first.").format(
                    name=layer.name()
                )
            )
        return self.path_of(file), table or None
