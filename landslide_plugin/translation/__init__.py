"""The engine's English in the language of QGIS."""
