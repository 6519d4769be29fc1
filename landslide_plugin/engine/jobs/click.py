"""The `click` job: the landslide under a point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from rasterio.windows import Window

from landslide_plugin.common.parameters import ClickParameters
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.kept_tiles import KeptTiles
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import tiles_of, with_tiles_that_fit
from landslide_plugin.engine.inventory_files import attributes
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.scene import Scene, open_scene
from landslide_plugin.engine.raster.stamps import polygon_files, stamps
from landslide_plugin.engine.raster.writing import PROBABILITY_SCALE, as_stored
from landslide_plugin.engine.vectorise import cells_of, outline_at, outline_landslide

_SNAP = 32  # pixels; windows start at multiples of it
_SMALLEST_SIDE, _LARGEST_SIDE = 64, 2048  # pixels; small at first, to read few tiles; a larger landslide is cut


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Finds the landslide under a point and outlines it.

    It is the one that a detection finds there, as the same tiles are looked at; those that are smaller than its minimum
    area too. Where the landslide reaches the edge of the window that is looked at, the window grows.

    Args:
        params: `ClickParameters` as a JSON object.
        context: stops the work.

    Returns:
        `found`, `geometry_wkt` (raster CRS), `attributes`, `probability` at the point, `threshold`, `crs_wkt`,
        `seconds`, `cached`, `cut` (True when the landslide goes on beyond the largest window), `hidden_by` (`mask`
        where the point is masked, `image` where image or terrain have no data there, None where it is seen).
    """
    watch = Stopwatch()
    wishes = ClickParameters.from_dict(params)
    detector = ready_detector(wishes.model, wishes.device, wishes.precision)
    with open_scene(detector.card, wishes, context) as scene:
        scene.source.check(Window(*scene.pixel_at(wishes.x, wishes.y), 1, 1), scene.grid)
        answer = with_tiles_that_fit(
            detector, context, lambda largest: _look(wishes, detector, scene, largest, context)
        )
        return {**answer, "seconds": round(watch.seconds, 3)}


def _look(
    wishes: ClickParameters, detector: Detector, scene: Scene, largest: int, context: JobContext
) -> dict[str, Any]:
    source, grid = scene.source, scene.grid
    column, row = scene.pixel_at(wishes.x, wishes.y)
    threshold = wishes.threshold if wishes.threshold is not None else detector.card.threshold
    files = (*source.dataset.files, wishes.dem or "", *polygon_files(wishes.mask), str(find_model(wishes.model).file))
    view = (replace(wishes, x=0, y=0, threshold=None, min_area=0.0), files, stamps(files), largest)
    tiles = KeptTiles(view, detector, source, grid, tiles_of(detector, grid, wishes.overlap, largest), wishes.tta)
    cached, side = True, _SMALLEST_SIDE
    while True:
        window = grid.window_around(column, row, side, _SNAP)
        probability, valid, was_kept = tiles.look(window, context)
        stored, mask = as_stored(probability, valid, threshold)
        cached &= was_kept
        here = (row - int(window.row_off), column - int(window.col_off))
        outline = outline_at(here, mask)
        cut = outline is not None and _reaches_edge(outline, window, grid)
        side *= 2
        if not cut or side > _LARGEST_SIDE:
            break
    result = {
        "found": outline is not None,
        "geometry_wkt": None,
        "attributes": {},
        "probability": round(float(probability[here]), 3),
        "threshold": threshold,
        "crs_wkt": source.crs.to_wkt() if source.crs else None,
        "cached": cached,
        "cut": cut,
        "hidden_by": None if valid[here] else "mask" if source.is_masked(column, row, grid) else "image",
    }
    if outline is not None:
        inside = stored[cells_of(outline, mask.shape)] / np.float32(PROBABILITY_SCALE)
        landslide = outline_landslide(
            outline, grid.transform_of(window), source.crs, wishes.min_area, inside.mean(), inside.max()
        )
        result["geometry_wkt"] = landslide.geometry.wkt
        result["attributes"] = attributes(landslide, 0, "clicked", detector.card.name, source.name)
    return result


def _reaches_edge(outline: shapely.Polygon, window: Window, grid: WorkGrid) -> bool:
    """True when the outline ends at a side of the window beyond which the image goes on."""
    left, top, right, bottom = outline.bounds
    return (
        (left <= 0 < window.col_off)
        or (top <= 0 < window.row_off)
        or (right >= window.width and window.col_off + window.width < grid.width)
        or (bottom >= window.height and window.row_off + window.height < grid.height)
    )
