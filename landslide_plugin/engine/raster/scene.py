"""The part of a raster that a person asked for."""

from __future__ import annotations

import shapely
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.raster.grid import OUTSIDE
from landslide_plugin.engine.raster.placing import Placing
from landslide_plugin.engine.raster.source import RasterSource


class Scene:
    """An open raster, its work grid, and the part of it that is wanted.

    Args:
        source: the open raster.
        scale: raster pixels per work pixel.
        extent: xmin, ymin, xmax, ymax; None = all of it.
        area: WKT polygons; None = all of it.
        area_crs: of extent and area, e.g. `EPSG:4326`; None = the raster's.

    Raises:
        InputError: extent or area lie outside the raster or outside of each other, or the area is no polygon.
    """

    def __init__(
        self,
        source: RasterSource,
        scale: float,
        extent: tuple[float, float, float, float] | None = None,
        area: str | None = None,
        area_crs: str | None = None,
    ) -> None:
        self.source, self.grid = source, source.grid(scale)

        def placed(given: shapely.Geometry) -> shapely.Geometry:
            found = Placing(area_crs, source.crs, self.grid.outline).place(given)
            if found.is_empty:
                raise InputError(OUTSIDE)
            return found

        self.area = placed(_polygons(area)) if area else None
        rectangle = placed(shapely.box(*extent)) if extent else None
        window = Window(0, 0, self.grid.width, self.grid.height)
        for wanted in filter(None, (rectangle, self.area)):
            part = self.grid.window_of(wanted.bounds)
            if not _overlap(window, part):
                raise InputError("The chosen extent and the chosen polygons do not overlap: change one of them.")
            window = window.intersection(part)
        self.window: Window = window
        """The wanted part's bounding box, whole work pixels."""

    @property
    def megapixels(self) -> float:
        """Work pixels of the window, in millions."""
        return self.window.width * self.window.height / 1e6

    @property
    def ground(self) -> shapely.Geometry:
        """The wanted part's outline in the raster's CRS."""
        box = self.grid.ground_of(self.window)
        return box if self.area is None else box.intersection(self.area)


def _overlap(a: Window, b: Window) -> bool:
    return (
        min(a.col_off + a.width, b.col_off + b.width) > max(a.col_off, b.col_off)
        and min(a.row_off + a.height, b.row_off + b.height) > max(a.row_off, b.row_off)
    )  # fmt: skip


def _polygons(wkt: str) -> shapely.Geometry:
    try:
        geometry = shapely.make_valid(shapely.from_wkt(wkt))
    except shapely.errors.ShapelyError as error:
        raise InputError("The area is not a polygon in WKT: give POLYGON or MULTIPOLYGON text.") from error
    if geometry.is_empty or geometry.area == 0:
        raise InputError("The chosen area is empty: select polygons that have an area.")
    return geometry
