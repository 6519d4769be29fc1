"""A short text for what is learned from, another one for other data, so that no training goes on with such."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import shapely

from landslide_plugin.engine.raster.grid import WorkGrid
from landslide_plugin.engine.training.labels import Labels
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.tiles import find_files


def digest(*parts: Any) -> str:
    """Of numbers, texts, bytes, and lists of them."""
    return sha256(repr(parts).encode()).hexdigest()


def of_tiles(source: TileSource, data: Path) -> str:
    """Of a folder's tiles, without reading their pixels: names, sizes of the files, and all that the masks hold.

    And of the ground whose tiles are held back, where it is drawn.

    A mask that is drawn anew may well keep its size, an image that is another one hardly does.

    Args:
        source: which tiles.
        data: folder that the source's folders are relative to.
    """
    found = find_files(source, data)
    sizes = [(file.name, file.stat().st_size) for one in found for file in (one.image, one.dem) if file is not None]
    masks = [(one.mask.name, sha256(one.mask.read_bytes()).digest()) for one in found if one.mask is not None]
    drawn = [(data / source.validation_areas).read_bytes()] if source.validation_areas is not None else []
    return digest(sizes, masks, *drawn)


def of_ground(grid: WorkGrid, labels: Labels, areas: shapely.Geometry | None, region: shapely.Geometry | None) -> str:
    """Of a map: its grid, its labels in their order, where all is labelled and where it is validated."""
    groups: list[Sequence[shapely.Geometry]] = [labels.landslides, labels.negatives, labels.unsure]
    groups += [[part] if part is not None else [] for part in (areas, region)]
    place = grid.width, grid.height, tuple(grid.transform)
    return digest(place, [[shapely.to_wkb(polygon) for polygon in group] for group in groups])
