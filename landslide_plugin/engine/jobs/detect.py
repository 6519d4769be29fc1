"""The `detect` job: from a raster to probability, mask and landslide polygons."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from landslide_plugin.common.parameters import DetectParameters
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.device import peak_memory_mb
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import DARK, Band, ProbabilityStream, with_tiles_that_fit
from landslide_plugin.engine.inventory_files import InventoryFiles, attributes
from landslide_plugin.engine.job import JobContext, Stopwatch, wait_for
from landslide_plugin.engine.jobs.doctor import run as doctor
from landslide_plugin.engine.raster.replacing import refuse_open_geopackage, refuse_targets
from landslide_plugin.engine.raster.scene import Scene, open_scene
from landslide_plugin.engine.raster.source import RasterSource
from landslide_plugin.engine.raster.writing import ResultRasters, complete_or_nothing
from landslide_plugin.engine.vectorise import Landslide, Polygoniser

_BANDS_WAITING = 4  # to be written: about those of a row of tiles, so that the network does not wait for them
_BYTES_PER_PIXEL = 2.7  # both rasters with overviews, were nothing compressed


@dataclass
class _Tally:
    """What is counted while the landslides come."""

    landslides: int = 0
    area_m2: float = 0.0


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Detects landslides on a raster.

    Args:
        params: `DetectParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        The result of the command line's `detect`: paths, counts, `reading` (a sentence where the image is read at
        another resolution than its own), warnings, and timings: `load_seconds` until the model was ready, `seconds`
        from opening the raster to finished files, `forward_seconds` of them in the network.

    Raises:
        InputError: something given cannot be used; nothing is left behind.
        CancelledError: the person cancelled; nothing is left behind.
    """
    loading = Stopwatch()
    wishes = DetectParameters.from_dict(params)
    context.progress(0, "Loading the model")
    detector = ready_detector(wishes.model, wishes.device, wishes.precision)
    load_seconds = round(loading.seconds, 3)  # apart: it is next to nothing where the model is ready from before
    context.progress(0, "Opening the image")
    context.check()
    watch = Stopwatch()
    with open_scene(detector.card, wishes, context) as scene:
        found = with_tiles_that_fit(
            detector, context, lambda largest: _detect(wishes, detector, scene, largest, context, watch)
        )
        return {**found, "load_seconds": load_seconds}


def _detect(
    wishes: DetectParameters, detector: Detector, scene: Scene, largest: int, context: JobContext, watch: Stopwatch,
) -> dict[str, Any]:  # fmt: skip
    card, source = detector.card, scene.source
    threshold = wishes.threshold if wishes.threshold is not None else card.threshold
    folder = Path(wishes.output)
    _check_targets(folder, source, wishes)
    forward_before = detector.forward_seconds
    warnings = scene.warnings()
    stream = ProbabilityStream(
        detector, source, scene.grid, scene.window, overlap=wishes.overlap, tta=wishes.tta, area=scene.area,
        largest=largest, context=context,
    )  # fmt: skip
    with complete_or_nothing(folder, int(scene.megapixels * 1e6 * _BYTES_PER_PIXEL)) as working:
        results = _Results(working, scene, threshold, wishes.min_area, card.name, context)
        with results:
            for band in stream:
                results.take(band)
        if stream.tiles_run == 0:
            warnings.append("There is no data where the image was looked at: choose another area, or another image.")
        elif stream.is_dark:
            warnings.append(DARK)
        files = results.files(folder)
        tally = results.tally
        summary = {
            "landslides": tally.landslides,
            "area_m2": round(tally.area_m2, 1),
            "tiles": stream.tiles_run,
            "megapixels": round(scene.megapixels, 3),
            "gsd_m": scene.resolution.gsd,
            "reading": scene.resolution.note,
            "threshold": threshold,
            "device": detector.device.id,
            "precision": detector.precision,
            "warnings": warnings,
            "forward_seconds": round(detector.forward_seconds - forward_before, 3),
            "peak_rss_mb": round(peak_memory_mb(), 1),
            "seconds": round(watch.seconds, 3),
        }
        run_file = working / f"{source.name}_run.json"
        run_file.write_text(
            json.dumps(_record(wishes, detector, source, summary), indent=2, ensure_ascii=False), "utf-8"
        )
        files["run"] = str(folder / run_file.name)
    summary["seconds"] = round(watch.seconds, 3)
    return {**files, **summary}


def _check_targets(folder: Path, source: RasterSource, wishes: DetectParameters) -> None:
    """Makes sure that the results take the place of nothing but earlier results, and of none that is being edited."""
    vectors = (f"landslides{ending}" for ending in (".gpkg", ".shp", ".shx", ".dbf", ".prj", ".cpg"))
    ends = ("probability.tif", "mask.tif", *vectors, "run.json")
    targets = [folder / f"{source.name}_{end}" for end in ends]
    inputs = [*source.dataset.files, *filter(None, (wishes.mask, wishes.dem))]
    refuse_targets(targets, folder / f"{source.name}_run.json", inputs)
    refuse_open_geopackage(folder / f"{source.name}_landslides.gpkg")


class _Results:
    """Writes bands and the landslides in them, on a thread of its own so that the network need not wait."""

    def __init__(
        self, working: Path, scene: Scene, threshold: float, min_area: float, model: str, context: JobContext
    ) -> None:
        transform, crs = scene.grid.transform_of(scene.window), scene.source.crs
        self._image, self._model, self._context = scene.source.name, model, context
        stem, width, height = scene.source.name, int(scene.window.width), int(scene.window.height)
        self._rasters = ResultRasters(
            working, stem, width, height, transform, crs, threshold,
            software=f"Landslide Mapper {plugin_version()}",
            description=f"Landslides mapped by the model {model}, threshold {threshold:g}, on {stem}",
        )  # fmt: skip
        self._vectors = InventoryFiles(working, stem, crs)
        self._polygons = Polygoniser(transform, crs, min_area)
        self._writer = ThreadPoolExecutor(1, "result-writer")
        self._waiting: deque[Future[None]] = deque()
        self.tally = _Tally()

    def __enter__(self) -> _Results:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._wait(0)
                self._context.progress(1, "Completing the files")
                self._number(self._polygons.close())
                self._rasters.finish(self._context.check)
                self._vectors.finish()
        finally:
            self._writer.shutdown(cancel_futures=True)
            self._rasters.abandon()
            self._vectors.abandon()

    def take(self, band: Band) -> None:
        """Hands a band over; waits while several before it are still to be written, which bounds the memory."""
        self._wait(_BANDS_WAITING - 1)
        self._waiting.append(self._writer.submit(self._write, band))

    def files(self, folder: Path) -> dict[str, str]:
        """Where the files will be."""
        return {
            "probability": str(folder / self._rasters.probability.name),
            "mask": str(folder / self._rasters.mask.name),
            "polygons": str(folder / self._vectors.geopackage.name),
            "shapefile": str(folder / self._vectors.shapefile.name),
        }

    def _wait(self, most: int) -> None:
        """Until no more bands than so many are waiting."""
        while len(self._waiting) > most:
            wait_for(self._waiting.popleft(), self._context)

    def _write(self, band: Band) -> None:
        self._number(self._polygons.add(*self._rasters.write(band.row, band.probability, band.valid)))

    def _number(self, landslides: Iterator[Landslide]) -> None:
        rows = []
        for landslide in landslides:
            self.tally.landslides += 1
            self.tally.area_m2 += landslide.area
            rows.append((landslide, attributes(landslide, self.tally.landslides, "detected", self._model, self._image)))
        self._vectors.write(rows)


def _record(
    wishes: DetectParameters, detector: Detector, source: RasterSource, summary: dict[str, Any]
) -> dict[str, Any]:
    """What someone needs to repeat the run or to doubt it."""
    file = find_model(wishes.model).file
    return {
        "parameters": wishes.to_dict(),
        "image": {"bands": source.bands, "low": source.stretch.low, "high": source.stretch.high},
        "model": {
            "name": detector.card.name,
            "file": file.name,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "licence": detector.card.licence,
        },
        "finished": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "versions": doctor({}, JobContext())["versions"],
        "result": summary,
    }
