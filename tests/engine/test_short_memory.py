"""Where memory is short a detection takes smaller tiles instead of failing: a real process that gets no more memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
DETECT = """
import json, resource, sys
from pathlib import Path
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

class Log(JobContext):
    def log(self, text):
        said.append(text)

def detect(raster, name):
    return run_job("detect", {"raster": raster, "output": f"{out}/{name}", "model": "default", "device": "cpu"}, Log())

small, large, out, more = sys.argv[1:]
said = []
detect(small, "warm")  # loads what every detection needs
if more != "ample":
    status = Path("/proc/self/status").read_text()
    held = int(status.split("VmSize:")[1].split()[0]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (held + int(more) * 2**20,) * 2)
result = detect(large, "ample" if more == "ample" else "short")
print(json.dumps({"said": said, "tiles": result["tiles"], "area_m2": result["area_m2"]}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits the memory as only Linux can")
def test_where_memory_is_short_a_detection_takes_smaller_tiles(landscape, write_raster, tmp_path) -> None:
    small = write_raster(landscape[:, :200, :200], "small.tif")
    large = write_raster(np.tile(landscape, (1, 2, 2))[:, :1200, :1200], "large.tif")

    def run(megabytes: str) -> dict[str, object]:
        done = subprocess.run([sys.executable, "-c", DETECT, small, large, str(tmp_path), megabytes], cwd=ROOT,
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    ample, short = run("ample"), run("150")
    assert ample["said"] == []
    assert short["said"] == ["Out of memory: trying again with tiles of 384 pixels."]
    assert short["tiles"] > ample["tiles"]
    assert short["area_m2"] == pytest.approx(ample["area_m2"], rel=0.1, abs=2000)
    assert len(list((tmp_path / "short").iterdir())) == len(list((tmp_path / "ample").iterdir()))
