"""The networks of the three papers, and their files. Imported by the engine only, never by QGIS."""

from models.files import load, save
from models.registry import ARCHITECTURES, build, is_local

__all__ = ["ARCHITECTURES", "build", "is_local", "load", "save"]
