"""Reading any raster by windows, on a grid anchored to it, and writing results that appear only when complete."""
