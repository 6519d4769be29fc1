"""Folders of images with masks, and generated scenes, as tiles in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.errors import CRSError
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.terrain import split_bands
from landslide_plugin.common.tile_folders import files_in
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.elevation import ElevationModel
from landslide_plugin.engine.raster.masks import read_mask
from landslide_plugin.engine.raster.source import RasterSource, Reading, open_raster
from landslide_plugin.engine.raster.terrain import Level, derive, margin_for
from landslide_plugin.engine.sample_scene import Scene, generate
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.sources import SceneSource, TileSource
from landslide_plugin.engine.turning import aspect_of

_COLOURS = ("red", "green", "blue")


@dataclass(frozen=True)
class TileFiles:
    """The files of one tile.

    Args:
        image: always there.
        mask: None = nothing on it is a landslide.
        dem: elevation raster; None where there is none.
    """

    image: Path
    mask: Path | None = None
    dem: Path | None = None


def find_files(source: TileSource, data: Path) -> list[TileFiles]:
    """The files of a source's tiles, by the images' names.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.

    Raises:
        InputError: missing folder, or no tile fits the source's conditions.
    """
    images = data / source.images
    if not images.is_dir():
        raise InputError(f"There is no folder {images}: set LANDSLIDE_MAPPER_DATA to the folder of the training data.")
    allowed = _names_in_blocks(data / source.index, source.blocks) if source.index else None
    pattern = re.compile(source.match)
    files = [
        file for file in files_in(images) if pattern.fullmatch(file.stem) and (allowed is None or file.stem in allowed)
    ]
    if not files:
        raise InputError(f"No image in {images} matches '{source.match}': check the training configuration.")
    for folder in (source.masks, source.dems):
        if folder is not None and not (data / folder).is_dir():
            raise InputError(f"There is no folder {data / folder}: correct masks or dems in the configuration.")
    masks, dems = (
        {file.stem: file for file in files_in(data / folder)} if folder is not None else {}
        for folder in (source.masks, source.dems)
    )
    return [TileFiles(file, masks.get(file.stem), dems.get(file.stem)) for file in files]


def check_masks(source: TileSource, data: Path) -> tuple[str, ...]:
    """A sentence where a source has masks and some of its images have none; without masks there is nothing to miss.

    Those that `match` or `blocks` choose may all have none: beside them in the folder lie others that have.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.

    Raises:
        InputError: as `find_files`, or no mask has the name of any image.
    """
    if source.masks is None:
        return ()
    found, images, masks = find_files(source, data), data / source.images, data / source.masks
    if not {file.stem for file in files_in(images)} & {file.stem for file in files_in(masks)}:
        raise InputError(f"No mask in {masks} has the name of an image in {images}: name them alike.")
    bare = sum(files.mask is None for files in found)
    if not bare:
        return ()
    return (f"{bare} of {len(found)} images of {source.images} have no mask and count as free of landslides.",)


def read_tiles(
    source: TileSource,
    data: Path,
    bands: Sequence[str] = _COLOURS,
    most: int | None = None,
    fill: Sequence[float] | None = None,
    context: JobContext | None = None,
) -> list[LabelledTile]:
    """Reads the tiles of a source into memory, as a detection would read them: nodata is not known.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.
        bands: of the model: those of the image are found by what it says of its bands, else they are its first ones;
            those of the terrain come from `source.dems`.
        most: read no more than so many, from all over the folder; None = all.
        fill: values 0-1 per band, shown to the network where there is no data, as at inference; None = 0.
        context: hears of progress, stops the work.

    Raises:
        InputError: missing folder, no tile fits the source's conditions, or a tile has too few bands, no data or no
            terrain. CancelledError: as asked.
    """
    _, terrain = split_bands(bands)
    if terrain and source.dems is None:
        raise InputError(
            f"The model reads {', '.join(terrain)} and the tiles in {source.images} have no elevation: name the folder "
            "of their elevation rasters as dems."
        )
    found = find_files(source, data)
    if most is not None and len(found) > most:
        found = [found[number * len(found) // most] for number in range(most)]
    for files in found:
        if terrain and files.dem is None:
            raise InputError(
                f"There is no elevation raster for {files.image.name} in {data / source.dems}: add it or leave the "
                "tile out."
            )
    tiles, context = [], context or JobContext()
    for number, files in enumerate(found, 1):
        context.check()
        context.progress(0, f"Reading tile {number} of {len(found)}")
        tiles.append(_read_tile(files, bands, source.stretch, fill or [0.0] * len(bands)))
    return tiles if source.zoom == 1 else [tile.zoomed(source.zoom) for tile in tiles]


def _names_in_blocks(index: Path, blocks: Sequence[int]) -> set[str]:
    try:
        with index.open(newline="", encoding="utf-8-sig") as file:
            return {row["name"] for row in csv.DictReader(file) if int(row["block"]) in blocks}
    except (OSError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise InputError(
            f"The index {index} is no CSV file with the columns name and block, a whole number: correct it."
        ) from error


def _read_tile(files: TileFiles, bands: Sequence[str], stretch: bool, fill: Sequence[float]) -> LabelledTile:
    optical, terrain = split_bands(bands)
    with _open(files.image, optical, stretch) as image:
        grid = image.ground_grid()
        whole = Window(0, 0, grid.width, grid.height)
        stored_as = image.dataset.height, image.dataset.width
        seen = image.read(whole, grid)
        pixels, known, bounds = seen.pixels, seen.valid, _bounds(image)
        if terrain:
            span = max(grid.width, grid.height)
            with ElevationModel(
                str(files.dem), terrain, image.dataset, image.transform, span, image.crs
            ) as elevation:  # fmt: skip
                heights, covered = elevation.read(whole, grid)
            pixels, known = np.concatenate([pixels, heights]), known & covered
    pixels[:, ~known] = np.asarray(fill, np.float32)[:, None]
    stored, mask = np.rint(pixels * 255).astype(np.uint8), np.zeros(known.shape, bool)
    if files.mask is not None:
        with open_raster(str(files.mask)) as data:
            if (data.height, data.width) != stored_as:
                raise InputError(
                    f"The mask {files.mask.name} has another size than its image: correct the training data."
                )
            mask, labelled = read_mask(data, shape=known.shape)
        known = known if labelled is None else known & labelled
    return LabelledTile(stored, mask & known, None if known.all() else known, aspect_of(bands), bounds=bounds)


def _bounds(image: RasterSource) -> tuple[float, float, float, float] | None:
    """Longitudes and latitudes where the tile has them, so that tiles of several zones can be compared."""
    if image.dataset.transform.is_identity:
        return None
    outline = image.grid().outline.bounds
    try:
        left, bottom, right, top = transform_bounds(image.crs, "EPSG:4326", *outline) if image.crs else outline
    except CRSError:  # of a planet or a building site
        return outline
    return left, bottom, right + 360 * (right < left), top  # beyond the antimeridian longitudes begin anew


def _open(file: Path, bands: Sequence[str], stretch: bool) -> RasterSource:
    try:
        return RasterSource(str(file), bands, reading=Reading(stretch=stretch))
    except InputError as error:
        if file.name in str(error):
            raise
        raise InputError(f"{file.name}: {error}") from error


def generate_tiles(source: SceneSource, bands: Sequence[str] = _COLOURS, side: int = 512) -> list[LabelledTile]:
    """Generates the scenes of a source.

    Args:
        source: which scenes.
        bands: of the model. With those of the terrain a scene is cut into squares, as a detection is.
        side: of the squares, pixels.
    """
    _, terrain = split_bands(bands)
    tiles: list[LabelledTile] = []
    for number, seed in enumerate(source.seeds):
        scene = generate(seed, source.size, source.gsd_m[number % len(source.gsd_m)])
        if terrain:
            tiles += _squares(scene, terrain, side)
        else:
            tiles.append(LabelledTile(np.ascontiguousarray(scene.rgb), scene.truth > 0))
    return tiles


def _squares(scene: Scene, terrain: Sequence[str], side: int) -> Iterator[LabelledTile]:
    size, margin = len(scene.dem), margin_for(terrain, scene.gsd)
    heights = np.pad(scene.dem.astype(np.float64), margin, mode="reflect", reflect_type="odd")  # slopes go on
    step = np.diag([scene.gsd, -scene.gsd])[:, :, None, None]
    for top in range(0, size, side):
        for left in range(0, size, side):
            part = slice(top, top + side), slice(left, left + side)
            around = (slice(start, min(start + side, size) + 2 * margin) for start in (top, left))
            level = Level.of(scene.dem[part])
            pixels = derive(heights[tuple(around)], step, scene.gsd, terrain, level)
            stored = np.rint(pixels * 255).astype(np.uint8)
            image = np.concatenate([scene.rgb[(slice(None), *part)], stored])
            yield LabelledTile(image, scene.truth[part] > 0, aspect=aspect_of((*_COLOURS, *terrain)))
