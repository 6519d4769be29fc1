"""What fp32 gradients of depthwise convolutions save in a bf16 training on a CPU.

    OMP_NUM_THREADS=1 .venv/engine/bin/python benchmarks/depthwise.py [--model default] [--crop 192] [--batch-size 8]

Forward and backward of a model on one batch, with and without `FastDepthwise` in turns; medians over the rounds. Only
processors with AVX-512 BF16 or AMX train in bf16: others only emulate it.
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import click
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import models
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.training.depthwise import FastDepthwise


def seconds(network: nn.Module, images: torch.Tensor, fast: bool) -> float:
    """Of one forward and backward pass."""
    begun = time.perf_counter()
    with torch.autocast("cpu", torch.bfloat16), FastDepthwise() if fast else nullcontext():
        answer = network(images)
    answer.float().square().mean().backward()
    return time.perf_counter() - begun


@click.command()
@click.option("--model", default="default", show_default=True)
@click.option("--crop", default=192, show_default=True, help="Side of the crops, pixels.")
@click.option("--batch-size", default=8, show_default=True)
@click.option("--rounds", default=7, show_default=True)
def main(model: str, crop: int, batch_size: int, rounds: int) -> None:
    """Prints seconds and their ratio."""
    network, card = models.load(find_model(model).file)
    network.train().to(memory_format=torch.channels_last)
    images = torch.rand(batch_size, len(card.bands), crop, crop).to(memory_format=torch.channels_last)
    pairs = [(seconds(network, images, False), seconds(network, images, True)) for _ in range(rounds + 1)][1:]
    usual, fast = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    click.echo(f"{model}: torch's own {usual:.2f} s, fp32 where that is faster {fast:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
