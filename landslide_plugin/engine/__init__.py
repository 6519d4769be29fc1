"""The engine: everything that needs torch and rasterio. It never imports QGIS or Qt."""
