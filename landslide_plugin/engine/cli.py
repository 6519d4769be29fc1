"""The command line: the same jobs as the dock and Processing.

Exit status: 0 done, 2 the input was refused (one sentence on stderr), 130 cancelled, 1 anything else.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
from tqdm import tqdm

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.parameters import (
    DEVICES,
    PRECISIONS,
    TEST_TIME_AUGMENTATIONS,
    ChipParameters,
    DetectManyParameters,
    DetectParameters,
    EvaluateParameters,
    ExplainParameters,
    ExportParameters,
    SuggestParameters,
    TrainParameters,
)
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job


class _TerminalContext(JobContext):
    """A progress bar on stderr; Ctrl+C cancels."""

    def __init__(self) -> None:
        self._bar = tqdm(total=1.0, file=sys.stderr, bar_format="{desc:30.30} {percentage:3.0f}%|{bar:30}| {postfix}",
                         leave=False, disable=not sys.stderr.isatty())  # fmt: skip
        self._cancelled = False
        signal.signal(signal.SIGINT, self._cancel)
        signal.signal(signal.SIGTERM, self._cancel)

    def _cancel(self, _number: int, _frame: FrameType | None) -> None:
        self._cancelled = True

    def progress(
        self,
        fraction: float,
        message: str = "",
        seconds_left: float | None = None,
        megapixels_per_second: float | None = None,
    ) -> None:
        left = "" if seconds_left is None else f"{seconds_left:.0f} s left"
        speed = "" if megapixels_per_second is None else f", {megapixels_per_second:.1f} megapixels/s"
        self._bar.set_description_str(message, refresh=False)
        self._bar.set_postfix_str(left + speed, refresh=False)
        self._bar.n = fraction
        self._bar.refresh()

    def check(self) -> None:
        if self._cancelled:
            raise CancelledError

    def log(self, text: str) -> None:
        self._bar.write(text, file=sys.stderr)

    def close(self) -> None:
        self._bar.close()


def _run(as_json: bool, job: Callable[[JobContext], dict[str, Any] | list[Any] | None]) -> None:
    """Runs a job, prints its result, and turns errors into the exit status."""
    context = _TerminalContext()
    try:
        result = job(context)
    except CancelledError as error:
        _leave(context, str(error), 130)
    except InputError as error:
        _leave(context, str(error), 2)
    context.close()
    if result is None:  # another process of the team tells it
        return
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else _for_people(result))


def _leave(context: _TerminalContext, sentence: str, status: int) -> NoReturn:
    context.close()
    click.echo(sentence, err=True)
    sys.exit(status)


def _for_people(result: object, indent: str = "") -> str:
    if isinstance(result, dict):
        return "\n".join(
            f"{indent}{key}:\n{_for_people(value, indent + '  ')}" if isinstance(value, (dict, list)) and value
            else f"{indent}{key}: {value}"
            for key, value in result.items()
        )  # fmt: skip
    if isinstance(result, list):
        return "\n\n".join(_for_people(item, indent) for item in result)
    return f"{indent}{result}"


_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout and nothing else.")
_model = click.option("--model", default="default", show_default=True, help="Name of a model, or a .safetensors file.")
_device = click.option("--device", default="auto", show_default=True, help=f"One of {', '.join(DEVICES)}.")
_precision = click.option("--precision", type=click.Choice(PRECISIONS), default="auto", show_default=True)
_bands = click.option("--bands", help="Raster bands for the model's bands, in order: --bands 1 2 3.")
_gsd = click.option("--gsd", type=float, help="Ground sample distance to work at, metres per pixel.")
_threshold = click.option("--threshold", type=float, help="Probability from which a pixel is landslide.")
_tta = click.option("--tta", type=click.Choice(TEST_TIME_AUGMENTATIONS), default="none", show_default=True)
_extent = click.option("--extent", type=float, nargs=4, help="XMIN YMIN XMAX YMAX in the raster's CRS.")
_area = click.option("--area", help="Polygons as WKT in the raster's CRS.")
_crs = click.option("--crs", help="The raster's CRS, where its file says none.")
_mask_values = click.option("--mask-values", help="Values of the mask raster that mean masked: --mask-values 3 8 9 10.")
_stretch = click.option(
    "--stretch", is_flag=True, help="Spread dark 8-bit images between their 2nd and 98th percentile."
)
_dem = click.option("--dem", help="Elevation raster, for models that read one.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(plugin_version())
def cli() -> None:
    """Maps landslides on imagery with neural networks."""


@cli.command()
@_json
def doctor(as_json: bool) -> None:
    """What will run where, and why."""
    _run(as_json, lambda context: run_job("doctor", {}, context))


@cli.command()
@_json
def models(as_json: bool) -> None:
    """Every model that can be used."""

    def listed(context: JobContext) -> list[Any]:
        result = run_job("models", {}, context)
        for complaint in result["complaints"]:
            context.log(complaint)
        return result["models"]

    _run(as_json, listed)


@cli.command()
@click.argument("rasters", nargs=-1, required=True)
@click.option("--output", required=True, help="Folder for the results.")
@click.option("--recursive", is_flag=True, help="Look for images in the subfolders of a folder too.")
@_model
@_device
@_precision
@_extent
@_area
@click.option("--area-crs", help="CRS of extent and area, e.g. EPSG:4326, where it is not the raster's.")
@_crs
@click.option(
    "--mask",
    help="Raster or polygons of clouds and other ground to leave out. With several rasters, {scene} "
    "in its name stands for theirs.",
)
@_mask_values
@_stretch
@_bands
@_dem
@_gsd
@_threshold
@click.option("--min-area", type=float, default=100.0, show_default=True, help="Smallest landslide kept, m2.")
@_tta
@click.option("--overlap", type=float, default=0.25, show_default=True, help="Share of a tile its neighbour repeats.")
@_json
def detect(as_json: bool, rasters: tuple[str, ...], output: str, recursive: bool, **wishes: Any) -> None:
    """Detects the landslides on RASTERS.

    One raster puts its results into the output folder; several, or a folder of them, put each scene's into a folder of
    its own, with a summary.csv beside them.
    """
    options = _numbers(wishes)
    if len(rasters) == 1 and not Path(rasters[0]).is_dir():
        parameters = DetectParameters(rasters[0], output, **options).to_dict()
        _run(as_json, lambda context: run_job("detect", parameters, context))
    else:
        parameters = DetectManyParameters(rasters, output, options, recursive).to_dict()
        _run(as_json, lambda context: run_job("detect_many", parameters, context))


@cli.command()
@_model
@click.option("--images", help="Folder of tiles.")
@click.option("--masks", help="Folder of their masks, same names; a missing mask means all background.")
@click.option("--raster", help="One raster, instead of tiles.")
@click.option("--truth", help="Its mask raster or polygons.")
@click.option("--truth-layer", help="Layer of the polygons, where their file has several.")
@click.option("--areas", help="Polygons of ground that is fully labelled; only it counts.")
@click.option("--areas-layer", help="Their layer.")
@_crs
@_dem
@_bands
@_gsd
@click.option("--image-gsd", type=float, help="Metres per pixel of images without georeference.")
@_stretch
@_threshold
@click.option("--min-object", default=10, show_default=True, help="Smallest landslide that counts as one, pixels.")
@_device
@_precision
@_tta
@_json
def evaluate(as_json: bool, **wishes: Any) -> None:
    """Measures a model where the truth is known."""
    _run(as_json, lambda context: run_job("evaluate", EvaluateParameters(**_numbers(wishes)).to_dict(), context))


@cli.command()
@click.argument("raster")
@_crs
@_model
@click.option("--at", type=float, nargs=2, required=True, help="X Y of the place to explain.")
@click.option("--point-crs", help="The place's CRS, e.g. EPSG:4326, where it is not the raster's.")
@click.option("--output", required=True, help="GeoTIFF for the heat map.")
@click.option("--layer", help="The network's module to explain, e.g. decoder.0.")
@click.option("--mask", help="Raster or polygons of clouds and other ground to leave out.")
@_mask_values
@_stretch
@_bands
@_dem
@_gsd
@_threshold
@_device
@_json
def explain(as_json: bool, at: tuple[float, float], **wishes: Any) -> None:
    """Shows which ground of RASTER speaks for the landslide at a place (Grad-CAM)."""
    parameters = ExplainParameters(x=at[0], y=at[1], **_numbers(wishes))
    _run(as_json, lambda context: run_job("explain", parameters.to_dict(), context))


@cli.command()
@click.argument("raster")
@_model
@click.option("--labels", help="Label polygons; they are not suggested again.")
@click.option("--labels-layer", help="Their layer, where the file holds several.")
@click.option("--areas", help="Fully labelled areas; they are not suggested again.")
@click.option("--areas-layer", help="Their layer, where the file holds several.")
@click.option("--count", default=10, show_default=True, help="How many windows to suggest.")
@click.option("--output", help="GeoPackage for the windows.")
@click.option("--side", default=256, show_default=True, help="Longest side of a window, pixels of the model.")
@click.option("--most", type=int, help="Look at so many windows, spread evenly.  [default: 200, with a GPU 2000]")
@_extent
@_area
@_bands
@_gsd
@_dem
@_crs
@click.option("--tta", type=click.Choice(TEST_TIME_AUGMENTATIONS), default="flip", show_default=True)
@_device
@_json
def suggest(as_json: bool, **wishes: Any) -> None:
    """Tells which windows of RASTER to label next, so that a model learns most from it."""
    _run(as_json, lambda context: run_job("suggest", SuggestParameters(**_numbers(wishes)).to_dict(), context))


@cli.command()
@click.option("--config", required=True, type=click.Path(path_type=Path), help="TOML file of the training.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint.")
@_device
@_json
def train(as_json: bool, config: Path, resume: bool, device: str) -> None:
    """Trains or fine-tunes a model; on several graphics cards when torchrun starts it."""
    wishes = TrainParameters(str(config), resume, device)
    _run(as_json, lambda context: run_job("train", wishes.to_dict(), context))


@cli.command("export-chips")
@click.argument("raster")
@_crs
@click.option("--labels", required=True, help="File of the label polygons.")
@click.option("--labels-layer", help="Its layer, where it has several.")
@click.option("--areas", help="File of the areas in which every landslide has been labelled.")
@click.option("--areas-layer", help="Its layer, where it has several.")
@click.option("--output", required=True, help="Folder for the folders images and masks.")
@click.option("--size", default=256, show_default=True, help="Side of a chip, pixels.")
@click.option("--overlap", default=0.0, show_default=True, help="Share of a chip that its neighbour repeats.")
@_bands
@_gsd
@_json
def export_chips(as_json: bool, **wishes: Any) -> None:
    """Writes RASTER and its labels as chips with masks, for other programs that train on such."""
    _run(as_json, lambda context: run_job("export_chips", ChipParameters(**_numbers(wishes)).to_dict(), context))


@cli.command()
@click.argument("model")
@click.option("--onnx", required=True, help="File to write, ends with .onnx.")
@_json
def export(as_json: bool, **wishes: Any) -> None:
    """Writes MODEL (a name or a file) as ONNX for other software, such as the QGIS plugin Deepness."""
    _run(as_json, lambda context: run_job("export", ExportParameters(**wishes).to_dict(), context))


@cli.command("sample-scene")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", default=0, show_default=True, help="Another seed, another landscape.")
@click.option("--size", default=2048, show_default=True, help="Side, pixels.")
@click.option("--gsd", default=0.5, show_default=True, help="Metres per pixel.")
@_json
def sample_scene(as_json: bool, folder: Path, seed: int, size: int, gsd: float) -> None:
    """Generates a landscape with landslides and their truth in FOLDER."""

    def generated(context: JobContext) -> dict[str, Any]:
        from landslide_plugin.engine.sample_scene import generate, write

        context.progress(0.1, "Shaping the land")
        return {name: str(path) for name, path in write(generate(seed, size, gsd), folder).items()}

    _run(as_json, generated)


@cli.command()
@click.argument("image", type=click.Path(path_type=Path))
@click.argument("results", type=click.Path(path_type=Path))
@click.argument("picture", type=click.Path(path_type=Path))
def preview(image: Path, results: Path, picture: Path) -> None:
    """Draws PICTURE (.png) of IMAGE with the RESULTS folder of its detection."""

    def drawn(_context: JobContext) -> dict[str, Any]:
        from landslide_plugin.common.raster_paths import raster_name
        from landslide_plugin.engine.preview import make_preview

        stem = results / raster_name(str(image))
        make_preview(image, Path(f"{stem}_probability.tif"), Path(f"{stem}_landslides.gpkg"), picture)
        return {"picture": str(picture)}

    _run(False, drawn)


_LISTS = {"bands": int, "mask_values": float}


def _numbers(wishes: dict[str, Any]) -> dict[str, Any]:
    """Turns the text of `--bands` and `--mask-values` into numbers."""
    for name, kind in _LISTS.items():
        if wishes.get(name) is not None:
            try:
                wishes[name] = tuple(kind(word) for word in wishes[name].replace(",", " ").split())
            except ValueError:
                option = "--" + name.replace("_", "-")
                raise InputError(f"{option} takes numbers, not '{wishes[name]}'.") from None
    return wishes


def _gather_lists(arguments: list[str]) -> list[str]:
    """Lets `--bands 1 2 3` be written without quotes: click's options take a fixed number of words."""
    options = {"--" + name.replace("_", "-") for name in _LISTS}
    gathered: list[str] = []
    for word in arguments:
        if len(gathered) > 1 and gathered[-2] in options and word.replace(".", "", 1).isdigit():
            gathered[-1] += " " + word
        else:
            gathered.append(word)
    return gathered


def main() -> None:
    """The entry point."""
    try:
        cli.main(_gather_lists(sys.argv[1:]), prog_name="landslide_plugin.engine", standalone_mode=True)
    except InputError as error:  # parameters refused before a job began
        click.echo(str(error), err=True)
        sys.exit(2)
