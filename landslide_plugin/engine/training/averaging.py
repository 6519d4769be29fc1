"""Averaging the weights of a trained network with those of models it has a history with.

Networks that were fine-tuned from one model lie in one basin: the mean of their weights is a network too, often one
that does better than each, on what is new and on what the first one knew (Wortsman et al. 2022, "Model soups", ICML,
and "Robust fine-tuning of zero-shot models", CVPR). It costs nothing at inference.
"""

from __future__ import annotations

import torch
from torch import nn

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.config import TrainingConfig, parent_file

Weights = dict[str, torch.Tensor]


def companions(config: TrainingConfig, network: nn.Module) -> list[Weights]:
    """The weights of the models that the configuration averages with, each as often as it is named.

    Args:
        config: of the training.
        network: that is trained.

    Raises:
        InputError: no such model, or its weights do not fit the network.
    """
    shapes = {name: value.shape for name, value in network.state_dict().items()}
    found = []
    for name in config.average_with:
        other, card = models.load(parent_file(name, config.file.parent))
        weights = other.state_dict()
        same_shapes = {key: value.shape for key, value in weights.items()} == shapes
        if not same_shapes or (card.architecture, card.bands) != (config.architecture, config.bands):
            raise InputError(
                f"The model {card.name} cannot be averaged with this training, because it is another network or reads "
                "other bands: take it out of average_with."
            )
        if card.normalisation != {"mean": list(config.mean), "std": list(config.std)}:
            raise InputError(
                f"The model {card.name} cannot be averaged with this training, because it normalises its input "
                "otherwise: give the training its mean and std, or take it out of average_with."
            )
        found.append(weights)
    return found


@torch.no_grad()
def average(network: nn.Module, others: list[Weights]) -> None:
    """Moves the weights and statistics of a network, in place, to their mean with all others, each counting once.

    Args:
        network: that was trained.
        others: as `companions` gives them.
    """
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.stack([value, *(other[name].to(value) for other in others)]).mean(0))
