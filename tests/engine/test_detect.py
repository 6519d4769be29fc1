"""Detection, clicks and evaluation with the shipped model, through the jobs that dock and command line run."""

import gc
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.features import rasterize

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.engine.inference.detector import is_out_of_memory
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> dict[str, Path]:
    return write(generate(0, 768, 0.8), tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def raster(scene) -> str:
    return str(next(path for path in map(Path, scene.values()) if path.name == "sample_scene.tif"))


@pytest.fixture(scope="module")
def found(raster, tmp_path_factory) -> dict:
    output = tmp_path_factory.mktemp("out")
    return run_job("detect", {"raster": raster, "output": str(output), "min_area": 50}, JobContext())


def test_every_output_is_there_and_they_agree(found, raster) -> None:
    with rasterio.open(raster) as image, rasterio.open(found["probability"]) as probability:
        assert (probability.width, probability.height) == (image.width, image.height)
        assert probability.transform == image.transform
        assert probability.crs == image.crs
        assert probability.scales == (1 / 200,)
        shares = probability.read(1)
    with rasterio.open(found["mask"]) as mask:
        called = mask.read(1)
    np.testing.assert_array_equal(called == 1, shares >= round(found["threshold"] * 200))
    with fiona.open(found["polygons"]) as layer:
        assert len(layer) == found["landslides"] > 0
        outlines = [shapely.geometry.shape(feature.geometry) for feature in layer]
        assert all(outline.is_valid and outline.geom_type == "MultiPolygon" for outline in outlines)
        assert sum(feature.properties["area_m2"] for feature in layer) == pytest.approx(found["area_m2"], abs=1)
    drawn = rasterize(outlines, called.shape, transform=probability.transform).astype(bool)
    assert (drawn & (called == 1)).sum() / (drawn | (called == 1)).sum() > 0.9
    assert [file for file in Path(found["run"]).parent.iterdir() if file.name.startswith(".")] == []


def test_the_shapefile_is_what_arcgis_expects(found) -> None:
    shapefile = Path(found["shapefile"])
    assert shapefile.with_suffix(".cpg").read_text().strip() == "UTF-8"
    assert "PROJCS" in shapefile.with_suffix(".prj").read_text()
    with fiona.open(shapefile) as layer:
        assert all(len(name) <= 10 and name.isascii() for name in layer.schema["properties"])
        assert layer.schema["properties"]["area_m2"] == "float:16.1"
        assert len(layer) == found["landslides"]


def test_the_run_record_lets_others_repeat_the_run(found) -> None:
    record = json.loads(Path(found["run"]).read_text())
    assert record["model"]["name"] == "default"
    assert len(record["model"]["sha256"]) == 64
    assert record["parameters"]["min_area"] == 50
    assert record["image"] == {"bands": [1, 2, 3], "low": [0, 0, 0], "high": [255, 255, 255]}
    assert record["versions"]["torch"]


@pytest.mark.parametrize("kind", ["mask", "probability"])
def test_a_raster_that_is_handed_on_alone_tells_where_it_comes_from(found, kind) -> None:
    with rasterio.open(found[kind]) as file:
        tags = file.tags()
    assert tags["TIFFTAG_SOFTWARE"].startswith("Landslide Mapper ")
    assert tags["TIFFTAG_IMAGEDESCRIPTION"] == (
        f"Landslides mapped by the model default, threshold {found['threshold']}, on sample_scene"
    )


def test_the_shipped_model_finds_the_landslides_of_the_demo_which_it_has_not_seen(tmp_path) -> None:
    scene = write(generate(0), tmp_path)
    raster, truth = str(scene["image"]), str(scene["truth"])
    result = run_job("evaluate", {"raster": raster, "truth": truth}, JobContext())
    assert result["recall"] > 0.7, "most landslide ground is found"
    assert result["auc"] > 0.9, "and told from other ground"
    assert result["called_landslide"] < 0.3
    same = run_job("evaluate", {"raster": raster, "truth": str(scene["truth_polygons"])}, JobContext())
    assert same["iou"] == pytest.approx(result["iou"], abs=0.02)


def test_a_part_of_the_image_gets_the_answer_of_the_whole(found, raster, tmp_path) -> None:
    with rasterio.open(found["probability"]) as file:
        whole = file.read(1)
        left, top = file.transform @ (200, 100)
        right, bottom = file.transform @ (500, 400)
    part = run_job(
        "detect", {"raster": raster, "output": str(tmp_path), "extent": [left, bottom, right, top]}, JobContext()
    )
    with rasterio.open(part["probability"]) as file:
        np.testing.assert_array_equal(file.read(1), whole[100:400, 200:500])


def test_a_click_maps_the_landslide_under_it(found, raster) -> None:
    with fiona.open(found["polygons"]) as layer:
        largest = max((shapely.geometry.shape(feature.geometry) for feature in layer), key=lambda shape: shape.area)
    point = largest.representative_point()
    answer = run_job("click", {"raster": raster, "x": point.x, "y": point.y}, JobContext())
    outline = shapely.from_wkt(answer["geometry_wkt"])
    assert answer["found"]
    assert outline.contains(point)
    assert outline.intersection(largest).area / outline.union(largest).area > 0.5
    assert answer["attributes"]["status"] == "clicked"
    again = run_job("click", {"raster": raster, "x": point.x, "y": point.y}, JobContext())
    assert again["cached"]
    assert again["geometry_wkt"] == answer["geometry_wkt"]


@pytest.mark.parametrize("options", [{}, {"model": "l-net"}, {"overlap": 0.5, "tta": "flip", "threshold": 0.6}])
def test_a_click_outlines_a_landslide_as_a_detection_does(raster, tmp_path, options) -> None:
    """In an image of several tiles, and whatever was chosen under Advanced."""
    wishes = {"raster": raster, "gsd": 0.8, "min_area": 150, **options}
    detected = run_job("detect", {**wishes, "output": str(tmp_path)}, JobContext())
    with fiona.open(detected["polygons"]) as layer:
        landslides = [(shapely.geometry.shape(one.geometry), dict(one.properties)) for one in layer]
    assert len(landslides) > 2
    for outline, properties in landslides:
        point = outline.representative_point()
        answer = run_job("click", {**wishes, "x": point.x, "y": point.y}, JobContext())
        assert answer["found"]
        assert shapely.from_wkt(answer["geometry_wkt"]).symmetric_difference(outline).area < 1e-3  # m2
        for name in ("area_m2", "p_mean", "p_max"):
            assert answer["attributes"][name] == pytest.approx(properties[name], abs=0.05)


def test_a_click_maps_what_is_too_small_for_a_detection(found, raster) -> None:
    with fiona.open(found["polygons"]) as layer:
        smallest = min((shapely.geometry.shape(feature.geometry) for feature in layer), key=lambda shape: shape.area)
    point = smallest.representative_point()
    answer = run_job("click", {"raster": raster, "x": point.x, "y": point.y, "min_area": 1e5}, JobContext())
    assert 0 < answer["attributes"]["area_m2"] < 1e5


def test_a_click_on_sound_ground_finds_nothing(found, raster) -> None:
    with rasterio.open(found["probability"]) as file:
        quiet = np.argwhere(file.read(1) == 0)
        x, y = file.xy(*quiet[len(quiet) // 2])
    answer = run_job("click", {"raster": raster, "x": x, "y": y}, JobContext())
    assert answer["probability"] < 0.2


def test_a_click_is_answered_by_the_model_that_is_there_now(raster, tmp_path) -> None:
    file = tmp_path / "model.safetensors"
    with rasterio.open(raster) as image:
        wishes = {"raster": raster, "x": image.bounds.left + 200, "y": image.bounds.top - 200, "model": str(file)}
    answers = []
    for name in ("unet", "l-net"):
        shutil.copy(ROOT / "models" / "weights" / f"{name}.safetensors", file)
        os.utime(file, (1, len(answers) + 1))
        answers.append(run_job("click", wishes, JobContext()))
    assert not answers[1]["cached"]
    expected = run_job("click", {**wishes, "model": "l-net"}, JobContext())
    assert answers[1]["probability"] == expected["probability"] != answers[0]["probability"]


def test_a_cancel_is_heard_between_the_views_of_a_tile(raster, tmp_path) -> None:
    class Impatient(JobContext):
        looks = 0

        def check(self) -> None:
            self.looks += 1
            if self.looks == 6:  # four of loading and reading, then two views of the first tile
                raise CancelledError

    context = Impatient()
    wishes = {"raster": raster, "output": str(tmp_path / "out"), "model": "unet", "tta": "d4"}
    with pytest.raises(CancelledError):
        run_job("detect", wishes, context)
    assert context.looks == 6


def test_an_image_without_data_is_told_of(write_raster, tmp_path) -> None:
    empty = write_raster(np.zeros((3, 200, 200), np.uint8), "empty.tif", nodata=0)
    result = run_job("detect", {"raster": empty, "output": str(tmp_path / "out"), "model": "unet"}, JobContext())
    assert result["landslides"] == 0
    assert any("There is no data where the image was looked at" in sentence for sentence in result["warnings"])


@pytest.mark.parametrize("gsd", [0, -3, math.inf, math.nan])
@pytest.mark.parametrize("job", ["detect", "click", "explain", "evaluate", "suggest"])
def test_a_resolution_that_is_none_is_refused(job, gsd, raster, tmp_path) -> None:
    own = {
        "detect": {"output": str(tmp_path)},
        "click": {"x": 0, "y": 0},
        "explain": {"x": 0, "y": 0, "output": "heat.tif"},
        "evaluate": {"truth": "truth.gpkg"},
        "suggest": {},
    }
    with pytest.raises(InputError, match="ground sample distance must be positive"):
        run_job(job, {"raster": raster, "gsd": gsd, **own[job]}, JobContext())


@pytest.mark.parametrize(
    "said",
    ["MPS backend out of memory (MPS allocated: 9 GB)", "CUDA error: out of memory", "CUBLAS_STATUS_ALLOC_FAILED"],
)
def test_a_full_memory_is_known_whoever_tells_of_it(said) -> None:
    assert is_out_of_memory(RuntimeError(said))
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))


def test_a_cancelled_run_leaves_nothing(raster, tmp_path) -> None:
    class Cancelled(JobContext):
        def check(self) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        run_job("detect", {"raster": raster, "output": str(tmp_path / "out")}, Cancelled())
    assert not any((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"extent": [0, 0, 10, 10]}, "outside the image"),
        ({"model": "nonesuch"}, "no model named 'nonesuch'"),
        ({"device": "cuda"}, "no device 'cuda' here"),
        ({"area": "POLYGON EMPTY"}, "area is empty"),
        ({"area": "hello"}, "not a polygon"),
        ({"bands": [1, 2]}, "reads 3 bands"),
        ({"threshold": 2}, "threshold must lie"),
        ({"wings": 2}, "no parameter named wings"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(raster, tmp_path, wish, said) -> None:
    with pytest.raises(InputError, match=said):
        run_job("detect", {"raster": raster, "output": str(tmp_path / "out"), **wish}, JobContext())
    assert not any(tmp_path.rglob("*.tif"))


def test_a_file_in_place_of_the_output_folder(raster, tmp_path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError, match="choose"):
        run_job("detect", {"raster": raster, "output": str(tmp_path / "taken")}, JobContext())


def test_landslides_that_someone_edits_are_not_replaced(raster, tmp_path) -> None:
    wishes = {"raster": raster, "output": str(tmp_path)}
    once = run_job("detect", wishes, JobContext())
    other = sqlite3.connect(once["polygons"])
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("UPDATE gpkg_contents SET description = 'edited'")
    other.commit()
    with pytest.raises(InputError, match="is open in QGIS or another program"):
        run_job("detect", wishes, JobContext())
    other.close()
    assert run_job("detect", wishes, JobContext())["landslides"] == once["landslides"]


def test_the_inputs_of_a_run_are_not_replaced(raster, tmp_path) -> None:
    scene, clouds = tmp_path / "scene.tif", tmp_path / "scene_mask.tif"
    shutil.copy(raster, scene)
    with rasterio.open(raster) as image:
        profile = {**image.profile, "count": 1, "compress": "deflate", "photometric": None}
    with rasterio.open(clouds, "w", **profile) as file:
        file.write(np.zeros((1, profile["height"], profile["width"]), "uint8"))
    before = clouds.read_bytes()
    wishes = {"raster": str(scene), "output": str(tmp_path)}
    for name in ("mask", "dem"):
        with pytest.raises(InputError, match=r"scene_mask\.tif, which this run reads: choose another place"):
            run_job("detect", {**wishes, name: str(tmp_path / "." / clouds.name)}, JobContext())
    with pytest.raises(InputError, match=r"scene_mask\.tif, which is not known to come from an earlier detection"):
        run_job("detect", wishes, JobContext())
    assert clouds.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["scene.tif", "scene_mask.tif"]


def test_the_results_of_an_earlier_run_are_replaced_but_not_where_they_are_read(raster, tmp_path) -> None:
    wishes = {"raster": raster, "output": str(tmp_path)}
    once = run_job("detect", wishes, JobContext())
    assert run_job("detect", {**wishes, "min_area": 1e6}, JobContext())["landslides"] == 0 < once["landslides"]
    with pytest.raises(InputError, match=r"_landslides\.shp, which this run reads"):
        run_job("detect", {**wishes, "mask": once["shapefile"]}, JobContext())
    Path(once["run"]).write_text('{"notes": "mine"}')
    with pytest.raises(InputError, match="not known to come from an earlier detection"):
        run_job("detect", wishes, JobContext())
    assert json.loads(Path(once["run"]).read_text()) == {"notes": "mine"}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit of the size of files")
def test_a_disk_that_takes_no_large_files_leaves_nothing(found, raster, tmp_path) -> None:
    """As FAT32 does from 4 GB on; the last of a raster is written when it is closed."""
    limit = int(Path(found["probability"]).stat().st_size * 0.97)
    script = f"""
import resource, signal
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
wishes = {{"raster": {raster!r}, "output": {str(tmp_path / "out")!r}, "min_area": 1e6}}
try:
    print(run_job("detect", wishes, JobContext()))
except InputError as error:
    print("refused:", error)
"""
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.startswith("refused: The results cannot be written to"), said
    assert "_probability.tif is not complete" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_disk_that_is_full_at_once_or_on_the_way_leaves_nothing(raster, tmp_path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for size, filled in (("1m", 0), ("8m", 5_000_000)):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=False)
        if mounted.returncode:
            pytest.skip("this machine does not let a disk be mounted")
        try:
            (disk / "other").write_bytes(bytes(filled))
            with pytest.raises(InputError, match=r"is full" if filled else r"MB free"):
                run_job("detect", {"raster": raster, "output": str(disk / "out")}, Filler(disk, filled))
            assert not any((disk / "out").glob("*"))
        finally:
            gc.collect()  # the error that pytest caught holds files
            subprocess.run(["umount", disk], check=True)


class Filler(JobContext):
    """Somebody else fills the disk while the network works."""

    def __init__(self, disk: Path, filled: int) -> None:
        self._disk, self._filled = disk, filled

    def progress(self, fraction, message="", *_) -> None:
        if self._filled and message.startswith("Tile"):
            free = shutil.disk_usage(self._disk).free
            with (self._disk / "other").open("ab") as file:
                file.write(bytes(max(0, free - 8192)))


def test_an_image_far_too_coarse_is_refused(write_raster, tmp_path) -> None:
    from affine import Affine

    path = write_raster(np.ones((3, 64, 64), "uint8"), transform=Affine(100, 0, 600000, 0, -100, 3000000))
    with pytest.raises(InputError, match="choose a finer image"):
        run_job("detect", {"raster": path, "output": str(tmp_path)}, JobContext())


def test_a_very_fine_image_is_read_at_the_models_resolution(write_raster, landscape, tmp_path) -> None:
    from affine import Affine

    path = write_raster(landscape, transform=Affine(0.05, 0, 600000, 0, -0.05, 3000000))
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out")}, JobContext())
    with rasterio.open(result["mask"]) as mask, rasterio.open(path) as image:
        assert mask.res[0] == pytest.approx(0.8, rel=0.02)
        assert mask.bounds == pytest.approx(image.bounds)
    assert "reading at 0.8 m" in result["reading"]
    assert result["warnings"] == []


def test_an_image_that_misses_the_models_range_by_next_to_nothing_is_read_as_it_is(write_raster, landscape, tmp_path):
    from affine import Affine

    path = write_raster(landscape, transform=Affine(0.796, 0, 600000, 0, -0.796, 3000000))
    result = run_job("detect", {"raster": path, "output": str(tmp_path / "out")}, JobContext())
    assert result["reading"] == ""
    with rasterio.open(result["mask"]) as mask, rasterio.open(path) as image:
        assert mask.transform == image.transform
