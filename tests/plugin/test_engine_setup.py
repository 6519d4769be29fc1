"""The dialog that sets up the engine: real widgets, real pip, real engine processes."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from landslide_mapper.landslide_plugin.environment.managed import ManagedEnvironment
from landslide_mapper.landslide_plugin.environment.setup_lock import HELD_ELSEWHERE
from landslide_mapper.landslide_plugin.gui.engine_setup_dialog import EngineSetupDialog
from landslide_mapper.landslide_plugin.gui.network_proxy import describe, qgis_proxy
from landslide_mapper.landslide_plugin.tasks.background_task import BackgroundTask
from landslide_mapper.landslide_plugin.worker.session import close_session, session
from qgis.core import QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"

needs_engine = pytest.mark.skipif(not ENGINE.exists(), reason="needs the engine's environment: run make env")


@pytest.fixture
def dialog(qgis_app, tmp_path, monkeypatch):
    """The dialog in a profile without an engine; an error in a slot, which Qt swallows, fails the test."""
    errors = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: errors.append(error[1]))
    monkeypatch.setenv("LANDSLIDE_MAPPER_HOME", str(tmp_path / "my profile"))
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(tmp_path / "no engine"))
    close_session()
    QgsSettings().remove("landslide_mapper")
    made = EngineSetupDialog()
    made.changes = []
    made.engine_changed.connect(lambda: made.changes.append(session().status()))
    made.show()
    yield made
    made.close()
    made.deleteLater()
    close_session()
    QgsSettings().remove("landslide_mapper")
    if errors:
        raise errors[0]


@pytest.fixture
def finish(dialog, wait_for):
    """Waits until the dialog has done what it does."""

    def wait():
        assert dialog.progressPanel.isVisible()
        wait_for(lambda: not dialog.progressPanel.isVisible())

    return wait


def build_wheels(folder):
    """A folder with an empty package for every one that the engine needs, in the versions that it needs."""
    folder.mkdir()
    versions = {}
    for file in ("engine.txt", "constraints.txt"):
        for line in (ROOT / "requirements" / file).read_text().splitlines():
            wanted = re.match(r"([\w.-]+)(?:==(\S+))?", line)
            if wanted:
                versions[wanted[1]] = wanted[2] or "999"
    for name, version in versions.items():
        stem = f"{name.replace('-', '_')}-{version}"
        with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{stem}.dist-info/RECORD", "")
    return folder


def test_every_spacer_of_a_form_has_the_size_that_qt_6_asks_for():
    spacers = {
        f"{file.name}: {spacer.get('name')}": [one.get("name") for one in spacer.iter("property")]
        for file in (ROOT / "landslide_plugin").rglob("*.ui")
        for spacer in ElementTree.parse(file).iter("spacer")
    }
    assert len(spacers) > 3
    assert [name for name, properties in spacers.items() if "sizeHint" not in properties] == []


def test_it_says_what_it_will_do_and_asks_for_consent_first(dialog):
    assert "no engine" in dialog.statusNote.text()
    assert dialog.folderNote.text() == str(session().managed_folder)
    assert "2.5 GB" in dialog.sizeNote.text() and "7 GB" in dialog.sizeNote.text() and "free" in dialog.sizeNote.text()
    assert not any(button.isEnabled() for button in (dialog.setUpButton, dialog.checkButton, dialog.removeButton))
    dialog.consentCheck.click()
    assert dialog.setUpButton.isEnabled()


def test_it_says_which_python_it_will_be_made_with(dialog, wait_for):
    wait_for(lambda: dialog.baseNote.text().startswith("Python 3."))
    version, file = re.fullmatch(r"Python (\d+\.\d+) \((.+)\)", dialog.baseNote.text()).groups()
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    assert subprocess.check_output([file, "-c", asked], text=True).strip() == version


def test_without_a_python_it_says_what_to_install(dialog, wait_for, monkeypatch):
    module = "landslide_mapper.landslide_plugin.environment.base_python"
    monkeypatch.setattr(f"{module}.candidates", lambda: iter([Path("/bin/false")]))
    dialog.close()
    dialog.show()
    wait_for(lambda: "install Python 3.12" in dialog.baseNote.text())


def test_it_grows_no_further_than_the_screen(dialog, wait_for):
    screen = dialog.screen().availableGeometry()
    dialog.move(50, 200)
    dialog.networkGroup.setCollapsed(False)
    dialog.logGroup.show()
    dialog.logGroup.setCollapsed(False)
    wait_for(lambda: dialog.logView.isVisible() and dialog.height() > 550, 10)
    wait_for(lambda: screen.contains(dialog.frameGeometry()), 10)
    below = dialog.closeButton.mapToGlobal(dialog.closeButton.rect().bottomLeft()).y()
    assert dialog.closeButton.isVisible() and below <= screen.bottom()


def test_a_managed_engine_is_made_offline_checked_and_removed(dialog, finish, tmp_path, monkeypatch):
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    folder = session().managed_folder
    dialog.wheelsFolder.setFilePath(str(build_wheels(tmp_path / "wheels")))
    dialog.consentCheck.click()
    dialog.setUpButton.click()
    assert dialog.logView.isVisible() and not dialog.choices.isVisible()
    finish()
    assert "Successfully installed" in dialog.logView.toPlainText()
    # The packages are empty ones, which the check of the new engine notices.
    assert "engine" in dialog.statusNote.text() and "ready" not in dialog.statusNote.text()
    assert (folder / "landslide_mapper_engine.json").exists() and dialog.removeButton.isEnabled()
    assert dialog.setUpButton.text() == "&Set up again"

    def answer(button):
        question = QApplication.activeModalWidget()
        assert str(folder) in question.text()
        question.button(button).click()

    busy = BackgroundTask("a training")
    busy.work = lambda: time.sleep(1)
    busy.start()
    dialog.removeButton.click()
    assert dialog.statusNote.text().startswith("The engine is at work") and folder.exists()
    busy.waitForFinished()
    QApplication.processEvents()

    QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.No))
    dialog.removeButton.click()
    assert folder.exists()
    QTimer.singleShot(0, lambda: answer(QMessageBox.StandardButton.Yes))
    dialog.removeButton.click()
    finish()
    assert not folder.exists() and not dialog.removeButton.isEnabled()


def test_an_engine_that_another_window_makes_is_left_alone(dialog, finish, tmp_path):
    dialog.wheelsFolder.setFilePath(str(build_wheels(tmp_path / "wheels")))
    code = "from pathlib import Path; from landslide_plugin.environment.setup_lock import alone; import sys, time\n"
    code += "with alone(Path(sys.argv[1])): print('begun', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", code, str(session().managed_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout.readline() == b"begun\n"
        dialog.consentCheck.click()
        dialog.setUpButton.click()
        finish()
        other.kill()
    assert dialog.statusNote.text() == HELD_ELSEWHERE
    assert not session().managed_folder.exists()


def test_an_engine_that_a_crash_left_aside_is_put_back_when_qgis_starts(dialog):
    environment = ManagedEnvironment(session().managed_folder)
    environment.begin()
    environment.complete({}, "")
    environment.begin()  # another one, and here QGIS crashes
    assert not (environment.folder / "landslide_mapper_engine.json").exists()
    close_session()
    session()
    assert (environment.folder / "landslide_mapper_engine.json").exists()


def test_setting_up_can_be_cancelled_and_leaves_nothing(dialog, finish, wait_for):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}/simple"
        dialog.indexEdit.setText(f"http://reader:t0ken@{address}")
        dialog.consentCheck.click()
        dialog.setUpButton.click()
        wait_for(lambda: dialog.progressBar.value() > 0)
        dialog.close()
        dialog.show()
        assert dialog.progressPanel.isVisible()  # closing the window did not end it
        dialog.cancelButton.click()
        finish()
    assert dialog.statusNote.text() == "Cancelled."
    assert not session().managed_folder.exists()
    assert QgsSettings().value("landslide_mapper/dock/package_index") == f"http://{address}", "and no password"


@needs_engine
def test_an_existing_python_is_checked_then_used(dialog, finish):
    dialog.existingButton.click()
    assert not dialog.setUpButton.isEnabled()
    dialog.pythonFile.setFilePath(str(ENGINE))
    dialog.setUpButton.click()
    finish()
    assert "The engine is ready. It runs on" in dialog.statusNote.text() and "torch" in dialog.statusNote.text()
    assert session().chosen_python == ENGINE and dialog.changes[-1].ready
    dialog.checkButton.click()
    finish()
    assert "The engine is ready" in dialog.statusNote.text()


def test_a_python_that_cannot_run_the_engine_is_not_taken(dialog, finish):
    dialog.existingButton.click()
    dialog.pythonFile.setFilePath("/bin/false")
    dialog.setUpButton.click()
    finish()
    assert "does not start with /bin/false" in dialog.statusNote.text()
    assert session().chosen_python is None


def test_the_proxy_of_qgis_is_used_and_shown_without_its_password(qgis_app):
    settings = QgsSettings()
    values = {"proxyEnabled": True, "proxyHost": "proxy.example", "proxyPort": "3128", "proxyType": "HttpProxy"}
    values.update(proxyUser="analyst", proxyPassword="p@ss/word", noProxyUrls=["http://intranet.example/tiles"])
    try:
        for name, value in values.items():
            settings.setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
        proxy = qgis_proxy()
        assert proxy.url == "http://analyst:p%40ss%2Fword@proxy.example:3128"
        assert "intranet.example" in proxy.exceptions
        assert describe(proxy) == "proxy.example:3128"
    finally:
        settings.remove("proxy")
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    assert qgis_proxy() is None and describe(None) == ""
