"""What the text that names a raster says: a file, or a part of one as GDAL's drivers write it."""

from __future__ import annotations

import re
from pathlib import Path

_DRIVER = re.compile(r"[A-Za-z]\w+:(?!//)")  # two letters at least: C:\ is a drive; and http:// is an address
_PARTS = re.compile(r'"([^"]*)"|((?:[^:"]|(?<=\b[A-Za-z]):(?=[\\/]))+)')  # in quotes, or between colons but a drive's


def names_a_part(path: str) -> bool:
    """Whether it is a driver's name of a sub-dataset, such as `NETCDF:"a.nc":red`, and not that of a file."""
    return _DRIVER.match(path) is not None


def is_missing(path: str) -> bool:
    """Whether it names a file that is not there; what lies in an archive or on a server is for GDAL to find."""
    return not (names_a_part(path) or "://" in path or path.startswith("/vsi") or Path(path).exists())


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
