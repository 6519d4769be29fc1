"""Tiles with masks in memory, and random crops of them at random scales."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.source import open_raster
from landslide_plugin.engine.raster.stretch import Stretch
from landslide_plugin.engine.sample_scene import generate
from landslide_plugin.engine.training.config import SceneSource, TileSource

_IMAGE_ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class LabelledTile:
    """An image with its truth.

    Args:
        image: (3, H, W) uint8.
        mask: (H, W) bool, True = landslide.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def read_tiles(source: TileSource, data: Path) -> list[LabelledTile]:
    """Reads all tiles of a source into memory.

    Raises:
        InputError: missing folder, or no tile fits the source's conditions.
    """
    images, masks = data / source.images, data / source.masks
    if not images.is_dir():
        raise InputError(f"There is no folder {images}: set LANDSLIDE_MAPPER_DATA to the folder of the training data.")
    allowed = _names_in_blocks(data / source.index, source.blocks) if source.index else None
    pattern = re.compile(source.match)
    files = [
        file
        for file in sorted(images.iterdir())
        if file.suffix.lower() in _IMAGE_ENDINGS
        and pattern.fullmatch(file.stem)
        and (allowed is None or file.stem in allowed)
    ]
    if not files:
        raise InputError(f"No image in {images} matches '{source.match}': check the training configuration.")
    return [_read_tile(file, masks, source.stretch) for file in files]


def _names_in_blocks(index: Path, blocks: Sequence[int]) -> set[str]:
    with index.open(newline="") as file:
        return {row["name"] for row in csv.DictReader(file) if int(row["block"]) in blocks}


def _read_tile(file: Path, masks: Path, stretch: bool) -> LabelledTile:
    with open_raster(str(file)) as data:
        image = data.read([1, 2, 3])
    if stretch:
        image = np.rint(Stretch.from_sample(image.reshape(3, -1).astype(float)).apply(image) * 255).astype(np.uint8)
    found = next((path for path in masks.glob(f"{file.stem}.*") if path.suffix.lower() in _IMAGE_ENDINGS), None)
    if found is None:
        return LabelledTile(image, np.zeros(image.shape[1:], bool))
    with open_raster(str(found)) as data:
        mask = data.read(1) > 0
    if mask.shape != image.shape[1:]:
        raise InputError(f"The mask {found.name} has another size than its image: correct the training data.")
    return LabelledTile(image, mask)


def generate_tiles(source: SceneSource) -> list[LabelledTile]:
    """Generates the scenes of a source."""
    tiles = []
    for number, seed in enumerate(source.seeds):
        scene = generate(seed, source.size, source.gsd_m[number % len(source.gsd_m)])
        tiles.append(LabelledTile(np.ascontiguousarray(scene.rgb), scene.truth > 0))
    return tiles


def random_crop(
    tile: LabelledTile, side: int, scale: tuple[float, float], rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """A crop at a random scale, mirrored where the tile is too small, as at inference.

    Half of the crops of a tile with landslides are drawn around a landslide pixel.

    Returns:
        Image (3, side, side) float32 in 0-1 and mask (1, side, side) float32.
    """
    height, width = tile.mask.shape
    enlarged = float(np.exp(rng.uniform(*np.log(scale))))
    wanted = max(8, round(side / enlarged))
    top, left = _corner(tile.mask, wanted, rng)
    rows, columns = slice(top, min(top + wanted, height)), slice(left, min(left + wanted, width))
    image = torch.from_numpy(tile.image[:, rows, columns].astype(np.float32) / 255)[None]
    mask = torch.from_numpy(tile.mask[rows, columns].astype(np.float32))[None, None]
    size = [min(side, max(8, round(length * side / wanted))) for length in image.shape[2:]]
    image = F.interpolate(image, size=size, mode="bilinear", align_corners=False, antialias=True)[0]
    mask = F.interpolate(mask, size=size, mode="nearest")[0]
    margins = ((0, 0), (0, side - size[0]), (0, side - size[1]))
    return tuple(torch.from_numpy(np.pad(part.numpy(), margins, mode="reflect")) for part in (image, mask))


def resized(tile: LabelledTile, side: int) -> LabelledTile:
    """The whole tile at (side, side), whatever its shape."""
    image = torch.from_numpy(tile.image[None].astype(np.float32))
    image = F.interpolate(image, size=(side, side), mode="bilinear", align_corners=False, antialias=True)[0]
    mask = F.interpolate(torch.from_numpy(tile.mask[None, None].astype(np.float32)), size=(side, side), mode="nearest")
    return LabelledTile(image.round().numpy().astype(np.uint8), mask[0, 0].numpy() > 0)


def _corner(mask: NDArray[np.bool_], side: int, rng: np.random.Generator) -> tuple[int, int]:
    space = [max(0, length - side) for length in mask.shape]
    if rng.random() < 0.5 and mask.any():
        landslide = np.argwhere(mask)
        around = landslide[rng.integers(len(landslide))] - rng.integers(side // 4, side * 3 // 4 + 1, 2)
        return tuple(int(np.clip(value, 0, room)) for value, room in zip(around, space, strict=True))
    return tuple(int(rng.integers(room + 1)) for room in space)
