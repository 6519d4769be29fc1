"""An image opened as a model reads it, and the part of it that a person asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import shapely
from rasterio.windows import Window

from landslide_plugin.common.errors import InputError
from landslide_plugin.common.model_card import ModelCard
from landslide_plugin.common.parameters import JobParameters
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.fused import open_for
from landslide_plugin.engine.raster.grid import OUTSIDE
from landslide_plugin.engine.raster.placing import Placing, world_width
from landslide_plugin.engine.raster.resolution import Resolution, choose_resolution
from landslide_plugin.engine.raster.source import RasterSource, Reading


class Scene:
    """An open raster, its work grid, and the part of it that is wanted.

    Args:
        source: the open raster.
        resolution: at which it is read.
        extent: xmin, ymin, xmax, ymax; None = all of it.
        area: WKT polygons; None = all of it.
        area_crs: of extent and area, e.g. `EPSG:4326`; None = the raster's.

    Raises:
        InputError: extent or area lie outside the raster or outside of each other, or the area is no polygon.
    """

    def __init__(
        self,
        source: RasterSource,
        resolution: Resolution,
        extent: tuple[float, float, float, float] | None = None,
        area: str | None = None,
        area_crs: str | None = None,
    ) -> None:
        self.source, self.resolution, self.grid = source, resolution, source.ground_grid(resolution.scale)

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

    def warnings(self, window: Window | None = None) -> list[str]:
        """What must be said about a window before it is read; None = the wanted part.

        Raises:
            InputError: it cannot be read.
        """
        cover = self.source.check(self.window if window is None else window, self.grid)
        return [*self.resolution.warnings, *self.source.warnings, *cover]

    def pixel_at(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of the work pixel at a point of the raster's CRS, on whichever side of the antimeridian.

        Raises:
            InputError: the point lies outside the raster.
        """
        return self.grid.pixel_at(x, y, world_width(self.source.crs))

    @property
    def megapixels(self) -> float:
        """Work pixels of the window, in millions."""
        return self.window.width * self.window.height / 1e6

    @property
    def ground(self) -> shapely.Geometry:
        """The wanted part's outline in the raster's CRS."""
        box = self.grid.ground_of(self.window)
        return box if self.area is None else box.intersection(self.area)


@contextmanager
def open_scene(card: ModelCard, wishes: JobParameters, context: JobContext, **instead: Any) -> Iterator[Scene]:
    """Opens an image as a model reads it: its bands, its terrain, its mask, and the resolution that suits the model.

    Args:
        card: of the model.
        wishes: of any job that reads an image; those that it does not know, such as a mask, are not made.
        context: is told of an elevation raster that the model has no use for.
        instead: takes the place of a wish, such as one `raster` of several.

    Raises:
        InputError: something given cannot be used.
    """
    given = {**vars(wishes), **instead}
    reading = Reading(given["crs"], given.get("mask"), given.get("mask_values"), given["stretch"])
    with open_for(card, given["raster"], given["bands"], given["dem"], context, reading) as source:
        image_gsd = source.ground_sample_distance or given.get("image_gsd")
        resolution = choose_resolution(image_gsd, card, given["gsd"])
        yield Scene(source, resolution, given.get("extent"), given.get("area"), given.get("area_crs"))


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
