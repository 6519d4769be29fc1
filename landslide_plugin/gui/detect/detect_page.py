"""The dock's page for detecting landslides: what to read, with what, and the button."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsPointXY, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMessageBar
from qgis.PyQt import uic
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QWidget

from ...common.errors import InputError
from ...common.model_card import ModelCard
from ...common.parameters import ClickParameters, DetectParameters
from ...imagery.plan import ASK_FROM
from ...tasks.doctor_task import DoctorTask
from ...translation.engine import translated
from ...worker.protocol import Progress
from ...worker.session import session
from .. import wording
from ..engine_setup_dialog import EngineSetupDialog
from ..export_dialog import ExportDialog
from ..image.area import point_in_image
from ..image.area_chooser import AreaChooser, AreaKind
from ..image.band_chooser import BandChooser, is_stretched
from ..image.image_choice import KeptImage, offer_images
from ..image.image_opener import ImageOpener
from ..image.image_source import told_crs
from ..image.reading import Reading, fetching_forecast, question, readable, reading_around, reading_of, tell_terms
from ..map.click_tool import click_action
from ..map.map_tools import give_back
from ..messages import Messages
from ..page_looks import WidthKeeper, elide_names, make_small
from ..settings import recall, remember
from .click_mapper import ClickMapper, ClickRequest
from .detection import Detection, OpenTable, new_inventory_file
from .device_chooser import DeviceChooser
from .explainer import Explainer
from .forecast import forecast
from .mask_chooser import MaskChooser
from .model_chooser import ModelChooser
from .results_folder import ResultsFolder

WIDEST = 4
"""How many times the side of the model's tile a click looks at, at most."""


class DetectPage(QWidget):
    """Controls the page; the choosers control its rows.

    Args:
        canvas: the map.
        message_bar: where outcomes are told.
        open_table: shows a layer's attribute table.
    """

    engine_checked = pyqtSignal(bool)
    """Whether the engine is ready, each time that it was looked for."""

    def __init__(
        self, canvas: QgsMapCanvas, message_bar: QgsMessageBar, open_table: OpenTable, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        session()  # makes the profile's folder the place of the user's own models
        self._canvas = canvas
        self._tool_before: Optional[QgsMapTool] = None
        self._set_up_dialog: Optional[EngineSetupDialog] = None
        self.messages = Messages(message_bar, self)
        self.detection = Detection(self.messages, open_table, self)
        self.areas = AreaChooser(self.areaCombo, self.drawButton, self.polygonLayerCombo, self.areaNote, canvas)
        self.opener = ImageOpener(self.openButton, self.imageCombo, self.placeNote, canvas, self.messages)
        self.masks = MaskChooser(self.maskCombo, self.maskValuesLabel, self.maskValuesEdit)
        self.bands = BandChooser(self.bandsGroup, self.bandsForm)
        self.models = ModelChooser(self.modelCombo, self.addModelButton, self.modelNote, self.messages)
        self.devices = DeviceChooser(self.deviceCombo, self.deviceNote)
        self.clicks = ClickMapper(canvas, self.messages, self._click_request, new_inventory_file, self)
        self.explainer = Explainer(self.messages, self._click_request, self)
        self.click_action = click_action(self)
        self._forecast_timer = QTimer(self)
        self._dress()
        self._restore()
        self._connect()
        self.models.refresh(recall("model", "default"))
        self._show_running(False)
        self._show_engine(False, "")

    def image(self) -> Optional[QgsRasterLayer]:
        """The chosen raster layer."""
        return self.imageCombo.currentLayer()

    def parameters(self) -> DetectParameters:
        """What is to be done, as the page says it.

        Raises:
            InputError: something is missing or does not fit.
        """
        return self._order()[0]

    def _order(self) -> tuple[DetectParameters, Reading]:
        """What is to be done, and how the image is read."""
        image, card = readable(self.image()), self._card()
        whole, wanted = self.areas.kind is AreaKind.IMAGE, self.distanceSpin.value() or None
        area = self.areas.area(image)
        reading = reading_of(image, area, whole, card, wanted)
        parameters = DetectParameters(
            raster=reading.raster,
            output=self.outputFolder.filePath(),
            extent=area.extent,
            area=area.wkt,
            provenance=reading.provenance,
            **self._way_of_looking(image, card),
        )
        return parameters, reading

    def _way_of_looking(self, image: QgsRasterLayer, card: ModelCard) -> dict[str, Any]:
        """What decides the answer at a place: the same for detections and clicks, which therefore agree."""
        return {
            "model": card.name,
            "device": self.devices.device,
            "bands": self.bands.bands(),
            "stretch": is_stretched(image),
            "dem": self.bands.elevation(),
            "gsd": self.distanceSpin.value() or None,
            "threshold": self.thresholdSpin.value() or None,
            "min_area": self.minimumAreaSpin.value(),
            "tta": self.augmentationCombo.currentData(),
            "overlap": self.overlapSpin.value() / 100,
            "crs": told_crs(image),
        }

    def _card(self) -> ModelCard:
        if self.models.card is None:
            raise InputError(self.tr("No model is installed: add one from a file."))
        return self.models.card

    def look_for_engine(self) -> None:
        """Finds out, without making the person wait, whether the engine is there and what it can run on."""
        status = session().status()
        self._show_engine(status.ready, status.reason)
        if not status.ready:
            self.engine_checked.emit(False)
            return
        self.devices.show_waiting()
        task = DoctorTask()
        task.succeeded.connect(self._take_report)
        task.failed.connect(self._doctor_failed)
        task.start()

    def detect(self, may_fetch: int = 0) -> None:
        """Starts the detection, or tells what keeps it from starting.

        Args:
            may_fetch: tiles of an online layer that the person has agreed to.
        """
        if self.detection.running:  # started meanwhile, while a question stood in the message bar
            return
        try:
            parameters, reading = self._order()
            if reading.plan is not None and reading.plan.tiles_to_fetch > max(may_fetch, ASK_FROM):
                tiles = reading.plan.tiles_to_fetch
                self.messages.ask(question(reading.plan), self.tr("Fetch and detect"), lambda: self.detect(tiles))
                return
            # The mask apart: polygons are copied for it, which the forecast need not do.
            parameters = replace(parameters, **self.masks.options())
            self.detection.start(parameters, self.image(), reading.stager())
        except InputError as error:
            self.messages.failure(error)
            return
        self._keep()
        tell_terms(reading, self.messages)

    def close_down(self) -> None:
        """Takes tools, outlines and marks off the map, and the messages away."""
        self._keep()
        self._forecast_timer.stop()
        self.clicks.close()
        self.explainer.forget_waiting()
        self.areas.close()
        self.messages.close_down()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks for the engine when the page is seen, so that QGIS starts as fast as without it, until it is ready."""
        super().showEvent(event)
        self._look_until_ready()

    def _look_until_ready(self) -> None:
        if not self._ready:
            self.look_for_engine()

    def _dress(self) -> None:
        """What a .ui file cannot say."""
        offer_images(self.imageCombo)
        KeptImage(self.imageCombo, "image")
        self.openButton.setIcon(QgsApplication.getThemeIcon("/mActionFileOpen.svg"))
        self.drawButton.setIcon(QgsApplication.getThemeIcon("/mActionAddBasicRectangle.svg"))
        self.addModelButton.setIcon(QgsApplication.getThemeIcon("/symbologyAdd.svg"))
        self.exportButton.setIcon(QgsApplication.getThemeIcon("/mActionFileSaveAs.svg"))
        self.detectButton.setIcon(QgsApplication.getThemeIcon("/mActionStart.svg"))
        ResultsFolder(self.outputFolder)
        self.outputLabel.setBuddy(self.outputFolder.lineEdit())
        self.minimumAreaSpin.setClearValue(100)
        self.overlapSpin.setClearValue(25)
        self.thresholdSpin.setClearValue(0, self.tr("the model's own"))
        self.distanceSpin.setClearValue(0, self.tr("the image's own"))
        self.augmentationCombo.addItem(self.tr("No"), "none")
        self.augmentationCombo.addItem(self.tr("Flipped (4 times slower)"), "flip")
        self.augmentationCombo.addItem(self.tr("Flipped and turned (8 times slower)"), "d4")
        make_small(self.placeNote, self.areaNote, self.modelNote, self.deviceNote)
        make_small(self.forecastNote, self.progressNote)
        WidthKeeper(self.scrollArea)
        elide_names(self)
        self.clickButton.setDefaultAction(self.click_action)
        self.clicks.tool.setAction(self.click_action)

    def _connect(self) -> None:
        self.setUpButton.clicked.connect(self.set_up_engine)
        self.imageCombo.layerChanged.connect(self._image_changed)
        self.models.changed.connect(self._image_changed)
        for signal in (
            self.areas.changed, self.bands.changed, self.devices.changed, self.distanceSpin.valueChanged,
            self.augmentationCombo.currentIndexChanged,
        ):  # fmt: skip
            signal.connect(self._forecast_timer.start)
        self._forecast_timer.setSingleShot(True)
        self._forecast_timer.setInterval(50)
        self._forecast_timer.timeout.connect(self._forecast)
        self.detectButton.clicked.connect(lambda: self.detect())
        self.cancelButton.clicked.connect(self._cancel)
        self.detection.started.connect(lambda: self._show_running(True))
        self.detection.ended.connect(lambda: self._show_running(False))
        self.detection.progressed.connect(self._show_progress)
        self.detection.measured.connect(self._learn)
        self.detection.published.connect(self.clicks.use_inventory)
        self.exportButton.clicked.connect(lambda: ExportDialog(self.messages, self.clicks.inventory, self).exec())
        self.click_action.triggered.connect(self._toggle_clicks)
        self.clicks.tool.explanation_asked.connect(self.explainer.explain_at)
        self.clicks.tool.left.connect(self._leave_clicks)

    def _restore(self) -> None:
        self.outputFolder.setFilePath(recall("output", ""))
        self.devices.choose(recall("device", "auto"))
        self.minimumAreaSpin.setValue(recall("min_area", 100.0))
        self.overlapSpin.setValue(recall("overlap", 25))
        self.thresholdSpin.setValue(recall("threshold", 0.0))
        self.augmentationCombo.setCurrentIndex(max(0, self.augmentationCombo.findData(recall("tta", "none"))))

    def _keep(self) -> None:
        if self.models.card is not None:
            remember("model", self.models.card.name)
        remember("output", self.outputFolder.filePath())
        remember("device", self.devices.device)
        remember("min_area", self.minimumAreaSpin.value())
        remember("overlap", self.overlapSpin.value())
        remember("threshold", self.thresholdSpin.value())
        remember("tta", self.augmentationCombo.currentData())

    def _image_changed(self) -> None:
        image, card = self.image(), self.models.card
        self.bands.show_for(image, card.bands if card else ())
        without_crs = image is not None and not image.crs().isValid()
        self.minimumAreaSpin.setSuffix(self.tr(" pixels") if without_crs else self.tr(" m²"))
        self._forecast_timer.start()

    # --- the engine

    def set_up_engine(self) -> None:
        """Shows the dialog in which the engine is set up, checked and removed."""
        if self._set_up_dialog is None:  # one for good: closing it does not end what it has begun
            self._set_up_dialog = EngineSetupDialog(self)
            self._set_up_dialog.engine_changed.connect(self.look_for_engine)
        self._set_up_dialog.show()
        self._set_up_dialog.raise_()

    def _take_report(self, report: dict[str, Any]) -> None:
        self.devices.show_report(report)
        self.engine_checked.emit(True)

    def _doctor_failed(self, error: Exception) -> None:
        self.devices.show_nothing()
        self._show_engine(False, str(error))
        self.engine_checked.emit(False)

    def _show_engine(self, ready: bool, reason: str) -> None:
        self._ready = ready
        self.engineFrame.setVisible(not ready and bool(reason))
        self.engineNote.setText(reason)
        for part in (self.inputs, self.detectButton):
            part.setEnabled(ready)
        self.click_action.setEnabled(ready or not reason)  # no reason: the engine was not looked for yet
        self.forecastNote.setVisible(ready)
        self._forecast_timer.start()

    # --- detecting

    def _forecast(self) -> None:
        try:
            parameters, reading = self._order()
        except InputError as error:
            self.forecastNote.setText(translated(str(error)))
            return
        image, card = self.image(), self.models.card
        pixels = reading.pixels(image, self.areas.area(image))
        speed = recall(self._speed_key(self.devices.resolved), 0.0)
        text = forecast(reading.gsd, card, parameters.gsd, pixels, speed or None)
        self.forecastNote.setText(f"{text} {fetching_forecast(reading.plan)}" if reading.plan else text)

    def _speed_key(self, device: str) -> str:
        card = self.models.card
        return f"speed/{card.name if card else ''}/{device.replace(':', '')}/{self.augmentationCombo.currentData()}"

    def _learn(self, result: dict[str, Any]) -> None:
        if result["seconds"] > 0 and result["megapixels"] > 1:  # small ones are mostly loading and tell no speed
            remember(self._speed_key(result["device"]), result["megapixels"] / result["seconds"])
        self.progressNote.setText("\n".join(result["warnings"]))
        self.progressNote.setVisible(bool(result["warnings"]))
        self._forecast_timer.start()

    def _show_running(self, running: bool) -> None:
        self.detectButton.setVisible(not running)
        self.progressBar.setVisible(running)
        self.progressBar.setMaximum(0)  # busy until the engine says how far it is
        self.cancelButton.setVisible(running)
        self.cancelButton.setEnabled(running)
        self.progressNote.setVisible(running)
        self.progressNote.setText(self.tr("Starting…") if running else "")
        self.scrollArea.setEnabled(not running)
        self.forecastNote.setVisible(not running and self.detectButton.isEnabled())
        (self.cancelButton if running else self.detectButton).setFocus()

    def _show_progress(self, progress: Progress) -> None:
        self.progressBar.setMaximum(1000)
        self.progressBar.setValue(round(1000 * progress.fraction))
        parts = [progress.message]
        if progress.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=wording.duration(progress.seconds_left)))
        if progress.megapixels_per_second is not None:
            parts.append(self.tr("{speed} MP/s").format(speed=wording.short_number(progress.megapixels_per_second)))
        self.progressNote.setText(" · ".join(filter(None, parts)))

    def _cancel(self) -> None:
        self.cancelButton.setEnabled(False)
        self.progressNote.setText(self.tr("Cancelling…"))
        self.detection.cancel()

    # --- clicks and export

    def _click_request(self, point: QgsPointXY) -> ClickRequest:
        if self.detection.running:
            raise InputError(self.tr("A detection is running: wait until it is done, or cancel it, and click again."))
        image, card = readable(self.image()), self._card()
        place = point_in_image(point, self._canvas.mapSettings().destinationCrs(), image)
        return self._request_at(place, image, card)

    def _request_at(self, place: QgsPointXY, image: QgsRasterLayer, card: ModelCard, factor: int = 1) -> ClickRequest:
        """A click's request.

        Args:
            place: in the image's CRS.
            image, card: read by which model.
            factor: how many times the model's tile is looked at, of an online layer.
        """
        wanted = self.distanceSpin.value() or None
        reading = reading_around(image, place, card, wanted, factor)
        tell_terms(reading, self.messages)
        parameters = ClickParameters(
            raster=reading.raster,
            x=place.x(),
            y=place.y(),
            **self._way_of_looking(image, card),
            **self.masks.options(),
        )
        further = partial(self._request_at, place, image, card, 2 * factor) if factor < WIDEST else None
        return ClickRequest(parameters, image.id(), image.crs(), self.outputFolder.filePath(), reading, further)

    def _toggle_clicks(self, on: bool) -> None:
        if not on:
            self._leave_clicks()
            return
        self._look_until_ready()
        if not self.click_action.isEnabled():
            self.click_action.setChecked(False)
            self.messages.warn(self.engineNote.text(), self.tr("Set up the engine…"), self.set_up_engine)
            return
        self._tool_before = self._canvas.mapTool()
        self._canvas.setMapTool(self.clicks.tool)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.models.card is not None:
            self.clicks.warm(self.models.card.name, self.devices.device)

    def _leave_clicks(self) -> None:
        self.clicks.forget_waiting()
        self.explainer.forget_waiting()
        give_back(self._canvas, self.clicks.tool, self._tool_before)
