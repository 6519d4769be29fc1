"""The model card: what a model file says about itself, read without torch.

A model is one `.safetensors` file. Its header, a JSON object in front of the weights, carries the card under
`__metadata__`, so QGIS can show and check a model that only the engine process can run.
Format: https://huggingface.co/docs/safetensors (8 bytes little-endian header length, JSON header, tensor bytes).
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import ModelFileError

CARD_KEY = "landslide_mapper_card"
CARD_VERSION = 1
_LONGEST_HEADER = 16 * 1024 * 1024
_SMALLEST_TILE = 32  # pixels
_BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1,
}  # fmt: skip


@dataclass(frozen=True)
class ModelCard:
    """What a model is, what it reads and how well it does.

    Args:
        name: short name, unique among the installed models (file stem).
        title: one line for the model list.
        architecture: name in the registry of networks.
        arguments: constructor arguments of the network.
        bands: what it reads, in order, e.g. `("red", "green", "blue")`.
        gsd_m: smallest and largest ground sample distance it was trained for, metres per pixel.
        normalisation: `{"mean": [...], "std": [...]}` per band, applied to values scaled to 0-1.
        tile_size: side of the training tiles, pixels; fixed at inference unless `local` is true.
        local: true when the answer at a pixel depends only on its neighbourhood, so larger tiles may be used.
        temperature, bias: probability = sigmoid(logit / temperature + bias), fitted on validation data so that the
            probability comes true as often as it says.
        threshold: probability from which a pixel is called landslide, chosen on validation data.
        parameters: number of weights.
        metrics: figures per validation source, e.g. `{"bijie-18-19": {"iou": 0.7, ...}}`; None where one is undefined.
        parent: name of the model that it was fine-tuned from; empty for a new one.
        data: the labelled images it was trained on, e.g. `{"raster": ..., "landslides": 20, "labelled_m2": 90000}`.
        trained_on: the data, in words; licence: of the weights; citation: papers to cite; caveat: known limits.
        plugin_version, created: who wrote the file and when (ISO date).
    """

    name: str
    title: str
    architecture: str
    arguments: dict[str, Any]
    bands: tuple[str, ...]
    gsd_m: tuple[float, float]
    normalisation: dict[str, list[float]]
    tile_size: int
    threshold: float
    parameters: int
    local: bool = True
    temperature: float = 1.0
    bias: float = 0.0
    metrics: dict[str, dict[str, float | None]] = field(default_factory=dict)
    parent: str = ""
    data: list[dict[str, Any]] = field(default_factory=list)
    trained_on: str = ""
    licence: str = ""
    citation: str = ""
    caveat: str = ""
    plugin_version: str = ""
    created: str = ""
    card_version: int = CARD_VERSION

    def to_metadata(self) -> dict[str, str]:
        """The card as safetensors metadata, whose values must be strings."""
        return {CARD_KEY: json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)}


def read_card(path: str | Path) -> ModelCard:
    """Reads and checks a model file's card and the size of its body.

    Raises:
        ModelFileError: missing, foreign, truncated or contradictory file; the message says which.
    """
    path = Path(path)
    header = _read_header(path)
    metadata = header.pop("__metadata__", None)
    if not isinstance(metadata, dict) or CARD_KEY not in metadata:
        raise ModelFileError(f"{path.name} carries no Landslide Mapper card: it is a model of another program.")
    _check_body(path, header)
    try:
        values = json.loads(metadata[CARD_KEY])
        if values.get("card_version", 0) > CARD_VERSION:
            raise ModelFileError(f"{path.name} was made by a newer version of the plugin: update the plugin to use it.")
        card = _card_from(values)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError) as error:
        raise ModelFileError(f"The card of {path.name} cannot be used ({error}): ask for a new file.") from error
    stored = sum(math.prod(tensor["shape"]) for name, tensor in header.items() if not _is_buffer(name))
    if stored != card.parameters:
        raise ModelFileError(
            f"{path.name} holds {stored} weights but its card says {card.parameters}: it was altered, get it again."
        )
    return card


def check_reading(
    bands: Sequence[str], gsd_m: Sequence[float], normalisation: Mapping[str, Sequence[float]], tile_size: int,
    threshold: float | None,
) -> None:  # fmt: skip
    """What a model says of how it reads and answers must make sense; a training asks before it begins, too.

    Args:
        bands, gsd_m, normalisation, tile_size, threshold: as on the card; threshold None = not known yet.

    Raises:
        ValueError: it does not; the message says what of it, without a full stop.
    """
    if not bands or not all(isinstance(band, str) for band in bands):
        raise ValueError("it names no bands")
    if len(gsd_m) != 2 or not 0 < gsd_m[0] <= gsd_m[1] < math.inf:
        raise ValueError("its ground sample distances (gsd_m) are not two lengths above 0, the finest first")
    if threshold is not None and not 0 < threshold < 1:
        raise ValueError("its threshold is not between 0 and 1")
    if not isinstance(tile_size, int) or tile_size < _SMALLEST_TILE:
        raise ValueError(f"its tile size (tile_size) is no whole number of at least {_SMALLEST_TILE}")
    if any(len(normalisation[key]) != len(bands) for key in ("mean", "std")):
        raise ValueError("its normalisation does not fit its bands")
    if not all(math.isfinite(value) for key in ("mean", "std") for value in normalisation[key]):
        raise ValueError("its normalisation (mean, std) holds a value that is no number")
    if not min(normalisation["std"]) > 0:
        raise ValueError("its normalisation divides by zero")


def _is_buffer(name: str) -> bool:
    """Batch-norm statistics are stored beside the weights but are not counted as parameters."""
    return name.rsplit(".", 1)[-1] in ("running_mean", "running_var", "num_batches_tracked")


def _read_header(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
            if not 2 <= length <= min(_LONGEST_HEADER, size - 8):
                raise ModelFileError(f"{path.name} is no model file (.safetensors), or is cut short: get it again.")
            header = json.loads(file.read(length).decode("utf-8"))
    except FileNotFoundError:
        raise ModelFileError(f"There is no model file {path}: choose another model.") from None
    except OSError as error:
        raise ModelFileError(f"The model file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError):
        raise ModelFileError(f"{path.name} is not a model file (.safetensors): choose another.") from None
    if not isinstance(header, dict):
        raise ModelFileError(f"{path.name} is not a model file (.safetensors): choose another.")
    return header


def _check_body(path: Path, header: dict[str, Any]) -> None:
    try:
        ends = []
        for name, tensor in header.items():
            begin, end = tensor["data_offsets"]
            if end - begin != math.prod(tensor["shape"]) * _BYTES[tensor["dtype"]]:
                raise ValueError(name)
            ends.append(end)
        with path.open("rb") as file:
            body = path.stat().st_size - 8 - struct.unpack("<Q", file.read(8))[0]
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFileError(f"The list of weights in {path.name} is damaged ({error}): get the file again.") from error
    if not ends or max(ends) != body:
        raise ModelFileError(f"{path.name} is incomplete: its weights end early; get the file again.")


def _card_from(values: dict[str, Any]) -> ModelCard:
    known = {item.name for item in fields(ModelCard)}
    card = ModelCard(**{
        name: tuple(value) if name in ("bands", "gsd_m") else value for name, value in values.items() if name in known
    })  # fmt: skip
    check_reading(card.bands, card.gsd_m, card.normalisation, card.tile_size, card.threshold)
    if not (card.temperature > 0 and math.isfinite(card.temperature) and math.isfinite(card.bias)):
        raise ValueError("its calibration is impossible")
    _check_shown(card)
    return card


def _check_shown(card: ModelCard) -> None:
    """Lists of models show every card when QGIS starts, so none may hold what cannot be shown."""
    for item in fields(card):
        if item.type == "str" and not isinstance(getattr(card, item.name), str):
            raise ValueError(f"its {item.name} is no text")
    if not isinstance(card.arguments, dict):
        raise ValueError("its arguments are no table")
    if not isinstance(card.local, bool):
        raise ValueError("its local is neither true nor false")
    if not card.name:
        raise ValueError("it has no name")
    for figure in (*card.gsd_m, *_figures(card.metrics)):
        float(figure)  # JSON knows whole numbers without bound


def _figures(metrics: object) -> list[float]:
    if not isinstance(metrics, dict) or not all(isinstance(measured, dict) for measured in metrics.values()):
        raise ValueError("its metrics are not figures by validation source")
    figures = [figure for measured in metrics.values() for figure in measured.values() if figure is not None]
    if not all(isinstance(figure, (int, float)) for figure in figures):
        raise ValueError("its metrics are not all numbers")
    return figures
