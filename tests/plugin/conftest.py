"""Plugin tests run in real QGIS, with the plugin imported under the name that QGIS gives it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
_plugins = Path(tempfile.mkdtemp(prefix="landslide_mapper_plugins_"))
(_plugins / "landslide_mapper").symlink_to(ROOT, target_is_directory=True)
sys.path.insert(0, str(_plugins))
