"""A training from its configuration to the model file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from torch import nn

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.device import Device, choose_device
from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.training.config import TrainingConfig, read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.trainer import Trainer
from landslide_plugin.engine.training.validation import measure

Metrics = dict[str, dict[str, Any]]


def train(config_file: Path, resume: bool, device: str, context: JobContext) -> dict[str, Any]:
    """Trains a model and writes its file.

    Args:
        config_file: TOML, see `TrainingConfig`.
        resume: go on from the checkpoint beside the model file.
        device: `auto` or a device's name.
        context: hears of progress, stops the work.

    Returns:
        `model` (path), `metrics` by validation source (with `reliable` False where there are too few landslides to be
        found), `before` (those of the model that was fine-tuned, on the same
        data; None for a new one), `epochs`, `best_epoch`, `threshold`, `stopped` (why early, or None), `warnings`,
        `history` (path of the table of epochs), `seconds`, `samples_per_second`, `precision`.

    Raises:
        InputError: the configuration or the data cannot be used. CancelledError: as asked; the checkpoint stays.
    """
    watch = Stopwatch()
    config = read_config(config_file)
    chosen, _ = choose_device(device)
    context.progress(0, "Reading the training data")
    with read_data(config) as data:
        beginning = start(config)
        warnings = [*beginning.warnings, *data.warnings]
        for warning in warnings:
            context.log(warning)
        trainer = Trainer(beginning, config, data.pools, data.validation_places, chosen)
        if resume:
            trainer.resume()
        trainer.run(context)
        best, threshold = trainer.averaged.module, config.threshold
        if threshold is None:
            measured = measure(best, data.validation_places, config, chosen.id, context)
            threshold = round(measured.metrics.best_threshold(), 2)
            threshold = min(0.99, max(0.01, threshold))
        metrics = _metrics(best, data, config, chosen, context, threshold)
        before = None
        if beginning.parent is not None:
            again = start(config)  # the network that was trained is no longer what it began as
            network = again.network.to(chosen.id)
            before = _metrics(network, data, config, chosen, context, beginning.parent.threshold)
        card = _card(config, beginning.parent, data, threshold, metrics)
    try:
        models.save(best, card, config.model_file)
    except OSError as error:
        raise InputError(
            f"The model cannot be written to {config.model_file} ({error.strerror or error}): make room or correct "
            "the configuration's output, then resume the training."
        ) from error
    trainer.forget()
    return {
        "model": str(config.model_file),
        "metrics": metrics,
        "before": before,
        "threshold": card.threshold,
        "epochs": trainer.epoch,
        "best_epoch": trainer.history.best,
        "stopped": trainer.stopped,
        "warnings": warnings,
        "history": str(trainer.history_file),
        "seconds": round(watch.seconds, 1),
        "samples_per_second": round(trainer.samples_per_second, 2),
        "device": chosen.id,
        "precision": trainer.precision,
    }


def _metrics(
    network: nn.Module, data: TrainingData, config: TrainingConfig, device: Device, context: JobContext,
    threshold: float,
) -> Metrics:  # fmt: skip
    doubt = {} if data.is_reliable else {"reliable": False}
    return {
        name: {**measure(network, one.places, config, device.id, context, threshold).metrics.result(), **doubt}
        for name, one in data.validation.items()
    }


def _card(
    config: TrainingConfig, parent: ModelCard | None, data: TrainingData, threshold: float, metrics: Metrics
) -> ModelCard:
    own = {"trained_on": config.trained_on, "licence": config.licence, "citation": config.citation,
           "caveat": config.caveat}  # fmt: skip
    if not own["trained_on"] and data.maps:
        own["trained_on"] = ", ".join(
            f"{one['raster']} ({one['landslides']} landslides, {one['labelled_m2'] / 1e6:.2g} km2 labelled)"
            for one in data.summary
        )
    if parent is not None:  # what the parent owes is still owed
        for key, text in own.items():
            inherited = getattr(parent, key)
            own[key] = " ".join(part for part in (text, f"{parent.title}: {inherited}" if inherited else "") if part)
    # An elevation is compared with those of its tile: in a larger one it would be another value.
    local = models.is_local(config.architecture) and "elevation" not in config.bands
    return ModelCard(
        name=config.name, title=config.title, architecture=config.architecture, arguments=config.arguments,
        bands=config.bands, gsd_m=config.gsd_m, normalisation={"mean": list(config.mean), "std": list(config.std)},
        tile_size=config.tile_size, threshold=threshold, parameters=0, local=local,
        metrics=metrics, parent=parent.name if parent else "", data=data.summary, **own,
        plugin_version=plugin_version(), created=date.today().isoformat(),
    )  # fmt: skip
