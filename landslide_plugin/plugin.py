"""QGIS's entry: what the plugin adds to QGIS, and takes away again."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QObject, Qt, QTranslator
from qgis.PyQt.QtGui import QAction, QIcon
from qgis.PyQt.QtWidgets import QToolBar

from .common.paths import plugin_root
from .gui.dock import LandslideDock
from .gui.help_dialog import HelpDialog
from .gui.training.close_guard import CloseGuard
from .layers.remeasuring import Remeasuring
from .processing.provider import LandslideMapperProvider
from .tasks.background_task import cancel_all
from .worker.session import close_session, session


class LandslideMapperPlugin(QObject):
    """Adds dock, toolbar, menu entries, help and Processing provider.

    Args:
        iface: QGIS's interface; None inside `qgis_process`.
    """

    def __init__(self, iface: Optional[QgisInterface]) -> None:
        super().__init__()
        session()  # models and engine are those of this profile from now on; starts nothing
        self._iface = iface
        self._provider: Optional[LandslideMapperProvider] = None
        self._translator = QTranslator()
        self._language = language_of(QgsApplication.instance().locale())
        # Qt takes `landslide_mapper_de` where there is no `landslide_mapper_de_AT`.
        if self._translator.load(f"landslide_mapper_{self._language}", str(plugin_root() / "i18n")):
            QCoreApplication.installTranslator(self._translator)

    def initProcessing(self) -> None:
        """Adds the algorithms; all that `qgis_process` asks for."""
        self._provider = LandslideMapperProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Adds everything to QGIS's window."""
        self.initProcessing()
        window, menu = self._iface.mainWindow(), self.tr("Landslide Mapper")
        icon = QIcon(str(plugin_root() / "resources" / "icons" / "landslide_mapper.svg"))
        self.dock = LandslideDock(self._iface, window)
        self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()  # until it is asked for; QGIS shows it again where it was open last time
        self._dock_action = QAction(icon, menu, window)
        self._dock_action.setToolTip(self.tr("Show or hide the Landslide Mapper panel"))
        self._dock_action.setCheckable(True)
        self.dock.setToggleVisibilityAction(self._dock_action)
        self._remeasuring = Remeasuring(QgsProject.instance(), window)
        self._close_guard = CloseGuard(window, self.dock.teach_page.training)
        self._help = HelpDialog(self._language, window)
        self._help_action = QAction(icon, menu, window)
        self._help_action.triggered.connect(self.show_help)
        self._toolbar: QToolBar = self._iface.addToolBar(menu)
        self._toolbar.setObjectName("LandslideMapperToolBar")
        for action in (self._dock_action, self.dock.detect_page.click_action):
            self._toolbar.addAction(action)
            self._iface.addPluginToMenu(menu, action)
            self._iface.addPluginToRasterMenu(menu, action)
        self._engine_action = QAction(self.tr("Engine…"), window)
        self._engine_action.triggered.connect(self.dock.detect_page.set_up_engine)
        self._iface.addPluginToMenu(menu, self._engine_action)
        self._iface.pluginHelpMenu().addAction(self._help_action)

    def show_help(self) -> None:
        """Opens the guide."""
        self._help.show()
        self._help.raise_()

    def unload(self) -> None:
        """Takes everything away again: nothing of it keeps running."""
        cancel_all()
        if self._iface is not None:
            menu = self.tr("Landslide Mapper")
            self._close_guard.leave()
            self._remeasuring.leave()
            for action in (self._dock_action, self.dock.detect_page.click_action):
                self._iface.removePluginMenu(menu, action)
                self._iface.removePluginRasterMenu(menu, action)
            self._iface.removePluginMenu(menu, self._engine_action)
            self._iface.pluginHelpMenu().removeAction(self._help_action)
            self._iface.mainWindow().removeToolBar(self._toolbar)
            self.dock.close_down()
            self._iface.removeDockWidget(self.dock)
            for item in (
                self._close_guard,
                self._toolbar,
                self.dock,
                self._dock_action,
                self._engine_action,
                self._help_action,
                self._help,
            ):
                item.deleteLater()
        QgsApplication.processingRegistry().removeProvider(self._provider)
        close_session()
        QCoreApplication.removeTranslator(self._translator)


def language_of(locale: str) -> str:
    """What QGIS calls a locale's language in the names of its translations.

    Args:
        locale: QGIS's; `zh-Hans` where it was chosen in the settings, but `zh` where QGIS follows a Chinese system.
    """
    if locale.partition("_")[0] != "zh":
        return locale
    system = QLocale()
    known = system if locale == "zh" and system.language() == QLocale.Language.Chinese else QLocale(locale)
    return "zh-Hant" if known.script() == QLocale.Script.TraditionalHanScript else "zh-Hans"
