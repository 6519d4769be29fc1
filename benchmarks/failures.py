r"""A gallery of what a model gets most wrong: image, truth outlined in green, the model's landslides in red.

    .venv/engine/bin/python benchmarks/failures.py --model default --output docs/images/failures.png \\
        IMAGES:MASKS [IMAGES:MASKS ...]

Chosen are the tiles with the most pixels missed and those with the most pixels called landslide that are none, half of
each; nobody picks them by eye. A tile without a mask file is all background.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, ImageOps
from rasterio.features import shapes
from rasterio.windows import Window

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.common.tile_folders import files_in
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.stream import ProbabilityStream
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.fused import open_for
from landslide_plugin.engine.raster.resolution import choose_resolution

SIDE, GAP, CAPTION, ROW = 240, 8, 34, 4  # pixels; tiles in a row
TRUTH, CALLED = "#2ecc71", "#ff2d2d"


@dataclass(frozen=True)
class Mistake:
    """What a model did with a tile.

    Args:
        file: the image; truth, called: (H, W) bool.
    """

    file: Path
    truth: NDArray[np.bool_]
    called: NDArray[np.bool_]

    @property
    def missed(self) -> int:
        """Landslide pixels not called so."""
        return int((self.truth & ~self.called).sum())

    @property
    def false(self) -> int:
        """Pixels called landslide that are none."""
        return int((self.called & ~self.truth).sum())

    def caption(self) -> str:
        """Name, and what is wrong, as shares of the tile."""
        return f"{self.file.stem}\nmissed {self.missed / self.truth.size:.1%}, false {self.false / self.truth.size:.1%}"


def look(detector: Detector, file: Path, mask: Path | None, image_gsd: float | None) -> Mistake:
    """Runs the model on a tile, as `evaluate` does."""
    with open_for(detector.card, str(file), None, None, JobContext()) as source:
        grid = source.ground_grid(choose_resolution(image_gsd, detector.card).scale)
        stream = ProbabilityStream(detector, source, grid, Window(0, 0, grid.width, grid.height))
        probability = np.concatenate([band.probability for band in stream])
    truth = np.zeros(probability.shape, bool)
    if mask is not None:
        with rasterio.open(mask) as opened:
            truth = opened.read(1, out_shape=truth.shape) > 0
    return Mistake(file, truth, probability >= detector.card.threshold)


def choose(mistakes: list[Mistake], count: int) -> list[Mistake]:
    """The worst ones, half by what was missed and half by what was falsely called."""
    missed = sorted(mistakes, key=lambda one: -one.missed)[: count // 2]
    rest = [one for one in mistakes if one not in missed]
    return missed + sorted(rest, key=lambda one: -one.false)[: count - len(missed)]


def panel(mistake: Mistake) -> Image.Image:
    """A tile with both outlines and its caption."""
    with rasterio.open(mistake.file) as opened:
        picture = Image.fromarray(opened.read([1, 2, 3]).transpose(1, 2, 0))
    fitted = ImageOps.contain(picture, (SIDE, SIDE))
    scale, pen = fitted.width / mistake.truth.shape[1], ImageDraw.Draw(fitted)
    for mask, colour in ((mistake.truth, TRUTH), (mistake.called, CALLED)):
        for outline, _ in shapes(mask.astype(np.uint8), mask):
            for ring in [(whole := shapely.geometry.shape(outline)).exterior, *whole.interiors]:
                pen.line([(x * scale, y * scale) for x, y in ring.coords], colour, 2)
    framed = Image.new("RGB", (SIDE, SIDE + CAPTION), "white")
    framed.paste(fitted, ((SIDE - fitted.width) // 2, (SIDE - fitted.height) // 2))
    ImageDraw.Draw(framed).multiline_text((2, SIDE + 3), mistake.caption(), "#333333", ImageFont.load_default(12))
    return framed


def lay_out(mistakes: list[Mistake]) -> Image.Image:
    """All panels in rows."""
    rows = -(-len(mistakes) // ROW)
    sheet = Image.new("RGB", (ROW * (SIDE + GAP) - GAP, rows * (SIDE + CAPTION + GAP) - GAP), "white")
    for number, mistake in enumerate(mistakes):
        row, column = divmod(number, ROW)
        sheet.paste(panel(mistake), (column * (SIDE + GAP), row * (SIDE + CAPTION + GAP)))
    return sheet


@click.command()
@click.argument("folders", nargs=-1, required=True)
@click.option("--model", default="default", show_default=True, help="Name or file.")
@click.option("--image-gsd", type=float, help="Metres per pixel of the tiles; by default they are read pixel by pixel.")
@click.option("--count", default=12, show_default=True, help="Tiles shown.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="PNG file.")
def main(folders: tuple[str, ...], model: str, image_gsd: float | None, count: int, output: Path) -> None:
    """Draws the worst tiles of FOLDERS, each IMAGES:MASKS."""
    detector, mistakes = ready_detector(model), []
    for pair in folders:
        images, masks = map(Path, pair.split(":"))
        by_stem = {file.stem: file for file in files_in(masks)}
        mistakes += [look(detector, file, by_stem.get(file.stem), image_gsd) for file in files_in(images)]
    lay_out(choose(mistakes, count)).quantize(256).save(output, optimize=True)


if __name__ == "__main__":
    main()
