"""Networks as ONNX files, for software that runs them without torch."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from torch import nn

from models.base import SegmentationNetwork


class _Logits(nn.Module):
    def __init__(self, network: SegmentationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network.logits(image)


def export_onnx(network: SegmentationNetwork, in_channels: int, file: Path) -> None:
    """Writes `image` (N, in_channels, H, W) to `logits` (N, 1, H, W), all but the channels free.

    The file holds the network without the padding: H and W must be multiples of the network's stride. The tracing
    exporter is used because torch's newer one takes minutes for networks of free size.

    Args:
        network: in eval mode, fp32, on the CPU.
        in_channels: bands of its input.
        file: ends with `.onnx`.
    """
    side = 2 * network.stride
    axes = {0: "batch", 2: "height", 3: "width"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter announces its own retirement
        torch.onnx.export(
            _Logits(network).eval(), (torch.zeros(1, in_channels, side, side),), str(file), dynamo=False,
            input_names=["image"], output_names=["logits"], dynamic_axes={"image": axes, "logits": axes},
        )  # fmt: skip
