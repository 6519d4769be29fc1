"""A training, described by a TOML file."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

import tomllib

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard, check_reading
from landslide_plugin.common.terrain import TERRAIN_BANDS, image_bands, split_bands, terrain_bands
from landslide_plugin.common.training_choices import AUGMENTATIONS
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.device import PRECISION_DTYPES
from landslide_plugin.engine.training.losses import has_cross_entropy
from landslide_plugin.engine.training.presets import with_preset
from landslide_plugin.engine.training.reading import check_complete, check_table, check_value
from landslide_plugin.engine.training.sources import MapSource, SceneSource, Stage, TileSource

DATA_VARIABLE = "LANDSLIDE_MAPPER_DATA"
MODEL_ENDING = ".safetensors"
BATCH_NORMS = ("auto", "frozen", "learning")
_SHARE_OF_MAPS = 0.2  # held back from maps where the configuration names no validation
_UNKNOWN_BAND = {"mean": 0.5, "std": 0.25}  # of a band that no model has described


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that decides what comes out of a training.

    Args:
        name, title: of the model.
        architecture, arguments: as in the registry of networks.
        encoder_weights: `package:file` of weights to start from, such as ImageNet's.
        start_from: name or file of a model to fine-tune; what its card says of the network and its input holds unless
            the configuration says otherwise, argument by argument.
        fresh: parts of the network, by how their names begin, that do not take the weights of `start_from`; what only
            that model has of them is left behind. So a network can be given another head.
        learn: parts of the network, by how their names begin, that learn; empty = all. The others stay as they are.
        teacher: name or file of a model whose answers are learned beside the labels, see `teaching`.
        average_with: names or files of models; the finished weights are the mean of the trained ones and of these, see
            `averaging`.
        freeze_encoder_epochs: how long the encoder stays as it is.
        batch_norm: `learning`, or `frozen` at the statistics of the model that is fine-tuned; see `starting`.
        bands, gsd_m, tile_size, mean, std: as on the model card; bands of the terrain come after the image's.
        fit, maps, scenes: what is learned from; validation: what chooses the best epoch and the threshold.
        stages: one after the other, under one learning-rate cycle; the last goes on where `iterations` asks for more.
        iterations: steps of the whole training, instead of the stages' epochs.
        augmentations: of `training_choices.AUGMENTATIONS`.
        mosaic: share of the batches whose crops are joined four by four, see `augmentation.in_mosaics`.
        optimiser, learning_rate, weight_decay, momentum: see `optimisation`.
        schedule, patience: of the learning rate, see `optimisation`.
        hard_mining: share of the landslide-free tiles of an epoch drawn from those with the largest false alarms.
        threshold: of the model; None = the one with the best F1 on the validation data.
        validation_share: held back from what is learned from where no `validation` is named.
        patience_epochs: the training ends after so many epochs without a better one; None = never.
        batch_size, seed: of the sampling.
        micro_batch: crops that go through the network at once; the gradients of a batch add up. None = all of it.
        precision: `auto`, `fp32` or `bf16`.
        checkpoint_minutes: how often to save the state inside an epoch.
        loss: by name, e.g. `bce`, `bce+dice`, or a table of weights; loss_parameters: as in the registry of losses.
        trained_on, licence, citation, caveat: words for the card.
        output: the model file (`.safetensors`), relative to the configuration's folder.
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
    fresh: tuple[str, ...] = ()
    learn: tuple[str, ...] = ()
    teacher: str | None = None
    average_with: tuple[str, ...] = ()
    freeze_encoder_epochs: int = 0
    batch_norm: str = "auto"
    maps: tuple[MapSource, ...] = ()
    scenes: SceneSource | None = None
    bands: tuple[str, ...] = ("red", "green", "blue")
    gsd_m: tuple[float, float] = (0.3, 5.0)
    tile_size: int = 512
    mean: tuple[float, ...] = (0.485, 0.456, 0.406)
    std: tuple[float, ...] = (0.229, 0.224, 0.225)
    stages: tuple[Stage, ...] = (Stage(10, 256, (0.5, 2.0)),)
    iterations: int | None = None
    augmentations: tuple[str, ...] = AUGMENTATIONS
    mosaic: float = 0.0
    optimiser: str = "adamw"
    momentum: float = 0.9
    schedule: str = "one-cycle"
    patience: int = 10
    hard_mining: float = 0.0
    threshold: float | None = None
    validation_share: float = 0.0
    patience_epochs: int | None = None
    loss: str | dict[str, float] = "bce+dice"
    loss_parameters: dict[str, Any] = field(default_factory=dict)
    batch_size: int = 8
    micro_batch: int | None = None
    precision: str = "auto"
    checkpoint_minutes: float = 5.0
    learning_rate: float = 5e-4
    weight_decay: float = 1e-2
    seed: int = 0
    trained_on: str = ""
    licence: str = ""
    citation: str = ""
    caveat: str = ""
    data: Path = Path()
    file: Path = Path()

    def __post_init__(self) -> None:
        if not len(self.mean) == len(self.std) == len(self.bands):
            raise InputError(
                f"The model reads {len(self.bands)} bands ({', '.join(self.bands)}): give mean and std as many values."
            )
        split_bands(self.bands)
        repeated = sorted({band for band in self.bands if self.bands.count(band) > 1})
        if repeated:
            raise InputError(f"The bands name {', '.join(repeated)} more than once: name each band once.")
        self._check_what_comes_out()
        if self.precision not in ("auto", *PRECISION_DTYPES):
            raise InputError(f"There is no precision named '{self.precision}'; known are auto, fp32 and bf16.")
        if self.batch_norm not in BATCH_NORMS:
            raise InputError(f"batch_norm must be one of {', '.join(BATCH_NORMS)}, not '{self.batch_norm}'.")
        self._check_pairs()
        self._check_numbers()
        if not self.stages:
            raise InputError("A training without stages learns nothing: give it at least one of the [[stages]].")

    def _check_numbers(self) -> None:
        for name in ("iterations", "patience_epochs", "batch_size", "micro_batch"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise InputError(f"The {name} must be at least 1, not {value}: correct the configuration.")
        for name in ("seed", "checkpoint_minutes", "freeze_encoder_epochs", "weight_decay", "patience"):
            if getattr(self, name) < 0:
                raise InputError(f"The {name} cannot be negative ({getattr(self, name)}): correct the configuration.")
        if self.learning_rate <= 0:
            raise InputError(f"The learning_rate must be above 0, not {self.learning_rate}: correct the configuration.")
        for name in ("mosaic", "hard_mining"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(f"The {name} is a share, 0 to 1, not {getattr(self, name)}: correct it.")
        for name in ("validation_share", "momentum"):
            if not 0 <= getattr(self, name) < 1:
                raise InputError(f"The {name} must be at least 0 and below 1, not {getattr(self, name)}: correct it.")

    def _check_pairs(self) -> None:
        if self.teacher is not None and not has_cross_entropy(self.loss):
            raise InputError(
                "A teacher's doubts are learned by cross-entropy, the other losses make certainties of them: choose a "
                "loss with bce or wce, or no teacher."
            )
        if (self.teacher is not None) != any(source.teacher_share for source in self.fit):
            raise InputError("A teacher and a teacher_share of some of the tiles go together: name both, or neither.")
        if self.mosaic and self.batch_size % 4:
            raise InputError("A mosaic joins four crops: choose a batch_size that is a multiple of 4, or no mosaic.")
        if self.fresh and self.start_from is None:
            raise InputError(
                "The parts named as fresh are those that do not take the weights of start_from: name that model, or "
                "leave fresh out."
            )
        if self.learn and self.freeze_encoder_epochs:
            raise InputError("Parts that alone learn and epochs with a frozen encoder exclude each other: name one.")

    def _check_what_comes_out(self) -> None:
        """What would make the finished model useless is refused before hours are spent on it."""
        if not self.name or PureWindowsPath(self.name).name != self.name:  # it knows / and \
            raise InputError(
                f"The name '{self.name}' cannot be a model's: choose one that could be a file's, without folders."
            )
        try:
            statistics = {"mean": self.mean, "std": self.std}
            check_reading(self.bands, self.gsd_m, statistics, self.tile_size, self.threshold)
        except ValueError as error:
            raise InputError(f"The model could not be used ({error}): correct the configuration.") from error
        if Path(self.output).suffix != MODEL_ENDING:
            raise InputError(f"The output must be a file that ends with {MODEL_ENDING}, not '{self.output}'.")
        if self.model_file.is_dir():
            raise InputError(f"The output {self.model_file} is a folder: give the model a file to go to.")

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

    @property
    def checkpoint_file(self) -> Path:
        """The state of the training: beside the configuration, so that another `output` is resumed with it too."""
        return self.file.with_suffix(".checkpoint")


def read_config(file: Path) -> TrainingConfig:
    """Reads a configuration.

    Data is looked for in the folder that the environment variable `LANDSLIDE_MAPPER_DATA` names, else beside the file.

    Raises:
        InputError: missing file, broken TOML, unknown or missing keys, values that a key cannot have.
    """
    values = read_values(file)
    check_value(str, values.get("preset", ""), "preset")
    check_table(TrainingConfig, {key: value for key, value in values.items() if key != "preset"})
    values = with_input_statistics(with_preset(with_parent(values, file.resolve().parent)))
    for key, kind in (("fit", TileSource), ("maps", MapSource), ("stages", Stage)):
        if key in values:
            values[key] = tuple(_build(kind, one) for one in values[key])
    values.setdefault("fit", ())
    values["validation"] = {name: _build(TileSource, one) for name, one in values.get("validation", {}).items()}
    if "scenes" in values:
        values["scenes"] = _build(SceneSource, values["scenes"])
    if values.get("maps") and not values["validation"]:
        values.setdefault("validation_share", _SHARE_OF_MAPS)
    check_complete(TrainingConfig, values)
    data = Path(os.environ.get(DATA_VARIABLE, file.resolve().parent))
    return _build(TrainingConfig, {**values, "data": data, "file": file.resolve()})


def read_values(file: Path) -> dict[str, Any]:
    """The values of a TOML file; what it leaves out is taken from the file that its key `base` names.

    Raises:
        InputError: missing file, broken TOML, files that are each other's base.
    """
    values: dict[str, Any] = {}
    read: list[Path] = []
    following: Path | None = file.resolve()
    while following is not None:
        if following in read:
            raise InputError(f"{following.name} is, by way of its base, its own base: correct the configuration.")
        read.append(following)
        try:
            values = {**tomllib.loads(following.read_text("utf-8")), **values}
        except FileNotFoundError:
            raise InputError(f"There is no training configuration {following}: check the path.") from None
        except OSError as error:
            raise InputError(
                f"The training configuration {following} cannot be read ({error.strerror}): check the path."
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{following.name} is not a TOML file ({error}): correct it.") from error
        base = values.pop("base", None)
        if base is not None:
            check_value(str, base, "base")
        following = (following.parent / base).resolve() if base is not None else None
    return values


def parent_file(start_from: str, folder: Path) -> Path:
    """The model file that `start_from` means: an installed model's name, or a path relative to a folder."""
    if start_from.endswith(MODEL_ENDING):
        return (folder / start_from).resolve()
    return find_model(start_from).file


def with_parent(values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The values of a configuration, completed by the card of the model that it starts from.

    Args:
        values: of the TOML file.
        folder: that a relative path of a model file starts at.

    Raises:
        InputError: no such model, or the configuration names another network than the model's.
    """
    if "start_from" not in values:
        return values
    card = find_model(str(parent_file(values["start_from"], folder))).card
    if values.get("architecture", card.architecture) != card.architecture:
        raise InputError(
            f"The model {card.name} is a {card.architecture} and cannot become a {values['architecture']}: leave the "
            "architecture out, or start from another model."
        )
    bands = tuple(values.get("bands", card.bands))
    return {
        "architecture": card.architecture,
        "bands": bands,
        "gsd_m": list(card.gsd_m),
        "tile_size": card.tile_size,
        "mean": _of_bands(bands, card, "mean"),
        "std": _of_bands(bands, card, "std"),
        **values,
        "arguments": {**card.arguments, **values.get("arguments", {})},
    }


def with_input_statistics(values: dict[str, Any]) -> dict[str, Any]:
    """Bands other than red, green and blue get a mean and a standard deviation where none are given.

    What is given for the image's bands, as by a preset, holds for them alone.
    """
    bands = tuple(values.get("bands", ()))
    if not bands or (len(bands) == 3 and not terrain_bands(bands)):
        return values
    completed = dict(values)
    for key, unknown in _UNKNOWN_BAND.items():
        given = list(values.get(key, [unknown] * len(image_bands(bands))))
        missing = len(terrain_bands(bands)) if len(given) == len(image_bands(bands)) else 0
        completed[key] = given + [unknown] * missing
    return completed


def _of_bands(bands: tuple[str, ...], card: ModelCard, key: str) -> list[float]:
    """A statistic for each band: the card's where the card knows it, else the mean over the card's bands.

    Terrain is no light: its bands have their own.
    """
    known = dict(zip(card.bands, card.normalisation[key], strict=True))
    mean = sum(known.values()) / len(known)
    return [known.get(band, _UNKNOWN_BAND[key] if band in TERRAIN_BANDS else mean) for band in bands]


def _build(kind: type, values: dict[str, Any]) -> Any:
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})
