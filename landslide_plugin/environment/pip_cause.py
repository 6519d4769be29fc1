"""Why a tool that makes the engine's environment failed, judged by what it printed."""

from __future__ import annotations

_LAST_RETRY = "Retrying (Retry(total=0,"
_FOLLOWS_FROM_NO_INDEX = (
    "Could not find a version",
    "conflicting dependencies",  # the same where a constraint names the version
    "Max retries exceeded",
)
_BROKEN_OFF = (
    "ReadTimeoutError",
    "Read timed out",
    "IncompleteRead",
    "Connection broken",
    "incomplete-download",
    "is invalid",  # how pip before 25 calls a wheel of which only the beginning came
)


def cause(lines: list[str], offline: bool) -> str:
    """What most likely tells a person why a tool failed.

    Args:
        lines: that it printed.
        offline: whether it downloaded nothing.
    """
    errors = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("error:")]
    named = next(filter(None, errors), "")  # the first names the package, the next ones where to read about pip
    # An exception is named at the end of its traceback.
    reason = named if named not in ("", "Exception:") else (lines or ["no reason was given"])[-1]
    if not offline and any(sign in reason for sign in _BROKEN_OFF):
        return "the download broke off: try again, what was fetched completely is kept"
    gave_up = any(_LAST_RETRY in line for line in lines)
    if gave_up and any(sign in reason for sign in _FOLLOWS_FROM_NO_INDEX):
        return "the package index cannot be reached, so check the internet connection and the proxy settings"
    return reason.rstrip(".")
