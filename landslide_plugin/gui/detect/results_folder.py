"""The folder that results go to: the one that was typed, or one that outlives QGIS and is easily found again."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QObject, QStandardPaths

from ..typed_paths import absolute, project_folder, saved_folder

_BESIDE_THE_PROJECT, _AMONG_THE_DOCUMENTS = "landslides", "Landslide Mapper"


def results_folder(typed: str) -> Path:
    """Where results go; never a folder that QGIS empties when it closes, and with it verdicts and corrections.

    Args:
        typed: relative to the project's folder; empty = beside the project, or among the person's documents where it
            was never saved.
    """
    if typed:
        return absolute(typed, project_folder())
    project = saved_folder()
    if project is not None:
        return project / _BESIDE_THE_PROJECT
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / _AMONG_THE_DOCUMENTS


class ResultsFolder(QObject):
    """The field that asks for it, and says where results go while it is empty.

    Args:
        widget: the field.
    """

    def __init__(self, widget: QgsFileWidget) -> None:
        super().__init__(widget)
        self._line = widget.lineEdit()
        widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        widget.setDialogTitle(self.tr("Folder for the results"))
        project = QgsProject.instance()
        for signal in (project.homePathChanged, project.readProject, project.projectSaved, project.cleared):
            signal.connect(self._show)
        self._show()

    def _show(self) -> None:
        text = self.tr("['{name}' beside the project]") if saved_folder() else self.tr("['{name}' in your documents]")
        folder = results_folder("")
        self._line.setPlaceholderText(text.format(name=folder.name))
        self._line.setToolTip(self.tr("While this is empty: {folder}").format(folder=folder))
