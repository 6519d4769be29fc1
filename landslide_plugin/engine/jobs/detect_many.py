"""The `detect_many` job: scene after scene, each with its own results, and a table of how they went."""

from __future__ import annotations

import csv
import logging
import tempfile
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatch
from glob import escape
from pathlib import Path
from typing import Any

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.parameters import DetectManyParameters
from landslide_plugin.common.raster_paths import raster_name
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.jobs.detect import run as detect

SUMMARY = "summary.csv"
ENDINGS = (
    ".tif", ".tiff", ".vrt", ".jp2", ".img", ".ecw", ".sid", ".ntf", ".pix", ".dat", ".bsq", ".bil", ".bip", ".jpg",
    ".jpeg", ".png", ".kml", ".kmz",
)  # fmt: skip


_log = logging.getLogger(__name__)


@dataclass
class _Scene:
    """One line of the table.

    Args:
        scene: its name, which is that of its folder.
        landslides, area_m2: found; None where the scene failed.
        seconds: taken.
        gsd_m: metres per pixel that were read, None without CRS.
        warnings: sentences.
        error: why the scene failed, empty where it did not.
        file: what was read.
    """

    scene: str
    landslides: int | None = None
    area_m2: float | None = None
    seconds: float | None = None
    gsd_m: float | None = None
    warnings: str = ""
    error: str = ""
    file: str = ""


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Detects landslides on many scenes; one that cannot be used does not stop the others.

    Args:
        params: `DetectManyParameters` as a JSON object.
        context: hears of progress, stops the work.

    Returns:
        `summary` (path of the table), `scenes` (its lines; finished ones also with the paths of their `results`),
        `landslides`, `area_m2`, `failed`, `seconds`.

    Raises:
        InputError: there are no scenes, the model cannot be used, every scene failed, or at the end, when all results
            are safe, the table cannot be written.
        CancelledError: the person cancelled; the scenes finished before are kept, and are in the table.
    """
    watch = Stopwatch()
    wishes = DetectManyParameters.from_dict(params)
    scenes = _named(_files(wishes))
    common = wishes.of_scene("", "", "")
    context.progress(0, "Loading the model")
    ready_detector(common.model, common.device, common.precision)
    folder = Path(wishes.output)
    table, unwritten = folder / SUMMARY, None
    _try_out(table)
    lines: list[_Scene] = []
    results: dict[str, dict[str, Any]] = {}
    for number, (name, file) in enumerate(scenes.items()):
        context.check()
        line, time = _Scene(name, file=file), Stopwatch()
        try:
            parameters = wishes.of_scene(file, name, str(folder / name)).to_dict()
            result = detect(parameters, _Share(context, number, len(scenes), name))
            line.landslides, line.area_m2, line.gsd_m = result["landslides"], result["area_m2"], result["gsd_m"]
            line.warnings = " ".join(result["warnings"])
            results[name] = result
        except CancelledError:
            raise
        except InputError as error:
            line.error = " ".join(str(error).split())
        except Exception as error:  # noqa: BLE001 - whatever is the matter with one scene, the others are not to suffer
            _log.exception("%s", file)
            line.error = " ".join(f"{type(error).__name__}: {error} (the log tells more)".split())
        if line.error:
            context.log(f"{name}: {line.error}")
        line.seconds = round(time.seconds, 2)
        lines.append(line)
        try:
            _write(table, lines)
            unwritten = None
        except OSError as error:  # somebody looks at it in Excel: no reason to end a run of a night
            unwritten = error
            context.log(f"The table {table} cannot be written now ({error}): it is tried again after the next image.")
    failed = [line for line in lines if line.error]
    if len(failed) == len(lines):
        raise InputError(f"None of the {len(lines)} images could be used; {failed[0].scene}: {failed[0].error}")
    if unwritten is not None:
        raise InputError(
            f"The results of all images are in {folder}, but the table {table.name} of them could not be written "
            f"({unwritten}): what it would tell is in the run records (_run.json) beside the results."
        )
    return {
        "summary": str(table),
        "scenes": [{**asdict(line), "results": results.get(line.scene)} for line in lines],
        "landslides": sum(line.landslides or 0 for line in lines),
        "area_m2": round(sum(line.area_m2 or 0 for line in lines), 1),
        "failed": len(failed),
        "seconds": round(watch.seconds, 3),
    }


class _Share(JobContext):
    """What one scene of several says, as part of the whole.

    Args:
        whole: who listens.
        number, count: of this scene, from 0, and of all.
        name: of this scene.
    """

    def __init__(self, whole: JobContext, number: int, count: int, name: str) -> None:
        self._whole, self._number, self._count, self._name = whole, number, count, name

    def progress(
        self,
        fraction: float,
        message: str = "",
        seconds_left: float | None = None,  # noqa: ARG002 - of this scene alone; the others' sizes are not known yet
        megapixels_per_second: float | None = None,
    ) -> None:
        share = (self._number + fraction) / self._count
        said = f"{self._name} ({self._number + 1} of {self._count}): {message}"
        self._whole.progress(share, said, None, megapixels_per_second)

    def check(self) -> None:
        self._whole.check()

    def log(self, text: str) -> None:
        self._whole.log(text)


def _files(wishes: DetectManyParameters) -> list[str]:
    """The images named, and those in the folders named, sorted; masks and earlier results in there are none."""
    found = []
    mask = wishes.options.get("mask")
    masks = escape(str(Path(mask).absolute())).replace("{scene}", "*") if mask else ""
    output = Path(wishes.output).absolute()
    for raster in wishes.rasters:
        folder = Path(raster)
        if not folder.is_dir():
            found.append(raster)
            continue
        if output in (folder.absolute(), *folder.absolute().parents):
            raise InputError(
                f"The results would lie among the images of {raster}, or around them: give another output folder."
            )
        inside = sorted(
            file
            for file in (folder.rglob("*") if wishes.recursive else folder.iterdir())
            if file.suffix.lower() in ENDINGS
            and file.is_file()
            and not fnmatch(str(file.absolute()), masks)
            and output not in file.absolute().parents
        )
        if not inside:
            endings = ", ".join(ENDINGS)
            if wishes.recursive:
                raise InputError(f"The folder {raster} and its subfolders hold no images ({endings}): choose another.")
            raise InputError(f"The folder {raster} holds no images ({endings}): choose another.")
        found += map(str, inside)
    return found


def _named(files: Sequence[str]) -> dict[str, str]:
    """Files by the names of their scenes: of namesakes, the later ones are numbered."""
    scenes: dict[str, str] = {}
    for file in dict.fromkeys(files):
        stem = name = raster_name(file)
        count = 1
        while name in scenes:
            count += 1
            name = f"{stem}_{count}"
        scenes[name] = file
    return scenes


def _try_out(path: Path) -> None:
    """Finds out now, and not after the first scene, whether the table can be written; an earlier one stays as it is.

    Raises:
        InputError: it cannot, or another table of that name would be lost.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
        if path.exists():
            with path.open("r+b") as table:  # Windows refuses while Excel has it open
                first = table.readline().removeprefix(BOM_UTF8)
            if first and not first.startswith(b"scene"):
                raise InputError(f"{path} is a table of something else and would be replaced: choose another folder.")
    except OSError as error:
        raise InputError(
            f"The table {path} cannot be written ({error}): choose another folder, or close the table elsewhere."
        ) from error


def _write(path: Path, lines: Sequence[_Scene]) -> None:
    """Writes the table anew, so that whenever the run ends, it tells of all scenes that are done.

    Raises:
        OSError: it cannot be written; an earlier one stays as it is.
    """
    unfinished = path.with_name(f".unfinished-{path.name}")
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel read UTF-8
            table = csv.DictWriter(file, [field.name for field in fields(_Scene)])
            table.writeheader()
            table.writerows(asdict(line) for line in lines)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
