"""The `explain` job: a heat map of the ground that speaks for the landslide under a point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError
from rasterio.crs import CRS
from rasterio.errors import RasterioError

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ExplainParameters
from landslide_plugin.engine.explain import grad_cam
from landslide_plugin.engine.inference.detector import (
    Detector,
    TileTooLargeError,
    is_out_of_memory,
    too_large_message,
)
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.tiling import single_tile
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.raster.replacing import refuse_inputs
from landslide_plugin.engine.raster.scene import open_scene
from landslide_plugin.engine.raster.source import Tile
from landslide_plugin.engine.raster.writing import complete_or_nothing, write_map
from landslide_plugin.engine.vectorise import cells_of, outline_at

_DESCRIPTION = "Grad-CAM of"  # how the description of a heat map begins


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Explains the landslide under a point within one tile around it, and writes the heat map as a GeoTIFF.

    Where the model calls no landslide, it is the point's own pixel that is explained.

    Args:
        params: `ExplainParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        `heatmap` (path), `layer`, `found` (whether there is a landslide at the point), `probability` at the point,
        `threshold`, `gsd_m`, `warnings`, `seconds`.

    Raises:
        InputError: the point lies outside the image, the model has no such layer, or the file cannot be written.
    """
    watch = Stopwatch()
    wishes = ExplainParameters.from_dict(params)
    _check_target(wishes)
    context.progress(0, "Loading the model")
    # Gradients of half-precision numbers are too coarse to be averaged, and speed does not matter for one tile.
    detector = ready_detector(wishes.model, wishes.device, "fp32")
    card, layer = detector.card, wishes.layer or detector.network.explained_layer
    threshold = wishes.threshold if wishes.threshold is not None else card.threshold
    with open_scene(card, wishes, context) as scene:
        source, grid, crs = scene.source, scene.grid, scene.source.crs
        column, row = scene.pixel_at(*_in_crs_of_raster(wishes, crs))
        window = grid.window_around(column, row, card.tile_size)
        warnings = scene.warnings(window)
        tile = source.read(single_tile(window, card.tile_size), grid, context.check)
        masked = source.is_masked(column, row, grid)
    inside = (slice(0, int(window.height)), slice(0, int(window.width)))  # the rest mirrors a small image
    here = (row - int(window.row_off), column - int(window.col_off))
    if masked:
        raise InputError("The point lies under the mask, where nothing is looked at: choose another.")
    if not tile.valid[here]:
        raise InputError(
            "There is no data at the point, of the image or of the terrain that the model reads: choose another."
        )
    context.check()
    context.progress(0.3, "Looking for what speaks for landslide")
    heat, probability, found = _explain(detector, layer, tile, inside, here, threshold)
    context.check()
    output = Path(wishes.output)
    with complete_or_nothing(output.parent, heat.nbytes) as working:
        write_map(working / output.name, heat, grid.transform_of(window), crs, f"{_DESCRIPTION} {card.name}, {layer}")
    if not np.nanmax(heat):
        warnings.append("Nothing around the point speaks for landslide: the heat map is 0 everywhere.")
    return {
        "heatmap": str(output),
        "layer": layer,
        "found": found,
        "probability": round(probability, 3),
        "threshold": threshold,
        "gsd_m": scene.resolution.gsd,
        "warnings": warnings,
        "seconds": round(watch.seconds, 3),
    }


def _check_target(wishes: ExplainParameters) -> None:
    """Makes sure that the heat map takes the place of nothing but an earlier one."""
    file = Path(wishes.output)
    if not file.exists():
        return
    refuse_inputs([file], filter(None, (wishes.raster, wishes.dem, wishes.mask)))
    try:
        with rasterio.open(file) as earlier:
            is_heat_map = str(earlier.descriptions[0] or "").startswith(_DESCRIPTION)
    except RasterioError:
        is_heat_map = False
    if not is_heat_map:
        raise InputError(f"{file} is no heat map of an earlier explanation: give another file.")


def _explain(
    detector: Detector, layer: str, tile: Tile, inside: tuple[slice, slice], here: tuple[int, int], threshold: float
) -> tuple[NDArray[np.float32], float, bool]:
    """Heat (NaN = nodata) of the part of the tile inside the image, probability at `here`, if a landslide is there."""
    shown = np.zeros_like(tile.valid)
    shown[inside] = tile.valid[inside]
    try:
        probability = detector.probabilities(tile.pixels[None], tile.valid[None])[0]
        outline = outline_at(here, (probability >= threshold) & shown)
        if outline is not None:
            target = cells_of(outline, shown.shape)
        else:
            target = np.zeros_like(shown)
            target[here] = True
        heat = grad_cam(detector.network, layer, detector.prepare(tile.pixels[None], tile.valid[None]), target, shown)
    except TileTooLargeError as error:
        raise too_large_message(detector.device) from error
    except RuntimeError as error:  # torch's class for a full GPU derives from it
        if is_out_of_memory(error):
            raise too_large_message(detector.device) from error
        raise
    return np.where(shown, heat, np.nan)[inside], float(probability[here]), outline is not None


def _in_crs_of_raster(wishes: ExplainParameters, crs: CRS | None) -> tuple[float, float]:
    if wishes.point_crs is None:
        return wishes.x, wishes.y
    if crs is None:
        raise InputError(
            "The image has no coordinate reference system to bring the point into: give the point in the image's own "
            "coordinates."
        )
    try:
        to_raster = Transformer.from_crs(wishes.point_crs, crs.to_wkt(), always_xy=True)
    except ProjError as error:
        raise InputError(
            f"'{wishes.point_crs}' is no coordinate reference system that leads to the image's: give a code such as "
            "EPSG:4326."
        ) from error
    return to_raster.transform(wishes.x, wishes.y)  # infinite, so outside the image, where there is no such place
