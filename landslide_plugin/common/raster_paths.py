"""What the text that names a raster says: a file, or a part of one as GDAL's drivers write it."""

from __future__ import annotations

import re
from pathlib import Path

_DRIVER = re.compile(r"[A-Za-z]\w+:(?!//)")  # two letters at least: C:\ is a drive; and http:// is an address
_PARTS = re.compile(r'"([^"]*)"|((?:[^:"]|(?<=\b[A-Za-z]):(?=[\\/]))+)')  # in quotes, or between colons but a drive's
_ARCHIVE = re.compile(r"(/vsi(?:zip|tar|gzip|7z|rar)/)(.+)")


def names_a_part(path: str) -> bool:
    """Whether it is a driver's name of a sub-dataset, such as `NETCDF:"a.nc":red`, and not that of a file."""
    return _DRIVER.match(path) is not None


def is_missing(path: str) -> bool:
    """Whether it names a file that is not there; what lies in an archive or on a server is for GDAL to find."""
    return not (names_a_part(path) or "://" in path or path.startswith("/vsi") or Path(path).exists())


def absolute_name(path: str) -> str:
    """The same raster from whatever folder it is opened: files in the name get their whole paths."""
    if Path(path).exists():
        return str(Path(path).absolute())
    if names_a_part(path):
        return _PARTS.sub(lambda part: _absolute_part(part[0], part[1] or part[2]), path)
    prefix, inside = archive.groups() if (archive := _ARCHIVE.match(path)) else ("", "")
    file = next((str(one) for one in (Path(inside), *Path(inside).parents) if one.is_file()), None)
    return f"{prefix}{Path(file).absolute()}{inside[len(file) :]}" if file else path


def _absolute_part(text: str, part: str) -> str:
    return text.replace(part, str(Path(part).absolute())) if Path(part).is_file() else text


def raster_name(path: str) -> str:
    """A name for results: the file's, without folder and ending, and the sub-dataset's after it.

    Returns:
        Of a sub-dataset letters, digits, `_`, `-` and `.` alone: no file's name may have its colons and quotes.
    """
    driver = _DRIVER.match(path)
    if driver is None:
        return Path(path).stem or "raster"
    found = _PARTS.findall(path[driver.end() :])
    parts = [quoted or bare for quoted, bare in found]
    # Each driver has the file in a place of its own: it is what is quoted, what has an ending, or the longest part.
    candidates = [quoted for quoted, _ in found if quoted] + [part for part in parts if Path(part).suffix]
    file = next(iter(candidates), max(parts, key=len, default=""))
    names = [Path(re.split(r"[\\/]", file)[-1]).stem, *(part for part in parts if part != file)]
    return re.sub(r"(?:[^\w.-]|_)+", "_", "_".join(names)).strip("_.") or "raster"
