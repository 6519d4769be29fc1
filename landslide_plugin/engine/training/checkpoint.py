"""The state of a training on disk: complete or absent, whatever happens while it is written."""

from __future__ import annotations

import contextlib
import errno
import os
import pickle  # nosec B403 - only the name of its error; torch loads with weights_only
import time
from dataclasses import MISSING, Field, fields, is_dataclass
from hashlib import sha256
from typing import Any

import torch

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.config import TrainingConfig

_ELSEWHERE = ("data", "file", "output", "micro_batch")
_WORDS = ("title", "trained_on", "licence", "citation", "caveat")
_ASIDE = (*_ELSEWHERE, *_WORDS, "checkpoint_minutes")
"""Only what is learned matters: not where the files lie, how it is fitted into the memory, or what the card says."""


class Checkpoint:
    """Writes and reads the state of one training.

    Args:
        config: of the training; a state of another configuration is refused, as it could not be gone on with.
        fingerprint: of its data; with other data the lot would hold back ground that was learned from before.
    """

    def __init__(self, config: TrainingConfig, fingerprint: str = "") -> None:
        self.file = config.checkpoint_file
        self._every = config.checkpoint_minutes * 60
        self._recipe = {key: value for key, value in _deviations(config).items() if key not in _ASIDE}
        self._data, self._old_recipe = fingerprint, _old_fingerprint(config)
        self._saved = time.monotonic()

    @property
    def exists(self) -> bool:
        """Whether there is a state to go on from."""
        return self.file.is_file()

    @property
    def is_due(self) -> bool:
        """Whether it is time to save again."""
        return time.monotonic() - self._saved >= self._every

    def save(self, state: dict[str, Any]) -> str | None:
        """Writes the state beside the file and puts it in its place when it is complete and on the disk.

        Returns:
            A sentence when it could not be written; an earlier state is then still there.
        """
        self._saved = time.monotonic()
        unfinished = self.file.with_name(self.file.name + ".unfinished")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                torch.save({**state, "recipe": self._recipe, "data": self._data}, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.file)
        except (OSError, RuntimeError) as error:  # torch hides a full disk in a RuntimeError
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            full = errno.ENOSPC in (getattr(error, "errno", None), getattr(error.__context__, "errno", None))
            reason = "the disk is full" if full else str(error).splitlines()[0]
            left = "the one saved before is still there" if self.exists else "there is none to go on from: make room"
            return f"The state of the training could not be saved ({reason}); {left}."
        return None

    def load(self, device: str) -> dict[str, Any]:
        """Reads the state.

        Raises:
            InputError: there is none, it is damaged, or belongs to another configuration or other data.
        """
        if not self.file.exists():
            raise InputError(f"There is nothing to resume: {self.file} does not exist; train without --resume.")
        try:
            state = torch.load(self.file, map_location=device, weights_only=True)
        except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
            raise InputError(
                f"The checkpoint {self.file} is damaged: remove it and begin anew, on the command line without "
                "--resume."
            ) from error
        if "data" not in state:
            raise InputError(
                f"{self.file.name} was written by an earlier version of the plugin, which did not note the labels that "
                "were learned from: discard it and begin anew, on the command line without --resume."
            )
        changed = self._changed(state["recipe"])
        if changed:
            raise InputError(
                f"The configuration was changed since {self.file.name} was written ({', '.join(changed)}): undo the "
                "change, or discard this training and begin anew, on the command line without --resume."
            )
        if state["data"] != self._data:
            raise InputError(
                f"The labels or images were changed since {self.file.name} was written, and ground to validate on may "
                "have been learned from: restore them, or discard this training and begin anew, on the command line "
                "without --resume."
            )
        return state

    def _changed(self, recipe: dict[str, Any] | str) -> list[str]:
        """The keys in which another recipe differs; an earlier version of the plugin wrote a hash of it."""
        if isinstance(recipe, str):
            return [] if recipe == self._old_recipe else ["it does not say where"]
        return sorted(key for key in {*recipe, *self._recipe} if recipe.get(key) != self._recipe.get(key))


def _deviations(value: Any) -> Any:
    """A configuration as tables, lists and plain values, without what is at its default.

    So a key that a later version of the plugin adds changes nothing where nobody has set it.
    """
    if is_dataclass(value):
        named = ((item, getattr(value, item.name)) for item in fields(value))
        return {item.name: _deviations(one) for item, one in named if one != _default(item)}
    if isinstance(value, dict):
        return {key: _deviations(one) for key, one in value.items()}
    return [_deviations(one) for one in value] if isinstance(value, (tuple, list)) else value


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _old_fingerprint(config: TrainingConfig) -> str:
    """As it was before checkpoints held the recipe itself."""
    recipe = [(item.name, getattr(config, item.name)) for item in fields(config) if item.name not in _ELSEWHERE]
    return sha256(repr(recipe).encode()).hexdigest()
