"""Folders of images with masks, and generated scenes, as tiles in memory."""

from __future__ import annotations

import csv
import glob
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.tile_folders import IMAGE_ENDINGS, files_in
from landslide_plugin.engine.raster.masks import read_mask
from landslide_plugin.engine.raster.source import open_raster
from landslide_plugin.engine.raster.stretch import Stretch
from landslide_plugin.engine.sample_scene import generate
from landslide_plugin.engine.training.config import SceneSource, TileSource
from landslide_plugin.engine.training.places import LabelledTile


def read_tiles(source: TileSource, data: Path, bands: int = 3, most: int | None = None) -> list[LabelledTile]:
    """Reads the tiles of a source into memory.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.
        bands: how many of each image's bands are read, from the first.
        most: read no more than so many, from all over the folder; None = all.

    Raises:
        InputError: missing folder, no tile fits the source's conditions, or a tile has too few bands.
    """
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
    return [_read_tile(file, masks, bands, source.stretch) for file in files]


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
    near = masks.glob(f"{glob.escape(file.stem)}.*") if masks is not None else ()
    found = next((path for path in near if path.suffix.lower() in IMAGE_ENDINGS), None)
    if found is None:
        return LabelledTile(image, np.zeros(image.shape[1:], bool))
    with open_raster(str(found)) as data:
        mask, known = read_mask(data)
    if mask.shape != image.shape[1:]:
        raise InputError(f"The mask {found.name} has another size than its image: correct the training data.")
    return LabelledTile(image, mask, known)


def generate_tiles(source: SceneSource) -> list[LabelledTile]:
    """Generates the scenes of a source."""
    tiles = []
    for number, seed in enumerate(source.seeds):
        scene = generate(seed, source.size, source.gsd_m[number % len(source.gsd_m)])
        tiles.append(LabelledTile(np.ascontiguousarray(scene.rgb), scene.truth > 0))
    return tiles
