"""A look at what a training will show its network, and at where it will be validated; nothing is learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.augmentation import Augmentation
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.feeding import make_batch
from landslide_plugin.engine.training.sampling import Sampler

_COLUMNS, _ROWS = 4, 3
_SIDE, _GAP = 160, 4  # pixels
_OUTLINE = (255, 60, 30)
_OUTLINE_WIDTH = 2  # pixels
_DIMMED = 0.35  # of the light, where nobody has labelled
_MOST_TILES = 48  # of each folder: a look must not wait for thousands


def show_training(config_file: Path, picture: Path, draw: int, context: JobContext) -> dict[str, Any]:
    """Draws crops as the network is shown them, with the outlines of their landslides.

    Args:
        config_file: TOML, see `TrainingConfig`.
        picture: PNG to write: crops after all random changes; what nobody has labelled is dim.
        draw: which draw of crops; the same number shows the same crops.
        context: stops the work.

    Returns:
        `picture` (path), and `validation`: for each map `raster`, `crs` (WKT, None without) and `areas` (WKT in that
        CRS, None where nothing of the map is held back).

    Raises:
        InputError: configuration or data cannot be used, or the picture cannot be written.
    """
    config = read_config(config_file)
    with read_data(config, _MOST_TILES, context) as data:
        context.check()
        rng = np.random.default_rng([config.seed, draw])
        places = Sampler(data.pools).draw(rng)[: _COLUMNS * _ROWS]
        context.check()
        images, truth = make_batch(places, config.stages[-1], Augmentation(config.augmentations, config.bands), rng)
        context.check()
        validation = _validation(data)
    try:
        Image.fromarray(_arrange([_drawn(*pair) for pair in zip(images, truth, strict=True)])).save(picture, "PNG")
    except OSError as error:
        raise InputError(f"The picture cannot be written to {picture} ({error.strerror or error}).") from error
    return {"picture": str(picture), "validation": validation}


def _validation(data: TrainingData) -> list[dict[str, Any]]:
    return [
        {
            "raster": one.summary["raster"],
            "crs": crs.to_wkt() if (crs := one.image.source.crs) else None,
            "areas": one.region.wkt if one.region is not None else None,
        }
        for one in data.maps
    ]


def _drawn(image: torch.Tensor, truth: torch.Tensor) -> NDArray[np.uint8]:
    """(side, side, 3) of an image (bands, S, S) in 0-1 and its truth (2, S, S)."""
    optical = image[:3] if len(image) >= 3 else image[:1].expand(3, -1, -1)
    size = (_SIDE, _SIDE)
    optical = F.interpolate(optical[None], size=size, mode="bilinear", align_corners=False, antialias=True)[0]
    landslide, known = F.interpolate(truth[None], size=size, mode="nearest-exact")[0] > 0
    landslide &= known
    around = F.max_pool2d(1 - landslide[None].float(), 2 * _OUTLINE_WIDTH + 1, 1, _OUTLINE_WIDTH)[0] > 0
    optical = torch.where(known, optical, optical * _DIMMED)
    colour = torch.tensor(_OUTLINE).view(3, 1, 1) / 255
    optical = torch.where(landslide & around, colour, optical)
    return (optical.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()


def _arrange(tiles: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Tiles in rows on white, as few rows as they need."""
    step, rows = _SIDE + _GAP, -(-len(tiles) // _COLUMNS)
    sheet = np.full((rows * step - _GAP, _COLUMNS * step - _GAP, 3), 255, np.uint8)
    for number, tile in enumerate(tiles):
        top, left = number // _COLUMNS * step, number % _COLUMNS * step
        sheet[top : top + _SIDE, left : left + _SIDE] = tile
    return sheet
