"""The tile grid covers every pixel once, in weights, whatever the sizes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from landslide_plugin.engine.inference.tiling import TileAxis

lengths = st.integers(1, 5000)
overlaps = st.floats(0, 0.75)


margins = st.integers(0, 100)


def _sum_of_weights(axis: TileAxis) -> np.ndarray:
    total = np.zeros(max(axis.length + 2 * axis.margin, axis.tile))
    for start, weight in zip(axis.starts, axis.weights()):
        total[start + axis.margin : start + axis.margin + axis.tile] += weight
    return total[axis.margin : axis.margin + axis.length]


@given(lengths, st.sampled_from([64, 128, 256, 512]), overlaps, margins)
def test_weights_of_fixed_tiles_sum_to_one_everywhere(length: int, tile: int, overlap: float, margin: int) -> None:
    np.testing.assert_allclose(_sum_of_weights(TileAxis.fixed(length, tile, overlap, margin)), 1, atol=1e-5)


@given(lengths, st.sampled_from([64, 256, 512]), overlaps, st.sampled_from([512, 1024]), margins)
def test_weights_of_balanced_tiles_sum_to_one_everywhere(
    length: int, tile: int, overlap: float, largest: int, margin: int
) -> None:
    axis = TileAxis.balanced(length, tile, overlap, largest, margin)
    np.testing.assert_allclose(_sum_of_weights(axis), 1, atol=1e-5)
    assert axis.tile % 32 == 0
    assert axis.tile <= largest + 32


@given(lengths, st.sampled_from([64, 128, 512]), overlaps, margins)
def test_tiles_reach_beyond_a_grid_by_its_margin_alone(length: int, tile: int, overlap: float, margin: int) -> None:
    axis = TileAxis.fixed(length, tile, overlap, margin)
    assert axis.starts[0] == -margin
    if length + 2 * margin >= tile:
        assert axis.starts[-1] + tile == length + margin
    else:
        assert len(axis.starts) == 1


@given(st.integers(300, 5000), margins, st.data())
def test_touching_names_exactly_the_tiles_with_pixels_in_a_range(length: int, margin: int, data: st.DataObject) -> None:
    axis = TileAxis.fixed(length, 256, 0.25, margin)
    begin = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(begin + 1, length))
    covering = {
        index
        for index, start in enumerate(axis.starts)
        if set(range(start, start + axis.tile)) & set(range(begin, end))
    }
    assert set(axis.touching(begin, end)) == covering


def test_the_outer_quarter_of_an_overlap_has_no_say() -> None:
    axis = TileAxis.fixed(1000, 256, 0.5)
    first, second = axis.weights()[:2]
    assert not first[-32:].any()
    assert not second[:32].any()
    assert first[:32].all(), "at the raster's edge there is no neighbour to lead over from"
