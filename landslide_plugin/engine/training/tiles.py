"""Folders of images with masks, and generated scenes, as tiles in memory."""

from __future__ import annotations

import csv
import glob
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.terrain import split_bands
from landslide_plugin.common.tile_folders import IMAGE_ENDINGS, files_in
from landslide_plugin.engine.raster.elevation import ElevationModel
from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.raster.masks import read_mask
from landslide_plugin.engine.raster.source import open_raster
from landslide_plugin.engine.raster.stretch import Stretch
from landslide_plugin.engine.raster.terrain import Level, derive, margin_for
from landslide_plugin.engine.sample_scene import Scene, generate
from landslide_plugin.engine.training.config import SceneSource, TileSource
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.turning import aspect_of

_COLOURS = ("red", "green", "blue")


def read_tiles(
    source: TileSource, data: Path, bands: Sequence[str] = _COLOURS, most: int | None = None
) -> list[LabelledTile]:
    """Reads the tiles of a source into memory.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.
        bands: of the model: those of the image are its first ones, those of the terrain come from `source.dems`.
        most: read no more than so many, from all over the folder; None = all.

    Raises:
        InputError: missing folder, no tile fits the source's conditions, or a tile has too few bands or no terrain.
    """
    optical, terrain = split_bands(bands)
    if terrain and source.dems is None:
        raise InputError(
            f"The model reads {', '.join(terrain)} and the tiles in {source.images} have no elevation: name the folder "
            "of their elevation rasters as dems."
        )
    images, masks = data / source.images, data / source.masks if source.masks is not None else None
    if not images.is_dir():
        raise InputError(f"There is no folder {images}: set LANDSLIDE_MAPPER_DATA to the folder of the training data.")
    allowed = _names_in_blocks(data / source.index, source.blocks) if source.index else None
    pattern = re.compile(source.match)
    files = [
        file for file in files_in(images) if pattern.fullmatch(file.stem) and (allowed is None or file.stem in allowed)
    ]
    if not files:
        raise InputError(f"No image in {images} matches '{source.match}': check the training configuration.")
    if most is not None and len(files) > most:
        files = [files[number * len(files) // most] for number in range(most)]
    tiles = [_read_tile(file, masks, len(optical), source.stretch) for file in files]
    if terrain:
        tiles = [_on_terrain(tile, file, data / source.dems, terrain) for tile, file in zip(tiles, files, strict=True)]
    return tiles if source.zoom == 1 else [tile.zoomed(source.zoom) for tile in tiles]


def _names_in_blocks(index: Path, blocks: Sequence[int]) -> set[str]:
    with index.open(newline="") as file:
        return {row["name"] for row in csv.DictReader(file) if int(row["block"]) in blocks}


def _read_tile(file: Path, masks: Path | None, bands: int, stretch: bool) -> LabelledTile:
    with open_raster(str(file)) as data:
        if data.count < bands:
            raise InputError(f"The image {file.name} has {data.count} bands and the model reads {bands}: correct one.")
        image = data.read(list(range(1, bands + 1)))
    if stretch or image.dtype != np.uint8:
        image = np.rint(Stretch.from_sample(image.reshape(bands, -1).astype(float)).apply(image) * 255).astype(np.uint8)
    found = _of_same_name(file, masks) if masks is not None else None
    if found is None:
        return LabelledTile(image, np.zeros(image.shape[1:], bool))
    with open_raster(str(found)) as data:
        mask, known = read_mask(data)
    if mask.shape != image.shape[1:]:
        raise InputError(f"The mask {found.name} has another size than its image: correct the training data.")
    return LabelledTile(image, mask, known)


def _of_same_name(file: Path, folder: Path) -> Path | None:
    near = folder.glob(f"{glob.escape(file.stem)}.*")
    return next((path for path in near if path.suffix.lower() in IMAGE_ENDINGS), None)


def _on_terrain(tile: LabelledTile, file: Path, dems: Path, terrain: Sequence[str]) -> LabelledTile:
    """The tile with bands of its elevation raster; where there is none of it nothing is known."""
    dem = _of_same_name(file, dems)
    if dem is None:
        raise InputError(f"There is no elevation raster for {file.name} in {dems}: add it or leave the tile out.")
    with open_raster(str(file)) as image:
        transform = Affine.scale(1, -1) if image.transform.is_identity else image.transform
        grid = WorkGrid.over(image.width, image.height, transform, 1)
        with ElevationModel(str(dem), terrain, image, transform, max(image.width, image.height)) as elevation:
            pixels, known = elevation.read(Window(0, 0, image.width, image.height), grid)
    return _stacked(tile.image, pixels, tile.mask, tile.known & known, terrain)


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
            yield _stacked(scene.rgb[(slice(None), *part)], pixels, scene.truth[part] > 0, None, terrain)


def _stacked(
    image: NDArray[np.uint8], pixels: NDArray[np.float32], mask: NDArray[np.bool_], known: NDArray[np.bool_] | None,
    terrain: Sequence[str],
) -> LabelledTile:  # fmt: skip
    bands = [*[""] * len(image), *terrain]
    stored = np.rint(pixels * 255).astype(np.uint8)
    return LabelledTile(np.concatenate([image, stored]), mask, known, aspect_of(bands))
