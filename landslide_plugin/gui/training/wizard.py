"""The wizard that trains a model: data, model, recipe, summary, run."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QWidget, QWizard

from ...common.errors import InputError
from ...common.training_file import write_training_file
from .choices import configuration
from .data_page import DataPage
from .files import TrainingFiles
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
        training: one that is under way already: only the last page is there.
    """

    def __init__(
        self,
        image: Optional[QgsRasterLayer],
        labels: Optional[QgsVectorLayer],
        start_from: str,
        begin: Begin,
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
        self.resize(860, 700)
        self.run_page = RunPage(self)
        if training is None:
            self.data_page, self.model_page = DataPage(image, labels, self), ModelPage(start_from, self)
            self.recipe_page, self.summary_page = RecipePage(self), SummaryPage(self)
            for page in (self.data_page, self.model_page, self.recipe_page, self.summary_page):
                self.addPage(page)
        else:
            self.summary_page = None
            self.run_page.show_training(training)
        self.addPage(self.run_page)

    def write(self, file: Path) -> None:
        """Writes what the pages say as a configuration for the engine.

        Raises:
            InputError: something does not fit, or the file cannot be written.
        """
        recipe = configuration(self.model_page.choice(), self.recipe_page.recipe())
        write_training_file(file, self.data_page.maps(), recipe)

    def begin(self, device: str) -> None:
        """Starts the training.

        Raises:
            InputError: as `write`.
        """
        model = self.model_page.choice()
        files = TrainingFiles(model.file)
        try:
            files.model.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            text = self.tr("The folder {folder} cannot be made ({reason}): make room or correct its permissions.")
            raise InputError(text.format(folder=files.model.parent, reason=error.strerror)) from error
        self.write(files.configuration)
        training = Training(files, model.title)
        self._begin(training, device)
        self.run_page.show_training(training)

    def done(self, result: int) -> None:
        """Gives up the plan, if one is being made."""
        if self.summary_page is not None:
            self.summary_page.close_down()
        super().done(result)
