"""QGIS leaves cleanly after, and while, images of a service are fetched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from landslide_mapper import __file__ as plugin_file
from osgeo import gdal
from qgis.core import QgsRasterLayer

SCRIPT = Path(__file__).with_name("leave_after_fetching.py")


def leave(server, photo, target, when):
    """The process's exit status, and what it said."""
    box = QgsRasterLayer(str(photo), "web").extent()
    command = [sys.executable, SCRIPT, Path(plugin_file).parents[1], server.source, target, when]
    corners = f"{box.xMinimum()} {box.yMinimum()} {box.xMaximum()} {box.yMaximum()}"
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(target.parent / "profile")}
    return subprocess.run(command, input=corners, env=environment, capture_output=True, text=True, check=False)


def test_qgis_leaves_cleanly_after_fetching(server, photo, tmp_path):
    target = tmp_path / "photos.tif"
    run = leave(server, photo, target, "done")
    assert run.returncode == 0, run.stderr
    assert gdal.Open(str(target)).ReadAsArray()[3].all()


def test_qgis_leaves_cleanly_and_at_once_while_fetching(server, photo, tmp_path):
    server.delay = 3
    target = tmp_path / "photos.tif"
    run = leave(server, photo, target, "meanwhile")
    assert run.returncode == 0, run.stderr
    assert float(run.stdout) < 1, "seconds until the task had ended"
    assert not target.exists()
