"""How much of the machine the trainer leaves to the network: its samples per second beside those of a bare loop.

    .venv/engine/bin/python benchmarks/training.py
    .venv/engine/bin/python benchmarks/training.py --networks unet --crop 128 --batch-size 4 --json

The bare loop does forward, loss, backward and a step of the optimiser on one batch that lies in memory; the trainer
reads windows of a map, burns its polygons, turns and colours the crops, clips the gradient and averages the weights
besides. Both take turns, round by round, so that a busy machine slows both; the ratio is the median over the rounds.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import click
import fiona
import rasterio
import shapely
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from landslide_plugin.engine.device import choose_device
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.sample_scene import generate, write
from landslide_plugin.engine.training.config import TrainingConfig, read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.losses import build_loss
from landslide_plugin.engine.training.optimisation import make_optimiser
from landslide_plugin.engine.training.starting import set_training, start
from landslide_plugin.engine.training.trainer import Trainer

NETWORKS = {"default": 'start_from = "default"', "unet": 'architecture = "unet"\narguments = { width = 16 }'}


class StepTimes(JobContext):
    """When each step was done; asks to finish after the last one wanted, while more batches are still being made."""

    def __init__(self, steps: int) -> None:
        self.times: list[float] = []
        self._steps = steps

    def progress(self, *_: object) -> None:
        """A step is done."""
        self.times.append(time.perf_counter())

    @property
    def is_finishing(self) -> bool:
        """Whether there are enough."""
        return len(self.times) > self._steps


def prepare(folder: Path) -> None:
    """A map with labels: the sample scene, all of it labelled."""
    files = write(generate(3, 768, 0.5), folder)
    with rasterio.open(files["image"]) as image:
        bounds = shapely.box(*image.bounds)
        schema = {"geometry": "Polygon", "properties": {}}
        with fiona.open(folder / "areas.gpkg", "w", driver="GPKG", schema=schema, crs=image.crs.to_wkt()) as areas:
            areas.write({"geometry": shapely.geometry.mapping(bounds), "properties": {}})


def configure(folder: Path, network: str, crop: int, batch_size: int, steps: int) -> TrainingConfig:
    """The configuration of a training of one epoch."""
    file = folder / f"{network}.toml"
    file.write_text(f"""
name = "{network}"
title = "{network}"
output = "{network}.safetensors"
{NETWORKS[network]}
batch_size = {batch_size}
checkpoint_minutes = 60
[[stages]]
epochs = 1
crop = {crop}
scale = [0.7, 1.4]
[[maps]]
raster = "sample_scene.tif"
labels = "sample_scene_truth.gpkg"
areas = "areas.gpkg"
per_epoch = {batch_size * (steps + 4)}
""")
    return read_config(file)


def bare(config: TrainingConfig, crop: int, steps: int, device: str) -> float:
    """Samples per second of forward, loss, backward and step."""
    beginning = start(config)
    network = beginning.network.to(device, memory_format=torch.channels_last)
    set_training(network, beginning.frozen_norms, frozen_encoder=False)
    optimiser, loss = make_optimiser(config, network.parameters()), build_loss(config.loss)
    images = torch.randn(config.batch_size, 3, crop, crop, device=device).to(memory_format=torch.channels_last)
    truth = (torch.rand(config.batch_size, 1, crop, crop, device=device) < 0.2).float()
    valid = torch.ones_like(truth)
    for step in range(steps + 1):
        if step == 1:  # the first one prepares
            begun = time.perf_counter()
        value = loss(network(images), truth, valid)
        optimiser.zero_grad(set_to_none=True)
        value.backward()
        optimiser.step()
        value.item()
    return steps * config.batch_size / (time.perf_counter() - begun)


def trained(config: TrainingConfig, data: TrainingData, steps: int, device: str) -> float:
    """Samples per second of the trainer's steps."""
    chosen, _ = choose_device(device)
    watch = StepTimes(steps)
    Trainer(start(config), config, data.pools, data.validation_places[:1], chosen).run(watch)
    return steps * config.batch_size / (watch.times[steps] - watch.times[0])


@click.command()
@click.option("--networks", default=",".join(NETWORKS), show_default=True)
@click.option("--crop", default=256, show_default=True, help="Side of the crops, pixels.")
@click.option("--batch-size", default=8, show_default=True)
@click.option("--steps", default=4, show_default=True, help="Timed in each round.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--device", default="auto", show_default=True)
@click.option("--json", "as_json", is_flag=True)
def main(networks: str, crop: int, batch_size: int, steps: int, rounds: int, device: str, as_json: bool) -> None:
    """Prints samples per second and their ratio for each network."""
    chosen, _ = choose_device(device)
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for network in networks.split(","):
            config = configure(folder, network, crop, batch_size, steps)
            pairs = []
            with read_data(config) as data:
                for _ in range(rounds):
                    pairs.append((bare(config, crop, steps, chosen.id), trained(config, data, steps, device)))
            results[network] = {
                "bare": round(statistics.median(pair[0] for pair in pairs), 2),
                "trainer": round(statistics.median(pair[1] for pair in pairs), 2),
                "ratio": round(statistics.median(ours / theirs for theirs, ours in pairs), 3),
            }
            if not as_json:
                one = results[network]
                print(f"{network}: bare {one['bare']}, trainer {one['trainer']} samples/s, ratio {one['ratio']}")
    if as_json:
        print(json.dumps({"device": chosen.name, "threads": torch.get_num_threads(), **results}))


if __name__ == "__main__":
    main()
