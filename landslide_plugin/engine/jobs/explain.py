"""The `explain` job: a heat map of the ground around a point that speaks for landslide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasterio.crs import CRS
from rasterio.errors import CRSError
from rasterio.warp import transform
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ExplainParameters
from landslide_plugin.engine.explain import Explanation, grad_cam
from landslide_plugin.engine.inference.detector import Detector, is_out_of_memory, too_large_message
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.raster.resolution import choose_resolution
from landslide_plugin.engine.raster.source import RasterSource, Tile
from landslide_plugin.engine.raster.writing import complete_or_nothing, write_map


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Explains what a model answers in the tile around a point, and writes the heat map as a GeoTIFF.

    Args:
        params: `ExplainParameters` as a JSON object.
        context: stops the work.

    Returns:
        `heat_map` (path), `layer`, `probability` at the point, `landslide_pixels` (called so in the tile; where there
        are none, the heat map explains all of the tile), `threshold`, `gsd_m`, `warnings`, `seconds`.

    Raises:
        InputError: the point lies outside the image, the model has no such layer, or the file cannot be written.
    """
    watch = Stopwatch()
    wishes = ExplainParameters.from_dict(params)
    # Gradients of half-precision numbers are too coarse to be averaged, and speed does not matter for one tile.
    detector = ready_detector(wishes.model, wishes.device, "fp32")
    card, layer = detector.card, wishes.layer or detector.network.explained_layer
    threshold = wishes.threshold if wishes.threshold is not None else card.threshold
    with RasterSource(wishes.raster, card.bands, wishes.bands) as source:
        resolution = choose_resolution(source.ground_sample_distance, card, wishes.gsd)
        grid = source.grid(resolution.scale)
        column, row = grid.pixel_at(*_in_raster_crs(wishes, source.dataset.crs))
        window = grid.window_around(column, row, card.tile_size)
        tile = source.read(Window(window.col_off, window.row_off, card.tile_size, card.tile_size), grid)
        crs = source.dataset.crs
    context.check()
    inside = (slice(0, int(window.height)), slice(0, int(window.width)))
    counts = np.zeros_like(tile.valid)
    counts[inside] = tile.valid[inside]
    if not counts.any():
        raise InputError("There is no data around the point: choose a point on the image.")
    explanation = _explain(detector, layer, tile, counts, threshold)
    heat = np.where(counts, explanation.heat, np.nan)[inside]
    output = Path(wishes.output)
    with complete_or_nothing(output.parent, heat.nbytes) as working:
        write_map(working / output.name, heat, grid.transform_of(window), crs, f"Grad-CAM of {card.name}, {layer}")
    here = (row - int(window.row_off), column - int(window.col_off))
    return {
        "heat_map": str(output),
        "layer": layer,
        "probability": round(float(explanation.probability[here]), 3),
        "landslide_pixels": int(np.count_nonzero(counts & (explanation.probability >= threshold))),
        "threshold": threshold,
        "gsd_m": resolution.gsd,
        "warnings": list(resolution.warnings),
        "seconds": round(watch.seconds, 3),
    }


def _explain(detector: Detector, layer: str, tile: Tile, counts: np.ndarray, threshold: float) -> Explanation:
    try:
        image = detector.prepare(tile.pixels[None], tile.valid[None])
        return grad_cam(detector.network, layer, image, counts, threshold)
    except RuntimeError as error:  # torch's class for a full GPU derives from it
        if is_out_of_memory(error):
            raise too_large_message(detector.device) from error
        raise


def _in_raster_crs(wishes: ExplainParameters, crs: CRS | None) -> tuple[float, float]:
    if wishes.point_crs is None:
        return wishes.x, wishes.y
    if crs is None:
        raise InputError(
            "The image has no coordinate reference system to bring the point into: give the point in the image's own "
            "coordinates."
        )
    try:
        (x,), (y,) = transform(CRS.from_user_input(wishes.point_crs), crs, [wishes.x], [wishes.y])
    except CRSError as error:
        raise InputError(
            f"'{wishes.point_crs}' is no coordinate reference system that is known: give a code such as EPSG:4326."
        ) from error
    return x, y
