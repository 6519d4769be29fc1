"""What the tests of the Processing algorithms share: shapes on the discs, and what an algorithm said."""

from __future__ import annotations

import math

from discs import DISCS, PIXEL, middle
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

UTM = "EPSG:32648"
WEST_THIRD = (600000, 600110, 2999750, 3000000)  # of the image, xmin xmax ymin ymax; the first disc lies in it
FIRST, SECOND, THIRD = DISCS


def polygons(*wkts, crs=UTM):
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "polygons", "memory")
    for wkt in wkts:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        layer.dataProvider().addFeatures([feature])
    return layer


def rectangle(xmin, xmax, ymin, ymax):
    return f"Polygon(({xmin} {ymin},{xmax} {ymin},{xmax} {ymax},{xmin} {ymax},{xmin} {ymin}))"


def circle(disc, factor=1.0):
    """A disc's outline, that much larger."""
    return QgsGeometry.fromPointXY(QgsPointXY(*middle(disc))).buffer(factor * PIXEL * disc[2], 32).asWkt()


def found(path):
    """The discs that landslides lie on."""
    source = ogr.Open(path)
    centroids = [feature.GetGeometryRef().Centroid() for feature in source.GetLayer()]
    discs = []
    for centroid in centroids:
        near = [disc for disc in DISCS if math.dist(middle(disc), (centroid.GetX(), centroid.GetY())) < 2]
        assert len(near) == 1, "a landslide lies on no disc"
        discs += near
    return sorted(discs)


class Words(QgsProcessingFeedback):
    """Keeps what an algorithm says."""

    def __init__(self):
        super().__init__(False)
        self.said, self.progressed = [], []
        self.progressChanged.connect(self.progressed.append)

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.said.append(text)

    def reportError(self, text, fatalError=False):  # noqa: N803
        self.said.append(text)
