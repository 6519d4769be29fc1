"""Model files: weights and card in one `.safetensors` file. No pickle is ever loaded."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from landslide_plugin.common.errors import InputError, ModelFileError
from landslide_plugin.common.model_card import ModelCard, read_card
from models.base import SegmentationNetwork
from models.registry import build


def save(network: nn.Module, card: ModelCard, file: Path) -> ModelCard:
    """Writes a model file; it appears under its name only when it is complete, and on the disk.

    Convolutions are stored in fp16. Normalisation layers keep fp32: their running variance can leave fp16's range.

    Args:
        network: its weights.
        card: what it is; the number of parameters is filled in here.
        file: ends with `.safetensors`.

    Returns:
        The card as written.
    """
    norms = {
        f"{name}.{key}"
        for name, module in network.named_modules()
        if isinstance(module, _BatchNorm)
        for key in module.state_dict()
    }
    tensors = {
        name: (value if name in norms or not value.is_floating_point() else value.half()).contiguous().cpu()
        for name, value in network.state_dict().items()
    }
    card = replace(card, parameters=sum(weight.numel() for weight in network.parameters()))
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    try:
        save_file(tensors, unfinished, metadata=card.to_metadata())
        unfinished.chmod(0o644)  # safetensors writes for its owner alone; a plugin's file is for everyone
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.replace(file)
        _sync_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return card


def _sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system has a way to do that; Windows has none."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def load(file: str | Path) -> tuple[SegmentationNetwork, ModelCard]:
    """Builds the network that a model file describes, with its weights, fp32, in eval mode, on the CPU.

    Raises:
        ModelFileError: the file is broken, or its weights are not those of the network that its card names.
    """
    card = read_card(file)
    try:
        network = build(card.architecture, **{"in_channels": len(card.bands), **card.arguments})
        network.load_state_dict({name: value.float() if value.is_floating_point() else value
                                 for name, value in load_file(file).items()})  # fmt: skip
    except InputError as error:
        raise ModelFileError(f"{Path(file).name} cannot be used: {error}") from error
    except (SafetensorError, RuntimeError) as error:
        raise ModelFileError(
            f"The weights in {Path(file).name} are not those of the network that its card names "
            f"({card.architecture}): get the file again."
        ) from error
    if not all(torch.isfinite(value).all() for value in network.state_dict().values()):
        raise ModelFileError(f"{Path(file).name} holds weights that are not numbers: get the file again.")
    return network.eval(), card
