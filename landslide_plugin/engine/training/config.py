"""A training, described by a TOML file."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import tomllib

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.augmentation import AUGMENTATIONS
from landslide_plugin.engine.training.presets import with_preset

DATA_VARIABLE = "LANDSLIDE_MAPPER_DATA"


@dataclass(frozen=True)
class TileSource:
    """A folder of images and masks of the same stem; an image without a mask is all background.

    Args:
        images, masks: folders, relative to the data folder.
        match: regular expression that the stem must match.
        index, blocks: a CSV file with columns `name` and `block`, and the blocks to take.
        per_epoch: tiles drawn in each epoch; None = each once.
        stretch: spread dark imagery between its 2nd and 98th percentile.
    """

    images: str
    masks: str
    match: str = ".*"
    index: str | None = None
    blocks: tuple[int, ...] = ()
    per_epoch: int | None = None
    stretch: bool = False


@dataclass(frozen=True)
class SceneSource:
    """Generated scenes.

    Args:
        seeds: one scene each.
        size: side, pixels.
        gsd_m: ground sample distances, taken in turn.
        per_epoch: crops drawn in each epoch.
    """

    seeds: tuple[int, ...]
    size: int
    gsd_m: tuple[float, ...]
    per_epoch: int


@dataclass(frozen=True)
class Stage:
    """A run of epochs with crops of one size. Small crops of reduced tiles first: more looks for the same hours.

    Args:
        epochs: how many.
        crop: side of the training crops, pixels.
        scale: smallest and largest random enlargement.
        whole: no crops; each tile is resized to `crop`, also for validation (the U-Net++ paper's 128 x 128).
    """

    epochs: int
    crop: int
    scale: tuple[float, float] = (1.0, 1.0)
    whole: bool = False


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides what comes out of a training.

    Args:
        name, title: of the model.
        architecture, arguments: as in the registry of networks.
        encoder_weights: `package:file` of ImageNet weights to start from, or a model file to fine-tune.
        bands, gsd_m, tile_size, mean, std: as on the model card.
        fit, scenes: what is learned from; validation: what chooses the best epoch and the threshold.
        stages: one after the other, under one learning-rate cycle; the last goes on where `iterations` asks for more.
        iterations: steps of the whole training, instead of the stages' epochs.
        augmentations: of `augmentation.AUGMENTATIONS`.
        optimiser, learning_rate, weight_decay, momentum: see `optimisation`.
        schedule, patience: of the learning rate, see `optimisation`.
        hard_mining: share of the landslide-free tiles of an epoch drawn from those with the largest false alarms.
        threshold: of the model; None = the one with the best F1 on the validation data.
        validation_share: held back from what is learned from where no `validation` is named.
        batch_size, seed: of the sampling.
        loss: by name, e.g. `bce`, `bce+dice`, or a table of weights; loss_parameters: as in the registry of losses.
        trained_on, licence, citation, caveat: words for the card.
        output: the model file, relative to the configuration's folder.
    """

    name: str
    title: str
    architecture: str
    fit: tuple[TileSource, ...]
    validation: dict[str, TileSource]
    output: str
    arguments: dict[str, Any] = field(default_factory=dict)
    encoder_weights: str | None = None
    start_from: str | None = None
    scenes: SceneSource | None = None
    bands: tuple[str, ...] = ("red", "green", "blue")
    gsd_m: tuple[float, float] = (0.3, 5.0)
    tile_size: int = 512
    mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    std: tuple[float, ...] = (0.229, 0.224, 0.225)
    stages: tuple[Stage, ...] = (Stage(10, 256, (0.5, 2.0)),)
    iterations: int | None = None
    augmentations: tuple[str, ...] = AUGMENTATIONS
    optimiser: str = "adamw"
    momentum: float = 0.9
    schedule: str = "one-cycle"
    patience: int = 10
    hard_mining: float = 0.0
    threshold: float | None = None
    validation_share: float = 0.0
    loss: str | dict[str, float] = "bce+dice"
    loss_parameters: dict[str, Any] = field(default_factory=dict)
    batch_size: int = 8
    learning_rate: float = 5e-4
    weight_decay: float = 1e-2
    seed: int = 0
    trained_on: str = ""
    licence: str = ""
    citation: str = ""
    caveat: str = ""
    data: Path = Path()
    file: Path = Path()

    @property
    def epochs(self) -> int:
        """Of all stages together."""
        return sum(stage.epochs for stage in self.stages)

    def stage(self, epoch: int) -> Stage:
        """The stage that an epoch, counted from 0, belongs to."""
        ends = itertools.accumulate(stage.epochs for stage in self.stages)
        return next((stage for stage, end in zip(self.stages, ends, strict=True) if epoch < end), self.stages[-1])

    @property
    def model_file(self) -> Path:
        """Where the model goes."""
        return (self.file.parent / self.output).resolve()


def read_config(file: Path) -> TrainingConfig:
    """Reads a configuration.

    Data is looked for in the folder that the environment variable `LANDSLIDE_MAPPER_DATA` names, else beside the file.

    Raises:
        InputError: missing file, broken TOML, unknown or missing keys.
    """
    try:
        values = with_preset(tomllib.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        raise InputError(f"There is no training configuration {file}: check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name} is not a TOML file ({error}): correct it.") from error
    try:
        values["fit"] = tuple(_build(TileSource, source) for source in values.get("fit", ()))
        values["validation"] = {name: _build(TileSource, one) for name, one in values.get("validation", {}).items()}
        if "stages" in values:
            values["stages"] = tuple(_build(Stage, stage) for stage in values["stages"])
        if "scenes" in values:
            values["scenes"] = _build(SceneSource, values["scenes"])
        data = Path(os.environ.get(DATA_VARIABLE, file.resolve().parent))
        return _build(TrainingConfig, {**values, "data": data, "file": file.resolve()})
    except TypeError as error:
        raise InputError(f"{file.name} cannot be used ({error}): correct it.") from error


def _build(kind: type, values: dict[str, Any]) -> Any:
    unknown = set(values) - {item.name for item in fields(kind)}
    if unknown:
        raise InputError(f"The training configuration has unknown keys: {', '.join(sorted(unknown))}.")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})
