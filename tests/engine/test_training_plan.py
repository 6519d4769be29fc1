"""What is told of a training before it begins."""

from __future__ import annotations

import pytest

from landslide_plugin.common.errors import InputError
from landslide_plugin.engine.job import JobContext
from landslide_plugin.engine.training.plan import plan_training


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
