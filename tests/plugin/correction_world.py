"""Labels over a detection to test exports with: drawn ones, verdicts, and what is delivered."""

from __future__ import annotations

from discs import ORIGIN
from export_world import read
from landslide_mapper.landslide_plugin.common.labels import LANDSLIDE
from landslide_mapper.landslide_plugin.layers.delivery.corrections import corrected
from landslide_mapper.landslide_plugin.layers.delivery.export import export_inventory
from landslide_mapper.landslide_plugin.layers.review.reviewing import ReviewBook
from qgis.core import QgsGeometry, QgsRectangle, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QDateTime

X, Y = ORIGIN


def box(west, south, side):
    return QgsGeometry.fromRect(QgsRectangle(X + west, Y + south, X + west + side, Y + south + side))


def draw(labels, outline, class_name=LANDSLIDE, image="hillside"):
    values = {
        "class": class_name,
        "source": image,
        "date": QDateTime.fromString("2026-05-06T07:08:09", "yyyy-MM-ddThh:mm:ss"),
    }
    indices = {labels.fields().lookupField(name): value for name, value in values.items()}
    labels.addFeature(
        QgsVectorLayerUtils.createFeature(
            labels, outline.coerceToType(labels.wkbType())[0], indices, labels.createExpressionContext()
        )
    )


def judge(inventory, labels, **verdicts):
    """Gives landslides, by their number, a verdict; returns the labels' ids by number."""
    book = ReviewBook(inventory, labels)
    numbers = {feature["ls_id"]: feature.id() for feature in inventory.getFeatures()}
    found = {int(name[1:]): book.decide(numbers[int(name[1:])], verdict) for name, verdict in verdicts.items()}
    book.close()
    return found


def delivered(inventory, labels, folder, **options):
    """Rows of the exported file by number, and what was said of the corrections."""
    corrections = corrected(inventory, labels, **options)
    export_inventory(inventory, folder / "out.gpkg", "geopackage", rows=corrections.rows)
    _source, _layer, rows = read(folder / "out.gpkg", "GPKG")
    return {row["ls_id"]: row for row, _ in rows}, corrections
