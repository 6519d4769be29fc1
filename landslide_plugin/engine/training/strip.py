"""A picture of a few validation places: image, truth and what the network says, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from landslide_plugin.engine.training.places import LabelledTile, Place

_MOST_ROWS = 6
_SIDE, _GAP = 160, 4  # pixels
_UNKNOWN = 110  # grey where nobody has labelled


class Strip:
    """Collects rows while validation runs.

    Args:
        places: of the validation data; those with landslides are shown first.
    """

    def __init__(self, places: Sequence[Place]) -> None:
        ranked = sorted(range(len(places)), key=lambda index: not places[index].has_landslide)
        self._shown = [places[index] for index in sorted(ranked[:_MOST_ROWS])]
        self._rows: dict[int, NDArray[np.uint8]] = {}

    def see(self, place: Place, tile: LabelledTile, probability: NDArray[np.float32]) -> None:
        """Takes the row of a place, if it is one that is shown."""
        number = next((index for index, shown in enumerate(self._shown) if shown is place), None)
        if number is None:
            return
        truth = np.where(tile.known, tile.mask * 255, _UNKNOWN)
        optical = tile.image[:3] if len(tile.image) >= 3 else tile.image[:1].repeat(3, 0)
        panels = [optical, *(np.broadcast_to(grey, (3, *grey.shape)) for grey in (truth, np.rint(probability * 255)))]
        self._rows[number] = np.concatenate([_framed(panel.astype(np.uint8)) for panel in panels], axis=1)

    def write(self, file: Path) -> None:
        """Writes the rows as a PNG, in place of an earlier one."""
        unfinished = file.with_name(file.name + ".unfinished")
        rows = [self._rows[number] for number in sorted(self._rows)]
        Image.fromarray(np.concatenate(rows)).save(unfinished, "PNG")
        unfinished.replace(file)


def _framed(panel: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(3, H, W) fitted into a square with a white rim, (side, side, 3)."""
    picture = ImageOps.contain(Image.fromarray(panel.transpose(1, 2, 0)), (_SIDE, _SIDE))
    framed = Image.new("RGB", (_SIDE + _GAP, _SIDE + _GAP), "white")
    framed.paste(picture, ((_SIDE - picture.width) // 2, (_SIDE - picture.height) // 2))
    return np.asarray(framed)
