"""A training from its configuration to the model file."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from torch import nn

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.paths import plugin_version
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.job import JobContext, QuietContext, Stopwatch
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.metrics.calibration import UNCALIBRATED, Calibration
from landslide_plugin.engine.training.averaging import average, companions
from landslide_plugin.engine.training.config import TrainingConfig, parent_file, read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.teaching import teach
from landslide_plugin.engine.training.team import join_team
from landslide_plugin.engine.training.trainer import Trainer
from landslide_plugin.engine.training.validation import measure

Metrics = dict[str, dict[str, Any]]


def train(config_file: Path, resume: bool, device: str, context: JobContext) -> dict[str, Any] | None:
    """Trains a model and writes its file.

    Started by `torchrun`, the processes share each batch; only the first of them tells and writes anything.

    Args:
        config_file: TOML, see `TrainingConfig`.
        resume: go on from the checkpoint beside the model file.
        device: `auto` or a device's name.
        context: hears of progress, stops the work.

    Returns:
        `model` (path), `metrics` by validation source (with `reliable` False where there are too few landslides to be
        found), `before` (those of the model that was fine-tuned, on the same data; None for a new one), `epochs`,
        `best_epoch`, `threshold`, `stopped` (why early, or None), `warnings`, `history` (path of the table of epochs),
        `seconds`, `samples_per_second`, `processes`, `precision`; None in all but the first process of a team.

    Raises:
        InputError: the configuration or the data cannot be used, or an interrupted training would be overwritten.
        CancelledError: as asked; the checkpoint stays.
    """
    watch = Stopwatch()
    config = read_config(config_file)
    if not resume and config.checkpoint_file.is_file():
        raise InputError(
            f"{config.checkpoint_file} holds an interrupted training: go on with --resume, or remove the file."
        )
    _check_folders(config)
    with join_team(device) as (team, chosen, _):
        context = context if team.is_first else QuietContext(context)
        context.progress(0, "Reading the training data")
        with read_data(config, context=context) as data:
            beginning = start(config)
            others = companions(config, beginning.network)
            warnings = [*beginning.warnings, *data.warnings]
            for warning in warnings:
                context.log(warning)
            learned_from = data.fingerprint(config)
            teach(data.pools, config, chosen, context)
            trainer = Trainer(beginning, config, data.pools, data.validation_places, chosen, team, learned_from)
            if resume:
                trainer.resume()
            trainer.run(context)
            if not team.is_first:
                return None
            best, parent = trainer.best, beginning.parent
            average(best, others)
            context.progress(1, "Measuring the model")
            calibration, threshold = _probabilities(best, parent, data, config, chosen, context)
            metrics = _metrics(best, data, config, chosen, context, threshold, calibration)
            if parent is not None:
                context.progress(1, "Measuring the model that it started from")
            before = _before(parent, data, config, chosen, context)
            card = _card(config, parent, data, threshold, calibration, metrics)
    _save(best, card, config, trainer, context)
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
        "processes": team.size,
        "device": chosen.id,
        "precision": trainer.precision,
    }


def _check_folders(config: TrainingConfig) -> None:
    """Folders that take no files are refused before a night is spent, not after it."""
    for file in (config.model_file, config.checkpoint_file):
        folder = next(parent for parent in file.parents if parent.exists())
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise InputError(
                f"Nothing can be written to {folder} ({error.strerror}): the model and the state of its training have "
                "to be; give another output, or move the configuration to a folder of your own."
            ) from error


def _probabilities(
    network: nn.Module, parent: ModelCard | None, data: TrainingData, config: TrainingConfig, device: Device,
    context: JobContext,
) -> tuple[Calibration, float]:  # fmt: skip
    """How logits become probabilities, and the threshold with the best F1, both fitted on the validation data.

    Its sets count alike: what is best must not be that for the set with the most pixels. A configuration that names its
    threshold means the network's own probabilities. To landslides alone, or ground without any, nothing can be fitted:
    a threshold that calls everything landslide would be without fault there. What the parent's card says holds then.
    """
    if config.threshold is not None:
        return UNCALIBRATED, config.threshold
    measured = PixelMetrics.evenly(
        [measure(network, one.places, config, device.id, context).metrics for one in data.validation.values()]
    )
    if not measured.has_both_classes:
        if parent is None or config.fresh:
            return UNCALIBRATED, 0.5
        return Calibration(parent.temperature, parent.bias), parent.threshold
    calibration = measured.calibration()
    return calibration, min(0.99, max(0.01, round(calibration.corrected(measured.best_threshold()), 2)))


def _before(
    parent: ModelCard | None, data: TrainingData, config: TrainingConfig, device: Device, context: JobContext
) -> Metrics | None:
    """The metrics of the model that was fine-tuned; None where there is none, or it reads other bands."""
    if parent is None:
        return None
    if not config.fresh:
        network = start(config).network  # anew: the network that was trained is no longer what it began as
    elif parent.bands == config.bands:
        network, _ = models.load(parent_file(str(config.start_from), config.file.parent))
    else:
        return None
    known = Calibration(parent.temperature, parent.bias)
    return _metrics(network.to(device.id), data, config, device, context, parent.threshold, known)


def _save(network: nn.Module, card: ModelCard, config: TrainingConfig, trainer: Trainer, context: JobContext) -> None:
    try:
        models.save(network, card, config.model_file)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"The model cannot be written to {config.model_file} ({reason}): "
            f"{_what_is_left(network, card, config, trainer, context)}."
        ) from error


def _what_is_left(
    network: nn.Module, card: ModelCard, config: TrainingConfig, trainer: Trainer, context: JobContext
) -> str:
    """What to do where the model could not be written: its training is saved, or it goes elsewhere."""
    if trainer.save_again(context):
        return "make room or correct the configuration's output, then resume the training"
    try:
        elsewhere = Path(tempfile.mkdtemp(prefix="landslide_mapper_")) / config.model_file.name
        models.save(network, card, elsewhere)
    except (OSError, SafetensorError):
        return "its training could not be saved either and is lost; make room and train again"
    return f"it was written to {elsewhere} instead, move it from there before the system clears that folder"


def _metrics(
    network: nn.Module, data: TrainingData, config: TrainingConfig, device: Device, context: JobContext,
    threshold: float, calibration: Calibration,
) -> Metrics:  # fmt: skip
    doubt = {} if data.is_reliable else {"reliable": False}
    return {
        name: {
            **measure(network, one.places, config, device.id, context, threshold, calibration).metrics.result(),
            **doubt,
        }
        for name, one in data.validation.items()
    }


def _card(
    config: TrainingConfig, parent: ModelCard | None, data: TrainingData, threshold: float, calibration: Calibration,
    metrics: Metrics,
) -> ModelCard:  # fmt: skip
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
            owed = f"{parent.title}: {inherited}" if inherited and inherited != text else ""
            own[key] = " ".join(part for part in (text, owed) if part)
    # An elevation is compared with those of its tile: in a larger one it would be another value.
    local = "elevation" not in config.bands and models.is_local(
        config.architecture, **{**config.arguments, "in_channels": len(config.bands)}
    )
    return ModelCard(
        name=config.name, title=config.title, architecture=config.architecture, arguments=config.arguments,
        bands=config.bands, gsd_m=config.gsd_m, normalisation={"mean": list(config.mean), "std": list(config.std)},
        tile_size=config.tile_size, **asdict(calibration), threshold=threshold, parameters=0, local=local,
        metrics=metrics, parent=parent.name if parent else "", data=data.summary, **own,
        plugin_version=plugin_version(), created=date.today().isoformat(),
    )  # fmt: skip
