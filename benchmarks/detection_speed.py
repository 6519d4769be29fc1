"""How fast a detection is from end to end, beside the bare network of the aim for `default` on the same machine.

    .venv/engine/bin/python benchmarks/detection_speed.py RASTER [--rounds 5] [--model default]

The bare network is segmentation-models-pytorch's U-Net with EfficientNet-Lite0, batch norms folded, in the CPU's own
number format, one tile of 512 pixels, nothing read and nothing written. It takes turns with the detection, and with one
whose tiles share all cores one after the other instead of running side by side, because machines are shared and their
speed changes from minute to minute: the ratios say more than the megapixels.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import click
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from landslide_plugin.engine.device import PRECISION_DTYPES, choose_device, choose_precision
from landslide_plugin.engine.inference.folding import fold_batch_norms
from landslide_plugin.engine.inference.session import ready_detector
from landslide_plugin.engine.inference.side_by_side import lanes
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


def detection_speed(raster: Path, model: str, at_once: int) -> float:
    """Megapixels per second, from the raster's file to the last layer.

    Args:
        at_once: tiles that are run side by side.
    """
    ready_detector(model, "cpu").batch_size = at_once
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
    turns = [
        partial(bare_speed, network, dtype),
        partial(detection_speed, raster, model, 1),
        partial(detection_speed, raster, model, lanes(torch.get_num_threads())),
    ]
    for turn in turns:  # what is made ready once
        turn()
    rows = [[turn() for turn in turns] for _ in range(rounds)]
    bare, alone, beside = zip(*rows, strict=True)
    for name, speeds in (("bare network", bare), ("detection, tile by tile", alone), ("detection", beside)):
        print(f"{name}: {statistics.median(speeds):.2f} megapixels/s (best {max(speeds):.2f})")
    for name, others in (("the bare network", bare), ("tile by tile", alone)):
        ratio = statistics.median(one / other for one, other in zip(beside, others, strict=True))
        print(f"detection over {name}: {ratio:.2f}")


if __name__ == "__main__":
    main()
