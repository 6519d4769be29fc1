"""The `inspect` job: what a raster is, before anything is run on it."""

from __future__ import annotations

from typing import Any

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.ground import ground_sample_distance
from landslide_plugin.engine.raster.source import open_raster


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:  # noqa: ARG001
    """Describes the raster named by `params["raster"]`."""
    if "raster" not in params:
        raise InputError("Name the raster to inspect.")
    with open_raster(params["raster"]) as data:
        gsd = ground_sample_distance(data.transform, data.width, data.height, data.crs)
        warnings = [] if gsd else ["The image has no usable coordinate reference system: sizes are in pixels."]
        return {
            "width": data.width,
            "height": data.height,
            "bands": [
                {"index": index, "name": name or "", "interpretation": meaning.name, "dtype": dtype}
                for index, name, meaning, dtype in zip(
                    data.indexes, data.descriptions, data.colorinterp, data.dtypes, strict=True
                )
            ],
            "crs": data.crs.to_string() if data.crs else None,
            "gsd_m": gsd,
            "nodata": None if data.nodata is None else str(data.nodata),  # JSON has no NaN
            "warnings": warnings,
        }
