"""The folder of a scene, and labels drawn in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fiona
import pytest
import shapely
from rasterio.warp import transform_geom

from landslide_plugin.engine.sample_scene import generate, write
from tests.engine.maps.scene import GSD, UTM


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a generated scene of 400 x 400 pixels with landslides."""
    folder = tmp_path_factory.mktemp("scene")
    write(generate(5, 400, GSD), folder)
    return folder


@pytest.fixture
def folder(scene: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scene in it."""
    monkeypatch.delenv("LANDSLIDE_MAPPER_DATA", raising=False)
    for file in scene.iterdir():
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


@pytest.fixture
def draw(folder: Path) -> Callable[..., Path]:
    """Writes polygons with classes to a layer of a GeoPackage."""

    def write_layer(
        polygons: list[tuple[shapely.Geometry | None, str | None]], name: str = "labels.gpkg", layer: str = "labels",
        crs: str = UTM,
    ) -> Path:  # fmt: skip
        schema = {"geometry": "Unknown", "properties": {"class": "str"}}
        with fiona.open(folder / name, "w", driver="GPKG", layer=layer, schema=schema, crs=crs) as file:
            for polygon, label in polygons:
                geometry = None if polygon is None else shapely.geometry.mapping(polygon)
                if geometry and crs != UTM:
                    geometry = transform_geom(UTM, crs, geometry)
                file.write({"geometry": geometry, "properties": {"class": label}})
        return folder / name

    return write_layer
