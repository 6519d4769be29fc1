"""A real engine process that knows a few awkward jobs on top of the engine's own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from landslide_plugin.worker.client import WorkerClient

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
ADDITIONAL_JOBS = f"""
import sys
print("a start-up file prints")
sys.path.append({str(HERE)!r})
import awkward_jobs
from landslide_plugin.engine.jobs import JOBS
JOBS.update({{name: "awkward_jobs:" + name for name in awkward_jobs.NAMES}})
"""


@pytest.fixture
def root(tmp_path):
    """The plugin's folder, whose start-up file (Python runs it before the server) adds the awkward jobs."""
    folder = tmp_path / "plugin root"
    folder.mkdir()
    for name in ("landslide_plugin", "models", "metadata.txt"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "sitecustomize.py").write_text(ADDITIONAL_JOBS)
    return folder


@pytest.fixture
def make_client(root, tmp_path):
    """Makes clients and closes them at the end."""
    made = []

    def make(python=sys.executable, idle_seconds=60.0):
        client = WorkerClient(str(python), root, tmp_path / "home", tmp_path / "logs" / "engine.log", idle_seconds)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    return make_client()


def is_alive(pid):
    try:
        return psutil.Process(pid).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def wait_until_gone():
    """Waits until no process with the id runs any more; fails the test when that takes forever."""

    def wait(pid, seconds=20.0):
        end = time.monotonic() + seconds
        while is_alive(pid):
            assert time.monotonic() < end, f"process {pid} is still there"
            time.sleep(0.05)

    return wait
