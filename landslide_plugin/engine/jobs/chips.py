"""The `export_chips` job: an image with labels as a folder of image and mask chips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ChipParameters
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.source import RasterSource, Reading
from landslide_plugin.engine.raster.writing import complete_or_nothing
from landslide_plugin.engine.training.chips import ChipWriter
from landslide_plugin.engine.training.labels import read_areas, read_labels

_RGB = ("red", "green", "blue")


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Exports as `ChipParameters` say; the folders appear when all chips are written.

    Returns:
        `images`, `masks` (folders), `chips`, `with_landslides` (how many), `warnings` (sentences).

    Raises:
        InputError: image or labels cannot be used, nothing is labelled, or the folder holds chips already;
        CancelledError.
    """
    wishes = ChipParameters.from_dict(params)
    folder = Path(wishes.output)
    taken = next((folder / part for part in ("images", "masks") if (folder / part).exists()), None)
    if taken is not None:
        raise InputError(f"There is a folder {taken} already: choose another folder for the chips.")
    names = _RGB if wishes.bands is None else tuple(f"band {band}" for band in wishes.bands)
    with RasterSource(wishes.raster, names, wishes.bands, reading=Reading(crs=wishes.crs)) as source:
        grid, crs = source.grid(), source.crs
        ground = grid.outline
        labels = read_labels(Path(wishes.labels), wishes.labels_layer, ground, crs)
        areas, said = _areas(wishes, ground, crs)
        scale = _scale(source, wishes.gsd)
        writer = ChipWriter(source, scale, labels, areas, wishes.size, wishes.overlap)
        with complete_or_nothing(folder, writer.bytes_needed) as working:
            count, with_landslides = writer.write(working, context)
    return {
        "images": str(folder / "images"),
        "masks": str(folder / "masks"),
        "chips": count,
        "with_landslides": with_landslides,
        "warnings": [*labels.warnings, *said],
    }


def _areas(
    wishes: ChipParameters, ground: shapely.Polygon, crs: Any
) -> tuple[shapely.Geometry | None, tuple[str, ...]]:
    if wishes.areas is None:
        return None, ("No fully labelled area is given: only pixels inside the label polygons are known.",)
    return read_areas(Path(wishes.areas), wishes.areas_layer, ground, crs)


def _scale(source: RasterSource, wanted: float | None) -> float:
    if wanted is None:
        return 1.0
    if source.ground_sample_distance is None:
        raise InputError(
            "A pixel size was asked for, but the image has no usable coordinate reference system to measure metres "
            "with: assign one, or leave the size out."
        )
    return wanted / source.ground_sample_distance
