"""What all parameter sets share: how they travel, and checks that several of them make."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

from ..errors import InputError

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
TEST_TIME_AUGMENTATIONS = ("none", "flip", "d4")

Parameters = TypeVar("Parameters", bound="JobParameters")


@dataclass(frozen=True)
class JobParameters:
    """Base of the parameter sets: they travel as JSON objects and refuse what they do not know."""

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready copy."""
        return asdict(self)

    @classmethod
    def from_dict(cls: type[Parameters], values: dict[str, Any]) -> Parameters:
        """Rebuilds the set from a JSON object; lists become tuples.

        Raises:
            InputError: an unknown or a missing parameter.
        """
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise InputError(f"There is no parameter named {', '.join(unknown)}; known are {', '.join(sorted(known))}.")
        try:
            return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
        except TypeError as error:
            raise InputError(f"The parameters are incomplete: {error}.") from error


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """A value that is none of the allowed ones is refused with an `InputError`."""
    if value not in allowed:
        raise InputError(f"{name} must be one of {', '.join(allowed)}, not '{value}'.")


def check_threshold(value: float | None) -> None:
    """A threshold outside of 0 to 1 is refused with an `InputError`."""
    if value is not None and not 0 < value < 1:
        raise InputError(f"The threshold must lie between 0 and 1, not {value}.")


def check_gsd(value: float | None) -> None:
    """A ground sample distance that is no length is refused with an `InputError`."""
    if value is not None and not (math.isfinite(value) and value > 0):
        raise InputError(f"The ground sample distance must be positive, not {value}.")


def check_extent(value: tuple[float, float, float, float] | None) -> None:
    """An extent that is not xmin, ymin, xmax, ymax is refused with an `InputError`."""
    if value is not None and not (
        len(value) == 4 and all(map(math.isfinite, value)) and value[0] < value[2] and value[1] < value[3]
    ):
        raise InputError("The extent must be xmin ymin xmax ymax with xmin < xmax and ymin < ymax.")


def check_mask(mask: str | None, values: tuple[float, ...] | None) -> None:
    """Values of a mask without the mask are refused with an `InputError`."""
    if values is not None and mask is None:
        raise InputError("Values of a mask were given without the mask: name its file, or leave the values out.")
