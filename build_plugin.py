"""Packs the plugin as a zip that QGIS's plugin manager installs.

    python3 build_plugin.py [--output dist]

One top folder `landslide_mapper/`, translations compiled, tests and tools left out, at most 25 MB. pyqtgraph, which is
no part of QGIS, goes into its folder `bundled/`: the pinned release that is installed in `.venv/qgis`, without network.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess  # nosec B404 # runs Qt's lrelease
import sys
import tempfile
import time
import zipfile
from configparser import ConfigParser
from importlib.metadata import Distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOP = "landslide_mapper"
CONTENTS = (
    "__init__.py", "metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "landslide_plugin", "models", "resources",
    "i18n", "requirements", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
)  # fmt: skip
LEFT_OUT = {
    "__pycache__",
    "training.txt",
    "tiny-vit.txt",
    "development.txt",
    "qgis.txt",
    "qgis-without-dependencies.txt",
}
LEFT_OUT_ENDINGS = {".pyc", ".ts", ".checkpoint", ".unfinished", ".sh", ".bat"}
PINS = ROOT / "requirements" / "qgis-without-dependencies.txt"
BUNDLED = "bundled"
# Of pyqtgraph: what curves need neither directly nor when it is imported.
LEFT_OUT_OF_BUNDLED = {
    "__pycache__", "examples", "opengl", "flowchart", "jupyter", "console", "tests", "INSTALLER", "REQUESTED", "RECORD",
    "multiprocess", "RemoteGraphicsView.py", "configfile.py",  # eval and pickle, which the plugin site refuses
}  # fmt: skip
WANTED_BY_THE_SITE = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
    "homepage",
)  # fmt: skip
LARGEST = 25_000_000  # bytes; the plugin site's limit


def metadata() -> ConfigParser:
    """What `metadata.txt` says of the plugin, read as QGIS and the plugin site read it."""
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "metadata.txt", "utf-8")
    return parser


def version() -> str:
    """The version in `metadata.txt`."""
    return metadata()["general"]["version"]


def missing_for_upload() -> list[str]:
    """The keys of `metadata.txt` that the plugin site asks for and that are not there, or empty."""
    return [key for key in WANTED_BY_THE_SITE if not metadata()["general"].get(key)]


def compile_translations(folder: Path) -> None:
    """Turns the `.ts` files into the `.qm` files that Qt loads.

    Raises:
        SystemExit: Qt's lrelease is not installed.
    """
    sources = sorted((ROOT / "i18n").glob("*.ts"))
    tool = shutil.which("lrelease") or shutil.which("lrelease-qt5") or shutil.which("/usr/lib/qt5/bin/lrelease")
    if sources and tool is None:
        sys.exit("Translations need Qt's lrelease: install qttools5-dev-tools (or PySide6's lrelease), then try again.")
    for source in sources:
        target = folder / source.with_suffix(".qm").name
        subprocess.run([tool, "-silent", str(source), "-qm", str(target)], check=True)  # nosec B603 # fixed arguments


def files_to_pack() -> list[Path]:
    """The plugin's own files."""
    found: list[Path] = []
    for name in CONTENTS:
        path = ROOT / name
        found += [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    pages = [file for file in found if file.is_relative_to(ROOT / "docs")]
    found += sorted({picture for page in pages for picture in pictures_of(page)})
    return [
        file
        for file in found
        if not LEFT_OUT & set(parts := file.relative_to(ROOT).parts)
        and file.suffix not in LEFT_OUT_ENDINGS
        and not any(part.startswith(".") for part in parts)  # what file managers and editors leave behind
    ]


def pictures_of(page: Path) -> list[Path]:
    """The pictures that a page of the docs shows."""
    return [(page.parent / name).resolve() for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text("utf-8"))]


def without_what_the_site_refuses(inside: str, text: str) -> str:
    """A bundled module without `exec`, `eval` and what was left out; none of it is needed for curves.

    Args:
        inside: its path in the plugin's folder.
        text: of the module.
    """
    if inside == f"{BUNDLED}/pyqtgraph/__init__.py":
        return text.replace("from .widgets.RemoteGraphicsView import RemoteGraphicsView\n", "")
    if inside == f"{BUNDLED}/pyqtgraph/Qt/__init__.py":
        lines = text.splitlines(keepends=True)
        loader = next(node for node in ast.parse(text).body if getattr(node, "name", "") == "_loadUiType")
        lines[loader.lineno - 1 : loader.end_lineno] = ["def _loadUiType(uiFile):\n    raise NotImplementedError\n"]
        return "".join(lines)
    return text


def files_to_bundle() -> list[tuple[Path, str]]:
    """The files of the pinned packages, their licences included, and their paths in the plugin's folder.

    Raises:
        SystemExit: a package is not installed in the pinned version.
    """
    environment = ROOT / ".venv" / "qgis"
    installed_in = [*environment.glob("lib/python3*/site-packages"), *environment.glob("Lib/site-packages")]
    folders = [*map(str, installed_in), *sys.path]
    found = []
    for pin in PINS.read_text("utf-8").split("\n"):
        name, _, wanted = pin.partition("==")
        if not wanted or name.startswith("#"):
            continue
        installed = [one for one in Distribution.discover(name=name, path=folders) if one.version == wanted]
        if not installed:
            sys.exit(f"The zip bundles {pin}, which is not installed: run `make env`, then try again.")
        for file in installed[0].files or []:
            if not (LEFT_OUT_OF_BUNDLED | {".."}) & set(file.parts):
                found.append((Path(str(file.locate())), f"{BUNDLED}/{file.as_posix()}"))
    return found


def date_of_the_files() -> tuple[int, int, int, int, int, int]:
    """When the last commit was made (UTC), or the earliest date that a zip knows where there is no history.

    Not one date for all versions: Python keeps compiled modules whose date and size have not changed.
    """
    git = shutil.which("git")
    command = [git or "git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False) if git else None  # nosec B603 # fixed arguments
    seconds = answer.stdout.strip() if answer is not None else ""
    return time.gmtime(int(seconds))[:6] if seconds else (1980, 1, 1, 0, 0, 0)


def build(output: Path) -> Path:
    """Writes the zip and returns its path; it appears only when it is complete.

    Raises:
        SystemExit: the zip is larger than the plugin site takes.
    """
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"{TOP}-{version()}.zip"
    with tempfile.TemporaryDirectory(dir=output) as folder:
        compile_translations(Path(folder))
        unfinished = Path(folder) / target.name
        packed = [(file.relative_to(ROOT).as_posix(), file.read_bytes()) for file in files_to_pack()]
        packed += [(f"i18n/{file.name}", file.read_bytes()) for file in sorted(Path(folder).glob("*.qm"))]
        for file, inside in files_to_bundle():
            content = file.read_bytes()
            if file.suffix == ".py":
                content = without_what_the_site_refuses(inside, content.decode()).encode()
            packed.append((inside, content))
        date = date_of_the_files()
        with zipfile.ZipFile(unfinished, "w") as archive:
            for name, content in packed:
                # The same bytes from whatever machine and at whatever time, and readable by all who use the computer.
                entry = zipfile.ZipInfo(f"{TOP}/{name}", date)
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        size = unfinished.stat().st_size
        if size > LARGEST:
            sys.exit(f"The zip has {size / 1e6:.1f} MB and the plugin site takes {LARGEST / 1e6:.0f} MB.")
        unfinished.replace(target)
    return target


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Packs the plugin as a zip for QGIS's plugin manager.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    target = build(parser.parse_args().output)
    with zipfile.ZipFile(target) as archive:
        bundled = sum(one.compress_size for one in archive.infolist() if one.filename.startswith(f"{TOP}/{BUNDLED}/"))
    sys.stdout.write(
        f"{target} ({target.stat().st_size / 1e6:.1f} MB, of it {bundled / 1e6:.1f} MB bundled packages)\n"
    )
    if missing := missing_for_upload():
        sys.stdout.write(f"For an upload to the plugin site metadata.txt still lacks: {', '.join(missing)}.\n")


if __name__ == "__main__":
    main()
