"""Every network by name: the only place where names, arguments and defaults live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork
from models.da_unet import DAUNet
from models.ddcm_net import DDCMNet
from models.deeplabv3plus import DeepLabV3Plus
from models.fcn8s import FCN8s
from models.hrnet import HRNet
from models.l_net import LNet
from models.macu_net import MACUNet
from models.pspnet import PSPNet
from models.res_unet import ResUNet
from models.segnet import SegNet
from models.smp_networks import SmpNetwork
from models.unet_plus_plus import UNetPlusPlus


@dataclass(frozen=True)
class Architecture:
    """A network that can be built by name.

    Args:
        title: for people.
        build: the class.
        defaults: its arguments where they differ from the class's own.
        local: True when the answer at a pixel depends only on its neighbourhood.
    """

    title: str
    build: Callable[..., SegmentationNetwork]
    defaults: dict[str, Any] = field(default_factory=dict)
    local: bool = True


ARCHITECTURES: dict[str, Architecture] = {
    "unet": Architecture("U-Net", DAUNet, {"dilated": False, "gated": False}),
    "a-unet": Architecture("A-U-Net (attention gates)", DAUNet, {"dilated": False, "gated": True}),
    "d-unet": Architecture("D-U-Net (dilated encoder, ASPP)", DAUNet, {"dilated": True, "gated": False}),
    "da-unet": Architecture("DA-U-Net", DAUNet, {"dilated": True, "gated": True}),
    "unet-bilinear": Architecture(
        "U-Net (bilinear)", LNet, {"width": 24, "fused": False, "residual": False, "learned_upsampling": False}
    ),
    "unet-mff": Architecture(
        "U-Net with multi-scale fusion", LNet, {"width": 24, "residual": False, "learned_upsampling": False}
    ),
    "unet-mff-res": Architecture(
        "U-Net with multi-scale fusion and residual attention",
        LNet,
        {"width": 24, "learned_upsampling": False},
        local=False,
    ),
    "l-net": Architecture("L-Net", LNet, {"width": 24}, local=False),
    "res-unet-liu": Architecture("Residual U-Net (Liu et al. 2020)", ResUNet, {"width": 24, "dropout": 0.0}),
    "fcn8s": Architecture("FCN-8s (narrow VGG-16)", FCN8s, {"width": 32, "fc_width": 256, "batch_norm": True}),
    "segnet": Architecture("SegNet (narrow VGG-16)", SegNet, {"width": 32}),
    "pspnet": Architecture(
        "PSPNet (ResNet-18)", PSPNet, {"encoder": "resnet18", "stages": 3, "width": 128}, local=False
    ),
    "hrnet": Architecture("HRNet (W18 small)", HRNet, {"encoder": "hrnet_w18_small"}),
    "deeplabv3plus": Architecture("DeepLabV3+ (MobileNetV2)", DeepLabV3Plus, {"encoder": "mobilenet_v2"}, local=False),
    "ddcm-net": Architecture("DDCM-Net (ResNet-18)", DDCMNet, {"encoder": "resnet18"}),
    "macu-net": Architecture("MACU-Net", MACUNet, local=False),
    "unet-dropout": Architecture("U-Net of the U-Net++ paper (dropout)", ResUNet, {"width": 24, "residual": False}),
    "res-unet": Architecture("ResUNet", ResUNet, {"width": 24}),
    "unet-plus-plus": Architecture("U-Net++", UNetPlusPlus, {"width": 24}),
    "unet-plus-plus-spatial": Architecture("U-Net++ (spatial attention)", UNetPlusPlus, {"width": 24, "spatial": True}),
    "unet-plus-plus-contextual": Architecture(
        "U-Net++ (contextual attention)", UNetPlusPlus, {"width": 24, "contextual": True}, local=False
    ),
    "unet-plus-plus-spatial-contextual": Architecture(
        "U-Net++ (spatial and contextual attention)",
        UNetPlusPlus,
        {"width": 24, "spatial": True, "contextual": True},
        local=False,
    ),
}

_STRIP = (64, 2048)  # pixels; longer than the neighbourhood of any network that has one
_NOTHING = 1e-4  # of the spread of the answers; what is rounded


def is_local(architecture: str, **arguments: Any) -> bool:
    """True when the answer at a pixel depends on its neighbourhood only, so that tiles may have any size.

    Of segmentation-models-pytorch some decoders and some encoders (squeeze-and-excitation, transformers) look at all
    of a tile. Their names do not tell, so a fresh network is asked whether one end of a long strip changes the other.

    Args:
        architecture, arguments: as `build` takes them.

    Raises:
        InputError: as `build`.
    """
    if not architecture.startswith("smp:"):
        return ARCHITECTURES[architecture].local
    with torch.random.fork_rng(devices=[]), torch.inference_mode():
        network = build(architecture, **arguments).eval()
        strip = torch.rand(1, arguments.get("in_channels", 3), *_STRIP)
        changed = strip.clone()
        changed[..., -_STRIP[1] // 4 :] += 10  # so much that a mean over the strip cannot hide it
        try:
            before, after = (network(one)[..., : _STRIP[0]] for one in (strip, changed))
        except (InputError, RuntimeError, ValueError):  # it takes no strips, as transformers for images of one size
            return False
    return bool((before - after).abs().max() <= _NOTHING * before.std())


def build(architecture: str, **arguments: Any) -> SegmentationNetwork:
    """Builds a network with fresh weights.

    Args:
        architecture: a name of `ARCHITECTURES`, or `smp:<architecture>:<encoder>`.
        arguments: `in_channels`, `width`, ... of the network's class.

    Raises:
        InputError: no such network, or arguments that it does not take.
    """
    try:
        if architecture.startswith("smp:"):
            _, *names = architecture.split(":")
            if len(names) != 2:
                raise InputError(
                    f"'{architecture}' does not name an architecture and an encoder: write "
                    "smp:<architecture>:<encoder>, such as smp:unet:resnet18."
                )
            return SmpNetwork(*names, **arguments)
        entry = ARCHITECTURES[architecture]
        return entry.build(**{**entry.defaults, **arguments})
    except KeyError:
        known = ", ".join([*ARCHITECTURES, "smp:<architecture>:<encoder>"])
        raise InputError(f"There is no network named '{architecture}'; known are {known}.") from None
    except (TypeError, ValueError, RuntimeError) as error:  # torch's own for sizes that are negative
        raise InputError(f"The network '{architecture}' cannot be built so: {error}.") from error
