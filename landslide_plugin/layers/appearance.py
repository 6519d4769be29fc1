"""How the results look: styles, the landslides' attribute form and table, the rasters' legends."""

from __future__ import annotations

from qgis.core import (
    QgsAttributeTableConfig,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsMapLayer,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..common.inventory import INVENTORY_FIELDS
from ..common.paths import plugin_root

STATUSES = ("detected", "clicked", "accepted", "rejected", "drawn")


def dress_landslides(layer: QgsVectorLayer) -> None:
    """Outlines the landslides and sets up their attribute form and table.

    Args:
        layer: with the inventory's fields, or some of them.
    """
    _load_style(layer, "landslides")
    for item in INVENTORY_FIELDS:
        index = layer.fields().lookupField(item.name)
        if index >= 0:
            layer.setFieldAlias(index, QCoreApplication.translate("InventoryField", item.title))
    _set_widgets(layer)
    _set_defaults(layer)
    _hide_row_number(layer)
    layer.setDisplayExpression("'{}' || \"ls_id\"".format(QCoreApplication.translate("Appearance", "Landslide ")))
    layer.setMapTipTemplate(
        QCoreApplication.translate(
            "Appearance",
            '<b>Landslide [% "ls_id" %]</b><br>[% format_number("area_m2", 0) %] m²<br>'
            'probability [% format_number("p_mean", 2) %]<br>[% "status" %]',
        )
    )


def dress_probability(layer: QgsRasterLayer) -> None:
    """Colours probabilities from 0, which is transparent, to 1."""
    _load_style(layer, "probability")


def dress_mask(layer: QgsRasterLayer) -> None:
    """Colours the landslide pixels and leaves the others transparent."""
    _load_style(layer, "mask")
    layer.renderer().setLabel(0, QCoreApplication.translate("Appearance", "Landslide"))


def _load_style(layer: QgsMapLayer, name: str) -> None:
    message, done = layer.loadNamedStyle(str(plugin_root() / "resources" / "styles" / f"{name}.qml"))
    if not done:
        raise RuntimeError(message)


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


def _hide_row_number(layer: QgsVectorLayer) -> None:
    config = QgsAttributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        column.hidden = column.hidden or column.name == "fid"
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)
