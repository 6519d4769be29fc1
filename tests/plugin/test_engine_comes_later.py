"""The panel of a QGIS that was opened before there was an engine, which another window has set up meanwhile."""

from __future__ import annotations

import pytest
from conftest import ENGINE


@pytest.fixture
def late(world, monkeypatch, tmp_path):
    """The page, switched off, and now there is an engine."""
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(tmp_path / "no engine"))
    world.show()
    assert "does not exist" in world.page.engineNote.text() and not world.page.detectButton.isEnabled()
    monkeypatch.setenv("LANDSLIDE_MAPPER_ENGINE", str(ENGINE))
    return world


def test_the_panel_works_once_the_dialog_finds_it_good(late, wait_for):
    late.page.setUpButton.click()
    dialog, checked = late.page._set_up_dialog, []
    late.page.engine_checked.connect(checked.append)
    dialog.checkButton.click()
    wait_for(lambda: checked)
    assert "The engine is ready" in dialog.statusNote.text()
    assert late.page.detectButton.isEnabled() and late.page.click_action.isEnabled()
    assert not late.page.engineFrame.isVisible()
    dialog.close()


def test_the_panel_looks_again_when_it_is_shown_again(late, wait_for):
    checked = []
    late.page.engine_checked.connect(checked.append)
    late.page.hide()
    late.page.show()
    wait_for(lambda: checked)
    assert checked == [True] and late.page.detectButton.isEnabled()
    late.page.hide()
    late.page.show()
    assert checked == [True], "it is ready and not asked again"
