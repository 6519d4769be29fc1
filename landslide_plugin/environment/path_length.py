"""Windows refuses long paths unless it was told otherwise; a setup that meets one fails after its whole download."""

from __future__ import annotations

import sys
from pathlib import Path

from ..common.errors import InputError

LONGEST_IN_PACKAGES = 167
"""Characters of the longest path that the packages bring, a licence in torch's."""

_LONGEST_ON_WINDOWS = 259
_SITE_PACKAGES = "/Lib/site-packages/"


def check_path_length(folder: Path, platform: str = sys.platform, long_paths: bool | None = None) -> None:
    """Refuses a folder in which the engine's packages cannot be installed.

    Args:
        folder: of the environment.
        platform: as `sys.platform`.
        long_paths: whether Windows takes long paths; None = ask it.

    Raises:
        InputError: its path is too long.
    """
    most = _LONGEST_ON_WINDOWS - LONGEST_IN_PACKAGES - len(_SITE_PACKAGES)
    if platform != "win32" or len(str(folder)) <= most:
        return
    if not (_windows_takes_long_paths() if long_paths is None else long_paths):
        raise InputError(
            f"The path of the engine's folder {folder} has {len(str(folder))} characters and Windows takes at most "
            f"{most} for it: switch on long paths in Windows (LongPathsEnabled), or use an existing Python."
        )


def _windows_takes_long_paths() -> bool:
    try:
        import winreg  # only on Windows

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except (ImportError, OSError):
        return False
