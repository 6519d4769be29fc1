"""The engine: everything that needs torch and rasterio. It never imports QGIS or Qt."""

import os

# GDAL would keep up to 5 % of the machine's memory in blocks that streaming reads once; megabytes, set before it loads.
os.environ.setdefault("GDAL_CACHEMAX", "128")
