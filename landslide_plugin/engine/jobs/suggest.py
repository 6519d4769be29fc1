"""The `suggest` job: the windows of an image that are most worth labelling next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely
from fiona.errors import FionaError
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.features import geometry_mask
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import SuggestParameters
from landslide_plugin.engine.active_learning import Look, choose, look_at
from landslide_plugin.engine.inference.detector import VIEWS, Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.tiling import STRIDE, single_tile
from landslide_plugin.engine.inventory_files import as_os_error
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.raster.cells import Cells
from landslide_plugin.engine.raster.replacing import refuse_inputs, refuse_open_geopackage
from landslide_plugin.engine.raster.scene import Scene, open_scene
from landslide_plugin.engine.raster.source import Tile
from landslide_plugin.engine.raster.writing import complete_or_nothing
from landslide_plugin.engine.training.labels import read_areas, read_labels

LAYER = "label_next"
_MOST, _MOST_ON_GPU = 200, 2000  # windows looked at
_MOST_LABELLED = 100  # labelled windows looked at to learn what is known
_CONTEXT = 32  # pixels around a window that a local network is shown
_TOUCHED = 0.01  # share of a window; less is the width of a line
_LEAST_GROUND = 0.25  # share of a window that has data
_FIELDS = {"rank": "int", "score": "float", "uncertainty": "float", "novelty": "float"}
_BYTES = 1_000_000  # an empty GeoPackage and a few hundred squares


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Chooses windows by how unsure the model is of them and how unlike they are to what is labelled already.

    Args:
        params: `SuggestParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        `windows`, the best first, each with `geometry_wkt` (raster CRS), `rank`, `score`, `uncertainty` and `novelty`
        as `active_learning` explains them; `crs_wkt`; `looked_at` of `windows_left` that are not labelled; `labelled`,
        how many windows are; `gsd_m`, `device`, `output` (None where none was asked for), `warnings`, `seconds`.

    Raises:
        InputError: something given cannot be used, or nothing is left to label.
    """
    watch = Stopwatch()
    wishes = SuggestParameters.from_dict(params)
    _check_target(wishes)
    context.progress(0, "Loading the model")
    detector = ready_detector(wishes.model, wishes.device)
    context.check()
    with open_scene(detector.card, wishes, context) as scene:
        crs, warnings = scene.source.crs, scene.warnings()
        labelled = _labelled_ground(wishes, scene, crs, warnings)
        windows = _Windows.sort(scene, labelled, min(wishes.side, detector.card.tile_size))
        most = wishes.most or (_MOST if detector.device.id == "cpu" else _MOST_ON_GPU)
        survey = _Survey(detector, scene, windows, most, wishes.tta, context)
        known, free = survey.known(), survey.free()
    warnings += _remarks(wishes, windows, len(free))
    chosen = choose(
        np.array([look.uncertainty for _, look in free]),
        np.stack([look.features for _, look in free]),
        np.array([look.features for look in known], np.float32),
        wishes.count,
    )
    suggested = [
        {
            "rank": rank,
            "geometry_wkt": windows.outlines[free[choice.index][0]].wkt,
            "score": _short(choice.score),
            "uncertainty": _short(free[choice.index][1].uncertainty),
            "novelty": _short(choice.novelty),
        }
        for rank, choice in enumerate(chosen, 1)
    ]
    context.check()
    if wishes.output is not None:
        _write(Path(wishes.output), suggested, crs)
    return {
        "windows": suggested,
        "crs_wkt": crs.to_wkt() if crs else None,
        "looked_at": len(free),
        "windows_left": len(windows.free),
        "labelled": len(windows.known),
        "gsd_m": scene.resolution.gsd,
        "device": detector.device.id,
        "output": wishes.output,
        "warnings": warnings,
        "seconds": round(watch.seconds, 3),
    }


@dataclass(frozen=True)
class _Windows:
    """The windows of an image, sorted.

    Args:
        cells: all of them.
        outlines: of all of them, in the raster's CRS.
        labelled: the labelled ground; None where there is none.
        free, known: numbers of those that may be suggested and of those that are labelled, in an even order.
    """

    cells: Cells
    outlines: NDArray[np.object_]
    labelled: shapely.Geometry | None
    free: NDArray[np.intp]
    known: NDArray[np.intp]

    @classmethod
    def sort(cls, scene: Scene, labelled: shapely.Geometry | None, side: int) -> _Windows:
        """Sorts the windows of at most `side` pixels by where they lie.

        Raises:
            InputError: all that is wanted is labelled.
        """
        cells = Cells.over(scene.grid, side)
        outlines = cells.outlines()
        known = _share(outlines, labelled) > _TOUCHED
        free = ~known & (_share(outlines, scene.ground) > _TOUCHED)
        if not free.any():
            raise InputError("All of the chosen ground is labelled already: choose another area or image.")
        return cls(cells, outlines, labelled, *(cells.evenly(np.flatnonzero(part)) for part in (free, known)))


def _labelled_ground(
    wishes: SuggestParameters, scene: Scene, crs: CRS | None, warnings: list[str]
) -> shapely.Geometry | None:
    """Areas and label polygons together, unsure ones too, since somebody has looked at them; None without any."""
    parts: list[shapely.Geometry] = []
    if wishes.labels is not None:
        labels = read_labels(Path(wishes.labels), wishes.labels_layer, scene.grid.outline, crs)
        parts += [*labels.landslides, *labels.negatives, *labels.unsure]
        warnings += labels.warnings
    if wishes.areas is not None:
        areas, said = read_areas(Path(wishes.areas), wishes.areas_layer, scene.grid.outline, crs)
        parts += [areas] if areas is not None else []
        warnings += said
    return shapely.union_all(parts) if parts else None


def _share(outlines: NDArray[np.object_], ground: shapely.Geometry | None) -> NDArray[np.float64]:
    """Share of each window that lies on the ground, found part by part: it may be thousands of labels."""
    if ground is None:
        return np.zeros(len(outlines))
    parts = shapely.get_parts(ground)
    window, part = shapely.STRtree(parts).query(outlines, predicate="intersects")
    shared = shapely.area(shapely.intersection(outlines[window], parts[part]))
    return np.bincount(window, shared, len(outlines)) / shapely.area(outlines)


class _Survey:
    """Shows windows to the network, and tells how far that is.

    Args:
        detector: the network.
        scene: the image.
        windows: of the image.
        most: unlabelled windows to look at.
        tta: views of each of them; labelled ones are only compared with, for which one view is enough.
        context: hears of progress, stops the work.
    """

    def __init__(
        self, detector: Detector, scene: Scene, windows: _Windows, most: int, tta: str, context: JobContext
    ) -> None:
        self._detector, self._scene, self._windows, self._context = detector, scene, windows, context
        self._most, self._tta = most, tta
        self._wanted = (min(_MOST_LABELLED, len(windows.known)), min(most, len(windows.free)))
        self._views = (1, len(VIEWS[tta]))
        self._watch = Stopwatch()

    def known(self) -> list[Look]:
        """Looks at labelled ground."""
        found: list[Look] = []
        labelled = shapely.STRtree(shapely.get_parts(self._windows.labelled))
        for index in self._windows.known:
            if len(found) == _MOST_LABELLED:
                break
            tile, part, window = self._read(index)
            grid = self._scene.grid
            near = labelled.geometries[labelled.query(grid.ground_of(window))]
            part &= geometry_mask(near, part.shape, grid.transform_of(window), invert=True)
            if part.any():
                found.append(look_at(self._detector, tile, part, "none", self._context.check))
            self._report(len(found), 0)
        return found

    def free(self) -> list[tuple[int, Look]]:
        """Numbers of unlabelled windows, and looks at them; windows with too little data do not count.

        Raises:
            InputError: there is no data in any of them.
        """
        found: list[tuple[int, Look]] = []
        for index in self._windows.free:
            if len(found) == self._most:
                break
            tile, part, _ = self._read(index)
            cell = self._windows.cells.window(index)
            if part.sum() >= _LEAST_GROUND * cell.width * cell.height:
                found.append((int(index), look_at(self._detector, tile, part, self._tta, self._context.check)))
            self._report(self._wanted[0], len(found))
        if not found:
            raise InputError("The image has no data where nothing is labelled yet: choose another area or image.")
        return found

    def _read(self, index: int) -> tuple[Tile, NDArray[np.bool_], Window]:
        """The tile that the network sees of a window, the window's pixels with data in it, and the tile's place."""
        self._context.check()
        cell, grid, card = self._windows.cells.window(index), self._scene.grid, self._detector.card
        full = single_tile(Window(0, 0, grid.width, grid.height), card.tile_size)
        width, height = full.width, full.height
        if card.local:  # more would be computed for nothing
            width = height = math.ceil((max(cell.width, cell.height) + 2 * _CONTEXT) / STRIDE) * STRIDE
        # In its middle, mirrored beyond the image: near the edge of a tile features differ, whatever the ground is.
        left, top = (width - int(cell.width)) // 2, (height - int(cell.height)) // 2
        window = Window(cell.col_off - left, cell.row_off - top, width, height)
        tile = self._scene.source.read(window, grid, self._context.check)
        part = np.zeros_like(tile.valid)
        inside = slice(top, top + int(cell.height)), slice(left, left + int(cell.width))
        part[inside] = tile.valid[inside]
        return tile, part, window

    def _report(self, known: int, free: int) -> None:
        done, total = (
            sum(views * windows for views, windows in zip(self._views, counts, strict=True))
            for counts in ((known, free), self._wanted)
        )
        if not done:
            return
        share = done / total
        message = f"Window {free} of {self._wanted[1]}" if free else "Looking at what is labelled"
        self._context.progress(share, message, self._watch.seconds / share * (1 - share))


def _remarks(wishes: SuggestParameters, windows: _Windows, looked_at: int) -> list[str]:
    """Sentences on what was not as asked for."""
    remarks, left = [], len(windows.free)
    if wishes.labels is None and wishes.areas is None:
        remarks.append("No labels were given: windows are only kept unlike each other.")
    if looked_at < wishes.count:
        remarks.append(f"Only {looked_at} windows with data are not labelled yet.")
    elif looked_at < left:
        remarks.append(f"An even sample of {looked_at} of the {left} windows that are not labelled was looked at.")
    return remarks


def _check_target(wishes: SuggestParameters) -> None:
    """Makes sure that the windows take the place of nothing but earlier windows that nobody edits."""
    if wishes.output is None or not (file := Path(wishes.output)).exists():
        return
    refuse_inputs([file], filter(None, (wishes.raster, wishes.dem, wishes.labels, wishes.areas)))
    try:
        layers = fiona.listlayers(file)
    except FionaError:
        layers = []
    if layers != [LAYER]:
        raise InputError(f"{file} holds something else than windows of an earlier search: give another file.")
    refuse_open_geopackage(file)


def _write(file: Path, suggested: list[dict[str, Any]], crs: CRS | None) -> None:
    """Writes the windows; an earlier file of that name is replaced at the end."""
    schema = {"geometry": "Polygon", "properties": _FIELDS}
    records = [
        {
            "geometry": shapely.geometry.mapping(shapely.from_wkt(window["geometry_wkt"])),
            "properties": {name: window[name] for name in _FIELDS},
        }
        for window in suggested
    ]
    options = {"driver": "GPKG", "layer": LAYER, "schema": schema, "crs_wkt": crs.to_wkt() if crs else None}
    with (
        complete_or_nothing(file.parent, _BYTES) as working,
        as_os_error(),
        fiona.open(working / file.name, "w", **options) as layer,
    ):
        layer.writerecords(records)


def _short(value: float) -> float:
    """Four digits; the rest depends on the machine."""
    return float(f"{value:.4g}")
