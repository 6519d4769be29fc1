"""The plugin as people get it: installed from its zip into an empty profile, in the real QGIS desktop."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"
SETTINGS = "[PythonPlugins]\nlandslide_mapper=true\n\n[qgis]\ncheckVersion=false\nshowTips=false\n"

sys.path.insert(0, str(ROOT))
import build_plugin  # noqa: E402


@pytest.fixture(scope="module")
def profile(tmp_path_factory) -> Path:
    """An empty profile with nothing but the plugin's zip unpacked in it."""
    folder = tmp_path_factory.mktemp("profile")
    inner = folder / "profiles" / "default"
    (inner / "QGIS").mkdir(parents=True)
    (inner / "QGIS" / "QGIS3.ini").write_text(SETTINGS)
    with zipfile.ZipFile(build_plugin.build(tmp_path_factory.mktemp("zip"))) as archive:
        archive.extractall(inner / "python" / "plugins")
    return folder


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    subprocess.run(
        [ENGINE, "-m", "landslide_plugin.engine", "sample-scene", folder, "--size", "1536"], cwd=ROOT, check=True
    )
    return folder / "sample_scene.tif"


def test_the_zip_holds_the_plugin_and_nothing_else(profile: Path) -> None:
    plugin = profile / "profiles" / "default" / "python" / "plugins" / "landslide_mapper"
    assert (plugin / "LICENSE").is_file()
    assert (plugin / "models" / "weights" / "default.safetensors").is_file()
    assert not [path for path in plugin.rglob("*") if path.name == "__pycache__" or path.suffix in (".pyc", ".sh")]
    assert not (plugin / "tests").exists()


def test_qgis_process_detects_with_the_plugin_from_the_zip(profile: Path, scene: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QT_QPA_PLATFORM": "offscreen",
        "LANDSLIDE_MAPPER_ENGINE": str(ENGINE),
    }
    run = subprocess.run(
        ["qgis_process", "run", "landslide_mapper:detect", "--json", f"--INPUT={scene}", f"--OUTPUT={tmp_path}"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    results = json.loads(run.stdout)["results"]
    assert results["LANDSLIDES_COUNT"] > 0
    assert Path(results["SHAPEFILE"]).is_file()


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs Xvfb, a virtual screen")
def test_an_analyst_detects_and_clicks_in_the_desktop(profile: Path, scene: Path, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("LANDSLIDE_MAPPER_PICTURES", tmp_path))
    report_file = tmp_path / "report.json"
    environment = {
        **{key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"},
        "SCENE": str(scene),
        "REPORT": str(report_file),
        "PICTURES": str(pictures),
        "LANDSLIDE_MAPPER_ENGINE": str(ENGINE),
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    command = ["xvfb-run", "-a", "-s", "-screen 0 1500x950x24", "qgis", "--profiles-path", str(profile)]
    options = ["--noversioncheck", "--nologo", "--code", str(Path(__file__).with_name("drive.py"))]
    run = subprocess.run(
        [*command, *options], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert report_file.exists(), run.stderr[-2000:]
    report = json.loads(report_file.read_text())
    assert "error" not in report, report["error"]
    assert report["landslides"] > 0
    assert {"Landslides", "Landslide mask", "Landslide probability"} <= set(report["layers"])
    assert report["after_click"] == report["landslides"], "the click brought the removed landslide back"
    for name in ("dock_before", "dock_during", "dock_after", "map_by_click"):
        assert (pictures / f"{name}.png").stat().st_size > 20_000
