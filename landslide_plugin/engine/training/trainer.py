"""The training loop: averaged weights, hard mining, a checkpoint after every epoch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.training.augmentation import Augmentation
from landslide_plugin.engine.training.config import Stage, TrainingConfig
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.optimisation import Schedule, make_optimiser
from landslide_plugin.engine.training.sampling import Pool, Sampler
from landslide_plugin.engine.training.tiles import LabelledTile, random_crop, resized
from landslide_plugin.engine.training.validation import measure

_EMA_DECAY = 0.99
_LARGEST_GRADIENT = 5.0
_MINE_EVERY = 5  # epochs


def _average(averaged: list[torch.Tensor], current: list[torch.Tensor], updates: torch.Tensor) -> None:
    """Exponential moving average that follows closely at first, so that short trainings are not left behind."""
    decay = min(_EMA_DECAY, (1 + int(updates)) / (10 + int(updates)))
    get_ema_multi_avg_fn(decay)(averaged, current, updates)


@dataclass
class History:
    """What each epoch brought."""

    loss: list[float] = field(default_factory=list)
    iou: list[float] = field(default_factory=list)
    best_epoch: int = -1


class Trainer:
    """Trains a network in place.

    Args:
        network: logits (N, 1, H, W).
        config: of the training.
        pools: what is learned from.
        validation: what chooses the best epoch, by its IoU.
        device: torch's name.
        checkpoint: file that makes the training resumable.
    """

    def __init__(
        self,
        network: nn.Module,
        config: TrainingConfig,
        pools: list[Pool],
        validation: list[LabelledTile],
        device: str,
        checkpoint: Path,
    ) -> None:
        self._config, self._device, self._checkpoint = config, device, checkpoint
        self._validation = validation
        self._network = network.to(device, memory_format=torch.channels_last)
        self.averaged = AveragedModel(self._network, multi_avg_fn=_average, use_buffers=True)
        self.sampler = Sampler(pools, config.hard_mining)
        self._steps = max(1, len(self.sampler) // config.batch_size)
        self.epochs = -(-config.iterations // self._steps) if config.iterations else config.epochs
        self._optimiser = make_optimiser(config, network.parameters())
        self._schedule = Schedule(config, self._optimiser, self._steps * self.epochs)
        self._mean = torch.tensor(config.mean, device=device).view(1, -1, 1, 1)
        self._std = torch.tensor(config.std, device=device).view(1, -1, 1, 1)
        self._augmentation = Augmentation(config.augmentations)
        self._loss = build_loss(config.loss, self.sampler.landslide_share, **config.loss_parameters)
        self.epoch = 0
        self.history = History()
        self._best: dict[str, torch.Tensor] = {}
        self.samples_per_second = 0.0

    def run(self, context: JobContext) -> None:
        """Trains until the last epoch and leaves the best epoch's averaged weights in `averaged`.

        Args:
            context: hears of progress, stops the work; the checkpoint of the last epoch stays.
        """
        watch, first = Stopwatch(), self.epoch
        while self.epoch < self.epochs:
            loss = self._run_epoch(context, watch, first)
            iou = self._measure(self._validation, context)["iou"] or 0.0
            self._schedule.after_epoch(iou)
            if self._config.hard_mining and (self.epoch + 1) % _MINE_EVERY == 0:
                self._mine(context)
            self.history.loss.append(loss)
            self.history.iou.append(iou)
            if iou >= max(self.history.iou):
                self.history.best_epoch = self.epoch
                self._best = {name: value.clone() for name, value in self.averaged.module.state_dict().items()}
            self.epoch += 1
            self._save()
            context.log(f"Epoch {self.epoch} of {self.epochs}: loss {loss:.4f}, validation IoU {iou:.4f}")
        self.averaged.module.load_state_dict(self._best)

    def _run_epoch(self, context: JobContext, watch: Stopwatch, first: int) -> float:
        # Each epoch draws from its own generator, so a resumed training sees what an uninterrupted one would have.
        rng = np.random.default_rng([self._config.seed, self.epoch])
        torch.manual_seed(self._config.seed * 1000 + self.epoch)
        order = self.sampler.draw(rng)
        self._network.train()
        total, size, stage = 0.0, self._config.batch_size, self._config.stage(self.epoch)
        for step in range(self._steps):
            context.check()
            images, masks = self._batch(order[step * size : (step + 1) * size], stage, rng)
            logits = self._network(((images - self._mean) / self._std).contiguous(memory_format=torch.channels_last))
            loss = self._loss(logits, masks, torch.ones_like(masks))
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self._network.parameters(), _LARGEST_GRADIENT)
            self._optimiser.step()
            self._schedule.after_step()
            self.averaged.update_parameters(self._network)
            total += loss.item()
            done = (self.epoch - first) * self._steps + step + 1
            share = done / ((self.epochs - first) * self._steps)
            self.samples_per_second = done * size / watch.seconds
            message = f"Epoch {self.epoch + 1} of {self.epochs}, loss {total / (step + 1):.3f}"
            context.progress(share, message, watch.seconds / share * (1 - share))
        return total / self._steps

    def _measure(self, tiles: list[LabelledTile], context: JobContext) -> dict[str, float | None]:
        return measure(self.averaged.module, tiles, self._config, self._device, context).result()

    def _mine(self, context: JobContext) -> None:
        alarms = [self._measure([tile], context)["called_landslide"] or 0.0 for tile in self.sampler.background]
        self.sampler.learn_what_is_hard(alarms)

    def _batch(
        self, tiles: list[LabelledTile], stage: Stage, rng: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        if stage.whole:
            tiles = [resized(tile, stage.crop) for tile in tiles]
        crops = [self._augmentation(*random_crop(tile, stage.crop, stage.scale, rng), rng) for tile in tiles]
        images, masks = (torch.stack(parts) for parts in zip(*crops, strict=True))
        images, masks = self._augmentation.batch(images, masks, rng)
        return images.to(self._device), masks.to(self._device)

    def _save(self) -> None:
        state = {
            "network": self._network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "best": self._best,
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
            "hard": self.sampler.hard,
            "history": vars(self.history),
        }
        unfinished = self._checkpoint.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(self._checkpoint)

    def resume(self) -> None:
        """Takes up the state of the last finished epoch."""
        state: dict[str, Any] = torch.load(self._checkpoint, map_location=self._device, weights_only=True)
        self._network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self._best, self.epoch, self.history = state["best"], state["epoch"], History(**state["history"])
        self.sampler.hard = state["hard"]
