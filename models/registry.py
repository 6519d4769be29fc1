"""Every network by name: the only place where names, arguments and defaults live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork
from models.da_unet import DAUNet
from models.res_unet import ResUNet
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
            _, name, encoder = architecture.split(":")
            return SmpNetwork(name, encoder, **arguments)
        entry = ARCHITECTURES[architecture]
        return entry.build(**{**entry.defaults, **arguments})
    except KeyError:
        known = ", ".join([*ARCHITECTURES, "smp:<architecture>:<encoder>"])
        raise InputError(f"There is no network named '{architecture}'; known are {known}.") from None
    except (TypeError, ValueError) as error:
        raise InputError(f"The network '{architecture}' cannot be built so: {error}.") from error
