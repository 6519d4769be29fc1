"""Where an export may be written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Union

from qgis.core import QgsMapLayer, QgsProviderRegistry
from qgis.PyQt.QtCore import QCoreApplication

from ...common.errors import InputError
from ..inventory import LAYER_NAME


def refuse_open_layer(path: Union[str, Path], layers: Iterable[QgsMapLayer]) -> None:
    """Makes sure that a file is not the source of a layer that QGIS has open. Main thread only.

    Raises:
        InputError: it is.
    """
    for layer in layers:
        if is_file_of(layer, path):
            raise InputError(
                QCoreApplication.translate(
                    "ExportTarget",
                    "{path} is open as the layer '{name}': choose another file, or remove that layer first.",
                ).format(path=path, name=layer.name())
            )


def is_file_of(layer: QgsMapLayer, path: Union[str, Path]) -> bool:
    """Whether a file is there and the layer is read from it."""
    source = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    return bool(source) and Path(path).exists() and Path(source).exists() and Path(source).samefile(path)


def refuse_open_results(folder: Union[str, Path], scene: str, layers: Iterable[QgsMapLayer]) -> None:
    """Makes sure that none of the results that a run would replace is open in QGIS. Main thread only.

    A GeoPackage that is swapped under an open layer takes the edits that were made in the old one.

    Args:
        folder: that the run writes to.
        scene: how its files begin, as `Path.glob` takes it.
        layers: that are open.

    Raises:
        InputError: one of them is.
    """
    layers = list(layers)
    for ending in ("_landslides.*", "_mask.tif", "_probability.tif"):
        for path in sorted(Path(folder).glob(scene + ending)):
            refuse_open_layer(path, layers)


def check_target(path: Path) -> None:
    """Makes sure that a file can be written, and that replacing an old one takes nothing else away.

    Raises:
        InputError: it cannot.
    """
    if not path.parent.is_dir():
        raise InputError(
            QCoreApplication.translate(
                "ExportTarget", "There is no folder {folder}: make it first, or choose another."
            ).format(folder=path.parent)
        )
    if not path.exists():
        return
    if not path.is_file() or not os.access(path, os.W_OK):
        raise InputError(
            QCoreApplication.translate(
                "ExportTarget", "{path} is write-protected or a folder: choose another name."
            ).format(path=path)
        )
    if path.suffix.lower() == ".gpkg":
        _check_geopackage(path)


def _check_geopackage(path: Path) -> None:
    if any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal")):
        raise InputError(
            QCoreApplication.translate(
                "ExportTarget", "{path} is open in another program: close it there, or choose another name."
            ).format(path=path)
        )
    if any(_rows(path, table) for table in ("qgis_projects", "layer_styles")):
        raise InputError(
            QCoreApplication.translate(
                "ExportTarget",
                "A QGIS project or styles were saved in {path} and would be lost: choose another name.",
            ).format(path=path)
        )
    others = {item.name() for item in QgsProviderRegistry.instance().querySublayers(str(path))} - {LAYER_NAME}
    if others:
        raise InputError(
            QCoreApplication.translate(
                "ExportTarget", "{path} holds other layers too ({names}), which would be lost: choose another name."
            ).format(path=path, names=", ".join(sorted(others)))
        )


def _rows(path: Path, table: str) -> int:
    """Rows of a table of a GeoPackage; 0 where there is no such table."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        try:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # nosec B608 - its own names
        except sqlite3.Error:
            return 0
