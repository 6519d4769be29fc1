"""Optimisers and learning-rate schedules by name."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn
from torch.optim import lr_scheduler

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.training_choices import OPTIMISERS, SCHEDULES
from landslide_plugin.engine.training.config import TrainingConfig


def make_optimiser(config: TrainingConfig, weights: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """The configuration's optimiser; `momentum` is used by SGD alone.

    Raises:
        InputError: no optimiser of that name.
    """
    common = {"lr": config.learning_rate, "weight_decay": config.weight_decay}
    if config.optimiser == "sgd":
        return torch.optim.SGD(weights, momentum=config.momentum, **common)
    if config.optimiser == "adam":
        return torch.optim.Adam(weights, **common)
    if config.optimiser == "adamw":
        return torch.optim.AdamW(weights, **common)
    raise InputError(f"There is no optimiser named '{config.optimiser}'; known are {', '.join(OPTIMISERS)}.")


class Schedule:
    """The learning rate over a training.

    `one-cycle` rises over a fifth of all steps and falls to nearly nothing; `cosine` falls from the first step on,
    along half a cosine (Loshchilov and Hutter 2017, ICLR, Eq. 5, without restarts); `plateau` takes a tenth when
    validation has not improved for `patience` epochs (the L-Net paper, section 3.2); `constant` stays.

    Args:
        config: of the training.
        optimiser: whose rate is set.
        steps: of the whole training.

    Raises:
        InputError: no schedule of that name.
    """

    def __init__(self, config: TrainingConfig, optimiser: torch.optim.Optimizer, steps: int) -> None:
        self._per_step = self._per_epoch = None
        if config.schedule == "one-cycle":
            rise = 0.3 if steps == 5 else 0.2  # torch divides by the steps of the rise less one, which must not be 0
            self._per_step = lr_scheduler.OneCycleLR(
                optimiser, config.learning_rate, total_steps=steps, pct_start=rise,
                cycle_momentum=config.optimiser != "sgd",  # whose momentum the configuration names
            )  # fmt: skip
        elif config.schedule == "cosine":
            self._per_step = lr_scheduler.CosineAnnealingLR(optimiser, T_max=steps)
        elif config.schedule == "plateau":
            patience = max(0, config.patience - 1)  # torch's counts the epochs that are let pass, and acts in the next
            self._per_epoch = lr_scheduler.ReduceLROnPlateau(
                optimiser, "max", factor=0.1, patience=patience, threshold=0
            )
        elif config.schedule != "constant":
            raise InputError(f"There is no schedule named '{config.schedule}'; known are {', '.join(SCHEDULES)}.")

    def after_step(self) -> None:
        """To be called after each step of the optimiser."""
        if self._per_step is not None:
            self._per_step.step()

    def after_epoch(self, score: float) -> None:
        """To be called with the validation score, higher is better, after each epoch."""
        if self._per_epoch is not None:
            self._per_epoch.step(score)

    def state_dict(self) -> dict[str, object]:
        """For the checkpoint."""
        scheduler = self._per_step or self._per_epoch
        return {} if scheduler is None else scheduler.state_dict()

    def load_state_dict(self, state: dict[str, object]) -> None:
        """From the checkpoint."""
        scheduler = self._per_step or self._per_epoch
        if scheduler is not None:
            scheduler.load_state_dict(state)
