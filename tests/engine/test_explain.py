"""Heat maps: the method against formulas, every network, and the job with the shipped model on the sample scene."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from rasterio.warp import transform
from scipy import ndimage
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's customary name

import models
from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.cli import main
from landslide_plugin.engine.explain import grad_cam, padded_size
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.sample_scene import generate, write
from tests.engine.networks.small import SMALL, small_network

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = np.ones((64, 64), bool)


@pytest.fixture(scope="module")
def documented() -> dict[str, tuple[str, int]]:
    """Layer and pixels per value of each network, as the documentation tells them."""
    rows = re.findall(r"^\| (`.+?) \| `(.+?)`.* \| (\d+) \|$", (ROOT / "docs" / "explain.md").read_text("utf-8"), re.M)
    return {name: (layer, int(pixels)) for names, layer, pixels in rows for name in re.findall("`(.+?)`", names)}


class TwoMaps(nn.Module):
    """Two maps at half the size, enlarged and weighed 2 and -3: every gradient is known."""

    def __init__(self) -> None:
        super().__init__()
        self.maps = nn.AvgPool2d(2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first, second = F.interpolate(self.maps(x), scale_factor=2, mode="nearest").split(1, dim=1)
        return 2 * first - 3 * second + 1


def test_the_heat_map_is_that_of_the_formula() -> None:
    image = torch.rand(1, 2, 16, 16, generator=torch.Generator().manual_seed(4))
    target = np.zeros((16, 16), bool)
    target[2:6, 4:12] = True  # 32 pixels: each map's cell under them has a gradient of 4 times its weight
    heat = grad_cam(TwoMaps(), "maps", image, target, np.ones((16, 16), bool))
    first, second = F.avg_pool2d(image, 2)[0]
    alpha_first, alpha_second = 2 * 32 / 64, -3 * 32 / 64  # their mean over the 64 cells
    expected = F.relu(alpha_first * first + alpha_second * second)
    expected = F.interpolate(expected[None, None], size=(16, 16), mode="bilinear", align_corners=False)[0, 0]
    assert expected.any()
    np.testing.assert_allclose(heat, expected / expected.max(), atol=1e-6)


def test_what_is_not_shown_is_cold_and_does_not_set_the_scale() -> None:
    image = torch.zeros(1, 2, 16, 16)
    image[0, 0, :, :8], image[0, 0, :, 8:] = 0.2, 1
    shown = np.zeros((16, 16), bool)
    shown[:, :6] = True
    heat = grad_cam(TwoMaps(), "maps", image, np.ones((16, 16), bool), shown)
    assert heat[:, :6] == pytest.approx(1)
    assert not heat[:, 6:].any()


def test_where_all_speaks_against_landslide_the_heat_is_zero() -> None:
    image = torch.zeros(1, 2, 16, 16)
    image[0, 1] = 1
    assert not grad_cam(TwoMaps(), "maps", image, np.ones((16, 16), bool), np.ones((16, 16), bool)).any()


def test_it_agrees_with_gradients_through_the_whole_network() -> None:
    network, image = small_network("unet").requires_grad_(True), torch.rand(1, 3, 50, 61)  # a size that is padded
    target = np.zeros((50, 61), bool)
    target[10:30, 5:40] = True
    seen = []
    hook = network.bottleneck.register_forward_hook(lambda _module, _inputs, output: seen.append(output))
    logits = network(image)[0, 0]
    hook.remove()
    alpha = torch.zeros(seen[0].shape[1])
    for row, column in np.argwhere(target)[::50]:  # the gradient of a sum is the sum of the gradients
        (gradient,) = torch.autograd.grad(logits[row, column], seen[0], retain_graph=True)
        alpha += gradient[0].mean((1, 2))
    target[:] = False
    target[10:30, 5:40].flat[::50] = True
    coarse = F.relu((alpha[:, None, None] * seen[0][0]).sum(0)).detach()
    expected = F.interpolate(coarse[None, None], size=(64, 64), mode="bilinear", align_corners=False)[0, 0, :50, :61]
    heat = grad_cam(network, "bottleneck", image, target, np.ones_like(target))
    assert expected.any()
    np.testing.assert_allclose(heat, expected / expected.max(), atol=1e-4)
    assert all(weight.grad is None for weight in network.parameters())


def test_at_the_last_decoder_block_the_heat_is_the_answer_itself() -> None:
    network, image = small_network("res-unet"), torch.rand(1, 3, 64, 64)
    answer = F.relu(network(image)[0, 0] - network.head.bias)
    heat = grad_cam(network, "decoder.3", image, EVERYWHERE, EVERYWHERE)
    assert answer.any()
    np.testing.assert_allclose(heat, answer / answer.max(), atol=1e-4)


@pytest.mark.parametrize("architecture", SMALL)
def test_every_network_names_a_layer_that_explains_it(architecture: str, documented) -> None:
    for seed in range(4):  # with its first weights, all that a network sees may speak against landslide
        network, image = small_network(architecture, seed), torch.rand(1, 3, 64, 64)
        seen = []
        layer = network.get_submodule(network.explained_layer)
        hook = layer.register_forward_hook(lambda _module, _inputs, output: seen.append(output))  # noqa: B023
        answer = network(image)[0, 0].numpy()
        hook.remove()
        maps = seen[-1] if isinstance(seen[-1], torch.Tensor) else seen[-1][-1]
        assert maps.ndim == 4 and min(maps.shape[2:]) > 1 and maps.shape[1] > 1
        if not architecture.startswith("smp:"):
            assert documented[architecture] == (network.explained_layer, 64 // maps.shape[2])
        target = answer >= np.median(answer)
        heat = grad_cam(network, network.explained_layer, image, target, EVERYWHERE)
        assert heat.shape == (64, 64) and np.isfinite(heat).all() and heat.min() >= 0
        if heat.any():
            break
    assert heat.max() == 1
    warm = heat > 0.01
    assert np.count_nonzero(warm) > 100
    assert np.corrcoef(heat[warm], answer[warm])[0, 1] < 0.95, "this is the answer and no explanation"


def test_a_layer_that_is_not_there_or_gives_no_maps_is_refused() -> None:
    network, image = small_network("pspnet"), torch.rand(1, 3, 64, 64)
    with pytest.raises(InputError, match=r"no layer 'nowhere'.* such as .*pyramid"):
        grad_cam(network, "nowhere", image, EVERYWHERE, EVERYWHERE)
    with pytest.raises(InputError, match="gives no maps"):
        grad_cam(network, "pyramid.branches", image, EVERYWHERE, EVERYWHERE)  # a list, which nothing passes through


# --- the job, with the shipped model


@pytest.fixture(scope="module")
def raster(tmp_path_factory) -> str:
    return str(write(generate(0, 768, 0.8), tmp_path_factory.mktemp("scene"))["image"])


@pytest.fixture(scope="module")
def landslides(raster, tmp_path_factory) -> dict[str, np.ndarray]:
    """Detected landslides: `numbers` by pixel, and the number of one of good size."""
    found = run_job("detect", {"raster": raster, "output": str(tmp_path_factory.mktemp("out"))}, JobContext())
    with rasterio.open(found["mask"]) as mask:
        numbers, _ = ndimage.label(mask.read(1) == 1)
    return {"numbers": numbers, "chosen": 1 + np.argmax(np.bincount(numbers.ravel())[1:])}


@pytest.fixture(scope="module")
def place(raster, landslides) -> tuple[float, float]:
    """The innermost point of the chosen landslide."""
    depth = ndimage.distance_transform_edt(landslides["numbers"] == landslides["chosen"])
    row, column = np.unravel_index(depth.argmax(), depth.shape)
    with rasterio.open(raster) as image:
        return image.xy(row, column)


def explain(raster: str, place: tuple[float, float], output: Path, **wishes: object) -> dict:
    return run_job("explain", {"raster": raster, "x": place[0], "y": place[1], "output": str(output), **wishes},
                   JobContext())  # fmt: skip


def test_the_heat_lies_around_the_landslide_that_was_asked_about(raster, landslides, place, tmp_path) -> None:
    result = explain(raster, place, tmp_path / "heat.tif")
    assert result["found"] and result["probability"] > result["threshold"]
    assert result["layer"] == "network.encoder"
    with rasterio.open(result["heatmap"]) as file, rasterio.open(raster) as image:
        heat = file.read(1)
        assert file.crs == image.crs and file.res == image.res and np.isnan(file.nodata)
        assert file.bounds.left <= place[0] <= file.bounds.right
        assert file.bounds.bottom <= place[1] <= file.bounds.top
        row, column = image.index(*file.xy(0, 0))
    assert np.isfinite(heat).all() and heat.min() >= 0 and heat.max() == pytest.approx(1)
    chosen = landslides["numbers"][row : row + heat.shape[0], column : column + heat.shape[1]] == landslides["chosen"]
    near = ndimage.binary_dilation(chosen, iterations=16)  # pixels; the maps are coarse
    assert 0 < np.count_nonzero(near) < near.size / 2
    assert heat[near].mean() > 2 * heat[~near].mean()
    assert [file.name for file in tmp_path.iterdir()] == ["heat.tif"]


def test_the_point_may_be_given_in_another_crs(raster, place, tmp_path) -> None:
    with rasterio.open(raster) as image:
        (longitude,), (latitude,) = transform(image.crs, "EPSG:4326", [place[0]], [place[1]])
    here = explain(raster, place, tmp_path / "here.tif")
    there = explain(raster, (longitude, latitude), tmp_path / "there.tif", point_crs="EPSG:4326")
    assert there["probability"] == here["probability"]
    with rasterio.open(here["heatmap"]) as first, rasterio.open(there["heatmap"]) as second:
        assert first.transform == second.transform
        np.testing.assert_array_equal(first.read(1), second.read(1))


def test_a_place_without_a_landslide_is_explained_by_itself(raster, landslides, tmp_path) -> None:
    depth = ndimage.distance_transform_edt(landslides["numbers"] == 0)
    with rasterio.open(raster) as image:
        place = image.xy(*np.unravel_index(depth.argmax(), depth.shape))
    result = explain(raster, place, tmp_path / "heat.tif")
    assert not result["found"] and result["probability"] < result["threshold"]


def test_nodata_and_what_lies_beyond_a_small_image_are_not_shown(raster, place, write_raster, tmp_path) -> None:
    with rasterio.open(raster) as image:
        row, column = image.index(*place)
        top, left = min(max(0, row - 60), 768 - 120), min(max(0, column - 60), 768 - 150)
        pixels = image.read((1, 2, 3), window=((top, top + 120), (left, left + 150)))
        profile = {"crs": image.crs, "transform": image.window_transform(((top, top + 120), (left, left + 150)))}
    mask = np.full(pixels.shape[1:], 255, np.uint8)
    mask[:, :20] = 0
    small = write_raster(pixels, "small.tif", mask=mask, photometric="rgb", **profile)
    result = explain(small, place, tmp_path / "heat.tif")
    with rasterio.open(result["heatmap"]) as file:
        heat = file.read(1)
        assert file.transform == profile["transform"]
    assert heat.shape == (120, 150)
    np.testing.assert_array_equal(np.isnan(heat), mask == 0)
    with rasterio.open(small) as file, pytest.raises(InputError, match="no data at the point"):
        explain(small, file.xy(5, 5), tmp_path / "other.tif")


def test_the_command_line_prints_where_the_heat_map_is(raster, place, tmp_path) -> None:
    output = tmp_path / "new folder" / "heat.tif"
    words = ("explain", raster, "--model", "default", "--at", *place, "--output", output, "--threshold", 0.4,
             "--bands", 1, 2, 3, "--layer", "network.decoder.blocks.0", "--json")  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "landslide_plugin.engine", *map(str, words)], cwd=ROOT,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["heatmap"] == str(output) and output.exists()
    assert (result["threshold"], result["layer"]) == (0.4, "network.decoder.blocks.0")
    assert {"probability", "warnings", "seconds"} < set(result)


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"at": (0, 0)}, "The point lies outside the image: choose a point on the image."),
        ({"layer": "bottom"}, "The network has no layer 'bottom' to explain: give the path of a module, such as"),
        ({"point_crs": "EPSG:nowhere"}, "'EPSG:nowhere' is no coordinate reference system that leads to the image's"),
        ({"point_crs": "EPSG:4326", "at": (0, 95)}, "The point lies outside the image"),
        ({"output": "heat.png"}, "The heat map is a GeoTIFF: give a file that ends with .tif"),
        ({"output": "image"}, "which this run reads: choose another place"),
        ({"output": "other"}, "is no heat map of an earlier explanation: give another file"),
        ({"threshold": 1.5}, "The threshold must lie between 0 and 1"),
        ({"raster": "without crs", "point_crs": "EPSG:4326"}, "The image has no coordinate reference system"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_sentence(
    raster, place, write_raster, landscape, tmp_path, monkeypatch, capsys, wishes, sentence
) -> None:
    image = write_raster(landscape, crs=None) if "raster" in wishes else raster
    (tmp_path / "link").symlink_to(Path(raster).parent, target_is_directory=True)
    outputs = {"image": tmp_path / "link" / Path(raster).name, "other": write_raster(landscape, "other.tif")}
    output = outputs.get(wishes.get("output"), tmp_path / "out" / wishes.get("output", "heat.tif"))
    options = [word for name in ("layer", "point_crs", "threshold") if name in wishes
               for word in (f"--{name.replace('_', '-')}", wishes[name])]  # fmt: skip
    words = ("explain", image, "--at", *wishes.get("at", place), "--output", output, *options, "--json")
    monkeypatch.setattr(sys, "argv", ["engine", *map(str, words)])
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with pytest.raises(SystemExit) as left:
            main()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    said = capsys.readouterr()
    assert left.value.code == 2
    assert sentence in said.err and len(said.err.strip().splitlines()) == 1
    assert said.out == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("scale", [1, 0.8, 0.375])
@pytest.mark.parametrize("side", [512, 256, 224, 77])
def test_the_map_lies_where_the_network_looked_however_it_pads(scale: float, side: int) -> None:
    network = models.build("smp:unet:resnet18", decoder_channels=(32, 16, 16, 8, 8), scale=scale).eval()
    maps = []
    network.network.encoder.register_forward_hook(lambda *seen: maps.append(seen[-1][-1]))
    with torch.inference_mode():
        network(torch.rand(1, 3, side, side))
    assert padded_size(network, torch.empty(side, side)) == [round(maps[0].shape[-1] * 32 / scale)] * 2
