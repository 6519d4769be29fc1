"""How fast a detection is from end to end, beside the bare network of the aim for `default` on the same machine.

    .venv/engine/bin/python benchmarks/detection_speed.py RASTER [--rounds 5] [--model default]

The bare network is segmentation-models-pytorch's U-Net with EfficientNet-Lite0, batch norms folded, in the CPU's own
number format, one tile of 512 pixels, nothing read and nothing written. Both take turns, because machines are shared
and their speed changes from minute to minute: the ratio says more than the megapixels.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import click
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from landslide_plugin.engine.device import PRECISION_DTYPES, choose_device, choose_precision
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

SIDE = 512
TILES = 12
"""As many as give about the time of a small detection."""


def bare_network() -> tuple[torch.nn.Module, torch.dtype]:
    """The plain network and the number format of this CPU."""
    dtype = PRECISION_DTYPES[choose_precision("auto", choose_device("cpu")[0])]
    network = models.build("smp:unet:tu-tf_efficientnet_lite0", in_channels=3).eval()
    fold_batch_norms(network, 3)
    return network.to(dtype, memory_format=torch.channels_last), dtype


def bare_speed(network: torch.nn.Module, dtype: torch.dtype) -> float:
    """Megapixels per second."""
    tile = torch.rand(1, 3, SIDE, SIDE, dtype=dtype).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        begun = time.perf_counter()
        for _ in range(TILES):
            network(tile)
    return TILES * SIDE**2 / 1e6 / (time.perf_counter() - begun)


def detection_speed(raster: Path, model: str) -> float:
    """Megapixels per second, from the raster's file to the last layer."""
    with tempfile.TemporaryDirectory() as folder:
        wishes = {"raster": str(raster), "output": folder, "model": model, "device": "cpu"}
        result = run_job("detect", wishes, JobContext())
    return result["megapixels"] / result["seconds"]


@click.command()
@click.argument("raster", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", default=5, show_default=True)
@click.option("--model", default="default", show_default=True)
def main(raster: Path, rounds: int, model: str) -> None:
    """Prints the medians and the median of the ratios."""
    network, dtype = bare_network()
    bare_speed(network, dtype), detection_speed(raster, model)  # what is made ready once
    pairs = [(bare_speed(network, dtype), detection_speed(raster, model)) for _ in range(rounds)]
    bare, whole = (statistics.median(speeds) for speeds in zip(*pairs, strict=True))
    ratio = statistics.median(second / first for first, second in pairs)
    print(f"bare network: {bare:.2f} megapixels/s")
    print(f"detection, end to end: {whole:.2f} megapixels/s (best {max(second for _, second in pairs):.2f})")
    print(f"ratio: {ratio:.2f}")


if __name__ == "__main__":
    main()
