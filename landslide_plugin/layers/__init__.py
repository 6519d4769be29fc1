"""Landslides and rasters of a detection as layers of the project, and as files for other programs."""
