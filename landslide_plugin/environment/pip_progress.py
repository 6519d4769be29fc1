"""How far `pip install` is, judged by what it prints."""

from __future__ import annotations

import re

_COLLECTING = re.compile(r"^Collecting (\S+)")
_FETCHED = re.compile(
    r"^\s*(?:Downloading|Using cached|Processing) (\S+\.(?:whl|zip|tar\.gz))(?!\S)(?: \(([\d.]+ [kMG]?B)\))?"
)
_BYTES = re.compile(r"^Progress (\d+) of (\d+)")

_COLLECTED, _DOWNLOADED = 0.1, 0.8  # shares of the time once all is collected, and once all is downloaded


class PipProgress:
    """Listens to pip.

    Args:
        expected_packages: how many packages will be installed, roughly; counted when pip names more.
    """

    def __init__(self, expected_packages: int) -> None:
        self._expected = expected_packages
        self._collected = 0
        self._files = 0
        self._current = 1.0  # share of the latest file that is here
        self._file = ""
        self.fraction = 0.0
        """Share of the work done, 0-1; never falls."""
        self.message = ""
        """What is being done, a few words."""

    def hear(self, line: str) -> bool:
        """Takes a line of pip's output.

        Returns:
            Whether the line is for people; pip's bare byte counts are not.
        """
        counts = _BYTES.match(line)
        if counts:
            done, total = int(counts[1]), int(counts[2])
            self._current = done / total if total else 1.0
            self.message = f"{self._file}: {done / 1e6:.0f} of {total / 1e6:.0f} MB"
        elif found := _COLLECTING.match(line):
            self._collected += 1
            self.message = found[1]
        elif found := _FETCHED.match(line):
            self._files += 1
            self._current = 0.0 if line.lstrip().startswith("Downloading") else 1.0
            self._file = re.split(r"[\\/]", found[1])[-1].split("-")[0]
            self.message = f"{self._file} ({found[2]})" if found[2] else self._file
        elif line.startswith("Installing collected packages"):
            self.fraction = _DOWNLOADED
            self.message = line.split(":")[0]
        elif line.startswith("Successfully installed"):
            self.fraction = 1.0
        self.fraction = max(self.fraction, self._estimate())
        return counts is None

    def _estimate(self) -> float:
        packages = max(self._expected, self._collected)
        files = max(self._files - 1, 0) + self._current if self._files else 0.0
        return _COLLECTED * self._collected / packages + (_DOWNLOADED - _COLLECTED) * min(files / packages, 1.0)
