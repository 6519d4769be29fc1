"""The `click` job: the landslide under a point."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.common.parameters import ClickParameters
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.inference.detector import Detector, TileTooLargeError, too_large_message
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import ProbabilityStream, blended_probability, with_tiles_that_fit
from landslide_plugin.engine.inference.tiling import single_tile
from landslide_plugin.engine.inventory_files import attributes
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.scene import open_scene
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.raster.stamps import polygon_files, stamps
from landslide_plugin.engine.vectorise import cells_of, outline_at, outline_landslide

SNAP = 64  # pixels; windows start at multiples of it, so that clicks near each other share one
LARGEST_SIDE = 2048  # pixels; a landslide that is larger still is cut, and said to be
SURROUNDINGS = 96  # pixels around the point that a kept window must show to be used again
_KEPT_WINDOWS = 32

_View = tuple[Any, ...]  # what besides the window decides an answer: what was asked for, and the state of the files
_Answer = tuple[NDArray[np.float32], NDArray[np.bool_]]  # probability and validity
_windows: OrderedDict[tuple[_View, tuple[float, ...]], _Answer] = OrderedDict()


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Finds the landslide under a point and outlines it.

    A window around the point goes through the network; where the landslide reaches the window's edge the window grows.

    Args:
        params: `ClickParameters` as a JSON object.
        context: stops the work.

    Returns:
        `found`, `geometry_wkt` (raster CRS), `attributes`, `probability` at the point, `crs_wkt`, `seconds`,
        `cached`, `cut` (True when the landslide goes on beyond the largest window), `hidden_by` (`mask` where the point
        is masked, `image` where image or terrain have no data there, None where it is seen).
    """
    watch = Stopwatch()
    wishes = ClickParameters.from_dict(params)
    detector = ready_detector(wishes.model, wishes.device, wishes.precision)
    with open_scene(detector.card, wishes, context) as scene:
        source, grid = scene.source, scene.grid
        column, row = scene.pixel_at(wishes.x, wishes.y)
        threshold = wishes.threshold if wishes.threshold is not None else detector.card.threshold
        side, cached = detector.card.tile_size, True
        source.check(Window(column, row, 1, 1), grid)
        files = (*source.dataset.files, wishes.dem or "", *polygon_files(wishes.mask),
                 str(find_model(wishes.model).file))  # fmt: skip
        view = (replace(wishes, x=0, y=0, threshold=None), files, stamps(files))
        for window in _windows_to_try(view, column, row, side, grid):
            context.check()
            (probability, valid), was_kept = _probability(view, window, detector, source, grid, context)
            cached &= was_kept
            here = (row - int(window.row_off), column - int(window.col_off))
            outline = outline_at(here, (probability >= threshold) & valid)
            cut = outline is not None and _reaches_edge(outline, window, grid)
            if not cut:
                break
        result = {
            "found": outline is not None,
            "geometry_wkt": None,
            "attributes": {},
            "probability": round(float(probability[here]), 3),
            "crs_wkt": source.crs.to_wkt() if source.crs else None,
            "cached": cached,
            "cut": cut,
            "hidden_by": None if valid[here] else "mask" if source.is_masked(column, row, grid) else "image",
        }
        if outline is not None:
            inside = probability[cells_of(outline, probability.shape)]
            landslide = outline_landslide(
                outline, grid.transform_of(window), source.crs, 0, inside.mean(), inside.max()
            )
            result["geometry_wkt"] = landslide.geometry.wkt
            result["attributes"] = attributes(landslide, 0, "clicked", detector.card.name, source.name)
    return {**result, "seconds": round(watch.seconds, 3)}


def _windows_to_try(view: _View, column: int, row: int, side: int, grid: WorkGrid) -> Iterator[Window]:
    """One from before, one around the point, then larger and larger ones."""
    kept = _kept_window(view, column, row, side, grid)
    if kept is not None:
        yield kept
    while side <= LARGEST_SIDE:
        yield grid.window_around(column, row, side, SNAP)
        side *= 2


def _kept_window(view: _View, column: int, row: int, side: int, grid: WorkGrid) -> Window | None:
    """A window of this size that was computed before and shows enough around the point."""
    for kept_view, kept in reversed(_windows):
        window = Window(*kept)
        if kept_view != view or max(window.width, window.height) > side:
            continue
        left, top = column - window.col_off, row - window.row_off
        right, bottom = window.width - left, window.height - top
        enough = (
            left >= (SURROUNDINGS if window.col_off > 0 else 0),
            top >= (SURROUNDINGS if window.row_off > 0 else 0),
            right > (SURROUNDINGS if window.col_off + window.width < grid.width else 0),
            bottom > (SURROUNDINGS if window.row_off + window.height < grid.height else 0),
        )
        if all(enough) and max(window.width, window.height) > side // 2:
            return window
    return None


def _probability(
    view: _View, window: Window, detector: Detector, source: RasterSource, grid: WorkGrid, context: JobContext
) -> tuple[_Answer, bool]:
    """Probability and validity of a window, and whether they were kept from before."""
    key = (view, window.flatten())
    if key in _windows:
        _windows.move_to_end(key)
        return _windows[key], True
    try:
        _windows[key] = _run(detector, source, grid, window, context)
    except TileTooLargeError as error:
        raise too_large_message(detector.device) from error
    while len(_windows) > _KEPT_WINDOWS:
        _windows.popitem(last=False)
    return _windows[key], False


def _run(
    detector: Detector, source: RasterSource, grid: WorkGrid, window: Window, context: JobContext
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    side = detector.card.tile_size
    if max(window.width, window.height) <= side:
        # One tile, centred on the point: the fastest answer, and the network sees all around the landslide.
        tile = source.read(single_tile(window, side), grid, context.check)
        probability = detector.probabilities(tile.pixels[None], tile.valid[None])[0]
        kept = (slice(0, int(window.height)), slice(0, int(window.width)))
        return probability[kept], tile.valid[kept]
    return with_tiles_that_fit(
        detector,
        context,
        lambda largest: blended_probability(
            ProbabilityStream(detector, source, grid, window, largest=largest, context=context)
        ),
    )


def _reaches_edge(outline: shapely.Polygon, window: Window, grid: WorkGrid) -> bool:
    """True when the outline ends at a side of the window beyond which the image goes on."""
    left, top, right, bottom = outline.bounds
    return (
        (left <= 0 < window.col_off)
        or (top <= 0 < window.row_off)
        or (right >= window.width and window.col_off + window.width < grid.width)
        or (bottom >= window.height and window.row_off + window.height < grid.height)
    )
