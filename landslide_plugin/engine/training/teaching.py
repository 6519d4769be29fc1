"""Learning from another model's answers beside the labels (distillation; Hinton et al. 2015, arXiv:1503.02531).

Labels draw an outline here or there by chance; a model that has seen many of them answers with what they have in
common, and the mean of its answers to a tile turned and mirrored in all eight ways, at three sizes, is better still.
A network that learns from both can take over a part of that and look only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import Device, choose_precision
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.config import TrainingConfig, parent_file
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.sampling import Pool
from landslide_plugin.engine.turning import mirror_padded

_VIEWS = "d4"
_ZOOMS = (1.0, 0.9, 0.8)  # of the tile; chosen on validation tiles
_STEP = 64  # pixels; tiles of few different sizes, because each size has to be prepared for


def teach(pools: Sequence[Pool], config: TrainingConfig, device: Device, context: JobContext) -> None:
    """Asks the configuration's teacher about the tiles that show landslides, in the pools that want it.

    A tile without landslides stays as it is: whoever drew none on it saw none.

    Args:
        pools: of tiles; those with a `teacher_share` get others in their place.
        config: names the teacher.
        device: where to ask it.
        context: hears of progress, stops the work.

    Raises:
        InputError: no such model, or it reads other bands than the training. CancelledError: as asked.
    """
    if config.teacher is None:
        return
    network, card = models.load(parent_file(config.teacher, config.file.parent))
    if card.bands != config.bands:
        raise InputError(
            f"The teacher {card.name} reads {', '.join(card.bands)} and this training {', '.join(config.bands)}: name "
            "a teacher that reads the same."
        )
    teacher = Detector(network, card, device, choose_precision("auto", device))
    asked = [pool for pool in pools if pool.teacher_share]
    count, done = sum(len(pool.places) for pool in asked), 0
    for pool in asked:
        for index, tile in enumerate(pool.places):
            context.check()
            context.progress(0, f"Asking the teacher about tile {done + 1} of {count}")
            if tile.has_landslide:
                pool.places[index] = _taught(tile, teacher, pool.teacher_share, context)
            done += 1


def _taught(tile: LabelledTile, teacher: Detector, share: float, context: JobContext) -> LabelledTile:
    answers = [_answer(tile.zoomed(zoom), teacher, context) for zoom in _ZOOMS]
    answer = torch.stack([F.interpolate(one, size=tile.mask.shape, mode="bilinear") for one in answers]).mean(0)
    return replace(tile, target=(share * answer[0, 0].numpy() + (1 - share) * tile.mask).astype(np.float16))


def _answer(tile: LabelledTile, teacher: Detector, context: JobContext) -> torch.Tensor:
    """Probabilities (1, 1, H, W)."""
    height, width = tile.mask.shape
    margins = ((0, -height % _STEP), (0, -width % _STEP))
    image = mirror_padded(tile.image.astype(np.float32) / 255, margins, tile.aspect)[None]
    known = np.ones((1, *image.shape[2:]), bool)
    return torch.from_numpy(teacher.probabilities(image, known, _VIEWS, context.check)[:, None, :height, :width])
