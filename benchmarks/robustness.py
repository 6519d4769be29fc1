"""What a model loses when light, air, camera or file differ: one row for each of the trainings' radiometric changes.

    OMP_NUM_THREADS=1 .venv/engine/bin/python benchmarks/robustness.py --config zoo/default.toml [--model FILE ...]

Measured on the validation sets of a training's configuration, each tile changed once, by chance but the same for every
model, as a training with that change alone would when it does change a tile; at the model's own threshold.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.metrics.calibration import Calibration
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.radiometry import RADIOMETRY, Change
from landslide_plugin.engine.training.tiles import read_tiles
from landslide_plugin.engine.training.validation import measure


def changed(tile: LabelledTile, change: Change, seed: int) -> LabelledTile:
    """A tile after a change that, this time, does something."""
    rng, image = np.random.default_rng(seed), torch.from_numpy(tile.image / np.float32(255))
    answer = image
    while torch.equal(answer, image):
        answer = change(image, rng, (0, 1, 2))
    return replace(tile, image=(answer.clamp(0, 1) * 255).round().to(torch.uint8).numpy())


@click.command()
@click.option(
    "--config", "file", type=click.Path(path_type=Path), required=True, help="Of the training: names the data."
)
@click.option(
    "--model", "weights", multiple=True, type=click.Path(path_type=Path),
    help="Model file, repeatable; by default what the training wrote.",
)  # fmt: skip
@click.option("--every", default=1, show_default=True, help="2 takes every second tile, and so on.")
def main(file: Path, weights: tuple[Path, ...], every: int) -> None:
    """Prints a Markdown table for each model."""
    torch.set_num_threads(1)
    config = read_config(file)
    sets = {
        name: read_tiles(one, config.data, config.bands, fill=config.mean)[::every]
        for name, one in config.validation.items()
    }
    for model in weights or (config.model_file,):
        network, card = models.load(model)
        fold_batch_norms(network.eval(), len(card.bands))
        seen = replace(config, mean=tuple(card.normalisation["mean"]), std=tuple(card.normalisation["std"]))
        calibration = Calibration(card.temperature, card.bias)
        click.echo(f"\n{model}, IoU (share called landslide where there is none)\n\n| change | {' | '.join(sets)} |")
        click.echo(f"|---|{'---:|' * len(sets)}")
        for name, change in {"none": None, **RADIOMETRY}.items():
            cells = []
            for tiles in sets.values():
                places = [tile if change is None else changed(tile, change, seed) for seed, tile in enumerate(tiles)]
                metrics = measure(network, places, seen, "cpu", JobContext(), card.threshold, calibration).metrics
                found = metrics.result()
                bare = not any(tile.has_landslide for tile in tiles)
                cells.append(f"{found['called_landslide']:.2%}" if bare else f"{found['iou']:.3f}")
            click.echo(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
