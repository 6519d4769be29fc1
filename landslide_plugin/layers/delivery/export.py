"""Landslides as files for other programs: shapefile for ArcGIS, GeoPackage, GeoJSON, KML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal, Optional, Union

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureSource,
    QgsFeedback,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerSelectedFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication, QMetaType

from ...common.errors import CancelledError, InputError
from ..inventory import LAYER_NAME
from ..measuring import GroundMeasure, is_on_earth, is_placeholder
from ..replacing import complete_or_nothing
from ..review.verdicts import is_rejected
from .export_check import check_complete
from .export_table import ExportTable, title_and_description
from .export_target import check_target, refuse_open_layer

_RENAMED_TOLD = 12
_NOT_IN_XML = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")

ExportFormat = Literal["shapefile", "geopackage", "geojson", "kml"]


@dataclass(frozen=True)
class _Format:
    """How a format is written.

    Args:
        suffix: of its files.
        driver: GDAL's name of it.
        limited: attributes go into a dBASE table.
        degrees: coordinates are longitude and latitude on WGS 84.
        layer_options: for the driver.
    """

    suffix: str
    driver: str
    limited: bool = False
    degrees: bool = False
    layer_options: tuple[str, ...] = ()


FORMATS: dict[str, _Format] = {
    "shapefile": _Format(".shp", "ESRI Shapefile", limited=True),
    "geopackage": _Format(".gpkg", "GPKG"),
    "geojson": _Format(".geojson", "GeoJSON", degrees=True, layer_options=("RFC7946=YES",)),
    "kml": _Format(".kml", "KML", degrees=True),
}


@dataclass(frozen=True)
class ExportResult:
    """What was written.

    Args:
        path: the file; a shapefile's others lie beside it.
        count: landslides in it.
        dropped: features without an area, or without a place in the format's CRS, that were left out.
        rejected: landslides that were left out because a person has rejected them.
        shortened: values that were cut, or left out, because the format's columns are too narrow.
        renamed: columns whose names the format cannot hold, and what they are called in it.
    """

    path: Path
    count: int
    dropped: int = 0
    rejected: int = 0
    shortened: int = 0
    renamed: Mapping[str, str] = field(default_factory=dict)

    def renamed_text(self) -> str:
        """The columns that are called otherwise, for a sentence; the first of many."""
        pairs = [f"{old} → {new}" for old, new in self.renamed.items()]
        return ", ".join(pairs[:_RENAMED_TOLD] + ["…"] * (len(pairs) > _RENAMED_TOLD))


def format_of(path: Union[str, Path]) -> ExportFormat:
    """The format that a file name asks for by its ending.

    Raises:
        InputError: it asks for none that can be written.
    """
    suffix = Path(path).suffix.lower()
    for name, kind in FORMATS.items():
        if kind.suffix == suffix:
            return name
    raise InputError(
        QCoreApplication.translate(
            "Export", "Landslides cannot be exported to '{name}': its name must end in {endings}."
        ).format(name=Path(path).name, endings=", ".join(kind.suffix for kind in FORMATS.values()))
    )


def written_path(path: Path) -> Path:
    """The path with its ending in small letters, as GDAL names a shapefile however it is asked to."""
    return path.with_suffix(path.suffix.lower())


def export_inventory(
    layer: QgsVectorLayer,
    path: Union[str, Path],
    format: ExportFormat,
    only_selected: bool = False,
    feedback: Optional[QgsFeedback] = None,
    with_rejected: bool = False,
    rows: Optional[Sequence[QgsFeature]] = None,
) -> ExportResult:
    """Writes the landslides of a layer to a file, as they are now, unsaved edits included. Main thread only.

    Args:
        layer: an inventory, or a polygon layer of the user's own, which gets the inventory's columns added.
        path: of the file; the format's ending is added where it is missing. An old file is replaced.
        format: `shapefile`, `geopackage`, `geojson` or `kml`.
        only_selected: leave the features out that are not selected.
        feedback: hears of progress, stops the export.
        with_rejected: export the landslides too that a person has rejected.
        rows: landslides to write instead of the layer's own, with its columns.

    Raises:
        InputError: the layer or the target cannot be used. CancelledError: stopped; nothing was written.
    """
    project = QgsProject.instance()
    if format not in FORMATS:
        raise InputError(
            QCoreApplication.translate("Export", "There is no export format '{name}': choose one of {names}.").format(
                name=format, names=", ".join(FORMATS)
            )
        )
    path = Path(path)
    if path.suffix.lower() != FORMATS[format].suffix:
        path = path.with_name(path.name + FORMATS[format].suffix)
    path = written_path(path)
    refuse_open_layer(path, [*project.mapLayers().values(), layer])
    if only_selected and not layer.selectedFeatureCount():
        raise InputError(
            QCoreApplication.translate(
                "Export", "No landslide of '{name}' is selected: select some, or export all of them."
            ).format(name=layer.name())
        )
    source = QgsVectorLayerSelectedFeatureSource(layer) if only_selected and rows is None else layer
    return export_features(source, path, project, feedback, with_rejected, rows)


def export_features(
    source: QgsFeatureSource,
    path: Path,
    project: QgsProject,
    feedback: Optional[QgsFeedback] = None,
    with_rejected: bool = False,
    rows: Optional[Sequence[QgsFeature]] = None,
) -> ExportResult:
    """Writes polygons to a file whose ending says the format; any thread.

    Args:
        source: polygons.
        path: of the file; an old one is replaced.
        project: gives the ellipsoid and the datum transformations.
        feedback: hears of progress, stops the export.
        with_rejected: export the landslides too that a person has rejected.
        rows: polygons to write instead of the source's own, with its columns.

    Raises:
        InputError: the source or the target cannot be used. CancelledError: stopped; nothing was written.
    """
    kind, path = FORMATS[format_of(path)], written_path(path)
    _check_source(source, kind)
    check_target(path)
    table = ExportTable(source, kind.limited)
    count = dropped = rejected = 0
    with complete_or_nothing(path) as working:
        with _Writer(working, kind, source, table.fields, project) as writer:
            ground = GroundMeasure(source.sourceCrs(), project)
            for feature in _uncancelled(source, rows, feedback):
                if not with_rejected and is_rejected(feature):
                    rejected += 1
                    continue
                outline = _outline(feature.geometry(), writer.geometry_type)
                if outline is not None and writer.add(outline, table.row(feature, *ground.area_and_perimeter(outline))):
                    count += 1
                else:
                    dropped += 1
        check_complete(working, count)
    return ExportResult(path, count, dropped, rejected, table.shortened, table.renamed)


class _Writer:
    """One file that is being written."""

    def __init__(
        self, path: Path, kind: _Format, source: QgsFeatureSource, fields: QgsFields, project: QgsProject
    ) -> None:
        self._path, self._fields, self._named = path, QgsFields(fields), kind.driver == "KML"
        crs = QgsCoordinateReferenceSystem("EPSG:4326") if kind.degrees else source.sourceCrs()
        if is_placeholder(crs):
            crs = QgsCoordinateReferenceSystem()
        self._transform = QgsCoordinateTransform(source.sourceCrs(), crs, project.transformContext())
        self._table_fields = fields
        self.geometry_type = Qgis.WkbType.MultiPolygon
        if kind.driver == "GPKG" and QgsWkbTypes.isSingleType(QgsWkbTypes.singleType(source.wkbType())):
            self.geometry_type = QgsWkbTypes.multiType(source.wkbType())  # keeps heights and curves
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.fileEncoding = kind.driver, "UTF-8"
        options.layerName = LAYER_NAME if kind.driver == "GPKG" else path.stem
        options.layerOptions = list(kind.layer_options)
        if kind.driver == "GPKG":
            options.layerOptions += [f"FID={self._unused('fid')}", f"GEOMETRY_NAME={self._unused('geom')}"]
        if self._named:
            name, description = self._unused("Name"), self._unused("Description")
            options.datasourceOptions = [f"NameField={name}", f"DescriptionField={description}"]
            self._fields.append(QgsField(name, QMetaType.Type.QString))
            self._fields.append(QgsField(description, QMetaType.Type.QString))
            self._escape_names()
        self._writer = QgsVectorFileWriter.create(
            str(path), self._fields, self.geometry_type, crs, project.transformContext(), options
        )
        self._check()

    def _escape_names(self) -> None:
        """GDAL writes the names of columns into a KML as they are, where some characters end the markup."""
        for index in range(self._fields.count()):
            self._fields.rename(index, escape(self._fields.at(index).name()))

    def _unused(self, name: str) -> str:
        """The name, made unlike those of the user's own columns."""
        taken = {field.name().lower() for field in self._fields}
        while name.lower() in taken:
            name += "_"
        return name

    def add(self, outline: QgsGeometry, row: list) -> bool:
        """Writes one landslide; False when it has no place in the file's CRS."""
        try:
            outline.transform(self._transform)
        except QgsCsException:
            return False
        feature = QgsFeature(self._fields)
        if self._named:
            texts = [*row, *title_and_description(self._table_fields, row)]
            row = [value.translate(_NOT_IN_XML) if isinstance(value, str) else value for value in texts]
        feature.setAttributes(row)
        feature.setGeometry(outline)
        self._check(self._writer.addFeature(feature))
        return True

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], *_: object) -> None:
        if kind is None:
            self._writer.flushBuffer()
            self._check()
        self._writer = None  # its destructor closes the file

    def _check(self, done: bool = True) -> None:
        if not done or self._writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            problem, self._writer = self._writer.errorMessage(), None
            raise InputError(
                QCoreApplication.translate(
                    "Export", "{name} could not be written ({problem}): make room, or choose another folder or format."
                ).format(name=self._path.name, problem=problem)
            )


def _check_source(source: QgsFeatureSource, kind: _Format) -> None:
    if QgsWkbTypes.geometryType(source.wkbType()) != Qgis.GeometryType.Polygon:
        raise InputError(
            QCoreApplication.translate(
                "Export", "'{name}' holds no polygons: choose a layer of landslide outlines."
            ).format(name=source.sourceName())
        )
    if kind.degrees and not is_on_earth(source.sourceCrs()):
        raise InputError(
            QCoreApplication.translate(
                "Export",
                "'{name}' has no coordinate reference system with a place on earth, which {driver} needs: set the "
                "layer's CRS, or export it as a shapefile or GeoPackage.",
            ).format(name=source.sourceName(), driver=kind.driver)
        )


def _uncancelled(
    source: QgsFeatureSource, rows: Optional[Sequence[QgsFeature]], feedback: Optional[QgsFeedback]
) -> Iterator[QgsFeature]:
    total = max(1, source.featureCount() if rows is None else len(rows))
    for number, feature in enumerate(source.getFeatures() if rows is None else rows):
        if feedback is not None:
            if feedback.isCanceled():
                raise CancelledError
            feedback.setProgress(100 * number / total)
        yield feature
    if feedback is not None:
        feedback.setProgress(100)


def _outline(geometry: QgsGeometry, wanted: Qgis.WkbType) -> Optional[QgsGeometry]:
    """A valid outline of the wanted type; None where the geometry has no area."""
    if geometry.isEmpty():
        return None
    valid = QgsGeometry(geometry) if geometry.isGeosValid() else geometry.makeValid(Qgis.MakeValidMethod.Structure)
    if QgsWkbTypes.flatType(valid.wkbType()) == Qgis.WkbType.GeometryCollection:
        valid.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
    if valid.isEmpty() or valid.type() != Qgis.GeometryType.Polygon or not valid.area() > 0:
        return None
    return valid.coerceToType(wanted)[0]
