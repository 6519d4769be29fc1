"""What the wizard's pages add up to: the keys of a training's configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Optional

from ...common.paths import shipped_weights, user_models
from ...common.presets import PRESETS
from ...common.training_choices import AUGMENTATIONS, LOSS_PARAMETERS
from .files import TrainingFiles

FINE_TUNING, FROM_SCRATCH = "fine-tune", "fast"
"""The presets that are proposed."""
_OF_THE_NETWORK = ("architecture", "arguments", "mean", "std", "tile_size")
_DEFAULTS = {
    "validation_share": 0.2,
    "optimiser": "adamw",
    "loss": "bce+dice",
    "schedule": "one-cycle",
    "augmentations": list(AUGMENTATIONS),
    "freeze_encoder_epochs": 0,
    "hard_mining": 0.0,
}


@dataclass(frozen=True)
class ModelChoice:
    """What is trained.

    Args:
        title: of the model that comes out.
        start_from: name of the model that is fine-tuned; None = from scratch.
        architecture, width: of a network from scratch; no width where its encoder settles it.
        bands: that it reads; None = those of the model that is fine-tuned, else red, green and blue.
    """

    title: str
    start_from: Optional[str] = None
    architecture: Optional[str] = None
    width: Optional[int] = None
    bands: Optional[tuple[str, ...]] = None

    @property
    def name(self) -> str:
        """Of the model and its file."""
        return file_name(self.title)

    @property
    def file(self) -> Path:
        """Where the model goes, among the user's own ones."""
        return user_models() / f"{self.name}.safetensors"


@dataclass(frozen=True)
class Recipe:
    """How it is trained.

    Args:
        preset: that everything else comes from which is not named here.
        loss, optimiser, learning_rate, schedule, batch_size, freeze_encoder_epochs, hard_mining, augmentations,
            validation_share: keys of the configuration.
        loss_parameter: of `training_choices.LOSS_PARAMETERS`; None where the loss has none.
        epochs: 0 = the preset counts steps instead.
        crop: side of the pieces that are shown, pixels.
    """

    preset: str
    loss: str
    loss_parameter: Optional[float]
    optimiser: str
    learning_rate: float
    schedule: str
    epochs: int
    crop: int
    batch_size: int
    freeze_encoder_epochs: int
    hard_mining: float
    augmentations: Sequence[str]
    validation_share: float


_KEYS = tuple(
    field.name for field in fields(Recipe) if field.name not in ("preset", "loss_parameter", "epochs", "crop")
)
"""What a recipe says in the configuration's own words."""


def recipe_of(preset: str) -> Recipe:
    """What a preset says."""
    values = {**_DEFAULTS, **PRESETS[preset]}
    return Recipe(
        preset=preset,
        loss_parameter=usual_parameter(values["loss"]),
        epochs=0 if "iterations" in values else sum(stage["epochs"] for stage in values["stages"]),
        crop=values["stages"][-1]["crop"],
        **{key: values[key] for key in _KEYS},
    )


def usual_parameter(loss: str) -> Optional[float]:
    """The value that a loss's parameter has where nobody changes it; None where it has no parameter."""
    return LOSS_PARAMETERS[loss][1] if loss in LOSS_PARAMETERS else None


def configuration(model: ModelChoice, recipe: Recipe) -> dict[str, Any]:
    """The keys of the configuration, but for the maps.

    Stages stay the preset's own until epochs or crop are another; what a preset says of its network holds for that
    network alone, as a model that is fine-tuned has its own input.
    """
    preset = PRESETS[recipe.preset]
    values = {key: value for key, value in preset.items() if key not in _OF_THE_NETWORK}
    if model.start_from is not None:
        values["start_from"] = model.start_from
    else:
        values["architecture"] = model.architecture
        if preset.get("architecture") == model.architecture:
            values.update({key: preset[key] for key in _OF_THE_NETWORK if key in preset})
        if model.width is not None:
            values["arguments"] = {**values.get("arguments", {}), "width": model.width}
    if model.bands is not None:
        values["bands"] = list(model.bands)
    if not is_same_length(recipe, recipe_of(recipe.preset)):
        last = {**preset["stages"][-1], "epochs": recipe.epochs, "crop": recipe.crop}
        if recipe.epochs:
            values.pop("iterations", None)
        else:
            last["epochs"] = 1
        values["stages"] = [last]
    if recipe.loss_parameter != usual_parameter(recipe.loss):
        key, value = LOSS_PARAMETERS[recipe.loss][0], recipe.loss_parameter
        values["loss_parameters"] = {key: [1.0, value] if key == "weights" else value}
    return {
        "name": model.name,
        "title": model.title,
        "output": str(model.file),
        **values,
        **{key: getattr(recipe, key) for key in _KEYS},
    }


def is_same_length(one: Recipe, other: Recipe) -> bool:
    """Whether epochs and crops of two recipes are the same."""
    return replace(one, epochs=other.epochs, crop=other.crop) == one


def file_name(title: str) -> str:
    """A title as the name of a model and of its file: letters, digits, `-` and `_`."""
    return re.sub(r"[^\w-]+", "_", title).strip("_")[:80]


def is_taken(name: str) -> bool:
    """Whether a model of that name is there already, or a training that can be gone on with.

    One that is under way and has saved nothing yet is found by `Training.claim`.
    """
    files = TrainingFiles(user_models() / f"{name}.safetensors")
    there = (shipped_weights() / files.model.name, files.model, files.checkpoint)
    return any(file.exists() for file in there)


def free_title(wanted: str) -> str:
    """The title, with a number behind it where there is a model of that name."""
    title, count = wanted, 1
    while is_taken(file_name(title)):
        count += 1
        title = f"{wanted} {count}"
    return title
