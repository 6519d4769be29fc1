"""Training recipes by name: those of the three papers, and three of our own; for the engine and for QGIS.

Where a paper is silent the value is ours; comments say so. The papers choose their best epoch on validation data here,
never on test data as the DA-U-Net paper does.
"""

from __future__ import annotations

from typing import Any

PRESETS: dict[str, dict[str, Any]] = {
    # Zhu et al., section 3.1: 12 tiles per GPU, 100 000 iterations, input in [-0.5, 0.5]. The momentum is SGD's.
    "da-u-net-paper": {
        "architecture": "da-unet",
        "arguments": {"width": 32},
        "mean": [0.5, 0.5, 0.5],
        "std": [1.0, 1.0, 1.0],
        "optimiser": "sgd",
        "momentum": 0.9,
        "learning_rate": 1e-3,
        "weight_decay": 5e-4,
        "schedule": "constant",
        "batch_size": 12,
        "iterations": 100_000,
        "tile_size": 512,
        "stages": [{"epochs": 1, "crop": 512, "scale": [0.75, 1.25]}],  # the range of the scaling is ours
        "augmentations": ["rotate", "flip"],
        "hard_mining": 0.6,  # the share is ours
        "loss": "bce",
    },
    # Dong et al., section 3.2. "100 training iterations" are epochs; the momentum is ours. Its dilations 2, 3, 5 and 7
    # are the network's own default.
    "l-net-paper": {
        "architecture": "l-net",
        "arguments": {"width": 64},
        "optimiser": "sgd",
        "momentum": 0.9,
        "learning_rate": 1e-3,
        "weight_decay": 0.0,
        "schedule": "plateau",
        "patience": 10,
        "batch_size": 8,
        "tile_size": 256,
        "stages": [{"epochs": 100, "crop": 256, "scale": [0.75, 1.25]}],
        "augmentations": ["rotate90", "flip", "colour", "noise"],
        "validation_share": 0.1,  # not given
        "loss": "bce",
    },
    # Hegde et al., Methods: Adam, tiles resized to 128, batch 2, 50 epochs, dropout 0.5. Its fourth
    # band, the DEM, is added with `bands` by whoever has one.
    "unet-plus-plus-paper": {
        "architecture": "unet-plus-plus-contextual",
        "arguments": {"width": 32, "dropout": 0.5},
        "optimiser": "adam",
        "learning_rate": 1e-5,
        "weight_decay": 0.0,
        "schedule": "constant",
        "batch_size": 2,
        "tile_size": 128,
        "stages": [{"epochs": 50, "crop": 128, "whole": True}],
        "augmentations": [],
        "validation_share": 0.2,
        "loss": "dice",  # its best for this network; the paper compares four
    },
    "fast": {
        "optimiser": "adamw",
        "learning_rate": 1e-3,
        "weight_decay": 1e-2,
        "schedule": "one-cycle",
        "batch_size": 8,
        "stages": [{"epochs": 12, "crop": 192, "scale": [0.7, 1.4]}],
        "loss": "bce+dice",
    },
    "best": {
        "optimiser": "adamw",
        "learning_rate": 6e-4,
        "weight_decay": 1e-2,
        "schedule": "one-cycle",
        "batch_size": 8,
        "stages": [
            {"epochs": 15, "crop": 160, "scale": [0.5, 0.9]},
            {"epochs": 45, "crop": 256, "scale": [0.6, 1.6]},
        ],
        "hard_mining": 0.3,
        "loss": "bce+dice",
    },
    # For a model that knows landslides already: small steps, and the end when nothing gets better any more.
    "fine-tune": {
        "optimiser": "adamw",
        "learning_rate": 2e-4,
        "weight_decay": 1e-2,
        "schedule": "one-cycle",
        "batch_size": 8,
        "stages": [{"epochs": 20, "crop": 192, "scale": [0.7, 1.4]}],
        "patience_epochs": 5,
        "loss": "bce+dice",
    },
}
