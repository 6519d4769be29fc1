"""Losses from logits, with an ignore mask that truly removes pixels.

All take logits and targets (N, 1, H, W) and `valid` of the same shape, and return a scalar. Pixels that are not valid
are replaced before any function, because a NaN times zero is still a NaN. Without any valid pixel the loss is 0 with
zero gradient. Half precision is lifted to fp32.
"""

from __future__ import annotations

import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name


def bce(logits: torch.Tensor, target: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy, mean over valid pixels (DA-U-Net; L-Net Eq. 4; U-Net++ paper Eq. 1)."""
    logits, target = _masked(logits, target, valid)
    total = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * valid).sum()
    return total / valid.sum().clamp(min=1)


def dice(logits: torch.Tensor, target: torch.Tensor, valid: torch.Tensor, smooth: float = 1.0) -> torch.Tensor:
    """1 - Dice coefficient over all valid pixels of the batch (U-Net++ paper Eq. 3).

    The smoothing keeps it defined, and its gradient alive, on batches without landslides.
    """
    logits, target = _masked(logits, target, valid)
    probability, target = torch.sigmoid(logits) * valid, target * valid
    overlap = 2 * (probability * target).sum() + smooth
    return 1 - overlap / (probability.sum() + target.sum() + smooth)


def bce_dice(logits: torch.Tensor, target: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
    """BCE + Dice: this project's own default for short trainings, in none of the papers."""
    return bce(logits, target, valid) + dice(logits, target, valid)


def _masked(logits: torch.Tensor, target: torch.Tensor, valid: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    zero = torch.zeros((), dtype=torch.float32, device=logits.device)
    known = valid.bool()
    return torch.where(known, logits.float(), zero), torch.where(known, target.float(), zero)
