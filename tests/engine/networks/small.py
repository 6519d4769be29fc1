"""Every network of the registry, and two of smp's, as small as they can be built."""

from __future__ import annotations

import torch

import models
from models.base import SegmentationNetwork
from models.registry import ARCHITECTURES
from tests.engine.networks.norms import settle_norms

SMALL = {
    **{name: {"width": 8} for name in ARCHITECTURES},
    "fcn8s": {"width": 8, "fc_width": 32},
    "pspnet": {"width": 16},
    **{name: {} for name in ("hrnet", "deeplabv3plus", "ddcm-net")},
    "smp:unet:resnet18": {"decoder_channels": (32, 16, 8, 8, 8)},
    "smp:fpn:tu-efficientnet_lite0": {},
}


def small_network(architecture: str, seed: int = 0) -> SegmentationNetwork:
    torch.manual_seed(seed)
    network = settle_norms(models.build(architecture, **SMALL[architecture]))
    return network.eval().requires_grad_(False)
