"""The connected components of a mask of any height, while its rows come from top to bottom.

Work is done on runs, the unbroken stretches of a row: they are far fewer than pixels, and all of a band are compared at
once. What is kept in the end are a few numbers for each component of each band, and no pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[np.int64]


class Components:
    """Numbers components, whose pixels share a side or a corner.

    A component that goes on in the next rows gets another number there; `finish` tells which are one.
    """

    def __init__(self) -> None:
        nothing = np.zeros(0, np.int64)
        self._numbered = 0
        self._sizes, self._joins = [nothing], [np.zeros((2, 0), np.int64)]
        self._last = (nothing, nothing, nothing)  # runs of the last row: starts, ends, numbers

    def add(self, mask: NDArray[np.bool_]) -> _Numbers:
        """Takes the next rows.

        Args:
            mask: (rows, width), always of the same width.

        Returns:
            The number of the component of each True pixel, in the order of `mask[mask]`.
        """
        stride = mask.shape[1] + 2
        fresh_starts, fresh_ends = _runs(mask)
        # The last row of what came before stands above the new rows.
        last_starts, last_ends, last_numbers = self._last
        above = len(last_numbers)
        starts = np.concatenate([last_starts, fresh_starts + stride])
        ends = np.concatenate([last_ends, fresh_ends + stride])
        links = _touching(starts, ends, stride, corners=True)
        _, components = np.unique(connect(len(starts), *links), return_inverse=True)
        numbers = self._numbered + components
        lengths = fresh_ends - fresh_starts
        count = int(components.max(initial=-1)) + 1
        self._numbered += count
        self._sizes.append(np.bincount(components[above:], lengths, count))
        self._joins.append(np.stack([last_numbers, numbers[:above]]))
        bottom = len(mask) * stride
        last = starts >= bottom
        self._last = (starts[last] - bottom, ends[last] - bottom, numbers[last])
        return np.repeat(numbers[above:], lengths)

    def finish(self) -> tuple[_Numbers, _Numbers]:
        """All rows have come.

        Returns:
            For each number given so far its component, counted from 0; and the pixels of each component.
        """
        roots = connect(self._numbered, *np.concatenate(self._joins, axis=1))
        _, components = np.unique(roots, return_inverse=True)
        return components, np.bincount(components, np.concatenate(self._sizes)).astype(np.int64)


def pieces_of(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], _Numbers]:
    """Numbers the components whose pixels share a side.

    Args:
        mask: (rows, width).

    Returns:
        (rows, width) number of each pixel's component, from 0, -1 where the mask is False; and the pixels of each.
    """
    starts, ends = _runs(mask)
    links = _touching(starts, ends, mask.shape[1] + 2, corners=False)
    _, numbers = np.unique(connect(len(starts), *links), return_inverse=True)
    places = np.full(mask.shape, -1, np.int32)
    places[mask] = np.repeat(numbers, ends - starts)
    return places, np.bincount(numbers, ends - starts).astype(np.int64)


def connect(count: int, one: _Numbers, other: _Numbers) -> _Numbers:
    """The lowest node that each node is connected with, directly or through others.

    Args:
        count: nodes.
        one, other: the nodes that each link joins.
    """
    root = np.arange(count)
    while True:
        low, high = np.minimum(root[one], root[other]), np.maximum(root[one], root[other])
        if np.array_equal(low, high):
            return root
        np.minimum.at(root, high, low)
        while not np.array_equal(further := root[root], root):
            root = further


def _runs(mask: NDArray[np.bool_]) -> tuple[_Numbers, _Numbers]:
    """First and past-the-last column of each run, plus (width + 2) times its row, in order."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    changes = np.flatnonzero(np.diff(padded.ravel()))
    return changes[::2], changes[1::2]


def _touching(starts: _Numbers, ends: _Numbers, stride: int, corners: bool) -> tuple[_Numbers, _Numbers]:
    """Pairs of runs in neighbouring rows that share a side, or a corner where that counts: the lower and the upper."""
    first = np.searchsorted(ends + stride, starts, "left" if corners else "right")
    past = np.searchsorted(starts + stride, ends, "right" if corners else "left")
    counts = past - first
    lower = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(len(lower)) - np.repeat(np.cumsum(counts) - counts, counts)
    return lower, np.repeat(first, counts) + within
