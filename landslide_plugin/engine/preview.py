"""One picture for people: the image with the landslides outlined, beside it the probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import fiona
import numpy as np
import shapely
from affine import Affine
from fiona.errors import FionaError
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo
from rasterio.enums import Resampling
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.bands import has_palette
from landslide_plugin.engine.raster.source import RasterSource, open_raster
from landslide_plugin.engine.raster.writing import NODATA, PROBABILITY_SCALE, complete_or_nothing

_PANEL = 900  # longest side of a panel, pixels
_LARGEST_ENLARGEMENT = 6
_MARGIN, _GAP, _HEADER, _FOOTER = 28, 20, 96, 64
_PAPER, _INK, _FAINT_INK = (255, 255, 255), (32, 36, 40), (96, 104, 112)
_OUTLINE, _HALO = (255, 214, 10), (20, 20, 20, 150)
_NO_DATA = (225, 227, 230)
# Dark to bright through red, after matplotlib's inferno: over a dimmed image the likely places glow.
_HEAT = ((0, (40, 11, 84)), (60, (140, 41, 99)), (110, (221, 73, 61)), (160, (252, 165, 10)), (200, (252, 255, 164)))


@dataclass(frozen=True)
class _View:
    """What both panels show: the same ground, shrunk or enlarged to the panel.

    Args:
        picture: (height, width, 3) uint8.
        valid: (height, width) bool.
        heat: (height, width) stored probability, 0-200, `NODATA` where there is none.
        to_panel: coordinates of the raster's CRS to pixels of the panel.
        metres: metres per pixel of the panel; None without a georeference.
        north_up: whether an arrow upwards points north.
    """

    picture: NDArray[np.uint8]
    valid: NDArray[np.bool_]
    heat: NDArray[np.uint8]
    to_panel: Affine
    metres: float | None
    north_up: bool


def make_preview(image: Path, probability: Path, polygons: Path, output: Path, title: str | None = None) -> None:
    """Draws the result of a detection as a PNG.

    On the left the image with the landslides outlined, on the right their probability over the dimmed image, with
    scale bar, legend and a line that counts them. Everything is read at the picture's resolution, so rasters may have
    any size.

    Args:
        image: raster that was searched.
        probability: probability raster of the detection; it says which part of the image is shown.
        polygons: landslides of the detection, any format that OGR reads.
        output: PNG file, its folder is made when missing; headline and count are also in its text, as Title and
            Description.
        title: headline; None = the image's name.

    Raises:
        InputError: a file cannot be read, the rasters do not overlap, or the picture cannot be written.
    """
    view = _read_view(image, probability)
    outlines, area = _read_polygons(polygons)
    count = len(outlines)
    left = _outlined(view, outlines)
    right = _heated(view)
    for panel in (left, right):
        _draw_scale(panel, view)
    counted = f"{count} landslide{'' if count == 1 else 's'}, {_format_area(area, view.metres is not None)}"
    headline = title or image.stem
    page = _lay_out(left, right, headline, counted)
    words = PngInfo()
    words.add_itxt("Title", headline)
    words.add_itxt("Description", counted)
    with complete_or_nothing(output.parent, page.width * page.height * 3) as working:
        page.save(working / output.name, format="PNG", optimize=True, pnginfo=words)


def _read_view(image: Path, probability: Path) -> _View:
    with open_raster(str(image)) as dataset:
        # An image with fewer bands than a screen has colours is shown in grey.
        bands = None if dataset.count >= 3 or has_palette(dataset) else (1, 1, 1)
    with RasterSource(str(image), bands=bands) as source, open_raster(str(probability)) as heat:
        heat_transform = Affine.scale(1, -1) if heat.transform.is_identity else heat.transform
        to_source = ~source.transform @ heat_transform
        (left, top), (right, bottom) = to_source @ (0, 0), to_source @ (heat.width, heat.height)
        if right <= 0 or bottom <= 0 or left >= source.dataset.width or top >= source.dataset.height:
            raise InputError(f"{probability.name} does not lie on {image.name}: choose the results of that image.")
        longest = max(right - left, bottom - top)
        grid = source.ground_grid(max(longest / _PANEL, 1 / _LARGEST_ENLARGEMENT))
        column, row = max(round(left / grid.scale_x), 0), max(round(top / grid.scale_y), 0)
        width = max(min(round(right / grid.scale_x), grid.width) - column, 1)
        height = max(min(round(bottom / grid.scale_y), grid.height) - row, 1)
        window = Window(column, row, width, height)
        tile = source.read(window, grid)
        picture = (np.moveaxis(tile.pixels, 0, -1) * 255).round().astype(np.uint8)
        stored = heat.read(1, out_shape=(height, width), resampling=Resampling.average)
        valid = heat.dataset_mask(out_shape=(height, width)) > 0
        metres = source.ground_sample_distance
        return _View(
            picture=picture,
            valid=tile.valid,
            heat=np.where(valid, np.minimum(stored, PROBABILITY_SCALE), NODATA).astype(np.uint8),
            to_panel=~grid.transform_of(window),
            metres=metres * math.sqrt(grid.scale_x * grid.scale_y) if metres else None,
            north_up=bool(metres) and source.transform.is_rectilinear and source.transform.e < 0,
        )


def _read_polygons(path: Path) -> tuple[list[shapely.Geometry], float]:
    """The landslides and the sum of their stated areas."""
    try:
        with fiona.open(path) as layer:
            rows = [row for row in layer if row.geometry is not None]
    except FionaError as error:
        raise InputError(f"{path.name} is missing or holds no polygons: choose the detection's landslides.") from error
    outlines = [shapely.geometry.shape(row.geometry) for row in rows]
    areas = [row.properties.get("area_m2") for row in rows]
    stated = [outline.area if area is None else area for outline, area in zip(outlines, areas, strict=True)]
    return outlines, float(sum(stated))


def _outlined(view: _View, outlines: list[shapely.Geometry]) -> Image.Image:
    picture = np.where(view.valid[..., None], view.picture, np.array(_NO_DATA, np.uint8))
    panel = Image.fromarray(picture).convert("RGBA")
    # Lines are drawn twice as large and shrunk, which smooths them.
    layer = Image.new("RGBA", (panel.width * 2, panel.height * 2), (*_OUTLINE, 0))
    pen = ImageDraw.Draw(layer)
    lines = []
    for outline in outlines:
        for part in shapely.get_parts(outline):
            for ring in (part.exterior, *part.interiors):
                x, y = view.to_panel @ np.asarray(ring.coords)[:, :2].T
                lines.append(list(zip((2 * x).tolist(), (2 * y).tolist(), strict=True)))
    for colour, width in ((_HALO, 8), ((*_OUTLINE, 255), 4)):
        for line in lines:
            pen.line(line, fill=colour, width=width, joint="curve")
    panel.alpha_composite(layer.resize(panel.size, Image.Resampling.BOX))
    return panel.convert("RGB")


def _heat_colours() -> NDArray[np.float32]:
    """(201, 3) colour of each stored probability."""
    values, colours = zip(*_HEAT, strict=True)
    steps = np.arange(PROBABILITY_SCALE + 1)
    return np.stack([np.interp(steps, values, band) for band in zip(*colours, strict=True)], -1).astype(np.float32)


def _heated(view: _View) -> Image.Image:
    grey = view.picture.mean(-1, keepdims=True) * 0.55 + 12
    stored = np.minimum(view.heat, PROBABILITY_SCALE)
    share = np.clip(stored / (0.3 * PROBABILITY_SCALE), 0, 1)[..., None] * 0.88
    mixed = grey * (1 - share) + _heat_colours()[stored] * share
    known = view.valid & (view.heat != NODATA)
    return Image.fromarray(np.where(known[..., None], mixed, _NO_DATA).astype(np.uint8))


def _draw_scale(panel: Image.Image, view: _View) -> None:
    """Scale bar at the lower left, north arrow at the upper right; neither without a georeference."""
    if view.metres is None or panel.width < 120:
        return
    pen = ImageDraw.Draw(panel, "RGBA")
    font = ImageFont.load_default(18)
    length = _round_length(panel.width * view.metres / 4)
    label = f"{length:g} m" if length < 1000 else f"{length / 1000:g} km"
    bar = round(length / view.metres)
    x, y = 20, panel.height - 24
    wide = max(bar, pen.textlength(label, font=font))
    pen.rounded_rectangle((x - 10, y - 32, x + wide + 10, y + 14), 6, fill=(0, 0, 0, 130))
    pen.text((x, y - 8), label, font=font, fill="white", anchor="ls")
    pen.rectangle((x, y, x + bar, y + 5), fill="white")
    if view.north_up:
        x, y = panel.width - 32, 22
        pen.ellipse((x - 22, y - 12, x + 22, y + 54), fill=(0, 0, 0, 130))
        pen.polygon([(x, y - 6), (x + 9, y + 22), (x, y + 16), (x - 9, y + 22)], fill="white")
        pen.text((x, y + 46), "N", font=font, fill="white", anchor="ms")


def _round_length(most: float) -> float:
    """The longest of 1, 2, 5, 10, 20, 50, ... that is not longer than `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _format_area(area: float, georeferenced: bool) -> str:
    if not georeferenced:
        return f"{area:,.0f} pixels"
    return f"{area / 1e6:.2f} km2" if area >= 1e5 else f"{area:,.0f} m2"


def _lay_out(left: Image.Image, right: Image.Image, title: str, counted: str) -> Image.Image:
    wide = max(left.width + right.width + _GAP, 760)
    page = Image.new("RGB", (wide + 2 * _MARGIN, _HEADER + left.height + _FOOTER), _PAPER)
    pen = ImageDraw.Draw(page)
    large, middle, small = (ImageFont.load_default(size) for size in (28, 22, 17))
    pen.text((_MARGIN, 46), _shortened(pen, title, large, wide), font=large, fill=_INK, anchor="ls")
    pen.text((_MARGIN, 78), counted, font=middle, fill=_FAINT_INK, anchor="ls")
    page.paste(left, (_MARGIN, _HEADER))
    start = _MARGIN + left.width + _GAP
    page.paste(right, (start, _HEADER))
    y = _HEADER + left.height + _FOOTER // 2
    pen.rectangle((_MARGIN, y - 9, _MARGIN + 26, y + 9), outline=_OUTLINE, width=4)
    pen.text((_MARGIN + 38, y), "Landslide outline", font=small, fill=_INK, anchor="lm")
    legend = max(start, _MARGIN + 230)
    pen.text((legend, y), "Probability  0 %", font=small, fill=_INK, anchor="lm")
    ramp_start = legend + round(pen.textlength("Probability  0 %", font=small)) + 10
    ramp = np.repeat(_heat_colours()[None].astype(np.uint8), 18, axis=0)
    page.paste(Image.fromarray(ramp), (ramp_start, y - 9))
    pen.text((ramp_start + ramp.shape[1] + 10, y), "100 %", font=small, fill=_INK, anchor="lm")
    return page


def _shortened(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, wide: float) -> str:
    """The text, cut with an ellipsis where it would run off the page."""
    if pen.textlength(text, font=font) <= wide:
        return text
    while text and pen.textlength(text + "...", font=font) > wide:
        text = text[:-1]
    return text + "..."
