"""What the plugin's algorithms have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import (
    Qgis,
    QgsDataSourceUri,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

from ..common.errors import CancelledError, InputError, LandslideMapperError
from ..common.parameters import DEVICES, PRECISIONS, TEST_TIME_AUGMENTATIONS
from ..common.paths import plugin_root
from ..common.zoo import list_models
from ..gui.detect.mask_chooser import mask_file, mask_values
from ..gui.image.area import area_of
from ..layers.delivery.export import written_path
from ..layers.delivery.export_target import is_file_of, refuse_open_layer, refuse_open_results
from ..layers.labelling.labels import source_of
from ..translation.engine import translated
from ..worker.client import Progress
from ..worker.session import session
from .inputs import raster_path, united_polygons, words_of

translate = QCoreApplication.translate

ICON = str(plugin_root() / "resources" / "icons" / "landslide_mapper.svg")
HELP = plugin_root() / "resources" / "help" / "processing.html"


class LandslideAlgorithm(QgsProcessingAlgorithm):
    """Base: says in QGIS's way what went wrong, and where help is. Derived classes define `work`."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def tr(self, text: str) -> str:
        """The text in the person's language."""
        return translate(type(self).__name__, text)

    def createInstance(self) -> LandslideAlgorithm:
        """A fresh copy, as QGIS asks for before each run."""
        return type(self)()

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(ICON)

    def svgIconPath(self) -> str:
        """The plugin's icon for drawings of models."""
        return ICON

    def helpUrl(self) -> str:
        """The help page, which comes with the plugin."""
        return QUrl.fromLocalFile(str(HELP)).toString() + f"#{self.name()}"

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Does the algorithm's work and returns its outputs.

        Raises:
            LandslideMapperError: why it cannot be done.
        """
        raise NotImplementedError

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Runs `work`; a run that the person cancelled has no outputs."""
        try:
            return self.work(parameters, context, feedback)
        except CancelledError:
            if feedback.isCanceled():
                return {}
            reason = translate("EngineAlgorithm", "The engine was closed during the run: run it again.")
        except LandslideMapperError as error:
            reason = translated(str(error))
        # Not from within the handler: QGIS never lets go of the exception, nor of layers in frames that hang on it.
        raise QgsProcessingException(reason)

    def add_advanced(self, definition: QgsProcessingParameterDefinition) -> None:
        """Adds a parameter that is folded away at first."""
        definition.setFlags(definition.flags() | Qgis.ProcessingParameterFlag.Advanced)
        self.addParameter(definition)

    def refuse_to_replace(
        self, parameters: dict[str, Any], inputs: tuple[str, ...], context: QgsProcessingContext
    ) -> None:
        """Makes sure that the layer OUTPUT takes the place of nothing that the run reads or that the project has open.

        Args:
            inputs: parameters that are layers.

        Raises:
            InputError: it would. Another table in the GeoPackage of an input is none of its business.
        """
        target = parameters.get("OUTPUT")
        if isinstance(target, QgsProcessingOutputLayerDefinition):  # as the toolbox's dialog gives it
            target, _ = target.sink.valueAsString(context.expressionContext())
        if not isinstance(target, str) or not target:
            return
        table = QgsDataSourceUri(target[4:]) if target.startswith("ogr:") else None
        file = written_path(Path(table.database() if table else target))
        if table is None:
            refuse_open_layer(file, (context.project() or QgsProject.instance()).mapLayers().values())
        layers = [self.parameterAsLayer(parameters, name, context) for name in inputs if parameters.get(name)]
        for layer in filter(None, layers):
            if is_file_of(layer, file) and (table is None or source_of(layer)[1] in ("", table.table())):
                raise InputError(
                    translate(
                        "EngineAlgorithm", "{file} holds '{name}', which this run reads: choose another file."
                    ).format(file=file, name=layer.name())
                )

    def number_of(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> Optional[float]:
        """A number; None where none was given."""
        given = parameters.get(name)
        return None if given is None or given == "" else self.parameterAsDouble(parameters, name, context)

    def tell(self, progress: Progress, feedback: QgsProcessingFeedback) -> None:
        """Shows how far the work is; says what is being done when that changes."""
        feedback.setProgress(100 * progress.fraction)
        if progress.message != self._said:
            self._said = progress.message
            feedback.setProgressText(progress.message)


class EngineAlgorithm(LandslideAlgorithm):
    """Base of the algorithms that run a model in the engine process."""

    def add_model(self) -> None:
        """Adds the choice of the model."""
        session()  # tells where this profile keeps the models of the user's own
        names = [entry.card.name for entry in list_models()[0]] or ["default"]
        self.addParameter(
            QgsProcessingParameterEnum(
                "MODEL", translate("EngineAlgorithm", "Model"), names, defaultValue=names[0], usesStaticStrings=True
            )
        )
        self.add_advanced(
            QgsProcessingParameterFile(
                "MODEL_FILE",
                translate("EngineAlgorithm", "Model file instead of an installed model"),
                extension="safetensors",
                optional=True,
            )
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Whether the values can be used; a model that went since a batch or a graphical model was saved is named."""
        definition, given = self.parameterDefinition("MODEL"), parameters.get("MODEL")
        if definition is not None and isinstance(given, str) and given not in definition.options():
            return False, translate(
                "EngineAlgorithm", "There is no model '{name}' here: choose one of {names}, or give its file."
            ).format(name=given, names=", ".join(definition.options()))
        return super().checkParameterValues(parameters, context)

    def add_where(self) -> None:
        """Adds the choice of a part of the image."""
        self.addParameter(
            QgsProcessingParameterExtent("EXTENT", translate("EngineAlgorithm", "Extent to look at"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "AREA",
                translate("EngineAlgorithm", "Polygons to look at"),
                [Qgis.ProcessingSourceType.VectorPolygon],
                optional=True,
            )
        )

    def add_reading_options(self, image: Optional[str] = "INPUT") -> None:
        """Adds what hardly anybody has to change about how the model reads the image.

        Args:
            image: the parameter whose bands are offered; None = there are several images, the numbers are typed.
        """
        title = translate("EngineAlgorithm", "Bands, in the order that the model reads")
        self.add_advanced(
            QgsProcessingParameterBand("BANDS", title, None, image, optional=True, allowMultiple=True)
            if image
            else QgsProcessingParameterString("BANDS", title, optional=True)
        )
        real = Qgis.ProcessingNumberParameterType.Double
        self.add_advanced(
            QgsProcessingParameterNumber(
                "GSD",
                translate("EngineAlgorithm", "Pixel size to work at, metres"),
                real,
                None,
                optional=True,
                minValue=0.001,
            )
        )
        self.add_advanced(
            QgsProcessingParameterRasterLayer("DEM", translate("EngineAlgorithm", "Elevation model"), optional=True)
        )
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "STRETCH",
                translate("EngineAlgorithm", "Stretch dark imagery between its 2nd and 98th percentile"),
                defaultValue=False,
            )
        )
        self.add_choice("DEVICE", translate("EngineAlgorithm", "Device"), DEVICES)

    def add_threshold(self) -> None:
        """Adds the probability from which ground is called landslide."""
        self.add_advanced(
            QgsProcessingParameterNumber(
                "THRESHOLD",
                translate("EngineAlgorithm", "Probability from which a pixel is landslide"),
                Qgis.ProcessingNumberParameterType.Double,
                None,
                True,
                0.01,
                0.99,
            )
        )

    def add_model_options(self, image: Optional[str] = "INPUT") -> None:
        """Adds what hardly anybody has to change about how the model runs; `image` as in `add_reading_options`."""
        self.add_reading_options(image)
        self.add_threshold()
        self.add_choice("ARITHMETIC", translate("EngineAlgorithm", "Arithmetic"), PRECISIONS)
        averaging = translate("EngineAlgorithm", "Average over turned and mirrored images")
        self.add_choice("TTA", averaging, TEST_TIME_AUGMENTATIONS)

    def add_choice(self, name: str, title: str, choices: tuple[str, ...], default: str = "") -> None:
        """Adds a choice that is folded away at first; without a default it is the first one."""
        self.add_advanced(
            QgsProcessingParameterEnum(
                name, title, list(choices), defaultValue=default or choices[0], usesStaticStrings=True
            )
        )

    def where(
        self, parameters: dict[str, Any], context: QgsProcessingContext, image: QgsRasterLayer
    ) -> tuple[Optional[tuple[float, float, float, float]], Optional[str]]:
        """Extent and polygons in the image's CRS, None for each that was not given.

        Raises:
            InputError: there is no polygon, or all lie outside the image.
        """
        rectangle = QgsRectangle()
        if parameters.get("EXTENT"):
            rectangle = self.parameterAsExtent(parameters, "EXTENT", context, image.crs())
        extent = None if rectangle.isNull() else _corners(rectangle)
        polygons = united_polygons(self.parameterAsSource(parameters, "AREA", context))
        if polygons is None:
            return extent, None
        area = area_of(*polygons, image)
        if extent is None or area.extent is None:
            return extent or area.extent, area.wkt
        return extent, area.wkt or QgsGeometry.fromRect(QgsRectangle(*area.extent)).asWkt(9)

    def reading_options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The model and how it reads the image, as the engine's jobs name them."""
        dem = self.parameterAsRasterLayer(parameters, "DEM", context)
        return {
            "model": self.path_of(self.parameterAsFile(parameters, "MODEL_FILE", context))
            or self.parameterAsEnumString(parameters, "MODEL", context),
            "bands": self.bands(parameters, context),
            "gsd": self.number_of(parameters, "GSD", context),
            "dem": raster_path(dem) if dem else None,
            "stretch": self.parameterAsBoolean(parameters, "STRETCH", context),
            "device": self.parameterAsEnumString(parameters, "DEVICE", context),
        }

    def model_options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The model and all its options, as the engine's jobs name them."""
        return {
            **self.reading_options(parameters, context),
            "threshold": self.number_of(parameters, "THRESHOLD", context),
            "precision": self.parameterAsEnumString(parameters, "ARITHMETIC", context),
            "tta": self.parameterAsEnumString(parameters, "TTA", context),
        }

    def bands(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Optional[tuple[int, ...]]:
        """The numbers in BANDS; None where none were given.

        Raises:
            InputError: they are none.
        """
        words = words_of(self, parameters, "BANDS", context)
        if not all(word.isdigit() for word in words):
            raise InputError(translate("EngineAlgorithm", "Bands are numbers such as 3, 2, 1."))
        return tuple(map(int, words)) or None

    def add_mask(self) -> None:
        """Adds the mask of clouds."""
        polygons_or_raster = [Qgis.ProcessingSourceType.Raster, Qgis.ProcessingSourceType.VectorPolygon]
        self.add_advanced(
            QgsProcessingParameterMapLayer(
                "MASK",
                translate("EngineAlgorithm", "Mask of clouds and other ground to leave out"),
                optional=True,
                types=polygons_or_raster,
            )
        )
        self.add_advanced(
            QgsProcessingParameterString(
                "MASK_VALUES",
                translate("EngineAlgorithm", "Values of the mask raster that mean masked (empty: all but 0)"),
                optional=True,
            )
        )

    def mask_options(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The mask, as the engine's jobs name it.

        Raises:
            InputError: it cannot be used.
        """
        layer = self.parameterAsLayer(parameters, "MASK", context) if parameters.get("MASK") else None
        if layer is None and parameters.get("MASK"):
            raise InputError(
                translate("EngineAlgorithm", "The mask {name} cannot be opened: check the file.").format(
                    name=parameters["MASK"]
                )
            )
        return {
            "mask": self.path_of(mask_file(layer)) if layer is not None else None,
            "mask_values": mask_values(" ".join(words_of(self, parameters, "MASK_VALUES", context))),
        }

    def refuse_open_results(self, parameters: dict[str, Any], scene: str, context: QgsProcessingContext) -> None:
        """Refuses to replace results in the folder OUTPUT that are open as layers; see `export_target`.

        Raises:
            InputError: they are.
        """
        folder = self.parameterAsString(parameters, "OUTPUT", context)
        project = context.project() or QgsProject.instance()
        if folder and Path(folder).is_dir():
            refuse_open_results(folder, scene, project.mapLayers().values())

    @staticmethod
    def path_of(text: str) -> Optional[str]:
        """An absolute path, since the engine works in another folder; None for no text."""
        return str(Path(text).absolute()) if text else None

    def ask(
        self,
        method: str,
        params: dict[str, Any],
        feedback: QgsProcessingFeedback,
        report: Optional[Callable[[Progress], None]] = None,
    ) -> dict[str, Any]:
        """Runs a job of the engine and waits for its answer.

        Args:
            method, params: the job.
            feedback: of the run.
            report: hears of progress; None = the feedback does.

        Raises:
            InputError: what was given cannot be used. CancelledError: the person cancelled.
            WorkerError: the engine is not set up, or failed.
        """
        report = report or (lambda progress: self.tell(progress, feedback))
        return session().call(method, params, report, feedback.isCanceled)


def _corners(rectangle: QgsRectangle) -> tuple[float, float, float, float]:
    return rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum()
