"""The wizard that trains a model: data, model, recipe, summary, run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QWidget, QWizard

from ...common.errors import InputError
from ...common.terrain import terrain_bands
from ...common.training_file import write_training_file
from ...layers.labelling.validation_areas import write_validation_areas
from .choices import configuration
from .data_page import DataPage
from .files import LABELS_ENDING, VALIDATION_ENDING, TrainingFiles
from .model_page import ModelPage
from .recipe_page import RecipePage
from .run_page import RunPage
from .summary_page import SummaryPage
from .training import Training

Begin = Callable[[Training, str], None]


class TrainingWizard(QWizard):
    """Every page can be left on its defaults. Closing it while the training runs only hides it.

    Args:
        image, labels: proposed to learn from.
        start_from: name of the model that is proposed to start from.
        begin: takes the training over and starts it on a device.
        canvas: the map.
        training: one that is under way already: only the last page is there.
    """

    def __init__(
        self,
        image: Optional[QgsRasterLayer],
        labels: Optional[QgsVectorLayer],
        start_from: str,
        begin: Begin,
        canvas: QgsMapCanvas,
        training: Optional[Training] = None,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._begin = begin
        self.setWindowTitle(self.tr("Train a landslide model"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnLastPage)
        self.setOption(QWizard.WizardOption.NoCancelButtonOnLastPage)
        self.setButtonText(QWizard.WizardButton.FinishButton, self.tr("Close"))
        room = self.screen().availableSize() - QSize(0, 40)  # below the title bar
        self.resize(QSize(940, 720).boundedTo(room))
        self.run_page = RunPage(self)
        if training is None:
            self.data_page, self.model_page = DataPage(image, labels, self), ModelPage(start_from, self)
            self.recipe_page, self.summary_page = RecipePage(canvas, self.write, self), SummaryPage(self)
            self.recipe_page.validation.map_wanted.connect(self._make_room)
            for page in (self.data_page, self.model_page, self.recipe_page, self.summary_page):
                self.addPage(page)
        else:
            self.recipe_page = self.summary_page = None
            self.run_page.show_training(training)
        self.addPage(self.run_page)

    @property
    def is_away(self) -> bool:
        """Whether it has made room for the map, and comes back when something is drawn."""
        return self.recipe_page is not None and self.recipe_page.validation.sketch.is_drawing

    def come_back(self) -> None:
        """Ends the drawing on the map."""
        self.recipe_page.validation.sketch.leave()

    def write(self, file: Path) -> None:
        """Writes what the pages say as a configuration for the engine, and beside it what it names of the project.

        Raises:
            InputError: something does not fit, or the file cannot be written.
        """
        recipe = configuration(self.model_page.choice(), self.recipe_page.recipe())
        labels, ground = (file.with_name(file.stem + ending) for ending in (LABELS_ENDING, VALIDATION_ENDING))
        bands = self.model_page.bands()
        areas, maps = self.recipe_page.validation.areas(), self.data_page.maps(bands, labels)
        if not terrain_bands(bands):  # the person has chosen so: no reason to be warned of it
            maps = [replace(one, dem=None) for one in maps]
        if areas is not None:
            write_validation_areas(ground, areas)
        write_training_file(file, maps, recipe, self.data_page.tiles(), ground if areas is not None else None)

    def begin(self, device: str) -> None:
        """Starts the training.

        Raises:
            InputError: as `write`, or the name is taken by now.
        """
        model = self.model_page.choice()
        files = TrainingFiles(model.file)
        try:
            files.model.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            text = self.tr("The folder {folder} cannot be made ({reason}): make room or correct its permissions.")
            raise InputError(text.format(folder=files.model.parent, reason=error.strerror)) from error
        training = Training(files, model.title)
        training.claim()  # before anything is written: another QGIS may have the same name in mind
        try:
            self.model_page.check()  # it may even be done with it
            self.write(files.configuration)
        except InputError:
            training.let_go()
            raise
        self._begin(training, device)
        self.recipe_page.close_down()
        self.run_page.show_training(training)

    def done(self, result: int) -> None:
        """Gives up the plan, if one is being made, and leaves the map as it was."""
        for page in (self.recipe_page, self.summary_page):
            if page is not None:
                page.close_down()
        super().done(result)

    def _make_room(self, wanted: bool) -> None:
        """Lets the person reach the map, which lies below this window."""
        self.setVisible(not wanted)
        if not wanted:
            self.raise_()
            self.activateWindow()
