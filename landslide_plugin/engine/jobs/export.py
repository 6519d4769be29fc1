"""The `export` job: a model as an ONNX file that the QGIS plugin Deepness runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ExportParameters
from landslide_plugin.common.zoo import find_model
from landslide_plugin.engine.deepness import deepness_metadata, resolution_cm
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.writing import complete_or_nothing
from models.onnx_export import export_probability


def run(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Exports as `ExportParameters` say; the file appears when it is complete, in place of an older one.

    Raises:
        InputError: no such model, nowhere to write, or an engine without the package onnx; CancelledError.
    """
    wishes = ExportParameters.from_dict(params)
    file = Path(wishes.onnx)
    if file.is_dir():
        raise InputError(f"{file} is a folder: name a file in it that ends with .onnx.")
    model = find_model(wishes.model)
    try:
        import onnx  # only here, so that an engine of an earlier plugin still runs the other jobs
    except ImportError:
        raise InputError("The engine lacks the package onnx, which writes these files: set it up anew.") from None

    context.progress(0.1, "Reading the model")
    network, card = models.load(model.file)
    context.check()
    context.progress(0.3, "Writing the network as ONNX")
    metadata = deepness_metadata(card)
    with complete_or_nothing(file.parent, 8 * card.parameters) as working:
        unfinished = working / file.name
        export_probability(network, card, unfinished)
        context.check()
        graph = onnx.load(unfinished)
        onnx.helper.set_model_props(graph, metadata)
        graph.doc_string = f"{card.title}. Input: {', '.join(card.bands)}, 0-1. Output: probability of landslide."
        onnx.save(graph, unfinished)
    return {
        "onnx": str(file),
        "model": card.name,
        "bands": list(card.bands),
        "tile_size": card.tile_size,
        "resolution_cm": resolution_cm(card),
        "threshold": card.threshold,
    }
