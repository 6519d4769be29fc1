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
    """What came out: metrics over all known pixels together, and the mean loss over them."""

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
    metrics, total = PixelMetrics(threshold), 0.0
    mean, std = (torch.tensor(values, device=device).view(1, -1, 1, 1) for values in (config.mean, config.std))
    network.eval()
    with torch.inference_mode():
        for place in places:
            context.check()
            tile = place.tile()
            height, width = tile.mask.shape
            margins = ((0, -height % STRIDE), (0, -width % STRIDE))
            image = mirror_padded(tile.image.astype(np.float32) / 255, margins, tile.aspect)
            logits = network((torch.from_numpy(image)[None].to(device) - mean) / std)[:, :, :height, :width].float()
            if not torch.isfinite(logits).all():
                raise DivergedError
            probability = calibration.probability(logits)[0, 0].cpu().numpy()
            metrics.add(probability, tile.mask, tile.known)
            if loss is not None:
                mask, known = (torch.from_numpy(part)[None, None].to(device) for part in (tile.mask, tile.known))
                total += float(loss(logits, mask.float(), known)) * int(tile.known.sum())
            if witness is not None:
                witness(place, tile, probability)
    return Measured(metrics, total / max(1, metrics.pixels))
