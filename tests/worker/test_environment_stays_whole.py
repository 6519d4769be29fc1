"""What befalls an engine's environment from outside: virus scanners, upgrades of QGIS and of the plugin."""

from __future__ import annotations

import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

from landslide_plugin.common.paths import plugin_root, plugin_version
from landslide_plugin.environment import managed
from landslide_plugin.environment.managed import ManagedEnvironment
from landslide_plugin.environment.setup_lock import alone
from landslide_plugin.worker.client import WorkerUnavailable


@pytest.fixture
def environment(tmp_path):
    """A complete engine that was made with the Python in the folder `base`."""
    made = ManagedEnvironment(tmp_path / "engine")
    make(made)
    (tmp_path / "base").mkdir()
    (made.folder / "pyvenv.cfg").write_text(f"home = {tmp_path / 'base'}\nversion = 3.12.8\n")
    return made


def make(environment):
    environment.begin()
    environment.python.parent.mkdir()
    environment.python.touch()
    environment.complete({}, "digest")


@pytest.fixture
def scanned(monkeypatch):
    """As on Windows, where a scanner holds each file or folder the first time that it is renamed or deleted."""
    held = set()

    def slowed(does):
        def act(path, *arguments, **options):
            if path.exists() and path not in held:
                held.add(path)
                raise PermissionError(13, "The process cannot access the file because it is being used", str(path))
            return does(path, *arguments, **options)

        return act

    for name in ("replace", "rename", "unlink", "rmdir"):
        monkeypatch.setattr(Path, name, slowed(getattr(Path, name)))
    return held


def test_a_virus_scanner_does_not_cost_the_whole_download(tmp_path, scanned):
    environment = ManagedEnvironment(tmp_path / "engine")
    make(environment)
    assert scanned and environment.status("digest").ready
    environment.remove()
    assert not environment.folder.exists()


def test_an_engine_whose_python_went_with_an_upgrade_of_qgis_asks_to_be_set_up_again(environment, tmp_path):
    assert environment.status("digest").ready
    (tmp_path / "base").rename(tmp_path / "newer")
    status = environment.status("digest")
    assert not status.ready and status.python is None
    assert "made with is gone, as after an upgrade of QGIS: set the engine up again" in status.reason


def test_on_windows_the_launcher_alone_is_no_python(environment, tmp_path, monkeypatch):
    monkeypatch.setattr(managed, "sys", types.SimpleNamespace(platform="win32"))
    environment.python.parent.mkdir()
    environment.python.touch()
    assert "as after an upgrade of QGIS" in environment.status("digest").reason
    (tmp_path / "base" / "python.exe").touch()
    assert environment.status("digest").ready


def test_an_engine_that_does_not_start_is_to_be_set_up_again(make_client, tmp_path):
    launcher = tmp_path / "python"
    launcher.write_text("#!/bin/sh\necho 'No Python at C:\\\\QGIS\\\\python.exe' >&2\nexit 103\n")
    launcher.chmod(0o755)
    with pytest.raises(WorkerUnavailable, match=r"does not start with .*: set it up again; its log .* tells why"):
        make_client(launcher).call("models", {})


def test_while_it_is_set_up_here_it_asks_for_patience_only(tmp_path):
    environment = ManagedEnvironment(tmp_path / "engine")
    with alone(environment.folder):
        environment.begin()
        assert environment.status().reason == "The engine is being set up: wait until it is done."
    assert "was not completed" in environment.status().reason


UPGRADED_MEANWHILE = """
import sys
from pathlib import Path
from landslide_plugin.worker.client import WorkerClient
metadata, home = Path("metadata.txt"), Path(sys.argv[1])
metadata.write_text(metadata.read_text().replace("version=", "version=9", 1))
try:
    WorkerClient(sys.executable, Path.cwd(), home, home / "engine.log").call("models", {})
except Exception as error:
    print(error)
"""


def test_code_that_was_loaded_before_an_upgrade_does_not_pass_for_the_new_one(tmp_path):
    copy = tmp_path / "plugin"
    shutil.copytree(plugin_root() / "landslide_plugin", copy / "landslide_plugin")
    shutil.copy(plugin_root() / "metadata.txt", copy)
    (copy / "models").symlink_to(plugin_root() / "models")
    command = [sys.executable, "-c", UPGRADED_MEANWHILE, str(tmp_path)]
    answer = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True)
    old = plugin_version()
    assert f"engine is of version 9{old} (protocol 1) and the plugin of version {old} " in answer.stdout
    assert "restart QGIS" in answer.stdout
