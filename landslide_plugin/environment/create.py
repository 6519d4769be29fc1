"""Makes the engine's environment: a virtual environment and the tested packages in it."""

from __future__ import annotations

import contextlib
import json
import platform
import shutil
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable, TextIO
from urllib.parse import urlsplit

from ..common.errors import CancelledError, InputError, LandslideMapperError
from ..common.paths import plugin_root
from .base_python import BasePython, examine, find_base_python
from .child_process import ChildEnded, ChildProcess, scrubbed_environment
from .managed import CONSTRAINTS, REQUIREMENTS, ManagedEnvironment, requirements_digest
from .path_length import check_path_length
from .pip_cause import cause
from .pip_progress import PipProgress
from .setup_lock import alone
from .status import EngineStatus

SPACE_NEEDED = 2_500_000_000
"""Bytes on disk, download and installation together."""
SPACE_NEEDED_WITH_CUDA = 7_000_000_000
"""The same on Linux, where the packages come with the libraries for NVIDIA graphics cards."""
DOWNLOAD = 1_200_000_000
"""Bytes that are downloaded, roughly; twice that and more with the libraries for NVIDIA graphics cards."""

_SPACE_OF_VENV = 30_000_000  # with pip in it
_COMPILED = 1.2  # Python's modules lie there compiled, too

_PACKAGES = 40  # what pip installs without the NVIDIA libraries; with them it counts on
_POLL_SECONDS = 0.1
_STOP_SECONDS = 2.0
_PIP_WITH_BYTE_COUNTS = (24, 1)
_PATIENCE = ["--timeout", "60", "--retries", "7"]  # for slow connections; without any it takes a minute to say so

OnProgress = Callable[[float, str], None]


class SetupFailed(LandslideMapperError):  # noqa: N818
    """The engine could not be made; nothing new is left. The message says why and names the log."""


@dataclass(frozen=True)
class Proxy:
    """The way to the internet.

    Args:
        url: with user and password where it wants them.
        exceptions: hosts that are reached without it.
    """

    url: str
    exceptions: tuple[str, ...] = ()

    def variables(self) -> dict[str, str]:
        """For the environment of a process: on its command line every user of the machine could read the password."""
        values = {"http_proxy": self.url, "https_proxy": self.url, "no_proxy": ",".join(self.exceptions)}
        return {**values, **{name.upper(): value for name, value in values.items()}}


@dataclass(frozen=True)
class Recipe:
    """How to make the engine.

    Args:
        folder: where; an earlier environment of this plugin there is replaced once the new one is complete.
        log_file: receives all that is printed.
        base_python: interpreter to make it with; None = the one that QGIS runs, or another on this machine.
        requirements, constraints: packages and their versions, in pip's format.
        wheels_folder: take the packages from here and nothing from the internet.
        index_url: take them from this package index, an organisation's own mirror.
        proxy: way to the internet; None = as the system has it.
    """

    folder: Path
    log_file: Path
    base_python: Path | None = None
    requirements: Path = REQUIREMENTS
    constraints: Path = CONSTRAINTS
    wheels_folder: Path | None = None
    index_url: str = ""
    proxy: Proxy | None = None


def create(
    recipe: Recipe,
    on_line: Callable[[str], None],
    on_progress: OnProgress,
    is_cancelled: Callable[[], bool],
) -> EngineStatus:
    """Makes the engine's environment; whatever goes wrong, none that is half-made is left, and an earlier one stays.

    Args:
        recipe: how.
        on_line: hears every line that the tools print.
        on_progress: hears the share of the work done and what is being done.
        is_cancelled: asked ten times a second.

    Raises:
        InputError: the recipe cannot be followed. SetupFailed: a tool failed. CancelledError: as asked.
    """
    _refuse(recipe)
    base = examine(recipe.base_python) if recipe.base_python is not None else find_base_python()
    if base.complaint:
        raise InputError(base.complaint)
    environment = ManagedEnvironment(recipe.folder)
    digest = requirements_digest(recipe.requirements, recipe.constraints)
    with alone(recipe.folder):
        try:
            environment.begin()
            recipe.log_file.parent.mkdir(parents=True, exist_ok=True)
            with recipe.log_file.open("w", encoding="utf-8") as log:
                log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {base.file} makes {recipe.folder}\n")
                tools = _Tools(recipe, base, environment, log, on_line, is_cancelled)
                on_progress(0.0, "virtual environment")
                tools.run([str(base.file), "-m", "venv", str(recipe.folder)])
                _install(recipe, tools, on_progress)
                environment.complete(tools.installed(), digest)
        except OSError as error:
            raise SetupFailed(f"The engine could not be made: {error}.") from error
        finally:
            with contextlib.suppress(InputError):  # what cannot be deleted now is when QGIS or a setup begins again
                environment.settle()
    on_progress(1.0, "")
    return environment.status(digest)


def _refuse(recipe: Recipe) -> None:
    """Says at the door what would fail later, some of it after the whole download."""
    if recipe.wheels_folder is not None and not any(recipe.wheels_folder.glob("*.whl")):
        raise InputError(f"The folder {recipe.wheels_folder} holds no wheels (.whl files); choose another.")
    check_path_length(recipe.folder)
    proxy, host = recipe.proxy, urlsplit(recipe.index_url).hostname
    by_socks = proxy is not None and proxy.url.startswith("socks") and host not in proxy.exceptions
    if by_socks and recipe.wheels_folder is None:
        raise InputError("pip cannot use a SOCKS proxy: give an HTTP proxy in QGIS's settings, or a folder of wheels.")
    check_space(recipe.folder, space_needed(recipe))


def space_needed(recipe: Recipe, system: str = sys.platform, processor: str = "") -> int:
    """Bytes on disk, download and installation together.

    Args:
        recipe: how the engine is made.
        system: as `sys.platform`.
        processor: as `platform.machine()`; empty = ask it.
    """
    if recipe.wheels_folder is not None:
        return _space_of_wheels(recipe.wheels_folder)
    with_cuda = not recipe.index_url and system == "linux" and (processor or platform.machine()) == "x86_64"
    return SPACE_NEEDED_WITH_CUDA if with_cuda else SPACE_NEEDED


def _space_of_wheels(folder: Path) -> int:
    """Bytes that the packages take when they are unpacked and compiled; of several wheels of one the largest counts."""
    sizes: dict[str, int] = {}
    for file in folder.glob("*.whl"):
        try:
            with zipfile.ZipFile(file) as wheel:
                size = sum(item.file_size for item in wheel.infolist())
        except (OSError, zipfile.BadZipFile):  # pip tells
            continue
        package = file.name.split("-")[0].lower()
        sizes[package] = max(size, sizes.get(package, 0))
    return _SPACE_OF_VENV + round(_COMPILED * sum(sizes.values()))


def check_space(folder: Path, needed: int = SPACE_NEEDED) -> None:
    """Refuses a disk that is too full.

    Args:
        folder: existing or not.
        needed: bytes.

    Raises:
        InputError: it is.
    """
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        most = f"up to {SPACE_NEEDED_WITH_CUDA / 1e9:.0f} GB"
        remedy = "make room, or remove the present engine first" if ManagedEnvironment(folder).is_ours else "make room"
        raise InputError(
            f"The disk of {folder} has {free / 1e9:.1f} GB left and the engine needs about {needed / 1e9:.1f} GB "
            f"(on Linux with support for NVIDIA graphics cards {most}): {remedy}."
        )


def _install(recipe: Recipe, tools: _Tools, on_progress: OnProgress) -> None:
    progress = PipProgress(_PACKAGES)

    def hear(line: str) -> bool:
        for_people = progress.hear(line)
        on_progress(0.05 + 0.94 * progress.fraction, progress.message)
        return for_people

    arguments = ["install", "--no-user", "-r", str(recipe.requirements), "-c", str(recipe.constraints), *_PATIENCE]
    arguments += ["--progress-bar", "raw" if tools.pip_version() >= _PIP_WITH_BYTE_COUNTS else "off"]
    if recipe.wheels_folder is not None:
        arguments += ["--no-index", "--find-links", str(recipe.wheels_folder)]
    on_progress(0.05, "pip")
    tools.pip(arguments, hear)


def _index_variables(recipe: Recipe) -> dict[str, str]:
    """For pip: on its command line every user of the machine could read a password in the address."""
    if not recipe.index_url or recipe.wheels_folder is not None:
        return {}
    address = urlsplit(recipe.index_url)
    # Without being trusted, a host is left out where it has no https.
    trusted = {"PIP_TRUSTED_HOST": address.netloc.rpartition("@")[2]} if address.scheme == "http" else {}
    return {"PIP_INDEX_URL": recipe.index_url, **trusted}


class _Tools:
    """The programs that make an environment, run one after the other; what they print is heard and logged."""

    def __init__(
        self,
        recipe: Recipe,
        base: BasePython,
        environment: ManagedEnvironment,
        log: TextIO,
        on_line: Callable[[str], None],
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._python = str(environment.python)
        self._version = base.version
        self._offline = recipe.wheels_folder is not None
        self._log_file = recipe.log_file
        self._log = log
        self._on_line = on_line
        self._is_cancelled = is_cancelled
        proxy = recipe.proxy.variables() if recipe.proxy is not None else {}
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(environment.temporary))
        self._variables = scrubbed_environment(PYTHONUNBUFFERED="1", **temporary, **proxy, **_index_variables(recipe))

    def pip(self, arguments: list[str], hear: Callable[[str], bool] | None = None) -> list[str]:
        """Runs the new environment's pip; see `run`."""
        return self.run([self._python, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments], hear)

    def pip_version(self) -> tuple[int, ...]:
        """Major and minor version of the new environment's pip."""
        words = self.pip(["--version"], lambda _: False)[0].split()
        return tuple(int(part) for part in words[1].split(".")[:2] if part.isdigit())

    def installed(self) -> dict[str, str]:
        """Versions of the installed packages by name."""
        lines = self.pip(["list", "--format", "json"], lambda _: False)
        return {package["name"]: package["version"] for package in json.loads(lines[-1])}

    def run(self, command: list[str], hear: Callable[[str], bool] | None = None) -> list[str]:
        """Runs a program to its end.

        Args:
            command: the program and its arguments.
            hear: takes each line and says whether it is for people.

        Returns:
            The lines that it printed.

        Raises:
            CancelledError: as asked. SetupFailed: it failed, or could not be started.
        """
        lines: list[str] = []
        try:
            child = ChildProcess(command, self._variables, plugin_root())
        except OSError as error:
            raise SetupFailed(f"The engine could not be made: {command[0]} does not start ({error}).") from error
        try:
            while True:
                if self._is_cancelled():
                    raise CancelledError
                line = child.read_line(_POLL_SECONDS).decode("utf-8", "replace").rstrip()
                if line:
                    lines.append(line)
                    self._tell(line, hear)
        except ChildEnded:
            if child.exit_code != 0:
                why = cause(lines, self._offline, self._version)
                raise SetupFailed(f"The engine could not be made: {why} (the log is {self._log_file}).") from None
        finally:
            child.stop()
            child.exited.wait(_STOP_SECONDS)  # before its files are deleted
        return lines

    def _tell(self, line: str, hear: Callable[[str], bool] | None) -> None:
        if hear is None or hear(line):
            self._log.write(line + "\n")
            self._log.flush()
            self._on_line(line)
