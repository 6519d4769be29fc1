"""Chips: what is labelled goes out as images with masks and comes in again as tiles; folders as people name them."""

from __future__ import annotations

import json
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from click.testing import CliRunner

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.parameters import ChipParameters
from landslide_plugin.common.tile_folders import find_tiles
from landslide_plugin.engine.cli import cli
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.tiles import read_tiles

UTM = "EPSG:32648"


def square(left: float, top: float, side: float) -> shapely.Polygon:
    """Pixels from the upper left corner of the image, as ground."""
    return shapely.box(600000 + left / 2, 3000000 - (top + side) / 2, 600000 + (left + side) / 2, 3000000 - top / 2)


@pytest.fixture
def labelled(landscape, write_raster, tmp_path) -> ChipParameters:
    """An image of 900 x 700 pixels; a square of 300 in its corner is fully labelled."""
    schema = {"geometry": "Polygon", "properties": {"class": "str"}}
    for layer, polygons in (
        ("labels", [(square(64, 64, 100), "landslide"), (square(200, 20, 40), "unsure")]),
        ("areas", [(square(0, 0, 300), None)]),
    ):
        with fiona.open(tmp_path / "labels.gpkg", "w", driver="GPKG", layer=layer, schema=schema, crs=UTM) as file:
            for polygon, label in polygons:
                file.write({"geometry": shapely.geometry.mapping(polygon), "properties": {"class": label}})
    labels = str(tmp_path / "labels.gpkg")
    return ChipParameters(write_raster(landscape), labels, str(tmp_path / "chips"), "labels", labels, "areas", size=128)


def test_chips_hold_what_is_labelled_and_come_in_again_as_tiles(labelled, landscape, tmp_path) -> None:
    result = run_job("export_chips", labelled.to_dict(), JobContext())
    assert (result["chips"], result["with_landslides"]) == (9, 4)
    found = find_tiles(tmp_path / "chips")
    assert [one.tiles for one in found] == [9]
    tiles = read_tiles(TileSource(found[0].images, found[0].masks), tmp_path)
    assert sum(int(tile.mask.sum()) for tile in tiles) == 100 * 100
    assert sum(int(tile.known.sum()) for tile in tiles) == 300 * 300 - 40 * 40, "unsure and unlabelled stay unknown"
    with rasterio.open(Path(result["images"]) / "scene_000128_000128.tif") as chip:
        assert np.array_equal(chip.read(), landscape[:, 128:256, 128:256])
        assert chip.crs.to_string() == UTM and chip.transform.c == 600064
    with rasterio.open(Path(result["masks"]) / "scene_000128_000128.tif") as mask:
        assert (mask.read(1)[:36, :36] == 1).all() and mask.nodata == 255


def test_chips_at_another_pixel_size_that_overlap(labelled, tmp_path) -> None:
    wishes = {**labelled.to_dict(), "gsd": 1.0, "size": 64, "overlap": 0.5}
    result = run_job("export_chips", wishes, JobContext())
    with rasterio.open(next(Path(result["images"]).iterdir())) as chip:
        assert (chip.transform.a, chip.width) == (pytest.approx(1.0), 64)
    assert result["chips"] > 9


def test_the_command_line_exports_chips(labelled, tmp_path) -> None:
    given = ["export-chips", labelled.raster, "--labels", labelled.labels, "--labels-layer", "labels"]
    ended = CliRunner().invoke(cli, [*given, "--output", labelled.output, "--size", "64", "--json"])
    assert ended.exit_code == 0, ended.output
    result = json.loads(ended.stdout.splitlines()[-1])
    assert result["chips"] == 4 and "inside the label polygons" in result["warnings"][0]


class Impatient(JobContext):
    looks = 0

    def check(self) -> None:
        self.looks += 1
        if self.looks > 3:
            raise CancelledError


def test_nothing_half_written_and_nothing_overwritten(labelled, tmp_path) -> None:
    with pytest.raises(CancelledError):
        run_job("export_chips", labelled.to_dict(), Impatient())
    assert not (tmp_path / "chips").exists()
    run_job("export_chips", labelled.to_dict(), JobContext())
    with pytest.raises(InputError, match=r"There is a folder .*images already"):
        run_job("export_chips", labelled.to_dict(), JobContext())
    elsewhere = {**labelled.to_dict(), "output": str(tmp_path / "other"), "areas": None, "areas_layer": None}
    with fiona.open(labelled.labels, "w", driver="GPKG", layer="labels", crs=UTM,
                    schema={"geometry": "Polygon", "properties": {"class": "str"}}) as file:  # fmt: skip
        file.write({"geometry": shapely.geometry.mapping(square(5000, 0, 40)), "properties": {"class": "landslide"}})
    with pytest.raises(InputError, match="No usable label lies on scene"):
        run_job("export_chips", elsewhere, JobContext())
    with pytest.raises(InputError, match="16 to 4096 pixels"):
        ChipParameters("a.tif", "b.gpkg", "c", size=4)


def write_tile(file: Path, values: np.ndarray, **profile: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    driver = {".png": "PNG", ".jpg": "JPEG", ".tif": "GTiff"}[file.suffix]
    settings = {"driver": driver, "dtype": values.dtype, "count": len(values), "height": values.shape[1],
                "width": values.shape[2], **profile}  # fmt: skip
    with rasterio.open(file, "w", **settings) as made:
        made.write(values)


@pytest.fixture
def disc() -> np.ndarray:
    """(32, 32) bool."""
    rows, columns = np.mgrid[0:32, 0:32]
    return (rows - 14) ** 2 + (columns - 18) ** 2 < 64


def test_the_layout_of_the_bijie_data_set_is_understood(tmp_path, disc) -> None:
    image = np.full((3, 32, 32), 90, np.uint8)
    for number in range(3):
        write_tile(tmp_path / "landslide" / "image" / f"df{number}.png", image)
        write_tile(tmp_path / "landslide" / "mask" / f"df{number}.png", disc[None] * np.uint8(255))
    for number in range(2):
        write_tile(tmp_path / "non-landslide" / "image" / f"no{number}.png", image)
    write_tile(tmp_path / "unlabelled" / "image" / "what.png", image)  # who knows whether there are landslides
    with_landslides, without = find_tiles(tmp_path)
    assert (with_landslides.tiles, without.tiles, without.masks) == (3, 2, None)
    folders = (with_landslides, without)
    tiles = [tile for one in folders for tile in read_tiles(TileSource(one.images, one.masks), tmp_path)]
    assert [tile.landslides for tile in tiles] == [1, 1, 1, 0, 0]
    assert find_tiles(tmp_path / "landslide" / "image") == [with_landslides], "the folder of images itself will do"


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("ones.png", lambda disc: disc[None].astype(np.uint8)),
        ("soft.jpg", lambda disc: disc[None] * np.uint8(255)),
        ("coloured.png", lambda disc: np.stack([0 * disc, 0 * disc, 255 * disc]).astype(np.uint8)),
        ("opaque.png", lambda disc: np.stack([255 * disc] * 3 + [0 * disc + 255]).astype(np.uint8)),
        ("sixteen.tif", lambda disc: (disc[None] * 1000).astype(np.uint16)),
    ],
)
def test_masks_are_read_however_they_were_drawn(tmp_path, disc, name, mask) -> None:
    write_tile(tmp_path / "images" / name.replace(".jpg", ".png"), np.full((3, 32, 32), 90, np.uint8))
    write_tile(tmp_path / "masks" / name, mask(disc))
    (found,) = find_tiles(tmp_path)
    (tile,) = read_tiles(TileSource(found.images, found.masks), tmp_path)
    assert (tile.mask != disc).mean() < 0.01
    assert tile.known.all()


def test_tiles_of_more_than_8_bits_are_spread(tmp_path, disc) -> None:
    rng = np.random.default_rng(0)
    write_tile(tmp_path / "images" / "dark.tif", rng.integers(300, 900, (3, 32, 32)).astype(np.uint16))
    write_tile(tmp_path / "masks" / "dark.tif", disc[None].astype(np.uint8))
    (tile,) = read_tiles(TileSource("images", "masks"), tmp_path)
    assert tile.image.dtype == np.uint8 and tile.image.min() < 10 and tile.image.max() > 245


def test_folders_without_tiles_or_with_other_names_are_refused(tmp_path, disc) -> None:
    with pytest.raises(InputError, match=r"no tiles with masks in .*: choose a folder that holds"):
        find_tiles(tmp_path)
    write_tile(tmp_path / "images" / "a.png", np.full((3, 32, 32), 90, np.uint8))
    with pytest.raises(InputError, match="no tiles with masks"):
        find_tiles(tmp_path)
    write_tile(tmp_path / "masks" / "b.png", disc[None].astype(np.uint8))
    with pytest.raises(InputError, match=r"No mask in .*masks has the name of an image in .*images"):
        find_tiles(tmp_path)
