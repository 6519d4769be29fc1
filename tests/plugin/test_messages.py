"""What the message bar shows of the plugin's sentences, which are longer than QGIS's own."""

import pytest
from landslide_mapper.landslide_plugin.gui.messages import Messages
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QTextBrowser

LONG = (
    "The image has 1 band and the model reads 3 (red, green, blue): choose an image or a model that fit each other. "
    "On a small screen, beside two panels, that takes several lines."
)


@pytest.fixture
def bar(qgis_app):
    made = QgsMessageBar()
    made.resize(720, 40)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    made.close()
    made.deleteLater()


def text_in(bar):
    QCoreApplication.processEvents()
    return bar.currentItem().findChild(QTextBrowser)


def shows_all(browser):
    return browser.document().size().height() <= browser.viewport().height() <= browser.window().height()


@pytest.mark.parametrize("button", ["", "Open the log"])
def test_a_long_sentence_is_seen_to_its_end(bar, button):
    Messages(bar).warn(LONG, button, (lambda: None) if button else None)
    browser = text_in(bar)
    bar.resize(720, bar.sizeHint().height())
    assert browser.document().size().height() > 2 * browser.fontMetrics().height(), "it takes several lines"
    assert shows_all(browser)


def test_a_sentence_that_grows_is_seen_to_its_end_and_one_that_shrinks_takes_no_room(bar):
    standing = Messages(bar).standing("Training.")
    low = text_in(bar).height()
    standing.setText(LONG)
    assert text_in(bar).height() > low
    bar.resize(720, bar.sizeHint().height())
    assert shows_all(text_in(bar))
    standing.setText("Training.")
    assert text_in(bar).height() == low


def test_a_long_hint_stays_as_long_as_it_takes_to_read(bar):
    messages = Messages(bar)
    messages.hint("Cancelled.")
    short = bar.currentItem().duration()
    messages.hint(LONG)
    long = bar.currentItem().duration()
    messages.hint("山" * 40)
    assert short == 5 and long > 10 and bar.currentItem().duration() == 8
