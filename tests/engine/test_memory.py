"""A machine with little memory: smaller tiles first, then one sentence; never a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import models
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.engine.sample_scene import generate, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits the address space as Linux does")

ROOT = Path(__file__).resolve().parents[2]

# Detects with no more address space than the model, once loaded, and the given mebibytes need.
DETECT = """
import faulthandler, json, resource, sys

faulthandler.enable()
import psutil
import torch
import landslide_plugin.engine.jobs.detect
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

raster, output, model, room, cores = sys.argv[1:]
logged = []

class Context(JobContext):
    def log(self, text):
        logged.append(text)

torch.set_num_threads(int(cores))
# In bf16 less would be needed: the same on every processor.
torch.cpu._is_avx512_bf16_supported = torch.cpu._is_amx_tile_supported = lambda: False
run_job("warm", {"model": model}, Context())
limit = psutil.Process().memory_info().vms + int(room) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    how = {"raster": raster, "model": model, "device": "cpu"}
    result = run_job("detect", {**how, "output": output}, Context())
    agreement = run_job("evaluate", {**how, "truth": result["polygons"]}, Context())["iou"]
    print(json.dumps({"area_m2": result["area_m2"], "agreement": agreement, "logged": logged}))
except InputError as error:
    print(json.dumps({"refused": str(error), "logged": logged}))
"""


@pytest.fixture(scope="module")
def raster(tmp_path_factory) -> str:
    return str(write(generate(3, 1200, 0.5), tmp_path_factory.mktemp("scene"))["image"])


def detect(raster: str, output: Path, model: str, room: int, cores: int = 1) -> dict:
    command = [sys.executable, "-c", DETECT, raster, str(output), model, str(room), str(cores)]
    # What is freed goes back to the system at once, as it does on Windows, so that the limit counts what is in use.
    allocator = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
    finished = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **allocator}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
    return json.loads(finished.stdout.splitlines()[-1])


def test_tiles_shrink_until_they_fit(raster, tmp_path) -> None:
    ample, short = (
        detect(raster, tmp_path / "ample", "default", 4000),
        detect(raster, tmp_path / "short", "default", 100),
    )
    assert ample["logged"] == []
    smaller = "Out of memory: trying again with tiles of 480 pixels."
    assert short["logged"] == [smaller, smaller], "the detection, and the evaluation"
    assert short["area_m2"] == pytest.approx(ample["area_m2"], rel=0.1)
    assert min(ample["agreement"], short["agreement"]) > 0.9
    assert len(list((tmp_path / "short").iterdir())) == len(list((tmp_path / "ample").iterdir()))


def test_tiles_run_at_once_only_where_all_of_them_fit(tmp_path) -> None:
    wide = str(write(generate(3, 2600, 0.5), tmp_path / "scene")["image"])
    ample, short = (
        detect(wide, tmp_path / "ample", "default", 4000, cores=2),
        detect(wide, tmp_path / "short", "default", 250, cores=2),
    )
    assert short == ample and ample["logged"] == []


def test_a_model_that_does_not_fit_at_all_is_one_sentence(raster, tmp_path) -> None:
    file = tmp_path / "wide.safetensors"
    card = ModelCard(
        name="wide", title="", architecture="da-unet", arguments={"width": 32}, bands=("red", "green", "blue"),
        gsd_m=(0.3, 5), normalisation={"mean": [0.5] * 3, "std": [0.2] * 3}, tile_size=768, threshold=0.5,
        parameters=0, local=False,
    )  # fmt: skip
    models.save(models.build("da-unet", width=32), card, file)
    # Far too little for the network, but enough for what libraries allocate beside it and cannot do without.
    answer = detect(raster, tmp_path / "out", str(file), 120)
    assert "not enough free memory" in answer["refused"]
    assert not (tmp_path / "out").exists()


# Resident memory, MiB: the most while detecting, and afterwards.
MEASURE = """
import json, sys
import psutil
import torch
from landslide_plugin.engine.device import peak_memory_mb
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

raster, output = sys.argv[1:]
torch.set_num_threads(1)
# In bf16 less would be needed: the same on every processor.
torch.cpu._is_avx512_bf16_supported = torch.cpu._is_amx_tile_supported = lambda: False
run_job("detect", {"raster": raster, "output": output, "device": "cpu"}, JobContext())
print(json.dumps([peak_memory_mb(), psutil.Process().memory_info().rss / 2**20]))
"""


def test_memory_goes_back_to_the_system_after_a_detection(raster, tmp_path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE, raster, str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True,
        env=environment,
    )  # fmt: skip
    most, afterwards = json.loads(finished.stdout.splitlines()[-1])
    assert afterwards < most - 50
