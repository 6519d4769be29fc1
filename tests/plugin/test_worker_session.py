"""The one engine process of a QGIS: found, started, ended, also without a window."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.worker.client import WorkerUnavailable
from landslide_mapper.landslide_plugin.worker.session import close_session, session
from qgis.core import QgsApplication, QgsSettings

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"

pytestmark = pytest.mark.skipif(not ENGINE.exists(), reason="needs the engine's environment: run make env")


@pytest.fixture
def fresh(qgis_app, monkeypatch):
    """A session as after the installation: nothing is chosen and no variable set."""
    close_session()
    QgsSettings().remove("landslide_mapper")
    for name in ("LANDSLIDE_MAPPER_HOME", "LANDSLIDE_MAPPER_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    yield session()
    close_session()
    QgsSettings().remove("landslide_mapper")


def engine_processes():
    """Ids of the engine processes that this process has started and that still run."""
    listing = subprocess.run(["ps", "-wweo", "pid,ppid,stat,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listing.splitlines()[1:]]
    return [
        int(pid)
        for pid, parent, state, command in rows
        if int(parent) == os.getpid() and state[0] != "Z" and "landslide_plugin.worker.server" in command
    ]


def test_the_engine_of_the_checkout_answers_and_its_files_are_in_the_profile(fresh):
    profile = Path(QgsApplication.qgisSettingsDirPath())
    assert fresh.status().python == ENGINE
    assert profile in fresh.log_file.parents and profile in fresh.managed_folder.parents
    assert fresh.call("models", {})["complaints"] is not None
    assert fresh.log_file.exists()
    assert session() is fresh and fresh.client() is fresh.client()


def test_closing_ends_the_process_and_the_next_call_starts_it_anew(fresh, wait_for):
    fresh.call("models", {})
    first = engine_processes()
    close_session()
    wait_for(lambda: not engine_processes())
    session().call("models", {})
    assert len(first) == len(engine_processes()) == 1 and first != engine_processes()


def test_another_interpreter_is_used_from_the_next_call_on(fresh, tmp_path, wait_for):
    fresh.call("models", {})
    fresh.choose_python(tmp_path / "gone" / "python")
    wait_for(lambda: not engine_processes())
    assert not fresh.status().ready
    with pytest.raises(WorkerUnavailable, match="does not exist; set up the engine again"):
        fresh.call("models", {})
    fresh.choose_python(ENGINE)
    assert fresh.chosen_python == ENGINE
    assert set(fresh.call("models", {})) == {"models", "complaints"}
    fresh.choose_python(None)
    assert fresh.chosen_python is None


def test_refused_input_is_the_plugins_own_error(fresh):
    with pytest.raises(InputError):
        fresh.call("inspect", {})


def test_a_program_without_a_window_leaves_no_engine_behind(wait_for, tmp_path):
    script = f"""
import sys
sys.path.insert(0, {str(next(Path(p) for p in sys.path if (Path(p) / "landslide_mapper").is_symlink()))!r})
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from landslide_mapper.landslide_plugin.worker.session import session
session().call("models", {{}})
"""
    variables = {**os.environ, "LANDSLIDE_MAPPER_HOME": str(tmp_path), "LANDSLIDE_MAPPER_ENGINE": str(ENGINE)}
    ended = subprocess.run([sys.executable, "-c", script], env=variables, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    pid = re.search(r"Engine process (\d+) starts", (tmp_path / "logs" / "engine.log").read_text())[1]
    wait_for(lambda: state_of(pid) in ("", "Z"))


def state_of(pid):
    return subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout.strip()[:1]
