"""The engine's jobs as QGIS background tasks."""
