"""How well a network does on places whose truth is known, during and after a training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from landslide_plugin.engine.inference.tiling import STRIDE
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.metrics.calibration import UNCALIBRATED, Calibration
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.losses import Loss
from landslide_plugin.engine.training.places import LabelledTile, Place
from landslide_plugin.engine.training.stepping import DivergedError
from landslide_plugin.engine.turning import mirror_padded

Witness = Callable[[Place, LabelledTile, NDArray[np.float32]], None]


@dataclass(frozen=True)
class ValidationSet:
    """Places to measure on, and how many different landslides they hold."""

    places: tuple[Place, ...]
    landslides: int


@dataclass(frozen=True)
class Measured:
    """What came out: metrics over all known pixels together, and the mean loss over groups as large as a batch."""

    metrics: PixelMetrics
    loss: float

    @property
    def false_alarms(self) -> float:
        """Share of the known pixels that are no landslide and are called one; 0 where none is known."""
        return self.metrics.false_positive / max(1, self.metrics.pixels)


def measure(
    network: nn.Module,
    places: Sequence[Place],
    config: TrainingConfig,
    device: str,
    context: JobContext,
    threshold: float = 0.5,
    calibration: Calibration = UNCALIBRATED,
    loss: Loss | None = None,
    witness: Witness | None = None,
) -> Measured:
    """Metrics over places at their native size, mirrored to the network's stride as at inference.

    Args:
        network: logits; put into eval mode.
        places: to measure on.
        config: for the normalisation.
        device: torch's name.
        context: stops the work.
        threshold: probability from which a pixel is called landslide.
        calibration: makes the probabilities from the logits.
        loss: to measure too; None = 0 is returned.
        witness: is shown each place with its tile and the probabilities.

    Raises:
        DivergedError: the network's answer is no number.
    """
    metrics, pooled = PixelMetrics(threshold), _PooledLoss(loss, len(places), config.batch_size)
    mean, std = (torch.tensor(values, device=device).view(1, -1, 1, 1) for values in (config.mean, config.std))
    network.eval()
    with torch.inference_mode():
        for number in pooled.order:
            context.check()
            place = places[number]
            tile = place.tile()
            height, width = tile.mask.shape
            margins = ((0, -height % STRIDE), (0, -width % STRIDE))
            image = mirror_padded(tile.image.astype(np.float32) / 255, margins, tile.aspect)
            logits = network((torch.from_numpy(image)[None].to(device) - mean) / std)[:, :, :height, :width].float()
            if not torch.isfinite(logits).all():
                raise DivergedError
            probability = calibration.probability(logits)[0, 0].cpu().numpy()
            metrics.add(probability, tile.mask, tile.known)
            pooled.add(logits, tile)
            if witness is not None:
                witness(place, tile, probability)
    return Measured(metrics, pooled.mean)


class _PooledLoss:
    """A loss over groups of places as large as a batch, each from all over the places, as a batch is in training.

    Place by place a sum over ratios, as Dice's is, would be near 1 wherever there is no landslide, however well the
    network does, and could not be compared with the training's.

    Args:
        loss: of pixels that are independent of each other; None = nothing is measured.
        places: how many will be added, in the order of `order`.
        size: of a batch.
    """

    def __init__(self, loss: Loss | None, places: int, size: int) -> None:
        groups = -(-places // size)
        self.order = [number for group in range(groups) for number in range(group, places, groups)]
        self._loss, self._sum, self._known = loss, 0.0, 0
        self._sizes = [len(range(group, places, groups)) for group in range(groups)]
        self._waiting: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]] = []

    def add(self, logits: torch.Tensor, tile: LabelledTile) -> None:
        """The next place's logits, (1, 1, H, W), and its truth."""
        if self._loss is None:
            return
        truth = (torch.from_numpy(part).to(logits.device).flatten() for part in (tile.mask, tile.known))
        self._waiting.append((logits.flatten(), *truth))
        if len(self._waiting) == self._sizes[0]:
            z, mask, known = (torch.cat(parts).view(1, 1, 1, -1) for parts in zip(*self._waiting, strict=True))
            count = int(known.sum())
            self._sum += float(self._loss(z, mask.float(), known)) * count
            self._known += count
            self._waiting.clear()
            del self._sizes[0]

    @property
    def mean(self) -> float:
        """Over all known pixels; 0 where nothing was measured."""
        return self._sum / max(1, self._known)
