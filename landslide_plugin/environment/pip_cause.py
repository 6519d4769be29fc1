"""Why a tool that makes the engine's environment failed, judged by what it printed."""

from __future__ import annotations

import re

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
_NO_WHEEL = (
    re.compile(r"The user requested \(constraint\) ([\w.-]+==\S+)"),  # pip calls it a conflict
    re.compile(r"Could not find a version that satisfies the requirement (\S+)"),
)


def cause(lines: list[str], offline: bool, python: str = "") -> str:
    """What most likely tells a person why a tool failed.

    Args:
        lines: that it printed.
        offline: whether it downloaded nothing.
        python: version of the Python that it ran with.
    """
    errors = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("error:")]
    named = next(filter(None, errors), "")  # the first names the package, the next ones where to read about pip
    # An exception is named at the end of its traceback.
    reason = named if named not in ("", "Exception:") else (lines or ["no reason was given"])[-1]
    if not offline and any(sign in reason for sign in _BROKEN_OFF):
        return "the download broke off: try again, what was fetched completely is kept"
    if offline and (package := _package_without_wheel(lines)):
        return f"the folder holds no wheel of {package} for Python {python} on this system, add it"
    if not any(sign in reason for sign in _FOLLOWS_FROM_NO_INDEX):
        return reason.rstrip(".")
    if any("CERTIFICATE_VERIFY_FAILED" in line for line in lines):
        return (
            "the certificate of the package index, or of a proxy before it, is not trusted, so name your "
            "organisation's CA file in the variable PIP_CERT or in pip.ini (cert=), or give a folder of wheels"
        )
    if any(_LAST_RETRY in line for line in lines):
        return "the package index cannot be reached, so check the internet connection and the proxy settings"
    return reason.rstrip(".")


def _package_without_wheel(lines: list[str]) -> str:
    """With its version where that is asked for; empty where it was not for want of a wheel that pip failed."""
    found = (sign.search(line) for sign in _NO_WHEEL for line in lines)
    return next((match[1].replace("==", " ") for match in found if match), "")
