"""The Python that the engine's environment is made with: the one that QGIS runs, or another on this machine.

Inside QGIS `sys.executable` is often QGIS itself (Windows, macOS), so the interpreter is looked for beside it; and it
is tried before it is believed: some QGIS builds ship one that cannot make environments.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # nosec B404 # an interpreter is tried before it is used
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..common.errors import InputError
from .child_process import scrubbed_environment

OLDEST = (3, 10)
NEWEST = (3, 13)  # fiona has no packages for a newer one
_TRY_SECONDS = 30
_QUESTIONS = """
import importlib.util, json, platform, sys
missing = [name for name in ("venv", "ensurepip", "ssl", "zlib", "ctypes") if importlib.util.find_spec(name) is None]
try:
    import ssl
except ImportError:
    missing.append("ssl")
intel_mac = sys.platform == "darwin" and platform.machine() == "x86_64"
bits = sys.maxsize.bit_length() + 1
print(json.dumps({"version": sys.version_info[:2], "bits": bits, "missing": missing, "intel_mac": intel_mac}))
"""


@dataclass(frozen=True)
class BasePython:
    """An interpreter and what is against making the engine with it.

    Args:
        file: the interpreter.
        complaint: one sentence; empty when nothing is.
        version: such as `3.12`; empty where it does not start.
    """

    file: Path
    complaint: str
    version: str = ""


def find_base_python() -> BasePython:
    """The first interpreter that can make the engine's environment.

    Raises:
        InputError: there is none; the sentence says what to install.
    """
    complaints = []
    for file in candidates():
        answer = examine(file)
        if not answer.complaint:
            return answer
        complaints.append(answer.complaint)
    nothing = "No Python was found to make the engine with: install Python 3.12 (64 bit) and try again."
    raise InputError(complaints[0] if complaints else nothing)


def examine(file: Path) -> BasePython:
    """Starts an interpreter and asks whether it can make the engine's environment."""
    try:
        answer = subprocess.run(  # nosec B603 # a list, no shell
            [str(file), "-c", _QUESTIONS],
            env=scrubbed_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRY_SECONDS,
            check=True,
            creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
        )
        facts = json.loads(answer.stdout.splitlines()[-1])
        version, bits, missing = tuple(facts["version"]), facts["bits"], facts["missing"]
        intel_mac = facts["intel_mac"]
    except (OSError, subprocess.SubprocessError, ValueError, LookupError, TypeError):
        return BasePython(file, f"The Python {file} does not start outside QGIS: install Python 3.12 and try again.")
    return BasePython(file, _complaint(file, version, bits, missing, intel_mac), ".".join(map(str, version)))


def _complaint(file: Path, version: tuple[int, int], bits: int, missing: list[str], intel_mac: bool) -> str:
    name = f"{file} is Python {version[0]}.{version[1]}"
    if not OLDEST <= version <= NEWEST:
        span = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        return f"{name} and the engine needs Python {span}: install Python 3.12 and try again."
    if bits != 64:
        return f"{name} for 32 bits and the engine needs 64: install the 64-bit Python 3.12 and try again."
    if intel_mac:
        return (
            f"{name} for Intel Macs, for which PyTorch is no longer made: on a Mac with Apple silicon install "
            "Homebrew's Python 3.12 and try again; on an Intel Mac the engine cannot be set up."
        )
    if {"venv", "ensurepip"} & set(missing):
        return (
            f"{name} without the parts that make environments: install them (Debian and Ubuntu: "
            "'sudo apt install python3-venv') and try again."
        )
    if missing:
        return f"{name} without {', '.join(sorted(set(missing)))}: install a complete Python 3.12 and try again."
    return ""


def candidates() -> Iterator[Path]:
    """Interpreters on this machine, the one that QGIS runs first; each once, none of them tried yet."""
    seen = set()
    prefixes = [Path(prefix) for prefix in (sys.base_prefix, sys.base_exec_prefix, sys.prefix)]
    for file in beside_qgis(sys.platform, Path(sys.executable), prefixes) + elsewhere(sys.platform):
        if file.is_file() and file not in seen:
            seen.add(file)
            yield file


def beside_qgis(platform: str, executable: Path, prefixes: list[Path]) -> list[Path]:
    """Where the interpreter of a QGIS may be.

    Args:
        platform: as `sys.platform`.
        executable: as `sys.executable`, which may be QGIS.
        prefixes: where QGIS's Python has its library.
    """
    if platform == "win32":
        files = [prefix / name for prefix in prefixes for name in ("python.exe", "python3.exe")]
        beside = [executable.parent / name for name in ("python.exe", "python3.exe")]
    elif platform == "darwin":
        # A bundle's own interpreter often makes environments that point at the machine it was built on: at the end.
        bundled = [executable.parent / "bin" / "python3", executable.parent / "python3"]
        return [*elsewhere(platform), *(prefix / "bin" / "python3" for prefix in prefixes), *bundled]
    else:
        files = [prefix / "bin" / "python3" for prefix in prefixes]
        beside = [executable] if executable.name.startswith("python") else []
    return files + beside


def elsewhere(platform: str) -> list[Path]:
    """Where people install Python."""
    versions = [f"3.{minor}" for minor in (12, 13, 11, 10)]
    if platform == "win32":
        folders = [Path(os.environ.get("LOCALAPPDATA", "")) / "Programs" / "Python"]
        folders.append(Path(os.environ.get("PROGRAMFILES", "")))
        names = [f"Python{version.replace('.', '')}" for version in versions]
        return [folder / name / "python.exe" for name in names for folder in folders]
    folders = [Path("/opt/homebrew/bin"), Path("/usr/local/bin")] if platform == "darwin" else []
    files = [folder / f"python{version}" for version in versions for folder in folders]
    if platform == "darwin":
        framework = Path("/Library/Frameworks/Python.framework/Versions")
        files += [framework / version / "bin" / "python3" for version in versions]
    on_path = (shutil.which(f"python{version}") for version in versions)
    return files + [Path(file) for file in on_path if file]
