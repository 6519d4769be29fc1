"""Plugin tests run in real QGIS, with the plugin imported under the name that QGIS gives it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsMapLayer, QgsProject, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QSettings, QTranslator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[2]
_folder = tempfile.TemporaryDirectory(prefix="landslide_mapper_plugins_")  # removed when the tests have ended
_plugins = Path(_folder.name)
(_plugins / "landslide_mapper").symlink_to(ROOT, target_is_directory=True)
sys.path[:0] = [str(_plugins), str(Path(__file__).parent)]

ENGINE = ROOT / ".venv" / "engine" / "bin" / "python"


@pytest.fixture(scope="session", autouse=True)
def own_settings(qgis_app, tmp_path_factory):
    """QGIS's settings of this run alone: another run at the same time, or one before, has no say in it."""
    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    assert QgsSettings().fileName().startswith(folder)
    yield
    # A layer of Python's own that outlives QGIS, as in the parameters of an algorithm, crashes the interpreter.
    QgsProject.instance().clear()
    gc.collect()
    for layer in [thing for thing in gc.get_objects() if isinstance(thing, QgsMapLayer) and not sip.isdeleted(thing)]:
        sip.delete(layer)


@pytest.fixture(autouse=True)
def own_documents(monkeypatch, tmp_path_factory):
    """Results for which no folder was chosen go to the person's documents: not to those of whoever runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("person")))


@pytest.fixture(scope="session")
def engine_home(tmp_path_factory):
    """The user's folder of the plugin with one small trained model in it, `discs`, and the engine of this checkout."""
    if not ENGINE.exists():
        pytest.skip("needs the engine's environment: run make env")
    home = tmp_path_factory.mktemp("home")
    (home / "models").mkdir()
    command = [ENGINE, ROOT / "tests" / "plugin" / "disc_model.py", home / "models" / "discs.safetensors"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}, cwd=ROOT)
    before = {name: os.environ.get(name) for name in ("LANDSLIDE_MAPPER_HOME", "LANDSLIDE_MAPPER_ENGINE")}
    os.environ.update(LANDSLIDE_MAPPER_HOME=str(home), LANDSLIDE_MAPPER_ENGINE=str(ENGINE))
    yield home
    from landslide_mapper.landslide_plugin.worker.session import close_session

    close_session()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture(autouse=True)
def empty_project(qgis_app):
    """No test finds the layers of the one before."""
    QgsProject.instance().clear()


@pytest.fixture
def wait_for(qgis_app):
    """Lets QGIS live until something is true."""

    def wait(condition, seconds=300):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"still not so after {seconds} s"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            time.sleep(0.01)

    return wait


@pytest.fixture
def errors_in_slots():
    """An error in a slot, which Qt swallows, fails the test."""
    errors, hook = [], sys.excepthook
    sys.excepthook = lambda *error: errors.append(error[1])
    yield
    sys.excepthook = hook
    if errors:
        raise errors[0]


@pytest.fixture
def world(engine_home, wait_for, errors_in_slots):
    """The dock's page for detecting beside a map."""
    from dock_world import DockWorld

    QgsSettings().remove("landslide_mapper")
    made = DockWorld()
    yield made
    made.close()
    QgsProject.instance().clear()


@pytest.fixture
def teach(qgis_app, errors_in_slots):
    """The dock's page for teaching beside a map."""
    from dock_world import TeachWorld

    made = TeachWorld()
    yield made
    made.canvas.setLayers([])
    QgsProject.instance().clear()
    made.close()


@pytest.fixture(scope="session")
def photo(qgis_app, tmp_path_factory):
    """The discs in Web Mercator, pixel by pixel those of the tiles."""
    from discs import write_discs
    from tile_server import ZOOM, warp_to_tiles

    folder = tmp_path_factory.mktemp("photo")
    return warp_to_tiles(write_discs(folder / "hillside.tif"), folder / "web.tif", ZOOM)


@pytest.fixture
def server(photo):
    """Its tiles, on an address of their own."""
    from tile_server import ZOOM, TileServer

    made = TileServer(photo, ZOOM)
    yield made
    made.close()


@pytest.fixture(scope="session")
def qgis_server_process(qgis_app):
    """QGIS Server, in a process of its own."""
    from qgis_server import QgisServerProcess

    made = QgisServerProcess()
    if not made.ready:
        made.close()
        pytest.skip("needs the WMS and WMTS of QGIS Server: run make env")
    yield made
    made.close()


@pytest.fixture
def provider(qgis_app, qgis_processing, engine_home):
    """The plugin's algorithms in QGIS's registry."""
    from landslide_mapper.landslide_plugin.processing.provider import LandslideMapperProvider

    made = LandslideMapperProvider()
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(made)
    yield made
    registry.removeProvider("landslide_mapper")


@pytest.fixture
def image(tmp_path):
    """The discs as an image file."""
    from discs import write_discs

    return str(write_discs(tmp_path / "hillside.tif"))


@pytest.fixture
def labels(teach, tmp_path):
    """A new label layer of the image of the discs."""
    from discs import write_discs

    teach.show()
    teach.add_image(write_discs(tmp_path / "hillside.tif"))
    teach.page.make_labels(tmp_path / "hillside_labels.gpkg")
    return teach.page.labels()


@pytest.fixture
def detections(teach, labels, tmp_path):
    """Four landslides that were detected."""
    from review_world import detected

    return detected(tmp_path / "hillside_landslides.gpkg")


@pytest.fixture
def reviewing(teach, detections):
    """A review of them that has begun."""
    teach.page.reviewButton.click()
    assert teach.canvas.mapTool() is teach.page.review.tool
    return teach


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A folder like the plugin's, with the translations as its zip has them."""
    from translations import LRELEASE, TRANSLATIONS

    root = tmp_path_factory.mktemp("plugin")
    (root / "i18n").mkdir()
    for file in TRANSLATIONS:
        target = root / "i18n" / file.with_suffix(".qm").name
        subprocess.run([LRELEASE, "-silent", file, "-qm", target], check=True)
    return root


@pytest.fixture
def chinese(qgis_app, released):
    """QGIS with the plugin in Chinese."""
    translator = QTranslator()
    assert translator.load("landslide_mapper_zh-Hans", str(released / "i18n"))
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)
