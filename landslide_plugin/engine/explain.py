"""Which ground a network looks at when it calls landslide: Grad-CAM.

Source: Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
Eqs. 1 and 2, for maps instead of one answer per image. The U-Net++ paper shows such heat maps, but names neither layer
nor target; both are decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError


@dataclass(frozen=True)
class Explanation:
    """What speaks for landslide, and for which pixels.

    Args:
        heat: (H, W) float32, 0-1; 1 where most speaks for landslide, all 0 where nothing does.
        probability: (H, W) float32, 0-1, the network's answer.
        explained: (H, W) bool, the pixels whose logits were asked about.
    """

    heat: NDArray[np.float32]
    probability: NDArray[np.float32]
    explained: NDArray[np.bool_]


def grad_cam(
    network: nn.Module, layer: str, image: torch.Tensor, counts: NDArray[np.bool_], threshold: float
) -> Explanation:
    """Explains a network's answer to one image.

    With A_k the maps of the layer and y the sum of the logits over the pixels called landslide (over all pixels that
    count where none is), the heat is ReLU(sum_k alpha_k A_k), alpha_k the mean of dy/dA_k over the map; enlarged to the
    image and divided by its maximum. Logits, because the gradient of a probability vanishes where it is certain.

    At the last decoder block before a 1x1 convolution the heat is the positive part of the logits without their bias,
    which is the answer itself and no explanation: choose a deeper layer.

    Args:
        network: logits (1, 1, H, W), in eval mode; with `stride` where it pads its input.
        layer: path of a module whose output is explained, as `get_submodule` takes it; of several outputs the last.
        image: (1, bands, H, W), normalised.
        counts: (H, W), False = nodata or margin: neither explained nor shown.
        threshold: probability from which a pixel is landslide.

    Raises:
        InputError: the network has no such layer, or none that gives maps.
    """
    maps: list[torch.Tensor] = []
    hook = _layer(network, layer).register_forward_hook(lambda _module, _inputs, output: _tap(output, maps))
    try:
        with torch.enable_grad():
            logits = network(image)[0, 0]
    finally:
        hook.remove()
    if not maps or maps[-1].ndim != 4:
        raise InputError(f"The network's layer '{layer}' gives no maps: choose another.")
    valid = torch.from_numpy(counts).to(logits.device)
    probability = torch.sigmoid(logits.detach())
    called = valid & (probability >= threshold)
    explained = called if called.any() else valid
    (gradient,) = torch.autograd.grad(logits[explained].sum(), maps[-1])
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    heat = F.relu((weights * maps[-1].detach()).sum(dim=1, keepdim=True))
    # Maps of a network that pads its input cover the padded image.
    padded = [length + -length % getattr(network, "stride", 1) for length in image.shape[2:]]
    heat = F.interpolate(heat, size=padded, mode="bilinear", align_corners=False)[0, 0]
    heat = heat[: image.shape[2], : image.shape[3]] * valid
    heat = heat / heat.max() if heat.any() else heat
    return Explanation(*(part.cpu().numpy() for part in (heat, probability, explained)))


def _layer(network: nn.Module, layer: str) -> nn.Module:
    try:
        module = network.get_submodule(layer) if layer else None
    except AttributeError:
        module = None
    if module is None:
        parts = ", ".join(name for name, _ in network.named_children())
        raise InputError(f"The network has no layer '{layer}' to explain; its parts are {parts}.")
    return module


def _tap(output: torch.Tensor | Sequence[torch.Tensor], maps: list[torch.Tensor]) -> torch.Tensor | list[torch.Tensor]:
    """Lets the rest of the network start from a leaf, so that no gradient is computed before the layer."""
    if not isinstance(output, torch.Tensor):
        return [*output[:-1], _tap(output[-1], maps)]
    maps.append(output.detach().requires_grad_())
    return maps[-1].clone()  # an in-place ReLU may follow, which would overwrite what is explained
