"""How the results look: styles, the landslides' attribute form and table, the rasters' legends."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsAttributeTableConfig,
    QgsCoordinateReferenceSystem,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsMapLayer,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..common.paths import plugin_root
from .measuring import is_on_earth, is_placeholder

STATUSES = ("detected", "clicked", "accepted", "rejected", "drawn")


def dress_landslides(layer: QgsVectorLayer) -> None:
    """Outlines the landslides and sets up their attribute form and table.

    Args:
        layer: with the inventory's fields, or some of them.
    """
    if is_placeholder(layer.crs()):  # QGIS would move the landslides off an image that has no CRS either
        layer.setCrs(QgsCoordinateReferenceSystem())
    _load_style(layer, "landslides")
    titles = _titles(is_on_earth(layer.crs()))
    for name, title in titles.items():
        index = layer.fields().lookupField(name)
        if index >= 0:
            layer.setFieldAlias(index, title)
    _set_widgets(layer)
    _set_defaults(layer)
    _set_columns(layer, titles)
    layer.setDisplayExpression("'{}' || \"ls_id\"".format(QCoreApplication.translate("Appearance", "Landslide ")))
    layer.setMapTipTemplate(
        f"<b>[% {layer.displayExpression()} %]</b><br>"
        f'{titles["area_m2"]}: [% format_number("area_m2", 0) %]<br>'
        f'{titles["p_mean"]}: [% format_number("p_mean", 2) %]<br>'
        f'{titles["status"]}: [% represent_value("status") %]'
    )


def dress_probability(layer: QgsRasterLayer) -> None:
    """Colours probabilities from 0, which is transparent, to 1."""
    _load_style(layer, "probability")


def dress_heat_map(layer: QgsRasterLayer) -> None:
    """Colours the heat of a heat map from 0, which is transparent, to 1."""
    _load_style(layer, "heatmap")


def dress_mask(layer: QgsRasterLayer) -> None:
    """Colours the landslide pixels and leaves the others transparent."""
    _load_style(layer, "mask")
    layer.renderer().setLabel(0, QCoreApplication.translate("Appearance", "Landslide"))


def _load_style(layer: QgsMapLayer, name: str) -> None:
    message, done = layer.loadNamedStyle(str(plugin_root() / "resources" / "styles" / f"{name}.qml"))
    if not done:
        raise RuntimeError(message)


def _titles(on_earth: bool) -> dict[str, str]:
    """Headings short enough for a table's columns; `common.inventory` says the same at length."""
    return {
        "ls_id": QCoreApplication.translate("Appearance", "Number"),
        "area_m2": QCoreApplication.translate("Appearance", "Area (m²)")
        if on_earth
        else QCoreApplication.translate("Appearance", "Area (pixels)"),
        "perim_m": QCoreApplication.translate("Appearance", "Perimeter (m)")
        if on_earth
        else QCoreApplication.translate("Appearance", "Perimeter (pixels)"),
        "p_mean": QCoreApplication.translate("Appearance", "Mean probability"),
        "p_max": QCoreApplication.translate("Appearance", "Highest probability"),
        "status": QCoreApplication.translate("Appearance", "Status"),
        "model": QCoreApplication.translate("Appearance", "Model"),
        "image": QCoreApplication.translate("Appearance", "Image"),
        "mapped_on": QCoreApplication.translate("Appearance", "Mapped on"),
    }


def _set_widgets(layer: QgsVectorLayer) -> None:
    titles = {
        "detected": QCoreApplication.translate("Appearance", "detected"),
        "clicked": QCoreApplication.translate("Appearance", "clicked"),
        "accepted": QCoreApplication.translate("Appearance", "accepted"),
        "rejected": QCoreApplication.translate("Appearance", "rejected"),
        "drawn": QCoreApplication.translate("Appearance", "drawn"),
    }
    widgets = {
        "status": QgsEditorWidgetSetup("ValueMap", {"map": [{titles[status]: status} for status in STATUSES]}),
        "mapped_on": QgsEditorWidgetSetup(
            "DateTime", {"display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd", "calendar_popup": True}
        ),
        "fid": QgsEditorWidgetSetup("Hidden", {}),
    }
    for name, widget in widgets.items():
        index = layer.fields().lookupField(name)
        if index >= 0:
            layer.setEditorWidgetSetup(index, widget)


def _set_defaults(layer: QgsVectorLayer) -> None:
    """What a landslide gets that the user draws with QGIS's own editing tools."""
    for name, expression in (
        ("ls_id", 'coalesce(maximum("ls_id"), 0) + 1'),
        ("status", "'drawn'"),
        ("mapped_on", "to_date(now())"),
    ):
        index = layer.fields().lookupField(name)
        if index >= 0:
            layer.setDefaultValueDefinition(index, QgsDefaultValue(expression))
    number = layer.fields().lookupField("ls_id")
    if number >= 0:  # or the parts of a landslide that is split would all have its number
        layer.setFieldSplitPolicy(number, Qgis.FieldDomainSplitPolicy.DefaultValue)


def _set_columns(layer: QgsVectorLayer, titles: dict[str, str]) -> None:
    """Hides the GeoPackage's row number and makes the columns of the attribute table as wide as their headings."""
    config = QgsAttributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        column.hidden = column.hidden or column.name == "fid"
        column.width = max(90, 30 + 8 * len(titles.get(column.name, "")))  # pixels
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)
