"""The sample scene as files: image, elevation, truth mask and truth polygons."""

from __future__ import annotations

from pathlib import Path

import fiona
import numpy as np
import rasterio
import shapely
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.features import shapes

from landslide_plugin.engine.raster.ground import measure
from landslide_plugin.engine.raster.writing import complete_or_nothing

from .noise import Array
from .scene import EPSG, Scene

_DEM_GSD = 2.0  # elevation comes at about 2 m, as from an airborne survey
_BLOCK = 256
LAYER = "landslides"


def write(scene: Scene, folder: Path | str) -> dict[str, Path]:
    """Writes a scene; the files appear in `folder` together, when all are complete.

    Args:
        scene: what `generate` made.
        folder: made when missing.

    Returns:
        `image` (RGB GeoTIFF, JPEG inside, with overviews), `dem` (float32 metres, about 2 m per pixel, covering at
        least the image), `truth` (uint8, 1 landslide, 0 not, the image's grid) and `truth_polygons` (GeoPackage with
        exact outlines of the mask's pixels; `kind` is the type of movement, `freshness` 1 bare to 0 overgrown).

    Raises:
        InputError: the folder cannot be written to, or the disk is full.
    """
    folder = Path(folder)
    names = {
        "image": "sample_scene.tif",
        "dem": "sample_scene_dem.tif",
        "truth": "sample_scene_truth.tif",
        "truth_polygons": "sample_scene_truth.gpkg",
    }
    crs = CRS.from_epsg(EPSG)
    with complete_or_nothing(folder, scene.rgb.nbytes + scene.dem.nbytes) as working:
        _write_image(scene, crs, working / names["image"])
        _write_dem(scene, crs, working / names["dem"])
        _write_truth(scene, crs, working / names["truth"])
        _write_polygons(scene, crs, working / names["truth_polygons"])
    return {key: folder / name for key, name in names.items()}


def _transform(scene: Scene, gsd: float) -> Affine:
    easting, northing = scene.origin
    return Affine(gsd, 0, easting, 0, -gsd, northing)


def _write_raster(
    path: Path, values: Array, crs: CRS, transform: Affine, overviews: Resampling, **profile: str
) -> None:
    count, height, width = values.shape
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=count, height=height, width=width, crs=crs,
        transform=transform, tiled=True, blockxsize=_BLOCK, blockysize=_BLOCK, **profile,
    ) as file:  # fmt: skip
        file.write(values)
        if count == 3:
            file.colorinterp = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    levels = [2**level for level in range(1, 8) if max(height, width) >> level >= _BLOCK]
    if levels:
        with rasterio.open(path, "r+") as file:
            file.build_overviews(levels, overviews)


def _write_image(scene: Scene, crs: CRS, path: Path) -> None:
    jpeg = {"compress": "jpeg", "jpeg_quality": "90", "photometric": "ycbcr"}
    with rasterio.Env(JPEG_QUALITY_OVERVIEW="85", PHOTOMETRIC_OVERVIEW="YCBCR"):
        _write_raster(path, scene.rgb, crs, _transform(scene, scene.gsd), Resampling.average, **jpeg)


def _write_dem(scene: Scene, crs: CRS, path: Path) -> None:
    factor = max(round(_DEM_GSD / scene.gsd), 1)
    size = len(scene.dem)
    missing = -size % factor
    padded = np.pad(scene.dem, (0, missing), mode="edge")
    side = len(padded) // factor
    coarse = padded.reshape(side, factor, side, factor).mean((1, 3), dtype=np.float64).astype(np.float32)
    transform = _transform(scene, scene.gsd * factor)
    _write_raster(path, coarse[None], crs, transform, Resampling.average, compress="deflate", predictor="3")


def _write_truth(scene: Scene, crs: CRS, path: Path) -> None:
    _write_raster(path, scene.truth[None], crs, _transform(scene, scene.gsd), Resampling.mode, compress="deflate")


def _write_polygons(scene: Scene, crs: CRS, path: Path) -> None:
    schema = {
        "geometry": "MultiPolygon",
        "properties": {
            "ls_id": "int:9", "area_m2": "float:16.1", "perim_m": "float:14.1", "status": "str:12", "image": "str:120",
            "kind": "str:24", "freshness": "float:6.3",
        },
    }  # fmt: skip
    parts: dict[int, list[shapely.Polygon]] = {}
    numbers = scene.numbers
    for geometry, number in shapes(numbers, mask=numbers > 0, transform=_transform(scene, scene.gsd)):
        parts.setdefault(int(number), []).append(shapely.geometry.shape(geometry))
    records = []
    for number, polygons in sorted(parts.items()):
        outline = shapely.MultiPolygon(polygons)
        area, perimeter = measure(outline, crs)
        records.append({
            "geometry": shapely.geometry.mapping(outline),
            "properties": {
                "ls_id": number, "area_m2": round(area, 1), "perim_m": round(perimeter, 1), "status": "truth",
                "image": "sample_scene.tif", "kind": scene.kinds[number - 1],
                "freshness": round(scene.freshness[number - 1], 3),
            },
        })  # fmt: skip
    with fiona.open(path, "w", driver="GPKG", layer=LAYER, schema=schema, crs_wkt=crs.to_wkt()) as file:
        file.writerecords(records)
