"""Collects what the engine's side has to say, for translators: writes landslide_plugin/translation/engine_sentences.py.

The engine speaks English, to the command line and to QGIS alike. Its sentences are found in the source, with {0}, {1},
... where values stand and (s) where a plural may; `make translations` runs this before it collects the texts of the
interface.

Usage: engine_sentences.py [FILE]
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEAKING = ("landslide_plugin/engine", "landslide_plugin/common", "landslide_plugin/worker")
SPEAKING += ("landslide_plugin/environment", "models")
NEVER_TOLD_BY_QGIS = re.compile(  # the command line, what is written into files, names, patterns, parts of the protocol
    r"/(cli|deepness|preview|training_choices|registry|protocol|inventory|inventory_files|pip_progress|child_process)\.py$"
    r"|/sample_scene/|common/labels\.py$|common/paths\.py$|jobs/export\.py$"
)
TECHNICAL = re.compile(r"[<>\\\n]|%[sd]|^\S*=|\w\(\w+=|\}\{")
LETTERS = 6  # fewer make no words that could be told from a value
HEAD = '''"""What the engine's side has to say; written by tools/engine_sentences.py, see there."""

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
'''


def template(node: ast.AST) -> str:
    """A text of the source, with places for values; empty where the node is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    text, values = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += part.value
        elif isinstance(part.value, ast.BinOp) and (plural := template(part.value.left)):  # {"s" * (count != 1)}
            text += f"({plural})"
        else:
            text, values = f"{text}{{{values}}}", values + 1
    return text


def is_told(text: str) -> bool:
    """Whether a text is made like a sentence or a piece of one."""
    letters = sum(map(str.isalpha, re.sub(r"\{\d+\}", "", text)))
    return " " in text.strip() and letters >= LETTERS and not TECHNICAL.search(text)


def sentences(source: str) -> Iterator[str]:
    """The texts of a module that a person may come to read."""
    tree = ast.parse(source)
    unread: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # docstrings
            unread.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            unread.update(node.values)
        elif isinstance(node, (ast.keyword, ast.Compare)):  # names, options, what is looked for
            unread.update(ast.walk(node))
    for statement in tree.body:  # patterns and tables; a sentence has a name of its own
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and not template(statement.value):
            unread.update(ast.walk(statement))
    yield from filter(is_told, (template(node) for node in ast.walk(tree) if node not in unread))


def module() -> str:
    """The text of the module that lists them."""
    files = [file for folder in SPEAKING for file in sorted((ROOT / folder).rglob("*.py"))]
    told = {
        text
        for file in files
        if not NEVER_TOLD_BY_QGIS.search(file.as_posix())
        for text in sentences(file.read_text("utf-8"))
    }
    return HEAD + "".join(f'    QT_TRANSLATE_NOOP("Engine", {text!r}),\n' for text in sorted(told)) + ")\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "landslide_plugin/translation/engine_sentences.py"
    target.write_text(module(), "utf-8")
