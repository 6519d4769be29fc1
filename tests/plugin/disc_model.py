"""Trains a very small real network, in seconds, to find brown discs on green ground. Run by the engine's Python.

Usage: python disc_model.py FILE.safetensors
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

import models
from landslide_plugin.common.model_card import ModelCard

SIDE, STEPS, BATCH = 64, 90, 4
GREEN, BROWN = (0.25, 0.45, 0.22), (0.62, 0.42, 0.25)


def scenes(count):
    """(N, 3, H, W) images with discs and (N, 1, H, W) truths."""
    rows, columns = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    truth = torch.zeros(count, 1, SIDE, SIDE)
    for image in truth:
        for _ in range(3):
            row, column, radius = torch.randint(SIDE, ()), torch.randint(SIDE, ()), torch.randint(6, 20, ())
            image[0][(rows - row) ** 2 + (columns - column) ** 2 < radius**2] = 1
    colours = torch.tensor(GREEN).view(3, 1, 1) * (1 - truth) + torch.tensor(BROWN).view(3, 1, 1) * truth
    return (colours + 0.04 * torch.randn_like(colours)).clamp(0, 1), truth


def main(file):
    torch.manual_seed(0)
    torch.set_num_threads(1)  # the machine may be busy with other things
    network = models.build("unet", width=4).train()
    steps = torch.optim.AdamW(network.parameters(), 1e-2)
    for _ in range(STEPS):
        images, truth = scenes(BATCH)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network((images - 0.4) / 0.2), truth)
        steps.zero_grad()
        loss.backward()
        steps.step()
    card = ModelCard(
        name="discs", title="Brown discs on green", architecture="unet", arguments={"width": 4},
        bands=("red", "green", "blue"), gsd_m=(0.3, 2.0), normalisation={"mean": [0.4] * 3, "std": [0.2] * 3},
        tile_size=256, threshold=0.5, parameters=0, local=True,
        metrics={
            "discs": {"iou": 0.9, "f1": 0.95},
            "no discs": {"iou": 0.0, "recall": None, "called_landslide": 0.002},
        },
    )  # fmt: skip
    models.save(network.eval(), card, Path(file))


main(sys.argv[1])
