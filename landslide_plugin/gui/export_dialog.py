"""Asks which landslides go where in which format, and exports them."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsFileWidget
from qgis.PyQt import uic
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QProgressDialog, QWidget

from ..common.errors import CancelledError, InputError
from ..layers.delivery.corrections import Corrections, corrected, left_as_detected
from ..layers.delivery.export import ExportResult, export_inventory, written_path
from ..layers.delivery.export_target import check_target, refuse_open_layer
from ..layers.labelling.label_choice import labels_for
from ..layers.review.reviewing import is_inventory
from ..translation.engine import translated
from .messages import Messages
from .settings import recall, remember
from .typed_paths import absolute
from .wording import landslides

ENDINGS = {"shapefile": ".shp", "geopackage": ".gpkg", "geojson": ".geojson", "kml": ".kml"}


class ExportDialog(QDialog):
    """Controls the export dialog.

    Args:
        messages: where to tell what was written.
        layer: the landslides to start with; None = some of the project.
    """

    def __init__(
        self, messages: Messages, layer: Optional[QgsVectorLayer] = None, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._messages = messages
        self.layerCombo.setFilters(Qgis.LayerFilter.PolygonLayer)
        if layer is None:
            layer = next(filter(is_inventory, QgsProject.instance().mapLayers().values()), None)
        if layer is not None:
            self.layerCombo.setLayer(layer)
        self.labelsCombo.setFilters(Qgis.LayerFilter.PolygonLayer)
        self.formatCombo.addItem(self.tr("Shapefile, for ArcGIS and others (.shp)"), "shapefile")
        self.formatCombo.addItem(self.tr("GeoPackage (.gpkg)"), "geopackage")
        self.formatCombo.addItem(self.tr("GeoJSON, in degrees (.geojson)"), "geojson")
        self.formatCombo.addItem(self.tr("KML, for Google Earth (.kml)"), "kml")
        self.formatCombo.setCurrentIndex(max(0, self.formatCombo.findData(recall("export_format", "shapefile"))))
        self.fileWidget.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.fileWidget.setConfirmOverwrite(False)  # asked once, when it is written
        self.fileWidget.setDialogTitle(self.tr("Export landslides"))
        self._folder = absolute(recall("export_folder", ""), Path.home())
        self.fileWidget.setDefaultRoot(str(self._folder))
        self.fileLabel.setBuddy(self.fileWidget.lineEdit())
        self.layerCombo.layerChanged.connect(self._show_layer)
        self.formatCombo.currentIndexChanged.connect(self._show_format)
        self.labelsCombo.layerChanged.connect(self._show_labels)
        self.fileWidget.fileChanged.connect(self._show_ready)
        self._show_layer()
        self._show_format()
        self.selectedCheck.setChecked(self.selectedCheck.isEnabled())

    def accept(self) -> None:
        """Exports, and closes when that went well; otherwise says what is wrong and stays."""
        layer, file = self.layerCombo.currentLayer(), absolute(self.fileWidget.filePath(), self._folder)
        chosen = self.formatCombo.currentData()
        if file.suffix.lower() != ENDINGS[chosen]:
            file = file.with_name(file.name + ENDINGS[chosen])
        file = written_path(file)
        try:
            refuse_open_layer(file, [*QgsProject.instance().mapLayers().values(), layer])
            check_target(file)
            if file.exists() and not self._may_replace(file):
                return
            written, drawn = self._export(layer, file, chosen)
        except InputError as error:
            self.problemNote.setText(translated(str(error)))
            return
        except CancelledError:
            return
        remember("export_format", chosen)
        remember("export_folder", str(file.parent))
        self._tell(written, drawn)
        super().accept()

    def _export(self, layer: QgsVectorLayer, file: Path, chosen: str) -> tuple[ExportResult, Corrections]:
        """Writes, with a progress dialog where it takes a while."""
        feedback: QgsFeedback = QgsProcessingFeedback(False)
        progress = QProgressDialog(self.tr("Exporting landslides…"), self.tr("Cancel"), 0, 100, self)
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(1000)  # ms
        progress.canceled.connect(feedback.cancel)
        feedback.progressChanged.connect(lambda percent: progress.setValue(int(percent)))
        only_selected, with_rejected = self.selectedCheck.isChecked(), self.rejectedCheck.isChecked()
        try:
            if not self.correctedCheck.isChecked():
                unlabelled = 0 if self.correctedCheck.isEnabled() else left_as_detected(layer, only_selected)
                written = export_inventory(layer, file, chosen, only_selected, feedback, with_rejected)
                return written, Corrections(unlabelled=unlabelled)
            steps = QgsProcessingMultiStepFeedback(2, feedback)
            drawn = corrected(layer, self.labelsCombo.currentLayer(), only_selected, steps)
            steps.setCurrentStep(1)
            return export_inventory(layer, file, chosen, only_selected, steps, with_rejected, drawn.rows), drawn
        finally:
            progress.deleteLater()

    def _tell(self, written: ExportResult, drawn: Corrections) -> None:
        """What was written, and what was not as it is in the layer."""
        losses = _counted(
            (self.tr("Outlines without area that were left out: {count}"), written.dropped),
            (self.tr("Values that were cut to the width of their column: {count}"), written.shortened),
            (self.tr("Reviewed ones without a label, with the detected outline: {count}"), drawn.unlabelled),
            (self.tr("Drawn on other images and left out: {count}"), drawn.elsewhere),
        )
        if losses:
            self._messages.warn(" · ".join(losses))
        said = [
            self.tr("{landslides} exported").format(landslides=landslides(written.count)),
            *_counted(
                (self.tr("Reshaped by you: {count}"), drawn.reshaped),
                (self.tr("Drawn by you: {count}"), drawn.drawn),
                (self.tr("Detected ones replaced by drawn ones: {count}"), drawn.replaced),
                (self.tr("Rejected landslides that were left out: {count}"), written.rejected),
            ),
            self.tr("File: {file}").format(file=written.path),
        ]
        if written.renamed:
            renamed = self.tr("Columns with other names in the file: {names}").format(names=written.renamed_text())
            said.append(renamed)
        folder = QUrl.fromLocalFile(str(written.path.parent))
        self._messages.done(" · ".join(said), self.tr("Open the folder"), lambda: QDesktopServices.openUrl(folder))

    def _may_replace(self, file: Path) -> bool:
        """Asks about the file that will be written: its ending may be another than the one in the file dialog."""
        question = self.tr("{file} exists already. Replace it?").format(file=file)
        answer = QMessageBox.question(self, self.windowTitle(), question)
        return answer == QMessageBox.StandardButton.Yes

    def _show_layer(self) -> None:
        layer = self.layerCombo.currentLayer()
        self.selectedCheck.setEnabled(layer is not None and layer.selectedFeatureCount() > 0)
        if not self.selectedCheck.isEnabled():
            self.selectedCheck.setChecked(False)
        project = QgsProject.instance()
        labels = labels_for(layer, project)
        self.labelsCombo.setExceptedLayerList([one for one in project.mapLayers().values() if one not in labels])
        self.labelsCombo.setLayer(labels[0] if labels else None)
        for widget in (self.labelsLabel, self.labelsCombo):
            widget.setVisible(len(labels) > 1)
        self.correctedCheck.setEnabled(bool(labels))
        self.correctedCheck.setChecked(bool(labels))
        self._show_labels()
        self._show_ready()

    def _show_labels(self) -> None:
        labels = self.labelsCombo.currentLayer()
        self.correctedCheck.setToolTip(
            self.tr("Landslides reshaped in a review, or drawn by hand, are exported as they are in the layer '{name}'")
            .format(name=labels.name() if labels is not None else self.tr("Labels"))
        )  # fmt: skip

    def _show_format(self) -> None:
        chosen = self.formatCombo.currentData()
        self.fileWidget.setFilter(f"{self.formatCombo.currentText()} (*{ENDINGS[chosen]})")
        file = self.fileWidget.filePath()
        if file and Path(file).suffix.lower() in ENDINGS.values():
            self.fileWidget.setFilePath(str(Path(file).with_suffix(ENDINGS[chosen])))
        self._show_ready()

    def _show_ready(self) -> None:
        none = self.layerCombo.currentLayer() is None
        self.problemNote.setText(self.tr("There are no landslides in the project yet.") if none else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(
            not none and bool(self.fileWidget.filePath())
        )


def _counted(*counts: tuple[str, int]) -> list[str]:
    """The sentences with their counts, but for those of which there is none."""
    return [text.format(count=count) for text, count in counts if count]
