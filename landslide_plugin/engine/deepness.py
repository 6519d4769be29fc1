"""What the QGIS plugin Deepness reads about a model: metadata inside the ONNX file, each value a JSON text.

Source: the plugin's documentation ("Model classes and requirements", "Adding metadata to ONNX model") and what its
versions do with it. The documentation spells the tile size `tiles_size`, the plugin reads `tile_size`: both are
written.
"""

from __future__ import annotations

import json
import math

from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.parameters import DetectParameters


def resolution_cm(card: ModelCard) -> float:
    """The one ground resolution that stands for a card's range: its geometric mean, centimetres per pixel."""
    return round(100 * math.sqrt(card.gsd_m[0] * card.gsd_m[1]), 1)


def deepness_metadata(card: ModelCard) -> dict[str, str]:
    """The metadata of a segmentation model whose graph takes 0-1 pixels and gives one probability.

    Args:
        card: of the model. Its name, licence and origin go along under keys that Deepness does not read.
    """
    # The graph normalises by itself. Older versions assume three bands where they are told nothing.
    bands = len(card.bands)
    read_by_deepness = {
        "model_type": "Segmentor",
        "class_names": {"0": "background", "1": "landslide"},
        "resolution": resolution_cm(card),
        "tile_size": card.tile_size,
        "tiles_size": card.tile_size,
        "tiles_overlap": round(100 * DetectParameters.overlap),
        "seg_thresh": card.threshold,
        "seg_small_segment": 0,  # nothing is smoothed away, as in this plugin
        "standardization_mean": [0.0] * bands,
        "standardization_std": [1.0] * bands,
    }
    about_the_model = {
        "name": card.name, "title": card.title, "architecture": card.architecture, "bands": list(card.bands),
        "gsd_m": list(card.gsd_m), "metrics": card.metrics, "trained_on": card.trained_on, "licence": card.licence,
        "citation": card.citation, "caveat": card.caveat, "plugin_version": card.plugin_version,
    }  # fmt: skip
    return {key: json.dumps(value) for key, value in {**read_by_deepness, **about_the_model}.items()}
