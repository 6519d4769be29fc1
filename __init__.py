"""Landslide Mapper: maps landslides on imagery with neural networks. QGIS's way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .landslide_plugin.plugin import LandslideMapperPlugin


def classFactory(iface: QgisInterface) -> LandslideMapperPlugin:
    """Called by QGIS when it loads the plugin.

    Args:
        iface: QGIS's interface.
    """
    from .landslide_plugin.plugin import LandslideMapperPlugin

    return LandslideMapperPlugin(iface)
