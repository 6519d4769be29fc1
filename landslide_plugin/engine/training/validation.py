"""How well a network does on tiles whose truth is known, during and after a training."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from landslide_plugin.engine.inference.tiling import STRIDE
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.tiles import LabelledTile


def measure(
    network: nn.Module,
    tiles: list[LabelledTile],
    config: TrainingConfig,
    device: str,
    context: JobContext,
    threshold: float = 0.5,
) -> PixelMetrics:
    """Metrics over tiles at their native size, mirrored to the network's stride as at inference."""
    metrics = PixelMetrics(threshold)
    mean, std = (torch.tensor(values, device=device).view(1, -1, 1, 1) for values in (config.mean, config.std))
    network.eval()
    with torch.inference_mode():
        for tile in tiles:
            context.check()
            height, width = tile.mask.shape
            margins = ((0, 0), (0, -height % STRIDE), (0, -width % STRIDE))
            image = torch.from_numpy(np.pad(tile.image, margins, mode="reflect").astype(np.float32) / 255)[None]
            logits = network((image.to(device) - mean) / std)[0, 0, :height, :width]
            metrics.add(torch.sigmoid(logits.float()).cpu().numpy(), tile.mask)
    return metrics
