"""Several tiles at once on a processor: the same answers, within its cores and its memory."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psutil
import pytest
import torch

from landslide_plugin.common.errors import CancelledError
from landslide_plugin.engine.inference.side_by_side import Footprints, lanes


@pytest.fixture
def two_threads():
    """Torch as it is on a machine of two cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


class Counting(torch.nn.Module):
    """A network that notes how many tiles it is given at the same time, and refuses more than it has memory for."""

    def __init__(self, network, memory=9):
        super().__init__()
        self.network, self._memory = network, memory
        self._lock, self._now, self.most = threading.Lock(), 0, 0
        self._met = threading.Barrier(2)

    def forward(self, images):
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            with torch.inference_mode():
                try:
                    self._met.wait(0.5)  # so that two tiles do meet, however fast one is done
                except threading.BrokenBarrierError:
                    self._met.reset()
                if self._now > self._memory:
                    raise RuntimeError("not enough memory: you tried to allocate 9 bytes")
                return self.network(images)
        finally:
            with self._lock:
                self._now -= 1


@pytest.fixture
def tiles():
    random = np.random.default_rng(5)
    return random.random((5, 3, 96, 96), np.float32), random.random((5, 96, 96)) > 0.1


def one_by_one(detector, pixels, valid):
    return np.concatenate(
        [detector.probabilities(image[None], known[None]) for image, known in zip(pixels, valid, strict=True)]
    )


def test_tiles_leave_few_cores_over():
    for cores in range(1, 65):
        at_once = lanes(cores)
        assert 1 <= at_once <= min(cores, 4)
        assert cores - at_once * (cores // at_once) <= 1
    assert lanes(2) == 2 and lanes(8) == 4


def test_tiles_run_at_once_and_answer_as_alone(two_threads, make_detector, tiles):
    detector = make_detector()
    expected = one_by_one(detector, *tiles)
    detector.network = counting = Counting(detector.network)
    np.testing.assert_allclose(detector.probabilities(*tiles), expected, atol=1e-6)
    assert counting.most == 2


def test_torch_has_its_threads_back_afterwards(two_threads, make_detector, tiles):
    detector = make_detector()
    detector.probabilities(*tiles)
    assert torch.get_num_threads() == 2
    with ThreadPoolExecutor(1) as fresh:
        assert fresh.submit(torch.get_num_threads).result() == 2


def test_where_two_do_not_fit_the_memory_one_is_run(two_threads, make_detector, tiles):
    detector = make_detector()
    expected = one_by_one(detector, *tiles)
    detector.network = counting = Counting(detector.network, memory=1)
    np.testing.assert_allclose(detector.probabilities(*tiles), expected, atol=1e-6)
    assert counting.most == 2 and detector.batch_size == 1


def test_a_cancel_ends_all_of_them(two_threads, make_detector, tiles):
    detector = make_detector()
    one_by_one(detector, *tiles)
    detector.network = counting = Counting(detector.network)
    cancelled = threading.Event()

    def check():
        if cancelled.is_set():
            raise CancelledError
        cancelled.set()

    with pytest.raises(CancelledError):
        detector.probabilities(*tiles, "d4", check)
    assert counting._now == 0, "nothing runs on"


def test_a_core_has_a_tile_to_itself_where_there_is_one(make_detector, tiles):
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        detector = make_detector()
        detector.network = counting = Counting(detector.network)
        detector.probabilities(*tiles)
        assert counting.most == 1
    finally:
        torch.set_num_threads(before)


def test_tiles_that_take_all_memory_are_not_run_at_once():
    footprints = Footprints()
    assert footprints.fit(10) == 1, "not known yet"
    size = 256 * 2**20
    kept = footprints.measure(10, lambda: np.ones(size, np.uint8))
    assert len(kept) == size
    most = 1 + psutil.virtual_memory().available / 2 / size
    assert 1 <= footprints.fit(10) <= most + 1
    assert footprints.fit(20) == 1, "tiles of another size"
