"""The attribute table of a landslide inventory, defined once for the engine, the map tools and the exports.

Names are ASCII and at most 10 characters long, as the shapefile's dBASE table demands, so that nothing is renamed on
the way to ArcGIS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["integer", "real", "text", "date"]


@dataclass(frozen=True)
class InventoryField:
    """One column: its dBASE-safe name, type, total width and decimals, and what it means."""

    name: str
    type: FieldType
    width: int
    precision: int
    title: str


INVENTORY_FIELDS: tuple[InventoryField, ...] = (
    InventoryField("ls_id", "integer", 9, 0, "Number of the landslide in this inventory"),
    InventoryField("area_m2", "real", 16, 1, "Area on the ellipsoid, square metres"),
    InventoryField("perim_m", "real", 14, 1, "Perimeter on the ellipsoid, metres"),
    InventoryField("p_mean", "real", 6, 3, "Mean probability of landslide inside the outline"),
    InventoryField("p_max", "real", 6, 3, "Highest probability of landslide inside the outline"),
    InventoryField("status", "text", 12, 0, "How it got here: detected, clicked, accepted, rejected, drawn"),
    InventoryField("model", "text", 64, 0, "Model that found it"),
    InventoryField("image", "text", 120, 0, "Image it was found on"),
    InventoryField("mapped_on", "date", 10, 0, "Date of mapping"),
)
