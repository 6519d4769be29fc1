"""Labels whose class is missing, or written another way, are what the training takes them for, on QGIS's side too."""

from __future__ import annotations

import pytest
from landslide_mapper.landslide_plugin.layers.labelling.labels import count_labels, create_labels, open_labels
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsFeature, QgsGeometry, QgsRectangle, QgsRenderContext

UTM = QgsCoordinateReferenceSystem("EPSG:32648")
LANDSLIDES = ("landslide", NULL, "", " Landslide ")


@pytest.fixture
def layer(qgis_new_project, tmp_path):
    create_labels(tmp_path / "mixed_labels.gpkg", UTM)
    labels = open_labels(tmp_path / "mixed_labels.gpkg").labels
    for number, value in enumerate((*LANDSLIDES, "Not a landslide", "UNSURE", "rockfall")):
        feature = QgsFeature(labels.fields())
        box = QgsGeometry.fromRect(QgsRectangle(50 * number, 0, 50 * number + 20, 20))
        feature.setGeometry(box.coerceToType(labels.wkbType())[0])
        feature["class"], feature["note"] = value, str(value)
        assert labels.dataProvider().addFeatures([feature])[0]
    return open_labels(tmp_path / "mixed_labels.gpkg").labels


def test_they_are_counted(layer):
    counts = count_labels(layer, None)
    assert (counts.landslides, counts.others, counts.unsure) == (len(LANDSLIDES), 1, 1)


def test_they_are_drawn_and_so_is_a_class_that_nobody_knows(layer):
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    context.expressionContext().appendScopes([])
    titles, colours = {}, {}
    for category in renderer.categories():
        colours[category.symbol().symbolLayer(1).properties()["outline_color"]] = category.label()
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbol = renderer.symbolForFeature(feature, context)
        titles[feature["note"]] = symbol and colours[symbol.symbolLayer(1).properties()["outline_color"]]
    renderer.stopRender(context)
    assert titles == {
        **{str(value): "Landslide" for value in LANDSLIDES},
        "Not a landslide": "Not a landslide",
        "UNSURE": "Unsure",
        "rockfall": "Unknown class",
    }
