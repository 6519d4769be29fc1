"""A look at a training before it begins: how much, how long, and what is odd about the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rasterio.warp import transform_geom

from landslide_plugin.engine.device import choose_device
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.training.averaging import companions
from landslide_plugin.engine.training.config import TrainingConfig, read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.labelled_map import LabelledMap
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.trainer import Trainer
from landslide_plugin.engine.training.validation import measure

_FEW_LANDSLIDES = 10
_RARE, _COMMON = 0.005, 0.5  # share of landslide pixels
_RIM = 0.02  # of an area: what reprojecting leaves of ground that is the same
_STEPS = 2  # timed
_MEASURED = 3  # validation places timed


def plan_training(config_file: Path, device: str, context: JobContext) -> dict[str, Any]:
    """Checks a training without doing it; nothing is written.

    Args:
        config_file: TOML, see `TrainingConfig`.
        device: `auto` or a device's name.
        context: hears of progress, stops the work.

    Returns:
        `warnings` (sentences), `crops_per_epoch`, `epochs`, `landslides` (`training`, `validation`),
        `landslide_share` (of the known pixels), `seconds_per_epoch` (the mean) and `seconds` (estimates on the
        device), `parameters`, `device`, `reason`, `precision`.

    Raises:
        InputError: the configuration or the data cannot be used.
    """
    config = read_config(config_file)
    chosen, reason = choose_device(device)
    context.progress(0, "Reading the training data")
    with read_data(config, context=context) as data:
        context.check()
        beginning = start(config)
        companions(config, beginning.network)  # refused now rather than when the training begins
        trainer = Trainer(beginning, config, data.pools, data.validation_places, chosen)
        landslides = _landslides_learned_from(data)
        context.progress(0.3, "Trying a few steps")
        stepping = _seconds_of_steps(trainer, config, context)
        context.progress(0.7, "Trying the validation")
        some, watch = data.validation_places[:_MEASURED], Stopwatch()
        measure(trainer.averaged.module, some, config, chosen.id, context)
        per_epoch = stepping / trainer.epochs + watch.seconds / len(some) * len(data.validation_places)
        share = trainer.sampler.landslide_share
        return {
            "warnings": [*beginning.warnings, *data.warnings, *_oddities(data, config, landslides, share)],
            "crops_per_epoch": trainer.steps * config.batch_size,
            "epochs": trainer.epochs,
            "landslides": {
                "training": landslides,
                "validation": data.validation_landslides,
            },
            "landslide_share": round(share, 4),
            "seconds_per_epoch": round(per_epoch, 2),
            "seconds": round(per_epoch * trainer.epochs),
            "parameters": sum(weight.numel() for weight in beginning.network.parameters()),
            "device": chosen.id,
            "reason": reason,
            "precision": trainer.precision,
        }


def _seconds_of_steps(trainer: Trainer, config: TrainingConfig, context: JobContext) -> float:
    """Of all steps of the training, a few of which are tried for each size that the crops have in its stages."""
    sizes = [config.stage(epoch).crop for epoch in range(trainer.epochs)]
    seconds = 0.0
    for size, epochs in Counter(sizes).items():
        seconds += trainer.try_steps(_STEPS, sizes.index(size)) * trainer.steps * epochs
        context.check()
    return seconds


def _landslides_learned_from(data: TrainingData) -> int:
    tiles = [place for pool in data.pools for place in pool.places if isinstance(place, LabelledTile)]
    return sum(tile.landslides for tile in tiles) + sum(one.training_landslides for one in data.maps)


def _oddities(data: TrainingData, config: TrainingConfig, landslides: int, share: float) -> Iterator[str]:
    """Sentences on data that a training can use and that will disappoint all the same."""
    if landslides < _FEW_LANDSLIDES:
        yield f"Only {landslides} landslides are learned from: label at least {_FEW_LANDSLIDES}, better many more."
    if len(data.maps) == 1 and not (config.fit or config.scenes):
        yield "All labels are on one image: the model may know that image only; add others where you have them."
    if not _RARE <= share <= _COMMON and landslides:
        yield (
            f"Landslides are {share:.1%} of the labelled ground: label more "
            f"{'of them' if share < _RARE else 'ground without them'}, or choose the loss 'wce' or 'focal'."
        )
    for one, other in permutations(data.maps, 2):
        if _is_learned_from(one, other):
            yield (
                f"Some of the ground that {one.summary['raster']} is validated on is learned from "
                f"{other.summary['raster']}: the figures will be too good; give both the same validation areas."
            )
    repeated = _repeated_tiles(data)
    if repeated:
        yield f"{repeated} validation tiles are among the training tiles too: the figures will be too good."


def _is_learned_from(one: LabelledMap, other: LabelledMap) -> bool:
    """Whether more than a rim of one map's validation ground lies on another map that does not hold it back too."""
    if one.region is None:
        return False
    grid, region = other.image.grid, one.region
    theirs, ours = (opened.image.source.crs for opened in (one, other))
    if theirs and ours and theirs != ours:
        region = shapely.geometry.shape(transform_geom(theirs, ours, shapely.geometry.mapping(region)))
    shared = region.intersection(grid.outline)
    if other.region is not None:
        shared = shared.difference(other.region)
    return shared.area > _RIM * region.area


def _repeated_tiles(data: TrainingData) -> int:
    tiles = [place for pool in data.pools for place in pool.places if isinstance(place, LabelledTile)]
    known = {hash(np.ascontiguousarray(tile.image).tobytes()) for tile in tiles}
    measured = [place for place in data.validation_places if isinstance(place, LabelledTile)]
    return sum(hash(np.ascontiguousarray(tile.image).tobytes()) in known for tile in measured)
