"""pyqtgraph, which is no part of QGIS: the one that is installed there, else the one in the plugin's zip."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Optional

from ...common.paths import plugin_root

BUNDLED = plugin_root() / "bundled"
"""Where `build_plugin.py` puts it."""


def import_pyqtgraph() -> tuple[Optional[ModuleType], str]:
    """Imports it, late, as it takes a moment.

    Returns:
        The module, None where there is no usable one; and why there is none.
    """
    sys.path.append(str(BUNDLED))  # behind everything: what QGIS has comes first
    try:
        import pyqtgraph
    except ImportError as error:
        return None, str(error)
    finally:
        sys.path.remove(str(BUNDLED))
    return pyqtgraph, ""
