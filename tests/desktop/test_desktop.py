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
needs_screen = pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs Xvfb, a virtual screen")
SETTINGS = "[PythonPlugins]\nlandslide_mapper=true\n\n[qgis]\ncheckVersion=false\nshowTips=false\n"

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "plugin"), str(Path(__file__).parent)]
from images import make_images  # noqa: E402
from tile_server import TileServer, warp_to_tiles  # noqa: E402

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
    bundled = plugin / "bundled"
    assert (bundled / "pyqtgraph" / "__init__.py").is_file() and not (bundled / "pyqtgraph" / "examples").exists()
    assert list(bundled.glob("pyqtgraph-*/**/LICENSE*")), "a licence goes with what it is of"


def test_pyqtgraph_of_the_zip_is_taken_where_qgis_has_none(profile: Path) -> None:
    plugins = profile / "profiles" / "default" / "python" / "plugins"
    script = (
        "from qgis.PyQt.QtWidgets import QApplication; app = QApplication([])\n"
        "from landslide_mapper.landslide_plugin.gui.training.pyqtgraph_import import import_pyqtgraph\n"
        "module, reason = import_pyqtgraph()\n"
        "view = module.GraphicsLayoutWidget(); view.addPlot(); print(module.__file__)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(plugins), "QT_QPA_PLATFORM": "offscreen"}
    command = ["/usr/bin/python3", "-B", "-c", script]  # QGIS's own Python, without what is installed for the tests
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert str(plugins / "landslide_mapper" / "bundled") in run.stdout, run.stderr


@pytest.fixture(scope="module")
def detected(profile: Path, scene: Path, tmp_path_factory) -> dict:
    """What `qgis_process` answered to a detection."""
    environment = {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QT_QPA_PLATFORM": "offscreen",
        "LANDSLIDE_MAPPER_ENGINE": str(ENGINE),
    }
    output = tmp_path_factory.mktemp("detected")
    run = subprocess.run(
        ["qgis_process", "run", "landslide_mapper:detect", "--json", f"--INPUT={scene}", f"--OUTPUT={output}"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)["results"]


@pytest.fixture
def drive(profile: Path, scene: Path, tmp_path: Path):
    """Plays one of the stories of `drive.py` in the desktop and gives its report."""

    def play(story: str, **more: str) -> dict:
        report_file = tmp_path / "report.json"
        environment = {
            **{key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"},
            "STORY": story,
            "PYTHONPATH": str(Path(__file__).parent),
            "SCENE": str(scene),
            "REPORT": str(report_file),
            "PICTURES": str(pictures(tmp_path)),
            "LANDSLIDE_MAPPER_ENGINE": str(ENGINE),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "HOME": str(tmp_path),  # the documents, where results go, are not those of whoever runs the tests
            **more,
        }
        command = ["xvfb-run", "-a", "-s", "-screen 0 1500x950x24", "qgis", "--profiles-path", str(profile)]
        options = ["--noversioncheck", "--nologo", "--code", str(Path(__file__).with_name("drive.py"))]
        run = subprocess.run(
            [*command, *options], env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        assert report_file.exists(), run.stderr[-2000:]
        report = {**json.loads(report_file.read_text()), "exit_status": run.returncode}
        assert "error" not in report, report["error"]
        return report

    return play


def pictures(folder: Path) -> Path:
    """Where the screenshots go."""
    return Path(os.environ.get("LANDSLIDE_MAPPER_PICTURES", folder))


def test_qgis_process_detects_with_the_plugin_from_the_zip(detected: dict) -> None:
    assert detected["LANDSLIDES_COUNT"] > 0
    assert Path(detected["SHAPEFILE"]).is_file()


@needs_screen
def test_an_analyst_detects_and_clicks_in_the_desktop(drive, tmp_path: Path) -> None:
    report = drive("detect")
    assert report["landslides"] > 0
    assert report["progress_note"].startswith("Tile "), "progress is seen"
    assert "Landslides" not in report["layers_after_cancel"], "a cancelled detection leaves nothing"
    assert {"Landslides", "Landslide mask", "Landslide probability"} <= set(report["layers"])
    assert report["after_click"] == report["landslides"], "the click brought the removed landslide back"
    for name in ("dock_before", "dock_during", "dock_after", "map_by_click"):
        assert (pictures(tmp_path) / f"{name}.png").stat().st_size > 20_000


@needs_screen
def test_an_analyst_draws_labels_and_reviews_in_the_desktop(drive, detected: dict, tmp_path: Path) -> None:
    report = drive("teach", LANDSLIDES=detected["LANDSLIDES"])
    assert report["editing"], "a new label layer is active and open for editing"
    assert report["counts"].startswith("1 landslide, 1 not a landslide, 1 unsure; ")
    assert report["drawn"] == ["landslide", "not a landslide", "unsure"]
    total = detected["LANDSLIDES_COUNT"]
    assert report["after_three"] == f"4 of {total}, {total - 3} left"
    assert report["keys_go_to_the_map"] and report["vertex_tool"] and report["undone"] and report["left"]
    labels, areas = report["saved"]
    assert labels >= 6 and areas == 1
    delivered = report["exported"]
    assert any(area == pytest.approx(report["reshaped_m2"], rel=0.01) for area in delivered["accepted"])
    assert len(delivered["drawn"]) == 1 and not delivered["rejected"]
    assert "Reshaped by you: 1" in report["export_said"] and "Drawn by you: 1" in report["export_said"]
    for name in ("teach_draw", "teach", "export", "exported"):
        assert (pictures(tmp_path) / f"{name}.png").stat().st_size > 20_000


@needs_screen
def test_an_analyst_draws_trains_and_detects_in_the_desktop(drive, scene: Path, tmp_path: Path) -> None:
    report = drive("train", TRUTH=str(scene.with_name("sample_scene_truth.gpkg")))
    assert report["drawn"] == [report["to_draw"], 1], "what the mouse drew became labels, and one area"
    assert not report["failed"]
    assert "bundled" in report["curves"], "the zip's own pyqtgraph draws the curves"
    assert len(report["epochs"]) >= 5 and "Epoch " in report["note"]
    assert report["validation_outlines"] == 1, "the ground held back is seen on the map"
    assert "is being trained" in report["asked"] and report["stayed"]
    assert report["stopped"] and report["asked_of_changes"], "who cancels QGIS's own question stays"
    assert report["epochs"] == list(range(1, len(report["epochs"]) + 1)), "and the training goes on where it was"
    assert report["chosen"].startswith("Landslides of Sample scene") and report["page"]
    assert report["mapped"] > 5 and report["mapped_by"].startswith("Landslides_of_Sample_scene")
    before, after = report["before_after"]
    assert after > before, "it learned something"
    for name in ("train_labels", "training_recipe", "training_plan", "training", "training_done"):
        assert (pictures(tmp_path) / f"{name}.png").stat().st_size > 20_000


@needs_screen
def test_an_analyst_detects_on_an_online_layer_and_closes_qgis_in_the_middle(drive, scene, tmp_path: Path) -> None:
    server = TileServer(warp_to_tiles(scene, tmp_path / "web.tif", 18), 18)
    try:
        report = drive("online", SERVICE=server.source)
    finally:
        server.close()
    assert report["landslides"] > 0
    assert report["exit_status"] == 0
    assert (pictures(tmp_path) / "online.png").stat().st_size > 20_000


@needs_screen
def test_an_analyst_detects_on_images_of_all_kinds(drive, scene: Path, tmp_path: Path) -> None:
    make_images(scene, tmp_path)
    report = drive("imagery", IMAGES=str(tmp_path))
    assert report["drone_forecast"].startswith("0.04 m image, model works at 0.8 to 5 m: reading at 0.8 m")
    assert report["drone"] >= 1
    assert report["drone_right"] > 0.75 and report["drone_found"] > 0.3, (report["drone_right"], report["drone_found"])
    assert report["satellite"] > 5 and report["under_clouds"] == 0
    assert report["overlay_source"] == "overlay_overlay.vrt", "a turned overlay is not what GDAL reads"
    assert report["overlay"] >= 3
    for name in ("imagery_drone", "imagery_satellite", "imagery_google_earth"):
        assert (pictures(tmp_path) / f"{name}.png").stat().st_size > 20_000
