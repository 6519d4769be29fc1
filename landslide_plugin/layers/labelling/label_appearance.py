"""How labels look and are entered: symbols, forms, and what a freshly drawn polygon gets by itself."""

from __future__ import annotations

from qgis.core import (
    QgsAttributeTableConfig,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayerUtils,
    QgsVariantUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize
from qgis.PyQt.QtGui import QIcon

from ...common.labels import CLASSES, CONFIDENCES, LANDSLIDE, NOT_A_LANDSLIDE, UNSURE, class_of
from ..measuring import is_placeholder

_AUTHOR = "coalesce(nullif(@user_full_name, ''), @user_account_name)"
_CLASS = f"coalesce(nullif(lower(trim(\"class\")), ''), '{LANDSLIDE}')"  # what `common.labels.class_of` makes of it
_FORM = QgsEditFormConfig.FeatureFormSuppress
_HIDDEN = ("fid", "origin", "copied")
_CASING = {"line_color": "20,20,20,150", "line_width": "0.9", "joinstyle": "round"}

_SYMBOLS = {
    LANDSLIDE: {"style": "no", "outline_color": "230,40,40", "outline_width": "0.5"},
    NOT_A_LANDSLIDE: {"style": "b_diagonal", "color": "70,150,255", "outline_color": "70,150,255"},
    UNSURE: {"style": "no", "outline_color": "205,205,205", "outline_style": "dot", "outline_width": "0.5"},
}
_UNKNOWN = {"style": "no", "outline_color": "240,120,240", "outline_style": "dash dot", "outline_width": "0.5"}
_AREA = {"style": "no", "outline_color": "60,220,90", "outline_style": "dash", "outline_width": "0.6"}


def dress_labels(layer: QgsVectorLayer, image: str = "") -> None:
    """Gives the labels their symbols, form, table and defaults.

    Args:
        layer: with the fields of `common.labels`, or some of them.
        image: name of the image that is drawn on.
    """
    _forget_placeholder(layer)
    titles = class_titles()
    categories = [QgsRendererCategory(value, _symbol(_SYMBOLS[value]), titles[value]) for value in CLASSES]
    index = layer.fields().lookupField("class")
    classes = {class_of("" if QgsVariantUtils.isNull(value) else str(value)) for value in layer.uniqueValues(index)}
    if not classes <= set(CLASSES):  # in files from elsewhere
        others = QCoreApplication.translate("LabelAppearance", "Unknown class")
        categories.append(QgsRendererCategory(None, _symbol(_UNKNOWN), others))  # what no other category is for
    layer.setRenderer(QgsCategorizedSymbolRenderer(_CLASS, categories))
    _set_titles(
        layer,
        {
            "class": QCoreApplication.translate("LabelAppearance", "Class"),
            "confidence": QCoreApplication.translate("LabelAppearance", "Confidence"),
            "source": QCoreApplication.translate("LabelAppearance", "Image"),
            "note": QCoreApplication.translate("LabelAppearance", "Note"),
        },
    )
    confidences = {
        "high": QCoreApplication.translate("LabelAppearance", "high"),
        "medium": QCoreApplication.translate("LabelAppearance", "medium"),
        "low": QCoreApplication.translate("LabelAppearance", "low"),
    }
    _set_form(
        layer,
        {
            "class": QgsEditorWidgetSetup("ValueMap", {"map": [{titles[value]: value} for value in CLASSES]}),
            "confidence": QgsEditorWidgetSetup(
                "ValueMap", {"map": [{confidences[value]: value} for value in CONFIDENCES]}
            ),
            "note": QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True}),
        },
    )
    layer.setDisplayExpression('represent_value("class")')
    _set_default(layer, "confidence", "'high'")
    set_next(layer, image=image)


def dress_areas(layer: QgsVectorLayer) -> None:
    """Gives the fully labelled areas their outline, form, table and defaults."""
    _forget_placeholder(layer)
    layer.setRenderer(QgsSingleSymbolRenderer(_symbol(_AREA)))
    _set_titles(layer, {})
    _set_form(layer, {})


def class_titles() -> dict[str, str]:
    """What a person calls the classes."""
    return {
        LANDSLIDE: QCoreApplication.translate("LabelAppearance", "Landslide"),
        NOT_A_LANDSLIDE: QCoreApplication.translate("LabelAppearance", "Not a landslide"),
        UNSURE: QCoreApplication.translate("LabelAppearance", "Unsure"),
    }


def class_icon(class_name: str) -> QIcon:
    """The symbol of a class, or of the fully labelled areas where it is none, as a small picture."""
    return QgsSymbolLayerUtils.symbolPreviewIcon(_symbol(_SYMBOLS.get(class_name, _AREA)), QSize(16, 16))


def set_next(layer: QgsVectorLayer, class_name: str = LANDSLIDE, image: str = "", ask: bool = True) -> None:
    """Decides what the next polygons are, whichever of QGIS's tools draws them.

    Args:
        layer: labels or fully labelled areas.
        class_name: one of `CLASSES`.
        image: name of the image that is drawn on; empty = the default stays as it is.
        ask: whether QGIS may open the form after each polygon, as its settings say; otherwise it never does.
    """
    _set_default(layer, "class", QgsExpression.quotedString(class_name))
    if image:
        _set_default(layer, "source", QgsExpression.quotedString(image))
    form = layer.editFormConfig()
    form.setSuppress(_FORM.SuppressDefault if ask else _FORM.SuppressOn)
    layer.setEditFormConfig(form)


def asks(layer: QgsVectorLayer) -> bool:
    """Whether QGIS may open the form after each polygon; no while polygons of one class are drawn."""
    return layer.editFormConfig().suppress() != _FORM.SuppressOn


def _set_default(layer: QgsVectorLayer, name: str, expression: str) -> None:
    index = layer.fields().lookupField(name)
    if index >= 0:
        layer.setDefaultValueDefinition(index, QgsDefaultValue(expression))


def _symbol(properties: dict[str, str]) -> QgsSymbol:
    """A polygon's symbol; a dark line under the outline keeps it visible on bright ground."""
    symbol = QgsFillSymbol.createSimple(properties)
    symbol.insertSymbolLayer(0, QgsSimpleLineSymbolLayer.create(_CASING))
    return symbol


def _forget_placeholder(layer: QgsVectorLayer) -> None:
    if is_placeholder(layer.crs()):  # QGIS would move the labels off an image that has no CRS either
        layer.setCrs(QgsCoordinateReferenceSystem())


def _set_titles(layer: QgsVectorLayer, titles: dict[str, str]) -> None:
    titles = {
        **titles,
        "author": QCoreApplication.translate("LabelAppearance", "Author"),
        "date": QCoreApplication.translate("LabelAppearance", "Date"),
    }
    for name, title in titles.items():
        index = layer.fields().lookupField(name)
        if index >= 0:
            layer.setFieldAlias(index, title)
    config = QgsAttributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        column.hidden = column.hidden or column.name in _HIDDEN
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)


def _set_form(layer: QgsVectorLayer, widgets: dict[str, QgsEditorWidgetSetup]) -> None:
    """Sets up how values are entered, and what author and date are by themselves."""
    moment = {"display_format": "yyyy-MM-dd HH:mm", "calendar_popup": True}
    widgets = {
        **widgets,
        "date": QgsEditorWidgetSetup("DateTime", moment),
        **{name: QgsEditorWidgetSetup("Hidden", {}) for name in _HIDDEN},
    }
    for name, widget in widgets.items():
        index = layer.fields().lookupField(name)
        if index >= 0:
            layer.setEditorWidgetSetup(index, widget)
    _set_default(layer, "author", _AUTHOR)
    _set_default(layer, "date", "now()")
