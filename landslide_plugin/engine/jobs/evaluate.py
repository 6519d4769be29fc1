"""The `evaluate` job: how well a model does where the truth is known."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import EvaluateParameters
from landslide_plugin.common.tile_folders import IMAGE_ENDINGS, files_in
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import DARK, ProbabilityStream, with_tiles_that_fit
from landslide_plugin.engine.job import JobContext, QuietContext, Stopwatch
from landslide_plugin.engine.metrics import ObjectMetrics, PixelMetrics
from landslide_plugin.engine.raster.scene import open_scene
from landslide_plugin.engine.truth import open_truth


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Compares a model's answer with the truth, over all valid pixels of the set together.

    Args:
        params: `EvaluateParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        Over all pixels `iou`, `miou`, `precision`, `recall`, `f1`, `accuracy`, `auc`, `called_landslide` (share of
        pixels), `calibration_error`, and `reliability`: for each tenth of the probability its `pixels`, their mean
        `probability` and the share that is `landslide`. Counted by landslides, `object_recall_10`, `object_recall_50`,
        `object_precision_10`, `object_precision_50`, `true_objects`, `mapped_objects`. Also `tiles`, `threshold`,
        `pixels`, `seconds`, `warnings`.

    Raises:
        InputError: something given cannot be used, or nothing of it can be compared.
        CancelledError: the person cancelled.
    """
    watch = Stopwatch()
    wishes = EvaluateParameters.from_dict(params)
    detector = ready_detector(wishes.model, wishes.device, wishes.precision)
    metrics = PixelMetrics(wishes.threshold if wishes.threshold is not None else detector.card.threshold)
    objects = ObjectMetrics(wishes.min_object)
    pairs, remarks = _pairs(wishes), _Remarks()
    for done, (image, truth) in enumerate(pairs):
        report = context if len(pairs) == 1 else QuietContext(context)
        compare = partial(_compare, detector, str(image), truth, wishes, (metrics, objects), remarks, report)
        metrics, objects = with_tiles_that_fit(detector, report, compare)
        context.check()
        share = (done + 1) / len(pairs)
        context.progress(share, f"Image {done + 1} of {len(pairs)}", watch.seconds / share * (1 - share))
    warnings = remarks.sentences()
    for warning in warnings:
        context.log(warning)
    if metrics.pixels == 0:
        raise InputError(" ".join(["There is nothing to compare: no ground with data has a known truth.", *warnings]))
    return {
        **metrics.result(),
        "reliability": [asdict(one) for one in metrics.reliability()],
        **objects.result(),
        "tiles": len(pairs),
        "threshold": metrics.threshold,
        "pixels": metrics.pixels,
        "warnings": warnings,
        "seconds": round(watch.seconds, 3),
    }


def _pairs(wishes: EvaluateParameters) -> list[tuple[Path, Path | None]]:
    """Images with their masks or polygons; None where all is background."""
    if wishes.raster is not None:
        truth = Path(wishes.truth)
        if not truth.exists():
            raise InputError(f"There is no file {truth}: check the path of the truth.")
        return [(Path(wishes.raster), truth)]
    images, masks = Path(wishes.images), Path(wishes.masks)
    for folder in (images, masks):
        if not folder.is_dir():
            raise InputError(f"There is no folder {folder}: check the path.")
    found = files_in(images)
    if not found:
        raise InputError(f"The folder {images} holds no images ({', '.join(IMAGE_ENDINGS)}): choose another.")
    by_stem = {file.stem: file for file in files_in(masks)}
    if by_stem and not any(image.stem in by_stem for image in found):
        raise InputError(f"No mask in {masks} has the name of an image in {images}: name them alike.")
    return [(image, by_stem.get(image.stem)) for image in found]


def _compare(
    detector: Detector,
    image: str,
    truth: Path | None,
    wishes: EvaluateParameters,
    metrics: tuple[PixelMetrics, ObjectMetrics],
    remarks: _Remarks,
    context: JobContext,
    largest: int,
) -> tuple[PixelMetrics, ObjectMetrics]:
    """The metrics with one image more; those that are given stay as they are, should the memory end on the way."""
    pixels, objects = deepcopy(metrics)
    with open_scene(detector.card, wishes, context, raster=image, dem=_dem_of(image, wishes.dem)) as scene:
        source, grid = scene.source, scene.grid
        for warning in scene.warnings():
            remarks.add(warning, source.name)
        stream = ProbabilityStream(
            detector, source, grid, scene.window, tta=wishes.tta, largest=largest, context=context
        )
        known_ground = open_truth(truth, source, wishes, remarks.add)
        for band in stream:
            window = Window(0, band.row, grid.width, len(band.valid))
            landslide, known = known_ground.read(window, grid)
            counts = band.valid & known
            pixels.add(band.probability, landslide, counts)
            objects.add((band.probability >= pixels.threshold) & counts, landslide & counts)
        objects.end_image()
        if stream.is_dark:
            remarks.add(DARK, source.name)
    return pixels, objects


class _Remarks:
    """What is odd about the images, each sentence once: of thousands of tiles each may be odd in the same way."""

    def __init__(self) -> None:
        self._images: dict[str, list[str]] = {}

    def add(self, sentence: str, image: str | None = None) -> None:
        """Keeps a sentence about an image; None = the sentence itself names it."""
        images = self._images.setdefault(sentence, [])
        if image is not None and image not in images[-1:]:  # that was looked at again, in smaller tiles
            images.append(image)

    def sentences(self) -> list[str]:
        """All of them, each after the images that it is about."""
        return [f"{_those(images)}{sentence}" for sentence, images in self._images.items()]


def _those(images: list[str]) -> str:
    more = f" and {len(images) - 1} more" if len(images) > 1 else ""
    return f"{images[0]}{more}: " if images else ""


def _dem_of(image: str, dem: str | None) -> str | None:
    """The elevation raster of an image: the one that is given, or the one of the image's name in a folder."""
    if dem is None or not Path(dem).is_dir():
        return dem
    files = (file for file in Path(dem).iterdir() if file.stem == Path(image).stem)
    found = next((file for file in files if file.suffix.lower() in IMAGE_ENDINGS), None)
    if found is None:
        raise InputError(f"The folder {dem} holds no elevation raster for {Path(image).name}: add it.")
    return str(found)
