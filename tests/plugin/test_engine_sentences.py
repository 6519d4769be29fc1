"""What the engine says is told in the language of QGIS, with the names and numbers that are in it."""

# ruff: noqa: RUF001

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from discs import write_discs
from landslide_mapper.landslide_plugin.common.errors import InputError
from landslide_mapper.landslide_plugin.gui.messages import Messages
from landslide_mapper.landslide_plugin.translation import engine_sentences
from landslide_mapper.landslide_plugin.translation.engine import translated, translated_answer
from landslide_mapper.landslide_plugin.worker.session import session
from qgis.core import QgsRasterLayer
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication
from translations import needs_lrelease

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile("[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]")


def told(sentence, values):
    """A sentence as the engine says it: with values in it, of one thing."""
    return sentence.replace("(s)", "").format(*values)


def test_the_list_has_what_the_engine_says_today(tmp_path):
    listed = tmp_path / "engine_sentences.py"
    subprocess.run([sys.executable, ROOT / "tools" / "engine_sentences.py", listed], check=True)
    assert listed.read_text("utf-8") == Path(engine_sentences.__file__).read_text("utf-8"), "run `make translations`"


@needs_lrelease
def test_every_sentence_is_recognised_and_keeps_its_values(chinese):
    values = ("7", "8", "9", "10", "11", "12")
    for sentence in engine_sentences.SENTENCES:
        chinese_sentence = QCoreApplication.translate("Engine", sentence)
        assert translated(told(sentence, values)) == chinese_sentence.format(*values), sentence


@needs_lrelease
def test_reasons_inside_a_sentence_are_translated_too(chinese):
    text = "The state of the training could not be saved (the disk is full); the one saved before is still there."
    assert translated(text) == "无法保存训练状态（磁盘已满）；先前保存的仍然保留。"
    assert translated(f"Epoch 3 of 20, loss 0.123. {text}").endswith("先前保存的仍然保留。")
    two = (
        "The image has 1 band and the model reads 3 (red, green, blue): choose an image or a model that fit each other."
    )
    assert translated(two).startswith("影像有 1 个波段，而模型要读取 3 个（red, green, blue）")
    assert translated(two.replace("1 band", "2 bands")).startswith("影像有 2 个波段")


@needs_lrelease
def test_what_is_no_sentence_of_the_engine_stays(chinese):
    for text in (
        "",
        "torch",
        "/data/Loading the model of 3.tif",
        "影像没有数据。",
        "[Errno 13] Permission denied: '/a. b'",
    ):
        assert translated(text) == text
    answer = {
        "output": "/data/Tile 1 of 2",
        "count": 3,
        "warnings": ["There is no file /data/a b.tif: check the path."],
    }
    assert translated_answer(answer) == {**answer, "warnings": ["没有文件 /data/a b.tif，请检查路径。"]}


def test_in_english_all_stays_as_it_is(qgis_app):
    for sentence in engine_sentences.SENTENCES:
        said = told(sentence, ("/data/a. b.tif", "bands 1, 2", "[Errno 2] No such file", "4", "5", "6"))
        assert translated(said) == said


@needs_lrelease
def test_a_detection_speaks_chinese(engine_home, chinese, tmp_path):
    # a dozen tiles: of one or two nothing is told where the engine runs already and is done within a tenth of a second
    image = write_discs(tmp_path / "hillside.tif", epsg=None, factor=4)
    order = {"raster": str(image), "model": "discs", "output": str(tmp_path / "results")}
    said = []
    answer = session().call("detect", order, lambda progress: said.append(progress.message))
    assert "正在加载模型" in said
    assert any(re.fullmatch(r"第 \d+ 块，共 \d+ 块", message) for message in said)
    assert any("影像没有可用的坐标参考系" in warning for warning in answer["warnings"])
    assert Path(answer["mask"]).is_file() and QgsRasterLayer(answer["mask"]).isValid()
    with pytest.raises(InputError, match=r"没有文件 .*/gone\.tif，请检查路径。"):
        session().call("detect", {**order, "raster": str(tmp_path / "gone.tif")})


@needs_lrelease
def test_the_message_bar_tells_in_chinese_what_both_sides_refuse(chinese):
    bar = QgsMessageBar()
    messages = Messages(bar)
    messages.failure(InputError("There is no model file /models/mine.safetensors: choose another model."))
    assert bar.currentItem().text() == "没有模型文件 /models/mine.safetensors，请选择其他模型。"
    bar.deleteLater()


@needs_lrelease
def test_every_sentence_has_words_of_the_language(chinese):
    plain = [one for one in engine_sentences.SENTENCES if not HAN.search(QCoreApplication.translate("Engine", one))]
    assert plain == ["Apple GPU", "Grad-CAM of"]
