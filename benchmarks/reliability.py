"""The reliability diagram of evaluations: how often landslides are where the model says so.

    ENGINE evaluate --model default --images IMAGES --masks MASKS --json > tiles.json
    .venv/engine/bin/python benchmarks/reliability.py "Bijie tiles=tiles.json" --output docs/images/reliability.png

On the diagonal, of the pixels that are given 0.8 eight in ten are landslide. Below it the model promises too much.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
from PIL import Image, ImageDraw, ImageFont

SIDE, MARGIN, SHARP = 340, 56, 3  # drawn larger, then reduced, for smooth lines
COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#8e44ad")
INK, PALE = "#333333", "#dddddd"


def place(x: float, y: float) -> tuple[float, float]:
    """Pixel of a point of the diagram, both 0-1."""
    return SHARP * (MARGIN + x * SIDE), SHARP * (MARGIN / 2 + (1 - y) * SIDE)


def draw(curves: dict[str, list[dict[str, float]]]) -> Image.Image:
    """One line for each name, through the bins that hold pixels."""
    picture = Image.new("RGB", (SHARP * (SIDE + 3 * MARGIN // 2), SHARP * (SIDE + 3 * MARGIN // 2)), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(SHARP * 12)
    for tick in range(0, 11, 2):
        share = tick / 10
        for line in (((share, 0), (share, 1)), ((0, share), (1, share))):
            pen.line([place(*point) for point in line], PALE, SHARP)
        pen.text(place(share, -0.03), f"{share:.1f}", INK, font, "mt")
        pen.text(place(-0.02, share), f"{share:.1f}", INK, font, "rm")
    pen.line([place(0, 0), place(1, 1)], INK, SHARP)
    pen.text(place(0.5, -0.11), "probability that the model gives", INK, font, "mt")
    pen.text(place(0.02, 1.03), "share of these pixels that is landslide", INK, font, "ls")
    for number, (name, bins) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [place(one["probability"], one["landslide"]) for one in bins]
        pen.line(points, colour, 2 * SHARP, "curve")
        for x, y in points:
            pen.ellipse((x - 3 * SHARP, y - 3 * SHARP, x + 3 * SHARP, y + 3 * SHARP), colour)
        pen.text(place(0.03, 0.95 - 0.06 * number), name, colour, font, "lm")
    return picture.reduce(SHARP)


@click.command()
@click.argument("evaluations", nargs=-1, required=True)
@click.option("--output", type=click.Path(path_type=Path), required=True, help="PNG file.")
def main(evaluations: tuple[str, ...], output: Path) -> None:
    """Draws EVALUATIONS, each NAME=FILE with what `evaluate --json` printed."""
    named = (one.split("=", 1) for one in evaluations)
    draw({name: json.loads(Path(file).read_text())["reliability"] for name, file in named}).save(output, optimize=True)


if __name__ == "__main__":
    main()
