"""Which ground a network looks at when it calls landslide: Grad-CAM.

Source: Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
Eqs. 1 and 2, for maps instead of one answer per image. The U-Net++ paper shows such heat maps, but names neither layer
nor target: the networks here name their layer, and whoever asks chooses the target.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

from landslide_plugin.common.errors import InputError
from models.base import SegmentationNetwork


def grad_cam(
    network: nn.Module, layer: str, image: torch.Tensor, target: NDArray[np.bool_], shown: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The heat map of a network's answer to one image.

    With A_k the maps of the layer and y the sum of the logits over the target, the heat is ReLU(sum_k alpha_k A_k),
    alpha_k the mean of dy/dA_k over the map; enlarged to the image and divided by its maximum. Logits, because the
    gradient of a probability vanishes where it is certain.

    At the last decoder block before a 1x1 convolution the heat is the positive part of the logits without their bias,
    which is the answer itself and no explanation: choose a deeper layer.

    Args:
        network: logits (1, 1, H, W), in eval mode.
        layer: path of a module whose output is explained, as `get_submodule` takes it; of several outputs the last.
        image: (1, bands, H, W), normalised.
        target: (H, W), the pixels whose logits are explained, at least one.
        shown: (H, W), False = nodata or margin, where the heat is 0.

    Returns:
        (H, W), 0-1; 1 where most speaks for landslide, all 0 where nothing does.

    Raises:
        InputError: the network has no such layer, or none that gives maps.
    """
    maps: list[torch.Tensor] = []
    hook = layer_of(network, layer).register_forward_hook(lambda _module, _inputs, output: _tap(output, maps))
    try:
        with torch.enable_grad():
            logits = network(image)[0, 0]
    finally:
        hook.remove()
    if not maps or maps[-1].ndim != 4:
        raise InputError(f"The network's layer '{layer}' gives no maps to explain: choose another.")
    y = logits[torch.from_numpy(target).to(logits.device)].sum()
    (gradient,) = torch.autograd.grad(y, maps[-1])
    alpha = gradient.mean(dim=(2, 3), keepdim=True)
    heat = F.relu((alpha * maps[-1].detach()).sum(dim=1, keepdim=True))
    height, width = image.shape[2:]
    heat = F.interpolate(heat, size=padded_size(network, image), mode="bilinear", align_corners=False)
    heat = heat[0, 0, :height, :width]
    result = np.where(shown, heat.cpu().numpy(), 0)
    return result / result.max() if result.any() else result


def padded_size(network: nn.Module, image: torch.Tensor) -> list[int]:
    """Height and width, in pixels, of the ground that a network's maps cover: it pads its input.

    Args:
        network: any; only those of this project pad.
        image: (..., H, W).
    """
    sides = image.shape[-2:]
    return [round(network.covered(side)) for side in sides] if isinstance(network, SegmentationNetwork) else list(sides)


def layer_of(network: nn.Module, path: str) -> nn.Module:
    """The module of a network at a path.

    Raises:
        InputError: there is none.
    """
    modules = dict(network.named_modules())
    if not path or path not in modules:
        near = ", ".join(name for name in modules if name and name.count(".") < 2)
        raise InputError(f"The network has no layer '{path}' to explain: give the path of a module, such as {near}.")
    return modules[path]


def _tap(output: Any, maps: list[torch.Tensor]) -> Any:
    """Lets the rest of the network start from a leaf, so that no gradient is computed before the layer."""
    if isinstance(output, (list, tuple)) and output:
        return [*output[:-1], _tap(output[-1], maps)]
    if not isinstance(output, torch.Tensor):
        return output
    maps.append(output.detach().requires_grad_())
    return maps[-1].clone()  # an in-place ReLU may follow, which would overwrite what is explained
