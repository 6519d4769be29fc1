"""Ground that is held back for validation: of folders of tiles, alone and beside maps of the same ground."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.warp import transform_bounds, transform_geom

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.parameters import ChipParameters
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.jobs import run_job
from landslide_plugin.engine.training.config import read_config
from landslide_plugin.engine.training.data import TrainingData, read_data
from landslide_plugin.engine.training.holding_back import hold_back
from landslide_plugin.engine.training.places import LabelledTile
from landslide_plugin.engine.training.sampling import Pool

UTM = "EPSG:32648"
CONFIG = """
name = "own"
title = "own"
architecture = "unet"
arguments = { width = 4 }
output = "own.safetensors"
tile_size = 64
"""
STAGE = "[[stages]]\nepochs = 1\ncrop = 32\n"
MAP = """
[[maps]]
raster = "scene.tif"
labels = "labels.gpkg"
labels_layer = "labels"
areas = "labels.gpkg"
areas_layer = "areas"
"""
TILES = '\n[[fit]]\nimages = "chips/images"\nmasks = "chips/masks"\n'


def tile(number: int) -> LabelledTile:
    return LabelledTile(np.full((3, 24, 24), number, np.uint8), np.zeros((24, 24), bool))


def square(left: float, top: float, side: float) -> shapely.Polygon:
    """Pixels from the upper left corner of the image, as ground."""
    return shapely.box(600000 + left / 2, 3000000 - (top + side) / 2, 600000 + (left + side) / 2, 3000000 - top / 2)


def draw(file: Path, layer: str, polygons: list[tuple[shapely.Geometry, str | None]], crs: str | None = UTM) -> None:
    """Writes polygons of the image's CRS in another one."""
    schema = {"geometry": "Polygon", "properties": {"class": "str"}}
    with fiona.open(file, "w", driver="GPKG", layer=layer, schema=schema, crs=crs) as made:
        for polygon, name in polygons:
            shape = shapely.geometry.mapping(polygon)
            shape = shape if crs in (UTM, None) else transform_geom(UTM, crs, shape)
            made.write({"geometry": shape, "properties": {"class": name}})


@pytest.fixture(params=[UTM, None], ids=["with a CRS", "without"])
def folder(request, write_raster, tmp_path, monkeypatch) -> Path:
    """An image of 512 x 512 pixels, fully labelled, with 36 landslides, and 64 chips of it."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)  # names in a configuration are beside it then
    pixels = np.random.default_rng(0).integers(1, 255, (3, 512, 512), dtype=np.uint8)
    write_raster(pixels, "scene.tif", crs=request.param)
    landslides = [(square(20 + number % 6 * 80, 20 + number // 6 * 80, 25), "landslide") for number in range(36)]
    labels = tmp_path / "labels.gpkg"
    draw(labels, "labels", landslides, request.param)
    draw(labels, "areas", [(square(0, 0, 512), None)], request.param)
    wishes = ChipParameters(
        str(tmp_path / "scene.tif"), str(labels), str(tmp_path / "chips"), "labels", str(labels), "areas", size=64
    )
    assert run_job("export_chips", wishes.to_dict(), JobContext())["chips"] == 64
    return tmp_path


def open_data(folder: Path, text: str) -> TrainingData:
    (folder / "own.toml").write_text(CONFIG + text)
    return read_data(read_config(folder / "own.toml"))


def ground(place: LabelledTile) -> shapely.Polygon:
    """Of a tile, in the image's CRS; in degrees tiles are a little askew."""
    on_earth = abs(place.bounds[0]) < 180
    bounds = transform_bounds("EPSG:4326", UTM, *place.bounds) if on_earth else place.bounds
    return shapely.box(*bounds).buffer(-0.5)


def tiles_of(data: TrainingData) -> list[shapely.Polygon]:
    """The ground of the tiles that are learned from."""
    return [ground(place) for pool in data.pools for place in pool.places if isinstance(place, LabelledTile)]


def held_tiles(data: TrainingData) -> list[shapely.Polygon]:
    return [ground(place) for place in data.validation_places if isinstance(place, LabelledTile)]


def test_held_back_tiles_are_not_learned_from() -> None:
    pools = [Pool([tile(number) for number in range(50)], 100)]
    held = hold_back(pools, 0.2, seed=3).places
    assert len(held) == 10
    assert pools[0].per_epoch == 80
    assert not {item.image[0, 0, 0] for item in held} & {item.image[0, 0, 0] for item in pools[0].places}
    again = hold_back([Pool([tile(number) for number in range(50)], 100)], 0.2, seed=3).places
    assert [item.image[0, 0, 0] for item in held] == [item.image[0, 0, 0] for item in again]


@pytest.mark.parametrize("step", [96, 128], ids=["overlapping", "side by side"])
def test_tiles_of_one_map_share_no_ground_with_those_held_back(step) -> None:
    places = [
        replace(tile(10 * row + column), bounds=(column * step, row * step, column * step + 128, row * step + 128))
        for row in range(10)
        for column in range(10)
    ]
    pool = Pool(list(places), 100)
    result = hold_back([pool], 0.2, seed=3)
    held, left_out = result.places, result.overlapping
    assert 20 <= len(held) < 29 and len(held) + len(pool.places) + left_out == 100
    learned, measured = (shapely.union_all([shapely.box(*one.bounds) for one in some]) for some in (pool.places, held))
    assert learned.intersection(measured).area == 0
    assert (left_out > 0) == (step < 128) and len(pool.places) > 40
    assert pool.per_epoch == pytest.approx(80 * len(pool.places) / (100 - len(held)), abs=1)
    groups = shapely.union_all([shapely.box(*one.bounds).buffer(1) for one in held]).geoms
    assert len(groups) <= 10, "neighbours are held back together"


@pytest.mark.parametrize("bounds", [None, (0.0, 0.0, 128.0, 128.0)], ids=["nowhere", "all in one place"])
def test_tiles_of_which_nobody_knows_where_they_lie_are_held_back_by_chance(bounds) -> None:
    pool = Pool([replace(tile(number), bounds=bounds) for number in range(50)], 50)
    result = hold_back([pool], 0.2, seed=3)
    held, left_out = result.places, result.overlapping
    assert (len(held), len(pool.places), left_out) == (10, 40, 0)


def test_tiles_of_a_map_keep_off_the_ground_that_it_is_validated_on(folder) -> None:
    with open_data(folder, STAGE + MAP + TILES) as data:
        region, learned = data.maps[0].region, tiles_of(data)
        assert region.area > 0 and 40 < len(learned) < 64
        assert not any(one.intersects(region) for one in learned)
        assert held_tiles(data) == [], "the ground beside it is learned from"
        assert any(f"{64 - len(learned)} tiles on ground of an image" in said for said in data.warnings)
        assert data.pools[0].per_epoch == len(learned)


def test_drawn_ground_holds_for_tiles_too(folder) -> None:
    with rasterio.open(folder / "scene.tif") as image:
        crs = "EPSG:4326" if image.crs else None
    drawn = square(130, 130, 120)
    draw(folder / "drawn.gpkg", "drawn", [(drawn, None)], crs)
    areas = 'validation_areas = "drawn.gpkg"\n'
    with open_data(folder, STAGE + TILES + areas) as data:
        held, learned = held_tiles(data), tiles_of(data)
        assert (len(held), len(learned)) == (4, 60)
        assert all(one.intersects(drawn) for one in held) and not any(one.intersects(drawn) for one in learned)
    with open_data(folder, STAGE + MAP + areas + TILES + areas) as data:
        assert (len(held_tiles(data)), len(tiles_of(data))) == (0, 60), "the map is validated there"
        before = data.fingerprint(read_config(folder / "own.toml"))
    draw(folder / "drawn.gpkg", "drawn", [(square(130, 130, 100), None)], crs)
    with open_data(folder, STAGE + MAP + areas + TILES + areas) as data:
        assert data.fingerprint(read_config(folder / "own.toml")) != before


def test_drawn_ground_without_georeferenced_tiles_is_refused_in_one_sentence(folder) -> None:
    for part in ("images", "masks"):
        for file in (folder / "chips" / part).iterdir():
            with rasterio.open(file) as chip:
                pixels = chip.read()
            with rasterio.open(file.with_suffix(".png"), "w", "PNG", 64, 64, len(pixels), dtype="uint8") as plain:
                plain.write(pixels)
            file.unlink()
            file.with_suffix(".png.aux.xml").unlink(missing_ok=True)
    draw(folder / "drawn.gpkg", "drawn", [(square(130, 130, 120), None)])
    areas = 'validation_areas = "drawn.gpkg"\n'
    with pytest.raises(InputError, match=r"^The tiles do not say where they lie, so that .* by lot instead\.$"):
        open_data(folder, STAGE + TILES + areas)
    with open_data(folder, STAGE + MAP + areas + TILES + areas) as data:
        assert "No validation area lies on the tiles of chips/images: all of them are learned from." in data.warnings
        assert len(data.pools[0].places) == 64
