"""Sets up the engine: chooses how, asks for consent, shows how far it is, checks and removes it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget
from qgis.PyQt import uic
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase, QShowEvent
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QWidget

from ..common.errors import CancelledError
from ..common.paths import user_home
from ..environment.base_python import BasePython
from ..environment.create import DOWNLOAD, SPACE_NEEDED, SPACE_NEEDED_WITH_CUDA, Recipe
from ..environment.managed import ManagedEnvironment
from ..environment.status import EngineStatus
from ..tasks.background_task import BackgroundTask, is_anything_running
from ..tasks.check_engine_task import CheckEngineTask
from ..tasks.create_engine_task import CreateEngineTask
from ..tasks.find_python_task import FindPythonTask
from ..tasks.remove_engine_task import RemoveEngineTask
from ..translation.engine import translated
from ..worker.session import session
from .network_proxy import describe, qgis_proxy, without_user
from .settings import recall, remember
from .wording import number


class EngineSetupDialog(QDialog):
    """Controls the setup of the engine.

    Closing the dialog does not end what it has begun: QGIS's task list shows it, and so does the dialog when it is
    opened again.
    """

    engine_changed = pyqtSignal()
    """Something was done after which another engine may be there, or none any more."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        uic.loadUi(str(Path(__file__).with_suffix(".ui")), self)
        self._task: Optional[BackgroundTask] = None
        self._environment = ManagedEnvironment(session().managed_folder)
        self._dress()
        for button in (self.managedButton, self.existingButton, self.consentCheck):
            button.toggled.connect(self._show_choice)
        self.pythonFile.fileChanged.connect(self._show_choice)
        self.setUpButton.clicked.connect(self.set_up)
        self.checkButton.clicked.connect(self.check)
        self.removeButton.clicked.connect(self.remove)
        self.cancelButton.clicked.connect(self.cancel)
        self.closeButton.clicked.connect(self.close)
        self._show_running(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Looks at the engine anew, as it may have changed since the last time."""
        super().showEvent(event)
        if self._task is None and not event.spontaneous():
            self._show_status(session().status())
            self._show_facts()
            self._show_choice()
        QTimer.singleShot(0, self._make_room)

    def set_up(self) -> None:
        """Makes the managed engine, or takes the existing one if it proves good."""
        if self._is_needed():
            return
        if self.existingButton.isChecked():
            python = Path(self.pythonFile.filePath())
            task = CheckEngineTask(python)
            task.succeeded.connect(lambda status: self._take(python, status))
            self._start(task, self.tr("Checking {python} …").format(python=python))
            return
        remember("wheels_folder", self.wheelsFolder.filePath())
        remember("package_index", without_user(self.indexEdit.text().strip()))
        wheels = self.wheelsFolder.filePath()
        task = CreateEngineTask(
            Recipe(
                folder=self._environment.folder,
                log_file=user_home() / "logs" / "engine_setup.log",
                wheels_folder=Path(wheels) if wheels else None,
                index_url=self.indexEdit.text().strip(),
                proxy=qgis_proxy(),
            )
        )
        task.line_printed.connect(self.logView.appendPlainText)
        task.progressed.connect(self._show_progress)
        task.succeeded.connect(lambda status: self._take(None, status))
        self.logView.clear()
        self._start(task, self.tr("Making the engine. This takes several minutes; QGIS can be used meanwhile."))
        self.logGroup.show()
        self.logGroup.setCollapsed(False)

    def check(self) -> None:
        """Starts the engine that is set up and tells what it runs on."""
        task = CheckEngineTask(session().status().python)
        task.succeeded.connect(self._end)
        self._start(task, self.tr("Starting the engine …"))

    def remove(self) -> None:
        """Deletes the managed engine, after asking."""
        if self._is_needed():
            return
        folder = self._environment.folder
        question = self.tr("Delete the engine in {folder}? It can be set up again at any time.").format(folder=folder)
        answer = QMessageBox.question(self, self.windowTitle(), question)
        if answer != QMessageBox.StandardButton.Yes:
            return
        task = RemoveEngineTask(folder)
        task.succeeded.connect(lambda: self._end(session().status()))
        self._start(task, self.tr("Removing the engine …"))

    def cancel(self) -> None:
        """Stops what is being done."""
        if self._task is not None:
            self.progressNote.setText(self.tr("Cancelling …"))
            self.cancelButton.setEnabled(False)
            self._task.cancel()

    def _dress(self) -> None:
        self.wheelsFolder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheelsFolder.setFilePath(recall("wheels_folder", ""))
        self.wheelsLabel.setBuddy(self.wheelsFolder.lineEdit())
        self.wheelsFolder.lineEdit().setPlaceholderText(self.tr("none: download"))
        self.indexEdit.setText(recall("package_index", ""))
        self.pythonFile.setDialogTitle(self.tr("Python that has the engine's packages"))
        if sys.platform == "win32":
            self.pythonFile.setFilter("python.exe (python.exe)")
        self.pythonLabel.setBuddy(self.pythonFile.lineEdit())
        chosen = session().chosen_python
        self.existingButton.setChecked(chosen is not None)
        self.pythonFile.setFilePath(str(chosen or ""))
        self.logView.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.logGroup.hide()
        self.logGroup.setSaveCollapsedState(False)
        for group in (self.networkGroup, self.logGroup):
            group.collapsedStateChanged.connect(lambda: QTimer.singleShot(0, self._make_room))

    def _start(self, task: BackgroundTask, doing: str) -> None:
        task.failed.connect(self._failed)
        self._show_running(task)
        self.statusIcon.clear()
        self.statusNote.setText(doing)
        self.progressNote.clear()
        task.start()

    def _is_needed(self) -> bool:
        """Whether the engine is at work, which another one would end; says so."""
        if is_anything_running():
            self.statusNote.setText(
                self.tr("The engine is at work: wait until it is done, or cancel that, and try again.")
            )
            return True
        return False

    def _take(self, python: Optional[Path], status: EngineStatus) -> None:
        session().choose_python(python)
        self.consentCheck.setChecked(False)
        self._end(status)

    def _failed(self, error: Exception) -> None:
        cancelled = isinstance(error, CancelledError)
        self._end(session().status(), self.tr("Cancelled.") if cancelled else str(error))

    def _end(self, status: EngineStatus, problem: str = "") -> None:
        """Every task ends here: it tells what engine there is now, and the panel looks anew."""
        self._show_status(status, problem)
        self.engine_changed.emit()

    # --- what is seen

    def _show_status(self, status: EngineStatus, problem: str = "") -> None:
        """Ends the showing of a task, and tells what engine there is and what went wrong."""
        self._show_running(None)
        good = status.ready and not problem
        icon = QgsApplication.getThemeIcon("mIconSuccess.svg" if good else "mIconWarning.svg")
        self.statusIcon.setPixmap(icon.pixmap(20, 20))
        reason = translated(status.reason)
        text = problem or reason
        if status.device:
            torch = status.versions.get("torch", "")
            text = self.tr("The engine is ready. It runs on {reason} Python {python}, torch {torch}.").format(
                reason=reason, python=status.versions.get("python", ""), torch=torch
            )
        self.statusNote.setText(text)
        self._show_choice()
        QTimer.singleShot(0, self._make_room)

    def _show_facts(self) -> None:
        folder = self._environment.folder
        existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        self.folderNote.setText(str(folder))
        self.sizeNote.setText(
            self.tr(
                "About {download} GB to download and {space} GB on the disk; on Linux, where the packages support "
                "NVIDIA graphics cards, up to {most} GB. {free} GB are free."
            ).format(
                download=number(DOWNLOAD / 1e9, 1),
                space=number(SPACE_NEEDED / 1e9, 1),
                most=number(SPACE_NEEDED_WITH_CUDA / 1e9),
                free=number(shutil.disk_usage(existing).free / 1e9),
            )
        )
        self.baseNote.setText(self.tr("Looking for a Python …"))
        looking = FindPythonTask()
        looking.succeeded.connect(self._show_base)
        looking.failed.connect(self._show_no_base)
        looking.start()
        self.proxyNote.setText(describe(qgis_proxy()) or self.tr("none in QGIS's settings"))

    def _show_base(self, base: BasePython) -> None:
        self.baseNote.setText(self.tr("Python {version} ({file})").format(version=base.version, file=base.file))
        QTimer.singleShot(0, self._make_room)

    def _show_no_base(self, error: Exception) -> None:
        self.baseNote.setText(str(error))
        QTimer.singleShot(0, self._make_room)

    def _show_choice(self) -> None:
        managed = self.managedButton.isChecked()
        self.managedPanel.setEnabled(managed)
        self.existingPanel.setEnabled(not managed)
        idle = self._task is None
        if managed:
            again = self._environment.is_ours
            self.setUpButton.setText(self.tr("&Set up again") if again else self.tr("&Set up"))
            self.setUpButton.setEnabled(idle and self.consentCheck.isChecked())
        else:
            self.setUpButton.setText(self.tr("&Use this Python"))
            self.setUpButton.setEnabled(idle and bool(self.pythonFile.filePath()))
        self.checkButton.setEnabled(idle and session().status().python is not None)
        self.removeButton.setEnabled(idle and self._environment.is_ours)

    def _show_running(self, task: Optional[BackgroundTask]) -> None:
        self._task = task
        self.progressPanel.setVisible(task is not None)
        self.cancelButton.setEnabled(True)
        self.progressBar.setRange(0, 0)  # busy, until there is a number
        self.choices.setVisible(not isinstance(task, CreateEngineTask))  # its log needs the room
        self.choices.setEnabled(task is None)
        self.logGroup.setCollapsed(True)
        self._show_choice()

    def _make_room(self) -> None:
        # Qt does not ask wrapped labels for their height when it limits the size of a window.
        wanted = max(self.height(), self.layout().totalHeightForWidth(self.width()))
        screen, frame = self.screen().availableGeometry(), self.frameGeometry().height() - self.height()
        self.resize(self.width(), min(wanted, screen.height() - frame))
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:  # the buttons are there
            self.move(self.x(), max(screen.top(), self.y() - below))

    def _show_progress(self, fraction: float, message: str) -> None:
        self.progressBar.setRange(0, 100)
        self.progressBar.setValue(round(100 * fraction))
        if self.cancelButton.isEnabled():
            self.progressNote.setText(message)
