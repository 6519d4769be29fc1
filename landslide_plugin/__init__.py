"""The plugin. Importing this package imports nothing else: QGIS and the engine each take their own part."""
