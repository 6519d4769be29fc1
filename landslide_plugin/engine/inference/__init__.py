"""Running a network over a raster: tiles, blending, number formats, streaming."""
