"""Writes the configuration that the engine trains from: a TOML file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Optional

from .errors import InputError
from .labels import AREAS_LAYER, LABELS_LAYER
from .tile_folders import TileFolder

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class LabelledMap:
    """An image with its labels.

    Args:
        raster: anything GDAL opens.
        labels: file of the labels; labels_layer: its table.
        areas: file of the fully labelled areas, None where there are none; areas_layer: its table.
        bands: 1-based raster bands in the order of the model's bands; None = from colour interpretation.
        dem: elevation raster, for models that read terrain.
        crs: of the image, where its file says none or a wrong one; None = the file's.
        stretch: spread the image between its 2nd and 98th percentile, because it is dark.
    """

    raster: str
    labels: str
    labels_layer: str = LABELS_LAYER
    areas: Optional[str] = None
    areas_layer: Optional[str] = AREAS_LAYER
    bands: Optional[tuple[int, ...]] = None
    dem: Optional[str] = None
    crs: Optional[str] = None
    stretch: bool = False


def training_toml(
    maps: Sequence[LabelledMap],
    recipe: Mapping[str, Any],
    tiles: Sequence[TileFolder] = (),
    validation_areas: Optional[Path] = None,
) -> str:
    """The configuration as text.

    Args:
        maps: what is learned from.
        recipe: the other keys of the configuration, e.g. `preset`, `start_from`, `name`, `title`, `output`. Values are
            texts, numbers, truth values, paths, lists and tables of them; None leaves a key out.
        tiles: folders of tiles with masks, learned from too.
        validation_areas: file of one layer with the ground of both to validate on; None = by lot.

    Raises:
        InputError: there is neither map nor tile, or the model has no name or no file to go to.
    """
    if not (maps or tiles):
        raise InputError("There is nothing to learn from: add an image with labels.")
    for key in ("name", "output"):
        if not recipe.get(key):
            raise InputError(f"The training has no {key}: give the model a name and a file to go to.")
    blocks, ground = [_lines(recipe)], {"validation_areas": validation_areas}
    for one in maps:
        values = {**asdict(one), "stretch": one.stretch or None, **ground}
        if one.areas is None:
            del values["areas_layer"]
        blocks.append("[[maps]]\n" + _lines(values))
    blocks += ["[[fit]]\n" + _lines({"images": one.images, "masks": one.masks, **ground}) for one in tiles]
    return "\n".join(blocks)


def write_training_file(
    file: Path,
    maps: Sequence[LabelledMap],
    recipe: Mapping[str, Any],
    tiles: Sequence[TileFolder] = (),
    validation_areas: Optional[Path] = None,
) -> None:
    """Writes the configuration; an old file is replaced only by a complete new one.

    Args:
        file: to write.
        maps, recipe, tiles, validation_areas: as for `training_toml`.

    Raises:
        InputError: as `training_toml`, or the folder cannot be written to.
    """
    text = training_toml(maps, recipe, tiles, validation_areas)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InputError(
            f"The training cannot be written to {file} ({error.strerror}): choose another folder."
        ) from error


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in values.items() if value is not None)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (str, Path)):
        return _text(str(value))
    if isinstance(value, Mapping):
        inside = (f"{_key(key)} = {_value(item)}" for key, item in value.items() if item is not None)
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _text(text: str) -> str:
    """A TOML basic string: JSON's, but for one control character that JSON does not escape."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
