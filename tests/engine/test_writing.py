"""Results come all together or not at all, and what stands there is what was written."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.crs import CRS

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.inventory_files import InventoryFiles, attributes, check_complete
from landslide_plugin.engine.raster.writing import ResultRasters, complete_or_nothing, write_map
from landslide_plugin.engine.vectorise import Landslide

ROOT = Path(__file__).resolve().parents[2]
METRE, UTM = Affine(1, 0, 600000, 0, -1, 3000000), CRS.from_epsg(32648)
HEIGHT, WIDTH = 1111, 1300


def write_rasters(folder: Path) -> None:
    """Single pixels of ground, which average and most frequent value of a block could lose, and a field of noise."""
    rng = np.random.default_rng(0)
    probability = rng.random((HEIGHT, WIDTH), np.float32)
    valid = rng.random((HEIGHT, WIDTH)) < 1e-5
    valid[511:513, 511:513] = valid[-1, -1] = valid[300:700, 200:500] = True
    with complete_or_nothing(folder, 10) as working:
        rasters = ResultRasters(working, "scene", WIDTH, HEIGHT, METRE, UTM, 0.5)
        for row in (0, 300, 700):
            end = {0: 300, 300: 700, 700: HEIGHT}[row]
            rasters.write(row, probability[row:end], valid[row:end])
        rasters.finish()


def write_heat(folder: Path) -> None:
    heat = np.random.default_rng(0).random((400, 400), np.float32)
    heat[:9] = np.nan
    with complete_or_nothing(folder, 10) as working:
        write_map(working / "heat.tif", heat, METRE, UTM, "heat")


def write_inventory(folder: Path) -> None:
    with complete_or_nothing(folder, 10) as working:
        files = InventoryFiles(working, "scene", UTM)
        try:
            for number in range(1, 601):
                ring = shapely.Point(600000 + 30 * number, 3000000).buffer(9, quad_segs=16)
                landslide = Landslide(shapely.MultiPolygon([ring]), ring.area, ring.length, 0.7, 0.9)
                files.write([(landslide, attributes(landslide, number, "detected", "default", "scene"))])
            files.finish()
        finally:
            files.abandon()


def test_what_is_stored_as_no_probability_at_all_is_no_landslide(tmp_path) -> None:
    with complete_or_nothing(tmp_path / "results", 10) as working:
        rasters = ResultRasters(working, "scene", WIDTH, HEIGHT, METRE, UTM, threshold=0.001)
        probability = np.zeros((HEIGHT, WIDTH), np.float32)
        probability[100:200, 100:200] = 0.01
        mask, _ = rasters.write(0, probability, np.ones((HEIGHT, WIDTH), bool))
        rasters.finish()
    np.testing.assert_array_equal(mask, probability > 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of the size of files")
@pytest.mark.parametrize("writer", [write_rasters, write_heat, write_inventory])
def test_wherever_a_file_is_cut_it_is_noticed(writer, tmp_path: Path) -> None:
    writer(tmp_path / "whole")
    size = max(file.stat().st_size for file in (tmp_path / "whole").iterdir())
    limits = [int(size * share) for share in np.linspace(0.02, 0.98, 33)] + [size - 100, size - 1]
    script = f"""
import importlib.util, resource, signal, sys
from pathlib import Path
from landslide_plugin.common.errors import InputError
module = importlib.util.module_from_spec(spec := importlib.util.spec_from_file_location("writers", {__file__!r}))
spec.loader.exec_module(module)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for limit in {limits}:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, {size}))
    try:
        module.{writer.__name__}(Path({str(tmp_path / "cut")!r}))
    except InputError as error:
        assert "cannot be written" in str(error), error
    else:
        sys.exit(f"{{limit}} of {size} bytes passed for the whole")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-900:]
    assert not (tmp_path / "cut").exists()


@pytest.mark.parametrize("ending", [".shp", ".dbf", ".gpkg"])
def test_landslides_that_a_disk_has_cut_off_are_missed(ending: str, tmp_path: Path) -> None:
    write_inventory(tmp_path)
    file = tmp_path / f"scene_landslides{ending}"
    opened = file.with_suffix(".shp") if ending == ".dbf" else file
    check_complete(opened, 600)
    with file.open("r+b") as cut:
        cut.truncate(file.stat().st_size * 3 // 4)
    with pytest.raises(OSError, match=r"."):
        check_complete(opened, 600)


def test_what_is_whole_is_not_called_cut(tmp_path: Path) -> None:
    write_rasters(tmp_path)
    with rasterio.open(tmp_path / "scene_probability.tif") as file:
        assert file.overviews(1) == [2, 4]
        assert (file.read(1)[300:700, 200:500] != 255).all()
        assert file.read(1)[-1, -1] != 255


EARLIER = ("a.gpkg", "a.gpkg-shm", "a.shp", "a.dbf", "a.prj", "a.qix", "a.sbn", "b.tif", "b.tif.aux.xml", "notes.txt")
NEW = ("a.gpkg", "a.shp", "a.dbf", "b.tif", "c.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in EARLIER:
        (tmp_path / name).write_text("earlier")
    return tmp_path


def replace(folder: Path, names: tuple[str, ...]) -> None:
    with complete_or_nothing(folder, 10) as working:
        for name in names:
            (working / name).write_text("new")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def test_side_files_of_what_is_replaced_go_with_it(folder: Path) -> None:
    replace(folder, NEW)
    assert contents(folder) == {**dict.fromkeys(NEW, "new"), "notes.txt": "earlier"}
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_where_one_file_cannot_be_replaced_all_earlier_ones_stay(folder: Path) -> None:
    """A folder of that name cannot; on Windows neither can a file that is open elsewhere."""
    (folder / "c.json").mkdir()
    (folder / "c.json" / "inside").write_text("earlier")
    with pytest.raises(InputError, match="cannot be written to"):
        replace(folder, NEW)
    assert contents(folder) == dict.fromkeys(EARLIER, "earlier")
    assert (folder / "c.json" / "inside").read_text() == "earlier"
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["c.json"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="locking a file needs root")
def test_where_an_earlier_file_is_locked_all_earlier_ones_stay(folder: Path) -> None:
    locked = folder / "b.tif"
    if subprocess.run(["chattr", "+i", locked], capture_output=True, check=False).returncode:
        pytest.skip("this disk cannot lock a file")
    try:
        with pytest.raises(InputError, match="a file in it is open elsewhere"):
            replace(folder, NEW)
    finally:
        subprocess.run(["chattr", "-i", locked], check=True)
    assert contents(folder) == dict.fromkeys(EARLIER, "earlier")
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_what_a_killed_process_left_is_swept_up_once_it_is_old(tmp_path) -> None:
    for name, hours in (("old", 25), ("running", 1)):
        folder = tmp_path / f".unfinished-{name}"
        folder.mkdir()
        (folder / "scene_mask.tif").write_bytes(b"part")
        then = time.time() - hours * 3600
        for path in (folder / "scene_mask.tif", folder):
            os.utime(path, (then, then))
    with complete_or_nothing(tmp_path, 10) as working:
        (working / "done.txt").write_text("done")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".unfinished-running", "done.txt"]


def test_a_run_that_fails_leaves_no_empty_folder(tmp_path) -> None:
    for folder, stays in ((tmp_path / "new", False), (tmp_path, True)):
        with pytest.raises(ZeroDivisionError), complete_or_nothing(folder, 10) as working:
            (working / "half.txt").write_text("half")
            raise ZeroDivisionError
        assert folder.exists() == stays
