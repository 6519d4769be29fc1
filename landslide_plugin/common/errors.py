"""The errors a person is meant to read."""

from __future__ import annotations


class LandslideMapperError(Exception):
    """Base of every error that this plugin raises on purpose."""


class InputError(LandslideMapperError):
    """What was given cannot be used.

    The message is one sentence that says what is wrong and what to do. It is shown as it is: in QGIS's message bar, on
    the command line's stderr with exit status 2, and as JSON-RPC error -32001 between the two processes.
    """


class ModelFileError(InputError):
    """A model file is broken, foreign, truncated, or does not hold what its card says."""


class CancelledError(LandslideMapperError):
    """The person cancelled the work; nothing was left half-written."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
