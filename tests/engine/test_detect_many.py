"""Many scenes in one run: a folder for each, a table of all, and no scene spoils the others'."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job

ROOT = Path(__file__).resolve().parents[2]


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def scenes(tmp_path, write_raster, discs) -> Path:
    """Two good ones, one in degrees; a broken one between them; and what is no image."""
    folder = tmp_path / "scenes"
    folder.mkdir()
    write_raster(discs.pixels, "scenes/a_first.tif")
    (folder / "b_broken.tif").write_bytes((folder / "a_first.tif").read_bytes()[:200])
    write_raster(discs.pixels[:, :, ::-1].copy(), "scenes/c_other.tif", crs="EPSG:4326",
                 transform=Affine(5e-6, 0, 105, 0, -4.5e-6, 27))  # fmt: skip
    (folder / "notes.txt").write_text("taken in spring")
    return folder


def run(scenes, tmp_path, model, context=None, rasters=None, **options) -> dict:
    params = {
        "rasters": rasters or [str(scenes)],
        "output": str(tmp_path / "out"),
        "options": {"model": model, **options},
    }
    return run_job("detect_many", params, context or JobContext())


def test_each_scene_gets_a_folder_and_a_line_and_a_broken_one_stops_nothing(scenes, tmp_path, discs_model):
    class Heard(JobContext):
        def __init__(self):
            self.shares, self.said = [], []

        def progress(self, fraction, message="", *_):
            self.shares.append(fraction)
            self.said.append(message)

    heard = Heard()
    result = run(scenes, tmp_path, discs_model, heard)
    table = lines(tmp_path / "out")
    assert [line["scene"] for line in table] == ["a_first", "b_broken", "c_other"]
    assert [line["landslides"] for line in table] == ["2", "", "2"]
    assert "cannot be opened as an image" in table[1]["error"]
    assert not table[0]["error"] and not table[2]["error"]
    assert float(table[0]["seconds"]) > 0
    for name in ("a_first", "c_other"):
        assert (tmp_path / "out" / name / f"{name}_landslides.gpkg").exists()
    assert not (tmp_path / "out" / "b_broken").exists()
    assert (result["failed"], result["landslides"]) == (1, 4)
    assert result["area_m2"] == pytest.approx(sum(float(table[n]["area_m2"]) for n in (0, 2)), abs=0.2)
    assert [bool(scene["results"]) for scene in result["scenes"]] == [True, False, True]
    assert heard.shares == sorted(heard.shares)
    assert any("c_other (3 of 3): Tile" in text for text in heard.said)


def test_a_cancelled_run_keeps_the_scenes_that_are_finished(scenes, tmp_path, discs_model):
    class CancelledInTheLast(JobContext):
        last = False

        def progress(self, fraction, message="", *_):
            self.last |= message.startswith("c_other")

        def check(self):
            if self.last:
                raise CancelledError

    with pytest.raises(CancelledError):
        run(scenes, tmp_path, discs_model, CancelledInTheLast())
    assert [line["scene"] for line in lines(tmp_path / "out")] == ["a_first", "b_broken"]
    assert (tmp_path / "out" / "a_first" / "a_first_run.json").exists()
    assert not list((tmp_path / "out").glob("c_other/*"))
    assert not list((tmp_path / "out").rglob(".unfinished*"))


class TableInTheWay(JobContext):
    """A folder of the table's name, as a table that is open in Excel cannot be replaced, from one scene to another.

    Args:
        output: folder of the results.
        until: scene with which the way is free again; None = never.
    """

    def __init__(self, output: Path, until: str | None = None) -> None:
        self.obstacle, self.until, self.said = output / "summary.csv", until, ""

    def progress(self, fraction, message="", *_):
        if message.startswith("a_first") and not self.obstacle.is_dir():
            self.obstacle.mkdir()
        elif self.until and message.startswith(self.until) and self.obstacle.is_dir():
            self.obstacle.rmdir()

    def log(self, text):
        self.said += text


def test_a_table_that_cannot_be_replaced_for_a_while_stops_nothing(scenes, tmp_path, discs_model):
    context = TableInTheWay(tmp_path / "out", until="c_other")
    result = run(scenes, tmp_path, discs_model, context)
    assert "summary.csv cannot be written now" in context.said and "tried again after the next image" in context.said
    assert (result["landslides"], result["failed"]) == (4, 1)
    assert [line["scene"] for line in lines(tmp_path / "out")] == ["a_first", "b_broken", "c_other"]
    assert not list((tmp_path / "out").rglob(".unfinished*"))


def test_a_table_that_can_never_be_written_is_refused_when_all_results_are_safe(scenes, tmp_path, discs_model):
    with pytest.raises(InputError, match=r"The results of all images are in .*out, but the table summary\.csv"):
        run(scenes, tmp_path, discs_model, TableInTheWay(tmp_path / "out"))
    for name in ("a_first", "c_other"):
        assert (tmp_path / "out" / name / f"{name}_landslides.gpkg").exists()
    assert not list((tmp_path / "out").rglob(".unfinished*"))


def test_a_scene_that_fails_as_nobody_foresaw_stops_nothing(scenes, tmp_path, discs_model, caplog):
    class Fails(JobContext):
        def progress(self, fraction, message="", *_):
            if message.startswith("a_first") and "Tile" in message:
                raise ValueError("cannot convert float NaN to integer")

    result = run(scenes, tmp_path, discs_model, Fails())
    table = lines(tmp_path / "out")
    assert table[0]["error"].startswith("ValueError: cannot convert float NaN to integer")
    assert table[2]["landslides"] == "2"
    assert result["failed"] == 2
    assert "Traceback" in caplog.text
    assert not list((tmp_path / "out" / "a_first").glob("*"))


def test_metres_that_are_labelled_as_degrees_are_refused_and_stop_nothing(tmp_path, write_raster, discs, discs_model):
    (tmp_path / "scenes").mkdir()
    write_raster(discs.pixels, "scenes/a_lying.tif", crs="EPSG:4326")
    write_raster(discs.pixels, "scenes/b_true.tif")
    run(tmp_path / "scenes", tmp_path, discs_model)
    table = lines(tmp_path / "out")
    assert "do not exist in its coordinate reference system, EPSG:4326: choose the right one" in table[0]["error"]
    assert table[1]["landslides"] == "2"


def test_an_earlier_table_stays_until_the_first_scene_is_done(scenes, tmp_path, discs_model):
    class Cancelled(JobContext):
        def check(self):
            raise CancelledError

    run(scenes, tmp_path, discs_model, rasters=[str(scenes / "a_first.tif")])
    before = (tmp_path / "out" / "summary.csv").read_bytes()
    with pytest.raises(CancelledError):
        run(scenes, tmp_path, discs_model, Cancelled())
    assert (tmp_path / "out" / "summary.csv").read_bytes() == before


def test_a_table_of_something_else_is_not_replaced(scenes, tmp_path, discs_model):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "summary.csv").write_text("month,rain\nJuly,310\n")
    with pytest.raises(InputError, match="is a table of something else and would be replaced"):
        run(scenes, tmp_path, discs_model)
    assert "July" in (tmp_path / "out" / "summary.csv").read_text()


def test_scenes_of_the_same_name_do_not_share_a_folder(scenes, tmp_path, discs_model, write_raster, discs):
    again = write_raster(discs.pixels, "a_first.tif")
    run(scenes, tmp_path, discs_model, rasters=[str(scenes / "a_first.tif"), again])
    assert [line["scene"] for line in lines(tmp_path / "out")] == ["a_first", "a_first_2"]
    assert len(list((tmp_path / "out").glob("*/a_first_landslides.gpkg"))) == 2


def test_each_scene_may_have_a_mask_of_its_own(scenes, tmp_path, discs_model, write_raster):
    cover = np.zeros((1, 180, 256), "uint8")
    cover[0, 40:100, 30:90] = 1
    write_raster(cover, "a_first_clouds.tif")
    result = run(scenes, tmp_path, discs_model, mask=str(tmp_path / "{scene}_clouds.tif"))
    table = lines(tmp_path / "out")
    assert table[0]["landslides"] == "1"
    assert "There is no mask" in table[2]["error"]
    assert result["failed"] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"threshold": 7}, "threshold must lie"),
        ({"wings": 2}, "no parameter named wings"),
        ({"model": "nonesuch"}, "nonesuch"),
    ],
)
def test_what_fits_no_scene_is_refused_before_the_first(scenes, tmp_path, discs_model, options, said):
    with pytest.raises(InputError, match=said):
        run(scenes, tmp_path, **{"model": discs_model, **options})
    assert not (tmp_path / "out").exists()


def test_a_run_in_which_every_scene_fails_has_failed(scenes, tmp_path, discs_model):
    (scenes / "a_first.tif").unlink()
    (scenes / "c_other.tif").unlink()
    with pytest.raises(InputError, match="None of the 1 images could be used; b_broken: "):
        run(scenes, tmp_path, discs_model)
    assert lines(tmp_path / "out")[0]["error"]


def test_subfolders_are_looked_through_when_asked_for(scenes, tmp_path, discs_model, write_raster, discs):
    """Neither the masks in there are scenes nor what a run before has written."""
    (scenes / "2021" / "may").mkdir(parents=True)
    (scenes / "masks").mkdir()
    write_raster(discs.pixels, "scenes/2021/may/a_first.tif")
    write_raster(np.zeros((1, 180, 256), "uint8"), "scenes/masks/a_first_clouds.tif")
    for recursive, names in ((False, ["a_first"]), (True, ["a_first", "a_first_2"]), (True, ["a_first", "a_first_2"])):
        wishes = {
            "rasters": [str(scenes)],
            "output": str(scenes / "results"),
            "options": {"model": discs_model, "mask": str(scenes / "masks" / "{scene}_clouds.tif")},
            "recursive": recursive,
        }
        scenes_of_run = run_job("detect_many", wishes, JobContext())["scenes"]
        assert [line["scene"] for line in scenes_of_run if "a_first" in line["scene"]] == names
        assert len(scenes_of_run) == len(names) + 2, "with the broken one and the other"
    with pytest.raises(InputError, match="and its subfolders hold no images"):
        (tmp_path / "empty" / "inside").mkdir(parents=True)
        run_job("detect_many", {**wishes, "rasters": [str(tmp_path / "empty")]}, JobContext())


@pytest.mark.parametrize("output", ["scenes", "."])
def test_results_do_not_go_among_the_images(scenes, tmp_path, discs_model, output):
    params = {"rasters": [str(scenes)], "output": str(tmp_path / output), "options": {"model": discs_model}}
    with pytest.raises(InputError, match="give another output folder"):
        run_job("detect_many", params, JobContext())


def test_a_folder_without_images(tmp_path, discs_model):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no images"):
        run(tmp_path / "empty", tmp_path, discs_model)


def command_line(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "landslide_plugin.engine", "detect", *arguments, "--json"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_line_takes_a_folder_and_lists_of_numbers(scenes, tmp_path, discs_model):
    out, one = str(tmp_path / "out"), str(tmp_path / "one")
    finished = command_line(str(scenes), "--output", out, "--model", discs_model, "--bands", "1", "2", "3")
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout.splitlines()[-1])
    assert answer["summary"] == str(tmp_path / "out" / "summary.csv")
    assert answer["landslides"] == 4
    assert "b_broken: " in finished.stderr
    raster = str(scenes / "a_first.tif")
    masked = ("--mask", raster, "--mask-values", "900", "901.5")
    finished = command_line(raster, "--output", one, "--model", discs_model, *masked)
    assert json.loads(finished.stdout.splitlines()[-1])["landslides"] == 2, "no pixel has those values"
