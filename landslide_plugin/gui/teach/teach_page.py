"""The dock's page for teaching: labels on an image, verdicts on what was detected, and the training with them."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFileDialog, QToolButton, QWidget

from ...common.errors import InputError
from ...common.labels import AREAS_LAYER, LANDSLIDE, NOT_A_LANDSLIDE, UNSURE
from ...layers.editing import begin_editing
from ...layers.labelling.label_appearance import asks, class_icon, set_next
from ...layers.labelling.labels import (
    FILE_ENDING,
    areas_of,
    count_labels,
    create_labels,
    is_label_layer,
    is_marked,
    layer_of,
    mark_labels,
    open_labels,
    publish_labels,
    source_of,
)
from ...layers.measuring import is_on_earth
from ...layers.review.reviewing import Verdict, is_inventory
from .. import wording
from ..image.image_choice import KeptImage, offer_images
from ..image.layer_filter import LayerFilter
from ..map.drawing_tools import DrawingTools
from ..messages import Messages
from ..page_looks import WidthKeeper, elide_names, make_small
from ..training.desk import TrainingDesk
from ..typed_paths import saved_folder
from .label_drawing import AREA, LabelDrawing
from .label_next import LabelNext, NextWidgets
from .review import Review

FILES = "GeoPackage (*.gpkg)"


class TeachPage(QWidget):
    """Controls the page.

    Args:
        canvas: the map.
        message_bar: where outcomes are told.
        tools: QGIS's own for drawing.
    """

    def __init__(
        self, canvas: QgsMapCanvas, message_bar: QgsMessageBar, tools: DrawingTools, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._tools = tools
        self._watched: list[QgsVectorLayer] = []
        self._areas: Optional[QgsVectorLayer] = None
        self._count_timer = QTimer(self)
        self.messages = Messages(message_bar, self)
        self.drawing = LabelDrawing(canvas, tools, self)
        self.review = Review(canvas, self.messages, tools, self)
        self.training = TrainingDesk(
            self.trainButton, self.trainNote, self.resumeButton, self.discardButton, self.messages,
            lambda: (self.image(), self.labels()), canvas, self,
        )  # fmt: skip
        self.label_next = LabelNext(
            NextWidgets(
                self.nextModelCombo, self.searchButton, self.previousWindowButton, self.nextWindowButton,
                self.doneButton, self.nextNote,
            ),
            canvas, self.messages, lambda: (self.image(), self.labels()), self,
        )  # fmt: skip
        self._draw_buttons: dict[str, QToolButton] = {
            LANDSLIDE: self.landslideButton,
            NOT_A_LANDSLIDE: self.otherButton,
            UNSURE: self.unsureButton,
            AREA: self.areaButton,
        }
        self._dress()
        self._connect()
        self._watch()
        self._show_review()

    def image(self) -> Optional[QgsRasterLayer]:
        """The chosen raster layer."""
        return self.imageCombo.currentLayer()

    def labels(self) -> Optional[QgsVectorLayer]:
        """The chosen label layer."""
        layer = self.labelsCombo.currentLayer()
        return layer if is_label_layer(layer) else None

    def areas(self) -> Optional[QgsVectorLayer]:
        """The fully labelled areas that belong to the chosen labels; None where the file has none."""
        return self._areas

    def make_labels(self, file: Path) -> None:
        """Makes a label file for the chosen image, puts it on the map and opens it for editing.

        Raises:
            InputError: there is no image, or the file cannot be made.
        """
        image = self.image()
        if image is None:
            raise InputError(self.tr("There is no image to label: add a raster layer to the project."))
        if file.suffix.lower() != ".gpkg":
            file = file.with_name(file.name + ".gpkg")
        create_labels(file, image.crs())
        self.add_labels(file)
        labels = self.labels()
        begin_editing(labels)
        self._tools.activate(labels)
        self.messages.done(self.tr("The labels are kept in {file}.").format(file=file))

    def add_labels(self, file: Path) -> None:
        """Puts a label file on the map and chooses it.

        Raises:
            InputError: it holds no labels.
        """
        opened = open_labels(file, self._image_name())
        self.labelsCombo.setLayer(publish_labels(opened, self.image(), QgsProject.instance()).labels)

    def close_down(self) -> None:
        """Takes the review off the map, sets the label layers back, and takes the messages away."""
        self._count_timer.stop()
        self.drawing.close()
        self.review.close()
        self.training.close_down()
        self.label_next.close_down()
        self.messages.close_down()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks whether a training was interrupted, and which models there are."""
        super().showEvent(event)
        self.training.refresh()
        self.label_next.refresh_models()

    def _image_name(self) -> str:
        image = self.image()
        return image.name() if image is not None else ""

    def _dress(self) -> None:
        """What a .ui file cannot say."""
        offer_images(self.imageCombo)
        KeptImage(self.imageCombo, "image_to_label")
        for combo in (self.labelsCombo, self.detectionsCombo):
            combo.setFilters(Qgis.LayerFilter.PolygonLayer)
        LayerFilter(self.labelsCombo, is_label_layer)
        LayerFilter(self.detectionsCombo, is_inventory)
        for button, icon in (
            (self.newButton, "/mActionNewGeoPackageLayer.svg"),
            (self.openButton, "/mActionFileOpen.svg"),
            (self.previousWindowButton, "/mActionArrowLeft.svg"),
            (self.nextWindowButton, "/mActionArrowRight.svg"),
            (self.doneButton, "/mIconSuccess.svg"),
            (self.previousButton, "/mActionArrowLeft.svg"),
            (self.nextButton, "/mActionArrowRight.svg"),
            (self.acceptButton, "/mIconSuccess.svg"),
            (self.rejectButton, "/mIconDelete.svg"),
            (self.reshapeButton, "/mActionVertexToolActiveLayer.svg"),
            (self.reviewButton, "/mActionStart.svg"),
            (self.trainButton, "/mActionStart.svg"),
            (self.resumeButton, "/mActionStart.svg"),
            (self.discardButton, "/mActionDeleteSelected.svg"),
        ):
            button.setIcon(QgsApplication.getThemeIcon(icon))
        for what, button in self._draw_buttons.items():
            button.setIcon(class_icon(what))
        make_small(self.countsNote, self.nextNote, self.reviewNote, self.trainNote)
        WidthKeeper(self.scrollArea)
        elide_names(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(50)

    def _connect(self) -> None:
        self.newButton.clicked.connect(self._ask_for_new_file)
        self.openButton.clicked.connect(self._ask_for_file)
        self.imageCombo.layerChanged.connect(lambda: self.drawing.name_image(self._image_name()))
        self.labelsCombo.layerChanged.connect(self._watch)
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)
        QgsProject.instance().layersAdded.connect(self._areas_may_have_come)
        self._count_timer.timeout.connect(self._count)
        for what, button in self._draw_buttons.items():
            button.clicked.connect(lambda _, what=what: self._draw(what))
        self.drawing.changed.connect(self._show_drawing)
        self.review.changed.connect(self._show_review)
        self.detectionsCombo.layerChanged.connect(self._show_review)
        self._count_timer.timeout.connect(self.label_next.show_state)
        self.training.model_made.connect(self.label_next.refresh_models)
        self.reviewButton.clicked.connect(self._start_review)
        self.acceptButton.clicked.connect(lambda: self.review.decide(Verdict.ACCEPTED))
        self.rejectButton.clicked.connect(lambda: self.review.decide(Verdict.REJECTED))
        self.reshapeButton.clicked.connect(lambda: self.review.decide(Verdict.RESHAPED))
        self.previousButton.clicked.connect(self.review.show_previous)
        self.nextButton.clicked.connect(self.review.show_next)
        self.leaveButton.clicked.connect(self.review.leave)

    # --- label files

    def _ask_for_new_file(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self.window(), self.tr("New label layer"), str(self._suggested_file()), FILES, "",
            QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )  # fmt: skip
        if file:
            self._try(lambda: self.make_labels(Path(file)))

    def _ask_for_file(self) -> None:
        folder = str(self._suggested_file().parent)
        file, _ = QFileDialog.getOpenFileName(self.window(), self.tr("Open labels"), folder, FILES)
        if file:
            self._try(lambda: self.add_labels(Path(file)))

    def _suggested_file(self) -> Path:
        """A new name beside the project, or beside the image."""
        image = self.image()
        source = Path(image.source().split("|", 1)[0]) if image is not None else Path()
        folder = saved_folder() or (source.parent if source.is_file() else Path.home())
        stem = source.stem if source.is_file() else (image.name() if image is not None else "")
        stem = f"{stem or 'image'}{FILE_ENDING}"
        file, count = folder / f"{stem}.gpkg", 1
        while file.exists():
            count += 1
            file = folder / f"{stem}_{count}.gpkg"
        return file

    def _watch(self) -> None:
        """Follows the chosen labels, and the areas of the same file.

        The list tells of the same labels again when any polygons come into the project: drawing goes on then.
        """
        labels = self.labels()
        if labels is None or labels not in self._watched:
            self.drawing.stop()
        for layer in self._watched:
            for signal in _edits(layer):
                signal.disconnect(self._count_soon)
        self._areas, self._watched = None, []
        if labels is not None:
            if not is_marked(labels):
                mark_labels(labels)
            if not asks(labels) and not self.drawing.what:  # the project was saved in the middle of drawing
                set_next(labels)
            self._areas = layer_of(source_of(labels)[0], AREAS_LAYER, QgsProject.instance())
            self._watched = [layer for layer in (labels, self._areas) if layer is not None]
        for layer in self._watched:
            for signal in _edits(layer):
                signal.connect(self._count_soon)
        for button in self._draw_buttons.values():
            button.setEnabled(labels is not None)
        self._count()
        self._show_review()

    def _forget(self, identities: list[str]) -> None:
        """Layers go: their signals go with them."""
        self._watched = [layer for layer in self._watched if layer.id() not in identities]
        if self._areas is not None and self._areas.id() in identities:
            self._areas = None

    def _areas_may_have_come(self) -> None:
        if self._areas is None and self.labels() is not None:
            self._watch()

    def _count_soon(self) -> None:
        self._count_timer.start()  # once for many edits

    def _count(self) -> None:
        labels = self.labels()
        if labels is None:
            self.countsNote.setText(self.tr("Make a label layer, or open one, to draw landslides on the image."))
            return
        counts = count_labels(labels, self._areas)
        measured = wording.area if is_on_earth(labels.crs()) else wording.pixels
        self.countsNote.setText(
            self.tr("{landslides}, {others} not a landslide, {unsure} unsure; {area} fully labelled").format(
                landslides=wording.landslides(counts.landslides),
                others=wording.number(counts.others),
                unsure=wording.number(counts.unsure),
                area=measured(counts.labelled_m2),
            )
        )

    # --- drawing

    def _draw(self, what: str) -> None:
        if self.drawing.what == what:  # pressed again
            self.drawing.leave()
            return
        labels = self.labels()
        layer = areas_of(labels, QgsProject.instance()) if what == AREA else labels
        self._show_drawing(self.drawing.what)
        if layer is None:
            self.messages.hint(
                self.tr("This label file has no layer for fully labelled areas: make a new label layer for them.")
            )
            return
        self._try(lambda: self.drawing.draw(layer, what, self._image_name()))

    def _show_drawing(self, what: str) -> None:
        for name, button in self._draw_buttons.items():
            button.setChecked(name == what)

    # --- review

    def _start_review(self) -> None:
        labels = self.labels()
        if labels is None:
            self.messages.hint(self.tr("Verdicts are kept as labels: make a label layer first, or open one."))
            return
        self._try(lambda: self.review.start(self.detectionsCombo.currentLayer(), labels))

    def _show_review(self) -> None:
        state = self.review.state()
        for button in (
            self.acceptButton, self.rejectButton, self.reshapeButton, self.previousButton, self.nextButton,
            self.leaveButton,
        ):  # fmt: skip
            button.setEnabled(state is not None)
        for chooser in (self.detectionsCombo, self.labelsCombo, self.newButton, self.openButton):
            chooser.setEnabled(state is None)
        self.reviewButton.setEnabled(not self.review.listening and self.detectionsCombo.currentLayer() is not None)
        if state is None:
            self.reviewButton.setText(self.tr("Start the review"))
            self.reviewNote.setText(
                self.tr("Go through the detected landslides, the largest first, and make labels of them.")
            )
            return
        self.reviewButton.setText(self.tr("Back to the review"))
        text = self.tr("{place} of {total}, {left} left").format(place=state.place, total=state.total, left=state.left)
        verdicts = {
            Verdict.ACCEPTED: self.tr("accepted"),
            Verdict.REJECTED: self.tr("rejected"),
            Verdict.RESHAPED: self.tr("reshaped"),
        }
        self.reviewNote.setText(f"{text} · {verdicts[state.verdict]}" if state.verdict else text)

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except InputError as error:
            self.messages.failure(error)


def _edits(layer: QgsVectorLayer) -> tuple:
    """The signals that tell of another content of a layer, undo and redo included."""
    return (
        layer.featureAdded, layer.featureDeleted, layer.attributeValueChanged, layer.geometryChanged,
        layer.afterRollBack, layer.afterCommitChanges, layer.dataChanged,
    )  # fmt: skip
