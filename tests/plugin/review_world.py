"""A review to test: labels, detected landslides, and what is seen of them."""

from __future__ import annotations

from discs import ORIGIN
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from landslide_mapper.landslide_plugin.layers.publish import ROLE_PROPERTY
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProject,
    QgsRectangle,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
X, Y = ORIGIN
SIDES = {1: 10, 2: 40, 3: 20, 4: 30}
"""Numbers of the landslides and their sides; by size: 2, 4, 3, 1."""


def square(number):
    west, south = X + 50 * number, Y - 100
    return QgsGeometry.fromRect(QgsRectangle(west, south, west + SIDES[number], south + SIDES[number]))


def detected(path, crs=UTM):
    layer = create_inventory(path, crs)
    to_layer = QgsCoordinateTransform(UTM, crs, QgsProject.instance())
    for number in SIDES:
        shape = square(number)
        shape.transform(to_layer)
        add_landslide(layer, shape, {"status": "detected", "p_mean": 0.7, "image": "hillside"})
    layer.setCustomProperty(ROLE_PROPERTY, "landslides")
    QgsProject.instance().addMapLayer(layer)
    return layer


def verdicts(layer):
    found = {feature["ls_id"]: feature["review"] for feature in layer.getFeatures()}
    return {number: value for number, value in found.items() if value}


def classes(labels):
    """Class and number of the landslide, in the order of the verdicts."""
    rows = sorted(labels.getFeatures(), key=lambda feature: abs(feature.id()))
    return [(int(row["origin"].rpartition("#")[2]), row["class"]) for row in rows]


def ground(labels):
    """Class and area of each label, in the order of the areas."""
    return sorted((round(row.geometry().area()), row["class"]) for row in labels.getFeatures())


def split(layer, number):
    """Cuts a landslide with QGIS's tool: a quarter in the west, the rest in the east."""
    box = square(number).boundingBox()
    cut = box.xMinimum() + box.width() / 4
    (identity,) = (feature.id() for feature in layer.getFeatures() if feature["ls_id"] == number)
    layer.startEditing()
    layer.selectByIds([identity])
    line = QgsLineString([QgsPoint(cut, box.yMinimum() - 9), QgsPoint(cut, box.yMaximum() + 9)])
    assert layer.splitFeatures(line, preserveCircular=False)[0] == Qgis.GeometryOperationResult.Success
    layer.removeSelection()


def begin_anew(teach, layer, labels):
    """Saves everything, and reviews the layer as after a restart, from its largest landslide on."""
    review = teach.page.review
    review.leave()
    for one in (layer, labels):
        assert one.commitChanges()
    review._close_book()
    review.start(layer, labels)
    review._show(review._book.order[0])


def shown(teach):
    return teach.page.reviewNote.text()
