"""A real search for windows to label in the engine process, heard of and cancelled."""

from __future__ import annotations

import time

import pytest

from landslide_plugin.common.errors import CancelledError, InputError
from landslide_plugin.common.parameters import SuggestParameters


@pytest.fixture
def parameters(wide, tmp_path):
    """A search with a small network in a large image."""
    (raster, model), output = wide, str(tmp_path / "results" / "next.gpkg")
    return SuggestParameters(raster, model=model, device="cpu", tta="d4", output=output).to_dict()


def test_a_search_is_cancelled_within_a_second_and_leaves_nothing(client, parameters, tmp_path):
    heard, asked = [], []

    def windows_are_looked_at():
        if any(progress.message.startswith("Window") for progress in heard):
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(CancelledError):
        client.call("suggest", parameters, heard.append, windows_are_looked_at)
    assert time.monotonic() - asked[0] < 1
    assert 0 < heard[-1].fraction < 1 and heard[-1].seconds_left > 0
    assert not (tmp_path / "results").exists()
    with pytest.raises(InputError, match="At least one window must be asked for"):
        client.call("suggest", {**parameters, "count": 0})


def test_the_windows_come_back_as_text(client, parameters):
    result = client.call("suggest", {**parameters, "count": 2, "most": 4, "tta": "none", "side": 64})
    assert [window["rank"] for window in result["windows"]] == [1, 2]
    assert all(window["geometry_wkt"].startswith("POLYGON") for window in result["windows"])
    assert result["looked_at"] == 4
