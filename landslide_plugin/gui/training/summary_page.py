"""The wizard's fourth page: what will come of it, asked of the engine, which tries a few steps."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QTemporaryDir
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QLabel, QProgressBar, QTextBrowser, QWidget, QWizard

from ...common.errors import CancelledError, InputError
from ...common.parameters import TrainParameters
from ...tasks.doctor_task import DoctorTask
from ...tasks.train_task import PlanTrainingTask
from ...worker.session import session
from .. import wording
from ..detect.device_chooser import DeviceChooser
from ..settings import recall, remember
from .page import TrainingPage


class SummaryPage(TrainingPage):
    """Asks for the plan of the training and shows it; only a training that can be done is begun."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__("", "", parent)
        self.setTitle(self.tr("What will come of it"))
        self.setSubTitle(self.tr("The engine looks at the labels and tries a few steps."))
        self.setCommitPage(True)
        self.setButtonText(QWizard.WizardButton.CommitButton, self.tr("Train"))
        self.deviceCombo, self.deviceNote = QComboBox(self), QLabel(self)
        self.deviceNote.setWordWrap(True)
        self.devices = DeviceChooser(self.deviceCombo, self.deviceNote)
        self.planView, self.waiting = QTextBrowser(self), QProgressBar(self)
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self.plan: Optional[dict[str, Any]] = None
        self._folder = QTemporaryDir()
        self._task: Optional[PlanTrainingTask] = None
        self._planned_for = ""
        form = QFormLayout()
        form.addRow(self.tr("Device"), self.deviceCombo)
        form.addRow("", self.deviceNote)
        self.body.addLayout(form)
        self.body.addWidget(self.planView, 1)
        self.body.addWidget(self.waiting)
        self.devices.choose(recall("device", "auto"))
        self.devices.changed.connect(self._device_changed)

    @property
    def is_planning(self) -> bool:
        """Whether the engine is at it."""
        return self._task is not None

    def initializePage(self) -> None:
        """Asks the engine."""
        self._ask_for_devices()
        self._ask_for_plan()

    def cleanupPage(self) -> None:
        """Going back gives the plan up."""
        self._give_up()

    def isComplete(self) -> bool:
        """Whether there is a plan."""
        return self.plan is not None

    def check(self) -> None:
        """Begins the training."""
        remember("device", self.devices.device)
        self.wizard().begin(self.devices.device)

    def close_down(self) -> None:
        """Gives up what was asked for."""
        self._give_up()

    def _ask_for_devices(self) -> None:
        if not session().status().ready:
            return
        self.devices.show_waiting()
        task = DoctorTask()
        task.succeeded.connect(self.devices.show_report)
        task.failed.connect(lambda _: self.devices.show_nothing())
        task.start()

    def _device_changed(self) -> None:
        if self._planned_for not in ("", self.devices.device):
            self._ask_for_plan()

    def _ask_for_plan(self) -> None:
        self._give_up()
        self.tell("")
        self.planView.setHtml(self.tr("Looking at the labels and trying a few steps…"))
        file = Path(self._folder.filePath("plan.toml"))
        try:
            self.wizard().write(file)
        except InputError as error:
            self._refuse(error)
            return
        self._planned_for = self.devices.device
        self.waiting.show()
        self._task = task = PlanTrainingTask(TrainParameters(str(file), device=self._planned_for))
        task.succeeded.connect(lambda plan: self._show(task, plan))
        task.failed.connect(lambda error: self._fail(task, error))
        task.start()

    def _give_up(self) -> None:
        task, self._task, self.plan = self._task, None, None
        self._planned_for = ""
        if task is not None:
            task.cancel()
        self.waiting.hide()
        self.completeChanged.emit()

    def _fail(self, task: PlanTrainingTask, error: Exception) -> None:
        if task is self._task:
            self._task = None
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        self.waiting.hide()
        self.planView.clear()
        self.tell(self.tr("Cancelled.") if isinstance(error, CancelledError) else str(error))

    def _show(self, task: PlanTrainingTask, plan: dict[str, Any]) -> None:
        if task is not self._task:  # another one is wanted by now
            return
        self._task, self.plan = None, plan
        self.waiting.hide()
        self.planView.setHtml(self._described(plan))
        self.completeChanged.emit()

    def _described(self, plan: dict[str, Any]) -> str:
        """The plan as HTML."""
        model = self.wizard().model_page.choice()
        lines = [
            self.tr("{training} to learn from, {validation} to validate with.").format(
                training=wording.landslides(plan["landslides"]["training"]),
                validation=wording.landslides(plan["landslides"]["validation"]),
            ),
            self.tr("Up to {epochs} epochs of {crops} pieces of the images.").format(
                epochs=wording.number(plan["epochs"]), crops=wording.number(plan["crops_per_epoch"])
            ),
            self.tr("About {time} on {device}, {epoch} an epoch; the map stays usable meanwhile.").format(
                time=wording.duration(plan["seconds"]),
                device=wording.device(plan["device"]),
                epoch=wording.duration(plan["seconds_per_epoch"]),
            ),
            self.tr("The model goes to {file}.").format(file=model.file),
        ]
        shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
        if plan["warnings"]:
            head, warnings = self.tr("Good to know"), "".join(f"<li>{escape(one)}</li>" for one in plan["warnings"])
            shown += f"<p><b>{escape(head)}</b></p><ul>{warnings}</ul>"
        return shown
