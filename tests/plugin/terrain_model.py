"""Makes a small real network that reads slope beside the image; untrained. Run by the engine's Python.

Usage: python terrain_model.py FILE.safetensors
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

import models
from landslide_plugin.common.model_card import ModelCard

torch.manual_seed(0)
BANDS = ("red", "green", "blue", "slope")
card = ModelCard(
    name="steep", title="Reads slope", architecture="unet", arguments={"width": 4}, bands=BANDS, gsd_m=(0.3, 2.0),
    normalisation={"mean": [0.5] * 4, "std": [0.25] * 4}, tile_size=128, threshold=0.5, parameters=0,
)  # fmt: skip
models.save(models.build("unet", in_channels=4, width=4).eval(), card, Path(sys.argv[1]))
