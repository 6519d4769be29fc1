"""Labels of any file and coordinate reference system, brought to the image's."""

from __future__ import annotations

import fiona
import numpy as np
import pytest
import rasterio
import shapely
from rasterio.warp import transform_geom

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.training.labels import read_labels
from tests.engine.maps.scene import UTM, bounds_of, square


def test_labels_of_another_crs_and_broken_ones_are_brought_in_order(folder, draw) -> None:
    bow = shapely.Polygon([tuple(np.add(square(folder, 50, 50, 40).exterior.coords[i], 0)) for i in (0, 2, 1, 3)])
    file = draw(
        [
            (square(folder, 200, 200, 40), "landslide"),
            (bow, "not a landslide"),
            (square(folder, 9000, 0, 40), "landslide"),
            (shapely.LineString(square(folder, 100, 100, 40).exterior.coords), "landslide"),
            (None, "landslide"),
        ],
        crs="EPSG:4326",
    )
    labels = read_labels(file, None, shapely.box(*bounds_of(folder)), rasterio.crs.CRS.from_string(UTM))
    (landslide,), (negative,) = labels.landslides, labels.negatives
    assert landslide.symmetric_difference(square(folder, 200, 200, 40)).area < 1
    assert negative.is_valid and negative.area > 0
    said = " ".join(labels.warnings)
    assert "1 were invalid" in said and "2 do not lie on the image" in said and "1 have no area" in said


@pytest.mark.parametrize(
    ("driver", "name"),
    [("GPKG", "world.gpkg"), ("ESRI Shapefile", "world.shp"), ("GeoJSON", "world.json"), ("GML", "world.gml"),
     ("FlatGeobuf", "world.fgb")],
)  # fmt: skip
@pytest.mark.parametrize("count", [0, 300])
def test_of_an_inventory_of_the_world_only_the_image_s_landslides_are_taken(folder, driver, name, count) -> None:
    """Those of the other side of the world among them, which a UTM zone would fold onto the image."""
    ground, utm = shapely.box(*bounds_of(folder)), rasterio.crs.CRS.from_string(UTM)
    places = np.random.default_rng(0).uniform((-180, -60), (180, 80), (count, 2))
    far = [shapely.box(x, y, x + 0.01, y + 0.01) for x, y in places] + [shapely.box(-80, -10, -70, 0)] * min(1, count)
    here = shapely.geometry.shape(transform_geom(UTM, "EPSG:4326", square(folder, 100, 100, 50)))
    written = [*far, here] if count else []
    schema = {"geometry": "Polygon", "properties": {"class": "str"}}
    with fiona.open(folder / name, "w", driver=driver, crs="EPSG:4326", schema=schema) as file:
        for polygon in written:
            file.write({"geometry": shapely.geometry.mapping(polygon), "properties": {"class": "landslide"}})
    labels = read_labels(folder / name, None, ground, utm)
    if not count:
        assert not labels.landslides and not labels.warnings
        return
    (found,) = labels.landslides
    assert found.symmetric_difference(square(folder, 100, 100, 50)).area < 1
    assert labels.warnings == (f"Of the features of {name}, {count + 1} do not lie on the image and are left out.",)


def test_labels_from_beyond_the_antimeridian_lie_where_they_are(folder, draw) -> None:
    box = shapely.box(-179.999, 10, -179.998, 10.001)  # the image goes on beyond 180 degrees east
    schema = {"geometry": "Polygon", "properties": {}}
    with fiona.open(folder / "west.gpkg", "w", driver="GPKG", crs="EPSG:4326", schema=schema) as file:
        file.write({"geometry": shapely.geometry.mapping(box), "properties": {}})
    ground, degrees = shapely.box(179.99, 9.99, 180.01, 10.01), rasterio.crs.CRS.from_epsg(4326)
    labels = read_labels(folder / "west.gpkg", None, ground, degrees)
    (landslide,) = labels.landslides
    assert landslide.bounds == pytest.approx((180.001, 10, 180.002, 10.001))


def test_labels_without_a_place_in_the_image_s_crs_are_told_of(folder, draw) -> None:
    ground, utm = shapely.box(*bounds_of(folder)), rasterio.crs.CRS.from_string(UTM)
    lost = shapely.box(600000, 2999000, 600100, 2999100)  # metres, saved as degrees
    schema = {"geometry": "Polygon", "properties": {}}
    with fiona.open(folder / "metres.gpkg", "w", driver="GPKG", crs="EPSG:4326", schema=schema) as file:
        file.write({"geometry": shapely.geometry.mapping(lost), "properties": {}})
    labels = read_labels(folder / "metres.gpkg", None, ground, utm)
    assert not labels.landslides and "1 have no place in the image's coordinate" in labels.warnings[0]
    with fiona.open(folder / "site.shp", "w", driver="ESRI Shapefile", schema=schema) as file:
        file.write({"geometry": shapely.geometry.mapping(lost), "properties": {}})
    (folder / "site.prj").write_text('LOCAL_CS["site",UNIT["metre",1]]')
    with pytest.raises(
        InputError, match=r"The coordinate reference system of site.shp does not lead to that of the im"
    ):
        read_labels(folder / "site.shp", None, ground, utm)
