"""Losses from logits, by name, with an ignore mask that truly removes pixels.

All take logits z and targets y in {0, 1} of shape (N, 1, H, W) and `valid` of the same shape (bool, or 0 and 1), and
return a scalar. Pixels that are not valid are replaced before any function, because a NaN times zero is still a NaN.
Without any valid pixel the loss is 0 with zero gradient; half precision is lifted to fp32. p is the probability
sigmoid(z), and a sum runs over all valid pixels of the batch, N of them.

Why not those of segmentation-models-pytorch: its Dice has no gradient on batches without landslides, and so never
learns from false alarms there; its ignored pixels are marked by a value in the target and, in Dice, multiplied by zero.
Where no pixel is ignored and there are landslides, its numbers are these numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import torch
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.reading import check_value

CLASS_WEIGHT_RANGE = (0.5, 10.0)  # rarer landslides would let a handful of pixels steer the whole training


class Loss:
    """Takes the mask and the number format off the hands of the derived classes, which write `of_masked`."""

    def __call__(self, logits: torch.Tensor, target: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """The loss over the valid pixels, a scalar of at least fp32."""
        precision, known = torch.promote_types(logits.dtype, torch.float32), valid.bool()
        zero = torch.zeros((), dtype=precision, device=logits.device)
        z, y = (torch.where(known, part.to(precision), zero) for part in (logits, target))
        return self.of_masked(z, y, known.to(precision))

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """The loss from logits and targets that are 0 where `valid` is 0."""
        raise NotImplementedError


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """Binary cross-entropy -(y log p + (1 - y) log(1 - p)), mean over the pixels.

    DA-U-Net paper; L-Net paper Eq. 4, which lacks the leading minus; U-Net++ paper Eq. 1.
    """

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """See `Loss`."""
        return _mean(_cross_entropy(z, y), valid)


@dataclass(frozen=True)
class WeightedCrossEntropy(Loss):
    """Cross-entropy with one weight for each class (U-Net++ paper Eq. 4, with its two classes as one logit).

    Divided by the number of pixels as in the paper, not by the sum of their weights as torch's own does.

    Args:
        weights: of background and of landslide. The paper gives none: see `class_weights`.
    """

    weights: tuple[float, float]

    def __post_init__(self) -> None:
        _refuse_unless(
            len(self.weights) == 2 and min(self.weights) >= 0 < max(self.weights),
            "weights",
            "two numbers that are not negative, and not both 0",
        )

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """See `Loss`."""
        background, landslide = self.weights
        return _mean((background * (1 - y) + landslide * y) * _cross_entropy(z, y), valid)


@dataclass(frozen=True)
class Focal(Loss):
    """Focal loss -alpha (1 - v)^gamma log v with v the probability of the true class (U-Net++ paper Eq. 2).

    The paper gives no values; these are those of Lin et al. 2017, "Focal Loss for Dense Object Detection".

    Args:
        alpha: a constant in the paper's equation, and so a mere scale.
        gamma: how much less a pixel counts the better it is known.
        balanced: let alpha weigh landslide and 1 - alpha background, as Lin et al. do.
    """

    alpha: float = 0.25
    gamma: float = 2.0
    balanced: bool = False

    def __post_init__(self) -> None:
        _refuse_unless(0 < self.alpha <= 1, "alpha", "above 0 and at most 1")
        _refuse_unless(self.gamma >= 0, "gamma", "not negative")

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """See `Loss`."""
        # 1 - v = sigmoid(u). Its power is taken as an exponential: the derivative of 0^gamma is infinite for gamma < 1.
        u = z * (1 - 2 * y)
        doubt = torch.exp(self.gamma * F.logsigmoid(u))
        weight = self.alpha * y + (1 - self.alpha) * (1 - y) if self.balanced else self.alpha
        return _mean(weight * doubt * _cross_entropy(z, y), valid)


@dataclass(frozen=True)
class Dice(Loss):
    """1 - (2 sum p y + smooth) / (sum p + sum y + smooth) over the batch together (U-Net++ paper Eq. 3).

    Args:
        smooth: not in the paper; keeps the loss defined, and its gradient alive, on batches without landslides.
    """

    smooth: float = 1.0

    def __post_init__(self) -> None:
        _refuse_unless(self.smooth > 0, "smooth", "positive")

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """See `Loss`."""
        p = torch.sigmoid(z) * valid
        return 1 - (2 * (p * y).sum() + self.smooth) / (p.sum() + y.sum() + self.smooth)


@dataclass(frozen=True)
class WeightedSum(Loss):
    """Losses added up.

    Args:
        parts: weight and loss.
    """

    parts: tuple[tuple[float, Loss], ...]

    def of_masked(self, z: torch.Tensor, y: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
        """See `Loss`."""
        return sum(weight * loss.of_masked(z, y, valid) for weight, loss in self.parts)


LOSSES: dict[str, type[Loss]] = {"bce": CrossEntropy, "wce": WeightedCrossEntropy, "focal": Focal, "dice": Dice}
"""Losses by name. `bce+dice`, the default of trainings here, is this project's own and in none of the papers."""


def has_cross_entropy(loss: str | Mapping[str, float]) -> bool:
    """Whether a loss, as for `build_loss`, tells a probability that is to be learned from a certainty.

    Where the target is a probability, cross-entropy is least at it; focal and Dice alone are least at 0 or 1.
    """
    return any(name in ("bce", "wce") for name in _weights_of(loss))


def build_loss(loss: str | Mapping[str, float], positive_share: float | None = None, **parameters: Any) -> Loss:
    """Builds a loss by name.

    Args:
        loss: a name of `LOSSES`, a sum of them such as `bce+dice`, or a table of weights such as
            `{"bce": 1, "dice": 0.5}`.
        positive_share: share of landslide pixels in the training data; gives `wce` its weights where none are given.
        parameters: fields of the losses named; each goes to the loss that has it.

    Raises:
        InputError: an unknown loss or parameter, or a value that a parameter cannot have.
    """
    weights = _weights_of(loss)
    unknown = sorted(set(weights) - set(LOSSES))
    if unknown or not weights:
        raise InputError(
            f"There is no loss named '{', '.join(unknown)}'; known are {', '.join(LOSSES)} and their sums."
        )
    if not all(weight > 0 for weight in weights.values()):
        raise InputError("The weights of a sum of losses must be positive: leave out what is not to count.")
    if "wce" in weights and "weights" not in parameters:
        if positive_share is None:
            raise InputError("The loss 'wce' needs the parameter weights, of background and of landslide.")
        parameters["weights"] = class_weights(positive_share)
    known = {name: get_type_hints(LOSSES[name]) for name in weights}
    strangers = sorted(set(parameters) - set().union(*known.values()))
    if strangers:
        raise InputError(f"The loss '{'+'.join(weights)}' has no parameter named {', '.join(strangers)}.")
    built = {}
    for name, hints in known.items():
        chosen = {key: value for key, value in parameters.items() if key in hints}
        for key, value in chosen.items():
            check_value(hints[key], list(value) if isinstance(value, tuple) else value, f"loss_parameters.{key}")
        built[name] = LOSSES[name](**chosen)
    if list(weights.values()) == [1.0]:
        return next(iter(built.values()))
    return WeightedSum(tuple((weight, built[name]) for name, weight in weights.items()))


def _weights_of(loss: str | Mapping[str, float]) -> dict[str, float]:
    return dict.fromkeys(loss.replace(" ", "").split("+"), 1.0) if isinstance(loss, str) else dict(loss)


def class_weights(positive_share: float) -> tuple[float, float]:
    """Weights of background and of landslide that are inverse to how frequent they are, within `CLASS_WEIGHT_RANGE`.

    Args:
        positive_share: share of landslide pixels in the training data, 0-1.
    """
    low, high = CLASS_WEIGHT_RANGE
    return tuple(
        min(max(0.5 / share, low), high) if share > 0 else high for share in (1 - positive_share, positive_share)
    )


def _cross_entropy(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return F.binary_cross_entropy_with_logits(z, y, reduction="none")


def _mean(values: torch.Tensor, valid: torch.Tensor) -> torch.Tensor:
    return (values * valid).sum() / valid.sum().clamp(min=1)


def _refuse_unless(fine: bool, name: str, rule: str) -> None:
    if not fine:
        raise InputError(f"The loss's parameter {name} must be {rule}.")
