"""One detection from the pressed button to the layers on the map, whatever happens to the project meanwhile."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ...common.errors import InputError
from ...common.parameters import DetectParameters
from ...imagery.staging import Stager
from ...layers.publish import publish_detection
from ...tasks.detect_task import DetectTask
from .. import wording
from ..messages import Messages
from .results_folder import results_folder

OpenTable = Callable[[QgsVectorLayer], None]


class Detection(QObject):
    """Runs detections, one at a time, and puts their results on the map.

    Args:
        messages: where the outcome is told.
        open_table: shows a layer's attribute table.
    """

    started = pyqtSignal()
    progressed = pyqtSignal(object)
    """A `Progress`."""
    ended = pyqtSignal()
    """It is over, well or not."""
    measured = pyqtSignal(dict)
    """The engine's answer of a detection that went well."""
    published = pyqtSignal(QgsVectorLayer)
    """The landslides that have come onto the map."""

    def __init__(self, messages: Messages, open_table: OpenTable, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._messages, self._open_table = messages, open_table
        self._task: Optional[DetectTask] = None
        self._image_id = self._image_name = ""
        self._project_left = False
        QgsProject.instance().cleared.connect(self._note_project_left)

    @property
    def running(self) -> bool:
        """Whether a detection is under way."""
        return self._task is not None

    def start(self, parameters: DetectParameters, image: QgsRasterLayer, stager: Optional[Stager] = None) -> None:
        """Starts a detection in the background; its results go to a new folder inside `parameters.output`.

        Args:
            parameters: what to do; its `output` as in `results_folder`.
            image: the layer that is read, over which the results are to lie.
            stager: makes the file of an online layer first; None = the file is there.
        """
        self._image_id, self._image_name, self._project_left = image.id(), image.name(), False
        folder = new_run_folder(parameters.output, Path(parameters.raster).stem)
        self._task = DetectTask(replace(parameters, output=str(folder)), image.name(), stager)
        self._task.progressed.connect(self.progressed)
        self._task.succeeded.connect(self._finish)
        self._task.failed.connect(self._give_up)
        self.started.emit()
        self._task.start()

    def cancel(self) -> None:
        """Stops the running detection; it answers within a second."""
        if self._task is not None:
            self._task.cancel()

    def _note_project_left(self) -> None:
        self._project_left = True

    def _finish(self, result: dict[str, Any]) -> None:
        self._task = None
        self.ended.emit()
        self.measured.emit(result)
        image = QgsProject.instance().mapLayer(self._image_id)
        folder = str(Path(result["run"]).parent)
        if self._project_left or image is None:
            text = (
                self.tr("The project was closed during the detection on '{image}'; its results are in {folder}.")
                if self._project_left
                else self.tr("The image '{image}' was removed during the detection; the results are in {folder}.")
            )
            text = text.format(image=self._image_name, folder=folder)
            self._messages.ask(text, self.tr("Add to the map"), lambda: self._publish(result, None))
            return
        self._publish(result, image)

    def _publish(self, result: dict[str, Any], image: Optional[QgsRasterLayer]) -> None:
        try:
            landslides = publish_detection(result, image, QgsProject.instance()).landslides
        except InputError as error:
            self._messages.failure(error)
            return
        identity = landslides.id()
        self.published.emit(landslides)
        self._messages.done(outcome(result), self.tr("Open the attribute table"), lambda: self._show_table(identity))

    def _show_table(self, identity: str) -> None:
        layer = QgsProject.instance().mapLayer(identity)
        if layer is None:
            self._messages.hint(self.tr("The layer of the landslides is no longer in the project."))
        else:
            self._open_table(layer)

    def _give_up(self, error: Exception) -> None:
        task, self._task = self._task, None
        if task is not None:
            _clear(Path(task.parameters.output))
        self.ended.emit()
        self._messages.failure(error)


def new_run_folder(output: str, stem: str) -> Path:
    """A folder that does not exist yet, named after the image and the time.

    Args:
        output: where; see `results_folder`.
        stem: name of the image's file without its ending.

    Raises:
        InputError: the folder cannot be looked into.
    """
    parent = results_folder(output)
    name = f"{stem or 'image'}_{datetime.now():%Y-%m-%d_%H%M%S}"
    folder, count = parent / name, 1
    try:
        while folder.exists():  # which raises where it may not look, or the name is too long
            count += 1
            folder = parent / f"{name}_{count}"
    except OSError as error:
        raise _unusable(folder, error) from error
    return folder


def new_inventory_file(stem: str, output: str) -> Path:
    """A GeoPackage that does not exist yet, in a folder of its own, for what is mapped by clicks.

    Args:
        stem, output: as in `new_run_folder`.

    Raises:
        InputError: the folder cannot be made.
    """
    folder = new_run_folder(output, f"{stem}_clicked")
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    return folder / f"{stem}_landslides.gpkg"


def _unusable(folder: Path, error: OSError) -> InputError:
    return InputError(
        QCoreApplication.translate(
            "Detection", "The folder {folder} cannot be made ({problem}): choose another one for the results."
        ).format(folder=folder, problem=error.strerror)
    )


def _clear(folder: Path) -> None:
    """Removes a run's folder with what an engine that was killed has left in it; nothing that anyone else put there."""
    for unfinished in folder.glob(".unfinished-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    with contextlib.suppress(OSError):  # it was never made, or is not empty
        folder.rmdir()


def outcome(result: dict[str, Any]) -> str:
    """The line that tells how a detection went: count, area, time, device."""
    text = QCoreApplication.translate("Detection", "{landslides}, {area} in {time} on {device}")
    return text.format(
        landslides=wording.landslides(result["landslides"]),
        area=wording.area(result["area_m2"]) if result["gsd_m"] else wording.pixels(result["area_m2"]),
        time=wording.duration(result["load_seconds"] + result["seconds"]),
        device=wording.device(result["device"]),
    )
