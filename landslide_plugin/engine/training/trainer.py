"""The training loop: AdamW, one cycle, averaged weights, a checkpoint after every epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from landslide_plugin.engine.job import JobContext, Stopwatch
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.training.augmentation import Augmentation, paste_pieces
from landslide_plugin.engine.training.config import Stage, TrainingConfig
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.tiles import LabelledTile, random_crop

_EMA_DECAY = 0.995
_LARGEST_GRADIENT = 5.0


def _average(averaged: list[torch.Tensor], current: list[torch.Tensor], updates: torch.Tensor) -> None:
    """Exponential moving average that follows closely at first, so that short trainings are not left behind."""
    decay = min(_EMA_DECAY, (1 + int(updates)) / (10 + int(updates)))
    get_ema_multi_avg_fn(decay)(averaged, current, updates)


@dataclass
class Pool:
    """Tiles to draw from, and how many of them an epoch takes."""

    tiles: list[LabelledTile]
    per_epoch: int


def _landslide_share(pools: list[Pool]) -> float:
    tiles = [tile for pool in pools for tile in pool.tiles]
    return sum(int(tile.mask.sum()) for tile in tiles) / sum(tile.mask.size for tile in tiles)


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
        device: torch's name.
        checkpoint: file that makes the training resumable.
    """

    def __init__(
        self, network: nn.Module, config: TrainingConfig, pools: list[Pool], device: str, checkpoint: Path
    ) -> None:
        self._config, self._pools, self._device, self._checkpoint = config, pools, device, checkpoint
        self._network = network.to(device, memory_format=torch.channels_last)
        self.averaged = AveragedModel(self._network, multi_avg_fn=_average, use_buffers=True)
        self._optimiser = torch.optim.AdamW(
            network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        samples = sum(pool.per_epoch for pool in pools)
        self._steps = max(1, samples // config.batch_size)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimiser, config.learning_rate, total_steps=self._steps * config.epochs, pct_start=0.2
        )
        self._mean = torch.tensor(config.mean, device=device).view(1, -1, 1, 1)
        self._std = torch.tensor(config.std, device=device).view(1, -1, 1, 1)
        self._augmentation = Augmentation()
        self._loss = build_loss(config.loss, _landslide_share(pools), **config.loss_parameters)
        self.epoch = 0
        self.history = History()
        self._best: dict[str, torch.Tensor] = {}
        self.samples_per_second = 0.0

    def run(self, validate: Callable[[nn.Module], PixelMetrics], context: JobContext) -> None:
        """Trains until the last epoch and leaves the best epoch's averaged weights in `averaged`.

        Args:
            validate: measures a network on validation data; its IoU chooses the best epoch.
            context: hears of progress, stops the work; the checkpoint of the last epoch stays.
        """
        watch, first = Stopwatch(), self.epoch
        while self.epoch < self._config.epochs:
            loss = self._run_epoch(context, watch, first)
            iou = validate(self.averaged.module).result()["iou"] or 0.0
            self.history.loss.append(loss)
            self.history.iou.append(iou)
            if iou >= max(self.history.iou):
                self.history.best_epoch = self.epoch
                self._best = {name: value.clone() for name, value in self.averaged.module.state_dict().items()}
            self.epoch += 1
            self._save()
            context.log(f"Epoch {self.epoch} of {self._config.epochs}: loss {loss:.4f}, validation IoU {iou:.4f}")
        self.averaged.module.load_state_dict(self._best)

    def _run_epoch(self, context: JobContext, watch: Stopwatch, first: int) -> float:
        # Each epoch draws from its own generator, so a resumed training sees what an uninterrupted one would have.
        rng = np.random.default_rng([self._config.seed, self.epoch])
        torch.manual_seed(self._config.seed * 1000 + self.epoch)
        order = self._draw(rng)
        self._network.train()
        total, size, stage = 0.0, self._config.batch_size, self._config.stage(self.epoch)
        for step in range(self._steps):
            context.check()
            images, masks = paste_pieces(*self._batch(order[step * size : (step + 1) * size], stage, rng), rng)
            logits = self._network(((images - self._mean) / self._std).contiguous(memory_format=torch.channels_last))
            loss = self._loss(logits, masks, torch.ones_like(masks))
            self._optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self._network.parameters(), _LARGEST_GRADIENT)
            self._optimiser.step()
            self._schedule.step()
            self.averaged.update_parameters(self._network)
            total += loss.item()
            done = (self.epoch - first) * self._steps + step + 1
            share = done / ((self._config.epochs - first) * self._steps)
            self.samples_per_second = done * size / watch.seconds
            message = f"Epoch {self.epoch + 1} of {self._config.epochs}, loss {total / (step + 1):.3f}"
            context.progress(share, message, watch.seconds / share * (1 - share))
        return total / self._steps

    def _draw(self, rng: np.random.Generator) -> list[LabelledTile]:
        drawn: list[LabelledTile] = []
        for pool in self._pools:
            rounds = -(-pool.per_epoch // len(pool.tiles))
            indices = np.concatenate([rng.permutation(len(pool.tiles)) for _ in range(rounds)])[: pool.per_epoch]
            drawn += [pool.tiles[index] for index in indices]
        return [drawn[index] for index in rng.permutation(len(drawn))]

    def _batch(
        self, tiles: list[LabelledTile], stage: Stage, rng: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor]:
        crops = [self._augmentation(*random_crop(tile, stage.crop, stage.scale, rng), rng) for tile in tiles]
        images, masks = (torch.stack(parts).to(self._device) for parts in zip(*crops, strict=True))
        return images, masks

    def _save(self) -> None:
        state = {
            "network": self._network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "best": self._best,
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "epoch": self.epoch,
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
