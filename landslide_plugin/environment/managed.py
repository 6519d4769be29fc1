"""The engine's environment that the plugin makes itself: a folder with a mark that says whether it is complete."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Callable

from ..common.errors import InputError
from ..common.paths import plugin_root, plugin_version
from .setup_lock import HELD_ELSEWHERE, HELD_HERE, alone, is_held_elsewhere, is_held_here
from .status import EngineStatus

REQUIREMENTS = plugin_root() / "requirements" / "engine.txt"
"""The packages that the engine needs, in pip's format."""
CONSTRAINTS = plugin_root() / "requirements" / "constraints.txt"
"""Their versions that were tested together."""

_BASE_IS_GONE = (
    "The Python that the engine was made with is gone, as after an upgrade of QGIS: set the engine up again."
)
_COMPLETE = "landslide_mapper_engine.json"
_HALF_MADE = "landslide_mapper_engine.incomplete"


def requirements_digest(*files: Path) -> str:
    """A short text that changes when a requirement does, and not with a comment."""
    lines = [line.split("#")[0].strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return hashlib.sha256("\n".join(filter(None, lines)).encode()).hexdigest()[:16]


class ManagedEnvironment:
    """A virtual environment in a folder of its own, marked as this plugin's.

    While a new one is made, the complete one that was there waits beside it.

    Args:
        folder: where it is or will be.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "Scripts" / "python.exe" if sys.platform == "win32" else self.folder / "bin" / "python"

    @property
    def is_ours(self) -> bool:
        """Whether the folder carries this plugin's mark, complete or half-made."""
        return self._is_complete or (self.folder / _HALF_MADE).is_file()

    @property
    def temporary(self) -> Path:
        """For what the setup unpacks: the system's own folder for that may be a small disk in memory."""
        return self.folder / "temporary"

    @property
    def _is_complete(self) -> bool:
        return (self.folder / _COMPLETE).is_file()

    @property
    def _has_its_base(self) -> bool:
        """Whether the Python that it was made with is there: on Windows python.exe here is only a launcher of that."""
        try:
            lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except OSError:
            return True
        home = next((Path(line.split("=", 1)[1].strip()) for line in lines if re.match(r"home\s*=", line)), None)
        if home is None or sys.platform != "win32":
            return home is None or home.is_dir()
        return any((home / name).is_file() for name in ("python.exe", "python3.exe"))

    @property
    def _earlier(self) -> ManagedEnvironment:
        return ManagedEnvironment(self.folder.with_name(f"{self.folder.name}.old"))

    def status(self, digest: str | None = None) -> EngineStatus:
        """Whether it can be used, judged by its mark alone, so that the answer costs nothing.

        Args:
            digest: of the requirements it should have been made from; None = of those that the plugin ships.
        """
        if not self.is_ours:
            return EngineStatus(False, "The engine is not set up yet.")
        if not self._is_complete and is_held_here(self.folder):
            return EngineStatus(False, HELD_HERE)
        if not self._is_complete and is_held_elsewhere(self.folder):
            return EngineStatus(False, HELD_ELSEWHERE)
        try:
            mark = json.loads((self.folder / _COMPLETE).read_text(encoding="utf-8"))
            versions, made_from, made_by = mark["versions"], mark["requirements"], mark["plugin_version"]
        except (OSError, ValueError, KeyError, TypeError):
            return EngineStatus(False, "The engine's setup was not completed; set it up again.")
        if not self.python.exists():
            return EngineStatus(False, f"The engine's Python {self.python} is gone; set the engine up again.")
        if not self._has_its_base:
            return EngineStatus(False, _BASE_IS_GONE)
        if made_from != (digest or requirements_digest(REQUIREMENTS, CONSTRAINTS)):
            return EngineStatus(
                False, f"The engine was made for version {made_by} of the plugin; set it up again.", None, "", versions
            )
        return EngineStatus(True, f"Managed engine in {self.folder}.", self.python, "", versions)

    def begin(self) -> None:
        """Makes the folder with the mark of a half-made environment; a complete one of ours is moved aside.

        Raises:
            InputError: there is something in the folder that is not ours, or that is in use, or it cannot be written.
        """
        self.settle()
        try:
            if self._is_complete:
                _insist(self.folder.rename, self._earlier.folder)
        except OSError as error:
            raise InputError(
                f"The engine's folder {self.folder} cannot be replaced ({error}); close what uses it and try again."
            ) from error
        try:
            if self.folder.exists() and any(self.folder.iterdir()):
                raise InputError(f"The folder {self.folder} holds something else; move it away and try again.")
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _HALF_MADE).touch()
            self.temporary.mkdir()
        except OSError as error:
            raise InputError(f"The folder {self.folder} cannot be made ({error}); check its permissions.") from error

    def complete(self, versions: dict[str, str], digest: str) -> None:
        """Writes the mark that makes it count.

        Args:
            versions: of the installed packages by name.
            digest: of the requirements it was made from.

        Raises:
            OSError: the mark cannot be written, or a temporary file stays.
        """
        _insist(_delete, self.temporary)
        mark = {"plugin_version": plugin_version(), "requirements": digest, "versions": versions}
        half_made = self.folder / _HALF_MADE
        half_made.write_text(json.dumps(mark, indent=1), encoding="utf-8")
        _insist(half_made.replace, self.folder / _COMPLETE)

    def settle(self) -> None:
        """Leaves one environment at most, a whole one: the new one, or the earlier one where that is not complete.

        Raises:
            InputError: a file cannot be deleted or moved.
        """
        if self.is_ours and not self._is_complete:
            self._delete()
        earlier = self._earlier
        if not earlier.is_ours:
            return
        if self._is_complete or not earlier._is_complete:
            earlier._delete()
            return
        try:
            with contextlib.suppress(OSError):
                self.folder.rmdir()  # a crash may have left it without the mark, and then empty
            _insist(earlier.folder.rename, self.folder)
        except OSError as error:
            raise InputError(
                f"The engine cannot be put back from {earlier.folder} to {self.folder} ({error}); close what uses it."
            ) from error

    def recover(self) -> None:
        """Puts an earlier environment back that a crash has left aside; costs nothing where there is none.

        Raises:
            InputError: another process is making the environment, or a file cannot be deleted or moved.
        """
        if self._earlier.is_ours:
            with alone(self.folder):
                self.settle()

    def remove(self) -> None:
        """Deletes the folder, if it carries our mark.

        Raises:
            InputError: the folder is not ours, another process is making it, or a file in it cannot be deleted.
        """
        if not self.is_ours:
            raise InputError(f"The folder {self.folder} was not made by Landslide Mapper and stays.")
        with alone(self.folder):
            for environment in (self._earlier, self):
                if environment.is_ours:
                    environment._delete()

    def _delete(self) -> None:
        """The mark goes last, so that a deletion that was broken off can go on."""
        half_made = self.folder / _HALF_MADE
        try:
            if not half_made.exists():
                _insist((self.folder / _COMPLETE).replace, half_made)
            for item in self.folder.iterdir():
                if item != half_made:
                    _insist(_delete, item)
            _insist(_delete, half_made)
            _insist(Path.rmdir, self.folder)
        except OSError as error:
            raise InputError(
                f"The engine's folder {self.folder} cannot be deleted ({error}); close what uses it and try again."
            ) from error


def _delete(item: Path) -> None:
    if item.is_dir() and not item.is_symlink():
        shutil.rmtree(item)
    else:
        item.unlink(missing_ok=True)


def _insist(action: Callable[[Path], object], path: Path, patience_seconds: float = 3.0) -> None:
    """Deletes or moves a file or folder; on Windows an ended process, or a virus scanner, holds it for a moment."""
    end = time.monotonic() + patience_seconds
    while True:
        try:
            action(path)
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
