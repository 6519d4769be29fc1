"""Which engine is used and which Python can make one, with real interpreters."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import pytest
import torch

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.paths import plugin_root
from landslide_plugin.environment.base_python import beside_qgis, examine, find_base_python
from landslide_plugin.environment.locate import find_engine, managed_folder
from landslide_plugin.environment.managed import CONSTRAINTS, REQUIREMENTS, ManagedEnvironment, requirements_digest
from landslide_plugin.environment.path_length import LONGEST_IN_PACKAGES, check_path_length
from landslide_plugin.worker.check import check_engine


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


def test_on_windows_the_engine_lies_in_a_short_folder_of_its_own_for_each_profile():
    variables = {"LOCALAPPDATA": r"C:\Users\a_name_of_20_letters\AppData\Local"}
    homes = [Path(rf"C:\Users\a\AppData\Roaming\QGIS\QGIS3\profiles\{name}\landslide_mapper") for name in "ab"]
    first, second = (managed_folder(home, "win32", variables) for home in homes)
    assert first.parent == second.parent == Path(variables["LOCALAPPDATA"]) / "LandslideMapper" and first != second
    assert managed_folder(Path(str(homes[0]).upper()), "win32", variables) == first, "Windows knows no capitals"
    check_path_length(first, "win32", long_paths=False)
    assert managed_folder(homes[0], "linux", variables) == homes[0] / "engine"
    assert managed_folder(homes[0], "darwin", variables) == homes[0] / "engine"


def test_a_folder_too_long_for_windows_is_refused_before_anything_is_downloaded():
    folder = Path("C:/Users/a/AppData/Roaming/QGIS/QGIS3/profiles/default/landslide_mapper/engine")
    with pytest.raises(InputError, match=r"has 78 characters and Windows takes at most 73 .* switch on long paths"):
        check_path_length(folder, "win32")  # the registry cannot be read here
    check_path_length(folder, "win32", long_paths=True)
    check_path_length(folder, "linux")
    check_path_length(Path("C:/" + 70 * "a"), "win32", long_paths=False)
    with pytest.raises(InputError):
        check_path_length(Path("C:/" + 71 * "a"), "win32", long_paths=False)
    build = torch.__version__.partition("+")  # that of Windows has no "+cpu" in its name
    longest = max(len(str(file).replace("".join(build), build[0])) for file in importlib.metadata.files("torch"))
    assert longest <= LONGEST_IN_PACKAGES


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
    assert "is Python 3.9 and the engine needs Python 3.10 to 3.13" in examine(old).complaint
    new = interpreter(tmp_path / "new", "import sys; sys.version_info = (3, 14, 0)")
    assert "is Python 3.14 and the engine needs Python 3.10 to 3.13" in examine(new).complaint
    mac = "import sys, platform; sys.platform = 'darwin'; platform.machine = lambda: '{}'"
    assert "for Intel Macs" in examine(interpreter(tmp_path / "intel", mac.format("x86_64"))).complaint
    assert examine(interpreter(tmp_path / "silicon", mac.format("arm64"))).complaint == ""
    narrow = interpreter(tmp_path / "narrow", "import sys; sys.maxsize = 2**31 - 1")
    assert "64-bit Python" in examine(narrow).complaint
    without_ssl = interpreter(tmp_path / "bare", "import sys; sys.modules['ssl'] = None")
    assert "without ssl" in examine(without_ssl).complaint
    found = find_base_python()
    assert found.complaint == "" and found == examine(found.file) and found.version.startswith("3.")


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
