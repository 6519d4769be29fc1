"""Batches made ahead on a thread of their own, the same ones whenever they are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import numpy as np
import torch

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.augmentation import Augmentation, in_mosaics
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.places import Crop, Place
from landslide_plugin.engine.training.sources import Stage
from landslide_plugin.engine.training.team import Team

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
        place = place.squeezed(stage.crop)
    return place.crop(stage.crop, stage.scale, rng)


class Feeder:
    """A thread that makes batches; close it when the training is over.

    Each batch draws from a generator made of seed, epoch, step and rank: nothing of it depends on what came before, so
    a training that goes on in the middle of an epoch needs no more than its place in it.

    Args:
        config: of the training.
        team: of which this process makes its part of each batch.

    Raises:
        InputError: a batch has too few crops for the team.
    """

    def __init__(self, config: TrainingConfig, team: Team) -> None:
        self._config, self._augmentation = config, Augmentation(config.augmentations, config.bands)
        self._rank, self._part = team.rank, team.part(config.batch_size)
        if config.mosaic and len(self._part) % 4:
            raise InputError(
                "A mosaic joins four crops of one process: choose a batch_size that is a multiple of 4 times the "
                "processes, or no mosaic."
            )
        # One thread for torch's own work here: the others belong to the network.
        self._maker = ThreadPoolExecutor(1, "crops", initializer=torch.set_num_threads, initargs=(1,))

    def close(self) -> None:
        """Ends the thread."""
        self._maker.shutdown(cancel_futures=True)

    def batches(
        self, order: Sequence[Place], epoch: int, first: int, steps: int
    ) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """The batches of an epoch from a step on.

        Args:
            order: places of the whole epoch.
            epoch: counted from 0.
            first: step to begin with.
            steps: of the epoch.
        """
        waiting: deque[Future[tuple[torch.Tensor, torch.Tensor]]] = deque()
        try:
            for step in range(first, steps):
                while len(waiting) < _AHEAD and step + len(waiting) < steps:
                    waiting.append(self._maker.submit(self._make, order, epoch, step + len(waiting)))
                yield waiting.popleft().result()
        finally:
            for unwanted in waiting:
                unwanted.cancel()
            wait(waiting)

    def _make(self, order: Sequence[Place], epoch: int, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        rng = np.random.default_rng([self._config.seed, epoch, step, self._rank])
        begin = step * self._config.batch_size
        places = order[begin + self._part.start : begin + self._part.stop]
        batch = make_batch(places, self._config.stage(epoch), self._augmentation, rng)
        return in_mosaics(*batch) if rng.random() < self._config.mosaic else batch
