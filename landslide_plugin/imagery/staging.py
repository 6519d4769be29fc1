"""Makes a file of a part of an online layer, so that the engine can read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional

import numpy as np
from qgis.core import Qgis, QgsRasterDataProvider
from qgis.PyQt.QtCore import QCoreApplication

from ..common.errors import CancelledError, InputError
from ..worker.protocol import Progress
from .cache import BLOCK, Block, appearing, check_written, checksum, create_image, free_bytes, prune, put
from .fetching import BlockFetcher, IsCancelled
from .plan import StagingPlan

FETCHING_SHARE = 0.4
"""Of the progress of a job that begins with fetching."""

OnProgress = Optional[Callable[[Progress], None]]


class Stager:
    """Fetches what a plan says, on any thread.

    Args:
        provider: of the layer, from `detached_copy`.
        plan: what to fetch, and the file to write.
    """

    def __init__(self, provider: QgsRasterDataProvider, plan: StagingPlan) -> None:
        self.plan = plan
        self._provider = provider

    def run(self, report: OnProgress = None, is_cancelled: IsCancelled = bool) -> Path:
        """Writes a tiled GeoTIFF with alpha 0 where the service has no image; blocks from before are not fetched.

        Args:
            report: hears of progress.
            is_cancelled: asked ten times a second; blocks that are there by then stay for the next time.

        Raises:
            InputError: the service does not answer, refuses or has no image there, or the disk is full; no file is
                written. CancelledError: the person cancelled; no file is written.
        """
        fetcher = BlockFetcher(self._provider, self.plan, is_cancelled)
        try:
            prune()
            self._check_disk()
            with fetcher, appearing(self.plan.file) as unfinished:
                self._write(unfinished, fetcher, report, is_cancelled)
        except OSError as error:
            raise InputError(
                QCoreApplication.translate(
                    "Imagery", "The images of '{name}' cannot be saved ({reason}): make room or choose another folder."
                ).format(name=self.plan.service.name, reason=error)
            ) from error
        return self.plan.file

    def _write(self, file: Path, fetcher: BlockFetcher, report: OnProgress, is_cancelled: IsCancelled) -> None:
        plan, seen, parts = self.plan, False, {}
        image = create_image(file, plan.width, plan.height)
        try:
            image.SetGeoTransform(plan.transform)
            image.SetProjection(plan.service.crs.toWkt(Qgis.CrsWktVariant.PreferredGdal))
            image.SetMetadata(_tags(plan))
            for count, block in enumerate(plan.blocks):
                if is_cancelled():
                    raise CancelledError
                self._report(count, report)
                pixels = self._pixels(block, fetcher)
                window, part = _part(plan, block, pixels)
                put(image, part, *window[:2])
                parts[window] = checksum(part)
                seen |= bool(part[3].any())
        finally:
            image = None  # closes it, also for an error that holds on to this frame
        check_written(file, parts)
        if not seen:
            raise InputError(
                QCoreApplication.translate(
                    "Imagery",
                    "'{name}' has no image of that area at {gsd} m per pixel: choose another area or larger pixels.",
                ).format(name=plan.service.name, gsd=f"{plan.gsd:.2g}")
            )

    def _report(self, done: int, report: OnProgress) -> None:
        if report is not None:
            count = len(self.plan.blocks)
            text = QCoreApplication.translate("Imagery", "Fetching '{name}', part {number} of {count}")
            report(Progress(done / count, text.format(name=self.plan.service.name, number=done + 1, count=count)))

    def _pixels(self, block: Block, fetcher: BlockFetcher) -> np.ndarray:
        cache = self.plan.cache
        pixels = cache.read(block)
        if pixels is None:
            pixels = fetcher.fetch(block)
            cache.write(block, pixels)
        return pixels

    def _check_disk(self) -> None:
        for folder in (self.plan.file.parent, self.plan.cache.folder):
            if free_bytes(folder) < self.plan.bytes_on_disk:
                needed = f"{self.plan.bytes_on_disk / 1e6:,.0f} MB"
                raise OSError(QCoreApplication.translate("Imagery", "{size} are needed").format(size=needed))


def _part(plan: StagingPlan, block: Block, pixels: np.ndarray) -> tuple[tuple[int, int, int, int], np.ndarray]:
    """The part of a block that lies in the image: where (left, top, columns, rows), and its pixels."""
    left, top = block[0] * BLOCK - plan.left, block[1] * BLOCK - plan.top
    columns = slice(max(0, -left), min(BLOCK, plan.width - left))
    rows = slice(max(0, -top), min(BLOCK, plan.height - top))
    part = pixels[:, rows, columns]
    return (left + columns.start, top + rows.start, part.shape[2], part.shape[1]), part


def _tags(plan: StagingPlan) -> dict[str, str]:
    known = plan.provenance
    tags = {"TIFFTAG_IMAGEDESCRIPTION": f"{known['layer']} ({known['service']})"}
    whose = ". ".join(text for text in (known["attribution"], known["terms"]) if text)
    if whose:
        tags["TIFFTAG_COPYRIGHT"] = whose
    return tags


def staged_progress(
    report: Callable[[Progress], None],
) -> tuple[Callable[[Progress], None], Callable[[Progress], None]]:
    """Ways to report the fetching, as the first part of the whole, and the job after it, as the rest."""

    def fetching(progress: Progress) -> None:
        report(replace(progress, fraction=FETCHING_SHARE * progress.fraction, seconds_left=None))

    def job(progress: Progress) -> None:
        report(replace(progress, fraction=FETCHING_SHARE + (1 - FETCHING_SHARE) * progress.fraction))

    return fetching, job
