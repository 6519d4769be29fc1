"""A picture of what the network will be shown, drawn anew by the engine a moment after the recipe has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QTemporaryDir, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from ...common.errors import CancelledError, InputError
from ...common.parameters import ShowParameters
from ...tasks.train_task import ShowTrainingTask
from ...translation.engine import translated
from .picture import Picture

_MOMENT_MS = 400


class Preview(QWidget):
    """Shows crops with the outlines of their landslides.

    Args:
        write: writes the training as it stands to a file; raises InputError where it cannot be done.
    """

    validation_told = pyqtSignal(list)
    """Where the engine would validate: for each map `raster`, `crs` and `areas`, see the engine's job."""

    def __init__(self, write: Callable[[Path], None], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._write, self._folder, self._draw = write, QTemporaryDir(), 0
        self._task: Optional[ShowTrainingTask] = None
        self._outdated = False  # something has changed since the engine was asked
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MOMENT_MS)
        self._timer.timeout.connect(self._ask)
        self.picture, self.note, self.waiting = Picture(self), QLabel(self), QProgressBar(self)
        self.moreButton = QToolButton(self)
        self._dress()

    @property
    def is_asking(self) -> bool:
        """Whether a picture is on its way."""
        return self._task is not None or self._timer.isActive()

    def refresh(self) -> None:
        """Draws anew, once for several changes in a row."""
        self._timer.start()

    def rest(self) -> None:
        """Asks for nothing more; a picture that is on its way still comes, as it is there in a moment."""
        self._timer.stop()
        self._outdated = False

    def close_down(self) -> None:
        """Gives up what was asked for."""
        self.rest()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._show_waiting()

    def _dress(self) -> None:
        self.picture.setMinimumSize(200, 150)
        self.note.setWordWrap(True)
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self.waiting.setMaximumHeight(6)
        self.moreButton.setText(self.tr("Other pieces"))
        self.moreButton.setIcon(QgsApplication.getThemeIcon("/mActionRefresh.svg"))
        self.moreButton.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.moreButton.clicked.connect(self._draw_others)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.waiting)
        layout.addWidget(self.note)
        layout.addWidget(self.moreButton, 0, Qt.AlignmentFlag.AlignRight)
        keep = self.waiting.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # nothing jumps when it comes and goes
        self.waiting.setSizePolicy(keep)
        self._show_waiting()

    def _draw_others(self) -> None:
        self._draw += 1
        self._ask()

    def _ask(self) -> None:
        if self._task is not None:  # only the last wish counts, when the engine is free again
            self._outdated = True
            return
        self._outdated = False
        file = Path(self._folder.filePath("look.toml"))
        try:
            self._write(file)
        except InputError as error:
            self.note.setText(translated(str(error)))
            return
        picture = self._folder.filePath("look.png")
        self._task = task = ShowTrainingTask(ShowParameters(str(file), picture, self._draw))
        task.succeeded.connect(lambda answer: self._take(task, answer))
        task.failed.connect(lambda error: self._fail(task, error))
        task.start()
        self._show_waiting()

    def _take(self, task: ShowTrainingTask, answer: dict[str, Any]) -> None:
        if task is not self._task:
            return
        self.picture.show_file(Path(answer["picture"]))
        self.note.setText(
            self.tr("As the network will see them: landslides are outlined, what nobody has labelled is dim.")
        )
        self.validation_told.emit(answer["validation"])
        self._end()

    def _fail(self, task: ShowTrainingTask, error: Exception) -> None:
        if task is self._task:
            self.note.setText("" if isinstance(error, CancelledError) else str(error))
            self._end()

    def _end(self) -> None:
        self._task = None
        self._show_waiting()
        if self._outdated:
            self._ask()

    def _show_waiting(self) -> None:
        self.waiting.setVisible(self._task is not None)
