"""Every text of the interface is in every translation, and the translations come up in QGIS."""

from __future__ import annotations

import ast
import shutil
import string
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import landslide_mapper
import pytest
from landslide_mapper.landslide_plugin import plugin as plugin_module
from landslide_mapper.landslide_plugin.gui import wording
from landslide_mapper.landslide_plugin.gui.detect.detect_page import DetectPage
from landslide_mapper.landslide_plugin.gui.export_dialog import ExportDialog
from landslide_mapper.landslide_plugin.gui.messages import Messages
from landslide_mapper.landslide_plugin.layers.appearance import dress_landslides
from landslide_mapper.landslide_plugin.layers.inventory import add_landslide, create_inventory
from landslide_mapper.landslide_plugin.plugin import language_of
from landslide_mapper.landslide_plugin.processing.detect import DetectAlgorithm
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator
from translations import LRELEASE, TRANSLATIONS, needs_lrelease

ROOT = Path(__file__).resolve().parents[2]

every_translation = pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)


def messages(file):
    """(context, source, translation element) of each message."""
    return [
        (context.findtext("name"), message.findtext("source"), message.find("translation"))
        for context in ElementTree.parse(file).getroot().findall("context")
        for message in context.findall("message")
    ]


def texts(file):
    return {(context, source) for context, source, _ in messages(file)}


def wordings(translation):
    """A translation's text, or each of its texts where it depends on a number."""
    return [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def texts_in_code():
    """(context, text) of each call of `tr` and `translate` with the text itself as its argument."""
    found = set()

    def visit(node, class_name):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                name = getattr(child.func, "attr", getattr(child.func, "id", ""))
                given = [item.value for item in child.args if isinstance(item, ast.Constant)]
                if name == "tr" and len(given) == 1:
                    found.add((class_name, given[0]))
                elif name == "translate" and len(given) == 2:
                    found.add(tuple(given))
            visit(child, child.name if isinstance(child, ast.ClassDef) else class_name)

    package = ROOT / "landslide_plugin"
    for file in package.rglob("*.py"):
        if file.relative_to(package).parts[0] != "engine":
            visit(ast.parse(file.read_text("utf-8")), "")
    return found


@every_translation
def test_every_text_of_the_code_was_collected(file):
    in_code = texts_in_code()
    assert len(in_code) > 200, "this test does not see the code's texts any more"
    assert in_code - texts(file) == set(), "run `make translations`"


@every_translation
def test_a_new_collection_finds_nothing_else(file, tmp_path):
    if shutil.which("pylupdate5") is None:
        pytest.skip("needs pylupdate5")
    copy = Path(shutil.copy(file, tmp_path))
    subprocess.run([ROOT / "tools" / "update_translations.sh", copy], check=True)
    assert texts(copy) == texts(file), "run `make translations`"


@every_translation
def test_translations_keep_placeholders_mnemonics_and_the_space_around_glued_texts(file):
    for _, source, translation in messages(file):
        if translation.get("type") in ("unfinished", "obsolete", "vanished"):
            continue
        for text in wordings(translation):
            assert text, source
            assert placeholders(text) == placeholders(source), source
            assert text.count("&") == source.count("&"), source
            assert text[:1].isspace() == source[:1].isspace(), source
            assert text[-1:].isspace() == source[-1:].isspace(), source


def test_chinese_is_complete():
    file = ROOT / "i18n" / "landslide_mapper_zh-Hans.ts"
    assert [source for _, source, translation in messages(file) if translation.get("type")] == []


@needs_lrelease
@every_translation
def test_every_translation_is_found_by_qt(file, released):
    translator = QTranslator()
    assert translator.load(file.stem, str(released / "i18n"))
    QCoreApplication.installTranslator(translator)
    try:
        for context, source, translation in messages(file):
            if not translation.get("type"):
                assert QCoreApplication.translate(context, source) in wordings(translation), source
    finally:
        QCoreApplication.removeTranslator(translator)


@needs_lrelease
def test_the_export_dialog_is_chinese(chinese):
    bar = QgsMessageBar()
    dialog = ExportDialog(Messages(bar))
    assert dialog.windowTitle() == "导出滑坡"  # from the .ui file
    assert dialog.formatCombo.itemText(0) == "Shapefile，适用于 ArcGIS 等软件（.shp）"  # from the code # noqa: RUF001
    assert "&L" in dialog.layerLabel.text()
    for item in (dialog, bar):
        item.deleteLater()


@needs_lrelease
def test_the_page_is_chinese(chinese):
    canvas, bar = QgsMapCanvas(), QgsMessageBar()
    page = DetectPage(canvas, bar, lambda layer: None)
    assert page.detectButton.text() == "检测"
    assert page.exportButton.text() == "导出…"  # its source has a sign that is not ASCII, in the .ui file
    assert page.minimumAreaSpin.suffix() == " m²"
    assert page.tr("Starting…") == "正在启动…"  # as here, in the code
    assert page.areas._kinds.itemText(0) == "整幅影像"
    page.close_down()
    for item in (page, bar, canvas):
        item.deleteLater()


@needs_lrelease
def test_an_algorithm_is_chinese(chinese):
    algorithm = DetectAlgorithm().create()
    assert algorithm.displayName() == "检测滑坡"
    titles = {item.name(): item.description() for item in algorithm.parameterDefinitions()}
    assert titles["INPUT"] == "影像"
    assert titles["THRESHOLD"] == "像素判定为滑坡的概率阈值"  # of the base class


@needs_lrelease
def test_landslides_are_named_in_chinese(chinese, tmp_path):
    layer = create_inventory(tmp_path / "inventory.gpkg", QgsCoordinateReferenceSystem("EPSG:32648"))
    add_landslide(layer, QgsGeometry.fromRect(QgsRectangle(600000, 3000000, 600100, 3000100)), {})
    dress_landslides(layer)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    expression = QgsExpression(layer.displayExpression())
    assert expression.evaluate(context) == "滑坡 1", expression.parserErrorString()
    assert wording.landslides(3) == "3 处滑坡"
    assert wording.duration(3700) == "1 小时 1 分"


@pytest.fixture
def system_language():
    """Sets the language that the system has."""
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("locale", "system", "language"),
    [
        ("zh-Hans", "en_US", "zh-Hans"),
        ("zh-Hant", "zh_CN", "zh-Hant"),
        ("zh", "zh_CN", "zh-Hans"),
        ("zh", "zh_SG", "zh-Hans"),
        ("zh", "zh_TW", "zh-Hant"),
        ("zh", "de_DE", "zh-Hans"),
        ("zh_CN", "zh_TW", "zh-Hans"),
        ("zh_TW", "zh_CN", "zh-Hant"),
        ("de_DE", "zh_CN", "de_DE"),
        ("pt_BR", "en_US", "pt_BR"),
        ("en", "zh_CN", "en"),
    ],
)
def test_a_locale_becomes_the_name_of_a_translation(system_language, locale, system, language):
    system_language(system)
    assert language_of(locale) == language


@needs_lrelease
@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("zh-Hans", "导出滑坡"),
        ("zh_CN", "导出滑坡"),
        ("zh-Hant", None),
        ("de", "Rutschungen exportieren"),
        ("de_DE", "Rutschungen exportieren"),
        ("en", None),
        ("fr", None),
    ],
)
def test_the_plugin_speaks_the_language_of_qgis(qgis_iface, released, tmp_path, monkeypatch, locale, title):
    root = Path(shutil.copytree(released, tmp_path / "root"))
    german = tmp_path / "german.ts"
    german.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de"><context>'
        "<name>ExportDialog</name><message><source>Export landslides</source>"
        "<translation>Rutschungen exportieren</translation></message></context></TS>",
        encoding="utf-8",
    )
    subprocess.run([LRELEASE, "-silent", german, "-qm", root / "i18n" / "landslide_mapper_de.qm"], check=True)
    monkeypatch.setattr(plugin_module, "plugin_root", lambda: root)
    monkeypatch.setattr(QgsApplication, "locale", lambda *_: locale)
    made = landslide_mapper.classFactory(qgis_iface)
    try:
        shown = QCoreApplication.translate("ExportDialog", "Export landslides")
        assert shown == (title or "Export landslides")
    finally:
        QCoreApplication.removeTranslator(made._translator)
