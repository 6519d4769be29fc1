"""The tile grid covers every pixel once, in weights, whatever the sizes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from landslide_plugin.engine.inference.tiling import TileAxis, TileGrid

lengths = st.integers(1, 5000)
overlaps = st.floats(0, 0.75)


def _sum_of_weights(axis: TileAxis) -> np.ndarray:
    total = np.zeros(max(axis.length, axis.tile))
    for start, weight in zip(axis.starts, axis.weights()):
        total[start : start + axis.tile] += weight
    return total[: axis.length]


@given(lengths, st.sampled_from([64, 128, 256, 512]), overlaps)
def test_weights_of_fixed_tiles_sum_to_one_everywhere(length: int, tile: int, overlap: float) -> None:
    np.testing.assert_allclose(_sum_of_weights(TileAxis.fixed(length, tile, overlap)), 1, atol=1e-5)


@given(lengths, st.sampled_from([64, 256, 512]), overlaps, st.sampled_from([512, 1024]))
def test_weights_of_balanced_tiles_sum_to_one_everywhere(length: int, tile: int, overlap: float, largest: int) -> None:
    axis = TileAxis.balanced(length, tile, overlap, largest)
    np.testing.assert_allclose(_sum_of_weights(axis), 1, atol=1e-5)
    assert axis.tile % 32 == 0
    assert axis.tile <= largest + 32


@given(lengths, st.sampled_from([64, 128, 512]), overlaps)
def test_no_tile_reaches_beyond_a_grid_larger_than_it(length: int, tile: int, overlap: float) -> None:
    axis = TileAxis.fixed(length, tile, overlap)
    if length >= tile:
        assert axis.starts[0] == 0
        assert axis.starts[-1] + tile == length
    else:
        assert axis.starts == [0]


@given(st.integers(300, 5000), st.data())
def test_touching_names_exactly_the_tiles_with_pixels_in_a_range(length: int, data: st.DataObject) -> None:
    axis = TileAxis.fixed(length, 256, 0.25)
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


def test_an_image_smaller_than_a_tile_is_one_tile_of_its_own_size() -> None:
    """A network that looks at all of a tile would otherwise see mostly what is not there."""
    grid = TileGrid.over(100, 70, 512, 0.25)
    assert (grid.columns.tile, grid.rows.tile) == (128, 96)
    assert grid.columns.starts == grid.rows.starts == [0]
    wide = TileGrid.over(2000, 70, 512, 0.25)
    assert (wide.columns.tile, wide.rows.tile) == (512, 96) and len(wide.columns.starts) > 1
