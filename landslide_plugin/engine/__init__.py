"""The engine: everything that needs torch and rasterio. It never imports QGIS or Qt."""

import os

# GDAL would keep up to 5 % of the machine's memory in blocks that streaming reads once; megabytes, set before it loads.
os.environ.setdefault("GDAL_CACHEMAX", "128")

# Threads that spin while they wait take the processor from the one that reads the next tile, and from QGIS: beside a
# busy program a detection on two cores took 1.6 times as long. Set before torch loads its OpenMP.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
