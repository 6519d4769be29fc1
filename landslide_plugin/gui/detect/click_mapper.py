"""Mapping by clicks: asks the engine for the landslide at each place and keeps the inventory layer."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsVertexMarker
from qgis.PyQt.QtCore import QObject, Qt

from ...common.errors import CancelledError, InputError
from ...common.parameters import ClickParameters
from ...layers.inventory import (
    add_landslide,
    bring_back,
    create_inventory,
    landslide_at,
    on_same_ground,
    remove_landslide_at,
    text_of,
)
from ...layers.moving import moved
from ...layers.publish import ROLE_PROPERTY, publish_inventory
from ...tasks.click_task import ClickTask, WarmTask
from ...translation.engine import translated
from ...worker.client import WAITING
from ...worker.protocol import Progress
from ..image.area_chooser import OUTLINE
from ..image.reading import Reading
from ..map.click_tool import ClickTool
from ..messages import Messages
from ..wording import number


@dataclass(frozen=True)
class ClickRequest:
    """A place to look at.

    Args:
        parameters: of the engine's job.
        image_id: the layer that is read.
        crs: its CRS.
        output: folder for a new inventory, should there be none; see `results_folder`.
        reading: where the engine reads the image, which of an online layer is a part around the place.
        widen: makes the same request with a larger part; None where there is none.
    """

    parameters: ClickParameters
    image_id: str
    crs: QgsCoordinateReferenceSystem
    output: str
    reading: Reading
    widen: Optional[Callable[[], ClickRequest]] = None

    def reaches_the_edge(self, outline: QgsGeometry) -> bool:
        """Whether an outline may go on where the part ends."""
        return self.reading.plan is not None and not self.reading.plan.inside.contains(outline.boundingBox())


@dataclass(frozen=True)
class _Waiting:
    request: ClickRequest
    marker: QgsVertexMarker


class ClickMapper(QObject):
    """Answers the map tool's clicks in their order, one at a time.

    Args:
        canvas: the map.
        messages: where to tell what was not mapped.
        describe: makes the request for a place of the map; raises `InputError` where there is nothing to ask.
        new_inventory_file: a file for a new inventory, given the image file's stem and the output folder.
    """

    def __init__(
        self,
        canvas: QgsMapCanvas,
        messages: Messages,
        describe: Callable[[QgsPointXY], ClickRequest],
        new_inventory_file: Callable[[str, str], Path],
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._messages = canvas, messages
        self._describe, self._new_inventory_file = describe, new_inventory_file
        self._queue: deque[_Waiting] = deque()
        self._task: Optional[ClickTask] = None
        self._inventory_id = ""
        self.tool = ClickTool(canvas)
        self.tool.asked.connect(self.map_at)
        self.tool.removal_asked.connect(self.remove_at)

    @property
    def inventory(self) -> Optional[QgsVectorLayer]:
        """The layer that landslides are added to; None before the first.

        It is the one of the last detection or click. In a project that was opened anew it is its inventory, if it has
        just one. One whose file is gone is none.
        """
        layers = {name: layer for name, layer in QgsProject.instance().mapLayers().items() if layer.isValid()}
        if self._inventory_id not in layers:
            known = [layer for layer in layers.values() if layer.customProperty(ROLE_PROPERTY) == "landslides"]
            return known[0] if len(known) == 1 else None
        return layers[self._inventory_id]

    @property
    def waiting(self) -> int:
        """How many clicks are not yet answered."""
        return len(self._queue)

    def use_inventory(self, layer: QgsVectorLayer) -> None:
        """From now on landslides are added to this layer."""
        self._inventory_id = layer.id()

    def warm(self, model: str, device: str) -> None:
        """Has the engine load a model, so that the first click is answered as fast as the next."""
        WarmTask(model, device).start()

    def map_at(self, point: QgsPointXY) -> None:
        """Asks for the landslide at a place of the map."""
        try:
            request = self._describe(point)
            known = self._mapped_at(request)
        except InputError as error:
            self._messages.failure(error)
            return
        if known is not None:
            self._tell_known(known)
            return
        self._queue.append(_Waiting(request, self._mark(point)))
        self._next()

    def remove_at(self, point: QgsPointXY) -> None:
        """Removes the landslide at a place of the map."""
        layer = self.inventory
        if layer is None:
            self._messages.hint(self.tr("No landslide has been mapped yet that could be removed."))
            return
        map_crs = self._canvas.mapSettings().destinationCrs()
        try:
            removed = remove_landslide_at(layer, moved(QgsGeometry.fromPointXY(point), map_crs, layer.crs()).asPoint())
        except InputError as error:
            self._messages.failure(error)
            return
        if removed is None:
            self._messages.hint(self.tr("There is no mapped landslide at that place."))
        elif not layer.isEditable():  # otherwise QGIS's own undo takes it back
            number, identity = text_of(removed, "ls_id") or removed.id(), layer.id()
            self._messages.done(
                self.tr("Landslide {number} was removed from '{layer}'.").format(number=number, layer=layer.name()),
                self.tr("Undo"),
                lambda: self._bring_back(identity, removed),
                once=True,
            )

    def _bring_back(self, identity: str, landslide: QgsFeature) -> None:
        layer = QgsProject.instance().mapLayer(identity)
        if layer is None:
            self._messages.hint(self.tr("The layer of the landslides is no longer in the project."))
            return
        try:
            bring_back(layer, landslide)
        except InputError as error:
            self._messages.failure(error)

    def forget_waiting(self) -> None:
        """Gives up the clicks that are not yet answered."""
        while len(self._queue) > (self._task is not None):
            self._unmark(self._queue.pop())
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Takes the tool and the marks off the map."""
        self._canvas.unsetMapTool(self.tool)
        self.forget_waiting()
        while self._queue:
            self._unmark(self._queue.pop())

    def _next(self) -> None:
        if self._task is not None or not self._queue:
            return
        request = self._queue[0].request
        try:
            stager = request.reading.stager()
        except InputError as error:
            self._give_up(error)
            return
        self._task = ClickTask(request.parameters, stager)
        self._task.progressed.connect(self._tell_waiting)
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(self._give_up)
        self._task.start()

    def _tell_waiting(self, progress: Progress) -> None:
        if progress.message == translated(WAITING):
            self._messages.hint(self.tr("Another job is under way: this click is answered when it has ended."))

    def _done(self) -> None:
        """Goes on to the next click.

        Only after the answer of this one has been dealt with: adding a layer to the project may let events through,
        and a second answer that came then would be numbered and added before the first.
        """
        self._task = None
        if self._queue:  # not closed meanwhile
            self._unmark(self._queue.popleft())
        self._next()

    def _give_up(self, error: Exception) -> None:
        if self._queue and not isinstance(error, CancelledError):
            self._messages.failure(error)
        self._done()

    def _take(self, answer: dict[str, Any]) -> None:
        if self._look_further(answer):
            return
        try:
            if self._queue and QgsProject.instance().mapLayer(self._queue[0].request.image_id) is not None:
                self._map(self._queue[0].request, answer)
        finally:
            self._done()

    def _map(self, request: ClickRequest, answer: dict[str, Any]) -> None:
        if answer["hidden_by"] == "mask":
            self._messages.hint(
                self.tr(
                    "That place is under the cloud mask: nothing is mapped there. The mask is chosen under Advanced."
                )
            )
            return
        if answer["hidden_by"] == "image":
            self._messages.hint(self.tr("There is no data at that place, of the image or of the elevation model."))
            return
        if not answer["found"]:
            self._messages.hint(
                self.tr(
                    "No landslide at that place: the model's probability there is {percent} %, and the threshold "
                    "{threshold} %. A lower threshold, under Advanced, maps more."
                ).format(percent=number(100 * answer["probability"]), threshold=number(100 * answer["threshold"]))
            )
            return
        try:
            self._add(request, answer)
        except InputError as error:
            self._messages.failure(error)
            return
        if answer.get("cut"):
            self._messages.warn(
                self.tr("This landslide is larger than what a click looks at, so its outline is cut: run Detect on it.")
            )

    def _look_further(self, answer: dict[str, Any]) -> bool:
        """Asks again with a larger part of an online layer, where the landslide reaches the end of this one."""
        if not self._queue or not answer["found"]:
            return False
        waiting = self._queue[0]
        if not waiting.request.reaches_the_edge(QgsGeometry.fromWkt(answer["geometry_wkt"])):
            return False
        if waiting.request.widen is None or QgsProject.instance().mapLayer(waiting.request.image_id) is None:
            answer["cut"] = True
            return False
        try:
            self._queue[0] = replace(waiting, request=waiting.request.widen())
        except InputError:
            answer["cut"] = True
            return False
        self._task = None
        self._next()
        return True

    def _add(self, request: ClickRequest, answer: dict[str, Any]) -> None:
        layer = self.inventory
        if layer is None:
            file = self._new_inventory_file(Path(request.parameters.raster).stem, request.output)
            layer = create_inventory(file, request.crs)
            publish_inventory(layer, QgsProject.instance().mapLayer(request.image_id), QgsProject.instance())
            self.use_inventory(layer)
        outline = moved(QgsGeometry.fromWkt(answer["geometry_wkt"]), request.crs, layer.crs())
        known = self._mapped_at(request) or same_landslide(layer, outline)
        if known is not None:
            self._tell_known(known)
            return
        add_landslide(layer, outline, answer["attributes"])

    def _mapped_at(self, request: ClickRequest) -> Optional[QgsFeature]:
        """The landslide of the inventory at the place of a request."""
        layer = self.inventory
        if layer is None:
            return None
        place = QgsGeometry.fromPointXY(QgsPointXY(request.parameters.x, request.parameters.y))
        return landslide_at(layer, moved(place, request.crs, layer.crs()).asPoint())

    def _tell_known(self, known: QgsFeature) -> None:
        self._messages.hint(
            self.tr("This landslide is mapped already, as number {number}: a shift-click removes it.").format(
                number=known["ls_id"]
            )
        )

    def _mark(self, point: QgsPointXY) -> QgsVertexMarker:
        marker = QgsVertexMarker(self._canvas)
        marker.setCenter(point)
        marker.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
        marker.setColor(OUTLINE)
        marker.setFillColor(OUTLINE)
        self.tool.setCursor(Qt.CursorShape.BusyCursor)
        return marker

    def _unmark(self, waiting: _Waiting) -> None:
        self._canvas.scene().removeItem(waiting.marker)
        if not self._queue:
            self.tool.setCursor(Qt.CursorShape.CrossCursor)


def same_landslide(layer: QgsVectorLayer, outline: QgsGeometry) -> Optional[QgsFeature]:
    """The landslide of an inventory that shares most of its ground with an outline of the layer's CRS."""
    for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(outline.boundingBox())):
        if on_same_ground(feature.geometry(), outline):
            return feature
    return None
