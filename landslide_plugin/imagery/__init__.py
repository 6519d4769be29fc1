"""Online layers (XYZ, WMS, WMTS) as files: the area of interest is fetched once and kept."""
