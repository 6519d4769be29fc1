"""Edit sessions that the plugin begins while the map is drawn."""

from __future__ import annotations

import time

from landslide_mapper.landslide_plugin.layers.editing import begin_editing
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QSize
from review_world import SIDES, detected


def test_landslides_do_not_vanish_where_editing_begins_while_the_map_draws_them(qgis_new_project, tmp_path):
    source = detected(tmp_path / "hillside.gpkg").source()
    qgis_new_project.clear()
    seen = []
    for moment in range(60):  # without the plugin's care, one time of ten saw none
        QCoreApplication.processEvents()  # QGIS closes the file
        layer = QgsVectorLayer(source, "landslides", "ogr")
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(layer.crs())
        settings.setExtent(layer.extent())
        settings.setOutputSize(QSize(200, 200))
        drawing = QgsMapRendererParallelJob(settings)
        drawing.start()
        time.sleep(moment / 60 * 0.004)  # the map is opening the file when the session begins
        assert begin_editing(layer)
        drawing.waitForFinished()
        seen.append(sorted(row["ls_id"] for row in layer.getFeatures()))
        layer.rollBack()
        del layer, drawing
    assert seen == [list(SIDES)] * len(seen)
