"""Tiles are learned from as a detection sees them: the same bands and light, and no ground where there is none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import rasterio

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.source import RasterSource, Reading
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import read_data
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.run import train
from landslide_plugin.engine.training.sources import TileSource
from landslide_plugin.engine.training.tiles import read_tiles

SIDE = 48
MEAN = (0.3, 0.4, 0.5)


@pytest.fixture
def write_tile(write_raster, tmp_path) -> Callable[..., RasterSource]:
    """Writes one tile with a mask that calls its upper half landslide, and opens it as a detection does."""
    for folder in ("images", "masks"):
        (tmp_path / folder).mkdir(exist_ok=True)

    def write(pixels: np.ndarray, names: tuple[str, ...] | None = None, stretch: bool = False, **profile: object):
        mask = np.zeros((1, *pixels.shape[1:]), np.uint8)
        mask[:, : SIDE // 2] = 1
        write_raster(mask, "masks/a.tif")
        path = write_raster(pixels, "images/a.tif", **profile)
        if names:
            with rasterio.open(path, "r+") as file:
                file.descriptions = names
        return RasterSource(path, reading=Reading(stretch=stretch))

    return write


@pytest.fixture
def read(tmp_path) -> Callable[..., LabelledTile]:
    """The tile as a training learns it."""

    def read_one(stretch: bool = False) -> LabelledTile:
        (tile,) = read_tiles(TileSource("images", "masks", stretch=stretch), tmp_path, fill=MEAN)
        return tile

    return read_one


def radiometry(kind: str) -> tuple[np.ndarray, dict]:
    """Pixels whose upper left corner holds no ground, and what the file says of that."""
    rng = np.random.default_rng(0)
    pixels = rng.uniform(0.05, 0.3, (3, SIDE, SIDE)).astype(np.float32)
    corner = (slice(None), slice(0, 12), slice(0, 12))
    if kind == "not a number":
        pixels[corner] = np.nan
        return pixels, {}
    if kind == "declared, float":
        pixels[corner] = -9999
        return pixels, {"nodata": -9999}
    if kind == "16 bits, 0 in all bands":
        counts = (pixels * 3000).astype(np.uint16)
        counts[corner] = 0
        return counts, {}
    counts = (pixels * 700).astype(np.uint8)
    if kind == "8 bits, transparent":
        counts = np.concatenate([counts, np.full((1, SIDE, SIDE), 255, np.uint8)])
        counts[corner] = 0
        return counts, {"photometric": "rgb", "alpha": "yes"}
    counts[corner] = 0
    return counts, {"nodata": 0, "photometric": "rgb"}


@pytest.mark.parametrize("stretch", [False, True])
@pytest.mark.parametrize(
    "kind",
    ["not a number", "declared, float", "16 bits, 0 in all bands", "8 bits, declared", "8 bits, transparent"],
)
def test_ground_without_data_is_not_learned_from_and_spoils_no_light(write_tile, read, kind, stretch) -> None:
    pixels, profile = radiometry(kind)
    with write_tile(pixels, stretch=stretch, **profile) as image:
        window = rasterio.windows.Window(0, 0, SIDE, SIDE)
        seen = image.read(window, image.grid())
    tile = read(stretch)
    assert not seen.valid[:12, :12].any() and seen.valid.sum() == SIDE * SIDE - 144
    assert np.array_equal(tile.known, seen.valid)
    assert np.array_equal(tile.image[:, seen.valid], np.rint(seen.pixels[:, seen.valid] * 255))
    assert tile.image[:, seen.valid].std() > 40, "the ground fills the range"
    assert (tile.image[:, ~seen.valid] == [[76], [102], [128]]).all(), "the mean, as at inference"
    assert tile.pixels() == (SIDE * SIDE // 2 - 144, SIDE * SIDE - 144)


def test_black_pixels_of_8_bits_are_ground_where_the_file_does_not_say_otherwise(write_tile, read) -> None:
    pixels = np.random.default_rng(0).integers(1, 255, (3, SIDE, SIDE)).astype(np.uint8)
    pixels[:, 4:9, 4:9] = 0
    with write_tile(pixels, photometric="rgb") as image:
        assert image.read(rasterio.windows.Window(0, 0, SIDE, SIDE), image.grid()).valid.all()
    tile = read()
    assert tile.known.all()
    assert np.array_equal(tile.image, pixels)


def test_bands_are_found_by_their_names(write_tile, read) -> None:
    pixels = np.stack([np.full((SIDE, SIDE), value, np.uint8) for value in (10, 20, 30, 40)])
    with write_tile(pixels, ("Blue", "Green", "Red", "NIR"), photometric="minisblack") as image:
        assert image.bands == (3, 2, 1)
    assert read().image[:, 0, 0].tolist() == [30, 20, 10]


def test_a_tile_across_the_antimeridian_is_no_wider_than_it_is(write_tile, read) -> None:
    across = rasterio.Affine(1, 0, 3339584.72 - SIDE / 2, 0, -1, 0)  # 180 degrees east lie in its middle
    write_tile(np.full((3, SIDE, SIDE), 90, np.uint8), crs="EPSG:3832", transform=across)
    left, _, right, _ = read().bounds
    assert (left, right) == pytest.approx((180 - 0.000216, 180 + 0.000216), abs=2e-6)


def test_a_palette_is_read_as_its_colours(write_tile, read) -> None:
    indices = np.arange(SIDE * SIDE, dtype=np.uint8).reshape(1, SIDE, SIDE) % 2
    write_tile(indices, photometric="palette", colormap={0: (200, 100, 50, 255), 1: (20, 40, 60, 255)}).close()
    assert read().image[:, 0, :2].T.tolist() == [[200, 100, 50], [20, 40, 60]]


def test_a_tile_that_cannot_be_used_is_named(write_tile, write_raster, read) -> None:
    write_raster(np.zeros((1, SIDE, SIDE), np.uint8), "images/a.tif")
    with pytest.raises(InputError, match=r"a\.tif: The image has 1 band and the model reads 3"):
        read()
    write_raster(np.full((3, SIDE, SIDE), np.nan, np.float32), "images/a.tif")
    with pytest.raises(InputError, match=r"a\.tif holds no data"):
        read()


def test_masks_that_are_nowhere_are_no_ground_without_landslides(config) -> None:
    text = config.read_text()
    config.write_text(text.replace('masks = "masks"', 'masks = "mask"', 1))
    with pytest.raises(InputError, match=r"There is no folder .*mask: correct masks or dems in the configuration"):
        read_data(read_config(config))
    config.write_text(text)
    masks = config.parent / "masks"
    for file in masks.glob("*.png"):
        file.rename(file.with_name(f"mask_{file.name}"))
    with pytest.raises(InputError, match=r"No mask in .* has the name of an image in .*: name them alike"):
        read_data(read_config(config))


def test_images_without_a_mask_are_counted(config) -> None:
    with read_data(read_config(config)) as data:
        assert not data.warnings
    for number in (2, 5, 6):
        (config.parent / "masks" / f"fit{number}.png").unlink()
    with read_data(read_config(config)) as data:
        assert data.warnings == ["3 of 10 images of images have no mask and count as free of landslides."]
    config.write_text(config.read_text().replace('masks = "masks"\nmatch = "fit', 'match = "fit'))
    with read_data(read_config(config)) as data:
        assert not data.warnings, "without masks there is nothing to miss"


def test_a_training_learns_around_what_has_no_data(config) -> None:
    """Bright blobs on dark ground; of each tile a third is -9999, and masks call landslide what lies there."""
    for number, file in enumerate(sorted((config.parent / "images").glob("*.png"))):
        with rasterio.open(file) as image, rasterio.open(config.parent / "masks" / file.name) as mask:
            pixels, truth = image.read().astype(np.float32) / 1000, mask.read()
        empty = np.roll(np.arange(60) < 20, 20 * (number % 3))
        pixels[:, :, empty], truth[:, :, empty] = -9999, 255
        for folder, values, nodata in (("images", pixels, -9999), ("masks", truth, None)):
            (config.parent / folder / file.name).unlink()
            with rasterio.open(
                config.parent / folder / f"{file.stem}.tif", "w", driver="GTiff", dtype=values.dtype, width=60,
                height=48, count=len(values), nodata=nodata,
            ) as made:  # fmt: skip
                made.write(values)
    with read_data(read_config(config)) as data:
        tile = data.validation_places[0].tile()
        assert tile.known.mean() == pytest.approx(2 / 3)
        assert (tile.image[:, ~tile.known] == np.rint(np.array(read_config(config).mean) * 255)[:, None]).all()
    assert train(config, False, "cpu", JobContext())["metrics"]["held-out"]["iou"] > 0.75
