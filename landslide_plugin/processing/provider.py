"""What the plugin adds to the Processing toolbox."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithm import ICON
from .detect import DetectAlgorithm
from .detectfolder import DetectFolderAlgorithm
from .evaluate import EvaluateAlgorithm
from .explain import ExplainAlgorithm
from .exportchips import ExportChipsAlgorithm
from .exportinventory import ENDINGS, ExportInventoryAlgorithm
from .stageimagery import StageImageryAlgorithm
from .suggest import SuggestAlgorithm


class LandslideMapperProvider(QgsProcessingProvider):
    """Landslide Mapper's algorithms; needs no window."""

    def id(self) -> str:
        """First part of the algorithms' ids; never changes."""
        return "landslide_mapper"

    def name(self) -> str:
        """As the toolbox shows it."""
        return self.tr("Landslide Mapper")

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return QIcon(ICON)

    def svgIconPath(self) -> str:
        """The plugin's icon for drawings of models."""
        return ICON

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        """The formats that landslides are exported to."""
        return list(ENDINGS)

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:  # noqa: ARG002, N803 - as QGIS calls it
        """The format of an export that names none."""
        return ENDINGS[0]

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """The formats that heat maps are written in."""
        return ["tif"]

    def supportsNonFileBasedOutput(self) -> bool:
        """Results are files: there are no memory layers."""
        return False

    def loadAlgorithms(self) -> None:
        """Adds the algorithms."""
        for algorithm in (
            DetectAlgorithm,
            DetectFolderAlgorithm,
            EvaluateAlgorithm,
            ExplainAlgorithm,
            ExportChipsAlgorithm,
            ExportInventoryAlgorithm,
            StageImageryAlgorithm,
            SuggestAlgorithm,
        ):
            self.addAlgorithm(algorithm())
