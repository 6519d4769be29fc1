"""What is told of a training: what will come of it, and how long it still takes."""

from __future__ import annotations

import time

import pytest

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.plan import plan_training
from landslide_plugin.engine.training.run import train


def test_a_plan_refuses_what_the_training_would(config) -> None:
    text = config.read_text()
    config.write_text('average_with = ["default"]\n' + text)
    with pytest.raises(InputError, match="cannot be averaged with this training"):
        plan_training(config, "cpu", JobContext())
    assert "arguments" in text
    lines = [line if not line.startswith("arguments") else "arguments = { width = -1 }" for line in text.splitlines()]
    config.write_text("\n".join(lines))
    with pytest.raises(InputError, match=r"cannot be built so: .*negative dimension"):
        plan_training(config, "cpu", JobContext())


def test_a_plan_times_each_size_of_crop(config) -> None:
    text = config.read_text().replace("epochs = 3", "epochs = 1").replace("epochs = 5", "epochs = 9")
    config.write_text(text)
    small = plan_training(config, "cpu", JobContext())
    config.write_text(text.replace("crop = 32", "crop = 448"))  # so much larger that no other program hides it
    large = plan_training(config, "cpu", JobContext())
    assert large["seconds"] > 2 * small["seconds"]
    assert large["seconds_per_epoch"] == pytest.approx(large["seconds"] / 10, abs=0.06)


class Holds(JobContext):
    """Holds the work twice for two seconds, once while it measures."""

    def __init__(self) -> None:
        self._looks, self.left = 0, []

    def progress(self, fraction: float, message: str = "", seconds_left: float | None = None, *_: float | None) -> None:
        if seconds_left is not None:
            self.left.append(seconds_left)

    def check(self) -> None:
        self._looks += 1
        if self._looks in (3, 6):  # an epoch has five steps
            time.sleep(2)


def test_the_time_left_does_not_count_a_pause(config) -> None:
    started, listener = time.monotonic(), Holds()
    result = train(config, False, "cpu", listener)
    seconds = time.monotonic() - started
    assert max(listener.left[2:8]) < 8 / 5 * (seconds - 4) + 2
    assert 320 / result["samples_per_second"] < seconds - 3.9
