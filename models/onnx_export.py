"""Networks as ONNX files, for software that runs them without torch."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from torch import nn

from landslide_plugin.common.model_card import ModelCard
from models.base import SegmentationNetwork


class _Logits(nn.Module):
    def __init__(self, network: SegmentationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.network.logits(image)


class _Probability(nn.Module):
    """From 0-1 pixels to probabilities, so that the software around needs to know nothing of the network.

    Pixels that are 0 in every band are margins or nodata: they are shown to the network as the mean of its training
    data, as the engine shows it what is not valid.
    """

    def __init__(self, network: SegmentationNetwork, card: ModelCard) -> None:
        super().__init__()
        self.network, self.side = network, card.tile_size
        self.temperature, self.bias = card.temperature, card.bias
        for name in ("mean", "std"):
            self.register_buffer(name, torch.tensor(card.normalisation[name]).view(1, -1, 1, 1))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        valid = (image.amax(1, keepdim=True) > 0).to(image.dtype)
        logits = self.network((image - self.mean) / self.std * valid)
        probability = torch.sigmoid(logits / self.temperature + self.bias)
        # Nothing changes here, but readers that ask the file for the size of its output get numbers.
        return probability.reshape(-1, 1, self.side, self.side)


def export_onnx(network: SegmentationNetwork, in_channels: int, file: Path) -> None:
    """Writes `image` (N, in_channels, H, W) to `logits` (N, 1, H, W), all but the channels free.

    The file holds the network without the padding: H and W must be multiples of the network's stride.

    Args:
        network: in eval mode, fp32, on the CPU.
        in_channels: bands of its input.
        file: ends with `.onnx`.
    """
    side = 2 * network.stride
    axes = {0: "batch", 2: "height", 3: "width"}
    _trace(_Logits(network), (1, in_channels, side, side), "logits", axes, file)


def export_probability(network: SegmentationNetwork, card: ModelCard, file: Path) -> None:
    """Writes `image` (N, bands, T, T), 0-1, to `probability` (N, 1, T, T), where T is the card's tile size.

    The card's normalisation, what padding the network needs, and the sigmoid are part of the graph.

    Args:
        network: in eval mode, fp32, on the CPU.
        card: its model card.
        file: ends with `.onnx`.
    """
    shape = (1, len(card.bands), card.tile_size, card.tile_size)
    _trace(_Probability(network, card), shape, "probability", {0: "batch"}, file)


def _trace(module: nn.Module, shape: tuple[int, ...], output: str, axes: dict[int, str], file: Path) -> None:
    """The tracing exporter is used because torch's newer one takes minutes for networks of free size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter announces its own retirement
        torch.onnx.export(
            module.eval(), (torch.zeros(shape),), str(file), dynamo=False,
            input_names=["image"], output_names=[output], dynamic_axes={"image": axes, output: axes},
        )  # fmt: skip
