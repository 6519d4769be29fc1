"""What loading the plugin adds to QGIS, and that unloading leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import landslide_mapper
import pytest
import qgis.utils
from discs import write_discs
from dock_world import engine_pids
from landslide_mapper.landslide_plugin.gui.training.close_guard import CloseGuard
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from qgis.core import QgsApplication, QgsGeometry, QgsProject, QgsRasterLayer, QgsSettings
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QUrl
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMenu, QPushButton, QTextBrowser, QToolBar, QWidget


@pytest.fixture
def plugin(engine_home, qgis_iface, monkeypatch):
    bar, menu = QgsMessageBar(), QMenu()
    monkeypatch.setattr(qgis_iface, "messageBar", lambda: bar)
    monkeypatch.setattr(qgis_iface, "pluginHelpMenu", lambda: menu, raising=False)
    actions = []
    monkeypatch.setattr(qgis_iface, "addPluginToMenu", lambda _, action: actions.append(action))
    QgsSettings().remove("landslide_mapper")
    made = landslide_mapper.classFactory(qgis_iface)
    made.initGui()
    made.help_menu, made.plugin_menu = menu, actions
    yield made
    QgsProject.instance().clear()


def deliver_deletions():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_loading_adds_toolbar_dock_help_and_algorithms(plugin, qgis_iface):
    try:
        toolbar = qgis_iface.mainWindow().findChild(QToolBar, "LandslideMapperToolBar")
        show, click = toolbar.actions()
        assert "Landslide Mapper" in show.toolTip()
        assert "Map by click" in click.toolTip()
        assert all(not action.icon().isNull() for action in (show, click))
        (engine,) = [action for action in plugin.plugin_menu if action.text() == "Engine…"]
        engine.trigger()
        (dialog,) = [item for item in QApplication.topLevelWidgets() if item.objectName() == "EngineSetupDialog"]
        assert dialog.isVisible(), "an engine that works can be checked and removed too"
        dialog.close()
        assert plugin.help_menu.actions()[0].text() == "Landslide Mapper"
        provider = QgsApplication.processingRegistry().providerById("landslide_mapper")
        assert {"detect", "exportinventory"} <= {algorithm.name() for algorithm in provider.algorithms()}
        assert plugin.dock.isHidden(), "until it is asked for"
    finally:
        plugin.unload()


def test_an_upgrade_takes_all_of_the_new_version(qgis_app, tmp_path, monkeypatch):
    name, package = "upgraded_plugin", tmp_path / "upgraded_plugin" / "landslide_plugin"
    (package / "gui").mkdir(parents=True)
    shutil.copy(landslide_mapper.__file__, tmp_path / name)
    (package / "__init__.py").touch()
    (package / "gui" / "wording.py").write_text("VERSION = 1\n")
    (package / "plugin.py").write_text(
        "from .gui import wording\n\n\n"
        "class LandslideMapperPlugin:\n"
        "    version = wording.VERSION\n\n"
        "    def __init__(self, iface): ...\n    def initGui(self): ...\n    def unload(self): ...\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # it knows no shorter time than a second
    monkeypatch.setattr(qgis.utils, "available_plugins", [name])

    def load():
        assert qgis.utils.loadPlugin(name) and qgis.utils.startPlugin(name)
        return qgis.utils.plugins[name].version

    assert load() == 1
    assert qgis.utils.unloadPlugin(name)
    (package / "gui" / "wording.py").write_text("VERSION = 2\n")
    assert load() == 2
    assert qgis.utils.unloadPlugin(name)


def test_loading_it_again_after_unloading_works(plugin, qgis_iface):
    plugin.unload()
    deliver_deletions()
    again = landslide_mapper.classFactory(qgis_iface)
    again.initGui()
    try:
        assert qgis_iface.mainWindow().findChild(QToolBar, "LandslideMapperToolBar").actions()
        assert QgsApplication.processingRegistry().providerById("landslide_mapper")
    finally:
        again.unload()
        deliver_deletions()


SHOW_WINDOWS = """
import sys
sys.path.insert(0, sys.argv[1])
from landslide_mapper.landslide_plugin.gui.help_dialog import HelpDialog
from landslide_mapper.landslide_plugin.gui.training.wizard import TrainingWizard
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas
application = QgsApplication([], True)
application.initQgis()
canvas = QgsMapCanvas()
for window in (HelpDialog("en"), TrainingWizard(None, None, "", print, canvas)):
    window.show()
    application.processEvents()
    screen = window.screen().availableSize()
    print(screen.width() - window.width(), screen.height() - window.height())
"""


def test_windows_are_no_larger_than_a_small_screen():
    small = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1.3"}
    plugins = Path(landslide_mapper.__file__).parents[1]
    command = [sys.executable, "-c", SHOW_WINDOWS, str(plugins)]
    answer = subprocess.run(command, env=small, capture_output=True, text=True, check=True).stdout
    (help_width, help_height), (wizard_width, wizard_height) = (map(int, line.split()) for line in answer.splitlines())
    assert help_width >= 0 and wizard_width >= 0
    assert help_height >= 40 and wizard_height >= 40, "there is a title bar too"


def test_map_by_click_works_before_the_panel_was_opened(plugin, qgis_iface):
    click = plugin.dock.detect_page.click_action
    try:
        assert click.isEnabled() and plugin.dock.isHidden()
        click.trigger()
        assert click.isChecked() and qgis_iface.mapCanvas().mapTool() is plugin.dock.detect_page.clicks.tool
        click.trigger()
        assert not click.isChecked() and qgis_iface.mapCanvas().mapTool() is None
    finally:
        plugin.unload()


def test_map_by_click_says_what_is_missing_before_the_panel_was_opened(plugin, qgis_iface, monkeypatch):
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", "/nowhere/python")
    click, bar = plugin.dock.detect_page.click_action, qgis_iface.messageBar()
    try:
        click.trigger()
        assert not click.isChecked() and qgis_iface.mapCanvas().mapTool() is None
        assert "does not exist" in bar.currentItem().text()
        (set_up,) = [one for one in bar.findChildren(QPushButton) if one.text() == "Set up the engine…"]
        set_up.click()
        (dialog,) = [item for item in QApplication.topLevelWidgets() if item.objectName() == "EngineSetupDialog"]
        assert dialog.isVisible()
        dialog.close()
    finally:
        plugin.unload()
        deliver_deletions()


def test_the_panel_cannot_be_made_too_narrow_for_what_is_on_it(plugin):
    dock = plugin.dock
    try:
        dock.setFloating(True)
        dock.show()
        for page in (dock.detect_page, dock.teach_page):
            dock.pages.setCurrentWidget(page)
            dock.resize(dock.minimumSizeHint().width(), 500)
            QCoreApplication.processEvents()
            view = page.scrollArea.viewport()
            controls = [control for control in view.findChildren(QWidget) if control.isVisibleTo(view)]
            ends = {one.objectName(): one.mapTo(view, one.rect().topRight()).x() for one in controls}
            assert {name: end for name, end in ends.items() if end >= view.width()} == {}
    finally:
        plugin.unload()


def test_the_help_shows_the_guide(plugin):
    plugin.help_menu.actions()[0].trigger()
    try:
        (guide,) = [item for item in QApplication.topLevelWidgets() if item.windowTitle() == "Landslide Mapper: guide"]
        browser = guide.findChild(QTextBrowser)
        assert "Map by clicking" in browser.toPlainText()
        browser.setSource(QUrl(browser.document().find("explain.md").charFormat().anchorHref()))  # as a click does
        assert "Why does the model call this a landslide?" in browser.toPlainText()
        assert "max(0, Σ" in browser.toPlainText()
        (back,) = [button for button in guide.findChildren(QPushButton) if button.text() == "Back"]
        back.click()
        assert "Map by clicking" in browser.toPlainText() and not back.isEnabled()
    finally:
        plugin.unload()


def test_unloading_leaves_nothing_behind_also_in_the_middle_of_a_detection(plugin, qgis_iface, tmp_path, wait_for):
    window, page = qgis_iface.mainWindow(), plugin.dock.detect_page
    image = QgsRasterLayer(str(write_discs(tmp_path / "large.tif", factor=3)), "large")
    QgsProject.instance().addMapLayer(image)
    page.models.refresh("discs")
    page.outputFolder.setFilePath(str(tmp_path / "results"))
    under_way = []
    page.detection.progressed.connect(under_way.append)
    page.detect()
    wait_for(lambda: under_way)
    assert engine_pids()
    page.click_action.trigger()
    plugin.unload()
    deliver_deletions()
    wait_for(lambda: not engine_pids())
    assert QgsApplication.processingRegistry().providerById("landslide_mapper") is None
    assert window.findChild(QToolBar, "LandslideMapperToolBar") is None
    assert window.findChild(QDockWidget, "LandslideMapperDock") is None
    assert not [child for child in window.children() if isinstance(child, CloseGuard)]
    assert plugin.help_menu.actions() == []
    assert qgis_iface.mapCanvas().mapTool() is None
    wait_for(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    assert list((tmp_path / "results").rglob("*.gpkg")) == []


def test_unloading_takes_its_messages_away_and_leaves_those_of_others(plugin, qgis_iface, monkeypatch, errors_in_slots):
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", "/nowhere/python")
    bar = qgis_iface.messageBar()
    bar.pushMessage("another plugin's")
    plugin.dock.detect_page.click_action.trigger()
    plugin.dock.teach_page.messages.done("Saved.", "Open the folder", print)
    assert len(bar.items()) == 3
    plugin.unload()
    deliver_deletions()
    assert [item.text() for item in bar.items()] == ["another plugin's"]
    assert not [button for button in bar.findChildren(QPushButton) if button.text() == "Set up the engine…"]


def test_unloading_in_the_middle_of_a_review_takes_it_off_the_map(plugin, qgis_iface, tmp_path):
    canvas, page = qgis_iface.mapCanvas(), plugin.dock.teach_page
    image = QgsRasterLayer(str(write_discs(tmp_path / "hillside.tif")), "hillside")
    QgsProject.instance().addMapLayer(image)
    inventory = create_inventory(tmp_path / "landslides.gpkg", image.crs())
    add_landslide(inventory, QgsGeometry.fromRect(image.extent()), {})
    QgsProject.instance().addMapLayer(inventory)
    outlines = len(canvas.scene().items())
    page.make_labels(tmp_path / "labels.gpkg")
    page.reviewButton.click()
    assert page.review.listening
    plugin.unload()
    deliver_deletions()
    assert canvas.mapTool() is None
    assert len(canvas.scene().items()) < outlines
