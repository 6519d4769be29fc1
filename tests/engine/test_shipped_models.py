"""The models that come with the plugin, and what the docs say of them."""

from pathlib import Path

import pytest

from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write
from tools.model_tables import BEGIN, END, PAGE, shipped, written

FILES = [file for _, file in shipped()]


def test_the_docs_say_what_the_model_files_say() -> None:
    assert PAGE.read_text().partition(BEGIN)[2].partition(END)[0].strip() == written()


def test_the_papers_networks_are_shipped_and_fit_the_zip() -> None:
    names = {file.stem for file in FILES}
    assert {"default", "unet", "da-unet", "l-net", "unet-plus-plus-contextual"} <= names
    assert sum(file.stat().st_size for file in FILES) < 18e6, "with code and pyqtgraph the zip must stay below 25 MB"
    assert all(file.stat().st_size < (12e6 if file.stem == "default" else 4e6) for file in FILES)


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> dict[str, Path]:
    return write(generate(0, 1024, 0.8), tmp_path_factory.mktemp("scene"))


@pytest.mark.parametrize(("card", "file"), shipped(), ids=[file.stem for file in FILES])
def test_every_shipped_model_knows_landslides_when_it_sees_them(card: ModelCard, file: Path, scene) -> None:
    wishes = {"model": str(file), "raster": str(scene["image"]), "truth": str(scene["truth"]), "device": "cpu"}
    assert run_job("evaluate", wishes, JobContext())["auc"] > 0.85
    assert card.name == file.stem
    assert all((card.licence, card.citation, card.caveat, card.trained_on))
    assert {"bijie-landslide-18-19", "bijie-landslide-free-18-19", "hrgldd-160-199"} <= set(card.metrics)
