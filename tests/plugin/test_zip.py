"""The zip that QGIS's plugin manager installs: complete, and nothing in it that the plugin site refuses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFUSED = "B102,B105,B106,B107,B202,B301,B307,B602,B604,B605"
"""What no comment can excuse on the plugin site, by bandit's numbers."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the zip, and what building it said."""
    folder = tmp_path_factory.mktemp("zip")
    command = [sys.executable, str(ROOT / "build_plugin.py"), "--output", str(folder)]
    return folder, subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def unpacked(built):
    folder, _ = built
    (packed,) = folder.glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return folder / "landslide_mapper"


def test_what_an_upload_still_lacks_is_said_in_one_line(built, unpacked):
    metadata = ConfigParser(interpolation=None)
    metadata.read(unpacked / "metadata.txt", "utf-8")
    missing = [key for key in ("tracker", "repository", "homepage") if not metadata["general"].get(key)]
    notices = [line for line in built[1].splitlines() if "metadata.txt still lacks" in line]
    wanted = [f"For an upload to the plugin site metadata.txt still lacks: {', '.join(missing)}."] if missing else []
    assert notices == wanted


def test_the_description_names_every_package_that_the_engine_needs(unpacked):
    metadata = ConfigParser(interpolation=None)
    metadata.read(unpacked / "metadata.txt", "utf-8")
    listed = (unpacked / "requirements" / "engine.txt").read_text("utf-8")
    packages = re.findall(r"^[\w.-]+", listed, re.MULTILINE)
    assert len(packages) > 10
    assert [name for name in packages if name not in re.findall(r"[\w-]+", metadata["general"]["about"])] == []


def test_every_link_of_the_help_leads_somewhere(unpacked):
    pages = list((unpacked / "docs").rglob("*.md"))
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))]
    inside = [(page, link) for page, link in links if not link.startswith("http")]
    assert len(inside) > 20
    assert [f"{page.name}: {link}" for page, link in inside if not (page.parent / link).exists()] == []


def test_the_curves_need_nothing_that_was_left_out(unpacked):
    script = (
        "import pyqtgraph as p; a = p.mkQApp(); w = p.GraphicsLayoutWidget(); w.addPlot().plot([1, 3, 2], symbol='o')"
    )
    script += "; assert not w.grab().isNull(); print(p.__file__)"
    answer = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": str(unpacked / "bundled"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(unpacked) in answer.stdout


def test_the_same_sources_make_the_same_bytes_which_everybody_may_read(built, tmp_path):
    folder, _ = built
    (packed,) = folder.glob("*.zip")
    left_behind = ROOT / "resources" / ".left-by-an-editor"
    left_behind.touch()
    (ROOT / "metadata.txt").touch()
    try:
        subprocess.run([sys.executable, str(ROOT / "build_plugin.py"), "--output", str(tmp_path)], check=True)
    finally:
        left_behind.unlink()
    assert (tmp_path / packed.name).read_bytes() == packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert len(set(archive.namelist())) == len(archive.namelist())


def test_the_plugin_site_takes_it(unpacked):
    bandit = shutil.which("bandit", path=str(ROOT / ".venv" / "engine" / "bin")) or shutil.which("bandit")
    if bandit is None:
        pytest.skip("bandit is not installed")
    answer = subprocess.run(
        [bandit, "--quiet", "--recursive", "--tests", REFUSED, "--ignore-nosec", str(unpacked)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout
