"""Models that read terrain beside the image: trained, used by every job, and refused what they cannot use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pytest
import rasterio
import shapely
import torch
from rasterio.features import shapes

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard, read_card
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.raster.writing import PROBABILITY_SCALE
from landslide_plugin.engine.sample_scene import generate, write
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.plan import plan_training
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.sources import SceneSource, TileSource
from landslide_plugin.engine.training.starting import start
from landslide_plugin.engine.training.tiles import generate_tiles, read_tiles

ROOT = Path(__file__).resolve().parents[2]
SIDE = 256
RGB = ("red", "green", "blue")
CONFIG = """
name = "{name}"
title = "{name}"
architecture = "unet"
arguments = {{ width = 4 }}
output = "{name}.safetensors"
bands = {bands}
tile_size = 128
batch_size = 4
learning_rate = 1e-2
threshold = 0.5
gsd_m = [0.5, 2.0]
augmentations = ["rotate90", "flip", "colour"]

[[stages]]
epochs = 10
crop = 64
scale = [0.8, 1.25]

[[maps]]
raster = "sample_scene.tif"
labels = "steep.gpkg"
areas = "areas.gpkg"
per_epoch = 32
"""


class _Log(JobContext):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def log(self, text: str) -> None:
        self.lines.append(text)


def write_layer(polygons: list[shapely.Geometry], path: Path) -> None:
    with fiona.open(
        path, "w", driver="GPKG", schema={"geometry": "Polygon", "properties": {}}, crs="EPSG:32648"
    ) as file:
        file.writerecords({"geometry": shapely.geometry.mapping(one), "properties": {}} for one in polygons)


def make_scene(seed: int, folder: Path) -> Path:
    """A generated scene whose "landslides" are whatever is steep: what the image shows of it is mostly its shade."""
    scene = generate(seed, SIDE, 1.0)
    write(scene, folder)
    steep = np.hypot(*np.gradient(scene.dem)) > 0.55
    with rasterio.open(folder / "sample_scene.tif") as image:
        profile, transform, bounds = image.profile, image.transform, image.bounds
    polygons = [shapely.geometry.shape(part) for part, _ in shapes(steep.astype(np.uint8), steep, transform=transform)]
    write_layer([polygon for polygon in polygons if polygon.area > 20], folder / "steep.gpkg")
    write_layer([shapely.box(*bounds)], folder / "areas.gpkg")
    for key in ("photometric", "interleave"):
        profile.pop(key, None)
    with rasterio.open(folder / "steep.tif", "w", **{**profile, "count": 1}) as file:
        file.write(steep.astype(np.uint8), 1)
    return folder


@pytest.fixture(scope="module", autouse=True)
def _data_beside_the_configuration() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
        yield


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(5, tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(9, tmp_path_factory.mktemp("other"))


def configure(folder: Path, name: str, terrain: tuple[str, ...], more: str = "") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(CONFIG.format(name=name, bands=list(RGB + terrain)) + more)
    return file


DEM = 'dem = "sample_scene_dem.tif"\n'


@pytest.fixture(scope="module")
def trained(scene: Path) -> dict[str, str]:
    """Two models that learned from the same labels, one with and one without the slope."""
    return {
        name: train(configure(scene, name, terrain, more), False, "cpu", JobContext())["model"]
        for name, terrain, more in (("image", (), ""), ("slope", ("slope",), DEM))
    }


@pytest.fixture
def reader(tmp_path: Path) -> Callable[..., str]:
    """A model that calls landslide what one of its bands says is above its middle."""

    def make(*bands: str, told_by: str) -> str:
        wanted = RGB + bands
        torch.manual_seed(0)  # an answer that varies enough to be told apart
        network = models.build("unet", in_channels=len(wanted), width=4).eval()
        card = ModelCard(
            name="reader", title="reader", architecture="unet", arguments={"width": 4}, bands=wanted, gsd_m=(0.5, 2.0),
            normalisation={"mean": [0.5] * len(wanted), "std": [0.25] * len(wanted)}, tile_size=128, threshold=0.5,
            parameters=0, local=False,
        )  # fmt: skip
        with torch.no_grad():  # other bands are cut off, so the answer tells which one was read
            first = next(
                weight for weight in network.parameters() if weight.ndim == 4 and weight.shape[1] == len(wanted)
            )
            keep = torch.zeros(len(wanted))
            keep[wanted.index(told_by)] = 1
            first *= keep[None, :, None, None]
        path = tmp_path / "reader.safetensors"
        models.save(network, card, path)
        return str(path)

    return make


def detect(tmp_path: Path, image: Path, model: str, **wishes: Any) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    parameters = {"raster": str(image), "output": str(tmp_path / "out"), "model": model, "device": "cpu", **wishes}
    result = run_job("detect", parameters, wishes.pop("context", None) or JobContext())
    with rasterio.open(result["probability"]) as file:
        return result, file.read(1) / PROBABILITY_SCALE, file.dataset_mask() > 0


def test_slope_teaches_what_the_image_alone_does_not_show(trained, other) -> None:
    iou = {}
    for name, model in trained.items():
        dem = str(other / "sample_scene_dem.tif") if name == "slope" else None
        found = run_job("evaluate", {
            "model": model, "raster": str(other / "sample_scene.tif"), "truth": str(other / "steep.tif"), "dem": dem,
            "device": "cpu",
        }, JobContext())  # fmt: skip
        iou[name] = found["iou"] or 0.0
    assert iou["slope"] > 0.5
    assert iou["slope"] > iou["image"] + 0.2


def test_the_card_says_what_terrain_the_model_reads(trained, scene) -> None:
    card = read_card(trained["slope"])
    assert card.bands == (*RGB, "slope")
    assert [len(card.normalisation[key]) for key in ("mean", "std")] == [4, 4]
    config = read_config(configure(scene, "x", ("elevation",), DEM))
    assert (config.mean[3], config.std[3]) == (0.5, 0.25)


def test_the_command_line_detects_with_terrain(trained, other, tmp_path) -> None:
    words = [sys.executable, "-m", "landslide_plugin.engine", "detect", str(other / "sample_scene.tif"), "--model",
             trained["slope"], "--output", str(tmp_path / "out"), "--device", "cpu", "--json"]  # fmt: skip
    refused = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "reads slope besides the image: choose an elevation model (DEM)" in refused.stderr
    dem = ["--dem", str(other / "sample_scene_dem.tif")]
    done = subprocess.run([*words, *dem], cwd=ROOT, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    assert result["landslides"] > 0
    assert json.loads(Path(result["run"]).read_text())["parameters"]["dem"].endswith("sample_scene_dem.tif")
    with rasterio.open(result["mask"]) as mask, rasterio.open(other / "steep.tif") as truth:
        found, steep = mask.read(1) == 1, truth.read(1) == 1
    assert (found & steep).sum() / (found | steep).sum() > 0.5


def test_an_elevation_model_that_is_not_needed_is_left_alone(trained, other, tmp_path) -> None:
    log = _Log()
    result = run_job("detect", {
        "raster": str(other / "sample_scene.tif"), "output": str(tmp_path), "model": trained["image"], "device": "cpu",
        "dem": str(other / "nothing.tif"),
    }, log)  # fmt: skip
    assert result["warnings"] == []
    assert any("reads the image alone" in line for line in log.lines)


def test_ground_without_elevation_is_no_data(reader, scene, tmp_path) -> None:
    dem = tmp_path / "half.tif"
    with rasterio.open(scene / "sample_scene_dem.tif") as file:
        heights, profile = file.read(), file.profile
    width = profile["width"] // 2
    with rasterio.open(dem, "w", **{**profile, "width": width, "blockxsize": 128, "blockysize": 128}) as file:
        file.write(heights[:, :, :width])
    model = reader("slope", told_by="slope")
    result, _, valid = detect(tmp_path, scene / "sample_scene.tif", model, dem=str(dem))
    assert 0.4 < valid.mean() < 0.6
    assert valid[:, : SIDE // 3].all()
    assert not valid[:, 2 * SIDE // 3 :].any()
    assert any("covers" in warning and "half.tif" in warning for warning in result["warnings"])
    with rasterio.open(scene / "sample_scene.tif") as file:
        right, ymin, ymax = file.bounds.right, file.bounds.bottom, file.bounds.top
    with pytest.raises(InputError, match="does not cover"):
        detect(tmp_path, scene / "sample_scene.tif", model, dem=str(dem), extent=(right - 40, ymin, right, ymax))
    point = {
        "raster": str(scene / "sample_scene.tif"),
        "x": right - 20,
        "y": ymax - 50,
        "model": model,
        "dem": str(dem),
    }
    with pytest.raises(InputError, match="does not cover"):
        run_job("click", {**point, "device": "cpu"}, JobContext())
    explained = {**point, "output": str(tmp_path / "why.tif"), "device": "cpu"}
    with pytest.raises(InputError, match="no data at the point, of the image or of the terrain"):
        run_job("explain", explained, JobContext())


def test_the_answer_does_not_depend_on_the_chosen_extent(reader, scene, tmp_path) -> None:
    model, dem = (
        reader("elevation", "aspect_sin", "aspect_cos", told_by="elevation"),
        str(scene / "sample_scene_dem.tif"),
    )
    exact = {"dem": dem, "precision": "fp32"}  # bf16 rounds to a hundredth or so
    _, whole, _ = detect(tmp_path / "whole", scene / "sample_scene.tif", model, **exact)
    with rasterio.open(scene / "sample_scene.tif") as file:
        xmin, ymax = file.bounds.left, file.bounds.top
    extent = (xmin + 70, ymax - 200, xmin + 190, ymax - 90)
    _, part, _ = detect(tmp_path / "part", scene / "sample_scene.tif", model, **exact, extent=extent)
    np.testing.assert_allclose(part, whole[90:200, 70:190], atol=1.5 / PROBABILITY_SCALE)
    assert np.ptp(whole) > 2 / PROBABILITY_SCALE, "the band is read"


def test_clicks_and_explanations_read_the_terrain(trained, other, tmp_path) -> None:
    image, dem = other / "sample_scene.tif", str(other / "sample_scene_dem.tif")
    _, probability, _ = detect(tmp_path, image, trained["slope"], dem=dem)
    with rasterio.open(image) as file:  # the surest place: how sure a small network is elsewhere is chance
        x, y = file.xy(*np.unravel_index(np.argmax(probability), probability.shape))
    wishes = {"raster": str(image), "x": x, "y": y, "model": trained["slope"], "device": "cpu"}
    first = run_job("click", {**wishes, "dem": dem}, JobContext())
    assert first["probability"] > 0.5
    assert not run_job("click", {**wishes, "dem": str(flattened(dem, tmp_path))}, JobContext())["cached"]
    assert run_job("click", {**wishes, "dem": dem}, JobContext())["cached"]
    why = run_job("explain", {**wishes, "dem": dem, "output": str(tmp_path / "why.tif")}, JobContext())
    assert why["found"]
    for job, more in (("click", {}), ("explain", {"output": str(tmp_path / "why.tif")})):
        with pytest.raises(InputError, match="choose an elevation model"):
            run_job(job, {**wishes, **more}, JobContext())


def flattened(dem: str, folder: Path) -> Path:
    with rasterio.open(dem) as file:
        profile, heights = file.profile, file.read()
    with rasterio.open(folder / "flat.tif", "w", **profile) as file:
        file.write(np.full_like(heights, heights.mean()))
    return folder / "flat.tif"


def test_maps_feed_terrain_and_leave_out_what_is_not_covered(scene, tmp_path) -> None:
    terrain = ("elevation", "slope", "aspect_sin", "aspect_cos", "relief")
    rng = np.random.default_rng(0)
    with read_data(read_config(configure(scene, "x", terrain, DEM))) as data:
        assert not any("cover" in warning for warning in data.warnings)
        place = data.pools[0].places[0]
        image, truth = place.crop(64, (0.7, 1.4), rng)
        assert image.shape == (8, 64, 64)
        assert truth.shape == (2, 64, 64)
        assert all(band.std() > 0.005 for band in image)
        assert data.validation_places[0].tile().image.shape[0] == 8
    with rasterio.open(scene / "sample_scene_dem.tif") as file:
        heights, profile = file.read(), file.profile
    with rasterio.open(scene / "half.tif", "w", **{**profile, "height": profile["height"] // 2}) as file:
        file.write(heights[:, : profile["height"] // 2])
    plan = plan_training(configure(scene, "half", ("slope",), 'dem = "half.tif"\n'), "cpu", JobContext())
    assert any("half.tif covers" in warning for warning in plan["warnings"])
    with read_data(read_config(configure(scene, "half", ("slope",), 'dem = "half.tif"\n'))) as data:
        image, truth = data.maps[0].image, data.pools[0].places[0].truth
        _, _, known = image.read(image.window_around((0, 0), SIDE, image.grid), image.grid, truth)
        assert not known[2 * SIDE // 3 :].any()
    with pytest.raises(InputError, match=r"reads slope and sample_scene\.tif has no elevation model"):
        read_data(read_config(configure(scene, "none", ("slope",))))


def test_generated_scenes_and_tiles_have_terrain(scene, tmp_path) -> None:
    bands = (*RGB, "elevation", "slope", "aspect_sin", "aspect_cos")
    tiles = generate_tiles(SceneSource((5,), SIDE, (1.0,), 8), bands, 128)
    assert [tile.image.shape for tile in tiles] == [(7, 128, 128)] * 4
    # The same scene as files: the squares without their outermost pixels, where one side knows less.
    for folder in ("images", "masks", "dems"):
        (tmp_path / folder).mkdir()
    with rasterio.open(scene / "sample_scene.tif") as image, rasterio.open(tmp_path / "images" / "a.tif", "w",
                                                                           **image.profile) as file:  # fmt: skip
        file.write(image.read())
    heights = generate(5, SIDE, 1.0).dem
    profile = {**image.profile, "count": 1, "dtype": "float32"}
    for key in ("photometric", "interleave"):
        profile.pop(key, None)
    with rasterio.open(tmp_path / "dems" / "a.tif", "w", **profile) as file:
        file.write(heights, 1)
    (tile,) = read_tiles(TileSource("images", "masks", dems="dems"), tmp_path, bands)
    inner = (slice(4, 7), slice(2, 126), slice(2, 126))
    off = np.abs(tile.image[inner].astype(int) - tiles[0].image[inner])
    assert (off <= 2).mean() > 0.98
    assert tile.known.all()
    (tmp_path / "dems" / "a.tif").unlink()
    with pytest.raises(InputError, match=r"no elevation raster for a\.tif"):
        read_tiles(TileSource("images", "masks", dems="dems"), tmp_path, bands)
    with pytest.raises(InputError, match="as dems"):
        read_tiles(TileSource("images", "masks"), tmp_path, bands)


def test_tiles_are_evaluated_with_a_folder_of_elevation_rasters(reader, scene, tmp_path) -> None:
    for folder, name in (("images", "sample_scene.tif"), ("dems", "sample_scene_dem.tif")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.tif").symlink_to(scene / name)
    wishes = {
        "model": reader("slope", told_by="slope"), "images": str(tmp_path / "images"),
        "masks": str(tmp_path / "images"),
        "dem": str(tmp_path / "dems"), "device": "cpu",
    }  # fmt: skip
    assert run_job("evaluate", wishes, JobContext())["pixels"] == SIDE * SIDE
    (tmp_path / "dems" / "a.tif").unlink()
    with pytest.raises(InputError, match=r"no elevation raster for a\.tif"):
        run_job("evaluate", wishes, JobContext())


def test_terrain_added_to_a_model_begins_without_a_say(trained, scene) -> None:
    text = configure(scene, "wider", ("slope", "elevation"), DEM).read_text()
    fine_tuned = text.replace('architecture = "unet"\narguments = { width = 4 }', 'start_from = "image.safetensors"')
    (scene / "wider.toml").write_text(fine_tuned)
    config = read_config(scene / "wider.toml")
    old, card = models.load(Path(trained["image"]))
    assert config.mean == (*card.normalisation["mean"], 0.5, 0.5)
    begun = start(config)
    assert begun.frozen_norms, "the image is what it was"
    assert "terrain begins without weight" in begun.warnings[0]
    image = torch.rand(1, 5, 64, 64)
    assert torch.allclose(begun.network.eval()(image), old.eval()(image[:, :3]), atol=1e-5)
    weights = next(weight for weight in begun.network.parameters() if weight.ndim == 4 and weight.shape[1] == 5)
    begun.network(image).sum().backward()
    assert weights.grad[:, 3:].abs().max() > 0, "and can get one"


def test_a_model_that_reads_elevation_keeps_its_tile_size(scene) -> None:
    text = configure(scene, "high", ("elevation",), DEM).read_text().replace("epochs = 10", "epochs = 1")
    (scene / "high.toml").write_text(text)
    card = read_card(train(scene / "high.toml", False, "cpu", JobContext())["model"])
    assert not card.local
    assert models.is_local("unet")
