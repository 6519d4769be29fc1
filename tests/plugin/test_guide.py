"""The guide in other languages says what the English one does, in the words of the interface."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import landslide_mapper
import pytest
from landslide_mapper.landslide_plugin.gui.help_dialog import HelpDialog
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QApplication, QTextBrowser

DOCS = Path(__file__).resolve().parents[2] / "docs"
TRANSLATED = sorted((DOCS / "zh-Hans").rglob("*.md"))
WORDS = DOCS.parent / "i18n" / "landslide_mapper_zh-Hans.ts"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def original(page):
    """The English page of a translated one."""
    return DOCS / page.relative_to(DOCS / "zh-Hans")


def targets(page):
    """What a page links to and shows, of a translated page the English original."""
    found = {(page.parent / name).resolve() for name in LINK.findall(page.read_text("utf-8"))}
    return {original(one) if one.is_relative_to(DOCS / "zh-Hans") else one for one in found}


def shape(text):
    """Headings, rows of tables, items of lists and lines of code, in their order."""
    kinds = []
    in_code = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("```"):
            in_code = not in_code
        elif in_code:
            kinds.append(line)
        elif found := re.match(r"#+ |\d+\. |- |\|", line):
            kinds.append(found.group() if found.group() != "|" else f"{line.count('|')} columns")
    return kinds


def in_code_font(text):
    """File names, columns and commands, however they are listed."""
    return set(re.findall(r"`([^`\n]+)`", text))


def words_of_the_interface():
    """Chinese of every short text, by its English."""
    words = {}
    for message in ElementTree.parse(WORDS).getroot().iter("message"):  # our own file
        source, translation = message.findtext("source"), message.findtext("translation")
        words.setdefault(bare(source), set()).add(bare(translation))
    return words


def bare(text):
    """A text of the interface as a page of the guide writes it."""
    return re.sub(r"\(&\w\)|&|…|\.\.\.", "", text).strip(" ?\N{FULLWIDTH QUESTION MARK}")


def emphasised(text):
    """The words of the interface that a page names, bold or in italics, each part of a way through menus by itself."""
    found = re.findall(r"\*{1,2}([^*\n]+)\*{1,2}", text)
    return {bare(part) for one in found for part in one.split(">")}


def test_every_page_of_the_guide_is_translated():
    assert {original(page) for page in TRANSLATED} == {DOCS / "guide.md", *(DOCS / "guide").glob("*.md")}


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.stem)
def test_a_translated_page_has_all_of_the_english_one(page):
    text, english = page.read_text("utf-8"), original(page).read_text("utf-8")
    assert shape(text) == shape(english)
    assert in_code_font(text) == in_code_font(english)
    assert targets(page) == targets(original(page))
    assert all(target.is_file() for target in targets(page))


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.stem)
def test_a_translated_page_uses_the_words_of_the_interface(page):
    words, named = words_of_the_interface(), emphasised(page.read_text("utf-8"))
    wanted = {word: words[word] for word in emphasised(original(page).read_text("utf-8")) if word in words}
    assert len(wanted) >= 4
    assert {word: chinese for word, chinese in wanted.items() if not chinese & named} == {}


@pytest.mark.parametrize(
    ("locale", "heading"), [("zh_CN", "五分钟上手滑坡制图"), ("fr", "Landslide Mapper in five minutes")]
)
def test_the_guide_is_shown_in_the_language_of_qgis(qgis_iface, monkeypatch, locale, heading):
    monkeypatch.setattr(QgsApplication, "locale", lambda *_: locale)
    plugin = landslide_mapper.classFactory(qgis_iface)
    QCoreApplication.removeTranslator(plugin._translator)  # only the guide's language is asked about
    plugin.initGui()
    try:
        plugin.show_help()
        (guide,) = [window for window in QApplication.topLevelWidgets() if isinstance(window, HelpDialog)]
        assert guide.findChild(QTextBrowser).toPlainText().startswith(heading)
    finally:
        plugin.unload()
