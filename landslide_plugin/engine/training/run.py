"""The `train` command: from a configuration to a model file."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import torch
from torch import nn

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.device import choose_device
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.training.config import TrainingConfig, read_config
from landslide_plugin.engine.training.sampling import Pool, hold_back
from landslide_plugin.engine.training.tiles import LabelledTile, generate_tiles, read_tiles, resized
from landslide_plugin.engine.training.trainer import Trainer
from landslide_plugin.engine.training.validation import measure


def train(config_file: Path, resume: bool, device: str, context: JobContext) -> dict[str, Any]:
    """Trains a model and writes its file.

    Args:
        config_file: TOML, see `TrainingConfig`.
        resume: go on from the checkpoint beside the model file.
        device: `auto` or a device's name.
        context: hears of progress, stops the work.

    Returns:
        `model` (path), `metrics`, `epochs`, `seconds`, `samples_per_second`.

    Raises:
        InputError: the configuration or the data cannot be used.
    """
    watch = Stopwatch()
    config = read_config(config_file)
    chosen, _ = choose_device(device)
    checkpoint = config.model_file.with_suffix(".checkpoint")
    if resume and not checkpoint.exists():
        raise InputError(f"There is nothing to resume: {checkpoint} does not exist; train without --resume.")
    context.progress(0, "Reading the training data")
    torch.manual_seed(config.seed)
    network = _start(config)
    pools = _pools(config)
    validation = _validation(config, pools)
    pooled = [tile for tiles in validation.values() for tile in tiles]
    trainer = Trainer(network, config, pools, pooled, chosen.id, checkpoint)
    if resume:
        trainer.resume()
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    trainer.run(context)

    best = trainer.averaged.module
    threshold = config.threshold
    if threshold is None:
        threshold = measure(best, pooled, config, chosen.id, context).best_threshold()
    metrics = {
        name: measure(best, tiles, config, chosen.id, context, threshold).result() for name, tiles in validation.items()
    }
    models.save(best, _card(config, threshold, metrics), config.model_file)
    checkpoint.unlink()
    return {
        "model": str(config.model_file),
        "metrics": metrics,
        "epochs": trainer.epoch,
        "best_epoch": trainer.history.best_epoch + 1,
        "seconds": round(watch.seconds, 1),
        "samples_per_second": round(trainer.samples_per_second, 2),
    }


def _pools(config: TrainingConfig) -> list[Pool]:
    pools = []
    for source in config.fit:
        tiles = read_tiles(source, config.data)
        pools.append(Pool(tiles, source.per_epoch or len(tiles)))
    if config.scenes is not None:
        pools.append(Pool(generate_tiles(config.scenes), config.scenes.per_epoch))
    if not pools:
        raise InputError("The training configuration names nothing to learn from: add [[fit]] or [scenes].")
    return pools


def _validation(config: TrainingConfig, pools: list[Pool]) -> dict[str, list[LabelledTile]]:
    """The tiles that choose the best epoch and the threshold, by name of their source."""
    validation = {name: read_tiles(source, config.data) for name, source in config.validation.items()}
    if not validation:
        validation = {"held-back": hold_back(pools, config.validation_share, config.seed)}
    if not any(validation.values()):
        raise InputError("Nothing is left to validate with: add [validation.NAME], or a larger validation_share.")
    last = config.stages[-1]
    if last.whole:
        return {name: [resized(tile, last.crop) for tile in tiles] for name, tiles in validation.items()}
    return validation


def _start(config: TrainingConfig) -> nn.Module:
    """The network with the weights that the training starts from."""
    if config.start_from is not None:
        network, _ = models.load((config.file.parent / config.start_from).resolve())
        return network
    network = models.build(config.architecture, in_channels=len(config.bands), **config.arguments)
    if config.encoder_weights is not None:
        _load_encoder(network.network.encoder.model, config.encoder_weights)
    return network


def _load_encoder(encoder: nn.Module, weights: str) -> None:
    """Fills a timm encoder from ImageNet weights whose tensors stand in the same order under other names."""
    package, _, name = weights.partition(":")
    try:
        folder = resources.files(package)
    except ModuleNotFoundError:
        raise InputError(
            "The encoder's ImageNet weights are not installed: pip install the packages of requirements/training.txt."
        ) from None
    with resources.as_file(folder / name) as file:
        given = torch.load(file, map_location="cpu", weights_only=True)
    values = [value for key, value in given.items() if not key.endswith("num_batches_tracked")]
    names = [key for key in encoder.state_dict() if not key.endswith("num_batches_tracked")]
    matched = OrderedDict(zip(names, values, strict=False))  # the classifier's layers, at the end, stay behind
    missing = encoder.load_state_dict(matched, strict=False).missing_keys
    if any(not key.endswith("num_batches_tracked") for key in missing):
        raise InputError(f"The weights {weights} do not fit the encoder: choose others.")


def _card(config: TrainingConfig, threshold: float, metrics: dict[str, dict[str, float]]) -> ModelCard:
    return ModelCard(
        name=config.name, title=config.title, architecture=config.architecture, arguments=config.arguments,
        bands=config.bands, gsd_m=config.gsd_m, normalisation={"mean": list(config.mean), "std": list(config.std)},
        tile_size=config.tile_size, threshold=round(threshold, 2), parameters=0,
        local=models.is_local(config.architecture), metrics=metrics,
        trained_on=config.trained_on, licence=config.licence, citation=config.citation, caveat=config.caveat,
        plugin_version=plugin_version(), created=date.today().isoformat(),
    )  # fmt: skip
