"""Writing landslides as a GeoPackage and as a shapefile that ArcGIS opens cleanly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import fiona
import shapely
from fiona._err import CPLE_BaseError
from fiona.errors import FionaError, TransactionError
from rasterio.crs import CRS

from landslide_plugin.common.inventory import INVENTORY_FIELDS, InventoryField
from landslide_plugin.engine.raster.verifying import incomplete
from landslide_plugin.engine.vectorise import Landslide

LAYER = "landslides"


def attributes(landslide: Landslide, number: int, status: str, model: str, image: str) -> dict[str, Any]:
    """A row of the inventory, keys as in `INVENTORY_FIELDS`."""
    return {
        "ls_id": number,
        "area_m2": round(landslide.area, 1),
        "perim_m": round(landslide.perimeter, 1),
        "p_mean": round(landslide.probability_mean, 3),
        "p_max": round(landslide.probability_max, 3),
        "status": status,
        "model": model,
        "image": image,
        "mapped_on": date.today().isoformat(),
    }


class InventoryFiles:
    """A GeoPackage and a shapefile with the same landslides, written as they come.

    Args:
        folder: where to write.
        stem: start of the file names.
        crs: of the geometries; None = local coordinates.
    """

    def __init__(self, folder: Path, stem: str, crs: CRS | None) -> None:
        self.geopackage, self.shapefile = folder / f"{stem}_landslides.gpkg", folder / f"{stem}_landslides.shp"
        schema = {
            "geometry": "MultiPolygon",
            "properties": {field.name: _fiona_type(field) for field in INVENTORY_FIELDS},
        }
        common = {"mode": "w", "schema": schema, "crs_wkt": crs.to_wkt() if crs else None}
        self._records = 0
        self._files = [
            fiona.open(self.geopackage, driver="GPKG", layer=LAYER, **common),
            # A shapefile has polygons of several rings, not a type of its own for several polygons.
            fiona.open(self.shapefile, driver="ESRI Shapefile", encoding="UTF-8",
                       **{**common, "schema": {**schema, "geometry": "Polygon"}}),
        ]  # fmt: skip

    def write(self, landslides: Iterable[tuple[Landslide, dict[str, Any]]]) -> None:
        """Adds landslides with their attributes."""
        records = [
            {"geometry": shapely.geometry.mapping(landslide.geometry), "properties": row}
            for landslide, row in landslides
        ]
        if records:
            for file in self._files:
                with as_os_error():
                    file.writerecords(records)
        self._records += len(records)

    def finish(self) -> None:
        """Completes the files.

        Raises:
            OSError: they could not be written to their end.
        """
        for file in self._files:
            with as_os_error():
                file.close()
        for path in (self.geopackage, self.shapefile):
            check_complete(path, self._records)

    def abandon(self) -> None:
        """Lets go of the files as they are."""
        for file in self._files:
            with suppress(OSError), as_os_error():
                file.close()
        self._files.clear()


@contextmanager
def as_os_error() -> Iterator[None]:
    """What fiona says when a file cannot be written has several types, not all of them public."""
    try:
        yield
    except (FionaError, TransactionError, CPLE_BaseError) as error:
        raise OSError(str(error)) from error
    except RuntimeError as error:  # its words hold all coordinates of the record
        raise OSError("a record could not be written") from error


def check_complete(file: Path, records: int) -> None:
    """Reads a closed file again: GDAL does not tell of all that a disk refuses.

    Raises:
        OSError: it lacks some of the records, or some of their outlines.
    """
    with as_os_error(), fiona.open(file) as written:
        if sum(record.geometry is not None for record in written) != records:
            raise incomplete(file)


def _fiona_type(field: InventoryField) -> str:
    width, precision = field.width, field.precision
    return {"integer": f"int:{width}", "real": f"float:{width}.{precision}", "text": f"str:{width}", "date": "date"}[
        field.type
    ]
