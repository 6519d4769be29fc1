"""The state of a training on disk: complete or absent, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import pickle  # nosec B403 - only the name of its error; torch loads with weights_only
import time
from dataclasses import fields
from hashlib import sha256
from typing import Any

import torch

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.config import TrainingConfig

_ASIDE = ("data", "file", "output", "micro_batch")
"""Only what is learned matters, not where the files lie, nor how it is fitted into the memory."""


class Checkpoint:
    """Writes and reads the state of one training.

    Args:
        config: of the training; a state of another configuration is refused, as it could not be gone on with.
        fingerprint: of its data; with other data the lot would hold back ground that was learned from before.
    """

    def __init__(self, config: TrainingConfig, fingerprint: str = "") -> None:
        self.file = config.checkpoint_file
        self._every = config.checkpoint_minutes * 60
        recipe = [(key, getattr(config, key)) for key in (item.name for item in fields(config)) if key not in _ASIDE]
        self._belongs = {"recipe": sha256(repr(recipe).encode()).hexdigest(), "data": fingerprint}
        self._saved = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether it is time to save again."""
        return time.monotonic() - self._saved >= self._every

    def save(self, state: dict[str, Any]) -> str | None:
        """Writes the state beside the file and puts it in its place when it is complete and on the disk.

        Returns:
            A sentence when it could not be written; the earlier state is then still there.
        """
        self._saved = time.monotonic()
        unfinished = self.file.with_name(self.file.name + ".unfinished")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                torch.save({**state, **self._belongs}, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.file)
        except (OSError, RuntimeError) as error:  # torch hides a full disk in a RuntimeError
            unfinished.unlink(missing_ok=True)
            full = errno.ENOSPC in (getattr(error, "errno", None), getattr(error.__context__, "errno", None))
            reason = "the disk is full" if full else str(error).splitlines()[0]
            return f"The state of the training could not be saved ({reason}); the one saved before is still there."
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
            raise InputError(f"The checkpoint {self.file} is damaged: train without --resume.") from error
        if "data" not in state:
            raise InputError(
                f"{self.file.name} was written by an earlier version of the plugin, which did not note the labels that "
                "were learned from: discard it and begin anew, on the command line without --resume."
            )
        if state["recipe"] != self._belongs["recipe"]:
            raise InputError(
                f"The configuration was changed since {self.file.name} was written: undo the change, or train without "
                "--resume."
            )
        if state["data"] != self._belongs["data"]:
            raise InputError(
                f"The labels or images were changed since {self.file.name} was written, and ground to validate on may "
                "have been learned from: restore them, or discard this training and begin anew, on the command line "
                "without --resume."
            )
        return state
