"""Writes a QGIS project with the sample scene: image, shaded relief under it, and the true landslides, hidden.

    QT_QPA_PLATFORM=offscreen python make_sample_project.py FOLDER

The scene must lie in the folder already (`sample-scene FOLDER`); the project is `FOLDER/sample.qgz`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsHillshadeRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsVectorLayer,
)


def main(folder: Path) -> None:
    """Builds the project and saves it."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setTitle("Landslide Mapper: sample scene")
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    relief = QgsRasterLayer(str(folder / "sample_scene_dem.tif"), "Shaded relief")
    relief.setRenderer(QgsHillshadeRenderer(relief.dataProvider(), 1, 315, 45))
    image = QgsRasterLayer(str(folder / "sample_scene.tif"), "Sample scene")
    truth = QgsVectorLayer(str(folder / "sample_scene_truth.gpkg"), "True landslides")
    for layer in (relief, image, truth):
        if not layer.isValid():
            sys.exit(f"{layer.source()} is missing: generate the sample scene first.")
        project.addMapLayer(layer)
    project.layerTreeRoot().findLayer(truth).setItemVisibilityChecked(False)
    project.setCrs(image.crs())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(image.extent(), image.crs()))
    if not project.write(str(folder / "sample.qgz")):
        sys.exit(f"The sample project cannot be written to {folder}: {project.error()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
