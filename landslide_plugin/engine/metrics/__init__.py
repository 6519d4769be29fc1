"""How good a map is: over all pixels of a set together, and over its landslides one by one."""

from landslide_plugin.engine.metrics.objects import ObjectMetrics
from landslide_plugin.engine.metrics.pixels import PixelMetrics

__all__ = ["ObjectMetrics", "PixelMetrics"]
