"""The zip that QGIS's plugin manager installs: complete, and nothing in it that the plugin site refuses."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFUSED = "B102,B105,B106,B107,B202,B301,B307,B602,B604,B605"
"""What no comment can excuse on the plugin site, by bandit's numbers."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zip")
    subprocess.run([sys.executable, str(ROOT / "build_plugin.py"), "--output", str(folder)], check=True)
    (packed,) = folder.glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return folder / "landslide_mapper"


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


def test_the_plugin_site_takes_it(unpacked):
    bandit = shutil.which("bandit", path=str(ROOT / ".venv" / "engine" / "bin")) or shutil.which("bandit")
    if bandit is None:
        pytest.skip("bandit is not installed")
    answer = subprocess.run(
        [bandit, "--quiet", "--recursive", "--tests", REFUSED, "--ignore-nosec", str(unpacked)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout
