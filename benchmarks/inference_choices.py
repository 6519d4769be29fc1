"""At which scales, how far beyond the edges, and in how many mirrored views a model should look at an image.

    OMP_NUM_THREADS=1 .venv/engine/bin/python benchmarks/inference_choices.py --config zoo/default.toml [--every 4]

One row for each choice. Measured on the validation sets of a training's configuration, at the threshold with the best
F1 on all of them together, each set counting alike, which is chosen anew for each choice. The seconds are processor
time for each megapixel.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.metrics import PixelMetrics
from landslide_plugin.engine.training.config import TrainingConfig, read_config
from landslide_plugin.engine.training.places import LabelledTile, Place
from landslide_plugin.engine.training.tiles import read_tiles
from landslide_plugin.engine.training.validation import measure
from models.base import SegmentationNetwork

CHOICES = [([1], 0, False), ([4 / 5], 0, False), ([3 / 4], 0, False), ([5 / 7], 0, False), ([2 / 3], 0, False),
           ([1 / 2], 0, False), ([5 / 7], 48, False), ([4 / 5, 5 / 7], 0, False), ([5 / 7], 0, True)]  # fmt: skip
HEADER = ["scales", "margin", "views", *(f"{set_} {figure}" for set_ in ("landslide tiles", "HR-GLDD") for figure in
          ("IoU", "mIoU", "F1")), "landslide-free tiles called", "threshold", "s/MP"]  # fmt: skip


class Looking(SegmentationNetwork):
    """The mean of the logits of one network at several scales, and for the mirror image.

    Multi-scale inference as in Chen et al. 2016, "Attention to Scale", without its attention.

    Args:
        network, card: as shipped.
        scales: at which the image is looked at; the weights are the same at all of them.
        margin: pixels of mirrored ground beyond the edges of an image.
        mirrored: look at the mirror image too.
    """

    def __init__(
        self, network: nn.Module, card: ModelCard, scales: Sequence[float], margin: int, mirrored: bool
    ) -> None:
        super().__init__()
        self.networks, self.margin, self.mirrored = nn.ModuleList(), margin, mirrored
        for scale in scales:
            arguments = {**card.arguments, "in_channels": len(card.bands), "scale": scale}
            copy = models.build(card.architecture, **arguments).eval()
            copy.load_state_dict(network.state_dict())
            fold_batch_norms(copy, len(card.bands))
            self.networks.append(copy.to(memory_format=torch.channels_last))

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        """Logits (N, 1, H, W)."""
        beyond = self.margin
        if beyond:
            x = F.pad(x, (beyond,) * 4, mode="reflect")
        answers = [network(x) for network in self.networks]
        if self.mirrored:
            answers += [network(x.flip(3)).flip(3) for network in self.networks]
        height, width = (side - beyond for side in x.shape[2:])
        return torch.stack(answers).mean(0)[:, :, beyond:height, beyond:width]


def row(looking: Looking, sets: dict[str, list[LabelledTile]], config: TrainingConfig) -> list[str]:
    """Measures one choice."""
    seen: dict[int, NDArray[np.float32]] = {}

    def keep(place: Place, _: LabelledTile, probability: NDArray[np.float32]) -> None:
        seen[id(place)] = probability

    begun = time.process_time()
    measured = [measure(looking, tiles, config, "cpu", JobContext(), witness=keep).metrics for tiles in sets.values()]
    seconds = (time.process_time() - begun) / (sum(one.pixels for one in measured) / 1e6)
    threshold, figures = PixelMetrics.evenly(measured).best_threshold(), {}
    for name, tiles in sets.items():
        metrics = PixelMetrics(threshold)
        for tile in tiles:
            metrics.add(seen[id(tile)], tile.mask, tile.known)
        figures[name] = metrics.result()
    landslides, free, other = figures.values()
    cells = [f"{found[key]:.3f}" for found in (landslides, other) for key in ("iou", "miou", "f1")]
    return [*cells, f"{free['called_landslide']:.2%}", f"{threshold:.2f}", f"{seconds:.2f}"]


@click.command()
@click.option(
    "--config", "file", type=click.Path(path_type=Path), required=True, help="Of the training: names the data."
)
@click.option(
    "--model", "weights", type=click.Path(path_type=Path), help="Model file; by default what the training wrote."
)
@click.option("--every", default=1, show_default=True, help="2 takes every second tile, and so on.")
def main(file: Path, weights: Path | None, every: int) -> None:
    """Prints a Markdown table."""
    torch.set_num_threads(1)
    config = read_config(file)
    network, card = models.load(weights or config.model_file)
    config = replace(config, mean=tuple(card.normalisation["mean"]), std=tuple(card.normalisation["std"]))
    sets = {
        name: read_tiles(one, config.data, config.bands, fill=config.mean)[::every]
        for name, one in config.validation.items()
    }
    click.echo(f"| {' | '.join(HEADER)} |\n|{'---|' * len(HEADER)}")
    for scales, margin, mirrored in CHOICES:
        cells = row(Looking(network, card, scales, margin, mirrored), sets, config)
        looks = [", ".join(f"{scale:.3g}" for scale in scales), str(margin), "2" if mirrored else "1"]
        click.echo(f"| {' | '.join([*looks, *cells])} |")


if __name__ == "__main__":
    main()
