"""Metres on the ground for any coordinate reference system."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError
from rasterio.crs import CRS as RasterioCRS  # noqa: N811 - it shares its name with pyproj's

from landslide_plugin.common.errors import InputError

_WGS84 = Geod(ellps="WGS84")
_FARTHEST = 720.0  # degrees of longitude; rasters across the date line or counted from 0 to 360 go beyond 180


def ground_sample_distance(transform: Affine, width: int, height: int, crs: RasterioCRS | None) -> float | None:
    """Side of a pixel on the ground at the raster's centre, metres: the geometric mean of its two sides.

    Returns, Raises: see `pixel_sides`.
    """
    sides = pixel_sides(transform, width, height, crs)
    return math.sqrt(sides[0] * sides[1]) if sides else None


def pixel_sides(transform: Affine, width: int, height: int, crs: RasterioCRS | None) -> tuple[float, float] | None:
    """From one pixel to the next along a row, and down a column, on the ground at the raster's centre, metres.

    The centre pixel is measured on the ellipsoid, so degrees, feet and the stretched metres of Web Mercator all come
    out right.

    Returns:
        None where the raster has no usable georeference.

    Raises:
        InputError: the coordinates cannot belong to the CRS, such as metres that are labelled as degrees.
    """
    to_degrees = _to_degrees(crs)
    if to_degrees is None:
        return None
    column, row = width / 2, height / 2
    corners = [transform @ (column + dx, row + dy) for dx, dy in ((0, 0), (1, 0), (0, 1))]
    longitudes, latitudes = to_degrees(*np.transpose(corners))
    # Degrees pass through PROJ whatever they are; other coordinates become infinite far from the CRS's ground.
    if not (np.isfinite([longitudes, latitudes]).all() and abs(latitudes[0]) <= 90 and abs(longitudes[0]) <= _FARTHEST):
        (x, y), name = corners[0], crs.to_string() if crs.to_epsg() else CRS.from_wkt(crs.to_wkt()).name
        raise InputError(
            f"The image's coordinates (its centre is {x:.10g}, {y:.10g}) do not exist in its coordinate reference "
            f"system, {name}: choose the right one for the image."
        )
    _, _, sides = _WGS84.inv([longitudes[0]] * 2, [latitudes[0]] * 2, longitudes[1:], latitudes[1:])
    across, down = map(float, sides)
    return (across, down) if math.isfinite(across * down) and across * down > 0 else None


def steps_on_ground(transform: Affine, height: int, width: int, crs: RasterioCRS | None) -> NDArray[np.float64] | None:
    """How far east and north, in metres, one leads that goes a pixel to the right or a pixel down.

    East and north are those of the ellipsoid, so that degrees, feet, a turned image and the stretched metres of Web
    Mercator all come out right. A local system has its own axes for them.

    Args:
        transform: pixel to the CRS.
        height, width: of the window.
        crs: of the coordinates.

    Returns:
        (2, 2, height, width): first index right or down, second east or north; None where nothing tells metres.
    """
    to_degrees = _to_degrees(crs)
    if to_degrees is None:
        if crs is None or not crs.is_valid or crs.is_geographic:
            return None
        steps = np.array([[transform.a, transform.d], [transform.b, transform.e]]) * crs.linear_units_factor[1]
        return np.broadcast_to(steps[:, :, None, None], (2, 2, height, width))
    # Measured at nine places; between them the steps change so little that a straight line is exact to a millionth.
    nodes = [np.linspace(0, side, 3) for side in (height, width)]
    rows, columns = np.meshgrid(*nodes, indexing="ij")
    here = to_degrees(*(transform @ (columns, rows)))
    steps = np.empty((2, 2, 3, 3))
    for number, (dx, dy) in enumerate(((1, 0), (0, 1))):
        there = to_degrees(*(transform @ (columns + dx, rows + dy)))
        azimuth, _, distance = _WGS84.inv(*here, *there)
        steps[number] = distance * np.sin(np.radians(azimuth)), distance * np.cos(np.radians(azimuth))
    weights = [
        np.stack([np.interp(np.arange(side) + 0.5, node, one) for one in np.eye(3)])
        for side, node in zip((height, width), nodes, strict=True)
    ]
    return np.einsum("abij,ih,jw->abhw", steps, *weights, optimize=True)


def measure(geometry: shapely.Geometry, crs: RasterioCRS | None) -> tuple[float, float]:
    """Area (m2) and perimeter (m) of polygons on the ellipsoid; in the layer's own units where it has no CRS."""
    to_degrees = _to_degrees(crs)
    if to_degrees is None:
        return geometry.area, geometry.length

    def on_globe(xy: np.ndarray) -> np.ndarray:
        longitudes, latitudes = to_degrees(xy[:, 0], xy[:, 1])
        return np.column_stack((unwrapped(longitudes, 360), latitudes))

    on_ellipsoid = shapely.transform(geometry, on_globe)
    area, _ = _WGS84.geometry_area_perimeter(shapely.orient_polygons(on_ellipsoid))
    return abs(area), _WGS84.geometry_length(on_ellipsoid.boundary)  # the sides of holes count, as in QGIS


def unwrapped(x: NDArray[np.float64], period: float) -> NDArray[np.float64]:
    """Moves coordinates by whole turns around the world, so that none jumps from one side of the map to the other.

    Args:
        x: one after the other along outlines.
        period: width of the world.
    """
    turns = np.rint((np.unwrap(x, period=period) - x) / period)  # exact, or closed rings would not stay closed
    return x + turns * period


def _to_degrees(crs: RasterioCRS | None) -> Callable[[Any, Any], tuple[Any, Any]] | None:
    """A function from coordinates to longitude and latitude; None without a CRS or with a local one."""
    return _transformer(crs.to_wkt()) if crs else None


@lru_cache(maxsize=16)
def _transformer(wkt: str) -> Callable[[Any, Any], tuple[Any, Any]] | None:
    try:
        return Transformer.from_crs(CRS.from_wkt(wkt), CRS.from_epsg(4326), always_xy=True).transform
    except (CRSError, ProjError):  # engineering and local systems have no place on the ellipsoid
        return None
