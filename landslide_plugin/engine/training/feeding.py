"""Batches made ahead on a thread of their own, the same ones whenever they are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch

from landslide_plugin.engine.training.augmentation import Augmentation
from landslide_plugin.engine.training.config import Stage, TrainingConfig
from landslide_plugin.engine.training.places import Crop, Place

_AHEAD = 2  # batches


def make_batch(
    places: Sequence[Place], stage: Stage, augmentation: Augmentation, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Crops of places, changed at random: images (N, bands, S, S) and truth (N, 2, S, S)."""
    crops = [augmentation(*_crop(place, stage, rng), rng) for place in places]
    images, truth = (torch.stack(parts) for parts in zip(*crops, strict=True))
    return augmentation.batch(images, truth, rng)


def _crop(place: Place, stage: Stage, rng: np.random.Generator) -> Crop:
    if stage.whole:
        return place.tile().resized(stage.crop).crop(stage.crop, stage.scale, rng)
    return place.crop(stage.crop, stage.scale, rng)


def batches(
    order: Sequence[Place], config: TrainingConfig, augmentation: Augmentation, epoch: int, first: int, steps: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """The batches of an epoch from a step on.

    Each batch draws from a generator made of seed, epoch and step: nothing of it depends on what came before, so a
    training that goes on in the middle of an epoch needs no more than its place in it.

    Args:
        order: places of the whole epoch.
        config: of the training.
        augmentation: for the crops.
        epoch: counted from 0.
        first: step to begin with.
        steps: of the epoch.
    """
    size, stage = config.batch_size, config.stage(epoch)

    def make(step: int) -> tuple[torch.Tensor, torch.Tensor]:
        rng = np.random.default_rng([config.seed, epoch, step])
        return make_batch(order[step * size : (step + 1) * size], stage, augmentation, rng)

    # One thread for torch's own work here: the others belong to the network.
    maker = ThreadPoolExecutor(1, "crops", initializer=torch.set_num_threads, initargs=(1,))
    waiting: deque[Future[tuple[torch.Tensor, torch.Tensor]]] = deque()
    try:
        for step in range(first, steps):
            while len(waiting) < _AHEAD and step + len(waiting) < steps:
                waiting.append(maker.submit(make, step + len(waiting)))
            yield waiting.popleft().result()
    finally:
        maker.shutdown(wait=True, cancel_futures=True)
