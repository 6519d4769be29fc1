"""Making and removing the engine's environment, with real interpreters, real pip and a package of our own."""

from __future__ import annotations

import base64
import http.server
import socket
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.paths import plugin_root
from landslide_plugin.environment.create import (
    SPACE_NEEDED,
    SPACE_NEEDED_WITH_CUDA,
    Proxy,
    Recipe,
    SetupFailed,
    check_space,
    create,
    space_needed,
)
from landslide_plugin.environment.managed import ManagedEnvironment, requirements_digest
from landslide_plugin.environment.pip_cause import cause
from landslide_plugin.environment.pip_progress import PipProgress
from landslide_plugin.environment.setup_lock import HELD_ELSEWHERE
from landslide_plugin.worker.check import check_engine

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
WHEEL = "tiny_engine-1.2-py3-none-any.whl"


def build_wheel(folder):
    """A minimal real wheel."""
    folder.mkdir(exist_ok=True)
    files = {
        "tiny_engine.py": "answer = 42\n",
        "tiny_engine-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny-engine\nVersion: 1.2\n",
        "tiny_engine-1.2.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, "tiny_engine-1.2.dist-info/RECORD"))
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        for name, text in (*files.items(), ("tiny_engine-1.2.dist-info/RECORD", record)):
            wheel.writestr(name, text)
    return folder


@pytest.fixture
def recipe(tmp_path):
    """Makes recipes for a small engine below a folder with a space in its name."""
    (tmp_path / "engine.txt").write_text("tiny-engine  # all that it needs\n")
    (tmp_path / "constraints.txt").write_text("tiny-engine==1.2\n")

    def make(**changes):
        settings = {
            "folder": tmp_path / "my profile" / "engine",
            "log_file": tmp_path / "logs" / "setup.log",
            "base_python": Path(sys.executable),
            "requirements": tmp_path / "engine.txt",
            "constraints": tmp_path / "constraints.txt",
        }
        return Recipe(**{**settings, **changes})

    return make


class Listener:
    """What a person would see of the setup."""

    def __init__(self):
        self.lines, self.fractions = [], []

    def run(self, recipe, is_cancelled=lambda: False):
        return create(recipe, self.lines.append, lambda fraction, _: self.fractions.append(fraction), is_cancelled)


@pytest.fixture
def serve():
    """Starts a web server on this machine that answers with `answer(handler)`."""
    servers = []

    def start(answer):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                answer(self)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server.server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_engine_is_made_from_a_mirror_through_a_proxy_and_removed(recipe, serve, tmp_path):
    wheel = (build_wheel(tmp_path / "wheels") / WHEEL).read_bytes()
    asked, unpacking, commands = [], [], []

    def answer(handler):
        commands.extend(" ".join(child.cmdline()) for child in psutil.Process().children())
        unpacking.extend(ManagedEnvironment(recipe().folder).temporary.glob("pip-*"))
        asked.append([handler.path, *(handler.headers.get(name) for name in ("Proxy-Authorization", "Authorization"))])
        body = wheel if handler.path.endswith(".whl") else f'<a href="{WHEEL}">{WHEEL}</a>'.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/zip" if body is wheel else "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    proxy = Proxy(f"http://analyst:s3cret@127.0.0.1:{serve(answer)}", ("intranet.example",))
    # There is no such mirror, only the proxy can answer for it; pip trusts a host without https only if told so.
    wish = recipe(index_url="http://reader:t0ken@mirror.example:8080/index", proxy=proxy)
    listener = Listener()
    status = listener.run(wish)

    assert status.ready and status.versions["tiny-engine"] == "1.2"
    assert (
        subprocess.check_output([status.python, "-c", "print(__import__('tiny_engine').answer)"], text=True) == "42\n"
    )
    known = ("Basic " + base64.b64encode(user).decode() for user in (b"analyst:s3cret", b"reader:t0ken"))
    assert asked[0] == ["http://mirror.example:8080/index/tiny-engine/", *known]
    assert any("install" in command for command in commands), "and every user of the machine can read it"
    assert not any(secret in command for secret in ("s3cret", "t0ken") for command in commands)
    assert listener.fractions == sorted(listener.fractions) and listener.fractions[-1] == 1.0
    assert any("Successfully installed" in line for line in listener.lines)
    log = wish.log_file.read_text()
    assert "Successfully installed" in log and "s3cret" not in log and "t0ken" not in log

    environment = ManagedEnvironment(wish.folder)
    assert unpacking and not environment.temporary.exists()
    digest = requirements_digest(wish.requirements, wish.constraints)
    assert environment.status(digest).ready
    wish.constraints.write_text("tiny-engine==1.3\n")
    outdated = environment.status(requirements_digest(wish.requirements, wish.constraints))
    assert not outdated.ready and "set it up again" in outdated.reason
    with pytest.raises(InputError, match=r"has no package '\w+'; set up the engine again"):
        check_engine(status.python, tmp_path / "home", tmp_path / "engine.log", lambda: False)
    environment.remove()
    assert not wish.folder.exists() and wish.folder.parent.exists()


def test_a_package_that_is_missing_offline_is_named_and_nothing_is_left(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    wish.requirements.write_text("tiny-engine\ntorch-of-tomorrow\n")
    wish.folder.mkdir(parents=True)
    (wish.folder / "landslide_mapper_engine.incomplete").write_text("an earlier try\n")
    with pytest.raises(SetupFailed, match=rf"holds no wheel of torch-of-tomorrow for Python {VERSION}") as caught:
        Listener().run(wish)
    assert "add it" in str(caught.value) and str(wish.log_file) in str(caught.value)
    assert not wish.folder.exists()
    assert "torch-of-tomorrow" in wish.log_file.read_text()


def test_a_wheel_of_another_version_or_system_is_told_with_the_version_that_is_asked_for(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    (wish.wheels_folder / WHEEL).rename(wish.wheels_folder / "tiny_engine-1.2-cp27-cp27m-win32.whl")
    with pytest.raises(SetupFailed, match=f"holds no wheel of tiny-engine 1.2 for Python {VERSION} on this system"):
        Listener().run(wish)


def test_a_download_that_breaks_off_and_one_that_recovers_are_told_apart(recipe, serve):
    asked = []

    def break_off(handler):
        body = f'<a href="{WHEEL}">{WHEEL}</a>'.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body) if handler.path.endswith("/") else 10**6))
        handler.end_headers()
        handler.wfile.write(body)

    def recover(handler):
        asked.append(handler.path)
        if len(asked) == 1:
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with pytest.raises(SetupFailed, match="the download broke off: try again, what was fetched completely is kept"):
        Listener().run(recipe(index_url=f"http://127.0.0.1:{serve(break_off)}/simple"))
    listener = Listener()
    with pytest.raises(SetupFailed, match="Cannot install tiny-engine"):
        listener.run(recipe(index_url=f"http://127.0.0.1:{serve(recover)}/simple"))
    assert any("Retrying (Retry(total=6," in line for line in listener.lines), "pip is patient"


RETRY = "WARNING: Retrying (Retry(total={}, connect=None, ...)) after connection broken by 'NewConnectionError(...)'"
UNTRUSTED = (
    "WARNING: Retrying (Retry(total=0, ...)) after connection broken by 'SSLError(... CERTIFICATE_VERIFY_FAILED)'"
)
EXCEPTION = ["ERROR: Exception:", "Traceback (most recent call last):", '  File "response.py", line 438, in _catch']


@pytest.mark.parametrize(
    ("lines", "offline", "told"),
    [
        ([RETRY.format(0), "ERROR: Could not find a version (from versions: none)"], False, "index cannot be reached"),
        ([RETRY.format(0), "ERROR: Cannot install torch because ... conflicting dependencies."], False, "be reached"),
        (
            [UNTRUSTED, "ERROR: Could not find a version (from versions: none)"],
            False,
            "in the variable PIP_CERT or in pip",
        ),
        ([RETRY.format(4), "ERROR: Could not install packages: [Errno 28] No space left"], False, "No space left"),
        ([RETRY.format(0), "ERROR: Could not install packages: [Errno 28] No space left"], False, "No space left"),
        ([*EXCEPTION, "pip.ReadTimeoutError: HTTPSConnectionPool: Read timed out."], False, "download broke off"),
        ([*EXCEPTION, "ProtocolError: ('Connection broken: IncompleteRead(9 read)')"], False, "download broke off"),
        ([*EXCEPTION, "OSError: [Errno 5] Input/output error"], False, "OSError: [Errno 5] Input/output error"),
        (["error: incomplete-download", "", "hint: ..."], False, "download broke off"),
        (["ERROR: Wheel 'torch' located at /wheels/torch.whl is invalid."], True, "/wheels/torch.whl is invalid"),
        ([], False, "no reason was given"),
    ],
)
def test_the_cause_of_a_failure_is_told_as_a_person_would(lines, offline, told):
    assert told in cause(lines, offline) and not cause(lines, offline).endswith(".")


def test_an_earlier_engine_stays_until_the_new_one_is_complete(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    environment, digest = ManagedEnvironment(wish.folder), requirements_digest(wish.requirements, wish.constraints)
    aside = wish.folder.with_name("engine.old")

    def works():
        python = environment.status(digest).python
        return python and subprocess.call([python, "-c", "import tiny_engine"]) == 0 and not aside.exists()

    Listener().run(wish)
    wish.requirements.write_text("torch-of-tomorrow\n")
    with pytest.raises(SetupFailed):
        Listener().run(wish)
    assert works()
    with pytest.raises(CancelledError):
        Listener().run(wish, lambda: aside.exists())
    assert works()

    environment.begin()  # and here the computer loses its power
    assert not environment.status(digest).ready
    ManagedEnvironment(wish.folder).recover()
    assert works()

    aside.mkdir()
    (aside / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match=r"cannot be replaced .* close what uses it and try again"):
        Listener().run(wish)
    assert environment.status(digest).ready and (aside / "thesis.docx").exists()
    (aside / "thesis.docx").unlink()

    (wish.folder / "of the earlier one").touch()
    wish.requirements.write_text("tiny-engine\n")
    Listener().run(wish)
    assert works() and not (wish.folder / "of the earlier one").exists()


def test_what_a_crash_leaves_beside_a_complete_engine_is_deleted(tmp_path):
    environment, aside = ManagedEnvironment(tmp_path / "engine"), ManagedEnvironment(tmp_path / "engine.old")
    for one in (aside, environment):
        one.begin()
        one.complete({}, "")
    (environment.folder / "new").touch()
    environment.recover()
    assert (environment.folder / "new").exists() and not aside.folder.exists()
    environment.begin()
    environment.remove()
    assert not environment.folder.exists() and not aside.folder.exists()


def test_only_one_process_at_a_time_makes_or_removes_an_engine(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    environment, digest = ManagedEnvironment(wish.folder), requirements_digest(wish.requirements, wish.constraints)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from landslide_plugin.environment.managed import ManagedEnvironment\n"
        "from landslide_plugin.environment.setup_lock import alone\n"
        "with alone(Path(sys.argv[1])):\n"
        "    ManagedEnvironment(Path(sys.argv[1])).begin(); print('begun', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(wish.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=plugin_root()) as other:
        assert other.stdout.readline() == b"begun\n"
        assert environment.status(digest).reason == HELD_ELSEWHERE
        for attempt in (lambda: Listener().run(wish), environment.remove):
            with pytest.raises(InputError, match="Another QGIS window is setting up the engine"):
                attempt()
        assert environment.is_ours
        other.kill()
    assert "was not completed" in environment.status(digest).reason
    environment.remove()
    assert not wish.folder.exists()


def test_a_socks_proxy_is_refused_where_pip_would_need_it(recipe, tmp_path):
    socks = Proxy("socks5h://127.0.0.1:9", ("127.0.0.1",))
    with pytest.raises(InputError, match="give an HTTP proxy in QGIS's settings, or a folder of wheels"):
        Listener().run(recipe(proxy=socks, index_url="http://mirror.example/simple"))
    broken = recipe(proxy=socks, index_url="http://127.0.0.1/simple", base_python=Path("/bin/false"))
    for without_proxy in (broken, replace(broken, index_url="", wheels_folder=build_wheel(tmp_path / "wheels"))):
        with pytest.raises(InputError, match="does not start outside QGIS"):  # which is looked at after the proxy
            Listener().run(without_proxy)
    assert not recipe().folder.exists()


def test_the_libraries_for_graphics_cards_are_reckoned_with_where_they_come(recipe, tmp_path):
    assert space_needed(recipe(), "linux", "x86_64") == SPACE_NEEDED_WITH_CUDA
    assert space_needed(recipe(), "linux", "aarch64") == space_needed(recipe(), "win32", "AMD64") == SPACE_NEEDED
    assert space_needed(recipe(index_url="https://mirror.example/simple"), "linux", "x86_64") == SPACE_NEEDED


def test_wheels_need_the_space_of_what_is_in_them(recipe, tmp_path):
    folder = build_wheel(tmp_path / "wheels")
    before = space_needed(recipe(wheels_folder=folder))
    for name in ("nvidia_large-1.0-py3-none-any.whl", "nvidia_large-1.1-py3-none-any.whl"):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.writestr("large.so", bytes(10**7))
    (folder / "broken.whl").write_bytes(b"cut off")
    assert 10**7 < space_needed(recipe(wheels_folder=folder)) - before < 2 * 10**7, "one of the two is installed"


def test_cancelling_a_download_that_stands_still_leaves_nothing(recipe, serve):
    asked = threading.Event()

    def answer(handler):
        asked.set()
        time.sleep(600)

    wish = recipe(index_url=f"http://127.0.0.1:{serve(answer)}/simple")
    with pytest.raises(CancelledError):
        Listener().run(wish, asked.is_set)
    assert not wish.folder.exists()


def test_a_folder_of_somebody_else_is_neither_used_nor_deleted(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    wish.folder.mkdir(parents=True)
    (wish.folder / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match="holds something else"):
        Listener().run(wish)
    with pytest.raises(InputError, match="was not made by Landslide Mapper and stays"):
        ManagedEnvironment(wish.folder).remove()
    assert (wish.folder / "thesis.docx").read_text() == "years of work"


def test_a_folder_without_wheels_a_full_disk_and_a_broken_python_are_refused_at_the_door(recipe, tmp_path):
    with pytest.raises(InputError, match="holds no wheels"):
        Listener().run(recipe(wheels_folder=tmp_path / "empty"))
    with pytest.raises(InputError, match=r"GB left .* NVIDIA .* up to 7 GB"):
        check_space(tmp_path / "not" / "there" / "yet", needed=10**18)
    with pytest.raises(InputError, match="does not start outside QGIS"):
        Listener().run(recipe(base_python=Path("/bin/false"), wheels_folder=build_wheel(tmp_path / "wheels")))
    assert not recipe().folder.exists()


def test_progress_follows_what_pip_prints():
    progress = PipProgress(2)
    fractions = []
    for line in (
        "Collecting shapely",
        "  Downloading shapely-2.2.0-cp311-cp311-manylinux_2_24_x86_64.whl.metadata (6.8 kB)",
        "  Downloading shapely-2.2.0-cp311-cp311-manylinux_2_24_x86_64.whl (2.3 MB)",
        "Progress 0 of 2307874",
        "Progress 1153937 of 2307874",
        "Processing /files/numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (from shapely)",
        "Installing collected packages: numpy, shapely",
        "Successfully installed numpy-2.4.6 shapely-2.2.0",
    ):
        for_people = progress.hear(line)
        assert for_people is not line.startswith("Progress")
        fractions.append(progress.fraction)
        if line.startswith("Progress 11"):
            assert progress.message == "shapely: 1 of 2 MB"
    assert (
        fractions == sorted(fractions) and fractions[0] < fractions[4] < fractions[5] < fractions[6] < fractions[7] == 1
    )


def test_a_folder_that_cannot_be_made_is_one_sentence(recipe, tmp_path):
    wish = recipe(wheels_folder=build_wheel(tmp_path / "wheels"))
    wish.folder.parent.write_text("a file where a folder should be")
    with pytest.raises(InputError, match="check its permissions"):
        Listener().run(wish)
