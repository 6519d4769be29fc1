"""Finding, making and removing the engine's environment, with real interpreters, real pip and a package of our own."""

from __future__ import annotations

import base64
import http.server
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.paths import plugin_root
from landslide_plugin.environment.base_python import beside_qgis, examine, find_base_python
from landslide_plugin.environment.check import check_engine
from landslide_plugin.environment.create import Proxy, Recipe, SetupFailed, check_space, create
from landslide_plugin.environment.locate import find_engine, managed_folder
from landslide_plugin.environment.managed import CONSTRAINTS, REQUIREMENTS, ManagedEnvironment, requirements_digest
from landslide_plugin.environment.pip_progress import PipProgress

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
    asked = []

    def answer(handler):
        asked.append((handler.path, handler.headers.get("Proxy-Authorization")))
        body = wheel if handler.path.endswith(".whl") else f'<a href="{WHEEL}">{WHEEL}</a>'.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/zip" if body is wheel else "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    proxy = Proxy(f"http://analyst:s3cret@127.0.0.1:{serve(answer)}", ("intranet.example",))
    # Nothing listens at the mirror's address: only the proxy can answer for it.
    wish = recipe(index_url="http://localhost:9/simple", proxy=proxy)
    listener = Listener()
    status = listener.run(wish)

    assert status.ready and status.versions["tiny-engine"] == "1.2"
    assert (
        subprocess.check_output([status.python, "-c", "print(__import__('tiny_engine').answer)"], text=True) == "42\n"
    )
    assert asked[0] == (
        "http://localhost:9/simple/tiny-engine/",
        "Basic " + base64.b64encode(b"analyst:s3cret").decode(),
    )
    assert listener.fractions == sorted(listener.fractions) and listener.fractions[-1] == 1.0
    assert any("Successfully installed" in line for line in listener.lines)
    log = wish.log_file.read_text()
    assert "Successfully installed" in log and "s3cret" not in log

    environment = ManagedEnvironment(wish.folder)
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
    with pytest.raises(SetupFailed) as caught:
        Listener().run(wish)
    assert "torch-of-tomorrow" in str(caught.value) and str(wish.log_file) in str(caught.value)
    assert not wish.folder.exists()
    assert "torch-of-tomorrow" in wish.log_file.read_text()


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
        Listener().run(recipe(base_python=Path("/bin/false")))
    assert not recipe().folder.exists()


def test_a_half_made_environment_does_not_count(tmp_path):
    environment = ManagedEnvironment(tmp_path / "engine")
    assert environment.status().reason == "The engine is not set up yet."
    environment.begin()
    assert "was not completed" in environment.status().reason and not environment.status().ready
    (tmp_path / "engine" / "landslide_mapper_engine.json").write_text('{"versions": ')
    assert not environment.status().ready


def test_an_engine_that_works_is_found_good(tmp_path):
    status = check_engine(Path(sys.executable), tmp_path / "home", tmp_path / "engine.log", lambda: False)
    assert status.ready and status.device and status.reason
    assert {"torch", "rasterio", "python"} <= set(status.versions)


def test_the_order_in_which_an_engine_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.delenv("LANDSLIDE_MAPPER_ENGINE", raising=False)
    engines = {name: tmp_path / name for name in ("chosen", "variable")}
    for file in engines.values():
        file.touch()
    managed = ManagedEnvironment(managed_folder(tmp_path / "home"))
    managed.begin()
    managed.python.parent.mkdir(parents=True)
    managed.python.touch()
    managed.complete({}, requirements_digest(REQUIREMENTS, CONSTRAINTS))

    assert find_engine(None, tmp_path / "home").python == managed.python
    in_a_new_home = find_engine(None, tmp_path / "new home")
    assert in_a_new_home.python in (None, ManagedEnvironment(plugin_root() / ".venv" / "engine").python)
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(engines["variable"]))
    assert find_engine(engines["chosen"], tmp_path / "home").python == engines["chosen"]
    assert find_engine(None, tmp_path / "home").python == engines["variable"]
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(tmp_path / "gone"))
    assert not find_engine(None, tmp_path / "home").ready and "gone" in find_engine(None, tmp_path / "home").reason


def interpreter(file, code):
    """An executable that behaves like a Python in which `code` ran first."""
    file.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c \"{code}; exec(__import__('sys').argv[1])\" \"$2\"\n")
    file.chmod(0o755)
    return file


def test_a_python_that_cannot_make_the_engine_says_what_to_install(tmp_path):
    assert examine(Path(sys.executable)).complaint == ""
    debian = interpreter(tmp_path / "debian", "import sys; sys.modules['ensurepip'] = None")
    assert "sudo apt install python3-venv" in examine(debian).complaint
    old = interpreter(tmp_path / "old", "import sys; sys.version_info = (3, 9, 5)")
    assert "is Python 3.9 and the engine needs Python 3.10 to 3.14" in examine(old).complaint
    narrow = interpreter(tmp_path / "narrow", "import sys; sys.maxsize = 2**31 - 1")
    assert "64-bit Python" in examine(narrow).complaint
    without_ssl = interpreter(tmp_path / "bare", "import sys; sys.modules['ssl'] = None")
    assert "without ssl" in examine(without_ssl).complaint
    assert examine(find_base_python()).complaint == ""


@pytest.mark.parametrize(
    ("platform", "executable", "prefix", "python"),
    [
        ("win32", "bin/qgis-ltr-bin.exe", "apps/Python312", "apps/Python312/python.exe"),
        ("darwin", "Contents/MacOS/QGIS", "Contents/Frameworks", "Contents/MacOS/bin/python3"),
        ("linux", "usr/bin/qgis", "usr", "usr/bin/python3"),
        ("linux", "venv/bin/python", "elsewhere", "venv/bin/python"),
    ],
)
def test_the_interpreter_beside_qgis_is_found_and_never_qgis_itself(tmp_path, platform, executable, prefix, python):
    for file in (executable, python):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    found = [file for file in beside_qgis(platform, tmp_path / executable, [tmp_path / prefix]) if file.is_file()]
    assert [file for file in found if tmp_path in file.parents] == [tmp_path / python]


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
