"""A training in the middle of a slow step may end it and save its state, whoever has gone on meanwhile."""

from __future__ import annotations

import threading
import time

import psutil
import pytest

from landslide_plugin.common.errors import CancelledError

STEP_SECONDS = 7  # longer than any other job may take to clean up
SLOW = f"""
import time
from pathlib import Path
from landslide_plugin.common.errors import CancelledError

def train(params, context):
    context.progress(0.1, "a step")
    time.sleep({STEP_SECONDS})
    try:
        context.check()
    except CancelledError:
        Path(params["file"]).write_text("saved")
        raise
    return {{}}
"""


@pytest.fixture
def slow(root, client):
    """An engine whose trainings take slow steps."""
    (root / "slow_steps.py").write_text(SLOW)
    with (root / "sitecustomize.py").open("a") as file:
        file.write('JOBS["train"] = JOBS["slow"] = "slow_steps:train"\n')
    return client


def begin(client, method, file):
    """A call on a thread of its own, in its step; with what cancels it."""
    told, cancel, outcome = threading.Event(), threading.Event(), []

    def run():
        try:
            client.call(method, {"file": str(file)}, lambda _: told.set(), cancel.is_set)
        except CancelledError as error:
            outcome.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert told.wait(60)

    def end(how):
        started = time.monotonic()
        how()
        thread.join(5)
        assert outcome and time.monotonic() - started < 1.5, "whoever cancelled goes on at once"

    return cancel.set, end


def wait_for(file):
    end = time.monotonic() + 30
    while not file.exists():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_cancelled_training_ends_its_step_and_the_engine_stays(slow, tmp_path):
    pid = slow.call("tells", {})["pid"]
    cancel, end = begin(slow, "train", tmp_path / "state")
    end(cancel)
    wait_for(tmp_path / "state")
    assert slow.call("tells", {})["pid"] == pid
    cancel, end = begin(slow, "slow", tmp_path / "other")
    end(cancel)
    assert slow.call("tells", {})["pid"] != pid, "other jobs have less time"
    assert not (tmp_path / "other").exists()


def test_a_training_saves_its_state_when_qgis_is_closed(slow, tmp_path, wait_until_gone):
    pid = slow.call("tells", {})["pid"]
    _, end = begin(slow, "train", tmp_path / "state")
    end(slow.close)
    assert psutil.pid_exists(pid), "it is in the middle of its step"
    wait_for(tmp_path / "state")
    wait_until_gone(pid)
