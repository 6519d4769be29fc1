"""Landslide Mapper: maps landslides on imagery with neural networks. QGIS's way in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .landslide_plugin.plugin import LandslideMapperPlugin

# When QGIS upgrades a plugin it imports this module anew, but keeps those that it has not seen being imported, such as
# what lies in a folder without an __init__.py: the new version would run with parts of the old one.
for _name in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
    del sys.modules[_name]


def classFactory(iface: QgisInterface) -> LandslideMapperPlugin:
    """Called by QGIS when it loads the plugin.

    Args:
        iface: QGIS's interface.
    """
    from .landslide_plugin.plugin import LandslideMapperPlugin

    return LandslideMapperPlugin(iface)
