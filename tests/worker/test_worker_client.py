"""What QGIS can rely on when it calls the engine: answers, progress, cancelling, and life after a crash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from landslide_plugin.common.errors import CancelledError, InputError, LandslideMapperError
from landslide_plugin.worker.client import WAITING, JobControl, JobFailed, WorkerCrashed, WorkerUnavailable

SOURCE = Path(__file__).resolve().parents[2]


class InBackground:
    """A call on a thread of its own, as a QgsTask makes it."""

    def __init__(self, client, method, params=None):
        self.cancelled = threading.Event()
        self.told = threading.Event()
        self.message, self.messages = "", []
        self.outcome = None
        self._thread = threading.Thread(target=self._run, args=(client, method, params or {}))
        self._thread.start()

    def _run(self, client, method, params):
        try:
            self.outcome = client.call(method, params, self._hear, self.cancelled.is_set)
        except LandslideMapperError as error:
            self.outcome = error

    def _hear(self, progress):
        self.message = progress.message
        self.messages.append(progress.message)
        self.told.set()

    def wait_for_progress(self):
        assert self.told.wait(30), self.outcome
        return self.message

    def wait(self):
        self._thread.join(30)
        assert not self._thread.is_alive()
        return self.outcome


def test_engine_jobs_answer_through_the_real_process(client):
    assert set(client.call("models", {})) == {"models", "complaints"}


def test_stray_prints_and_reads_do_not_disturb_the_conversation(client):
    assert client.call("prints", {}) == {"read": ""}
    assert client.call("tells", {"number": 7})["number"] == 7
    log = client.log_file.read_text()
    for origin in ("by Python", "to the file descriptor", "by C", "by a child process"):
        assert f"printed {origin}" in log


def test_the_engine_sees_nothing_of_the_libraries_of_qgis(make_client, root, tmp_path, monkeypatch):
    foreign = ("PYTHONHOME", "VIRTUAL_ENV", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH")
    foreign += ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "PIP_USER", "PIP_TARGET")
    for name in (*foreign, "PYTHONPATH"):
        monkeypatch.setenv(name, "/nonexistent/of/qgis")
    seen = make_client().call("tells", {})
    assert not set(foreign) & set(seen["environment"])
    assert seen["environment"]["PYTHONPATH"] == str(root)
    assert seen["environment"]["PYTHONNOUSERSITE"] == seen["environment"]["PYTHONUTF8"] == "1"
    assert seen["environment"]["LANDSLIDE_MAPPER_HOME"] == str(tmp_path / "home")
    assert "/nonexistent/of/qgis" not in seen["path"]


def test_refused_input_arrives_as_the_sentence_it_was(client):
    with pytest.raises(InputError, match=r"^The raster cannot be opened: choose another\.$"):
        client.call("refuses", {})


def test_an_unforeseen_error_names_the_log_and_the_engine_goes_on(client):
    before = client.call("tells", {})["pid"]
    with pytest.raises(JobFailed) as caught:
        client.call("fails", {})
    assert "a tensor of the wrong shape" in str(caught.value)
    assert str(client.log_file) in str(caught.value)
    assert "in fails" in caught.value.traceback
    assert "in fails" in client.log_file.read_text()
    assert client.call("tells", {})["pid"] == before


def test_a_missing_package_is_told_as_an_incomplete_engine(client):
    with pytest.raises(InputError, match="has no package 'package_that_nobody_has'; set up the engine again"):
        client.call("lacks_package", {})


def test_an_unknown_job_is_named(client):
    with pytest.raises(JobFailed, match="no job named 'fly'"):
        client.call("fly", {})


def test_progress_comes_on_the_calling_thread_and_not_too_often(client):
    heard, threads = [], set()

    def hear(progress):
        heard.append(progress)
        threads.add(threading.current_thread())

    start = time.monotonic()
    client.call("reports_often", {}, hear)
    seconds = time.monotonic() - start
    assert threads == {threading.current_thread()}
    assert 1 <= len(heard) <= 10 * seconds + 2
    assert heard[-1].message == "step 19999"  # the last word is not lost to the limit
    assert [p.fraction for p in heard] == sorted(p.fraction for p in heard)


def test_cancelling_lets_the_job_clean_up_and_keeps_the_engine(client, tmp_path):
    running = InBackground(client, "works_until_cancelled", {"file": str(tmp_path / "trace")})
    pid = int(running.wait_for_progress())
    running.cancelled.set()
    assert isinstance(running.wait(), CancelledError)
    assert (tmp_path / "trace").read_text() == "cleaned up"
    assert client.call("tells", {})["pid"] == pid


def test_a_job_that_does_not_hear_the_cancel_is_ended_with_its_children(client, wait_until_gone):
    running = InBackground(client, "hangs")
    pids = [int(word) for word in running.wait_for_progress().split()]
    running.cancelled.set()
    assert isinstance(running.wait(), CancelledError)
    for pid in pids:
        wait_until_gone(pid)
    assert client.call("tells", {})["pid"] not in pids


def test_cancelling_while_the_engine_starts(client):
    with pytest.raises(CancelledError):
        client.call("doctor", {}, is_cancelled=lambda: True)
    assert client.call("tells", {"number": 1})["number"] == 1


def test_a_killed_engine_is_a_message_with_the_log_and_the_next_call_works(client, wait_until_gone):
    running = InBackground(client, "hangs")
    pid, child = (int(word) for word in running.wait_for_progress().split())
    os.kill(pid, signal.SIGKILL)
    crash = running.wait()
    assert isinstance(crash, WorkerCrashed)
    assert str(client.log_file) in str(crash) and "'hangs'" in str(crash) and "SIGKILL" in str(crash)
    wait_until_gone(child)
    assert client.call("tells", {})["pid"] != pid


def test_a_segmentation_fault_leaves_its_place_in_the_log(client):
    running = InBackground(client, "hangs")
    os.kill(int(running.wait_for_progress().split()[0]), signal.SIGSEGV)
    assert "SIGSEGV" in str(running.wait())
    assert "in hangs" in client.log_file.read_text()


def test_an_idle_engine_leaves_and_comes_back_when_called(make_client, wait_until_gone):
    client = make_client(idle_seconds=0.3)
    pid = client.call("tells", {})["pid"]
    wait_until_gone(pid)
    assert client.call("tells", {})["pid"] != pid


def test_calls_at_the_moment_the_engine_leaves_are_still_answered(make_client):
    client = make_client(idle_seconds=0.05)
    for number in range(12):
        assert client.call("tells", {"number": number})["number"] == number
        time.sleep(0.04 + 0.005 * number)


class Counting:
    """A job that tells its count as events, and how it is held."""

    def __init__(self, client):
        self.control, self.events, self.cancelled, self.outcome = JobControl(), [], threading.Event(), None
        self._client = client
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            self.outcome = self._client.call(
                "goes_on", {}, None, self.cancelled.is_set, self.events.append, self.control
            )
        except CancelledError as error:
            self.outcome = error

    def wait_for_more(self):
        count, end = len(self.events), time.monotonic() + 20
        while len(self.events) <= count:
            assert time.monotonic() < end, self.outcome
            time.sleep(0.02)

    def pause(self):
        """Returns when no event comes any more."""
        self.control.pause()
        time.sleep(0.5)
        count = len(self.events)
        time.sleep(0.3)
        assert len(self.events) == count

    def wait(self):
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.outcome


def test_a_job_is_paused_goes_on_and_finishes_with_what_it_has(client):
    job = Counting(client)
    job.wait_for_more()
    job.pause()
    job.control.resume()
    job.wait_for_more()
    job.control.finish()
    assert job.wait()["counted"] == len(job.events)
    assert [event.content["number"] for event in job.events] == list(range(len(job.events)))
    assert {event.name for event in job.events} == {"count"}


@pytest.mark.parametrize("end", ["cancel", "finish"])
def test_a_paused_job_can_still_be_ended(client, end):
    job = Counting(client)
    job.wait_for_more()
    job.pause()
    start = time.monotonic()
    if end == "cancel":
        job.cancelled.set()
        assert isinstance(job.wait(), CancelledError)
    else:
        job.control.finish()
        assert job.wait()["counted"] == len(job.events)
    assert time.monotonic() - start < 1
    assert client.call("tells", {"number": 3})["number"] == 3


def test_calls_made_meanwhile_are_answered_in_their_order(client, tmp_path):
    first = InBackground(client, "works_until_cancelled", {"file": str(tmp_path / "trace")})
    first.wait_for_progress()
    order = []
    waiting = []
    for number in range(4):
        thread = threading.Thread(target=lambda n=number: order.append(client.call("tells", {"number": n})["number"]))
        thread.start()
        waiting.append(thread)
        time.sleep(0.1)
    assert order == []
    first.cancelled.set()
    first.wait()
    for thread in waiting:
        thread.join(30)
    assert order == [0, 1, 2, 3]


def test_cancelling_a_waiting_call_leaves_the_running_one_alone(client, tmp_path):
    running = InBackground(client, "works_until_cancelled", {"file": str(tmp_path / "trace")})
    running.wait_for_progress()
    waiting = InBackground(client, "hangs")
    waiting.cancelled.set()
    assert isinstance(waiting.wait(), CancelledError)
    assert running.outcome is None
    running.cancelled.set()
    assert isinstance(running.wait(), CancelledError)


def test_closing_cancels_what_runs_and_leaves_no_process(client, tmp_path, wait_until_gone):
    running = InBackground(client, "works_until_cancelled", {"file": str(tmp_path / "trace")})
    pid = int(running.wait_for_progress())
    client.close()
    assert isinstance(running.wait(), CancelledError)
    wait_until_gone(pid)
    assert (tmp_path / "trace").exists()
    with pytest.raises(WorkerUnavailable):
        client.call("tells", {})


def test_an_error_in_the_callers_own_callback_leaves_no_job_running(client, wait_until_gone):
    pids = []

    def breaks(progress):
        pids.extend(int(word) for word in progress.message.split())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.call("hangs", {}, breaks)
    wait_until_gone(pids[0])


def test_an_engine_that_is_not_there_or_no_python_is_one_sentence(make_client, tmp_path):
    with pytest.raises(WorkerUnavailable, match="set up the engine again"):
        make_client(tmp_path / "missing" / "python").call("doctor", {})
    with pytest.raises(WorkerUnavailable, match=r"does not start .* log"):
        make_client("/bin/false").call("doctor", {})


def test_an_engine_of_another_version_is_refused(make_client, root):
    for name in ("landslide_plugin", "metadata.txt"):
        (root / name).unlink()
    shutil.copytree(
        SOURCE / "landslide_plugin", root / "landslide_plugin", ignore=shutil.ignore_patterns("__pycache__")
    )
    (root / "metadata.txt").write_text("[general]\nversion=0.0.1\n")
    with pytest.raises(WorkerUnavailable, match=r"version 0\.0\.1 .* restart QGIS"):
        make_client().call("doctor", {})


def test_a_grown_log_is_kept_once_and_begun_anew(make_client, tmp_path):
    log = tmp_path / "logs" / "engine.log"
    log.parent.mkdir()
    log.write_text("old line\n" * 150_000)
    make_client().call("tells", {})
    assert "old line" not in log.read_text()
    assert (tmp_path / "logs" / "engine.old.log").read_text().startswith("old line")


def test_the_engine_ends_with_a_killed_qgis(root, tmp_path, wait_until_gone):
    qgis = subprocess.Popen(
        [sys.executable, "-c", f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(root)!r})
from landslide_plugin.worker.client import WorkerClient
client = WorkerClient({sys.executable!r}, Path({str(root)!r}), Path("home"), Path({str(tmp_path / "engine.log")!r}))
client.call("works_until_cancelled", {{"file": {str(tmp_path / "trace")!r}}}, lambda p: print(p.message, flush=True))
"""],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    lines = iter(qgis.stdout.readline, "")
    pid = int(next(line for line in lines if line.strip().isdigit()))
    qgis.kill()
    qgis.wait()
    qgis.stdout.close()
    wait_until_gone(pid)
    assert (tmp_path / "trace").exists()


def test_a_call_that_waits_for_its_turn_says_so_once(client, tmp_path):
    running = InBackground(client, "works_until_cancelled", {"file": str(tmp_path / "trace")})
    running.wait_for_progress()
    waiting = InBackground(client, "hangs")
    assert waiting.wait_for_progress() == WAITING
    time.sleep(0.5)
    assert waiting.messages == [WAITING]
    for one in (waiting, running):
        one.cancelled.set()
        assert isinstance(one.wait(), CancelledError)
