"""Model files from elsewhere whose card is not as it should be: refused in a sentence, and never in QGIS's way."""

from __future__ import annotations

import json
import struct

import pytest
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.common.model_card import CARD_KEY
from landslide_mapper.landslide_plugin.common.paths import shipped_weights
from landslide_mapper.landslide_plugin.gui.detect.detect_page import DetectPage
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas, QgsMessageBar


def write_model(path, **changes):
    """A shipped model under the name of the file, with other values on its card."""
    content = (shipped_weights() / "da-unet.safetensors").read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    card = {**json.loads(header["__metadata__"][CARD_KEY]), "name": path.stem, **changes}
    header["__metadata__"][CARD_KEY] = json.dumps(card)
    new = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(new)) + new + content[8 + length :])
    return path


ODD = [
    {"metrics": None},
    {"metrics": [1, 2]},
    {"metrics": {"x": 0.7}},
    {"metrics": {"x": {"f1": "0.7"}}},
    {"metrics": {"x": {"f1": 10**400}}},
    {"gsd_m": [0.5, 10**400]},
    {"title": 5},
    {"name": 7},
    {"name": ""},
    {"caveat": 3},
    {"trained_on": ["a"]},
    {"parent": None},
]


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_an_odd_card_is_refused_in_a_sentence_and_the_file_is_not_taken(world, engine_home, tmp_path, changes):
    before = sorted((engine_home / "models").iterdir())
    with pytest.raises(InputError, match=r"The card of colleague.safetensors cannot be used \(.*\): ask for a new"):
        world.page.models.add_file(write_model(tmp_path / "colleague.safetensors", **changes))
    assert sorted((engine_home / "models").iterdir()) == before
    assert world.page.models.card.name == "discs"


def test_figures_that_are_undefined_are_left_out(world, engine_home, tmp_path):
    odd = {"only recall": {"recall": None}, "free": {"recall": None, "f1": 0.0, "called_landslide": 0.25}}
    world.page.models.add_file(write_model(tmp_path / "colleague.safetensors", metrics=odd))
    try:
        assert world.page.models.card.name == "colleague"
        assert "free: called_landslide 0.250" in world.page.modelNote.toolTip()
        assert world.said("The model 'colleague' was added")
    finally:
        (engine_home / "models" / "colleague.safetensors").unlink()


def test_odd_files_among_the_models_do_not_keep_the_plugin_from_loading(engine_home, qgis_app, errors_in_slots):
    from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider

    odd = [write_model(engine_home / "models" / f"odd{row}.safetensors", **changes) for row, changes in enumerate(ODD)]
    canvas, bar, provider = QgsMapCanvas(), QgsMessageBar(), LandslideMapperProvider()
    try:
        page = DetectPage(canvas, bar, print)
        assert QgsApplication.processingRegistry().addProvider(provider)
        names = [page.modelCombo.itemData(row).name for row in range(page.modelCombo.count())]
        assert "default" in names and "discs" in names and not any(name.startswith("odd") for name in names)
        assert len(bar.items()) == len(odd), "each is told"
        assert "discs" in provider.algorithm("detect").parameterDefinition("MODEL").options()
        page.close_down()
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)
        for file in odd:
            file.unlink()
