"""One step of the optimiser: number format, gradients in parts where memory is short, and clipping."""

from __future__ import annotations

import logging
import math
from contextlib import nullcontext

import torch
from torch import nn

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.device import PRECISION_DTYPES, Device, choose_precision
from landslide_plugin.engine.inference.detector import is_out_of_memory, too_large_message
from landslide_plugin.engine.training.config import TrainingConfig
from landslide_plugin.engine.training.depthwise import FastDepthwise
from landslide_plugin.engine.training.losses import Loss
from landslide_plugin.engine.training.team import Team

_LARGEST_GRADIENT = 5.0
_ALONE = "more than 1 value per channel"  # torch's words for a norm that is shown one number only, of one crop
_LOG = logging.getLogger(__name__)


class DivergedError(Exception):
    """Loss or gradient is no number any more; the weights are still those of the step before."""


def training_precision(wanted: str, device: Device) -> str:
    """bf16 where the device computes it natively, else fp32: fp16 would need its gradients scaled.

    Raises:
        InputError: fp16 was asked for.
    """
    if wanted == "fp16":
        raise InputError("Training does not run in fp16: choose fp32 or bf16.")
    chosen = choose_precision(wanted, device)
    return "fp32" if chosen == "fp16" else chosen


class Stepper:
    """Takes steps; halves what goes through the network at once when memory runs out.

    The gradients of the parts add up, each weighed by its known pixels, so the step stays that of the whole batch
    (exactly so for means over pixels; Dice becomes a mean of the parts' Dice).

    Args:
        network: logits.
        loss: of logits, target and mask.
        optimiser: over the network's weights.
        config: of the training.
        device: where the network is.
        team: that learns together; the parts of all its processes are one batch.
    """

    def __init__(
        self,
        network: nn.Module,
        loss: Loss,
        optimiser: torch.optim.Optimizer,
        config: TrainingConfig,
        device: Device,
        team: Team | None = None,
    ) -> None:
        self.network, self._loss, self._optimiser, self._device = network, loss, optimiser, device
        self._team = team or Team()
        self.micro_batch = min(config.micro_batch or config.batch_size, config.batch_size)
        self._crops = len(self._team.part(config.batch_size))
        self._halved = False  # because memory was short
        self.precision = training_precision(config.precision, device)
        self._mean, self._std = (
            torch.tensor(values, device=device.id).view(1, -1, 1, 1) for values in (config.mean, config.std)
        )

    def step(self, images: torch.Tensor, truth: torch.Tensor, seed: int) -> float:
        """Learns from a batch, or from this process's part of it.

        Args:
            images: (N, bands, S, S) in 0-1.
            truth: (N, 2, S, S), landslide and known.
            seed: of what the network itself leaves to chance, such as dropout.

        Returns:
            The loss before the step.

        Raises:
            DivergedError: the loss or the gradient is no number.
            InputError: not even one crop fits the memory, or the network cannot learn from one crop alone.
        """
        while True:
            torch.manual_seed(seed)
            self._optimiser.zero_grad(set_to_none=True)
            try:
                loss = self._gather_gradients(images, truth)
                break
            except (RuntimeError, ValueError) as error:
                is_alone = _ALONE in str(error)
                if not (is_alone or is_out_of_memory(error)):
                    raise
                crops = min(self.micro_batch, len(images))
                if is_alone and not self._halved:
                    raise InputError(
                        "This network averages over whole crops and cannot learn from one alone: choose a batch_size "
                        "of 2 or more, and a micro_batch that leaves no single crop over."
                    ) from error
                if crops == 1 or (is_alone and crops == 2):
                    raise too_large_message(self._device) from error
                if self._team.size > 1:  # the others wait for this one's gradients and cannot begin anew
                    raise InputError(
                        f"The memory of {self._device.name} does not hold {crops} crops at once: set micro_batch = "
                        f"{crops // 2} or less in the configuration and resume; the batch stays what it is."
                    ) from error
            self.micro_batch, self._halved = -(-crops // 2), True
            _LOG.warning("Out of memory: %d crops at once from now on; the batch stays.", self.micro_batch)
            if self._device.id.startswith("cuda"):
                torch.cuda.empty_cache()
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_GRADIENT)
        if not (math.isfinite(loss) and bool(torch.isfinite(norm))):
            self._optimiser.zero_grad(set_to_none=True)
            raise DivergedError
        self._optimiser.step()
        return loss

    def _gather_gradients(self, images: torch.Tensor, truth: torch.Tensor) -> float:
        total, team = 0.0, self._team
        known = max(1.0, team.sum(float(truth[:, 1].sum()), self._device.id))
        kind = self._device.id.split(":")[0]
        joined = max(1, self._crops // len(images))  # 4 of a mosaic, which counts as so many crops
        size = max(1, self.micro_batch // joined)
        parts = list(zip(images.split(size), truth.split(size), strict=True))
        for number, (part, facts) in enumerate(parts, 1):
            share = 1.0 if len(parts) == team.size == 1 else float(facts[:, 1].sum()) / known
            part, facts = part.to(self._device.id), facts.to(self._device.id)
            part = ((part - self._mean) / self._std).contiguous(memory_format=torch.channels_last)
            with nullcontext() if number == len(parts) else team.without_exchange(self.network):
                with torch.autocast(kind, PRECISION_DTYPES["bf16"], enabled=self.precision == "bf16"), FastDepthwise():
                    logits = self.network(part)
                loss = self._loss(logits, facts[:, :1], facts[:, 1:]) * share
                (loss * team.size).backward()  # the team's gradients are averaged and are to be added
            total += loss.item()
        return team.sum(total, self._device.id)
