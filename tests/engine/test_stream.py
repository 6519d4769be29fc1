"""Streaming gives the answer that the whole image would give, in bounded memory, whatever extent is chosen."""

import numpy as np
import pytest
import shapely
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.windows import Window

from landslide_plugin.common.errors import CancelledError
from landslide_plugin.engine.inference.detector import Detector
from landslide_plugin.engine.inference.stream import ProbabilityStream, blended_probability
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.raster.source import RasterSource

from .conftest import local_network

WHOLE = Window(0, 0, 900, 700)


def _whole_image(pixels: np.ndarray) -> np.ndarray:
    """The network on all of the image at once, without this project's inference code."""
    with torch.inference_mode():
        image = (torch.from_numpy(pixels).float()[None] / 255 - 0.4) / 0.2
        return torch.sigmoid(local_network()(image))[0, 0].numpy()


def _run(detector: Detector, path: str, window: Window = WHOLE, **options: object) -> tuple[np.ndarray, np.ndarray]:
    with RasterSource(path) as source:
        return blended_probability(ProbabilityStream(detector, source, source.grid(), window, largest=256, **options))


@pytest.mark.parametrize("local", [True, False])
def test_tiled_equals_whole_image(local: bool, landscape, write_raster, make_detector) -> None:
    probability, valid = _run(make_detector(local), write_raster(landscape))
    assert valid.all()
    np.testing.assert_allclose(probability, _whole_image(landscape), atol=1 / 255)


def test_the_check_for_seams_would_notice_tiles_without_overlap(landscape, write_raster, make_detector) -> None:
    probability, _ = _run(make_detector(), write_raster(landscape), overlap=0)
    assert np.abs(probability - _whole_image(landscape)).max() > 1 / 255


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_pixel_gets_the_same_answer_whatever_the_extent(landscape, write_raster, make_detector, data) -> None:
    left, top = data.draw(st.integers(0, 899)), data.draw(st.integers(0, 699))
    width, height = data.draw(st.integers(1, 900 - left)), data.draw(st.integers(1, 700 - top))
    path, detector = write_raster(landscape), make_detector()
    whole, _ = _run(detector, path)
    part, _ = _run(detector, path, Window(left, top, width, height))
    np.testing.assert_array_equal(part, whole[top : top + height, left : left + width])


def test_nodata_stays_nodata_and_empty_tiles_are_skipped(landscape, write_raster, make_detector) -> None:
    landscape[:, :400] = 0
    with RasterSource(write_raster(landscape, nodata=0)) as source:
        stream = ProbabilityStream(make_detector(), source, source.grid(), WHOLE, largest=256)
        probability, valid = blended_probability(stream)
    assert not valid[:400].any()
    assert not probability[:400].any()
    assert valid[400:].mean() > 0.99
    assert 0 < stream.tiles_run < stream.tile_count


def test_outside_the_area_there_is_nodata(landscape, write_raster, make_detector) -> None:
    with RasterSource(write_raster(landscape)) as source:
        x, y = source.transform @ (300, 200)
        stream = ProbabilityStream(
            make_detector(), source, source.grid(), WHOLE, area=shapely.Point(x, y).buffer(50), largest=256
        )
        _, valid = blended_probability(stream)
    assert valid[200, 300]
    assert valid.sum() == pytest.approx(np.pi * 100**2, rel=0.01)
    assert stream.tiles_run < stream.tile_count


def test_a_raster_smaller_than_a_tile(landscape, write_raster, make_detector) -> None:
    small = landscape[:, :50, :37]
    probability, valid = _run(make_detector(False), write_raster(small), Window(0, 0, 37, 50))
    assert probability.shape == (50, 37)
    assert valid.all()
    np.testing.assert_allclose(probability[4:-4, 4:-4], _whole_image(small)[4:-4, 4:-4], atol=1e-5)


def test_no_band_is_higher_than_a_tile(landscape, write_raster, make_detector) -> None:
    tall = np.tile(landscape[:, :, :64], (1, 4, 1))
    with RasterSource(write_raster(tall)) as source:
        stream = ProbabilityStream(make_detector(), source, source.grid(), Window(0, 0, 64, 2800), largest=256)
        rows = [len(band.probability) for band in stream]
    assert sum(rows) == 2800
    assert max(rows) <= 256


def test_bands_of_a_wide_image_are_low(landscape, write_raster, make_detector, monkeypatch) -> None:
    monkeypatch.setattr("landslide_plugin.engine.inference.stream._BAND_PIXELS", 50 * 900)
    with RasterSource(write_raster(landscape)) as source:
        stream = ProbabilityStream(make_detector(), source, source.grid(), WHOLE, largest=256)
        bands = list(stream)
    assert max(len(band.probability) for band in bands) == 50
    np.testing.assert_allclose(
        np.concatenate([band.probability for band in bands]), _whole_image(landscape), atol=1 / 255
    )


def test_cancel_stops_between_tiles(landscape, write_raster, make_detector) -> None:
    class Impatient(JobContext):
        reports = 0

        def progress(self, *_: object, **__: object) -> None:
            self.reports += 1

        def check(self) -> None:
            if self.reports == 2:
                raise CancelledError

    context = Impatient()
    with pytest.raises(CancelledError):
        _run(make_detector(), write_raster(landscape), context=context)
    assert context.reports == 2


def test_cancel_is_heard_while_a_drone_tile_is_read(landscape, write_raster, make_detector, monkeypatch) -> None:
    """One tile may hold hundreds of millions of the raster's pixels."""
    monkeypatch.setattr("landslide_plugin.engine.raster.source._STRIP_PIXELS", 90_000)
    path, strips = write_raster(landscape), []
    read_strip = RasterSource._read_inside

    def reading(source, *strip):
        strips.append(strip)
        return read_strip(source, *strip)

    class Impatient(JobContext):
        def check(self) -> None:
            if strips:
                raise CancelledError

    monkeypatch.setattr(RasterSource, "_read_inside", reading)
    with RasterSource(path) as source:
        grid = source.grid(4)
        whole = Window(0, 0, grid.width, grid.height)
        stream = ProbabilityStream(make_detector(), source, grid, whole, largest=256, context=Impatient())
        assert stream.tile_count == 1
        with pytest.raises(CancelledError):
            list(stream)
    assert len(strips) < 7, "the tile's strips"


@pytest.mark.parametrize("tta", ["flip", "d4"])
def test_augmentation_averages_the_turned_views(tta, landscape, write_raster, make_detector) -> None:
    probability, _ = _run(make_detector(), write_raster(landscape), tta=tta)
    turned = [landscape, landscape[:, :, ::-1], landscape[:, ::-1], landscape[:, ::-1, ::-1]]
    answers = [_whole_image(np.ascontiguousarray(image)) for image in turned]
    views = [answers[0], answers[1][:, ::-1], answers[2][::-1], answers[3][::-1, ::-1]]
    if tta == "d4":
        for image in turned:
            answer = _whole_image(np.ascontiguousarray(image.transpose(0, 2, 1))).T
            index = len(views) - 4
            views.append([answer, answer[:, ::-1], answer[::-1], answer[::-1, ::-1]][index])
    np.testing.assert_allclose(probability, np.mean(views, axis=0), atol=1 / 255)


def test_folding_changes_no_answer(make_detector) -> None:
    network = local_network()
    images = torch.rand(2, 3, 40, 56)
    detector = make_detector()
    with torch.inference_mode():
        expected = torch.sigmoid(network((images - 0.4) / 0.2))[:, 0].numpy()
    answer = detector.probabilities(images.numpy(), np.ones((2, 40, 56), bool))
    np.testing.assert_allclose(answer, expected, atol=1e-5)
    assert not [m for m in detector.network.modules() if isinstance(m, torch.nn.BatchNorm2d)]
