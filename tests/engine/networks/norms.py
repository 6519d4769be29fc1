"""Batch norms for networks that have not been trained."""

import torch
from torch import nn


def settle_norms(network: nn.Module, bands: int = 3) -> nn.Module:
    """Gives the batch norms the statistics of random images: without, a fresh network may answer nearly nothing."""
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1
    with torch.no_grad():
        network.train()(torch.rand(4, bands, 64, 64))
    for norm in norms:
        norm.momentum = 0.1
    return network
