"""The training loop: averaged weights, hard mining, early stopping, and a state that can be taken up at any step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.engine.allocator import kept_memory
from landslide_plugin.engine.device import Device
from landslide_plugin.engine.job import JobContext, QuietContext, Stopwatch
from landslide_plugin.engine.training.checkpoint import Checkpoint
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.feeding import Feeder
from landslide_plugin.engine.training.history import EpochRecord, History
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.optimisation import Schedule, make_optimiser
from landslide_plugin.engine.training.places import Place
from landslide_plugin.engine.training.sampling import Pool, Sampler
from landslide_plugin.engine.training.starting import Start, encoder_of, set_training
from landslide_plugin.engine.training.stepping import DivergedError, Stepper
from landslide_plugin.engine.training.strip import Strip
from landslide_plugin.engine.training.team import Team
from landslide_plugin.engine.training.validation import measure

_EMA_DECAY = 0.999
_MINE_EVERY = 5  # epochs, beginning with the first, so that short trainings mine too
_BEGUN = 1e-4  # share of the work that is told before the first step: from then on there is something to keep


def _average(averaged: list[torch.Tensor], current: list[torch.Tensor], updates: torch.Tensor) -> None:
    """Exponential moving average over about the last ninth of the steps, and no more than a thousand of them."""
    decay = min(_EMA_DECAY, (1 + int(updates)) / (10 + int(updates)))
    get_ema_multi_avg_fn(decay)(averaged, current, updates)


class _Enough(Exception):  # noqa: N818
    """The training ends before its last epoch; the message says why."""


class _Hearing(QuietContext):
    """Knows how long a person has held the work, because that is not time that the work takes."""

    held = 0.0  # seconds

    def check(self) -> None:
        """See `JobContext`."""
        watch = Stopwatch()
        super().check()
        self.held += watch.seconds


class Trainer:
    """Trains a network in place.

    Args:
        start: the network, and what of it stays as it is.
        config: of the training.
        pools: what is learned from.
        validation: what chooses the best epoch, by its IoU.
        device: where to run.
        team: that trains together; only its first process measures, tells and writes.
        fingerprint: of the data; a checkpoint goes on with the same data only.
    """

    def __init__(
        self,
        start: Start,
        config: TrainingConfig,
        pools: list[Pool],
        validation: Sequence[Place],
        device: Device,
        team: Team | None = None,
        fingerprint: str = "",
    ) -> None:
        self._config, self._device, self._validation, self._team = config, device, validation, team or Team()
        self._frozen_norms = start.frozen_norms
        self._network = start.network.to(device.id, memory_format=torch.channels_last)
        self._encoder = encoder_of(self._network) if config.freeze_encoder_epochs else None
        self.averaged = AveragedModel(self._network, multi_avg_fn=_average, use_buffers=True)
        self.sampler = Sampler(pools, config.hard_mining)
        self.steps = max(1, len(self.sampler) // config.batch_size)
        self.epochs = -(-config.iterations // self.steps) if config.iterations else config.epochs
        self._optimiser = make_optimiser(config, self._network.parameters())
        self._schedule = Schedule(config, self._optimiser, self.steps * self.epochs)
        self._loss = build_loss(config.loss, self.sampler.landslide_share, **config.loss_parameters)
        self._stepper = Stepper(self._network, self._loss, self._optimiser, config, device, self._team)
        self._frozen: bool | None = None  # the encoder, where the network was wrapped for the team
        self._checkpoint = Checkpoint(config, fingerprint)
        self._best: dict[str, torch.Tensor] = {}
        self.epoch = self.step = 0  # done so far, of the training and of the epoch
        self._total = 0.0  # of the losses of the epoch
        self.history = History()
        self.stopped: str | None = None  # why before the last epoch
        self.samples_per_second = 0.0
        self._complaint: str | None = None  # of the checkpoint that was to be written last

    @property
    def precision(self) -> str:
        """The number format that the network computes in."""
        return self._stepper.precision

    @property
    def history_file(self) -> Path:
        """The table of the epochs."""
        return self._config.model_file.with_suffix(".history.csv")

    @property
    def strip_file(self) -> Path:
        """The picture of validation places."""
        return self._config.model_file.with_suffix(".strip.png")

    def run(self, context: JobContext) -> None:
        """Trains until the last epoch and leaves the network with the best epoch's averaged weights in `best`.

        Args:
            context: hears of progress and of each epoch, pauses or stops the work.

        Raises:
            CancelledError: as asked; the checkpoint stays. InputError: the loss was no number before there was
            anything worth keeping.
        """
        self._watch, self._begun, self._hearing = Stopwatch(), self._done, _Hearing(context)
        context.progress(_BEGUN, f"Epoch {min(self.epoch + 1, self.epochs)} of {self.epochs}")
        try:
            with kept_memory(), closing(Feeder(self._config, self._team)) as feeder:
                while self.epoch < self.epochs:
                    self._stop_if_stale()
                    self._learn(feeder, context)
                    self._close_epoch(context)
        except _Enough as reason:
            self.stopped = str(reason)
            context.log(self.stopped)
            self._save(context)  # what follows may be cancelled, or end the process
        except CancelledError:
            self._save(context)
            raise
        self._last = self._state()
        if not self._best:  # stopped in the first epoch
            try:
                record, strip = self._measure_epoch(max(1, self.step))
            except DivergedError:
                raise self._diverged() from None
            self._keep(record)
            self._tell(record, strip, context)
        self.best = deepcopy(self.averaged.module)  # whatever becomes of it, the training can still be saved
        self.best.load_state_dict(self._best)

    def save_again(self, context: JobContext) -> bool:
        """Saves the state that the training ended with.

        Returns:
            Whether there is a checkpoint to go on from, this one or an earlier one.
        """
        self._save(context, self._last)
        return self._checkpoint.exists

    def resume(self) -> None:
        """Takes up the state of the checkpoint.

        Raises:
            InputError: there is none that belongs to this training.
        """
        state = self._checkpoint.load(self._device.id)
        self._network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self._best, self.history = state["best"], History.from_state(state["history"])
        self.epoch, self.step, self._total = state["epoch"], state["step"], state["total"]
        self.sampler.hard = state["hard"]
        self._stepper.micro_batch = min(self._stepper.micro_batch, state["micro_batch"])

    def forget(self) -> None:
        """Removes the checkpoint of a training that is done."""
        self._checkpoint.file.unlink(missing_ok=True)

    def try_steps(self, count: int, epoch: int = 0) -> float:
        """Takes a few steps that nobody keeps, to see how long they take.

        Args:
            count: how many.
            epoch: counted from 0, whose stage says how large the crops are.

        Returns:
            Seconds a step; the first step, which prepares much, does not count where there are more.
        """
        order = self.sampler.draw(np.random.default_rng([self._config.seed, epoch]))
        set_training(self._network, self._frozen_norms, frozen_encoder=False)
        seconds = []
        with closing(Feeder(self._config, self._team)) as feeder:
            watch = Stopwatch()
            for images, truth in feeder.batches(order, epoch, 0, min(count + 1, self.steps)):
                self._stepper.step(images, truth, seed=0)
                seconds.append(watch.seconds)
        return (seconds[-1] - seconds[0]) / (len(seconds) - 1) if len(seconds) > 1 else seconds[0]

    @property
    def _done(self) -> int:
        return self.epoch * self.steps + self.step

    def _stop_if_stale(self) -> None:
        patience = self._config.patience_epochs
        if patience is not None and self.epoch - self.history.best >= patience:
            raise _Enough(f"Stopped after epoch {self.epoch}: none of the last {patience} epochs was better.")

    def _learn(self, feeder: Feeder, context: JobContext) -> None:
        """The rest of the steps of an epoch."""
        frozen = self.epoch < self._config.freeze_encoder_epochs
        if self._encoder is not None:
            self._encoder.requires_grad_(not frozen)
        if frozen != self._frozen:
            self._frozen, self._stepper.network = frozen, self._team.wrap(self._network)
        set_training(self._network, self._frozen_norms, frozen)
        order = self.sampler.draw(np.random.default_rng([self._config.seed, self.epoch]))
        with closing(feeder.batches(order, self.epoch, self.step, self.steps)) as made:
            for images, truth in made:
                self._heed()
                if self._team.anyone(context.is_finishing, self._device.id):
                    raise _Enough("Stopped as asked; the best epoch so far is kept.")
                self._total += self._step(images, truth)
                self._schedule.after_step()
                self.averaged.update_parameters(self._network)
                self.step += 1
                self._report(context)
                if self._checkpoint.is_due:
                    self._save(context)

    def _heed(self) -> None:
        """Stops all of the team at the same step, whichever of its processes was told to."""
        cancelled = None
        try:
            self._hearing.check()
        except CancelledError as error:
            cancelled = error
        if self._team.anyone(cancelled is not None, self._device.id):
            raise cancelled or CancelledError()

    def _step(self, images: torch.Tensor, truth: torch.Tensor) -> float:
        chance = np.random.SeedSequence([self._config.seed, self.epoch, self.step, 1, self._team.rank])
        try:
            return self._stepper.step(images, truth, int(chance.generate_state(1)[0]))
        except DivergedError:
            raise self._diverged() from None

    def _diverged(self) -> Exception:
        rate = self._optimiser.param_groups[0]["lr"]
        sentence = (
            f"The loss was no number any more at step {self.step + 1} of epoch {self.epoch + 1} (learning rate "
            f"{rate:.2g}): lower learning_rate"
        )
        if not self._best:
            return InputError(f"{sentence}; nothing worth keeping was learned before.")
        return _Enough(f"{sentence}; the best epoch so far is kept.")

    def _close_epoch(self, context: JobContext) -> None:
        """Measures, and only then changes the state: a training that is stopped while measuring measures again."""
        alarms = None
        context.progress(max(_BEGUN, self._share), f"Epoch {self.epoch + 1} of {self.epochs}: measuring the model")
        try:
            record, strip = self._measure_epoch(self.steps)
            if self._config.hard_mining and self.epoch % _MINE_EVERY == 0:
                alarms = self._team.share(self._false_alarms() if self._team.is_first else None)
        except DivergedError:
            raise self._diverged() from None
        self._keep(record)
        if alarms is not None:
            self.sampler.learn_what_is_hard(alarms)
        self._schedule.after_epoch(record.iou)
        self.epoch, self.step, self._total = self.epoch + 1, 0, 0.0
        self._save(context)
        self._tell(record, strip, context)

    def _false_alarms(self) -> list[float]:
        return [
            measure(self.averaged.module, [place], self._config, self._device.id, self._hearing).false_alarms
            for place in self.sampler.background
        ]

    def _measure_epoch(self, steps: int) -> tuple[EpochRecord, Strip]:
        """What the epoch brought, the same for all of the team; and the picture, which the first process makes."""
        strip = Strip(self._validation)
        self._team.align(self._network, self.averaged.module)
        record = self._record(strip, steps) if self._team.is_first else None
        return self._team.share(record), strip

    def _record(self, strip: Strip, steps: int) -> EpochRecord:
        measured = measure(
            self.averaged.module, self._validation, self._config, self._device.id, self._hearing, loss=self._loss,
            threshold=self._config.threshold or 0.5, witness=strip.see,
        )  # fmt: skip
        values = (measured.metrics.at_best_threshold() if self._config.threshold is None else measured.metrics).result()
        rate = self._optimiser.param_groups[0]["lr"]
        loss, iou, f1 = self._total / steps, values["iou"] or 0.0, values["f1"] or 0.0
        return EpochRecord(self.epoch + 1, loss, measured.loss, iou, f1, rate)

    def _keep(self, record: EpochRecord) -> None:
        self.history.epochs.append(record)
        if self.history.best == record.epoch:
            self._best = {name: value.clone() for name, value in self.averaged.module.state_dict().items()}

    def _tell(self, record: EpochRecord, strip: Strip, context: JobContext) -> None:
        if not self._team.is_first:
            return
        try:
            self.history.write(self.history_file)
            strip.write(self.strip_file)
        except OSError as error:
            context.log(f"The history of the training could not be written ({error}).")
        content = {**asdict(record), "epochs": self.epochs, "best": self.history.best, "strip": str(self.strip_file)}
        context.event("epoch", content)
        context.log(
            f"Epoch {record.epoch} of {self.epochs}: loss {record.loss:.4f}, validation loss "
            f"{record.validation_loss:.4f}, validation IoU {record.iou:.4f}"
        )

    @property
    def _share(self) -> float:
        """Of what was left to do at the beginning."""
        left = self.epochs * self.steps - self._begun  # none, where only the measuring was
        return (self._done - self._begun) / left if left else 1.0

    def _report(self, context: JobContext) -> None:
        share = self._share
        seconds = self._watch.seconds - self._hearing.held
        self.samples_per_second = (self._done - self._begun) * self._config.batch_size / seconds
        message = f"Epoch {self.epoch + 1} of {self.epochs}, loss {self._total / self.step:.3f}"
        if self._complaint is not None:  # to be read where the log is not
            message = f"{message}. {self._complaint}"
        context.progress(share, message, seconds / share * (1 - share))

    def _save(self, context: JobContext, state: dict[str, Any] | None = None) -> None:
        if not self._team.is_first:
            return
        self._complaint = self._checkpoint.save(state or self._state())
        if self._complaint is not None:
            context.log(self._complaint)

    def _state(self) -> dict[str, Any]:
        return {
            "network": self._network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "best": self._best,
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
            "step": self.step,
            "total": self._total,
            "hard": self.sampler.hard,
            "micro_batch": self._stepper.micro_batch,
            "history": self.history.to_state(),
        }
