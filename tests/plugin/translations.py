"""The translations of this checkout, and Qt's tool that makes them what QGIS reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

TRANSLATIONS = sorted((Path(__file__).resolve().parents[2] / "i18n").glob("*.ts"))
LRELEASE = shutil.which("lrelease") or shutil.which("lrelease-qt5")

needs_lrelease = pytest.mark.skipif(LRELEASE is None, reason="needs Qt's lrelease")
